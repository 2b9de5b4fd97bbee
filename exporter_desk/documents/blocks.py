"""Blocks of a running text made into pieces: headings, texts, lists, captioned fields, signatures, charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row
from exporter_desk.documents.boxes import fitted, whole_figures
from exporter_desk.documents.chart import draw_chart
from exporter_desk.documents.chart_picture import draw_picture
from exporter_desk.documents.ink import SOFT, Ink, Line
from exporter_desk.documents.pieces import Piece
from exporter_desk.documents.sheet import Setting, Sheet, set_line, set_lines
from exporter_desk.documents.table_block import TableSetter
from exporter_desk.domain.chart import ChartSpec
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.documents.schema import Block, Field

_GAP = 2.0
_SIGN_LINE = 62.0
_DAY, _DAY_MM = Bilingual("日期", "Date"), 7.0
_MOST_LINES = 40
_WHOLE_LIST, _LOW_ENTRY, _FEW = 60.0, 15.0, 3


def block_pieces(sheet: Sheet, blocks: tuple[Block, ...], width: float) -> list[Piece]:
    """Return the pieces of every block whose condition holds, `width` mm wide."""
    pieces: list[Piece] = []
    for block in blocks:
        if not sheet.holds(block.when):
            continue
        if block.kind == "sign" and pieces:  # no signature on a page that says nothing else
            pieces[-1] = replace(pieces[-1], keep=True)
        pieces += _SETTERS[block.kind](sheet, block, width)
    return pieces


def _heading(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    setting = Setting(sheet.sized(block.size or 10.5), bold=True, align=block.align, width=width)
    text, origin = filled(sheet, block, joint="  ")
    lines = sheet.lines(text, width, setting.size, bold=True)
    above, below = 0.55 * setting.pitch, 0.2 * setting.pitch
    inks = set_lines(sheet, lines, 0, above + setting.rise, setting, origin)
    return [Piece(above + len(lines) * setting.pitch + below, tuple(inks), keep=True)]


def _text(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    return _paragraph(sheet, block, width, None)


def _list(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    rows = sheet.rows(block.rows)
    if not rows and sheet.say(block.empty):
        return _plain(sheet, sheet.say(block.empty), block)
    pieces = [piece for row in rows for piece in _paragraph(sheet, block, width, row)]
    if not block.spare:
        return _together(pieces)
    [rest] = _plain(sheet, sheet.say(block.more), block)
    return [replace(piece, spare=True, rest=rest) for piece in pieces]


def _together(pieces: list[Piece]) -> list[Piece]:
    """A short list stays on one page; of a longer one neither the first lines nor the last ones stand alone."""
    short = sum(piece.height for piece in pieces) <= _WHOLE_LIST
    last = len(pieces) - 1
    kept = range(last) if short else {*range(_FEW - 1), *range(last - _FEW + 1, last)}
    bound = [place in kept and (short or piece.height <= _LOW_ENTRY) for place, piece in enumerate(pieces)]
    return [replace(piece, keep=keep) for piece, keep in zip(pieces, bound, strict=True)]


def _plain(sheet: Sheet, text: str, block: Block) -> list[Piece]:
    """One line of the form's own wording in place of rows."""
    setting = Setting(sheet.sized(block.size or 9.0))
    return [Piece(setting.pitch + 1, tuple(set_lines(sheet, [text], 0, setting.rise, setting)))]


def _paragraph(sheet: Sheet, block: Block, width: float, row: Row | None) -> list[Piece]:
    setting = Setting(sheet.sized(block.size or 9.0), bold=block.bold, align=block.align, width=width)
    text, origin = filled(sheet, block, row)
    hang = sheet.fonts.width("• ", setting.size) if row is not None else 0.0
    lines = sheet.lines(text, width - hang, setting.size, bold=block.bold)
    pieces, most = [], sheet.most_lines(setting.pitch, _MOST_LINES)
    for start in range(0, len(lines), most):
        part = lines[start : start + most]
        inks: list[Ink] = [*set_lines(sheet, part, hang, setting.rise, setting, origin)]
        if hang and not start:
            inks.insert(0, set_line(sheet, "•", 0, setting.rise, setting))
        last = start + most >= len(lines)
        pieces.append(Piece(len(part) * setting.pitch + (0.2 * setting.pitch if last else 0), tuple(inks)))
    return pieces


def filled(sheet: Sheet, block: Block, row: Row | None = None, joint: str = "\n") -> tuple[str, Bound | None]:
    """Return the wording of a block with its values filled in, and the joint origin of those values."""
    bounds = {name: sheet.printed(value, row) for name, value in block.values}
    text = sheet.say(block.text, joint) or "{text}"
    for name, bound in bounds.items():
        text = text.replace("{" + name + "}", str(bound.value or ""))
    if not bounds:
        return text, None
    paths = tuple(dict.fromkeys(path for bound in bounds.values() for path in bound.paths))
    formula = "; ".join(bound.formula for bound in bounds.values() if bound.formula)
    sources = tuple(dict.fromkeys(source for bound in bounds.values() for source in bound.sources))
    estimated = any(bound.estimated for bound in bounds.values())
    return text, Bound(text, paths, formula, sources, estimated)


