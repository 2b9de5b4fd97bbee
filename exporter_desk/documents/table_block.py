"""Tables in a running text: header that comes again, wrapped cells, rows that may span pages, total row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row
from exporter_desk.documents.ink import INK, SOFT, Area, Ink, Line
from exporter_desk.documents.pieces import Piece
from exporter_desk.documents.schema import Value
from exporter_desk.documents.sheet import MISSING, Setting, Sheet, set_lines
from exporter_desk.domain.finding import Severity

if TYPE_CHECKING:
    from exporter_desk.documents.schema import Block, Column

_PAD = 1.5
_MOST_LINES = 36
_HEAD_GREY = 0.94
_SPANNING = {"group", "sheet", "note"}  # kinds of rows that fill the table from side to side


class TableSetter:
    """Sets one table block in `width` mm."""

    def __init__(self, sheet: Sheet, block: Block, width: float) -> None:
        self.sheet = sheet
        self.columns = tuple(column for column in block.columns if sheet.holds(column.when))
        self.block = block
        size = sheet.sized(block.size or 8.5)
        self.pad = block.pad_mm * sheet.scale
        self.body, self.head = Setting(size), Setting(size - 1.0, bold=True, grey=SOFT, leading=1.25)
        whole = sum(column.width_mm for column in self.columns)
        self.widths = [column.width_mm * width / whole for column in self.columns]
        self.lefts = [sum(self.widths[:place]) for place in range(len(self.widths))]
        self.width = width

    def pieces(self) -> list[Piece]:
        """Return header, rows and total as pieces; an empty table says so in one row."""
        header = self._header() if self.block.head else Piece(0.0, keep=True)
        rows = [piece for row in self.sheet.rows(self.block.rows) for piece in self._row(row, header)]
        if not rows:
            if self.block.needed:
                self.sheet.note(MISSING, Severity.CONFIRM, (self.block.rows,))
            rows = [self._empty(header)]
        rows[-2:-1] = [_kept(row) for row in rows[-2:-1]]  # no single row alone on the last page
        if self.block.total:
            totals = [piece for row in self.sheet.rows(self.block.total) for piece in self._row(row, header)]
            rows[-1] = _kept(rows[-1])
            rows += totals
        return [header, *rows]

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
        setting = Setting(self.body.size, bold=True) if row.kind == "total" else self.body
        wrapped = [self._wrapped(bound, place, setting) for place, bound in enumerate(bounds)]
        deepest = max([1, *(len(lines) for lines in wrapped)])
        pieces = []
        for start in range(0, deepest, _MOST_LINES):
            part = [lines[start : start + _MOST_LINES] for lines in wrapped]
            inks, height = self._set(bounds, part, setting, self.pad)
            height = max(height, self.block.height_mm)
            last = start + _MOST_LINES >= deepest
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
        for start in range(0, len(lines), _MOST_LINES):
            part = lines[start : start + _MOST_LINES]
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
        if row.kind == "part":
            rules.append(Line(0, 0, self.lefts[1] if len(self.lefts) > 1 else 0, 0, 0.35, grey=1.0))
        return Piece(height, (*inks, *rules), keep=last and row.kind == "noted", header=header)

    def _wrapped(self, bound: Bound, place: int, setting: Setting) -> list[str]:
        width = self.widths[place] - 2 * _PAD
        return self.sheet.lines(str(bound.value or ""), width, setting.size, bold=self._bold(place, setting))

    def _bold(self, place: int, setting: Setting) -> bool:
        return setting.bold or self.columns[place].bold

    def _cells(self, bounds: list[Bound], setting: Setting, pad: float) -> tuple[list[Ink], float]:
        wrapped = [self._wrapped(bound, place, setting) for place, bound in enumerate(bounds)]
        return self._set(bounds, wrapped, setting, pad)

    def _set(
        self, bounds: list[Bound], wrapped: list[list[str]], setting: Setting, pad: float
    ) -> tuple[list[Ink], float]:
        inks: list[Ink] = []
        rise = pad + setting.rise
        for place, (bound, lines, column) in enumerate(zip(bounds, wrapped, self.columns, strict=True)):
            if any(lines):
                own = self._setting_of(column, setting, self.widths[place] - 2 * _PAD)
                inks += set_lines(self.sheet, lines, self.lefts[place] + _PAD, rise, own, bound)
        deepest = max([1, *(len(lines) for lines in wrapped)])
        return inks, deepest * setting.pitch + 2 * pad

    @staticmethod
    def _setting_of(column: Column, setting: Setting, width: float) -> Setting:
        bold = setting.bold or column.bold
        return Setting(setting.size, setting.leading, bold, setting.grey, column.align, width)


def _kept(piece: Piece) -> Piece:
    return replace(piece, keep=True)
