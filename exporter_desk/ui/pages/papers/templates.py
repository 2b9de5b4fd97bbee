"""Import sheets (导入模板): a broker's or portal's workbook is read, its places are named, and packets fill it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.services.papers import sheet_templates, template_taking
from exporter_desk.services.workflow import Step
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.forms.sheet_mapping import ChoiceFlow, LowScrollPage
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refusal import refusal_message
from exporter_desk.ui.pages.taking_page import TakingPage
from exporter_desk.ui.widgets import Button, CellState, ComboBox, Field, Label, LineEdit, SectionHeader

if TYPE_CHECKING:
    from exporter_desk.documents.messages.schema import Column, FileSpec
    from exporter_desk.documents.messages.templates import SheetTemplate
    from exporter_desk.services.papers.template_taking import Foreign
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Task, Tasks

_WIDTHS = (0, 200, 150, 90, 110)
_KINDS = "*.xlsx"


class TemplatesPage(TakingPage):
    """Nothing is kept before the button below is pressed; a template that is removed can be put back at once."""

    step = Step.PACKET

    def __init__(
        self, session: Session, messages: Messages, tasks: Tasks | None = None, clock: Clock = system_clock
    ) -> None:
        super().__init__(session, messages, tasks)
        self._clock = clock
        self._foreign: Foreign | None = None
        self._reading: Task[Foreign] | None = None
        self._names: tuple[str, ...] = ()
        self._short = False
        self.browse = Button("", "fill", icon="file")
        self.file_name = Label("", "body", bold=True)
        self.about = Label("", "table", "ink2")
        self.about.setWordWrap(True)
        self.places_title, self.kept_title = SectionHeader("", ""), SectionHeader("", "")
        self.mapping = ChoiceFlow[str]()
        self.fields = LowScrollPage(self.mapping)
        self.name_field = Field("", LineEdit(), width=300)
        self.party_field = Field("", ComboBox(), width=300)
        self.rows = TitledRows([""] * len(_WIDTHS))
        self.list = ScrollingTable("list", row=32)
        self.list.set_model(self.rows, _WIDTHS)
        self.remove, self.none = Button("", "text", icon="trash", small=True), Label("", "body", "ink2")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head, names = QHBoxLayout(), QHBoxLayout()
        for line in (head, names):
            theme.set_spacing(line, 12)
        for part in (self.browse, self.file_name):
            head.addWidget(part)
        for field in (self.name_field, self.party_field):
            names.addWidget(field)
        for line in (head, names):
            line.addStretch(1)
        self.kept_title.add(self.remove)
        self.column.addWidget(self.about)
        self.column.addLayout(head)
        self.column.addWidget(self.places_title)
        self.column.addWidget(self.fields, 30)
        self.column.addLayout(names)
        for widget, stretch in ((self.kept_title, 0), (self.none, 0), (self.list, 12)):
            self.column.addWidget(widget, stretch)
        self.column.addStretch(1)
        self.add_foot()

    def _connect(self) -> None:
        self.browse.clicked.connect(self.choose_file)
        self.mapping.chosen.connect(self._mark)
        self._title().textChanged.connect(lambda _text: self._say())
        self.list.row_changed.connect(lambda _row: self._say_removable())
        self.remove.clicked.connect(self.remove_chosen)

    def _title(self) -> LineEdit:
        editor = self.name_field.editor
        assert isinstance(editor, LineEdit)  # noqa: S101  # made in __init__
        return editor

    def _party(self) -> ComboBox:
        editor = self.party_field.editor
        assert isinstance(editor, ComboBox)  # noqa: S101  # made in __init__
        return editor

    # -- the file

    def choose_file(self) -> None:
        """The system's own file dialog."""
        chosen, _ = QFileDialog.getOpenFileName(self, self.browse.text(), "", f"{self.name()} ({_KINDS})")
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a workbook behind the window and show what it seems to ask for; a later one takes its place."""
        if self._reading is not None:
            self._reading.cancel()
        self.messages.clear()
        specs = self.session.desk.messages
        label = translate("Templates", "Reading {file}").format(file=path.name)
        task = self._reading = self.tasks.start(
            label,
            lambda progress: template_taking.read_workbook(path, specs, progress.check),
            self._arrived,
            lambda error: self.messages.say(refusal_message(error, _unreadable)),
        )
        task.ended.connect(lambda: self._read_ended(task))
        self._forget()

    def _read_ended(self, task: Task[Foreign]) -> None:
        if self._reading is task:
            self._reading = None
            self._say()

    def _arrived(self, foreign: Foreign) -> None:
        self._foreign = foreign
        self._title().setText(Path(foreign.file).stem)
        self._party().set_value("")
        self._show_places()

    def _forget(self) -> None:
        self._foreign = None
        self.mapping.forget()
        self._title().clear()
        self._show()

    def _spec(self) -> FileSpec | None:
        of = self._foreign.layout.of if self._foreign else ""
        return next((one for one in self.session.desk.messages if one.id == of), None)

    # -- what goes where

    def _show_places(self) -> None:
        """One list for each place; what was chosen before the language changed stays chosen."""
        spec, foreign, chosen = self._spec(), self._foreign, self.mapping.fields()
        known = set(self.mapping.boxes)
        self.mapping.forget()
        for one in template_taking.places(foreign) if foreign else ():
            entries = [(translate("Templates", "leave empty"), "")]
            if spec is not None:
                entries += [(_entry(key, it), key) for key, it in template_taking.choices(spec, one.place).items()]
            value = chosen.get(one.place, "") if one.place in known else one.value
            self.mapping.add(one.place, (one.place, one.title), "", entries, value)
        self._mark()
        self._show()

    def _mark(self) -> None:
        """A column that nothing goes into is marked."""
        chosen = self.mapping.fields()
        for place, box in self.mapping.boxes.items():
            field = box.parentWidget()
            if not isinstance(field, Field):
                continue
            if place in chosen:
                field.clear_message()
            else:
                field.set_message("warn", translate("Templates", "stays empty"))
        self._say_places()
        self._say()

    def _say_places(self) -> None:
        chosen, all_places = len(self.mapping.fields()), len(self.mapping.boxes)
        words = translate("Templates", "{count} of {all} are filled").format(count=chosen, all=all_places)
        self.places_title.set_text(translate("Templates", "What goes where"), words)

    def _show(self) -> None:
        known = self._foreign is not None
        for part in (self.places_title, self.fields, self.name_field, self.party_field):
            part.setVisible(known)
        self.file_name.setText(f"{self._foreign.file} · {self._foreign.layout.sheet}" if self._foreign else "")
        self._show_kept()
        self._say()

    def _has_room(self) -> bool:
        """In a low window the kept ones wait until it is said what goes where."""
        return not self._short or self._foreign is None

    def _say(self) -> None:
        self.say_ready(self._words())

    def _words(self) -> str:
        if self._reading is not None:
            return translate("Templates", "Reading the workbook …")
        if self._foreign is None:
            return translate("Templates", "Choose the workbook that the broker or portal gave you.")
        if not self.mapping.fields():
            return translate("Templates", "Say what goes into at least one column.")
        if not self._title().text().strip():
            return translate("Templates", "Give it a name.")
        count = self._foreign.layout.removed
        words = translate(
            "Templates", "{count} cells below the titles hold something, such as samples: it goes, the looks stay."
        )
        return words.format(count=count) if count else ""

    # -- keeping

    def ready(self) -> bool:
        return self._foreign is not None and bool(self.mapping.fields()) and bool(self._title().text().strip())

    def take_it(self) -> None:
        """Keep the workbook and stay here, where it now stands in the list."""
        if self.ready() and self.attempt(self.write):
            self._forget()
            self.browse.setFocus()

    def write(self) -> str:
        foreign, title, chosen = self._foreign, self._title().text().strip(), self.mapping.fields()
        assert foreign is not None  # noqa: S101  # ready() was asked
        layout = sheet_templates.changed(foreign.layout, {at: chosen.get(at, "") for at in self.mapping.boxes})
        known = {one.id: one.zh for one in self.session.desk.templates}
        own = {name: known.get(name, "") for name in self._own()}
        name = template_taking.free_name(title, own, {*known, *own})
        party = str(self._party().currentData() or "")
        template_taking.keep_workbook(foreign, layout, name, title, party, self._clock.today())
        self._changed()
        self.messages.say(Message("ok", lambda: _kept(title)))
        return ""

    def _changed(self) -> None:
        self.session.look_again(self.session.desk.forget_templates)

    # -- what is kept

    def _own(self) -> tuple[str, ...]:
        return sheet_templates.own_names(sheet_templates.templates_folder())

    def _show_kept(self) -> None:
        known, own = {one.id: one for one in self.session.desk.templates}, self._own()
        kept = self.list.view.currentIndex().row()
        self._names = tuple(dict.fromkeys((*known, *own)))
        self.rows.show([_row(known.get(name), name, own=name in own) for name in self._names])
        self.list.restyle()
        room = self._has_room()
        self.kept_title.setVisible(room)
        self.list.setVisible(room and bool(self._names))
        self.none.setVisible(room and not self._names)
        if self._names:
            self.list.select(min(max(kept, 0), len(self._names) - 1))
        self.kept_title.set_text(translate("Templates", "Kept import sheets"), str(len(self._names) or ""))
        self._say_removable()

    def _chosen(self) -> str:
        row = self.list.view.currentIndex().row()
        return self._names[row] if 0 <= row < len(self._names) else ""

    def _say_removable(self) -> None:
        self.remove.setVisible(bool(self._names))
        self.remove.setEnabled(self._chosen() in self._own())

    def remove_chosen(self) -> None:
        """Remove the chosen template of this user; the message offers to put it back."""
        name, folder = self._chosen(), sheet_templates.templates_folder()
        known = next((one for one in self.session.desk.templates if one.id == name), None)
        if name not in self._own() or not self.attempt(lambda: sheet_templates.give_up(folder, name)):
            return
        self._changed()
        self._show_kept()
        said = Message("hint", lambda: _removed(known.zh if known else name))
        self.messages.say(said._replace(verb=_put_back, act=lambda: self._put_back(known)) if known else said)

    def _put_back(self, template: SheetTemplate) -> None:
        if self.attempt(lambda: sheet_templates.keep(sheet_templates.templates_folder(), template)):
            self.messages.clear()
            self._changed()
            self._show_kept()

    # -- the frame

    def show_case(self) -> None:
        self._offer_parties()
        self._show()

    def _offer_parties(self) -> None:
        broker = self.case.party("broker")
        mine = (broker.name_zh or broker.name_en or "") if broker else ""
        parties = dict.fromkeys(one for one in (mine, *(it.party for it in self.session.desk.templates)) if one)
        every = (translate("Templates", "every shipment"), "")
        self._party().set_entries([every, *((name, name) for name in parties)])
        if self._party().currentIndex() < 0:
            self._party().set_value("")
        hint = translate("Templates", "A broker can be chosen once a shipment names it.")
        self.party_field.set_hint("" if parties else hint)

    def name(self) -> str:
        return translate("Templates", "Import sheets of brokers and portals")

    def home(self) -> str:
        return places.STEPS[Step.PACKET]

    def first_focus(self) -> QWidget | None:
        return self.browse

    def arrange(self, room: Room) -> None:
        self.about.setVisible(not room.short)
        self.list.set_row(28 if room.short else 32)
        if self._short != room.short:
            self._short = room.short
            self._show_kept()

    def retranslate(self) -> None:
        self.about.setText(_about())
        self.browse.setText(translate("Templates", "Choose a workbook …"))
        self.browse.updateGeometry()
        self.name_field.set_label(translate("Templates", "Name of this sheet"))
        self.party_field.set_label(translate("Templates", "Fill it for"))
        self.remove.setText(translate("Templates", "Remove"))
        self.remove.updateGeometry()
        self.none.setText(translate("Templates", "None is kept yet."))
        self.rows.set_titles(
            (translate("Templates", "Name"), translate("Templates", "Filled for"), translate("Templates", "Sheet, row"),
             translate("Templates", "Places"), translate("Templates", "Kept on"))
        )  # fmt: skip
        self.list.view.setAccessibleName(translate("Templates", "Kept import sheets"))
        self.take.setText(translate("Templates", "Keep this sheet"))
        self.take.updateGeometry()
        if self._foreign is not None:
            self._show_places()
        super().retranslate()
        self.leave.setText(translate("Templates", "Back to the packet"))
        self.leave.updateGeometry()


def _entry(value: str, column: Column) -> str:
    """What a value is called; the titles of import sheets are Chinese, so in English they stand behind."""
    kind = value.partition(".")[0]
    title = column.zh if language() == "zh" else f"{column.name.en} · {column.zh}"
    return translate("Templates", "shipment: {title}").format(title=title) if kind == "head" else title


def _row(template: SheetTemplate | None, name: str, *, own: bool) -> tuple[CellState, ...]:
    if template is None:
        unread = translate("Templates", "cannot be read, is not used")
        return (CellState(name, bold=True), CellState(unread, mark="warn"), *(CellState("") for _ in range(3)))
    every = translate("Templates", "every shipment")
    day = template.as_of.isoformat()
    return (
        CellState(template.zh if language() == "zh" else template.en, bold=True),
        CellState(template.party or every),
        CellState(f"{template.sheet} · {template.first_row}"),
        CellState(str(len(template.columns) + len(template.cells))),
        CellState(day if own else translate("Templates", "{day}, from a pack").format(day=day), tone="ink2"),
    )


def _about() -> str:
    return translate(
        "Templates",
        "A broker or portal may want its own .xlsx filled. Keep it here once: every packet for the broker then holds "
        "it filled, with its looks as they are.",
    )


def _kept(title: str) -> str:
    return translate("Templates", "“{name}” is kept. Packets hold it filled from now on.").format(name=title)


def _removed(title: str) -> str:
    return translate("Templates", "“{name}” is removed. Packets no longer hold it.").format(name=title)


def _put_back() -> str:
    return translate("Templates", "Put it back")


def _unreadable() -> str:
    return translate("Templates", "The workbook could not be read. Nothing was changed.")
