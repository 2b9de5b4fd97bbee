"""On which days of a plan a charge falls, and how many units of them lie within the days on which its price holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import UNDIVIDED_BASES
from exporter_desk.costs.stock import LOST_GOODS, RETURNED, SHIPPED, SOLD
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.scenario import Lot, Sku
    from exporter_desk.costs.stock import Count, Stock

ON_LEAVING = frozenset({"goods", "domestic", "headhaul", "insurance", "refund"})
ON_ENTRY = frozenset({"duty", "import_tax"})
UNITS_OF_STAGE = {
    "fulfilment": SOLD, "last_mile": SOLD, "platform": SOLD, "payment": SOLD, "returns": RETURNED, "loss": LOST_GOODS,
}  # fmt: skip
_BY_DAY_IN_STORE = frozenset({"cbm_day", "cuft_month", "cuft_snapshot", "pallet_day", "month"})
_BY_SALE = frozenset({"order", "extra_unit", "pct_of_sale"})
_BY_ENTRY = frozenset({"pct_of_customs_value", "pct_of_tax_base"})
_COLUMNS = {SOLD: ("sold",), RETURNED: ("returned",), LOST_GOODS: ("rejected", "decayed", "returned")}


def within(stock: Stock, item: Item, day: date) -> Item | Finding | None:
    """Return a charge as far as its price holds: without its dates where they cover all of it, None where nothing.

    A charge that cannot be divided, such as one for the shipment, is not known when its dates cover only a part.
    `day` is that of the estimate; it counts where the plan has no day of its own.
    """
    window = item.window
    if window.always:
        return item
    held = {window.holds(one) for one in _days(stock, item.stages_of, item.basis, day)}
    if held == {False}:
        return None
    if held == {True}:
        return item.without_window
    if item.basis in UNDIVIDED_BASES or item.terms.quantity is not None or item.basis in stock.scenario.counts:
        return Finding("C76", Severity.CONFIRM, (item.place,), {"charge": item.charge_id})
    return item


def _days(stock: Stock, stages: Iterable[str], basis: str, day: date) -> set[date]:
    found = {one for stage in stages for one, units in units_by_day(stock, stage, basis, day).items() if units}
    return found or {stock.first_day or day}


def units_by_day(stock: Stock, stage: str, basis: str, day: date) -> Mapping[date, int]:
    """Return the units that cause a charge by the day on which they do; empty while the stock is not simulated."""
    if stage in ON_ENTRY or basis in _BY_ENTRY:
        return {entry_day(stock, day): 1}
    if basis in _BY_DAY_IN_STORE or stage == "storage":
        return _summed(stock, ("opening",))
    kind = SOLD if basis in _BY_SALE else UNITS_OF_STAGE.get(stage, SHIPPED)
    return lots_by_day(stock, leaving=stage in ON_LEAVING) if kind == SHIPPED else _summed(stock, _COLUMNS[kind])


def entry_day(stock: Stock, day: date) -> date:
    """Return the day whose duty applies: stated, else the first arrival, else the day of the estimate."""
    duty = stock.scenario.duty
    return (duty.day if duty else None) or stock.first_day or day


def _summed(stock: Stock, columns: Iterable[str]) -> Mapping[date, int]:
    units: dict[date, int] = defaultdict(int)
    for history in stock.histories.values():
        for column in columns:
            for day, count in zip(history.calendar, history.columns[column], strict=True):
                units[day] += count
    return units


def lots_by_day(stock: Stock, *, leaving: bool) -> Mapping[date, int]:
    """Return the units of all lots by the day they leave or arrive."""
    units: dict[date, int] = defaultdict(int)
    for sku in stock.scenario.skus:
        for day, count in _lots_of(stock, sku, leaving=leaving):
            units[day] += count
    return units


def lots_without_departure(stock: Stock) -> Mapping[date, int]:
    """Return the units of lots that have no day of leaving, by their arrival."""
    units: dict[date, int] = defaultdict(int)
    for sku in stock.scenario.skus:
        for lot, count in _counted(stock, sku):
            if lot.depart is None and lot.arrive is not None:
                units[lot.arrive] += count
    return units


def _counted(stock: Stock, sku: Sku) -> Iterable[tuple[Lot, int]]:
    shipped = stock.shipped(sku)
    for lot in stock.lots(sku):
        units = shipped if lot.units is None else lot.units
        if isinstance(units, int):
            yield lot, units


def _lots_of(stock: Stock, sku: Sku, *, leaving: bool) -> Iterable[tuple[date, int]]:
    for lot, units in _counted(stock, sku):
        day = _day_of(lot, leaving=leaving)
        if day is not None:
            yield day, units


def _day_of(lot: Lot, *, leaving: bool) -> date | None:
    """Return the day a lot leaves or arrives; without a day of leaving it counts on arrival."""
    return (lot.depart if leaving else None) or lot.arrive


def units_of(stock: Stock, item: Item, sku: Sku) -> Count:
    """Return the units of one article that a charge is multiplied by: sold, returned, thrown away or shipped."""
    kind = UNITS_OF_STAGE.get(item.stage, SHIPPED)
    return shipped_of(stock, item, sku) if kind == SHIPPED else stock.units(kind, sku, item.window)


def shipped_of(stock: Stock, item: Item, sku: Sku) -> Count:
    """Return the shipped units of one article whose lot leaves, or arrives, while the price holds."""
    window = item.window
    if window.always or isinstance(stock.shipped(sku), Finding):
        return stock.shipped(sku)
    lots = _lots_of(stock, sku, leaving=item.stage in ON_LEAVING)
    return sum(units for day, units in lots if window.holds(day))


def held_units(stock: Stock, line: CostLine, item: Item, day: date) -> tuple[int, int]:
    """Return how many units of a line lie within the days of another charge, and how many outside of them."""
    units = {one: count for one, count in units_by_day(stock, line.stage, line.basis, day).items() if _is_of(line, one)}
    inside = sum(count for one, count in units.items() if item.window.holds(one))
    return inside, sum(units.values()) - inside


def _is_of(line: CostLine, day: date) -> bool:
    return line.window.holds(day) and (not line.month or f"{day:%Y-%m}" == line.month)
