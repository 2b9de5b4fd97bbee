"""Importing a goods list or packing list (导入 Excel): what each column means, what it would bring, and every doubt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.goods.sheet_columns import KINDS, Guess, column_fields, fields_of
from exporter_desk.services.goods.sheet_containers import COLUMNS, PATH
from exporter_desk.services.goods.sheet_files import MEMORY, SUFFIXES, SheetMemory, read_file
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.forms.code_lookup import HS, CodeLookup
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.forms.sheet_mapping import LowScrollPage, SheetMapping
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.dropped import take_dropped
from exporter_desk.ui.pages.taking_page import TakingPage
from exporter_desk.ui.widgets import Button, CellState, ComboBox, Label, MarkLabel, SectionHeader, Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exporter_desk.services.goods.sheet_import import Plan, Taken
    from exporter_desk.services.session import Session
    from exporter_desk.tables.goods_sheet import SheetTexts
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Task, Tasks

_TABLES = {
    "unit": "units", "unit1": "units", "unit2": "units", "origin": "countries", "hs": HS,
    "source_district": "domestic_districts", "kind": "packaging_types",
    "container_kind": "container_kinds",
}  # fmt: skip
_CONTAINER = {field: column for column, field in COLUMNS.items()}
TIME_LIMIT_MS = 20_000
MOST_SHOWN = 200
MOST_PROBLEMS = 6
MOST_TOLD = 5


class SheetImportPage(TakingPage):
    """Choosing a file reads it behind the window; nothing is taken before the button below is pressed."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks, memory: SheetMemory | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._tasks, self._lookup = tasks, CodeLookup(session.desk)
        self._memory = memory or SheetMemory(find_paths().settings.parent / MEMORY)
        self._file, self._guess = "", Guess("goods", 0, {})
        self._sheets: tuple[SheetTexts, ...] = ()
        self._plan: Plan | None = None
        self._token, self._short = object(), False
        self._reading: Task[tuple[SheetTexts, ...]] | None = None
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(TIME_LIMIT_MS)
        self._limit.timeout.connect(self._too_long)
        self.browse = Button("", "fill", icon="file")
        self.file_name = Label("", "body", bold=True)
        self.sheet, self.header = ComboBox(small=True), ComboBox(small=True)
        self.kind = Switch([("", "goods"), ("", "packet")])
        self.mapping = SheetMapping()
        self.preview = TitledRows(())
        self.table = ScrollingTable("list", row=30)
        self.table.set_model(self.preview, ())
        self.columns_title, self.preview_title = SectionHeader("", ""), SectionHeader("", "")
        self.problems = MarkLabel("warn", "", "table")
        self.problems.label.setWordWrap(True)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 8)
        for widget in (self.browse, self.file_name, self.sheet, self.header):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.kind)
        self.fields = LowScrollPage(self.mapping)
        self.column.addLayout(head)
        self.column.addWidget(self.columns_title)
        self.column.addWidget(self.fields, 12)
        self.column.addWidget(self.preview_title)
        self.column.addWidget(self.table, 20)
        self.column.addWidget(self.problems)
        self.column.addStretch(1)
        self.add_foot()

    def _connect(self) -> None:
        self.browse.clicked.connect(self.choose_file)
        self.sheet.activated.connect(lambda _index: self._sheet_chosen())
        self.header.activated.connect(lambda _index: self._titles_chosen(int(self.header.currentData() or 0)))
        self.kind.chosen.connect(self._kind_chosen)
        self.mapping.chosen.connect(self._show_plan)

    # -- the file

    def choose_file(self) -> None:
        """The system's own file dialog."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(self, self.browse.text(), "", f"{self.name()} ({kinds})")
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a file behind the window; it may be cancelled, and stops by itself after 20 seconds."""
        self._forget()
        self._file = path.name
        self._show()
        label = translate("SheetImport", "Reading {file}").format(file=path.name)
        token = self._token = object()
        self._reading = self._tasks.start(
            label,
            lambda progress: read_file(path, progress.check),
            lambda sheets: self._arrived(sheets) if token is self._token else None,
            lambda error: self._refused(error) if token is self._token else None,
        )
        self._limit.start()

    def _read_pasted(self, sheet: SheetTexts) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._forget()
        self._file = translate("SheetImport", "Pasted list")
        self._arrived((sheet,))

    def _arrived(self, sheets: tuple[SheetTexts, ...]) -> None:
        self._done()
        self._sheets = sheets
        self.sheet.set_entries([(sheet.name, index) for index, sheet in enumerate(sheets)])
        self.sheet.setCurrentIndex(max(range(len(sheets)), key=lambda at: len(self._guessed(at).fields)))
        self._sheet_chosen()

    def _refused(self, error: Exception) -> None:
        self._done()
        self._forget()

        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("SheetImport", "The file could not be read. Nothing was changed.")

        self.messages.say(Message("error", words, detail=repr(error)))
        self._show()

    def _too_long(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._done()
            self._forget()
            self.messages.say(Message("error", _too_long))
            self._show()

    def _done(self) -> None:
        self._limit.stop()
        self._reading, self._token = None, object()

    def _forget(self) -> None:
        self._file, self._sheets, self._plan = "", (), None
        self._guess = Guess("goods", 0, {})

    # -- what the columns mean

    def _rows(self) -> Sequence[Sequence[str]]:
        index = self.sheet.currentIndex()
        return self._sheets[index].rows if 0 <= index < len(self._sheets) else ()

    def _guessed(self, sheet: int) -> Guess:
        return self._memory.guess(self._sheets[sheet].rows)

    def _sheet_chosen(self) -> None:
        self._use(self._guessed(self.sheet.currentIndex()))

    def _titles_chosen(self, row: int) -> None:
        self._use(Guess(self._guess.kind, row, fields_of(self._guess.kind, self._rows()[row])))

    def _kind_chosen(self, index: int) -> None:
        rows, kind = self._rows(), KINDS[index]
        titles = rows[self._guess.header] if rows else ()
        self._use(Guess(kind, self._guess.header, fields_of(kind, titles)))

    def _use(self, found: Guess) -> None:
        self._guess = found
        self.kind.select(KINDS.index(found.kind))
        rows = self._rows()
        words = translate("SheetImport", "Titles in row {row}")
        entries = [(words.format(row=row + 1), row) for row in range(min(len(rows), 40)) if any(rows[row])]
        self.header.set_entries(entries)
        self.header.set_value(found.header)
        fields = [(pick(field.label), field.key) for field in column_fields(found.kind)]
        self.mapping.show_columns(rows, found, [(translate("SheetImport", "leave out"), ""), *fields])
        self._show_plan()

    # -- what it would bring

    def _meant(self, field: str, text: str) -> str:
        return self._lookup.code(_TABLES[field], text) if field in _TABLES else text

    def _show_plan(self) -> None:
        self._guess = Guess(self._guess.kind, self._guess.header, self.mapping.fields())
        rows = self._rows()
        self._plan = self.session.plan_import(rows, self._guess, self._meant) if rows and self._guess.fields else None
        self._show()

    def _show(self) -> None:
        known, plan = bool(self._sheets), self._plan
        for part in (self.sheet, self.header, self.kind, self.fields):
            part.setVisible(known)
        for title in (self.columns_title, self.preview_title):
            title.setVisible(known and not self._short)
        self.sheet.setVisible(len(self._sheets) > 1)
        self.file_name.setText(self._file)
        self.table.setVisible(plan is not None and bool(plan.rows))
        if plan is not None:
            self._show_rows(plan)
        self._show_problems(plan)
        count = 0 if plan is None else len(plan.rows)
        words = translate("SheetImport", "{count} rows").format(count=count)
        self.preview_title.set_text(translate("SheetImport", "What this brings"), words if count else "")
        self.say_ready(self._words(plan))

    def _show_rows(self, plan: Plan) -> None:
        texts = [
            dict(row.fields) | {_CONTAINER[key]: one for key, one in row.beside.items() if key in _CONTAINER}
            for row in plan.rows
        ]
        fields = list(dict.fromkeys(field for row in texts for field in row))
        titles = [translate("SheetImport", "Row"), *(self._title(plan.kind, field) for field in fields)]
        wrong = {problem.cell: pick(problem.text) for problem in plan.problems if problem.kept}
        self.preview.set_titles(titles)
        rows = list(zip(plan.rows, texts, strict=True))[:MOST_SHOWN]
        self.preview.show([
            (CellState(str(row.number), tone="ink3"), *(_cell(own, one, wrong, self._shown) for one in fields))
            for row, own in rows
        ])  # fmt: skip
        self.table.set_widths((56, *(0 if at == 0 else 110 for at in range(len(fields)))))

    def _title(self, kind: str, field: str) -> str:
        if field.startswith("contents."):
            line = self.case.line(field.partition(".")[2])
            return (line.name_zh if language() == "zh" else line.name_en) or field if line else field
        place = COLUMNS.get(field)
        return pick(self.session.name_of(f"{PATH}.x.{place}" if place else f"{kind}.x.{field}")).rpartition(" · ")[2]

    def _shown(self, field: str, text: str) -> str:
        table = _TABLES.get(field, "")
        return self._lookup.name(table, text) if table else text.replace("\n", " | ")

    def _show_problems(self, plan: Plan | None) -> None:
        problems = plan.problems if plan is not None else ()
        most = 1 if self._short else MOST_PROBLEMS
        lines = [f"{one.cell}  {pick(one.text)}" for one in problems[:most]]
        if len(problems) > most:
            lines.append(translate("SheetImport", "and {count} more cells").format(count=len(problems) - most))
        self.problems.set_state("warn", "\n".join(lines))
        self.problems.setVisible(bool(lines))

    def _words(self, plan: Plan | None) -> str:
        if self._reading is not None:
            return translate("SheetImport", "Reading the file …")
        if not self._sheets:
            return translate("SheetImport", "Choose an Excel, WPS or CSV file. Nothing is taken before you confirm.")
        if plan is None or not plan.rows:
            return translate("SheetImport", "Say what the columns mean; at least a name and a quantity are needed.")
        notes = []
        if plan.cut or self._sheets[self.sheet.currentIndex()].cut:
            notes.append(translate("SheetImport", "The list is longer than is read: only these rows are taken."))
        if plan.skipped:
            notes.append(translate("SheetImport", "{count} rows with totals are left out.").format(count=plan.skipped))
        if any(problem.kept for problem in plan.problems):
            notes.append(translate("SheetImport", "What cannot be read goes in as it stands, marked as wrong."))
        if left := self.mapping.left_out():
            told = comma().join([*left[:MOST_TOLD], *(["…"] if len(left) > MOST_TOLD else [])])
            notes.append(translate("SheetImport", "Columns that are left out: {titles}.").format(titles=told))
        return " ".join(notes)

    # -- taking

    def ready(self) -> bool:
        return self._plan is not None and bool(self._plan.rows)

    def write(self) -> str:
        plan = self._plan
        assert plan is not None  # noqa: S101  # ready() was asked
        before = len(getattr(self.case, plan.kind))
        self.session.take_import(plan, self._file)
        self._memory.remember(self._rows()[self._guess.header], self._guess)
        self._forget()
        first = getattr(self.case, plan.kind)[before]
        return f"{plan.kind}.{first.id}.{'qty' if plan.kind == 'goods' else 'contents'}"

    # -- the frame

    def show_case(self) -> None:
        if self._sheets:
            self._show_plan()
        else:
            self._show()

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        given = take_dropped()
        if isinstance(given, Path):
            self.read(given)
        elif given is not None:
            self._read_pasted(given)

    def name(self) -> str:
        return translate("SheetImport", "Import a list")

    def first_focus(self) -> QWidget | None:
        return self.take if self.ready() else self.browse

    def arrange(self, room: Room) -> None:
        if room.short != self._short:
            self._short = room.short
            if self.has_case():
                self._show()

    def retranslate(self) -> None:
        self.browse.setText(translate("SheetImport", "Choose a file …"))
        self.browse.updateGeometry()
        for index, words in enumerate(
            (translate("SheetImport", "Goods list"), translate("SheetImport", "Packing list"))
        ):
            self.kind.set_text(index, words)
        self.sheet.setAccessibleName(translate("SheetImport", "Sheet"))
        self.header.setAccessibleName(translate("SheetImport", "Row of the titles"))
        self.columns_title.set_text(translate("SheetImport", "What the columns mean"), "")
        self.table.view.setAccessibleName(translate("SheetImport", "What this brings"))
        self.take.setText(translate("SheetImport", "Take these rows"))
        self.take.updateGeometry()
        if self._sheets and self.isVisible():
            self._use(self._guess)
        super().retranslate()


def _too_long() -> str:
    return translate(
        "SheetImport", "Reading took longer than 20 seconds and was stopped. Save the one sheet as a file of its own."
    )


def _cell(
    fields: Mapping[str, Taken], field: str, wrong: Mapping[str, str], shown: Callable[[str, str], str]
) -> CellState:
    one = fields.get(field)
    if one is None:
        return CellState("")
    note = wrong.get(one.cell, "")
    return CellState(shown(field, one.text), "wrong" if note else "typed", note=note)
