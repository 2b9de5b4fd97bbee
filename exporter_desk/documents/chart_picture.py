"""Sets the shapes of a chart as ink in millimetres; grey, hatch and words carry what colour does on the screen."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.ink import INK, SOFT, Area, Ink, Line, frame
from exporter_desk.documents.sheet import PT_TO_MM, Setting, Sheet, set_line
from exporter_desk.domain.chart_drawing import Box, Canvas, Shape, Stroke, Words, drawn, height_in_lines

if TYPE_CHECKING:
    from exporter_desk.domain.chart import Chart

_SIZE, _TITLE = 7.5, 9.0
_LINE_MM = _SIZE * 1.5 * PT_TO_MM
_FILL = {"strong": 0.45, "soft": 0.85}
_STROKE = {"strong": INK, "ink": SOFT, "faint": 0.8}
_HATCH_MM = 1.2
_ORIGIN = Bound(paths=("estimate",))


def draw_picture(sheet: Sheet, chart: Chart, width: float) -> tuple[list[Ink], float]:
    """Return the ink of a chart in `width` mm and its height."""
    height = height_in_lines(chart) * _LINE_MM
    canvas = Canvas(width, height, _LINE_MM, lambda text: sheet.fonts.width(text, _SIZE))
    return [ink for shape in drawn(chart, canvas) for ink in _inks(sheet, shape)], height


def _inks(sheet: Sheet, shape: Shape) -> list[Ink]:
    if isinstance(shape, Words):
        return [_words(sheet, shape)]
    if isinstance(shape, Box):
        return _box(shape)
    return _stroke(shape)


def _words(sheet: Sheet, words: Words) -> Ink:
    title = words.look == "title"
    size = _TITLE if title else _SIZE
    setting = Setting(size, bold=title or words.look == "strong", grey=INK if words.look != "note" else SOFT)
    wide = sheet.fonts.width(words.text, size, bold=setting.bold)
    x = words.x - {"left": 0.0, "centre": wide / 2, "right": wide}[words.align]
    return set_line(sheet, words.text, x, words.y + size * 0.36 * PT_TO_MM, setting, _ORIGIN)


def _box(box: Box) -> list[Ink]:
    if not box.hatched:
        return [Area(box.x, box.y, box.w, box.h, _FILL[box.shade])]
    inks: list[Ink] = [frame(box.x, box.y, box.w, box.h, 0.2)]
    x = box.x - box.h + _HATCH_MM
    while x < box.x + box.w:
        first, last = max(x, box.x), min(x + box.h, box.x + box.w)
        if last > first:
            low, high = box.y + box.h - (first - x), box.y + box.h - (last - x)
            inks.append(Line(first, low, last, high, 0.15, grey=SOFT))
        x += _HATCH_MM
    return inks


def _stroke(stroke: Stroke) -> list[Ink]:
    width = 0.5 if stroke.thick else 0.2 if stroke.shade != "faint" else 0.1
    dash = (0.8, 0.8) if stroke.dashed else ()
    grey = _STROKE[stroke.shade]
    return [Line(x, y, x2, y2, width, dash, grey) for (x, y), (x2, y2) in pairwise(stroke.points)]
