"""Storage (仓储) from the day simulation: cubic-metre days with age tiers, pallet days, cubic feet of a month."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.costs.charge import Tier
from exporter_desk.costs.inventory import StockHistory, calendar
from exporter_desk.costs.lines import (
    Priced,
    charged_quantity,
    exact_product,
    exact_quotient,
    limited,
    number,
    tier_rate,
    times,
)
from exporter_desk.costs.quantities import CBM_PER_CUBIC_FOOT, no_price, volume_of
from exporter_desk.costs.scenario import Sku
from exporter_desk.costs.sizes import of_sizes
from exporter_desk.costs.stock import missing, missing_at
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import plain, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exporter_desk.costs.charge import ChargeTerms, Item
    from exporter_desk.costs.inventory import LotRun
    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.window import Window

_END = ""


@dataclass(slots=True)
class _Accrual:
    """Unrounded charge of one month: quantity by rate, so that the formula can show both."""

    by_rate: dict[Decimal, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, quantity: Decimal, rate: Decimal) -> None:
        self.by_rate[rate] += quantity

    @property
    def exact(self) -> Decimal:
        return sum((exact_product(quantity, rate) for rate, quantity in self.by_rate.items()), Decimal(0))

    @property
    def quantity(self) -> Decimal:
        return sum(self.by_rate.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One article on the shelf: its days and the volume of one unit."""

    sku: Sku
    history: StockHistory
    volume: Decimal


_Months = dict[str, _Accrual]
_Aged = tuple[int, int]  # a day, as its ordinal, and the number of an age step


def price_storage(sheet: Sheet, item: Item) -> None:
    """Price one storage charge month by month (or once at the end, if the card says so); a typed quantity as it is."""
    if item.terms.quantity is not None:
        rate = sheet.rate(item)
        sheet.add(item, no_price(item) if rate is None else times(item, item.terms.quantity, rate))
        return
    months = _accrue(sheet, item)
    if isinstance(months, Finding):
        sheet.add(item, months)
        return
    months = _joined(months) if item.terms.round is not None and item.terms.round.when == "end" else months
    charged = {month: accrual for month, accrual in months.items() if month == _END or _shows(item, accrual)}
    for month, accrual in sorted(charged.items()):
        sheet.add(item, _closed(item, accrual), month=month)
    if not charged and not item.terms.sizes:
        sheet.add(item, _closed(item, _Accrual()))


def _joined(months: _Months) -> _Months:
    whole = _Accrual()
    for accrual in months.values():
        for rate, quantity in accrual.by_rate.items():
            whole.add(quantity, rate)
    return {_END: whole}


def _shows(item: Item, accrual: _Accrual) -> bool:
    """A month in which every unit was free has no line; a rate that is nought only in the low case keeps it."""
    return bool(accrual.exact if item.terms.tiers else accrual.quantity)


def _closed(item: Item, accrual: _Accrual) -> Priced:
    amount, limit = limited(accrual.exact, item.currency, item.min_charge, item.terms.max_charge)
    parts = " + ".join(
        f"{number(quantity)} × {trimmed(rate)}" for rate, quantity in sorted(accrual.by_rate.items()) if quantity
    )
    text = f"{parts or '0'} = {number(accrual.exact)} → {plain(amount)} {item.currency}"
    rate = exact_quotient(accrual.exact, accrual.quantity) if accrual.quantity else Decimal(0)
    return Priced(amount, text, accrual.quantity, rate, limit)


def _accrue(sheet: Sheet, item: Item) -> _Months | Finding:
    shelves = _shelves(sheet, item)
    return shelves if isinstance(shelves, Finding) else _OF_BASIS[item.basis](sheet, item, shelves)


def _shelves(sheet: Sheet, item: Item) -> list[_Shelf] | Finding:
    if sheet.stock.reason is not None:
        return sheet.stock.reason
    skus = of_sizes(item, sheet.scenario.skus)
    if isinstance(skus, Finding):
        return skus
    shelves = []
    for sku in skus:
        volume = Decimal(0) if item.basis == "pallet_day" else volume_of(sku)
        if isinstance(volume, Finding):
            return volume
        shelves.append(_Shelf(sku, sheet.stock.histories[sku.id], volume))
    return shelves


