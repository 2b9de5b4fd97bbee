"""Cost per unit by lot size (每批数量): fixed cost of a shipment against storage and capital; and the reorder point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import Item, Rounding
from exporter_desk.costs.charged_days import within
from exporter_desk.costs.customs import YEAR
from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient
from exporter_desk.costs.pricing import counts_as_landed, landed_to_shelf
from exporter_desk.costs.stock import SHIPPED, demand_of, missing, stock_of
from exporter_desk.costs.storage import STORAGE_BASES, price_storage
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up, round_money

if TYPE_CHECKING:
    from exporter_desk.costs.estimate import Run
    from exporter_desk.costs.questions import Amount, LotSize, Reorder
    from exporter_desk.costs.scenario import Scenario, Sku
    from exporter_desk.costs.sheet import Figure, Sheet

PER_UNIT_DIGITS = 4
_DEFAULT_CANDIDATES = 20
_WHOLE_SHIPMENT = frozenset({"shipment", "container"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCost:
    """What one lot size costs, in the reporting currency: storage, capital, and all of it per unit with `fixed`."""

    units: int
    storage: Decimal
    capital: Decimal
    per_unit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStudy:
    """All compared lot sizes, the cheapest one, and the figures that every size shares."""

    fixed: Decimal
    unit_cost: Decimal
    transit_days: int
    costs: tuple[LotCost, ...]
    best: int


def study_lots(run: Run, likely: Sheet, wanted: LotSize) -> LotStudy | Finding:
    """Compare lot sizes of the only article of a plan, each as one lot that is sold out; or say what is missing."""
    scenario = likely.scenario
    if len(scenario.skus) != 1:
        return Finding("C56", Severity.HINT, ("estimate.lot_size",))
    sku = scenario.skus[0]
    shared = _shared(likely, wanted)
    if isinstance(shared, Finding):
        return shared
    if scenario.capital_pct is None or demand_of(scenario, sku) is None:
        return missing("capital_pct", "capital_pct") if scenario.capital_pct is None else missing("demand", "demand")
    fixed, unit_cost, transit = shared
    costs = []
    for units in wanted.candidates or _candidates(likely, sku):
        cost = _cost(run, _with_lot(scenario, sku, units, transit), shared, units)
        if isinstance(cost, Finding):
            return cost
        costs.append(cost)
    if not costs:
        return missing("lot_size.candidates", "candidates")
    best = min(costs, key=lambda cost: cost.per_unit)
    return LotStudy(fixed=fixed, unit_cost=unit_cost, transit_days=transit, costs=tuple(costs), best=best.units)


def _candidates(likely: Sheet, sku: Sku) -> tuple[int, ...]:
    """Return whole pallets, else whole cartons, up to twice what is shipped."""
    shipped, step = likely.stock.shipped(sku), sku.units_per_pallet or sku.units_per_carton or 1
    if isinstance(shipped, Finding):
        return ()
    wide = max(step, -(-2 * shipped // _DEFAULT_CANDIDATES // step) * step)
    return tuple(range(wide, 2 * shipped + 1, wide))


def _shared(likely: Sheet, wanted: LotSize) -> tuple[Decimal, Decimal, int] | Finding:
    """Return fixed cost, cost of one unit and days in transit: as stated, else from the estimate."""
    fixed = _stated(likely, wanted.fixed, "fixed") if wanted.fixed else _fixed(likely)
    unit = _stated(likely, wanted.unit_cost, "unit_cost") if wanted.unit_cost else _unit_cost(likely)
    days = wanted.transit_days if wanted.transit_days is not None else _transit(likely.scenario)
    if isinstance(fixed, Finding) or isinstance(unit, Finding):
        return fixed if isinstance(fixed, Finding) else unit if isinstance(unit, Finding) else missing("skus", "units")
    return missing("lots.0.depart", "depart") if days is None else (fixed, unit, days)


def _stated(likely: Sheet, amount: Amount, name: str) -> Figure:
    reporting = likely.exchange.reporting
    if amount.amount is None:
        return missing(f"lot_size.{name}", name)
    converted = likely.exchange.convert(amount.amount, amount.currency or reporting, reporting)
    return missing(f"fx.{amount.currency}", "fx") if converted is None else converted


def _fixed(likely: Sheet) -> Figure:
    reporting = likely.exchange.reporting
    return likely.sum_of(reporting, lambda line: counts_as_landed(line) and line.basis in _WHOLE_SHIPMENT)


def _unit_cost(likely: Sheet) -> Figure:
    landed, fixed, shipped = landed_to_shelf(likely), _fixed(likely), likely.stock.all_units(SHIPPED)
    for part in (landed, fixed, shipped):
        if isinstance(part, Finding):
            return part
    if not isinstance(landed, Decimal) or not isinstance(fixed, Decimal) or not isinstance(shipped, int) or not shipped:
        return missing("skus", "units")
    return exact_quotient(landed - fixed, Decimal(shipped))


def _transit(scenario: Scenario) -> int | None:
    lot = next((lot for lot in scenario.lots if lot.depart and lot.arrive), None)
    return (lot.arrive - lot.depart).days if lot and lot.arrive and lot.depart else None


def _with_lot(scenario: Scenario, sku: Sku, units: int, transit: int) -> Scenario:
    first = next((lot for lot in scenario.lots if lot.arrive), None)
    arrive = first.arrive if first else None
    lots = (
        ()
        if first is None or arrive is None
        else (
            replace(first, sku=None, units=units, rejected=0, arrive=arrive, depart=arrive - timedelta(days=transit)),
        )
    )
    return replace(scenario, skus=(replace(sku, units=units),), lots=lots, horizon=None)


def _cost(run: Run, scenario: Scenario, shared: tuple[Decimal, Decimal, int], units: int) -> LotCost | Finding:
    fixed, unit_cost, _ = shared
    stock = stock_of(scenario)
    items = tuple(_at_the_end(item) for item in run.items if item.basis in STORAGE_BASES)
    sheet = replace(run, stock=stock, items=()).sheet(replace(scenario, duty=None, capital_pct=None))
    sheet.lines.clear()
    for item in (within(stock, item, run.day) for item in items):
        if isinstance(item, Item):
            price_storage(sheet, item)
    storage = _unrounded(sheet)
    days = (stock.unit_days_in_transit(), stock.unit_days_on_hand())
    if isinstance(storage, Finding):
        return storage
    if isinstance(days[0], Finding) or isinstance(days[1], Finding):
        return days[0] if isinstance(days[0], Finding) else stock.reason or missing("lots", "lots")
    yearly = (scenario.capital_pct or Decimal(0)) / HUNDRED
    capital = exact_quotient(exact_product(unit_cost, Decimal(days[0] + days[1]), yearly), YEAR)
    each = exact_quotient(fixed + storage + capital, Decimal(units))
    return LotCost(
        units=units,
        storage=round_money(storage, sheet.exchange.reporting),
        capital=round_money(capital, sheet.exchange.reporting),
        per_unit=round_half_up(each, PER_UNIT_DIGITS),
    )


def _unrounded(sheet: Sheet) -> Figure:
    """Return the storage lines in the reporting currency before rounding."""
    whole = Decimal(0)
    for line in sheet.lines:
        if line.quantity is None or line.rate is None or line.fx is None:
            return line.unknown or missing("lines", "lines")
        limited = line.amount if line.limit else exact_product(line.quantity, line.rate)
        whole += exact_product(limited or Decimal(0), line.fx)
    return whole


def _at_the_end(item: Item) -> Item:
    """A comparison of lot sizes belongs to no calendar: its storage is rounded once."""
    return replace(item, terms=replace(item.terms, round=Rounding(when="end")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderPoint:
    """Units on hand at which to order again, and the reserve in it."""

    units: int
    reserve: int


def reorder_point(scenario: Scenario, wanted: Reorder) -> ReorderPoint | Finding:
    """Return demand × lead time + z × sigma × √lead time, in whole units, rounded up."""
    demand = scenario.demand[0] if len(scenario.demand) == 1 else None
    if demand is None or demand.per_day is None:
        return missing("demand", "demand")
    lead = Decimal(wanted.lead_days)
    reserve = exact_product(wanted.z, wanted.sigma_per_day, lead.sqrt())
    units = exact_product(demand.per_day, demand.faster, lead) + reserve
    return ReorderPoint(units=_up(units), reserve=_up(reserve))


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_CEILING))
