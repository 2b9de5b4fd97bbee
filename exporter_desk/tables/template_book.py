"""Fills a foreign .xlsx in its place: its sheets, widths, lists and colours stay, only the named cells are written.

The sheet is cut at byte positions that the XML parser tells, so whatever we do not know in it goes through untouched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING
from xml.parsers import expat  # entities are refused before one is read
from xml.sax.saxutils import escape, quoteattr

from exporter_desk.domain.foreign_zip import BROKEN_ZIP
from exporter_desk.domain.numbers import plain
from exporter_desk.tables.goods_sheet import column_name
from exporter_desk.tables.template_ranges import NO_FOOT, Growth, UnsureFormulaError, moved, names_rows_above
from exporter_desk.tables.workbook import as_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exporter_desk.domain.spreadsheet import Cell

BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
# The order of calculation names formulas that may be gone now; programs make it anew.
_CALCULATION, _TYPES, _MACROS = "xl/calcChain.xml", "[Content_Types].xml", "xl/vbaProject.bin"
_CHAIN = re.compile(rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*calcChain[^>]*/>")
_SETTING = re.compile(rb"<((?:\w+:)?calcPr)\b(?![^>]*fullCalcOnLoad)")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)")
_ANSWER = re.compile(rb"<((?:\w+:)?v)\b[^>]*>.*?</\1>|<(?:\w+:)?v\s*/>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_CELL = re.compile(rb"<((?:\w+:)?c)\b[^>]*(?<!/)>.*?</\1>", re.DOTALL)
_NAMED = re.compile(rb'(<[^>]*?\sr=")[A-Z]+\d+')
_STRING = re.compile(rb"<((?:\w+:)?si)\b[^>]*?(?:/>|>(.*?)</\1>)", re.DOTALL)
_TEXT = re.compile(rb"<((?:\w+:)?t)\b[^>]*?>([^<]*)</\1>")
_SHARED = re.compile(rb'\st="s"[^>]*>.*?<(?:\w+:)?v>(\d+)<', re.DOTALL)
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|f|t)\b[^>]*>[^<]")
# How the rows begin that stand below the lines of a form: sums, signatures, dates, remarks.
_FOOT = re.compile(
    r"[合总共小]\s*计|制\s*[单表]|填\s*[表报]|经\s*办|[审复]\s*核|签|盖\s*章|日\s*期|备\s*注|说\s*明|注[:：]"
    r"|sub-?total|total|grand total|date|sign|prepared|remark|note",
    re.IGNORECASE,
)
_FEW = 3  # a row with fewer texts, behind a gap, is no sample of a line
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_KEPT_OF_ROW = ("ht", "customHeight", "s", "customFormat", "hidden", "outlineLevel")


class TemplateRefusedError(Exception):
    """A workbook that is not filled; `reason` is `macros`, `merged`, `formula`, `below`, `no_sheet` or `unreadable`."""

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


def first_free_row(data: bytes, sheet: str, header: int) -> int:
    """Return the first row below the titles in row `header`, which may be merged over several rows.

    Raises TemplateRefusedError, too, when cells below are merged: lines that go on there would lie over each other.
    """
    content = _read(data, _path_of(data, sheet))
    layout = _layout(content)
    free = max((last + 1 for first, last in layout.merged if first <= header <= last), default=header + 1)
    with _refusing():
        foot = _foot(content, layout, free, _strings(data))
    if any(first < foot and last >= free for first, last in layout.merged):
        raise TemplateRefusedError("merged")
    return free


def below_titles(data: bytes, sheet: str, first_row: int) -> tuple[int, int | None]:
    """Return how many filled cells go when lines are written from `first_row` on, and the first row of the foot.

    The foot (a sum, a signature) stays and moves below the lines; None without one. Raises TemplateRefusedError.
    """
    content = _read(data, _path_of(data, sheet))
    layout = _layout(content)
    with _refusing():
        foot = _foot(content, layout, first_row, _strings(data))
    gone = [_raw_cells(content, row) for row in layout.rows if first_row <= row.number < foot]
    return sum(bool(_FILLED.search(raw)) for cells in gone for raw in cells), None if foot == NO_FOOT else foot


def with_formulas(data: bytes, sheet: str) -> frozenset[str]:
    """Return the places of a sheet (such as `K2`) that compute what they show; raises TemplateRefusedError."""
    content = _read(data, _path_of(data, sheet))
    return frozenset(
        f"{column_name(column - 1)}{row.number}"
        for row in _layout(content).rows
        for column, (_, start, end) in row.cells.items()
        if _FORMULA.search(content[start:end])
    )


def fill_book(data: bytes, sheet: str, first_row: int, cells: Mapping[tuple[int, int], Cell]) -> bytes:
    """Return the workbook with `cells` (row and column from 1) written, and no other line from `first_row` on.

    What stood there before (a sample line) goes, its looks stay and are those of every further line. The foot of the
    form moves below the lines; formulas, lists, filters and tables that hold the first line reach to the last one.
    Formulas keep no answer that was computed from other lines. Raises TemplateRefusedError.
    """
    path = _path_of(data, sheet)
    content = _read(data, path)
    layout = _layout(content)
    last = max((row for row, _ in cells), default=0)
    with _refusing():
        growth = Growth(sheet, first_row, last, _foot(content, layout, first_row, _strings(data)))
        return _written(data, {path: _filled(content, layout, growth, cells), **_around(data, path, growth)})


def _written(data: bytes, changed: Mapping[str, bytes]) -> bytes:
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


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except UnsureFormulaError as error:
        raise TemplateRefusedError("formula") from error
    except (*BROKEN_ZIP, RuntimeError, UnicodeDecodeError) as error:
        raise TemplateRefusedError("unreadable") from error


def _read(data: bytes, name: str) -> bytes:
    with _refusing(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _MACROS in archive.namelist():
            raise TemplateRefusedError("macros")
        return archive.read(name)


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


def _around(data: bytes, path: str, growth: Growth) -> dict[str, bytes]:
    """Return the other parts that name rows of the sheet: its tables, the names of the workbook, further sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        folder, _, name = path.rpartition("/")
        links = f"{folder}/_rels/{name}.rels"
        tables = _tables(archive.read(links), folder) if links in names else set()
        found = {one: moved(archive.read(one), growth, own=True) for one in tables if one in names}
        found[BOOK] = moved(archive.read(BOOK), growth, own=False)
        others = (one for one in names if one.startswith("xl/worksheets/") and one.endswith(".xml") and one != path)
        for one in others:
            content = archive.read(one)
            if _FORMULA.search(content):  # its answers, too, may have been computed from other lines
                found[one] = _CELL.sub(_without_answer, moved(content, growth, own=False))
    return found