def _month_starts(history: StockHistory) -> list[tuple[str, int]]:
    """Return the months of a history with the number of the day on which each begins in it."""
    return _months_from(history.start, history.length)


@lru_cache(maxsize=512)
def _months_from(start: date, length: int) -> list[tuple[str, int]]:
    days = enumerate(calendar(start, length))
    return [(f"{day:%Y-%m}", number) for number, day in days if number == 0 or day.day == 1]


def _unit_days(item: Item, run: LotRun, since: int, until: int) -> int:
    return (run.unit_days if item.terms.snapshot == "end_of_day" else run.opening_unit_days)(since, until)


def age_edges(terms: ChargeTerms) -> list[int]:
    """Return the days since inbound from which each tier holds; a tier holds up to its limit, inclusive."""
    bounds = (tier.to for tier in terms.tiers[:-1])
    ends = (int(bound.to_integral_value(rounding=ROUND_FLOOR)) for bound in bounds if bound is not None)
    return [0, *(max(0, end - terms.first_day_age + 1) for end in ends)]


class _Steps(NamedTuple):
    """What unit-days are counted by: the ages at which steps begin, the days of the price, the hour of counting."""

    edges: tuple[int, ...]
    window: Window
    at_end_of_day: bool

    @classmethod
    def of(cls, item: Item) -> _Steps:
        return cls(tuple(age_edges(item.terms)), item.window, item.terms.snapshot == "end_of_day")


def _aged_unit_days(steps: _Steps, history: StockHistory) -> Mapping[tuple[str, int], int]:
    """Return the unit-days of one article by month and number of the age tier."""
    known = history.counted.get(steps)
    if known is None:
        known = history.counted[steps] = _count_unit_days(steps, history)
    return known


def _count_unit_days(steps: _Steps, history: StockHistory) -> dict[tuple[str, int], int]:
    result: dict[tuple[str, int], int] = defaultdict(int)
    months, (edges, window, at_end_of_day) = _month_starts(history), steps
    starts = [start for _, start in months]
    turns = [(day - history.start).days for day in window.turns]
    for run in history.runs:
        unit_days = run.unit_days if at_end_of_day else run.opening_unit_days
        end = history.length if run.first is None else min(history.length, run.first + len(run.balances) + 1)
        cuts = sorted({run.start, end, *(run.start + edge for edge in edges), *starts, *turns})
        inside = [cut for cut in cuts if run.start <= cut <= end]
        for since, until in pairwise(inside):
            if not (window.always or window.holds(history.start + timedelta(days=since))):
                continue
            month = months[bisect_right(starts, since) - 1][0]
            tier = bisect_right(edges, since - run.start) - 1
            result[month, tier] += unit_days(since, until)
    return result


def _cbm_days(sheet: Sheet, item: Item, shelves: list[_Shelf]) -> _Months | Finding:
    rates = [tier.rate for tier in item.terms.tiers] or [sheet.rate(item)]
    if item.terms.qty_min is not None or item.terms.qty_step is not None:
        return _daily_volumes(item, shelves, rates)
    months: _Months = defaultdict(_Accrual)
    steps = _Steps.of(item)
    for shelf in shelves:
        for (month, tier), unit_days in _aged_unit_days(steps, shelf.history).items():
            rate = rates[tier]
            if rate is None and unit_days:
                return no_price(item)
            months[month].add(exact_product(Decimal(unit_days), shelf.volume), rate or Decimal(0))
    return months


def _daily_volumes(item: Item, shelves: list[_Shelf], rates: Sequence[Decimal | None]) -> _Months | Finding:
    """Step up the volume of all articles together day by day, what is free by its age with it.

    A day on which anything lay there in the morning counts as one.
    """
    volumes: dict[_Aged, Decimal] = defaultdict(Decimal)
    edges = age_edges(item.terms)
    for shelf in shelves:
        first = shelf.history.start.toordinal()
        for run in shelf.history.runs:
            for since in _held_days(item, shelf.history, run.start):
                if run.opening_unit_days(since, since + 1):
                    units = _unit_days(item, run, since, since + 1)
                    tier = bisect_right(edges, since - run.start) - 1
                    volumes[first + since, tier] += exact_product(Decimal(units), shelf.volume)
    months: _Months = defaultdict(_Accrual)
    for (ordinal, tier), charged in _charged(item, volumes):
        rate = rates[tier]
        if rate is None and charged:
            return no_price(item)
        if rate:
            months[f"{date.fromordinal(ordinal):%Y-%m}"].add(charged, rate)
    return months


