"""Splitting goods into boxes (按商品自动分箱): how many go into one box; the boxes are shown before they are taken."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain import boxing
from exporter_desk.domain.numbers import grouped, parse_decimal, plain, trimmed
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.forms.text_grid import TextGrid
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.packing_model import line_name, numbered_line
from exporter_desk.ui.models.text_table import TextColumn, TextTable
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.taking_page import TakingPage
from exporter_desk.ui.widgets import CellState, Label, LineEdit, SectionHeader

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.domain.goods import GoodsLine
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks

EACH = 3
_PACKAGE_FIELDS = ("kind", "size_cm", "gross_kg", "net_kg")
_RESULT_WIDTHS = (140, 90, 0, 120, 160)
_KINDS = "packaging_types"


class BoxingPage(TakingPage):
    """Above, one row a line of goods with what is still unpacked; below, the boxes this makes."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._lines: tuple[GoodsLine, ...] = ()
        self._numbers: dict[str, int] = {}
        self._open: dict[str, Decimal] = {}
        self._runs: tuple[boxing.Run, ...] = ()
        self._lookup = CodeLookup(session.desk)
        self.table = TextTable(
            (
                TextColumn("goods", lambda: translate("Boxing", "Goods"), 0, shown=self._goods_cell),
                TextColumn("open", lambda: translate("Boxing", "Not packed"), 110, "right", self._open_cell),
                TextColumn("unit", lambda: translate("Boxing", "Unit"), 64, shown=self._unit_cell),
                TextColumn("each", lambda: translate("Boxing", "In one box"), 110, "right"),
                TextColumn("kind", lambda: translate("Boxing", "Packing"), 140),
                TextColumn("size_cm", lambda: translate("Boxing", "L×W×H cm"), 128),
                TextColumn("gross_kg", lambda: translate("Boxing", "Gross kg of one"), 120, "right"),
                TextColumn("net_kg", lambda: translate("Boxing", "Net kg of one"), 120, "right"),
            ),
            self._state,
        )
        self.grid = TextGrid(self.table, self._help_typing)
        self.result = TitledRows([""] * 5, ("left", "right", "left", "right", "left"))
        self.boxes = ScrollingTable("list", row=34)
        self.boxes.set_model(self.result, _RESULT_WIDTHS)
        self.wishes_title, self.result_title = SectionHeader("", ""), SectionHeader("", "")
        self.note = Label("", "note", "ink3")
        self.note.setWordWrap(True)
        self.nothing = Label("", "body", "ink2")
        self.nothing.setWordWrap(True)
        self.column.addWidget(self.nothing)
        for part, stretch in ((self.wishes_title, 0), (self.grid, 20), (self.note, 0), (self.result_title, 0)):
            self.column.addWidget(part, stretch)
        self.column.addWidget(self.boxes, 20)
        self.column.addStretch(1)
        self.add_foot()
        self.table.typed.connect(self._show_boxes)
        self.retranslate()

    # -- cells

    def _goods_cell(self, row: int) -> CellState:
        line = self._lines[row]
        return CellState(numbered_line(self._numbers[line.id], line))

    def _open_cell(self, row: int) -> CellState:
        return CellState(trimmed(self._open[self._lines[row].id]), "computed", "right")

    def _unit_cell(self, row: int) -> CellState:
        return CellState(self._lookup.name("units", self._lines[row].unit or ""), tone="ink2")

    def _state(self, row: int, key: str) -> CellState:
        text = self.table.text(row, key)
        align = next(column.alignment for column in self.table.columns if column.key == key)
        number = parse_decimal(text)
        if text and key in ("each", "gross_kg", "net_kg") and (number is None or number <= 0):
            note = translate("Boxing", "A number above zero belongs here.")
            return CellState(text, "wrong", align, note=note)
        if not text and key == "each":
            return CellState(translate("Boxing", "how many"), "unknown", align)
        shown = self._lookup.name(_KINDS, text) if key == "kind" else text
        return CellState(shown, alignment=align)

    def _help_typing(self, editor: LineEdit, key: str) -> None:
        if key == "kind":
            self._lookup.attach(editor, _KINDS)

    # -- what is shown

    def activated(self, case_id: str | None) -> None:
        self.table.show([])
        self._lines = ()
        super().activated(case_id)

    def show_case(self) -> None:
        typed = {line.id: row for line, row in zip(self._lines, self.table.rows, strict=False)}
        left = {line.id: boxing.unpacked(self.case, line) for line in self.case.goods}
        self._open = {key: quantity for key, quantity in left.items() if quantity is not None and quantity > 0}
        self._numbers = {line.id: number for number, line in enumerate(self.case.goods, start=1)}
        self._lines = tuple(line for line in self.case.goods if line.id in self._open)
        self.table.show([typed.get(line.id, {}) for line in self._lines])
        self.grid.restyle()
        for part in (self.wishes_title, self.grid, self.note, self.result_title):
            part.setVisible(bool(self._lines))
        self.nothing.setVisible(not self._lines)
        self._show_boxes()

    def _show_boxes(self) -> None:
        wishes = [
            boxing.Wish(line.id, self._open[line.id], each)
            for row, line in enumerate(self._lines)
            if (each := parse_decimal(self.table.text(row, "each"))) is not None
        ]
        self._runs = boxing.runs(wishes, boxing.last_box(self.case))
        self.result.show([self._run_row(run) for run in self._runs])
        self.boxes.restyle()
        self.boxes.setVisible(bool(self._runs))
        count = sum(run.count for run in self._runs)
        words = translate("Boxing", "{count} boxes").format(count=grouped(Decimal(count), 0)) if count else ""
        self.result_title.set_text(translate("Boxing", "Boxes this makes"), words)
        self.say_ready(self._words())

    def _words(self) -> str:
        if not self._lines:
            return ""
        if not self._runs:
            return translate("Boxing", "Type how many go into one box.")
        if any(not run.full for run in self._runs):
            return translate("Boxing", "A box with the rest gets no weight: weigh it, or leave it open.")
        return ""

    def _run_row(self, run: boxing.Run) -> tuple[CellState, ...]:
        line = next(one for one in self._lines if one.id == run.line)
        numbers = str(run.first) if run.first == run.last else f"{run.first}–{run.last}"
        rest = "" if run.full else translate("Boxing", "the rest")
        return (
            CellState(numbers),
            CellState(grouped(Decimal(run.count), 0), alignment="right"),
            CellState(line_name(line)),
            CellState(trimmed(run.each), alignment="right"),
            CellState(rest, mark="hint" if rest else None),
        )

    # -- taking

    def ready(self) -> bool:
        return bool(self._runs)

    def write(self) -> str:
        before = len(self.case.packages)
        self.session.add_rows("packages", [self._fields(run) for run in self._runs], "boxing")
        return f"packages.{self.case.packages[before].id}.gross_kg"

    def _fields(self, run: boxing.Run) -> dict[str, str]:
        """Fields of the run; a box with the rest is a box of the same make, of unknown weight."""
        row = next(at for at, line in enumerate(self._lines) if line.id == run.line)
        keys = _PACKAGE_FIELDS if run.full else _PACKAGE_FIELDS[:2]
        typed = {key: self.table.text(row, key) for key in keys}
        typed["kind"] = self._lookup.code(_KINDS, typed["kind"]) if typed["kind"] else ""
        fields = {"from": str(run.first), "to": str(run.last), f"contents.{run.line}": plain(run.each)}
        return fields | {key: text for key, text in typed.items() if text}

    # -- the frame

    def name(self) -> str:
        return translate("Boxing", "Split into boxes")

    def first_focus(self) -> QWidget | None:
        if self._lines:
            self.grid.select(0, EACH)
        return self.grid.view

    def retranslate(self) -> None:
        self.wishes_title.set_text(translate("Boxing", "How the goods are boxed"), "")
        self.nothing.setText(
            translate(
                "Boxing",
                "All goods with a quantity are packed already. To split them anew, delete their rows of the "
                "packing list.",
            )
        )
        note = translate("Boxing", "Weights and sizes are those of one full box; what you do not know stays open.")
        self.note.setText(f"{note}  {self.grid.keys()}")
        self.result.set_titles(
            (translate("Boxing", "Box numbers"), translate("Boxing", "Boxes"), translate("Boxing", "Goods"),
             translate("Boxing", "In one box"), "")
        )  # fmt: skip
        self.grid.view.setAccessibleName(translate("Boxing", "How the goods are boxed"))
        self.boxes.view.setAccessibleName(translate("Boxing", "Boxes this makes"))
        self.take.setText(translate("Boxing", "Take these boxes"))
        self.take.updateGeometry()
        super().retranslate()
