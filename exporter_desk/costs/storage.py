"""Storage (仓储) from the day simulation: cubic-metre days with age tiers, pallet days, cubic-foot months."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import (
    Priced,
    charged_quantity,
    exact_product,
    exact_quotient,
    limited,
    number,
    tier_rate,
)
from exporter_desk.costs.quantities import no_price, volume_of
from exporter_desk.costs.stock import missing
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.numbers import plain, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exporter_desk.costs.charge import Item, Tier
    from exporter_desk.costs.inventory import StockDay
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Sheet

CBM_PER_CUBIC_FOOT = Decimal("0.028316846592")  # exact by the definition of the inch
_END = ""


class _Accrual:
    """Unrounded charge of one month: quantity by rate, so that the formula can show both."""

    def __init__(self) -> None:
        self.by_rate: dict[Decimal, Decimal] = defaultdict(Decimal)

    def add(self, quantity: Decimal, rate: Decimal) -> None:
        self.by_rate[rate] += quantity

    @property
    def exact(self) -> Decimal:
        return sum((exact_product(quantity, rate) for rate, quantity in self.by_rate.items()), Decimal(0))

    @property
    def quantity(self) -> Decimal:
        return sum(self.by_rate.values(), Decimal(0))


def price_storage(sheet: Sheet, item: Item) -> None:
    """Price one storage charge month by month (or once at the end, if the card says so)."""
    accruals = _accrue(sheet, item)
    if isinstance(accruals, Finding):
        sheet.add(item, accruals)
        return
    charged = {month: accrual for month, accrual in accruals.items() if month == _END or _shows(item, accrual)}
    for month, accrual in sorted(charged.items()):
        sheet.add(item, _closed(item, accrual), month=month)
    if not charged:
        sheet.add(item, _closed(item, _Accrual()))


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


def _accrue(sheet: Sheet, item: Item) -> Mapping[str, _Accrual] | Finding:
    if sheet.stock.reason is not None:
        return sheet.stock.reason
    accruals: dict[str, _Accrual] = {}
    for sku in sheet.scenario.skus:
        for day in sheet.stock.histories[sku.id].days:
            charged = _OF_DAY[item.basis](sheet, item, sku, day)
            if isinstance(charged, Finding):
                return charged
            month = accruals.setdefault(_close(item, day), _Accrual())
            for quantity, rate in charged:
                month.add(quantity, rate)
    return accruals


def _close(item: Item, day: StockDay) -> str:
    at_end = item.terms.round is not None and item.terms.round.when == "end"
    return _END if at_end else f"{day.day:%Y-%m}"


def _ages(item: Item, day: StockDay) -> Mapping[int, int]:
    return day.ages if item.terms.snapshot == "end_of_day" else day.opening_ages


def _cbm_day(sheet: Sheet, item: Item, sku: Sku, day: StockDay) -> list[tuple[Decimal, Decimal]] | Finding:
    volume, terms = volume_of(sku), item.terms
    if isinstance(volume, Finding):
        return volume
    if not terms.tiers:
        quantity = charged_quantity(_units(item, day) * volume, terms.qty_step, terms.qty_min if day.active else None)
        rate = sheet.rate(item)
        return no_price(item) if rate is None else [(quantity, rate)]
    charged = []
    for age, units in _ages(item, day).items():
        rate = tier_rate(terms.tiers, Decimal(age + terms.first_day_age))
        if rate is None:
            return no_price(item)
        charged.append((exact_product(Decimal(units), volume), rate))
    return charged


def _units(item: Item, day: StockDay) -> Decimal:
    return Decimal(sum(_ages(item, day).values()))


def _pallet_day(sheet: Sheet, item: Item, sku: Sku, day: StockDay) -> list[tuple[Decimal, Decimal]] | Finding:
    if sku.units_per_pallet is None:
        return missing(f"skus.{sku.id}.units_per_pallet", "units_per_pallet")
    pallets = Decimal(-(-int(_units(item, day)) // sku.units_per_pallet))
    rate = tier_rate(item.terms.tiers, pallets) if item.terms.tiers else sheet.rate(item)
    return no_price(item) if rate is None else [(pallets, rate)]


def _cuft_month(sheet: Sheet, item: Item, sku: Sku, day: StockDay) -> list[tuple[Decimal, Decimal]] | Finding:
    volume = volume_of(sku)
    if isinstance(volume, Finding):
        return volume
    season = item.terms.season
    if season is not None and day.day.month not in season.months:
        return []
    rate = sheet.rate(item)
    if rate is None:
        return no_price(item)
    feet = exact_quotient(exact_product(_units(item, day), volume), CBM_PER_CUBIC_FOOT)
    return [(exact_quotient(feet, Decimal(monthrange(day.day.year, day.day.month)[1])), rate)]


_OF_DAY: dict[str, Callable[[Sheet, Item, Sku, StockDay], list[tuple[Decimal, Decimal]] | Finding]] = {
    "cbm_day": _cbm_day, "pallet_day": _pallet_day, "cuft_month": _cuft_month,
}  # fmt: skip
STORAGE_BASES = frozenset(_OF_DAY)


def unit_days_by_tier(sheet: Sheet, item: Item) -> Iterator[tuple[Tier, int]]:
    """Yield how many end-of-day unit-days fall into each age tier of a storage charge, over all articles."""
    counts: dict[int, int] = defaultdict(int)
    tiers = item.terms.tiers
    for history in sheet.stock.histories.values():
        for day in history.days:
            for age, units in _ages(item, day).items():
                value = age + item.terms.first_day_age
                counts[next(i for i, tier in enumerate(tiers) if tier.to is None or value <= tier.to)] += units
    return ((tier, counts[index]) for index, tier in enumerate(tiers))
