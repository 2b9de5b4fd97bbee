"""What the day simulation says of a whole plan: units, days, age tiers, and what to know about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import number
from exporter_desk.costs.quantities import volume_of
from exporter_desk.costs.storage import unit_days_by_tier
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.inventory import StockHistory
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.stock import Stock

_SIZE_SLACK = Decimal("0.1")  # a rounded volume, or one with its packing, differs by less


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDays:
    """Unit-days that fall into one age tier; `up_to` is None for the open one."""

    up_to: Decimal | None
    rate: Decimal | None
    unit_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSummary:
    """What the day simulation says of all articles together; `reason` stands alone when there was none."""

    reason: Finding | None = None
    shipped: int = 0
    sold: int = 0
    lost: int = 0
    returned: int = 0
    decayed: int = 0
    rejected: int = 0
    left: int = 0
    first_day: date | None = None
    stock_out: date | None = None
    unit_days: int = 0
    tiers: tuple[TierDays, ...] = ()


def summary_of(sheet: Sheet, items: tuple[Item, ...]) -> StockSummary:
    """Add all articles up; the stock-out day is the last article's, and none while any stock is left."""
    stock = sheet.stock
    if stock.reason is not None:
        return StockSummary(reason=stock.reason)
    histories = tuple(stock.histories.values())
    return StockSummary(
        shipped=_sum(histories, "inbound"),
        sold=_sum(histories, "sold"),
        lost=_sum(histories, "lost"),
        returned=_sum(histories, "returned"),
        decayed=_sum(histories, "decayed"),
        rejected=_sum(histories, "rejected"),
        left=sum(history.left for history in histories),
        first_day=stock.first_day,
        stock_out=_stock_out(histories),
        unit_days=_sum(histories, "on_hand"),
        tiers=tuple(_tiers(sheet, items)),
    )


def _sum(histories: tuple[StockHistory, ...], movement: str) -> int:
    return sum(history.total(movement) for history in histories)


def _stock_out(histories: tuple[StockHistory, ...]) -> date | None:
    days = [history.stock_out() for history in histories]
    return None if None in days else max(day for day in days if day is not None)


def _tiers(sheet: Sheet, items: tuple[Item, ...]) -> Iterator[TierDays]:
    aged = next((item for item in items if item.basis == "cbm_day" and item.terms.tiers), None)
    if aged is not None:
        for tier, unit_days in unit_days_by_tier(sheet, aged):
            yield TierDays(up_to=tier.to, rate=tier.rate, unit_days=unit_days)


def stock_findings(stock: Stock) -> Iterator[Finding]:
    """Report lost sales, stock or returns beyond the end of the plan, and units that do not match their lots."""
    if stock.reason is not None and stock.reason.code == "C50":
        yield stock.reason
    if stock.histories and stock.scenario.returns is None:
        yield Finding("C55", Severity.CONFIRM, ("estimate.returns",))
    for sku in stock.scenario.skus:
        yield from _unlikely(stock, sku)
        arrivals = stock.arrivals(sku)
        arriving = 0 if isinstance(arrivals, Finding) else sum(arrival.units for arrival in arrivals)
        if not isinstance(arrivals, Finding) and arriving != sku.units and sku.units is not None:
            values = {"sku": sku.id, "units": str(sku.units), "lots": str(arriving)}
            yield Finding("C54", Severity.CONFIRM, (f"estimate.skus.{sku.id}.units",), values)
        if sku.id in stock.histories:
            yield from _about(sku.id, stock.histories[sku.id], _lost(stock, sku))


def _unlikely(stock: Stock, sku: Sku) -> Iterator[Finding]:
    """Report a volume that its own sides contradict, and an article of which nothing is shipped."""
    sides, typed = volume_of(replace(sku, cbm=None)), sku.cbm
    if typed is not None and isinstance(sides, Decimal) and abs(typed - sides) > _SIZE_SLACK * max(typed, sides):
        values = {"sku": sku.id, "cbm": trimmed(typed), "by_size": number(sides)}
        yield Finding("C77", Severity.CONFIRM, (f"estimate.skus.{sku.id}.cbm",), values)
    if stock.shipped(sku) == 0:
        yield Finding("C71", Severity.CONFIRM, (f"estimate.skus.{sku.id}.units",), {"sku": sku.id})


def _lost(stock: Stock, sku: Sku) -> int:
    """Return the lost sales; in a plan without an end those after the last arrival are none: it was to sell out."""
    history, arrivals = stock.histories[sku.id], stock.arrivals(sku)
    if stock.scenario.horizon is not None or isinstance(arrivals, Finding):
        return history.total("lost")
    last = max(arrival.day for arrival in arrivals)
    return sum(units for day, units in zip(history.calendar, history.columns["lost"], strict=True) if day < last)


def _about(sku: str, history: StockHistory, lost: int) -> Iterator[Finding]:
    left = history.left
    if lost:
        yield Finding("C51", Severity.HINT, ("estimate.demand",), {"sku": sku, "units": str(lost)})
    if left or history.returns_open:
        values = {"sku": sku, "units": str(left), "returns": str(history.returns_open)}
        yield Finding("C50", Severity.HINT, ("estimate.horizon",), values)
