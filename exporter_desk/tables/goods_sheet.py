"""Reads goods lists and packing lists of other people (.xlsx, .xls, .ods, .csv) as plain texts; nothing is executed."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.foreign_zip import BROKEN_ZIP, swells
from exporter_desk.tables.workbook_child import BURST, ChildRefusedError, read_workbook, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 2_000
# Rows of the same few words shrink to a fiftieth; only what is made for it shrinks more than this.
MAX_RATIO = 300
MAX_SHEETS = 40
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 2_000
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_SIGNS = ",;\t|"
_CHECK_EVERY = 500


class SheetRefusedError(Exception):
    """A file that is not read.

    `reason` too_large, swollen (unpacked), too_many, no_table, encrypted, damaged or burst (the memory).
    """

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


def pasted_sheet(rows: Sequence[Sequence[str]]) -> SheetTexts:
    """Return the rows of a pasted list as a sheet, within the limits of one."""
    kept = tuple(tidy(cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]) for row in rows[:MAX_ROWS])
    return SheetTexts("", kept, cut=len(rows) > MAX_ROWS)


def column_name(index: int) -> str:
    """Return the letters of a column, counted from 0: 2 is C, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _workbook(data: bytes, check: Callable[[], None]) -> tuple[SheetTexts, ...]:
    if data.startswith(_ZIP):
        _refuse_bomb(data)
    elif b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
        raise SheetRefusedError("encrypted")
    try:
        sheets = read_workbook(data, (MAX_ROWS, MAX_COLUMNS, MAX_SHEETS, MAX_CELL), check)
    except ChildRefusedError as error:
        raise SheetRefusedError(error.reason) from error
    return tuple(SheetTexts(name, rows, cut) for name, rows, cut in sheets)


def _refuse_bomb(data: bytes) -> None:
    """Refuse a workbook that says it unpacks to more than the program reads, or swells as no table does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except BROKEN_ZIP as error:
        raise SheetRefusedError("damaged") from error
    if len(members) > MAX_PARTS:
        raise SheetRefusedError("too_many")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SheetRefusedError("swollen")
    if any(swells(part, MAX_RATIO) for part in members):
        raise SheetRefusedError(BURST)


def _csv(data: bytes, check: Callable[[], None]) -> SheetTexts:
    text = _decoded(data)
    rows: list[tuple[str, ...]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))):
            if number % _CHECK_EVERY == 0:
                check()
            if number >= MAX_ROWS:
                return SheetTexts("CSV", tuple(rows), cut=True)
            rows.append(tidy(cell.strip()[:MAX_CELL] for cell in row[:MAX_COLUMNS]))
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
