"""Fills the sheets of a workbook from a dossier: codes as text, figures as numbers, what is open marked as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bind import ROW_PREFIX, bind, bind_rows
from exporter_desk.documents.bound import Bound, Row
from exporter_desk.documents.messages.build import ESTIMATED, MISSING, SHARED, Gap, guessed
from exporter_desk.documents.messages.schema import CONSTANT, Column, FileSpec, SheetSpec
from exporter_desk.domain.parties import Party
from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import Dossier

OPEN = "待确认"
RECORD_TITLES = ("栏目", "代码", "内容")
_RECORD_WIDTHS = (26, 22, 60)
_DIGITS = {"money2": 2, "money4": 4}


def fill(spec: FileSpec, dossier: Dossier, order: Sequence[str] = ()) -> tuple[tuple[Sheet, ...], tuple[Gap, ...]]:
    """Return the sheets and what is missing in them; `order` names columns that stand first in every table."""
    gaps: list[Gap] = []
    filler = Filler(dossier, order, gaps, importable=not any(sheet.rows == "" for sheet in spec.sheets))
    return tuple(filler.sheet(sheet) for sheet in spec.sheets), tuple(gaps)


def columns_in_order(columns: Sequence[Column], order: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns named by `order` first, the others behind them as they stood; none of ours is ever lost."""
    by_id = {column.id: column for column in columns}
    first = [by_id[name] for name in dict.fromkeys(order) if name in by_id]
    return (*first, *(column for column in columns if column not in first and not column.offered))


class Filler:
    """`importable` sheets leave open cells empty, so that no program reads a remark as data."""

    def __init__(self, dossier: Dossier, order: Sequence[str], gaps: list[Gap], *, importable: bool) -> None:
        self.dossier, self.order, self.gaps, self.importable = dossier, order, gaps, importable

    def sheet(self, spec: SheetSpec) -> Sheet:
        """Return one sheet, filled."""
        return self._table(spec) if spec.rows else self._record(spec)

    def _record(self, spec: SheetSpec) -> Sheet:
        rows = [tuple(Cell(title, title=True) for title in RECORD_TITLES)]
        for column in spec.columns:
            code = self.cell(column, column.code, None) if column.code else Cell()
            content = replace(self.cell(column, column.value, None), left=True)
            rows.append((Cell(column.zh, title=True), code, content))
        return Sheet(spec.zh, tuple(rows), _RECORD_WIDTHS)

    def _table(self, spec: SheetSpec) -> Sheet:
        columns = columns_in_order(spec.columns, self.order)
        head = [tuple(self._head_cell(text) for text in line) for line in spec.head]
        titles = tuple(Cell(column.zh, title=True) for column in columns)
        rows = [
            tuple(self.cell(column, column.value, row) for column in columns)
            for row in bind_rows(self.dossier, spec.rows)
        ]
        widths = tuple(column.width for column in columns)
        return Sheet(spec.zh, (*head, titles, *rows), widths, len(head) + 1)

    def _head_cell(self, text: str) -> Cell:
        if text.startswith(CONSTANT) or not text:
            return Cell(text.removeprefix(CONSTANT), title=bool(text))
        value, _, label = text.partition(" ")
        return self.cell(Column(value, label, value, needed=bool(label)), value, None)

    def cell(self, column: Column, value: str, row: Row | None = None) -> Cell:
        """Return one cell of a column; a needed value that is not known becomes a gap, and so does an estimate."""
        bound = self._bound(value, row)
        if bound.known:
            if bound.estimated:
                self.gaps.append(Gap(column.name, ESTIMATED, guessed(self.dossier, bound)))
            return Cell(_content(bound.value), _DIGITS.get(column.kind), open=bound.estimated)
        if not column.needed or bound.blank:
            return Cell()
        reason = SHARED if bound.gap == SHARED else MISSING
        self.gaps.append(Gap(column.name, reason, bound.missing or bound.paths))
        return Cell(None if self.importable or reason == SHARED else OPEN, open=True)

    def _bound(self, value: str, row: Row | None) -> Bound:
        if value.startswith(CONSTANT):
            return Bound(value.removeprefix(CONSTANT))
        if value.startswith(ROW_PREFIX) and (row is None or value.removeprefix(ROW_PREFIX) not in row.cells):
            return Bound(blank=True)
        return bind(self.dossier, value, row)


def _content(value: object) -> str | Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Bilingual):
        return value.zh
    if isinstance(value, Party):
        return value.name_zh or value.name_en or ""
    return "\n".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