def _charged(item: Item, found: Mapping[_Aged, Decimal]) -> Iterator[tuple[_Aged, Decimal]]:
    """Yield what is charged of each day and age step: the quantity of the day is stepped up and raised once.

    The oldest step comes first: what is rounded up on the edge of two belongs to the older one, and so does what a
    smallest quantity adds. So steps of one price cost as much as that price without steps.
    """
    days: dict[int, list[int]] = defaultdict(list)
    for ordinal, tier in found:
        days[ordinal].append(tier)
    step = item.terms.qty_step
    for ordinal, tiers in days.items():
        total = sum((found[ordinal, tier] for tier in tiers), Decimal(0))
        added = charged_quantity(total, step, item.terms.qty_min) - charged_quantity(total, step, None)
        seen = before = Decimal(0)
        for tier in sorted(tiers, reverse=True):
            seen += found[ordinal, tier]
            stepped = charged_quantity(seen, step, None)
            yield (ordinal, tier), stepped - before + added
            before, added = stepped, Decimal(0)


def _held_days(item: Item, history: StockHistory, since: int = 0) -> Iterable[int]:
    """Return the numbers of the days of a history on which the price holds."""
    days, window = range(since, history.length), item.window
    if window.always:
        return days
    calendar_days = history.calendar
    return [day for day in days if window.holds(calendar_days[day])]


def _daily_units(item: Item, history: StockHistory) -> Sequence[int]:
    return history.columns["on_hand" if item.terms.snapshot == "end_of_day" else "opening"]


def _pallet_days(sheet: Sheet, item: Item, shelves: list[_Shelf]) -> _Months | Finding:
    """Count whole pallets day by day, each article on pallets of its own, and price them by number or by age.

    Steps of pallets may mean either, and cost very different amounts: which one must be said.
    """
    if item.terms.tiers and item.terms.tier_by is None:
        return missing_at(item.place, "tier_by", variant="pallet_steps")
    daily = _aged_pallets(item, shelves) if item.terms.tier_by == "age_days" else _all_pallets(item, shelves)
    if isinstance(daily, Finding):
        return daily
    months: _Months = defaultdict(_Accrual)
    for (ordinal, tier), charged in _charged(item, daily):
        rate = _pallet_rate(sheet, item, charged, tier)
        if rate is None and not charged:
            continue
        if rate is None:
            return no_price(item)
        months[f"{date.fromordinal(ordinal):%Y-%m}"].add(charged, rate)
    return months


def _pallet_rate(sheet: Sheet, item: Item, pallets: Decimal, tier: int) -> Decimal | None:
    if not item.terms.tiers:
        return sheet.rate(item)
    return item.terms.tiers[tier].rate if item.terms.tier_by == "age_days" else tier_rate(item.terms.tiers, pallets)


def _pallet_size(shelf: _Shelf) -> int | Finding:
    size = shelf.sku.units_per_pallet
    return missing(f"skus.{shelf.sku.id}.units_per_pallet", "units_per_pallet") if size is None else size


