"""The workbooks of a refund claim: the columns of each, read strictly from data, and the rows laid out as cells."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.spreadsheet import Cell, Sheet
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.refund.worksheets import Worksheets

KINDS = ("text", "date", "amount", "number")
ROWS = ("exports", "purchases", "producer", "summary", "receipts", "reconciliations", "catalogue")
FORMS = ("", "trader", "producer")
_BOOK_KEYS = {"id", "zh", "en", "short_zh", "rows", "form", "title_row", "columns"}
_COLUMN_KEYS = {"zh", "value", "kind", "width", "seen"}
_CENTS = 2
_RECALLED = "＊"
_LEAST_TITLE_ROW = 3


class BooksRefusedError(ValueError):
    """The data of the workbooks is wrong; every problem is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookColumn:
    """One column: its title as in the template, where its value comes from, and whether the template was seen."""

    zh: str
    value: str
    kind: str
    width: int
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One workbook: `rows` names the list it holds, `form` whose it is, `title_row` where the titles stand."""

    id: str
    name: Bilingual
    short_zh: str
    rows: str
    form: str
    title_row: int
    columns: tuple[BookColumn, ...]


def load_books(data: bytes) -> tuple[Book, ...]:
    """Read `books.toml`; raises BooksRefusedError with every problem found."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BooksRefusedError(str(error)) from error
    entries = table.get("book")
    if table.keys() != {"book"} or not isinstance(entries, list):
        raise BooksRefusedError("books.toml is a list of [[book]]")
    problems = [problem for entry in entries for problem in _problems(entry)]
    if problems:
        raise BooksRefusedError("; ".join(problems))
    return tuple(_book(entry) for entry in entries)


def _problems(entry: object) -> Iterator[str]:
    if not isinstance(entry, dict) or entry.keys() != _BOOK_KEYS:
        yield f"a book has the keys {', '.join(sorted(_BOOK_KEYS))}"
        return
    name = entry["id"]
    if entry["rows"] not in ROWS or entry["form"] not in FORMS:
        yield f"{name}: no such rows or form"
    if not isinstance(entry["title_row"], int) or entry["title_row"] < _LEAST_TITLE_ROW:
        yield f"{name}: title_row is a number from {_LEAST_TITLE_ROW}"
    if not isinstance(entry["columns"], list) or not entry["columns"]:
        yield f"{name}: no columns"
        return
    for column in entry["columns"]:
        yield from (f"{name}: {problem}" for problem in _column_problems(column))


def _column_problems(column: object) -> Iterator[str]:
    if not isinstance(column, dict) or not _COLUMN_KEYS - {"seen"} <= column.keys() <= _COLUMN_KEYS:
        yield f"a column has the keys {', '.join(sorted(_COLUMN_KEYS))}"
    elif column["kind"] not in KINDS or not isinstance(column["width"], int):
        yield f"{column['value']}: no such kind, or no width"


def _book(entry: Mapping[str, object]) -> Book:
    columns = entry["columns"]
    listed = columns if isinstance(columns, list) else []
    return Book(
        id=str(entry["id"]),
        name=Bilingual(str(entry["zh"]), str(entry["en"])),
        short_zh=str(entry["short_zh"]),
        rows=str(entry["rows"]),
        form=str(entry["form"]),
        title_row=int(str(entry["title_row"])),
        columns=tuple(
            BookColumn(
                zh=str(one["zh"]),
                value=str(one["value"]),
                kind=str(one["kind"]),
                width=int(one["width"]),
                seen=one.get("seen", True) is True,
            )
            for one in listed
        ),
    )


def rows_of(book: Book, sheets: Worksheets) -> tuple[SheetRow, ...]:
    """Return the rows that a workbook holds."""
    listed: dict[str, tuple[SheetRow, ...]] = {
        "exports": sheets.exports,
        "purchases": sheets.purchases,
        "producer": sheets.producer,
        "summary": sheets.summary,
        "receipts": sheets.receipts,
        "reconciliations": sheets.reconciliations,
        "catalogue": sheets.catalogue,
    }
    return listed[book.rows]


def fill(book: Book, sheets: Worksheets, note: str) -> Sheet:
    """Return the sheet: title and taxpayer above, the titles in their row, then the data; a cell that waits is marked.

    A cell that waits stays empty, so that no program reads a remark as data.
    """
    head: list[tuple[Cell, ...]] = [
        (Cell(book.name.zh, title=True),),
        (
            Cell("纳税人识别号"),
            _cell(sheets.taxpayer_id, "text"),
            Cell("纳税人名称"),
            _cell(sheets.taxpayer, "text"),
            Cell("申报年月"),
            _cell(sheets.period, "text"),
        ),
        (Cell(note),),
    ]
    above = [*head, *[()] * book.title_row][: book.title_row - 1]
    titles = tuple(
        Cell(column.zh if column.seen else f"{column.zh}{_RECALLED}", title=True, open=not column.seen)
        for column in book.columns
    )
    data = (_data_row(book, row) for row in rows_of(book, sheets))
    widths = tuple(column.width for column in book.columns)
    return Sheet(book.short_zh, (*above, titles, *data), widths, frozen_rows=book.title_row)


def _data_row(book: Book, row: SheetRow) -> tuple[Cell, ...]:
    return tuple(_cell(row[column.value], column.kind) for column in book.columns)


def _cell(value: Value, kind: str) -> Cell:
    held = value.value
    if held is None:
        return Cell(None, open=True)
    if isinstance(held, Decimal):
        return Cell(held, _CENTS if kind == "amount" else None)
    return Cell(held.isoformat() if isinstance(held, date) else held)


def gaps(book: Book, sheets: Worksheets) -> tuple[str, ...]:
    """Return the places that the head or a cell of the workbook waits for, each once."""
    rows: Sequence[SheetRow] = rows_of(book, sheets)
    head = (sheets.taxpayer_id, sheets.taxpayer, sheets.period)
    values = (*head, *(row[column.value] for row in rows for column in book.columns))
    return tuple(dict.fromkeys(path for value in values if value.value is None for path in value.missing))
