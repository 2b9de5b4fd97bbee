"""The cash curve (资金曲线): when the money of a plan goes out and comes back, day by day in the reporting currency.

Interest is left out: capital charges and the financing of recoverable tax say what the curve costs.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from exporter_desk.costs.charged_days import ON_LEAVING, lots_by_day
from exporter_desk.costs.sales import price_of
from exporter_desk.costs.sheet import Sheet, waits_for
from exporter_desk.costs.stock import RETURNED, SOLD, missing
from exporter_desk.costs.window import ALWAYS, Window
from exporter_desk.domain.money import round_money, split_largest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.domain.finding import Finding

_ON_ARRIVAL = frozenset({"duty", "import_tax", "destination", "drayage", "receiving", "value_added", "transfer"})
LEAVING, ARRIVAL, SALES, RETURNS, LOST, END = "leaving", "arrival", "sales", "returns", "lost", "end"
_EVENTS = {
    "fulfilment": SALES,
    "last_mile": SALES,
    "platform": SALES,
    "payment": SALES,
    "returns": RETURNS,
    "loss": LOST,
}
_COLUMNS = {SALES: ("sold",), RETURNS: ("returned",), LOST: ("rejected", "decayed")}
_Weights = dict[date, int]


@dataclass(frozen=True, slots=True)
class PaidBy:
    """What decides when a line is paid: lots leave or arrive, units are sold, come back, are lost; or a period ends.

    `later` is in days, `month` the one that ends (none: the whole plan), `window` the days that the line is for.
    """

    event: str
    later: int = 0
    month: str = ""
    window: Window = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCurve:
    """Cumulated cash at the end of each day on which any moves; `peak` is the most that is ever tied up.

    `back_on` is the first day after the peak on which nothing is tied up any more, None when that never comes.
    `without` names lines whose day nobody knows (a refund without its waiting time).
    """

    days: tuple[date, ...]
    balances: tuple[Decimal, ...]
    peak: Decimal
    peak_day: date
    back_on: date | None
    without: tuple[str, ...]


def cash_curve(sheet: Sheet) -> CashCurve | Finding:
    """Return the cash curve of a priced plan; or what is missing for it."""
    stock = sheet.stock
    if stock.reason is not None:
        return stock.reason
    unknown = next((line for line in sheet.lines if line.amount_reporting is None), None)
    if unknown is not None:
        return waits_for(unknown)
    if not any(history.length for history in stock.histories.values()):
        return missing("lots", "lots", variant="simulation_lots")
    flows: dict[date, Decimal] = defaultdict(Decimal)
    known: dict[PaidBy, _Weights] = {}
    without = [line.charge_id for line in sheet.lines if not _place(sheet, line, flows, known)]
    for sku in sheet.scenario.skus:
        _place_sales(sheet, sku, flows)
    return _summed(flows, tuple(dict.fromkeys(without)))


def _summed(flows: Mapping[date, Decimal], without: tuple[str, ...]) -> CashCurve | Finding:
    days = tuple(sorted(flows))
    if not days:
        return missing("lines", "lines")
    balances = tuple(accumulate(flows[day] for day in days))
    lowest = min(range(len(days)), key=lambda index: balances[index])
    back = next((days[index] for index in range(lowest, len(days)) if balances[index] >= 0), None)
    return CashCurve(
        days=days,
        balances=balances,
        peak=max(Decimal(0), -balances[lowest]),
        peak_day=days[lowest],
        back_on=back,
        without=without,
    )


def _place(sheet: Sheet, line: CostLine, flows: dict[date, Decimal], known: dict[PaidBy, _Weights]) -> bool:
    """Put one line on its days; False when its day is not known. Interest is no payment of its own.

    `known` keeps the days of each event: thousands of articles have a line each, and few events.
    """
    amount = -(line.amount_reporting or Decimal(0))
    if line.recoverable:
        return _place_tax(sheet, line, flows)
    if line.stage == "capital" or not amount:
        return True
    event = paid_by(sheet, line)
    if event is None:
        return False
    if event not in known:
        known[event] = _days_of(sheet, event)
    _spread(flows, amount, known[event], sheet.exchange.reporting)
    return True


def paid_by(sheet: Sheet, line: CostLine) -> PaidBy | None:
    """Return what decides when a line is paid; None when its day is not known (a refund without its waiting time)."""
    waiting = sheet.scenario.refund_after_days
    if line.stage == "refund":
        return None if waiting is None else PaidBy(LEAVING, later=waiting, window=line.window)
    if line.stage in ON_LEAVING:
        return PaidBy(LEAVING, window=line.window)
    if line.stage in _ON_ARRIVAL:
        return PaidBy(ARRIVAL, window=line.window)
    return PaidBy(END if line.month else _EVENTS.get(line.stage, END), month=line.month, window=line.window)


def _days_of(sheet: Sheet, event: PaidBy) -> _Weights:
    if event.event in {LEAVING, ARRIVAL}:
        return lot_days(sheet, leaving=event.event == LEAVING, late=event.later, window=event.window)
    weights: _Weights = defaultdict(int)
    for history in sheet.stock.histories.values():
        for movement in _COLUMNS.get(event.event, ()):
            for day, units in zip(history.calendar, history.columns[movement], strict=True):
                if units:
                    weights[day] += units
    busy = {day: units for day, units in weights.items() if event.window.holds(day)}
    return busy or {last_day(sheet, event.month): 1}


def last_day(sheet: Sheet, month: str = "") -> date:
    """Return the last simulated day of a month, or of all."""
    spans = {(history.start, history.last_day) for history in sheet.stock.histories.values() if history.length}
    if not month:
        return max(last for _, last in spans)
    first = date.fromisoformat(f"{month}-01")
    end = first.replace(day=monthrange(first.year, first.month)[1])
    return max(min(last, end) for start, last in spans if start <= end and last >= first)


def lot_days(sheet: Sheet, *, leaving: bool, late: int = 0, window: Window = ALWAYS) -> _Weights:
    """Return the units of all lots by the day they leave or arrive; without a day of leaving they count on arrival."""
    lots = lots_by_day(sheet.stock, leaving=leaving)
    found = {day + timedelta(days=late): units for day, units in lots.items() if units and window.holds(day)}
    return found or {last_day(sheet): 1}


def _place_tax(sheet: Sheet, line: CostLine, flows: dict[date, Decimal]) -> bool:
    """Recoverable tax goes out in full on arrival and comes back later; its line holds only the financing."""
    reporting, days = sheet.exchange.reporting, line.recovered_after_days
    tax = sheet.exchange.convert(line.quantity or Decimal(0), line.currency, reporting)
    if tax is None or days is None:
        return False
    weights = lot_days(sheet, leaving=False)
    _spread(flows, -tax, weights, reporting)
    _spread(flows, tax, {day + timedelta(days=days): units for day, units in weights.items()}, reporting)
    return True


def _spread(flows: dict[date, Decimal], amount: Decimal, weights: Mapping[date, int], currency: str) -> None:
    days = sorted(weights)
    shares = split_largest(round_money(amount, currency), [Decimal(weights[day]) for day in days], currency)
    for day, share in zip(days, shares, strict=True):
        flows[day] += share


def _place_sales(sheet: Sheet, sku: Sku, flows: dict[date, Decimal]) -> None:
    """Put the money of sales on the day it is received, and what is paid back on the day of return."""
    price, history = price_of(sheet.scenario, sku), sheet.stock.histories[sku.id]
    if price is None:
        return
    wait, reporting = timedelta(days=sheet.scenario.receivable_days or 0), sheet.exchange.reporting
    parts = ((SOLD, 1, wait), (RETURNED, -1, timedelta(0)))
    sold = round_money((history.total(SOLD) - history.total(RETURNED)) * price.net, price.currency)
    back = round_money(history.total(RETURNED) * price.net, price.currency)
    for (movement, sign, late), amount in zip(parts, (sold + back, back), strict=True):
        counts = zip(history.calendar, history.columns[movement], strict=True)
        weights = {day + late: units for day, units in counts if units}
        money = sheet.exchange.convert(sign * amount, price.currency, reporting)
        if money is not None and weights:
            _spread(flows, money, weights, reporting)


def months_to_sell_out(sheet: Sheet, last: date | None) -> Decimal | None:
    """Return the months (of 30.4375 days) from the first arrival to the stock-out, with one place; None without one."""
    first = sheet.stock.first_day
    if first is None or last is None:
        return None
    return (Decimal((last - first).days + 1) / Decimal("30.4375")).quantize(Decimal("0.1"))
