"""Charts as plain data, so that the window and the paper draw the same picture."""

from dataclasses import dataclass
from decimal import Decimal


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
