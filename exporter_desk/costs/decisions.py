"""What an owner decides by: revenue, profit, margin and the price at which the plan breaks even."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import HUNDRED, exact_quotient
from exporter_desk.costs.outcome import Cases, Outcome
from exporter_desk.costs.questions import Amount
from exporter_desk.costs.sales import price_of
from exporter_desk.costs.sheet import Figure, Sheet, total_of, waits_for
from exporter_desk.costs.stock import RETURNED, SOLD, missing
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import minor_digits, round_half_up, round_money

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.scenario import Scenario, Sku

MARGIN_DIGITS = 2
_DOUBLINGS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Figures in the reporting currency; `break_even_price` in the currency of the price, in steps of ten minor units.

    `margin_pct` is profit ÷ revenue. Each is a value, or the reason why it is not known.
    """

    revenue: Outcome
    profit: Outcome
    margin_pct: Outcome
    break_even_price: Outcome
    price_currency: str = ""


def total_cost(sheet: Sheet) -> Figure:
    """Return the sum of all rounded lines in the reporting currency; unknown while a line is, or without lines."""
    if not sheet.lines:
        return missing("lines", "lines")
    unknown = next((line for line in sheet.lines if line.amount_reporting is None), None)
    if unknown is not None:
        return waits_for(unknown)
    return sum((line.amount_reporting for line in sheet.lines if line.amount_reporting is not None), Decimal(0))


def revenue_of(sheet: Sheet) -> Figure:
    """Return the sales without VAT less the refunded ones, in the reporting currency."""
    return sheet.per_sku(lambda sku: _revenue_of_sku(sheet, sku))


def _revenue_of_sku(sheet: Sheet, sku: Sku) -> Figure:
    price = price_of(sheet.scenario, sku)
    sold, returned = sheet.stock.units(SOLD, sku), sheet.stock.units(RETURNED, sku)
    if price is None:
        return Finding("C27", Severity.CONFIRM, ("estimate.price",))
    if isinstance(sold, Finding) or isinstance(returned, Finding):
        return sold if isinstance(sold, Finding) else missing("returns", "returns")
    amount = round_money((sold - returned) * price.net, price.currency)
    converted = sheet.exchange.convert(amount, price.currency, sheet.exchange.reporting)
    return missing(f"fx.{price.currency}", "fx") if converted is None else converted


def profit_of(sheet: Sheet) -> Figure:
    """Return revenue less total cost."""
    revenue, cost = revenue_of(sheet), total_cost(sheet)
    return total_of({"revenue": revenue, "cost": cost if isinstance(cost, Finding) else -cost})


def decide(cases: Cases, reprice: Callable[[Scenario], Sheet]) -> Decisions:
    """Judge all cases; `reprice` prices the likely plan at another sale price."""
    likely = cases.likely
    price = likely.scenario.price
    return Decisions(
        revenue=_one(revenue_of(likely)),
        profit=cases.outcome(profit_of),
        margin_pct=cases.outcome(_margin),
        break_even_price=_one(break_even(likely, reprice)),
        price_currency=(price.currency if price else None) or likely.exchange.reporting,
    )


def _one(figure: Figure) -> Outcome:
    return Outcome(reason=figure) if isinstance(figure, Finding) else Outcome(figure)


def _margin(sheet: Sheet) -> Figure:
    profit, revenue = profit_of(sheet), revenue_of(sheet)
    if isinstance(profit, Finding):
        return profit
    if isinstance(revenue, Finding) or not revenue:
        return revenue if isinstance(revenue, Finding) else Finding("C26", Severity.HINT, ("estimate.price",))
    return round_half_up(exact_quotient(profit * HUNDRED, revenue), MARGIN_DIGITS)


def break_even(likely: Sheet, reprice: Callable[[Scenario], Sheet]) -> Figure:
    """Return the lowest price, in steps of ten minor units, at which the plan makes no loss.

    Everything else stays as it is: demand does not react to the price. Found by doubling and halving, since a fee in
    slabs makes the profit a bent line.
    """
    scenario, profit = likely.scenario, profit_of(likely)
    if isinstance(profit, Finding):
        return profit
    if not likely.stock.all_units(SOLD):
        return Finding("C26", Severity.HINT, ("estimate.demand",))
    if scenario.price is None or any(sku.price for sku in scenario.skus):
        return Finding("C28", Severity.HINT, ("estimate.price",), variant="several")
    price = scenario.price
    step = Decimal(10).scaleb(-minor_digits(price.currency or likely.exchange.reporting))

    def loses(steps: int) -> bool:
        found = profit_of(reprice(replace(scenario, price=Amount(amount=steps * step, currency=price.currency))))
        return isinstance(found, Finding) or found < 0

    start = max(1, int((price.amount or Decimal(0)) / step))
    return _lowest(loses, start, step)


def _lowest(loses: Callable[[int], bool], start: int, step: Decimal) -> Figure:
    high, doublings = start, 0
    while loses(high):
        high, doublings = high * 2, doublings + 1
        if doublings > _DOUBLINGS:
            return Finding("C28", Severity.CONFIRM, ("estimate.price",), {"price": str(high * step)})
    low = 0
    while high - low > 1:
        middle = (high + low) // 2
        low, high = (middle, high) if loses(middle) else (low, middle)
    return high * step
