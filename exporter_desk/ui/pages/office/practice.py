"""Practice: what it is, the way into its window, and there the way back to the start state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.practice import launch, start_state
from exporter_desk.system.paths import find_paths, practising
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.put_back import say_refusal, while_closed
from exporter_desk.ui.widgets import Button, Fact, FactsStrip, Flow, Page, Paragraph

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.services.practice.start_state import StartState
    from exporter_desk.services.session import Session
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class PracticePage(Page):
    """In the real window it opens the other one; in the practice window it keeps and brings back the start state."""

    nav_key = places.PRACTICE
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self.session, self.messages, self.tasks = session, messages, tasks
        self._inside = find_paths().practice
        self.told, self.stays = Paragraph("", "body"), Paragraph("", "body", "ink2")
        self.facts = FactsStrip()
        self.open = Button("", "primary", icon="training")
        self.reset, self.keep, self.shipped = Button("", "primary"), Button("", "fill"), Button("")
        buttons = QWidget()
        row = Flow(buttons)
        theme.set_spacing(row, 12)
        for button in (self.open, self.reset, self.keep, self.shipped):
            row.addWidget(button)
            button.setVisible((button is self.open) is not self._inside)
        for widget in (self.told, self.facts, buttons, self.stays):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.open.clicked.connect(self.open_window)
        self.reset.clicked.connect(self.offer_reset)
        self.shipped.clicked.connect(lambda: self.offer_reset(shipped=True))
        self.keep.clicked.connect(self.keep_now)
        self.retranslate()

    # -- what the buttons do

    def open_window(self) -> None:
        """Open the practice window beside this one."""
        try:
            launch.open_window()
        except UserFacingError as error:
            say_refusal(self.messages, error)
            return
        self.messages.say(
            Message("ok", lambda: translate("Practice", "The practice window opens beside this one, with a frame."))
        )

    def offer_reset(self, *, shipped: bool = False) -> None:
        """Say what goes and what stays; the verb does it."""
        count = self.session.count()

        def words() -> str:
            if shipped:
                told = translate(
                    "Practice", "The {count} shipments here give way to the samples of the program; backed up first."
                )
            else:
                told = translate(
                    "Practice", "The {count} shipments here give way to the start state; a backup is written first."
                )
            return told.format(count=count)

        verb = translate("Practice", "Go back now")
        self.messages.say(Message("hint", words, verb=verb, act=lambda: self.reset_now(shipped=shipped)))

    def reset_now(self, *, shipped: bool = False) -> None:
        """Bring the exercises back to their start state, behind the window."""
        backups, desk = company_backups(), self.session.desk
        label = translate("Practice", "Going back to the start state")
        while_closed(
            self, self.session, self.tasks, label, lambda: start_state.reset(backups, desk, shipped=shipped),
            self._is_reset, self._failed,
        )  # fmt: skip

    def _is_reset(self, before: Path | None) -> None:
        self._show()

        def words() -> str:
            told = translate("Practice", "The exercises are back in their start state. Backup of before: {name}.")
            return told.format(name="–" if before is None else before.name)

        self.messages.say(Message("ok", words))

    def keep_now(self) -> None:
        """Keep the exercises as they are as the start state."""
        database, label = company_backups().database, translate("Practice", "Keeping the start state")

        def work(_progress: object) -> BackupReport:
            return start_state.keep(database, own=True)

        self.messages.clear()
        self.tasks.start(label, work, self._is_kept, self._failed)

    def _is_kept(self, report: BackupReport) -> None:
        self._show()

        def words() -> str:
            told = translate("Practice", "These {count} shipments are the start state now: each reset goes back here.")
            return told.format(count=report.cases)

        self.messages.say(Message("ok", words))

    def _failed(self, error: Exception) -> None:
        self._show()
        say_refusal(self.messages, error)

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        self._show()

    def _show(self) -> None:
        with practising():
            places_now = find_paths()
            database = company_backups().database
            state = start_state.start_state(database) if database.exists() else None
        self.facts.set_facts(
            (
                Fact(translate("Practice", "Start state"), _named(state), strong=True),
                Fact(translate("Practice", "Shipments in it"), "–" if state is None else str(state.cases)),
                Fact(translate("Practice", "Papers of exercises go to"), str(places_now.output)),
            )
        )

    # -- the frame

    def title(self) -> str:
        return translate("Practice", "Practice")

    def first_focus(self) -> QWidget | None:
        return self.reset if self._inside else self.open

    def retranslate(self) -> None:
        self.told.set_text(
            translate(
                "Practice",
                "Exercises have a window, shipments, settings and a folder of their own; no real shipment is seen "
                "there, and none of theirs gets in here. Across each page stands “PRACTICE · not for filing”; messages "
                "for customs are written as plain text that no program takes in.",
            )
        )
        self.stays.set_text(
            translate(
                "Practice",
                "Rule packs and refund rates are those of the real shipments and are changed only there. Papers and "
                "backups that were written stay when you go back to the start state.",
            )
        )
        for button, words in (
            (self.open, translate("Practice", "Open the practice window")),
            (self.reset, translate("Practice", "Back to the start state …")),
            (self.keep, translate("Practice", "Keep this as the start state")),
            (self.shipped, translate("Practice", "Back to the samples of the program …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self._show()
        super().retranslate()


def _named(state: StartState | None) -> str:
    if state is None:
        return translate("Practice", "not begun yet")
    return translate("Practice", "set by the trainer") if state.own else translate("Practice", "as shipped")