def _all_pallets(item: Item, shelves: list[_Shelf]) -> dict[_Aged, Decimal] | Finding:
    """Return the pallets of all articles by day; the number of the step is not known yet."""
    counts: dict[_Aged, Decimal] = defaultdict(Decimal)
    for shelf in shelves:
        size = _pallet_size(shelf)
        if isinstance(size, Finding):
            return size
        first, daily = shelf.history.start.toordinal(), _daily_units(item, shelf.history)
        opening = shelf.history.columns["opening"]
        for day in _held_days(item, shelf.history):
            if opening[day]:
                counts[first + day, 0] += -(-daily[day] // size)
    return counts


def _aged_pallets(item: Item, shelves: list[_Shelf]) -> dict[_Aged, Decimal] | Finding:
    """Return the pallets by day and age step: of a pallet with units of two steps the older one counts."""
    edges = age_edges(item.terms)
    counts: dict[_Aged, Decimal] = defaultdict(Decimal)
    for shelf in shelves:
        size = _pallet_size(shelf)
        if isinstance(size, Finding):
            return size
        units: dict[_Aged, int] = defaultdict(int)
        for run in shelf.history.runs:
            for day in _held_days(item, shelf.history, run.start):
                if run.opening_unit_days(day, day + 1):
                    tier = bisect_right(edges, day - run.start) - 1
                    units[shelf.history.start.toordinal() + day, tier] += _unit_days(item, run, day, day + 1)
        seen: dict[int, int] = defaultdict(int)
        for ordinal, tier in sorted(units, reverse=True):
            older = seen[ordinal]
            seen[ordinal] += units[ordinal, tier]
            counts[ordinal, tier] += -(-seen[ordinal] // size) + -older // size
    return counts


def _feet(shelf: _Shelf, units: int) -> Decimal:
    return exact_quotient(exact_product(Decimal(units), shelf.volume), CBM_PER_CUBIC_FOOT)


def _cuft_months(sheet: Sheet, item: Item, shelves: list[_Shelf]) -> _Months | Finding:
    """Average daily cubic feet of a month × its rate; days on which the price does not hold count as empty."""
    rate, window = sheet.rate(item), item.window
    if rate is None:
        return no_price(item)
    months: _Months = defaultdict(_Accrual)
    for shelf in shelves:
        units, starts = _daily_units(item, shelf.history), _month_starts(shelf.history)
        ends = [*(start for _, start in starts[1:]), *([shelf.history.length] if starts else [])]
        calendar_days = shelf.history.calendar
        for (month, since), until in zip(starts, ends, strict=True):
            days = Decimal(monthrange(int(month[:4]), int(month[5:]))[1])
            held = [n for n in range(since, until) if window.always or window.holds(calendar_days[n])]
            if held:
                months[month].add(exact_quotient(_feet(shelf, sum(units[n] for n in held)), days), rate)
    return months


def _cuft_snapshots(sheet: Sheet, item: Item, shelves: list[_Shelf]) -> _Months | Finding:
    """Cubic feet on one day of each month × the rate of their age, or a price per unit if that is more."""
    edges, tiers = age_edges(item.terms), item.terms.tiers or (Tier(rate=sheet.rate(item)),)
    months: _Months = defaultdict(_Accrual)
    for shelf in shelves:
        for number_of_day, day in enumerate(shelf.history.calendar):
            if day.day != item.terms.snapshot_day or not item.window.holds(day):
                continue
            for run in shelf.history.runs:
                units = _unit_days(item, run, number_of_day, number_of_day + 1)
                tier = tiers[bisect_right(edges, number_of_day - run.start) - 1] if units else None
                if tier is not None and tier.rate is None:
                    return no_price(item)
                if tier is not None and tier.rate is not None:
                    months[f"{day:%Y-%m}"].add(*_by_foot_or_unit(shelf, units, tier.rate, tier.per_unit))
    return months


def _by_foot_or_unit(shelf: _Shelf, units: int, rate: Decimal, per_unit: Decimal | None) -> tuple[Decimal, Decimal]:
    feet = _feet(shelf, units)
    if per_unit is not None and units * per_unit > exact_product(feet, rate):
        return Decimal(units), per_unit
    return feet, rate


_OF_BASIS: dict[str, Callable[[Sheet, Item, list[_Shelf]], _Months | Finding]] = {
    "cbm_day": _cbm_days, "pallet_day": _pallet_days, "cuft_month": _cuft_months, "cuft_snapshot": _cuft_snapshots,
}  # fmt: skip
STORAGE_BASES = frozenset(_OF_BASIS)


def unit_days_by_tier(sheet: Sheet, item: Item) -> Iterator[tuple[Tier, int]]:
    """Yield how many unit-days fall into each age tier of a storage charge, over all articles."""
    counts: dict[int, int] = defaultdict(int)
    steps = _Steps.of(item)
    for history in sheet.stock.histories.values():
        for (_, tier), unit_days in _aged_unit_days(steps, history).items():
            counts[tier] += unit_days
    return ((tier, counts[index]) for index, tier in enumerate(item.terms.tiers))
