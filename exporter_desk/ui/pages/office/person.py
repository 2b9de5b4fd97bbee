"""The person view: what is stored of a name over all shipments, written out for them, or removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import person
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.person_command import as_file
from exporter_desk.system import files, settings
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.put_back import say_refusal, while_closed
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.widgets import Button, CellState, CheckBox, Field, LineEdit, Page, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.person import Mention
    from exporter_desk.services.keeping.person import PersonView
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

_WIDTHS = (110, 230, 110, 0)


class PersonPage(Page):
    """What removing cannot reach is said beside the list, before anything is removed."""

    nav_key = places.SETTINGS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self.session, self.messages, self.tasks = session, messages, tasks
        self.view: PersonView | None = None
        self.name = LineEdit()
        self.field = Field("", self.name, width=240)
        self.look, self.export, self.remove = Button("", "primary"), Button("", "fill"), Button("", "fill")
        self.found, self.stays = Paragraph("", "body", "ink2"), Paragraph("", "body", "ink2")
        self.parts = CheckBox("")
        self.model = TitledRows([""] * 4)
        self.list = ScrollingTable("list", row=34)
        self.list.set_model(self.model, _WIDTHS)
        row = QHBoxLayout()
        theme.set_spacing(row, 12)
        row.addWidget(self.field)
        for button in (self.look, self.export, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.parts)
        for widget, stretch in ((self.found, 0), (self.list, 20), (self.stays, 0)):
            self.column.addWidget(widget, stretch)
        self.column.addStretch(1)
        self.look.clicked.connect(self.search)
        self.name.submitted.connect(self.search)
        self.parts.clicked.connect(lambda _checked: self.search())
        self.export.clicked.connect(self._choose)
        self.remove.clicked.connect(self._ask)
        self.retranslate()

    def activated(self, case_id: str | None) -> None:
        self.name.clear()
        self.parts.setChecked(False)
        self.view = None
        self._show()

    def search(self) -> None:
        """Look for the typed name behind the window."""
        name, parts, database = self.name.text(), self.parts.isChecked(), company_backups().database
        self.messages.clear()
        label = translate("Person", "Looking for the name")
        self.tasks.start(
            label,
            lambda _progress: person.view(database, name, settings.load(find_paths().settings), parts=parts),
            self._take,
            self._failed,
        )

    def _take(self, view: PersonView) -> None:
        self.view = view
        self._show()

    def _failed(self, error: Exception) -> None:
        say_refusal(self.messages, error)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.title(), "person.json", "*.json")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write what is stored as a file to hand to the person."""
        if self.view is not None:
            try:
                files.write_atomically(target, as_file(self.view))
            except UserFacingError as error:
                say_refusal(self.messages, error)

    def _ask(self) -> None:
        if self.view is None:
            return
        question = translate("Person", "Remove “{name}” from {count} places?").format(
            name=self.view.name, count=self.view.count
        )
        keep, lose = translate("Person", "Keep"), translate("Person", "Remove")
        if self.messages.may_lose(question, f"{pick(person.LOST)} {pick(person.STAYS)}", keep, lose):
            self.remove_now()

    def remove_now(self) -> None:
        """Write a backup, then remove the name while the database is closed."""
        view, backups = self.view, company_backups()
        if view is None:
            return
        name, parts = view.name, self.parts.isChecked()

        def work() -> tuple[PersonView, Path | None]:
            kept = backups.before("person")
            return person.remove(backups.database, name, settings.load(find_paths().settings), parts=parts), kept

        label = translate("Person", "Removing the name")
        while_closed(self, self.session, self.tasks, label, work, self._removed, self._failed)

    def _removed(self, done: tuple[PersonView, Path | None]) -> None:
        view, kept = done
        self.view = None
        self._show()

        def words() -> str:
            told = translate("Person", "“{name}” was removed from {count} places. The backup made before: {backup}.")
            return told.format(name=view.name, count=view.count, backup="–" if kept is None else kept.name)

        self.messages.say(Message("ok", words))

    def _show(self) -> None:
        view = self.view
        rows = [] if view is None else self._rows(view)
        self.model.show(rows)
        self.list.restyle()
        self.list.setVisible(bool(rows))
        for button in (self.export, self.remove):
            button.setEnabled(view is not None and view.count > 0)
        self.found.set_text(self._found(view))
        self.stays.set_text(pick(person.STAYS))

    def _rows(self, view: PersonView) -> list[tuple[CellState, ...]]:
        whole, part = translate("Person", "whole name"), translate("Person", "part only")
        own, kept = translate("Person", "Own company"), translate("Person", "Settings")
        rows = [self._row(one.number, place, whole) for one in view.shipments for place in one.places]
        rows += [self._row(own, place, whole) for place in view.company]
        rows += [(CellState(kept), CellState(key), CellState(whole), CellState("")) for key in view.settings]
        return rows + [self._row(one.number or own, place, part) for one in view.parts for place in one.places]

    def _row(self, number: str, place: Mention, found_as: str) -> tuple[CellState, ...]:
        called = CellState(pick(self.session.name_of(place.path)), tone="ink2")
        return (CellState(number, bold=True), called, CellState(found_as, tone="ink2"), CellState(place.text))

    def _found(self, view: PersonView | None) -> str:
        if view is None:
            return ""
        left = translate("Person", "{count} places only contain these letters; they are left alone.")
        parts = " " + left.format(count=view.part_count) if view.part_count else ""
        return self._whole(view) + parts

    def _whole(self, view: PersonView) -> str:
        if not view.count:
            return translate("Person", "Nothing is stored of “{name}”.").format(name=view.name)
        told = translate(
            "Person",
            "{count} places; of them in steps of undo {steps}, in timelines {events}, as who answered {answers}.",
        )
        traces = view.traces
        return told.format(count=view.count, steps=traces.steps, events=traces.events, answers=traces.answers)

    # -- the frame

    def title(self) -> str:
        return translate("Person", "What is stored of a person")

    def breadcrumb(self) -> Sequence[Crumb]:
        return (Crumb(translate("Settings", "Settings"), places.SETTINGS),)

    def first_focus(self) -> QWidget | None:
        return self.name

    def retranslate(self) -> None:
        self.field.set_label(translate("Person", "Whole name"))
        self.parts.setText(translate("Person", "Also where it is a part of a longer name or text"))
        self.parts.updateGeometry()
        for button, words in (
            (self.look, translate("Person", "Look")),
            (self.export, translate("Person", "Write it out …")),
            (self.remove, translate("Person", "Remove …")),
        ):
            button.setText(words)
            button.updateGeometry()
        self.model.set_titles(
            (
                translate("Person", "Shipment"), translate("Person", "Place"), translate("Person", "Found as"),
                translate("Person", "Text"),
            )
        )  # fmt: skip
        self.list.view.setAccessibleName(self.title())
        self._show()
        super().retranslate()
