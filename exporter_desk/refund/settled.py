"""FOB values in CNY that were settled with a claim (已定的人民币离岸价): whether the deal and its rate explain them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.refund.quantity import cents, given, waiting
from exporter_desk.refund.rates import HOME

if TYPE_CHECKING:
    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.inputs import Line

# Middle rates of one currency move by less than this factor between a claim and its reversal.
MOST_APART = Decimal(2)


def stands_alone(line: Line, currency: str) -> bool:
    """Tell whether the deal says nothing of a settled line: it is a deal in CNY, or the line has no amount in it."""
    return line.fob_cny is not None and (line.amount is None or currency in {"", HOME})


def follows(line: Line, part: Trace[Decimal] | None, rate: Trace[Decimal]) -> bool:
    """Tell whether the value in CNY of a line comes from this rate; one settled at another rate does not."""
    if line.fob_cny is None or part is None or rate.value is None:
        return True
    return part.value is not None and cents(part.value * rate.value) == line.fob_cny


def strays(line: Line, deducts: bool, rate: Trace[Decimal]) -> Decimal | None:
    """Return the amount of a settled line at this rate, where no rate of its claim can have made the settled value.

    None where it may be right, and where nobody can tell. An amount that holds charges abroad only bounds it above.
    """
    if not line.fob_cny or not line.amount or not rate.value:
        return None
    converted = cents(line.amount * rate.value)
    settled, whole = abs(line.fob_cny), abs(converted)
    beyond = settled > whole * MOST_APART or (settled * MOST_APART < whole and not deducts)
    return converted if beyond else None


def rate_of_claim(line: str) -> Trace[Decimal]:
    """Return what stands for the rate at which a line was settled: nobody told it, and no other stands in for it."""
    return waiting(f"lines.{line}.settled_rate")


def settled_value(line: Line) -> Trace[Decimal]:
    """Return the settled value of a line as a trace."""
    return given(line.fob_cny, f"lines.{line.id}.fob_cny")
