"""Writes spreadsheets as .xlsx: texts stay texts, nothing becomes a formula, the same data gives the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.domain.text import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# A cell of a workbook is a binary number of 15 sure digits; longer ones keep all their digits as text.
SURE_DIGITS = 15
MAX_SHEET_NAME = 31
_A4 = 9  # the number of the paper size in a workbook
_LINE_PT, _HIGHEST_PT = 15.0, 400.0
_FORBIDDEN_IN_NAMES = "[]:*?/\\"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "top", "text_wrap": True}


def to_xlsx(sheets: Sequence[Sheet], title: str, author: str, day: date, mark: str = "") -> bytes:
    """Return the workbook; `day` stands as its creation time, so that no clock enters the file.

    A `mark` stands on a sheet of its own before the others and at the head of every printed page.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        moment = datetime.combine(day, time(), tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "author": author, "created": moment})
        formats = _Formats(book)
        put_mark_first(book, mark)
        for sheet in sheets:
            _write(book.add_worksheet(sheet_name(sheet.name)), sheet, formats)
        put_mark_on_pages(book, mark)
    return buffer.getvalue()


def put_mark_first(book: Workbook, mark: str) -> None:
    """Begin a workbook with a sheet that says what it is; nothing without a mark."""
    if not mark:
        return
    sheet = book.add_worksheet(sheet_name(mark.split(" ", 1)[0]))
    sheet.set_column(0, 0, 80)
    sheet.set_tab_color("#B45309")
    sheet.write_string(0, 0, mark, book.add_format({**_FONT, "font_size": 20, "bold": True, "font_color": "#B45309"}))


def put_mark_on_pages(book: Workbook, mark: str) -> None:
    """Print a mark at the head of every page; nothing without one."""
    for sheet in book.worksheets() if mark else ():
        sheet.set_header(f"&C{mark}")


def sheet_name(name: str) -> str:
    """Return a name that a workbook takes: 31 characters, without its special signs, never empty."""
    plain = "".join("-" if char in _FORBIDDEN_IN_NAMES else char for char in name).strip("'")
    return plain[:MAX_SHEET_NAME] or "1"


class _Formats:
    """The few looks of a cell, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool, bool, bool], Format] = {}

    def of(self, cell: Cell, *, alone: bool = False) -> Format:
        """Return the look of a cell; one that is `alone` in its row runs on over the empty ones beside it."""
        key = (_number_format(cell), cell.title, cell.open, cell.left, alone)
        if key not in self._made:
            look: dict[str, object] = {**_FONT, "num_format": key[0]}
            if cell.title:
                look |= {"bold": True, "bg_color": "#E8EDF2"}
            if cell.open:
                look |= {"bg_color": "#FFF3CD"}
            if cell.left:
                look |= {"align": "left"}
            if alone:
                look |= {"text_wrap": False}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _number_format(cell: Cell) -> str:
    if not isinstance(cell.value, Decimal):
        return "@"
    return "General" if cell.digits is None else "0." + "0" * cell.digits if cell.digits else "0"


def _write(worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(sheet.frozen_rows, 0)
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0, sheet.frozen_rows - 1)
    for number, row in enumerate(sheet.rows):
        alone = _runs_on(row, sheet.widths)
        if not alone and (deepest := _lines(row, sheet.widths)) > 1:
            worksheet.set_row(number, min(deepest * _LINE_PT, _HIGHEST_PT))
        for column, cell in enumerate(row):
            _write_cell(worksheet, number, column, cell, formats, alone=alone)


def _runs_on(row: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Tell whether a row is one line of text that stands over several columns, like the title of a table."""
    held = row[0].value if len(row) == 1 and len(widths) > 1 else None
    return isinstance(held, str) and "\n" not in held


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Return how many lines the deepest cell takes; not every program fits heights to wrapped texts by itself."""
    return max((_depth(cell, width) for cell, width in zip(row, widths, strict=False)), default=1)


def _depth(cell: Cell, width: int) -> int:
    if not isinstance(cell.value, str):
        return 1
    return sum(max(1, -(-display_width(part) // max(width, 1))) for part in cell.value.split("\n"))


def _write_cell(
    worksheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats, *, alone: bool = False
) -> None:
    value = as_kept(cell)
    if value is None:
        worksheet.write_blank(row, column, None, formats.of(cell))
    elif isinstance(value, Decimal):
        worksheet.write_number(row, column, float(value), formats.of(cell))
    else:
        worksheet.write_string(row, column, value, formats.of(Cell(value, None, cell.title, cell.open), alone=alone))


def as_kept(cell: Cell) -> str | Decimal | None:
    """Return what a workbook keeps of a cell: a number of sure digits, else a text; None for an empty one."""
    if isinstance(cell.value, Decimal) and len(cell.value.normalize().as_tuple().digits) > SURE_DIGITS:
        return trimmed(cell.value)
    return cell.value or None if isinstance(cell.value, str) else cell.value
