"""Fills a foreign .xlsx in its place: its sheets, widths, lists and colours stay, only the named cells are written.

The sheet is cut at byte positions that the XML parser tells, so whatever we do not know in it goes through untouched.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.parsers import expat  # entities are refused before one is read
from xml.sax.saxutils import escape, quoteattr

from exporter_desk.domain.foreign_zip import BROKEN_ZIP
from exporter_desk.domain.numbers import plain
from exporter_desk.tables.workbook import as_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.domain.spreadsheet import Cell

BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# The order of calculation names formulas that may be gone now; programs make it anew.
_CALCULATION, _TYPES, _MACROS = "xl/calcChain.xml", "[Content_Types].xml", "xl/vbaProject.bin"
_CHAIN = re.compile(rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*calcChain[^>]*/>")
_SETTING = re.compile(rb"<((?:\w+:)?calcPr)\b(?![^>]*fullCalcOnLoad)")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)")
_ANSWER = re.compile(rb"<((?:\w+:)?v)\b[^>]*>.*?</\1>|<(?:\w+:)?v\s*/>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_KEPT_OF_ROW = ("ht", "customHeight", "s", "customFormat", "hidden", "outlineLevel")


class TemplateRefusedError(Exception):
    """A workbook that is not filled; `reason` is `macros`, `merged`, `no_sheet` or `unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _RowPart:
    """One row of the sheet: its number, its attributes, and by column its cells: style, first byte, last byte."""

    number: int
    attributes: dict[str, str]
    cells: dict[int, tuple[str, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the rows of a sheet lie, what is merged, and the prefix of its elements."""

    rows: tuple[_RowPart, ...]
    begin: int
    end: int
    prefix: str
    merged: tuple[tuple[int, int], ...]


def place_of(text: str) -> tuple[int, int]:
    """Return row and column, both from 1, of a place such as `B12`; raises ValueError."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """Return the number of a column, from 1: `A` is 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def first_free_row(data: bytes, sheet: str, header: int) -> int:
    """Return the first row below the titles in row `header`, which may be merged over several rows.

    Raises TemplateRefusedError, too, when cells below are merged: lines that go on there would lie over each other.
    """
    layout = _layout(_read(data, _path_of(data, sheet)))
    free = max((last + 1 for first, last in layout.merged if first <= header <= last), default=header + 1)
    if any(last >= free for _, last in layout.merged):
        raise TemplateRefusedError("merged")
    return free


def fill_book(data: bytes, sheet: str, first_row: int, cells: Mapping[tuple[int, int], Cell]) -> bytes:
    """Return the workbook with `cells` (row and column from 1) written, and nothing else from `first_row` on.

    What stood there before (a sample line) goes, its looks stay and are those of every further line. Formulas above
    keep no answer that was computed from other lines. Raises TemplateRefusedError.
    """
    path = _path_of(data, sheet)
    changed = {path: _filled(_read(data, path), first_row, cells)}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename == _CALCULATION:
                continue
            content = changed.get(entry.filename) or old.read(entry)
            if entry.filename in (_TYPES, _RELATIONS):
                content = _CHAIN.sub(b"", content)
            if entry.filename == BOOK:
                content = _SETTING.sub(rb'<\1 fullCalcOnLoad="1"', content)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


def _read(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _MACROS in archive.namelist():
                raise TemplateRefusedError("macros")
            return archive.read(name)
    except (*BROKEN_ZIP, RuntimeError) as error:
        raise TemplateRefusedError("unreadable") from error


def _path_of(data: bytes, sheet: str) -> str:
    """Return where the sheet of that name lies in the workbook."""
    named = [one for name, one in _elements(_read(data, BOOK)) if name == "sheet" and one.get("name") == sheet]
    key = next((value for one in named for name, value in one.items() if name.rpartition(":")[2] == "id"), None)
    found = (one.get("Target", "") for name, one in _elements(_read(data, _RELATIONS)) if one.get("Id") == key)
    target = next(found, "") if key else ""
    if not target:
        raise TemplateRefusedError("no_sheet")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    _parse(content, start)
    return found


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda name: None,
    parser: expat.XMLParserType | None = None,
) -> None:
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = _refuse
    parser.XmlDeclHandler = _only_utf8
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise TemplateRefusedError("unreadable") from error


def _refuse(*_: object) -> None:
    raise TemplateRefusedError("unreadable")


def _only_utf8(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise TemplateRefusedError("unreadable")


class _Reader:
    """Notes where the rows and cells of a sheet begin and end, in bytes."""

    def __init__(self, content: bytes) -> None:
        self.content, self.rows, self.merged = content, list[_RowPart](), list[tuple[int, int]]()
        self.begin = self.end = 0
        self.prefix = ""
        self.parser = expat.ParserCreate()
        _parse(content, self.start, self.stop, self.parser)

    def _behind(self, start: int) -> int:
        """Return where the element that began at `start` ends; for an empty one parsers differ in what they tell."""
        opened = self.content.index(b">", start) + 1
        empty = self.content[opened - 2 : opened] == b"/>"
        return opened if empty else self.content.index(b">", self.parser.CurrentByteIndex) + 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, bare = name.rpartition(":")
        at = self.parser.CurrentByteIndex
        if bare == "sheetData":
            self.prefix, self.begin = f"{prefix}:" if prefix else "", self.content.index(b">", at) + 1
        elif bare == "row":
            self.rows.append(_RowPart(_number(attributes), attributes))
        elif bare == "c" and self.rows:
            row, column = _place(attributes)
            if row != self.rows[-1].number:
                _refuse()
            self.rows[-1].cells[column] = (attributes.get("s", ""), at, 0)
        elif bare == "mergeCell":
            rows = [_place({"r": corner})[0] for corner in attributes.get("ref", "").split(":")]
            self.merged.append((rows[0], rows[-1]))

    def stop(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare == "sheetData":
            self.end = self.parser.CurrentByteIndex
        elif bare == "c" and self.rows:
            column, (style, at, _) = next(reversed(self.rows[-1].cells.items()))
            self.rows[-1].cells[column] = (style, at, self._behind(at))


def _number(attributes: Mapping[str, str]) -> int:
    text = attributes.get("r", "")
    if not text.isdecimal():
        raise TemplateRefusedError("unreadable")
    return int(text)


def _place(attributes: Mapping[str, str]) -> tuple[int, int]:
    try:
        return place_of(attributes.get("r", ""))
    except ValueError as error:
        raise TemplateRefusedError("unreadable") from error


def _layout(content: bytes) -> _Layout:
    read = _Reader(content)
    if not read.rows:  # a sheet without a single row has no titles either
        raise TemplateRefusedError("no_sheet")
    return _Layout(tuple(read.rows), read.begin, read.end, read.prefix, tuple(read.merged))


def _filled(content: bytes, first_row: int, cells: Mapping[tuple[int, int], Cell]) -> bytes:
    layout = _layout(content)
    old = {row.number: row for row in layout.rows}
    last = max((row for row, _ in cells), default=0)
    writer = _Writer(content, layout.prefix, old.get(first_row))
    below = sorted({*(number for number in old if number >= first_row), *range(first_row, last + 1)})
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in cells.items():
        by_row.setdefault(row, {})[column] = cell
    above = sorted({*(number for number in old if number < first_row), *(row for row in by_row if row < first_row)})
    rows = [writer.kept_row(number, old.get(number), by_row.get(number, {})) for number in above]
    rows += [writer.new_row(number, old.get(number), by_row.get(number, {})) for number in below]
    return _DIMENSION.sub(b"", content[: layout.begin]) + b"".join(rows) + content[layout.end :]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes rows: those above as they were but for filled cells, those below in the looks of `pattern`."""

    content: bytes
    prefix: str
    pattern: _RowPart | None

    def kept_row(self, number: int, old: _RowPart | None, cells: Mapping[int, Cell]) -> bytes:
        parts = {column: self._as_it_was(*where) for column, (_, *where) in (old.cells if old else {}).items()}
        styles = {column: style for column, (style, *_) in (old.cells if old else {}).items()}
        written = {column: self._cell(number, column, cell, styles.get(column, "")) for column, cell in cells.items()}
        return self._row(number, old, {**parts, **written})

    def new_row(self, number: int, old: _RowPart | None, cells: Mapping[int, Cell]) -> bytes:
        like = (old.cells if old else {}) | ({} if old else self.pattern.cells if self.pattern else {})
        first = self.pattern.cells if self.pattern else {}
        columns = sorted({*like, *cells})
        styles = {column: (like.get(column) or first.get(column) or ("",))[0] for column in columns}
        return self._row(
            number,
            old or self.pattern,
            {column: self._cell(number, column, cells.get(column), styles[column]) for column in columns},
        )

    def _row(self, number: int, like: _RowPart | None, parts: Mapping[int, bytes]) -> bytes:
        kept = like.attributes if like else {}
        more = "".join(f" {name}={quoteattr(kept[name])}" for name in _KEPT_OF_ROW if name in kept)
        inside = b"".join(parts[column] for column in sorted(parts))
        return f'<{self.prefix}row r="{number}"{more}>'.encode() + inside + f"</{self.prefix}row>".encode()

    def _as_it_was(self, start: int, end: int) -> bytes:
        """A formula above may count the lines below; the answer that was saved with it counted others."""
        raw = self.content[start:end]
        return _ANSWER.sub(b"", raw) if _FORMULA.search(raw) else raw

    def _cell(self, row: int, column: int, cell: Cell | None, style: str) -> bytes:
        name = f"{self.prefix}c"
        head = f'<{name} r="{column_letters(column)}{row}"' + (f" s={quoteattr(style)}" if style else "")
        value = None if cell is None else as_kept(cell)
        if value is None:
            return f"{head}/>".encode()
        tag = self.prefix
        if isinstance(value, Decimal):
            return f"{head}><{tag}v>{plain(value)}</{tag}v></{name}>".encode()
        text = escape(_NO_XML.sub("", value))
        inner = f'<{tag}is><{tag}t xml:space="preserve">{text}</{tag}t></{tag}is>'
        return f'{head} t="inlineStr">{inner}</{name}>'.encode()