def _fields(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    shown = [entry for entry in block.fields if sheet.holds(entry.when)]
    count = block.columns_count
    rows = [shown[start : start + count] for start in range(0, len(shown), count)]
    return [piece for row in rows for piece in _field_row(sheet, block, row, width / count, width)]


def _field_row(sheet: Sheet, block: Block, fields: list[Field], column: float, width: float) -> list[Piece]:
    """One row of captioned values; a very long value runs on in further pieces without caption."""
    value = Setting(sheet.sized(block.size or 9.0), bold=block.bold, width=column - 2.2)
    bounds = [sheet.printed(entry) for entry in fields]
    cells = [
        whole_figures(sheet, one, entry.label, value, block.size or 9.0)
        for one, entry in zip(bounds, fields, strict=True)
    ]
    deepest = max([1, *(len(lines) for lines, _ in cells)])
    pieces, most = [], sheet.most_lines(value.pitch, _MOST_LINES)
    for start in range(0, deepest, most):
        inks: list[Ink] = []
        top = 0.3 if start else _captions(sheet, fields, column, inks)
        parts = [(lines[start : start + most], own) for lines, own in cells]
        for place, ((lines, own), bound) in enumerate(zip(parts, bounds, strict=True)):
            inks += set_lines(sheet, lines, place * column + 1, top + value.rise, own, bound)
        height = top + max([1, *(len(lines) for lines, _ in parts)]) * value.pitch + 0.9
        pieces.append(Piece(height, (*inks, *_field_rules(len(fields), column, width, height))))
    return pieces


def _captions(sheet: Sheet, fields: list[Field], column: float, inks: list[Ink]) -> float:
    """Set the captions into `inks` and return where the values start."""
    caption = Setting(7.0, grey=SOFT, leading=1.2)
    labels = [sheet.lines(sheet.say(entry.label), column - 2, caption.size) for entry in fields]
    for place, lines in enumerate(labels):
        inks += set_lines(sheet, lines, place * column + 1, 0.6 + caption.rise, caption)
    return 0.9 + caption.pitch * max(len(lines) for lines in labels)


def _field_rules(count: int, column: float, width: float, height: float) -> list[Ink]:
    between = [Line(place * column, 0.6, place * column, height - 0.6, 0.1, grey=0.75) for place in range(1, count)]
    return [Line(0, height, width, height, 0.1, grey=0.6), *between]


def _sign(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    """Leave room for a round seal of 42 mm beside a signature line of at least 60 mm; nothing is drawn into it.

    Under the line of a dated block stands one for the day, which whoever signs fills in.
    """
    column, label = width / max(1, len(block.fields)), Setting(9.0, bold=True)
    height = block.height_mm or 40.0
    inks: list[Ink] = []
    for place, entry in enumerate(block.fields):
        if not sheet.say(entry.label):
            continue
        x, bound = place * column, sheet.printed(entry)
        inks += set_lines(
            sheet, sheet.lines(sheet.say(entry.label), column - 4, 9.0, bold=True), x, 4 + label.rise, label
        )
        name = Setting(8.5)
        room = (column - 4, height - 3 - 4 - 2 * label.pitch - name.rise - 6)
        lines, name = fitted(sheet, "next_page", bound, entry.label, room, name)
        inks += set_lines(sheet, lines, x, 4 + 2 * label.pitch + name.rise, name, bound)
        right = x + min(_SIGN_LINE, column - 4)
        inks.append(Line(x, height - 3, right, height - 3, 0.2))
        inks += _day_line(sheet, x, right, height - 3 + _DAY_MM - 1) if block.dated else []
    return [Piece(height + (_DAY_MM if block.dated else 0), tuple(inks))]


def _day_line(sheet: Sheet, left: float, right: float, y: float) -> list[Ink]:
    words, setting = f"{sheet.say(_DAY)}：", Setting(8.5)
    start = left + sheet.fonts.width(words, setting.size)
    return [set_line(sheet, words, left, y, setting), Line(start, y + 0.8, right, y + 0.8, 0.1)]


def _page(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    del sheet, block, width
    return [Piece(0.0, breaks=True)]


def _space(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    del sheet, width
    return [Piece(block.height_mm or 4.0)]


def _chart(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    estimate = sheet.dossier.estimate
    if block.rows:
        picture = estimate.answers.charts.get(block.rows) if estimate and estimate.answers else None
        if picture is None:
            return []
        inks, height = draw_picture(sheet, picture, width)
        return [Piece(1.5), Piece(height + (block.height_mm or 2.0), tuple(inks), keep=True)]
    spec = estimate.chart if estimate else None
    if not isinstance(spec, ChartSpec):
        return []
    inks, height = draw_chart(sheet, spec, width)
    return [Piece(3.0), Piece(height + (block.height_mm or 2.0), tuple(inks), keep=True)]


def _table(sheet: Sheet, block: Block, width: float) -> list[Piece]:
    return [*TableSetter(sheet, block, width).pieces(), Piece(_GAP * sheet.scale)]


_SETTERS: dict[str, Callable[[Sheet, Block, float], list[Piece]]] = {
    "heading": _heading,
    "text": _text,
    "list": _list,
    "fields": _fields,
    "table": _table,
    "chart": _chart,
    "sign": _sign,
    "space": _space,
    "page": _page,
}
