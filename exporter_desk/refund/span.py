"""What is known of the size of a figure while it is no single number: its least and its greatest value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.refund.quantity import ZERO

if TYPE_CHECKING:
    from exporter_desk.domain.trace import Trace


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest value a figure can have; None where nothing bounds it on that side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def plus(self, other: Span) -> Span:
        """Return the bounds of the sum."""
        return Span(_added(self.low, other.low), _added(self.high, other.high))

    def minus(self, other: Span) -> Span:
        """Return the bounds of the difference."""
        return Span(_taken(self.low, other.high), _taken(self.high, other.low))

    def floored(self) -> Span:
        """Return the bounds of what is never below zero."""
        return Span(max(ZERO, self.low or ZERO), None if self.high is None else max(ZERO, self.high))

    def lesser(self, other: Span) -> Span:
        """Return the bounds of the lesser of both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        highs = [one for one in (self.high, other.high) if one is not None]
        return Span(low, min(highs, default=None))


def span_of(trace: Trace[Decimal], low: Decimal | None = None, high: Decimal | None = None) -> Span:
    """Return the bounds of a trace: its value, else `low` and `high`."""
    return Span(low, high) if trace.value is None else Span(trace.value, trace.value)


def _added(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second


def _taken(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first - second
