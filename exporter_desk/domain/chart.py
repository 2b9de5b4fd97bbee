"""Charts as plain data, so that the window and the paper draw the same picture."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias


@dataclass(frozen=True)
class Bar:
    """One part of a build-up: its likely amount and its low–high span, all in the unit of the chart."""

    label: str
    likely: Decimal
    low: Decimal
    high: Decimal
    estimated: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.label}: low, likely and high are out of order")


@dataclass(frozen=True)
class ChartSpec:
    """A build-up chart: bars stacked from zero, and the range of the total below them.

    `unit` and `divisor` describe the axis (divisor 1000 prints thousands); `low`, `likely` and `high` are the total as
    computed elsewhere, since the low of a sum need not be the sum of the lows.
    """

    title: str
    caption: str
    unit: str
    bars: tuple[Bar, ...]
    total_label: str
    low: Decimal
    likely: Decimal
    high: Decimal
    divisor: int = 1000

    def starts(self) -> tuple[Decimal, ...]:
        """Where each bar begins: the sum of the likely amounts before it."""
        reached = Decimal(0)
        result = []
        for bar in self.bars:
            result.append(reached)
            reached += bar.likely
        return tuple(result)

    def axis_step(self) -> Decimal:
        """Distance of the grid lines: 1, 2, 2.5 or 5 times a power of ten, at most six steps."""
        top = self.axis_reach()
        if top <= 0:
            return Decimal(1)
        power = Decimal(1).scaleb(top.adjusted() - 1)
        for factor in ("1", "2", "2.5", "5", "10", "20", "25", "50", "100"):
            step = power * Decimal(factor)
            if step * 6 >= top:
                return step
        raise AssertionError("a hundred steps of the power below always reach the top")  # pragma: no cover

    def axis_reach(self) -> Decimal:
        """The largest amount that has to fit on the axis."""
        spans = [start + bar.high for start, bar in zip(self.starts(), self.bars, strict=True)]
        return max([self.high, *spans], default=self.high)


@dataclass(frozen=True, slots=True)
class TimeChart:
    """One quantity over time: each value holds until the next day that is named; `marks` are days worth a word."""

    title: str
    caption: str
    unit: str
    days: tuple[date, ...]
    values: tuple[Decimal, ...]
    heads: tuple[str, str]
    marks: tuple[tuple[date, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.days or len(self.days) != len(self.values):
            raise ValueError(f"{self.title}: every day needs its value")

    def on(self, day: date) -> Decimal:
        """Return the value that holds on `day`, the first one before the chart begins."""
        return self.values[max(0, bisect_right(self.days, day) - 1)]

    def rows(self) -> tuple[tuple[str, Cell], ...]:
        """Return the data behind the picture."""
        return tuple((day.isoformat(), value) for day, value in zip(self.days, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """What one factor does to the result between both ends of its range; `span_words` tells the range itself."""

    label: str
    low: Decimal
    high: Decimal
    span_words: str = ""
    usual: bool = False


@dataclass(frozen=True, slots=True)
class TornadoChart:
    """Bars around the likely result, the widest first; a bar of a usual range is hatched."""

    title: str
    caption: str
    unit: str
    base: Decimal
    bars: tuple[TornadoBar, ...]
    heads: tuple[str, str, str, str]

    def rows(self) -> tuple[tuple[str, str, Cell, Cell], ...]:
        """Return the data behind the picture."""
        return tuple((bar.label, bar.span_words, bar.low, bar.high) for bar in self.bars)


@dataclass(frozen=True, slots=True)
class SpreadChart:
    """How often a result falls between two amounts; `marks` are amounts worth a word, such as percentiles."""

    title: str
    caption: str
    unit: str
    bins: tuple[tuple[Decimal, Decimal, int], ...]
    heads: tuple[str, str, str]
    marks: tuple[tuple[str, Decimal], ...] = ()

    def rows(self) -> tuple[tuple[Cell, Cell, Cell], ...]:
        """Return the data behind the picture."""
        return tuple((low, high, Decimal(count)) for low, high, count in self.bins)


# A cell of the table behind a chart.
Cell: TypeAlias = "str | Decimal"
# Every picture besides the build-up.
Chart: TypeAlias = TimeChart | TornadoChart | SpreadChart

_STEPS = ("1", "2", "2.5", "5", "10", "20", "25", "50", "100")


def ticks(low: Decimal, high: Decimal, most: int = 6) -> tuple[Decimal, ...]:
    """Return round amounts from at or below `low` to at or above `high`, at most `most` + 2 of them."""
    span = high - low
    if span <= 0:
        span = max(abs(high), Decimal(1))
        low, high = low - span / 2, high + span / 2
    power = Decimal(1).scaleb(span.adjusted() - 1)
    step = next(power * Decimal(factor) for factor in _STEPS if power * Decimal(factor) * most >= span)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * number for number in range(int(first), int(last) + 1))
