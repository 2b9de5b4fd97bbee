"""Lays charts out as boxes, strokes and words, once for the window and the paper; only places are floats, no amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from exporter_desk.domain.chart import Chart, SpreadChart, TimeChart, TornadoChart, ticks
from exporter_desk.domain.numbers import grouped

_HEAD_LINES, _FOOT_LINES = 2.4, 1.5
_BAR_SHARE = 0.56
_FEW_DAY_MARKS = 5
_MOST_LABEL_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `shade` is strong or soft, a hatched one has an outline and lines."""

    x: float
    y: float
    w: float
    h: float
    shade: str = "strong"
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; `shade` is strong, ink or faint."""

    points: tuple[tuple[float, float], ...]
    shade: str = "strong"
    dashed: bool = False
    thick: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its middle, `align` says which end of it lies at `x`."""

    x: float
    y: float
    text: str
    align: str = "left"
    look: str = "note"


Shape: TypeAlias = Box | Stroke | Words


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room of a chart: its size, the height of a line of text, and how wide a text is set."""

    width: float
    height: float
    line: float
    measure: Callable[[str], float]


def height_in_lines(chart: Chart) -> float:
    """Return how many lines of text high a chart wants to be."""
    if isinstance(chart, TornadoChart):
        return _HEAD_LINES + _FOOT_LINES + 1.7 * max(2, len(chart.bars))
    return _HEAD_LINES + _FOOT_LINES + 8


def drawn(chart: Chart, canvas: Canvas) -> tuple[Shape, ...]:
    """Return everything to paint, back to front; nothing lies outside the canvas."""
    if isinstance(chart, TimeChart):
        return (*_head(chart, canvas), *_time(chart, canvas))
    if isinstance(chart, TornadoChart):
        return (*_head(chart, canvas), *_tornado(chart, canvas))
    return (*_head(chart, canvas), *_spread(chart, canvas))


def _head(chart: Chart, canvas: Canvas) -> tuple[Shape, ...]:
    return (
        Words(0, canvas.line * 0.6, chart.title, look="title"),
        Words(0, canvas.line * 1.7, chart.caption),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the amounts lie: the room between the words, and the axis."""

    left: float
    right: float
    top: float
    bottom: float
    marks: tuple[Decimal, ...]

    def across(self, amount: Decimal) -> float:
        """Return the horizontal place of an amount."""
        return self.left + (self.right - self.left) * self._share(amount)

    def up(self, amount: Decimal) -> float:
        """Return the vertical place of an amount."""
        return self.bottom - (self.bottom - self.top) * self._share(amount)

    def _share(self, amount: Decimal) -> float:
        low, high = self.marks[0], self.marks[-1]
        return float((amount - low) / (high - low))


def _time(chart: TimeChart, canvas: Canvas) -> list[Shape]:
    marks = ticks(min(*chart.values, Decimal(0)), max(*chart.values, Decimal(0)), 5)
    wide = max(canvas.measure(_amount(mark)) for mark in marks) + canvas.line * 0.5
    top, bottom = canvas.line * _HEAD_LINES + canvas.line, canvas.height - canvas.line * _FOOT_LINES
    frame = _Frame(wide, canvas.width - canvas.line * 1.2, top, bottom, marks)
    shapes: list[Shape] = []
    for mark in marks:
        y = frame.up(mark)
        shapes.append(Stroke(((frame.left, y), (frame.right, y)), "ink" if not mark else "faint"))
        shapes.append(Words(frame.left - canvas.line * 0.3, y, _amount(mark), "right"))
    first, last = chart.days[0], chart.days[-1]
    length = max(1, (last - first).days)

    def x(days: int) -> float:
        return frame.left + (frame.right - frame.left) * days / length

    shapes += _steps(chart, frame, x)
    shapes += _day_words(chart, canvas, x, bottom)
    for day, words in chart.marks:
        at, y = x((day - first).days), frame.up(chart.on(day))
        shapes += _marked(canvas, frame, at, y, words)
    return shapes


def _steps(chart: TimeChart, frame: _Frame, x: Callable[[int], float]) -> list[Shape]:
    first, points = chart.days[0], list[tuple[float, float]]()
    for day, value in zip(chart.days, chart.values, strict=True):
        at, y = x((day - first).days), frame.up(value)
        if points:
            points.append((at, points[-1][1]))
        points.append((at, y))
    return [Stroke(tuple(points), thick=True)]


def _day_words(chart: TimeChart, canvas: Canvas, x: Callable[[int], float], bottom: float) -> list[Shape]:
    first, length = chart.days[0], (chart.days[-1] - chart.days[0]).days
    room = max(2, int((x(length) - x(0)) / (canvas.measure("2026-12-31") * 1.35)))
    count = min(_FEW_DAY_MARKS, room, length + 1)
    shapes: list[Shape] = []
    for number in range(count):
        days = length * number // max(1, count - 1)
        align = "left" if not number else "right" if number == count - 1 else "centre"
        shown = type(first).fromordinal(first.toordinal() + days).isoformat()
        shapes.append(Words(x(days), bottom + canvas.line * 0.8, shown, align))
    return shapes


