"""Overseas warehouse against direct sale (9710, 0110): from how many units on the warehouse earns more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.customs import YEAR
from exporter_desk.costs.decisions import profit_of, revenue_of
from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient
from exporter_desk.costs.stock import SOLD, missing
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up

if TYPE_CHECKING:
    from exporter_desk.costs.questions import Amount, Direct
    from exporter_desk.costs.sheet import Figure, Sheet

_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectStudy:
    """Contribution per unit of both ways in the reporting currency, time value taken off; `units` to break even.

    `units` is None and `never` true when the warehouse earns no more per unit; `wins` compares at the planned sales.
    """

    warehouse: Decimal
    direct: Decimal
    fixed: Decimal
    units: int | None
    never: bool
    planned: int | None


def study_direct(likely: Sheet, wanted: Direct) -> DirectStudy | Finding:
    """Return the break-even: fixed cost ÷ the difference of the contributions, rounded up."""
    price, cost = _money(likely, wanted.price, "price"), _money(likely, wanted.cost, "cost")
    fixed = _money(likely, wanted.fixed, "fixed")
    own = _own(likely, wanted)
    parts = [price, cost, fixed, *own]
    reason = next((part for part in parts if isinstance(part, Finding)), None)
    if reason is not None:
        return reason
    price, cost, fixed, own_price, own_cost = (part for part in parts if isinstance(part, Decimal))
    direct = price - cost - _waiting(likely, price, wanted.paid_after_days)
    days = wanted.warehouse_paid_after_days
    warehouse = own_price - own_cost - _waiting(likely, own_price, days)
    gain, sold = warehouse - direct, likely.stock.all_units(SOLD)
    needed = int(exact_quotient(fixed, gain).to_integral_value(rounding=ROUND_CEILING)) if gain > 0 else None
    return DirectStudy(
        warehouse=round_half_up(warehouse, _DIGITS),
        direct=round_half_up(direct, _DIGITS),
        fixed=fixed,
        units=needed,
        never=gain <= 0,
        planned=sold if isinstance(sold, int) else None,
    )


def _money(likely: Sheet, amount: Amount | None, name: str) -> Figure:
    if amount is None or amount.amount is None:
        return missing(f"direct.{name}", name)
    reporting = likely.exchange.reporting
    quote = likely.exchange.quote(amount.currency or reporting)
    return missing(f"fx.{amount.currency}", "fx") if quote is None else exact_product(amount.amount, quote.rate)


def _own(likely: Sheet, wanted: Direct) -> tuple[Figure, Figure]:
    """Return price and cost of a unit sold from the warehouse: as stated, else revenue and cost of the estimate."""
    if wanted.warehouse_price is not None or wanted.warehouse_cost is not None:
        price = _money(likely, wanted.warehouse_price, "warehouse_price")
        return price, _money(likely, wanted.warehouse_cost, "warehouse_cost")
    revenue, profit, sold = revenue_of(likely), profit_of(likely), likely.stock.all_units(SOLD)
    for part in (revenue, profit):
        if isinstance(part, Finding):
            return part, part
    if not isinstance(revenue, Decimal) or not isinstance(profit, Decimal) or not isinstance(sold, int) or not sold:
        reason = Finding("C26", Severity.HINT, ("estimate.demand",))
        return reason, reason
    units = Decimal(sold)
    return exact_quotient(revenue, units), exact_quotient(revenue - profit, units)


def _waiting(likely: Sheet, price: Decimal, days: int | None) -> Decimal:
    """Return what waiting for the money costs at the yearly rate of the plan; nothing when no time was given."""
    yearly = likely.scenario.capital_pct
    if days is None or yearly is None:
        return Decimal(0)
    return exact_quotient(exact_product(price, Decimal(days), yearly / HUNDRED), YEAR)
