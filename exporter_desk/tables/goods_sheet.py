"""Reads goods lists and packing lists of other people (.xlsx, .xls, .ods, .csv) as plain texts; nothing is executed."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from python_calamine import CalamineSheet

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_SHEETS = 40
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 2_000
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_SIGNS = ",;\t|"
_CHECK_EVERY = 500


class SheetRefusedError(Exception):
    """A file that is not read: `reason` too_large, too_many, no_table, encrypted or damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """One sheet: its name and its rows of texts, from the first cell of the sheet on; numbers as a person types them.

    `cut` tells that there was more than is read.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    cut: bool = False


def read_sheets(data: bytes, check: Callable[[], None] = lambda: None) -> tuple[SheetTexts, ...]:
    """Return the sheets that hold anything; formulas come as the values that were saved with them.

    `check` is called now and then and may raise to stop. Raises SheetRefusedError.
    """
    if len(data) > MAX_BYTES:
        raise SheetRefusedError("too_large")
    found = _workbook(data, check) if data.startswith((_ZIP, _OLE)) else (_csv(data, check),)
    sheets = tuple(sheet for sheet in found if any(any(row) for row in sheet.rows))
    if not sheets:
        raise SheetRefusedError("no_table")
    return sheets


def column_name(index: int) -> str:
    """Return the letters of a column, counted from 0: 2 is C, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _workbook(data: bytes, check: Callable[[], None]) -> tuple[SheetTexts, ...]:
    import python_calamine

    if data.startswith(_ZIP):
        _refuse_bomb(data)
    elif b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
        raise SheetRefusedError("encrypted")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if len(names) > MAX_SHEETS:
            raise SheetRefusedError("too_many")
        return tuple(_sheet(name, book.get_sheet_by_name(name), check) for name in names)
    except python_calamine.PasswordError as error:
        raise SheetRefusedError("encrypted") from error
    except python_calamine.CalamineError as error:
        raise SheetRefusedError("damaged") from error


def _refuse_bomb(data: bytes) -> None:
    """Refuse a workbook that says it unpacks to more than the program reads."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise SheetRefusedError("damaged") from error
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SheetRefusedError("too_large")


def _sheet(name: str, sheet: CalamineSheet, check: Callable[[], None]) -> SheetTexts:
    left = ("",) * (sheet.start[1] if sheet.start else 0)  # the reader leaves out empty columns, but not empty rows
    rows: list[tuple[str, ...]] = []
    for number, row in enumerate(sheet.iter_rows()):
        if number % _CHECK_EVERY == 0:
            check()
        if number >= MAX_ROWS:
            return SheetTexts(name, tuple(rows), cut=True)
        rows.append(_tidy((*left, *(_text(value) for value in row[:MAX_COLUMNS]))))
    return SheetTexts(name, tuple(rows))


def _tidy(texts: Iterable[str]) -> tuple[str, ...]:
    row = list(texts)
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _text(value: object) -> str:
    """Return a cell as a person would type it: 48.0 is 48, a day is ISO, a number has no exponent."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return trimmed(Decimal(repr(value))) if isfinite(value) else ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\r\n", "\n").strip()[:MAX_CELL]


def _csv(data: bytes, check: Callable[[], None]) -> SheetTexts:
    text = _decoded(data)
    rows: list[tuple[str, ...]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))):
            if number % _CHECK_EVERY == 0:
                check()
            if number >= MAX_ROWS:
                return SheetTexts("CSV", tuple(rows), cut=True)
            rows.append(_tidy(cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]))
    except csv.Error as error:
        raise SheetRefusedError("damaged") from error
    return SheetTexts("CSV", tuple(rows))


def _decoded(data: bytes) -> str:
    """Read UTF-8, UTF-16 with its mark, or what Chinese Windows writes (GB 18030)."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefusedError("no_table")


def _delimiter(text: str) -> str:
    """Return the sign that parts the cells: the one that is met most in the first lines."""
    head = text[:20_000]
    return max(_SIGNS, key=head.count)