def _marked(canvas: Canvas, frame: _Frame, x: float, y: float, words: str) -> list[Shape]:
    """A dotted line down the frame with its words above, kept inside the frame."""
    half = canvas.measure(words) / 2
    middle = min(max(x, half), max(half, canvas.width - half))
    line = Stroke(((x, frame.top), (x, frame.bottom)), "ink", dashed=True)
    side = canvas.line * 0.18
    dot = Box(x - side, y - side, 2 * side, 2 * side)
    return [line, dot, Words(middle, frame.top - canvas.line * 0.5, words, "centre", "strong")]


def _tornado(chart: TornadoChart, canvas: Canvas) -> list[Shape]:
    ends = [chart.base, *(bar.low for bar in chart.bars), *(bar.high for bar in chart.bars)]
    marks = ticks(min(ends), max(ends), 5)
    widest = max((canvas.measure(bar.label) for bar in chart.bars), default=0.0)
    left = min(widest + canvas.line * 0.6, canvas.width * _MOST_LABEL_SHARE)
    beside = max((canvas.measure(_amount(end)) for end in ends), default=0.0) + canvas.line * 0.4
    top, bottom = canvas.line * _HEAD_LINES, canvas.height - canvas.line * _FOOT_LINES
    frame = _Frame(left + beside, canvas.width - beside, top, bottom, marks)
    shapes: list[Shape] = [*_grid(frame, canvas)]
    row = (bottom - top) / max(1, len(chart.bars))
    for number, bar in enumerate(chart.bars):
        middle = top + row * (number + 0.5)
        low, high = sorted((bar.low, bar.high))
        start, end = frame.across(low), frame.across(high)
        height = min(row * _BAR_SHARE, canvas.line * 1.1)
        shapes.append(Words(0, middle, _fitting(bar.label, left - canvas.line * 0.3, canvas)))
        shapes.append(Box(start, middle - height / 2, max(end - start, 0.5), height, hatched=bar.usual))
        shapes.append(Words(start - canvas.line * 0.2, middle, _amount(low), "right"))
        shapes.append(Words(end + canvas.line * 0.2, middle, _amount(high)))
    at = frame.across(chart.base)
    return [*shapes, Stroke(((at, top), (at, bottom)), "ink", thick=True)]


def _grid(frame: _Frame, canvas: Canvas) -> list[Shape]:
    """Upright lines with their amounts below; amounts that would touch are left out."""
    shapes: list[Shape] = []
    free = float("-inf")
    for mark in frame.marks:
        x, half = frame.across(mark), canvas.measure(_amount(mark)) / 2
        shapes.append(Stroke(((x, frame.top), (x, frame.bottom)), "ink" if not mark else "faint"))
        if x - half >= free and x + half <= canvas.width:
            shapes.append(Words(x, frame.bottom + canvas.line * 0.8, _amount(mark), "centre"))
            free = x + half + canvas.line * 0.5
    return shapes


def _spread(chart: SpreadChart, canvas: Canvas) -> list[Shape]:
    marks = ticks(chart.bins[0][0], chart.bins[-1][1], 5)
    top, bottom = canvas.line * (_HEAD_LINES + 1.2), canvas.height - canvas.line * _FOOT_LINES
    side = canvas.measure(_amount(marks[-1])) / 2
    frame = _Frame(side, canvas.width - side, top, bottom, marks)
    most = max(count for _, _, count in chart.bins) or 1
    shapes: list[Shape] = _grid(frame, canvas)
    for low, high, count in chart.bins:
        start, end = frame.across(low), frame.across(high)
        tall = (bottom - top) * count / most
        shade = "soft" if low < 0 else "strong"
        gap = min(1.0, (end - start) * 0.1)
        shapes.append(Box(start + gap / 2, bottom - tall, max(end - start - gap, 0.6), tall, shade, hatched=low < 0))
    free = float("-inf")
    for name, amount in chart.marks:
        x, half = frame.across(amount), canvas.measure(name) / 2
        shapes.append(Stroke(((x, top), (x, bottom)), "ink", dashed=True))
        at = max(x, free + half)
        shapes.append(Words(min(at, canvas.width - half), top - canvas.line * 0.5, name, "centre", "strong"))
        free = at + half + canvas.line * 0.3
    return shapes


def _fitting(text: str, width: float, canvas: Canvas) -> str:
    """Shorten a label with a sign that says so; the table behind the chart carries it whole."""
    while len(text) > 1 and canvas.measure(text) > width:
        text = text.rstrip("…")[:-1] + "…"
    return text


def _amount(amount: Decimal) -> str:
    return grouped(amount, 0 if amount == amount.to_integral_value() or abs(amount) >= 10 else 1)
