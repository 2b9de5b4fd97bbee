"""Quantities: what the refund part computes, each with symbol, trace and, where no single number holds, its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.money import round_half_up
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.trace import Trace, combine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CNY = "CNY"
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One figure: `symbol` as in the formulas, `line` the export line it belongs to (empty for a total).

    `unit` is a currency or the name of a ratio; `low` and `high` bound a value that is not known. `assumed` are inputs
    that nobody told and that it takes for nothing: it is to be confirmed.
    """

    symbol: str
    trace: Trace[Decimal]
    unit: str = CNY
    line: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    assumed: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """Return the single number, None when there is none."""
        return self.trace.value

    @property
    def is_guess(self) -> bool:
        """Tell whether an estimate, or what nobody told, went into it."""
        return self.trace.estimated or bool(self.assumed)


def given(value: Decimal | None, path: str) -> Trace[Decimal]:
    """Return a typed value as a trace; one that nobody typed waits for its path."""
    if value is None:
        return waiting(path)
    return Trace(value, trimmed(value), inputs=(path,))


def waiting(*missing: str) -> Trace[Decimal]:
    """Return a trace without value that waits for these paths."""
    return Trace(None, inputs=missing, missing=missing)


def cents(value: Decimal) -> Decimal:
    """Round to 0.01 yuan, half up (the product's rounding of every tax figure)."""
    return round_half_up(value, 2) + ZERO  # what rounds to nothing has no sign


def shown(value: Decimal | None, digits: int = 2) -> str:
    """Return an amount for a formula, `?` for one that is not known."""
    return "?" if value is None else grouped(value, digits)


def spanned(low: Decimal, high: Decimal, sign: str = "") -> str:
    """Return a range to the cent: `¥1.00 – 2.00`; below zero each end has its sign: `−¥1.00 – ¥2.00`."""
    if low >= 0:
        return f"{sign}{grouped(low, 2)} – {grouped(high, 2)}"
    return " – ".join(f"{'−' if end < 0 else ''}{sign}{grouped(abs(end), 2)}" for end in (low, high))


def share(value: Decimal | None) -> str:
    """Return a rate such as 0.13 as percent for a formula."""
    return "?" if value is None else f"{trimmed(value * 100)}%"


def find(quantities: tuple[Quantity, ...], symbol: str, line: str = "") -> Quantity | None:
    """Return the figure with that symbol, None when it was not computed."""
    return next((one for one in quantities if one.symbol == symbol and one.line == line), None)


def summed(parts: Sequence[Trace[Decimal]]) -> Trace[Decimal]:
    """Add several traces up, their figures as the formula; a sum of nothing waits for lines."""
    if not parts:
        return waiting("lines")
    return combine(parts, lambda v: sum(v, ZERO), " + ".join(shown(part.value) for part in parts))


def formula(
    parts: Sequence[Trace[Decimal]], operation: Callable[[list[Decimal]], Decimal], pattern: str
) -> Trace[Decimal]:
    """Compute from several traces; `pattern` is the formula with {0} for an amount and {0%} for a rate."""
    text = pattern
    for index, part in enumerate(parts):
        text = text.replace(f"{{{index}}}", shown(part.value)).replace(f"{{{index}%}}", share(part.value))
    return combine(parts, operation, text)
