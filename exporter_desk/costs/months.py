"""Monthly minimum of a warehouse (月最低消费): the top-up to what the counted stages reach in each active month."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import Priced, number
from exporter_desk.costs.quantities import active_months, price_plain
from exporter_desk.costs.sheet import waits_for
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.money import round_money, split_largest
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.window import Window

_MOVEMENT_OF_STAGE = {"receiving": "inbound", "returns": "returned", "value_added": "inbound"}


def price_months(sheet: Sheet, item: Item) -> None:
    """Price a monthly fee, or the top-up to a monthly minimum."""
    if item.terms.minimum_spend is None:
        price_plain(sheet, item)
        return
    months, spent = active_months(sheet, item.window), _spent(sheet, item)
    if isinstance(months, Finding):
        sheet.add(item, months)
        return
    if isinstance(spent, Finding):
        sheet.add(item, spent)
        return
    least = round_money(item.terms.minimum_spend, item.currency)
    for year, month in months:
        key = f"{year:04d}-{month:02d}"
        counted = spent.get(key, Decimal(0))
        top_up = round_money(max(Decimal(0), least - counted), item.currency)
        text = f"max(0, {plain(least)} − {number(counted)}) = {plain(top_up)} {item.currency}"
        sheet.add(item, Priced(top_up, text, Decimal(1), least), month=key)


def _spent(sheet: Sheet, item: Item) -> Mapping[str, Decimal] | Finding:
    """Return what the counted stages cost in each month, in the currency of the minimum."""
    spent: dict[str, Decimal] = defaultdict(Decimal)
    known: dict[tuple[str, Window], dict[str, Decimal]] = {}
    for line in sheet.lines:
        if line.stage not in item.terms.counts:
            continue
        amount = None if line.amount is None else sheet.exchange.convert(line.amount, line.currency, item.currency)
        if amount is None:
            return line.unknown or waits_for(line)
        cause = _MOVEMENT_OF_STAGE.get(line.stage, "sold"), line.window
        if not line.month and cause not in known:
            known[cause] = _units_by_month(sheet, *cause)
        for month, share in _by_month(line, amount, item.currency, known.get(cause, {})).items():
            spent[month] += share
    return spent


def _by_month(line: CostLine, amount: Decimal, currency: str, units: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Share a line over the months by the units that caused it."""
    if line.month:
        return {line.month: amount}
    if not any(units.values()):
        return {next(iter(units), ""): amount}
    return dict(zip(units, split_largest(amount, list(units.values()), currency), strict=True))


def _units_by_month(sheet: Sheet, movement: str, window: Window) -> dict[str, Decimal]:
    """Return what came in, came back or was sold in each month of the plan, as far as it lies in the window."""
    units: dict[tuple[int, int], int] = defaultdict(int)
    for history in sheet.stock.histories.values():
        for day, count in zip(history.calendar, history.columns[movement], strict=True):
            units[day.year, day.month] += count if window.holds(day) else 0
    return {f"{year:04d}-{month:02d}": Decimal(count) for (year, month), count in units.items()}