def _tables(links: bytes, folder: str) -> set[str]:
    targets = (one.get("Target", "") for _, one in _elements(links) if one.get("Type", "").endswith("/table"))
    return {
        target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        for target in targets
    }


def _without_answer(found: re.Match[bytes]) -> bytes:
    return _ANSWER.sub(b"", found[0]) if _FORMULA.search(found[0]) else found[0]


def _strings(data: bytes) -> list[str]:
    """Return the texts that cells name by their number."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(_STRINGS) if _STRINGS in archive.namelist() else b""
    return [_joined(found[2] or b"") for found in _STRING.finditer(content)]


def _joined(content: bytes) -> str:
    return "".join(unescape(found[2].decode("utf-8", "replace")) for found in _TEXT.finditer(content)).strip()


def _raw_cells(content: bytes, row: _RowPart) -> list[bytes]:
    return [content[start:end] for _, (_, start, end) in sorted(row.cells.items())]


def _foot(content: bytes, layout: _Layout, first_row: int, strings: Sequence[str]) -> int:
    """Return the first row below the lines that is none of them: it sums them up, or it stands apart with few texts.

    What might be a sample of a line is never taken for one: it would be declared.
    """
    before = first_row - 1
    for row in layout.rows:
        cells = [raw for raw in _raw_cells(content, row) if _FILLED.search(raw)]
        if row.number < first_row or not cells:
            continue
        texts = [text for raw in cells if (text := _text_of(raw, strings))]
        named = bool(texts) and _FOOT.match(texts[0]) is not None
        apart = row.number > before + 1 and 0 < len(texts) <= len(cells) < _FEW
        if named or apart or any(names_rows_above(raw, row.number, first_row) for raw in cells):
            return row.number
        before = row.number
    return NO_FOOT


def _text_of(raw: bytes, strings: Sequence[str]) -> str:
    shared = _SHARED.search(raw)
    if shared is None:
        return _joined(raw)
    return strings[int(shared[1])] if int(shared[1]) < len(strings) else ""


def _filled(content: bytes, layout: _Layout, growth: Growth, cells: Mapping[tuple[int, int], Cell]) -> bytes:
    old = {row.number: row for row in layout.rows}
    first_row, last = growth.first, growth.last
    lines = {number: row for number, row in old.items() if growth.among_lines(number)}
    writer = _Writer(content, layout.prefix, lines.get(first_row), growth)
    below = sorted({*lines, *range(first_row, last + 1)})
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in cells.items():
        by_row.setdefault(row, {})[column] = cell
    above = sorted({*(number for number in old if number < first_row), *(row for row in by_row if row < first_row)})
    rows = [writer.kept_row(number, old.get(number), by_row.get(number, {})) for number in above]
    rows += [writer.new_row(number, lines.get(number), by_row.get(number, {})) for number in below]
    rows += [writer.kept_row(growth.row(number), old[number], {}) for number in sorted(old) if number >= growth.foot]
    tail = moved(content[layout.end :], growth, own=True)
    return _DIMENSION.sub(b"", content[: layout.begin]) + b"".join(rows) + tail


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes rows: those of head and foot as they were but for filled cells, the lines in the looks of `pattern`."""

    content: bytes
    prefix: str
    pattern: _RowPart | None
    growth: Growth

    def kept_row(self, number: int, old: _RowPart | None, cells: Mapping[int, Cell]) -> bytes:
        parts = {
            column: self._as_it_was(f"{column_name(column - 1)}{number}", *where)
            for column, (_, *where) in (old.cells if old else {}).items()
        }
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

    def _as_it_was(self, place: str, start: int, end: int) -> bytes:
        """A formula may count the lines; the answer that was saved with it counted others."""
        raw = _NAMED.sub(rb"\g<1>" + place.encode(), self.content[start:end], count=1)
        return _ANSWER.sub(b"", moved(raw, self.growth, own=True)) if _FORMULA.search(raw) else raw

    def _cell(self, row: int, column: int, cell: Cell | None, style: str) -> bytes:
        name = f"{self.prefix}c"
        head = f'<{name} r="{column_name(column - 1)}{row}"' + (f" s={quoteattr(style)}" if style else "")
        value = None if cell is None else as_kept(cell)
        if value is None:
            return f"{head}/>".encode()
        tag = self.prefix
        if isinstance(value, Decimal):
            return f"{head}><{tag}v>{plain(value)}</{tag}v></{name}>".encode()
        text = escape(_NO_XML.sub("", value))
        inner = f'<{tag}is><{tag}t xml:space="preserve">{text}</{tag}t></{tag}is>'
        return f'{head} t="inlineStr">{inner}</{name}>'.encode()
