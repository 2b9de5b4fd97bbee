"""Moves one figure of a plan (price, demand, freight, duty …) and prices the plan again, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import Item, Spread
from exporter_desk.costs.customs import customs_value, duty_currency
from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient
from exporter_desk.costs.questions import ABSOLUTE, FACTORS
from exporter_desk.costs.scenario import Duty, Returns, Scenario
from exporter_desk.costs.stock import missing, stock_of
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.estimate import Run
    from exporter_desk.costs.questions import Amount
    from exporter_desk.costs.sheet import Figure, Sheet

_STAGE_OF = {"freight": "headhaul", "goods": "goods"}
_MOVES_STOCK = frozenset({"demand", "returns", "transit", "decay"})


@dataclass(frozen=True, slots=True)
class Move:
    """One factor at one value: `by_pct` percent more or less, or set `to` a value."""

    factor: str
    by_pct: Decimal | None = None
    to: Decimal | None = None

    @property
    def times(self) -> Decimal:
        """Return the multiplier of a move by percent."""
        return 1 + (self.by_pct or Decimal(0)) / HUNDRED


def moved(run: Run, likely: Sheet, move: Move) -> Sheet | Finding:
    """Price the plan behind `likely` again with one factor moved; or say why it cannot be moved."""
    scenario = _scenario(likely, move)
    if isinstance(scenario, Finding):
        return scenario
    stock = stock_of(scenario) if move.factor in _MOVES_STOCK else run.stock
    stage = _STAGE_OF.get(move.factor, "" if move.factor in FACTORS else move.factor)
    items = tuple(_scaled(item, move.times) if item.stage == stage else item for item in run.items)
    return replace(run, stock=stock, items=items).sheet(scenario, likely.pick)


def _scenario(likely: Sheet, move: Move) -> Scenario | Finding:
    if move.factor.startswith("fx"):
        return _other_rates(likely, move)
    change = _CHANGES.get(move.factor)
    return likely.scenario if change is None else change(likely, move)


def _scaled(item: Item, times: Decimal) -> Item:
    """Return a charge with every price in it multiplied; percentages of its own base as well."""
    terms = item.terms
    tiers = tuple(replace(tier, rate=_by(tier.rate, times), per_unit=_by(tier.per_unit, times)) for tier in terms.tiers)
    rate = terms.rate
    spread = None if rate is None else Spread(**{n: exact_product(getattr(rate, n), times) for n in rate.__slots__})
    factor = exact_product(terms.factor, times)
    return replace(item, terms=replace(terms, rate=spread, tiers=tiers, fixed=_by(terms.fixed, times), factor=factor))


def _by(value: Decimal | None, times: Decimal) -> Decimal | None:
    return None if value is None else exact_product(value, times)


def _amount(amount: Amount | None, times: Decimal) -> Amount | None:
    return None if amount is None else replace(amount, amount=_by(amount.amount, times))


def _price(likely: Sheet, move: Move) -> Scenario | Finding:
    scenario = likely.scenario
    skus = tuple(replace(sku, price=_amount(sku.price, move.times)) for sku in scenario.skus)
    if scenario.price is None and not any(sku.price for sku in skus):
        return missing("price", "price")
    return replace(scenario, price=_amount(scenario.price, move.times), skus=skus)


def _goods(likely: Sheet, move: Move) -> Scenario:
    skus = tuple(replace(sku, cost=_amount(sku.cost, move.times)) for sku in likely.scenario.skus)
    return replace(likely.scenario, skus=skus)


def _demand(likely: Sheet, move: Move) -> Scenario | Finding:
    """Multiply the pace of sales; a number of days to sell out becomes the pace it stands for."""
    if not likely.scenario.demand:
        return missing("demand", "demand")
    demand = tuple(replace(entry, faster=exact_product(entry.faster, move.times)) for entry in likely.scenario.demand)
    return replace(likely.scenario, demand=demand)


def _returns(likely: Sheet, move: Move) -> Scenario:
    returns = likely.scenario.returns or Returns()
    rate = exact_product(returns.rate, move.times) if move.to is None else move.to
    return replace(likely.scenario, returns=replace(returns, rate=min(rate, Decimal(1))))


def _decay(likely: Sheet, move: Move) -> Scenario:
    now = likely.scenario.decay_per_day or Decimal(0)
    return replace(likely.scenario, decay_per_day=exact_product(now, move.times) if move.to is None else move.to)


def _transit(likely: Sheet, move: Move) -> Scenario | Finding:
    """Let every lot arrive `to` days later; demand with a first day of its own does not wait."""
    if not likely.scenario.lots or move.to is None:
        return missing("lots", "lots")
    late = timedelta(days=int(move.to))
    lots = tuple(replace(lot, arrive=None if lot.arrive is None else lot.arrive + late) for lot in likely.scenario.lots)
    return replace(likely.scenario, lots=lots)


def _duty(likely: Sheet, move: Move) -> Scenario | Finding:
    duty = likely.scenario.duty or Duty()
    pct: Figure | None = move.to
    if pct is None:
        pct = duty_pct(likely)
    if isinstance(pct, Finding):
        return pct
    pct = pct if move.to is not None else exact_product(pct, move.times)
    return replace(likely.scenario, duty=replace(duty, total_pct=pct))


def duty_pct(likely: Sheet) -> Figure:
    """Return the duty layers together in percent of the customs value, without fees."""
    duty, value = likely.scenario.duty, customs_value(likely)
    if duty is None or isinstance(value, Finding) or not value:
        return value if isinstance(value, Finding) else missing("duty", "value")
    amount = likely.sum_of(duty_currency(likely), lambda line: line.stage == "duty" and line.in_tax_base)
    return amount if isinstance(amount, Finding) else exact_quotient(amount * HUNDRED, value)


def _other_rates(likely: Sheet, move: Move) -> Scenario | Finding:
    """Multiply the rates of all foreign currencies in use, or of one (`fx.USD`)."""
    wanted = move.factor.removeprefix("fx").removeprefix(".")
    used = likely.exchange.foreign()
    chosen = [code for code in used if wanted in {"", code}]
    if not chosen:
        return missing(f"fx.{wanted}".rstrip("."), "fx")
    rates = used | {code: exact_product(used[code], move.times) for code in chosen}
    return replace(likely.scenario, fx=dict(likely.scenario.fx) | rates)


_CHANGES: dict[str, Callable[[Sheet, Move], Scenario | Finding]] = {
    "price": _price, "goods": _goods, "demand": _demand, "returns": _returns, "decay": _decay, "transit": _transit,
    "duty": _duty,
}  # fmt: skip


def swing_moves(
    factor: str, low_pct: Decimal | None, high_pct: Decimal | None, low: Decimal | None, high: Decimal | None
) -> tuple[Move, Move]:
    """Return the two ends of a swing; values count only for factors that have them."""
    if factor in ABSOLUTE and low is not None and high is not None:
        return Move(factor, to=low), Move(factor, to=high)
    return Move(factor, by_pct=low_pct), Move(factor, by_pct=high_pct)
