"""Rule packs (规则包): what counts, since when and until when; taking one from a file, going back, removing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.packs.listing import inventory
from exporter_desk.services.packs.office import PackOffice
from exporter_desk.services.packs.store import PackStore
from exporter_desk.system import clock as system_clock
from exporter_desk.system import settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.pack_rows import pack_row, shipped_row
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.office.pack_network import PackNetwork
from exporter_desk.ui.pages.office.pack_offer import PackOffer
from exporter_desk.ui.pages.refusal import attempt, in_lines, refusal_message
from exporter_desk.ui.widgets import Button, CheckBox, Page, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.services.packs.effect import CaseEffect
    from exporter_desk.services.packs.listing import InstalledPack, Inventory
    from exporter_desk.services.packs.office import Offer
    from exporter_desk.services.packs.program_notes import ProgramNote
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Progress, Tasks

    Seen = tuple[Offer, tuple[CaseEffect, ...]]

_WIDE = (0, 120, 70, 110, 110, 250, 150)
_NARROW = (0, 96, 56, 96, 96, 170, 130)
_LIST_SHARE = 20  # of the spare height, until every row shows
# With large text the serial and the signer are told by the name of the pack alone.
_SPARED, _CRAMPED_UNDER = (2, 5), 860


class PacksPage(Page):
    """The list of packs; while one is on offer, the offer stands in its place."""

    nav_key = places.PACKS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks, clock: Clock = system_clock) -> None:
        super().__init__()
        self.session, self.messages, self.tasks, self.clock = session, messages, tasks, clock
        self._source: Path | None = None
        self._seen: Seen | None = None
        self._listed: Inventory | None = None
        self.choose = Button("", "primary", icon="import")
        self.back, self.remove = Button("", "fill"), Button("", "fill")
        self.model = TitledRows([""] * len(_WIDE))
        self.list = ScrollingTable("list", row=38)
        self.list.set_model(self.model, _WIDE)
        self.said, self.notes = Paragraph("", "body", "warn"), Paragraph("", "body")
        self.tell = CheckBox("")
        self.network = PackNetwork(messages, tasks)
        self.offer, self.held = PackOffer(), QWidget()
        self._build()
        self._connect()
        self.retranslate()
        self.offer.hide()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        theme.set_spacing(buttons, 12)
        for button in (self.choose, self.back, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QVBoxLayout(self.held)
        theme.set_spacing(inside, 12, (0, 0, 0, 0))
        inside.addLayout(buttons)
        inside.addWidget(self.said)
        inside.addWidget(self.list, _LIST_SHARE)
        inside.addWidget(self.notes)
        inside.addWidget(self.tell)
        inside.addStretch(1)
        inside.addWidget(self.network)
        self.column.addWidget(self.held, 1)
        self.column.addWidget(self.offer, 1)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.back.clicked.connect(self._go_back)
        self.remove.clicked.connect(self._remove)
        self.list.row_changed.connect(lambda _row: self._enable())
        self.offer.taken.connect(self._take)
        self.offer.declined.connect(self._decline)
        self.offer.key_typed.connect(self._trust)
        self.network.fetched.connect(self.look)
        self.tell.clicked.connect(self._keep_tell)

    # -- the list

    def activated(self, case_id: str | None) -> None:
        self._reload()
        self.network.show_state()
        self.tell.setChecked(settings.load(find_paths().settings).get(settings.PROGRAM_NOTES) == "on")

    def _keep_tell(self) -> None:
        settings.load(find_paths().settings).set(settings.PROGRAM_NOTES, "on" if self.tell.isChecked() else "off")

    def _reload(self) -> None:
        self._listed = inventory(PackStore.of_user(), self.clock.today())
        self._show_list()

    def _show_list(self) -> None:
        listed = self._listed
        if listed is None:
            return
        rows = [pack_row(one, self.clock.today()) for one in listed.installed]
        self.model.show([shipped_row(self.session.desk.rules), *rows])
        self.list.restyle()
        told = self.session.desk.render(listed.findings)
        self.said.set_text(in_lines(told))
        self.said.setVisible(bool(told))
        notes = [_note(one) for one in listed.notes]
        self.notes.set_text("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self._enable()

    def _chosen(self) -> InstalledPack | None:
        """The installed pack of the current row; the first row is the program's own rules."""
        row = self.list.view.currentIndex().row() - 1
        listed = () if self._listed is None else self._listed.installed
        return listed[row] if 0 <= row < len(listed) else None

    def _enable(self) -> None:
        chosen = self._chosen()
        self.back.setEnabled(chosen is not None and chosen.former is not None)
        self.remove.setEnabled(chosen is not None)

    def _go_back(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._change(lambda: self._office().roll_back(chosen.entry.id))

    def _remove(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._change(lambda: self._office().remove(chosen.entry.id))

    def _change(self, act: Callable[[], object]) -> None:
        """Do something that changes which packs count; everything computed so far is computed anew."""
        self.messages.clear()
        attempt(self.messages, act)
        self._changed()

    def _changed(self) -> None:
        self.session.packs_changed()
        self._reload()

    def _office(self) -> PackOffice:
        return PackOffice.of_user(self.clock.today())

    # -- a pack on offer

    def _choose(self) -> None:
        title = translate("Packs", "The pack")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", translate("Packs", "Pack (*.edpack)"))
        if chosen:
            self.look(Path(chosen))

    def look(self, source: Path) -> None:
        """Look at a pack behind the window, with what it would change in every own shipment."""
        self._source = source
        self.messages.clear()
        label = translate("Packs", "Looking at the pack")
        cases: list[Case] = []
        if not attempt(self.messages, lambda: cases.extend(self.session.own_cases())):
            return
        work = partial(_look, source, self._office(), cases)
        self.tasks.start(label, work, self._show_offer, self._failed)

    def _show_offer(self, seen: Seen) -> None:
        self._seen = seen
        offer, effect = seen
        self.offer.show_offer(offer, effect, self.session.desk.render(offer.verdict.findings))
        self.held.hide()
        self.offer.show()
        self.offer.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        def fallback() -> str:
            return translate("Packs", "The pack could not be looked at. Nothing changed.")

        self.messages.say(refusal_message(error, fallback))

    def _take(self) -> None:
        """Back up and let the pack count, behind the window: the copy of a large company takes its time."""
        if self._seen is None:
            return
        offer, office = self._seen[0], self._office()
        self._leave_offer()
        self.messages.clear()
        label = translate("Packs", "Taking the pack")
        self.tasks.store(
            label, lambda _progress: office.accept(offer), lambda _: self._taken(offer.pack.head.name), self._not_taken
        )

    def _taken(self, name: str) -> None:
        self._changed()
        self.messages.say(
            Message("ok", lambda: translate("Packs", "{name} counts now. “Roll back” undoes it.").format(name=name))
        )

    def _not_taken(self, error: Exception) -> None:
        self._changed()

        def fallback() -> str:
            return translate("Packs", "The pack could not be taken. What counted before still counts.")

        self.messages.say(refusal_message(error, fallback))

    def _decline(self) -> None:
        self._leave_offer()
        self.messages.say(Message("hint", lambda: translate("Packs", "Nothing changed.")))

    def _leave_offer(self) -> None:
        self._seen = None
        self.offer.hide()
        self.held.show()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _trust(self, number: str) -> None:
        source = self._source
        if source is not None and attempt(self.messages, lambda: self._office().trust(number, source)):
            self.look(source)

    # -- the frame

    def title(self) -> str:
        return translate("Packs", "Rule packs")

    def first_focus(self) -> QWidget | None:
        return self.offer.first_focus() if self.offer.isVisible() else self.choose

    def arrange(self, room: Room) -> None:
        cramped = room.width / room.scale < _CRAMPED_UNDER
        for column in _SPARED:
            self.list.view.setColumnHidden(column, cramped)
        self.list.set_widths(_WIDE if room.wide else _NARROW)
        self.list.set_row(34 if room.short else 38)

    def retranslate(self) -> None:
        self.choose.setText(translate("Packs", "Install from file …"))
        self.back.setText(translate("Packs", "Roll back"))
        self.remove.setText(translate("Packs", "Remove"))
        self.tell.setText(translate("Packs", "Tell me when an installed pack says that there is a newer program"))
        for button in (self.choose, self.back, self.remove, self.tell):
            button.updateGeometry()
        self.model.set_titles(
            (translate("Packs", "Pack"), translate("Packs", "Version"), translate("Packs", "Serial"),
             translate("Packs", "Checked"), translate("Packs", "Valid to"), translate("Packs", "Signed by"),
             translate("Packs", "State"))
        )  # fmt: skip
        self.list.view.setAccessibleName(self.title())
        self.offer.retranslate()
        self.network.retranslate()
        self._show_list()
        super().retranslate()


def _note(one: ProgramNote) -> str:
    pattern = translate("Packs", "Program {version} ({day}): {text}")
    text = one.zh if language() == "zh" else one.en
    return pattern.format(version=one.version, day=one.published.isoformat(), text=text)


def _look(source: Path, office: PackOffice, cases: Sequence[Case], progress: Progress) -> Seen:
    """The work behind the window; a refused pack has no effect to compute."""
    offer = office.look(source)
    return offer, office.effect(offer, cases, progress.report) if offer.verdict.accepted else ()
