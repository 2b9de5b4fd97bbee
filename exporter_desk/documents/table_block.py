"""Tables in a running text: header that comes again, wrapped cells, rows that may span pages, total row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row
from exporter_desk.documents.boxes import whole_figures
from exporter_desk.documents.ink import INK, SOFT, Area, Ink, Line
from exporter_desk.documents.pieces import Piece
from exporter_desk.documents.schema import Value
from exporter_desk.documents.sheet import MISSING, Setting, Sheet, set_lines
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from typing import TypeAlias

    from exporter_desk.documents.schema import Block, Column

    _Cell: TypeAlias = tuple[list[str], Setting]

_PAD = 1.5
_MOST_LINES = 36
_LOW_PAIR = 40.0  # two rows of this height in mm may be moved to the next page together
_HEAD_GREY = 0.94
_PART = "part"
_CONTINUED = Bilingual("（续）", " (cont.)")
_SPANNING = {"group", "sheet", "note"}  # kinds of rows that fill the table from side to side


class TableSetter:
    """Sets one table block in `width` mm."""

    def __init__(self, sheet: Sheet, block: Block, width: float) -> None:
        self.sheet = sheet
        self.columns = tuple(column for column in block.columns if sheet.holds(column.when))
        self.block = block
        self.largest = block.size or 8.5
        size = sheet.sized(self.largest)
        self.pad = block.pad_mm * sheet.scale
        self.body, self.head = Setting(size), Setting(size - 1.0, bold=True, grey=SOFT, leading=1.25)
        self.most = sheet.most_lines(self.body.pitch, _MOST_LINES)
        whole = sum(column.width_mm for column in self.columns)
        self.widths = [column.width_mm * width / whole for column in self.columns]
        self.lefts = [sum(self.widths[:place]) for place in range(len(self.widths))]
        self.width = width
        self.plain, self.strong = self._settings(self.body), self._settings(replace(self.body, bold=True))

    def _settings(self, setting: Setting) -> list[Setting]:
        """Return how every column sets its cells, made once: tables have thousands of them."""
        return [
            replace(setting, bold=setting.bold or column.bold, align=column.align, width=width - 2 * _PAD)
            for column, width in zip(self.columns, self.widths, strict=True)
        ]

    def pieces(self) -> list[Piece]:
        """Return header, rows and total as pieces; an empty table says so in one row."""
        header = self._header() if self.block.head else Piece(0.0, keep=True)
        rows = self._bound_rows(header)
        if not rows:
            if self.block.needed:
                self.sheet.note(MISSING, Severity.CONFIRM, (self.block.rows,))
            rows = [self._empty(header)]
        rows[-2:-1] = [_kept(row) for row in rows[-2:-1]]  # no single row alone on the last page
        if len(rows) > 1 and rows[0].height + rows[1].height <= _LOW_PAIR:
            rows[0] = _kept(rows[0])  # nor at the foot of the first
        if self.block.total:
            totals = [piece for row in self.sheet.rows(self.block.total) for piece in self._row(row, header)]
            rows[-1] = _kept(rows[-1])
            rows += totals
        return [header, *rows]

    def _bound_rows(self, header: Piece) -> list[Piece]:
        """The rows; those that are parts of one stay with it, and where no page holds them all it is named again."""
        pieces: list[Piece] = []
        whole, above = Row(), header
        for row in self.sheet.rows(self.block.rows):
            if row.kind != _PART:
                whole, above = row, header
            elif above is header:
                above = self._continued(whole, header)
            if row.kind == _PART:
                pieces[-1:] = map(_kept, pieces[-1:])
            pieces += self._row(row, above)
        return pieces

    def _continued(self, row: Row, header: Piece) -> Piece:
        """The header with what the first column says of a row, for a page on which the row goes on."""
        bound = self.sheet.printed(self.columns[0], row)
        if not str(bound.value or ""):
            return header
        again = "（续 / cont.）" if len(self.sheet.languages) > 1 else self.sheet.say(_CONTINUED)
        setting, top = self.plain[0], header.height + self.pad
        inks = set_lines(self.sheet, [f"{bound.value}{again}"], _PAD, top + setting.rise, setting, bound)
        return Piece(top + setting.pitch, (*header.inks, *inks))

    def _header(self) -> Piece:
        joint = "\n" if len(self.sheet.languages) > 1 else " "
        texts = [Bound(self.sheet.say(column.label, joint)) for column in self.columns]
        inks, height = self._cells(texts, self.head, 1.3)
        ground = Area(0, 0, self.width, height, _HEAD_GREY)
        rules = (Line(0, 0, self.width, 0, 0.3), Line(0, height, self.width, height, 0.2))
        return Piece(height, (ground, *inks, *rules), keep=True)

    def _empty(self, header: Piece) -> Piece:
        setting = self.body
        text = self.sheet.say(self.block.empty) or "—"
        inks = set_lines(self.sheet, [text], _PAD, 1.2 + setting.rise, setting)
        height = setting.pitch + 2.4
        return Piece(height, (*inks, Line(0, height, self.width, height, 0.2)), header=header)

    def _row(self, row: Row, header: Piece) -> list[Piece]:
        if row.kind in _SPANNING:
            return self._spanning(row, header)
        bounds = [self.sheet.printed(column, row) for column in self.columns]
        settings = self.strong if row.kind == "total" else self.plain
        cells = [self._fitted(*cell) for cell in zip(bounds, self.columns, settings, strict=True)]
        deepest = max([1, *(len(lines) for lines, _ in cells)])
        pieces = []
        for start in range(0, deepest, self.most):
            part = [(lines[start : start + self.most], own) for lines, own in cells]
            inks, height = self._set(bounds, part, self.body, self.pad)
            height = max(height, self.block.height_mm)
            last = start + self.most >= deepest
            pieces.append(self._ruled(row, inks, height, header, last=last))
        return pieces

    def _spanning(self, row: Row, header: Piece) -> list[Piece]:
        """One row across the columns: the name of a group on grey, or a note small under the row that it belongs to."""
        group = row.kind != "note"
        left = _PAD if group else self.lefts[1] + _PAD
        size = self.body.size if group else self.body.size - 0.8
        setting = Setting(size, bold=group, grey=INK if group else SOFT)
        bound = self.sheet.printed(Value(value="row.text"), row)
        lines = self.sheet.lines(str(bound.value), self.width - left - _PAD, setting.size, bold=group)
        top, pieces = 0.5 if group else 0.0, []
        for start in range(0, len(lines), self.most):
            part = lines[start : start + self.most]
            height = len(part) * setting.pitch + 2 * top + self.pad
            ground = [Area(0, 0, self.width, height, _HEAD_GREY)] if group else []
            inks = set_lines(self.sheet, part, left, top + setting.rise, setting, bound)
            rule = Line(0, height, self.width, height, 0.1, grey=0.7)
            first = row.kind == "sheet" and not start
            pieces.append(Piece(height, (*ground, *inks, rule), keep=group, header=header, breaks=first))
        return pieces

    def _ruled(self, row: Row, inks: list[Ink], height: float, header: Piece, *, last: bool) -> Piece:
        rules = []
        if row.kind == "total":
            rules = [Line(0, 0, self.width, 0, 0.3), Line(0, height, self.width, height, 0.3)]
        elif last and row.kind != "noted":
            rules = [Line(0, height, self.width, height, 0.1, grey=0.7)]
        if row.kind == _PART:
            rules.append(Line(0, 0, self.lefts[1] if len(self.lefts) > 1 else 0, 0, 0.35, grey=1.0))
        return Piece(height, (*inks, *rules), keep=last and row.kind == "noted", header=header)

    def _fitted(self, bound: Bound, column: Column, setting: Setting) -> _Cell:
        """The lines of a cell and how they are set; a figure that would be broken is set smaller."""
        return whole_figures(self.sheet, bound, column.label, setting, self.largest)

    def _cells(self, bounds: list[Bound], setting: Setting, pad: float) -> tuple[list[Ink], float]:
        cells = [
            (self.sheet.lines(str(bound.value), own.width, own.size, bold=own.bold), own)
            for bound, own in zip(bounds, self._settings(setting), strict=True)
        ]
        return self._set(bounds, cells, setting, pad)

    def _set(self, bounds: list[Bound], cells: list[_Cell], setting: Setting, pad: float) -> tuple[list[Ink], float]:
        inks: list[Ink] = []
        rise = pad + setting.rise
        for bound, (lines, own), left in zip(bounds, cells, self.lefts, strict=True):
            if any(lines):
                inks += set_lines(self.sheet, lines, left + _PAD, rise, own, bound)
        deepest = max([1, *(len(lines) for lines, _ in cells)])
        return inks, deepest * setting.pitch + 2 * pad


def _kept(piece: Piece) -> Piece:
    return replace(piece, keep=True)
