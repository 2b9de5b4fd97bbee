"""Draws a ChartSpec on paper: bars from zero with a carry line, low–high lines, hatch for estimates, range box."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.ink import INK, SOFT, Area, Ink, Line, frame
from exporter_desk.documents.sheet import Setting, Sheet, set_line, set_lines
from exporter_desk.domain.numbers import grouped, trimmed

if TYPE_CHECKING:
    from exporter_desk.domain.chart import Bar, ChartSpec

_ROW, _BAR = 6.4, 3.4
_LABELS, _VALUES = 44.0, 24.0
_BAR_GREY, _RANGE_GREY = 0.55, 0.85
_ESTIMATE = Bound(paths=("estimate",))


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    width: float
    reach: Decimal

    def x(self, amount: Decimal) -> float:
        return self.left + float(amount / self.reach) * self.width


def draw_chart(sheet: Sheet, spec: ChartSpec, width: float) -> tuple[list[Ink], float]:
    """Return the ink of the chart in `width` mm and its height."""
    step = spec.axis_step()
    steps = (spec.axis_reach() / step).to_integral_value(ROUND_CEILING)
    reach = step * max(Decimal(1), steps)
    scale = _Scale(_LABELS, width - _LABELS - _VALUES, reach)
    title = Setting(9.0, bold=True)
    inks: list[Ink] = [set_line(sheet, spec.title, 0, title.rise, title)]
    top = title.pitch + 2
    bottom = top + _ROW * (len(spec.bars) + 1)
    inks += _axis(sheet, spec, scale, top, bottom)
    for place, (bar, start) in enumerate(zip(spec.bars, spec.starts(), strict=True)):
        inks += _bar(sheet, bar, start, scale, top + place * _ROW)
    inks += _range(sheet, spec, scale, bottom - _ROW)
    caption = Setting(7.5, grey=SOFT)
    lines = sheet.lines(spec.caption, width, caption.size)
    inks += set_lines(sheet, lines, 0, bottom + 6 + caption.rise, caption, _ESTIMATE)
    return inks, bottom + 6 + len(lines) * caption.pitch


def _axis(sheet: Sheet, spec: ChartSpec, scale: _Scale, top: float, bottom: float) -> list[Ink]:
    inks: list[Ink] = []
    step, small = spec.axis_step(), Setting(7.0, grey=SOFT, align="centre", width=16)
    for number in range(int(scale.reach / step) + 1):
        amount = step * number
        x = scale.x(amount)
        inks.append(Line(x, top, x, bottom, 0.1, grey=0.75))
        text = trimmed(amount / spec.divisor)
        inks.append(set_line(sheet, text, x - 8, bottom + 3.2, small, Bound(text, ("estimate",))))
    unit = Setting(7.0, grey=SOFT)
    inks.append(set_line(sheet, spec.unit, scale.left + scale.width + 9, bottom + 3.2, unit))
    return inks


def _bar(sheet: Sheet, bar: Bar, start: Decimal, scale: _Scale, y: float) -> list[Ink]:
    end, top = scale.x(start + bar.likely), y + (_ROW - _BAR) / 2
    left, right = sorted((scale.x(start), end))
    body: list[Ink] = [Area(left, top, right - left, _BAR, _BAR_GREY)]
    if bar.estimated:
        body = [frame(left, top, right - left, _BAR, 0.25), *_hatch(left, right, top)]
    body.append(Line(scale.x(start + bar.low), top + _BAR + 0.7, scale.x(start + bar.high), top + _BAR + 0.7, 0.35))
    body.append(Line(end, top + _BAR, end, top + _ROW, 0.15, (0.6, 0.6), SOFT))
    label = Setting(8.0)
    body.append(set_line(sheet, _short(sheet, bar.label), 0, y + _ROW / 2 + 1.1, label, _ESTIMATE))
    text = grouped(bar.likely, 0)
    at = max(right, scale.x(start + bar.high)) + 1.5
    return [
        *body,
        set_line(sheet, text, at, y + _ROW / 2 + 1.1, label, Bound(text, ("estimate",), estimated=bar.estimated)),
    ]


def _short(sheet: Sheet, label: str) -> str:
    """The table beside the chart carries the full name; the axis label is shortened with a sign that says so."""
    while sheet.fonts.width(label, 8.0) > _LABELS - 3:
        label = label.rstrip("…")[:-1] + "…"
    return label


def _hatch(left: float, right: float, top: float) -> list[Ink]:
    inks: list[Ink] = []
    x = left - _BAR + 1.2
    while x < right:
        first, last = max(x, left), min(x + _BAR, right)
        inks.append(Line(first, top + _BAR - (first - x), last, top + _BAR - (last - x), 0.15, grey=SOFT))
        x += 1.2
    return inks


def _range(sheet: Sheet, spec: ChartSpec, scale: _Scale, y: float) -> list[Ink]:
    low, likely, high = (scale.x(amount) for amount in (spec.low, spec.likely, spec.high))
    top, label = y + (_ROW - _BAR) / 2, Setting(8.0, bold=True)
    text = grouped(spec.likely, 0)
    return [
        Area(low, top, high - low, _BAR, _RANGE_GREY),
        frame(low, top, high - low, _BAR, 0.2),
        Line(likely, top - 0.6, likely, top + _BAR + 0.6, 0.8, grey=INK),
        set_line(sheet, spec.total_label, 0, y + _ROW / 2 + 1.1, label),
        set_line(sheet, text, high + 1.5, y + _ROW / 2 + 1.1, label, Bound(text, ("estimate",))),
    ]
