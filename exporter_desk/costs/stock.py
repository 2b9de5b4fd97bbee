"""Units of a scenario: what is shipped, and what the day simulation says of each article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.costs.inventory import Arrival, StockHistory, StockPlan, simulate
from exporter_desk.costs.scenario import Lot, Scenario
from exporter_desk.costs.window import ALWAYS, Window
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.costs.scenario import Demand, Sku

# A count, or the reason why it is not known.
Count: TypeAlias = "int | Finding"
SHIPPED, SOLD, RETURNED, LOST_GOODS = "shipped", "sold", "returned", "disposed"


# Inputs whose absence has a wording of its own; any other is named by its key.
WORDED = frozenset({
    "skus", "units", "cbm", "gross_kg", "size_cm", "units_per_carton", "units_per_pallet", "cost", "vat_pct",
    "declared", "lots", "depart", "demand", "returns", "price", "capital_pct", "receivable_days", "container", "fx",
    "value", "basis", "kg", "lines", "simulation_lots", "simulation_demand",
    "hs", "pallet_steps", "divisor_cm_kg",
})  # fmt: skip


def missing(place: str, name: str, *, variant: str = "") -> Finding:
    """Return the reason that a figure waits for `name` at `place`."""
    return missing_at(f"estimate.{place}", name, variant=variant)


def missing_at(path: str, name: str, *, variant: str = "") -> Finding:
    """Return the same for a complete path."""
    wording = variant or (name if name in WORDED else "")
    return Finding("C20", Severity.CONFIRM, (path,), {"name": name}, variant=wording)


@dataclass(frozen=True, slots=True)
class Stock:
    """The simulated articles by id; `reason` says why there is no simulation."""

    scenario: Scenario
    histories: Mapping[str, StockHistory] = field(default_factory=dict)
    reason: Finding | None = None
    lots_of: Mapping[str, tuple[Lot, ...]] = field(default_factory=dict)

    def shipped(self, sku: Sku) -> Count:
        """Return the units of one article that leave: as stated, else the sum of its lots."""
        if sku.units is not None:
            return sku.units
        lots = self.lots(sku)
        if not lots or any(lot.units is None for lot in lots):
            return missing(f"skus.{sku.id}.units", "units")
        return sum(lot.units or 0 for lot in lots)

    def lots(self, sku: Sku) -> tuple[Lot, ...]:
        """Return the lots of one article; a lot without article belongs to the only one."""
        if sku.id in self.lots_of:
            return self.lots_of[sku.id]
        return tuple(lot for lot in self.scenario.lots if lot.sku in {sku.id, None})

    def units(self, kind: str, sku: Sku, window: Window = ALWAYS) -> Count:
        """Return shipped, sold, returned or disposed units of one article, those but the first within some days."""
        if kind == SHIPPED:
            return self.shipped(sku)
        if self.reason is not None:
            return self.reason
        history = self.histories[sku.id]
        if window.always:
            return disposed(history, self.scenario) if kind == LOST_GOODS else history.total(kind)
        column = _disposed_by_day(history, self.scenario) if kind == LOST_GOODS else history.columns[kind]
        return sum(units for day, units in zip(history.calendar, column, strict=True) if window.holds(day))

    def refunded(self, sku: Sku, window: Window = ALWAYS) -> Count:
        """Return the units of one article that came back, by the day on which they had been sold."""
        if window.always or self.reason is not None:
            return self.units(RETURNED, sku)
        history, returns = self.histories[sku.id], self.scenario.returns
        delay = timedelta(days=max(1, returns.delay_days if returns else 0))
        pairs = zip(history.calendar, history.columns[RETURNED], strict=True)
        return sum(units for day, units in pairs if units and window.holds(day - delay))

    def all_units(self, kind: str, window: Window = ALWAYS) -> Count:
        """Return the same over all articles; unknown if it is for one."""
        if not self.scenario.skus:
            return missing("skus", "skus")
        counts = [self.units(kind, sku, window) for sku in self.scenario.skus]
        reason = next((count for count in counts if isinstance(count, Finding)), None)
        return reason or sum(count for count in counts if isinstance(count, int))

    def orders(self, window: Window = ALWAYS) -> Count:
        """Return the orders that the sold units make, started ones counted whole; one unit each unless stated."""
        if self.reason is not None:
            return self.reason
        sizes = {sku.id: _units_per_order(self.scenario, sku) or 1 for sku in self.scenario.skus}
        if window.always:
            return sum(-(-self.histories[sku].total("sold") // size) for sku, size in sizes.items())
        return sum(_orders_within(self.histories[sku], size, window) for sku, size in sizes.items())

    def order_sizes(self, sku: Sku, window: Window = ALWAYS) -> Mapping[int, int] | Finding:
        """Return how many orders of how many pieces the sold units of one article make: full ones, and a last one."""
        if self.reason is not None:
            return self.reason
        history, size = self.histories[sku.id], _units_per_order(self.scenario, sku) or 1
        full, rest = divmod(history.total(SOLD), size)
        begun = _orders_within(history, size, window)
        whole = _orders_within(history, size, window, at_most=full)
        sizes = {size: whole, rest: begun - whole}
        return {pieces: orders for pieces, orders in sizes.items() if pieces and orders}

    def arrivals(self, sku: Sku) -> tuple[Arrival, ...] | Finding:
        """Return the arrivals of one article; a lot without units brings all that is shipped."""
        shipped = self.shipped(sku)
        if isinstance(shipped, Finding):
            return shipped
        arrivals = tuple(
            Arrival(day=lot.arrive, units=shipped if lot.units is None else lot.units, rejected=lot.rejected)
            for lot in self.lots(sku)
            if lot.arrive is not None
        )
        return arrivals or missing("lots", "lots", variant="simulation_lots")

    @property
    def first_day(self) -> date | None:
        """Return the first day that anything arrives."""
        return min((lot.arrive for lot in self.scenario.lots if lot.arrive), default=None)

    @property
    def last_day(self) -> date | None:
        """Return the last day of the simulation."""
        return max((history.last_day for history in self.histories.values() if history.length), default=None)

    def unit_days_on_hand(self) -> Count:
        """Return the sum of end-of-day units over all days and articles."""
        if self.reason is not None:
            return self.reason
        return sum(history.total("on_hand") for history in self.histories.values())

    def unit_days_in_transit(self) -> Count:
        """Return the sum of units × days between leaving and arriving; unknown if a lot has no day of leaving."""
        result = 0
        for index, lot in enumerate(self.scenario.lots):
            if lot.depart is None or lot.arrive is None:
                return missing(f"lots.{index}.depart", "depart")
            units = self._units_of(lot)
            if isinstance(units, Finding):
                return units
            result += units * (lot.arrive - lot.depart).days
        return result if self.scenario.lots else missing("lots", "lots")

    def _units_of(self, lot: Lot) -> Count:
        if lot.units is not None:
            return lot.units
        mine = [self.shipped(sku) for sku in self.scenario.skus if lot.sku in {sku.id, None}]
        reason = next((units for units in mine if isinstance(units, Finding)), None)
        return reason or sum(units for units in mine if isinstance(units, int))


def _orders_within(history: StockHistory, size: int, window: Window, at_most: int | None = None) -> int:
    """Return the orders that begin within some days, by the running total: over all days none is lost or invented."""
    sold = [0, *accumulate(history.columns[SOLD])]
    begun = [-(-units // size) if at_most is None else min(at_most, -(-units // size)) for units in sold]
    return sum(begun[n + 1] - begun[n] for n, day in enumerate(history.calendar) if window.holds(day))


def _disposed_by_day(history: StockHistory, scenario: Scenario) -> list[int]:
    """Return the units thrown away on each day, the resaleable returns taken off by their running total."""
    resale = Decimal(0) if scenario.returns is None else scenario.returns.resale
    returned = [0, *accumulate(history.columns[RETURNED])]
    kept = [int(resale * units) for units in returned]
    back = [returned[n + 1] - returned[n] - kept[n + 1] + kept[n] for n in range(history.length)]
    columns = zip(history.columns["rejected"], history.columns["decayed"], back, strict=True)
    return [sum(units) for units in columns]


def disposed(history: StockHistory, scenario: Scenario) -> int:
    """Return the units thrown away: rejected at the door, decayed, and returned beyond resale."""
    returned = history.total("returned")
    resaleable = 0 if scenario.returns is None else int(scenario.returns.resale * returned)
    return history.total("rejected") + history.total("decayed") + returned - resaleable


def stock_of(scenario: Scenario) -> Stock:
    """Simulate every article of `scenario`; without lots or demand there is only a reason."""
    if not scenario.skus:
        return Stock(scenario, reason=missing("skus", "skus"))
    empty = Stock(scenario, lots_of=_lots_by_sku(scenario))
    demands = {entry.sku: entry for entry in reversed(scenario.demand)}
    histories: dict[str, StockHistory] = {}
    last = last_day_of(scenario)
    for sku in scenario.skus:
        demand, arrivals = demands.get(sku.id) or demands.get(None), empty.arrivals(sku)
        if isinstance(arrivals, Finding):
            return replace(empty, reason=arrivals)
        if demand is None:
            return replace(empty, reason=missing("demand", "demand", variant="simulation_demand"))
        history = histories[sku.id] = simulate(plan_of(scenario, demand, arrivals, last))
        if scenario.horizon is None and not history.settled:
            values = {"sku": sku.id, "units": str(history.left), "returns": str(history.returns_open)}
            reason = Finding("C50", Severity.CONFIRM, ("estimate.horizon",), values, variant="endless")
            return replace(empty, reason=reason)
    return replace(empty, histories=histories)


def _lots_by_sku(scenario: Scenario) -> dict[str, tuple[Lot, ...]]:
    by_sku: dict[str, list[Lot]] = {sku.id: [] for sku in scenario.skus}
    for lot in scenario.lots:
        for name in by_sku if lot.sku is None else {lot.sku} & by_sku.keys():
            by_sku[name].append(lot)
    return {name: tuple(lots) for name, lots in by_sku.items()}


def demand_of(scenario: Scenario, sku: Sku) -> Demand | None:
    """Return the demand of one article; a demand without article belongs to the only one."""
    return next((entry for entry in scenario.demand if entry.sku in {sku.id, None}), None)


def _units_per_order(scenario: Scenario, sku: Sku) -> int | None:
    demand = demand_of(scenario, sku)
    return None if demand is None else demand.units_per_order


def plan_of(scenario: Scenario, demand: Demand, arrivals: tuple[Arrival, ...], last_day: date | None) -> StockPlan:
    """Return what the simulation of one article needs; `last_day` is that of the plan, the same for every article."""
    returns, first = scenario.returns, min(arrival.day for arrival in arrivals)
    units = sum(arrival.units - arrival.rejected for arrival in arrivals)
    return StockPlan(
        arrivals=arrivals,
        per_day=_per_day(demand, units),
        first_day=demand.first_day or first,
        factors={int(month): factor for month, factor in demand.factors.items()},
        last_day=last_day,
        decay_per_day=_share(scenario.decay_per_day),
        backorder=demand.unmet == "backorder",
        return_rate=_share(returns.rate if returns else None),
        return_delay=returns.delay_days if returns else 0,
        resale=_share(returns.resale if returns else None),
        restock=returns is None or returns.restock,
    )


def _share(share: Decimal | None) -> Decimal:
    """A share that the scenario does not mention takes nothing from the stock; what is left out is listed."""
    return Decimal(0) if share is None else share


def _per_day(demand: Demand, units: int) -> Fraction:
    if demand.per_day is not None:
        return Fraction(demand.per_day) * Fraction(demand.faster)
    return Fraction(units, demand.sell_out_days or 1) * Fraction(demand.faster)


def last_day_of(scenario: Scenario) -> date | None:
    """Return the day on which a plan ends; None without a horizon: then it runs until everything is sold."""
    horizon, first = scenario.horizon, Stock(scenario).first_day
    if horizon is None or horizon.day is not None or first is None:
        return horizon.day if horizon else None
    return first + timedelta(days=(horizon.days or 1) - 1)
