"""Quantities of the plain bases: how many containers, revenue tons, cartons, units … a charge is multiplied by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.inventory import months_of
from exporter_desk.costs.lines import Priced, exact_product, exact_quotient, limited, number, slab_sum, tier_rate, times
from exporter_desk.costs.parcel import parcel_price
from exporter_desk.costs.sheet import Figure, total_of
from exporter_desk.costs.stock import LOST_GOODS, RETURNED, SHIPPED, SOLD, Count, missing, missing_at
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_money
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Sheet

SEA_DENSITY = Decimal(1000)  # a revenue ton of sea freight is 1 m³ or 1 t; every other density is quoted
_CM3_PER_CBM = Decimal(1_000_000)
_UNITS_OF_STAGE = {
    "fulfilment": SOLD, "last_mile": SOLD, "platform": SOLD, "payment": SOLD, "returns": RETURNED, "loss": LOST_GOODS,
}  # fmt: skip


def price_plain(sheet: Sheet, item: Item) -> None:
    """Price a charge whose quantity is known without looking at other lines."""
    if item.terms.per_sku or item.terms.tier_by in {"unit_kg", "longest_cm"}:
        for sku in sheet.scenario.skus:
            _price(sheet, item, quantity_of_sku(sheet, item, sku), sku)
        return
    _price(sheet, item, quantity_of(sheet, item), None)


def _price(sheet: Sheet, item: Item, quantity: Figure, sku: Sku | None) -> None:
    if isinstance(quantity, Finding):
        sheet.add(item, quantity)
    elif item.terms.tiers and item.terms.mode == "slab":
        sheet.add(item, _slabs(item, quantity))
    else:
        rate = _tiered(item, quantity, sku) if item.terms.tiers else sheet.rate(item)
        sheet.add(item, no_price(item) if rate is None else times(item, quantity, rate))


def _slabs(item: Item, quantity: Decimal) -> Priced | Finding:
    exact = slab_sum(item.terms.tiers, quantity)
    if exact is None:
        return no_price(item)
    amount, limit = limited(exact, item.currency, item.min_charge, item.terms.max_charge)
    rate = exact_quotient(exact, quantity) if quantity else Decimal(0)
    text = f"{number(quantity)} {item.basis}, Σ {number(exact)} → {plain(amount)} {item.currency}"
    return Priced(amount, text, quantity, rate, limit)


def _tiered(item: Item, quantity: Decimal, sku: Sku | None) -> Decimal | None:
    value: Decimal | None = quantity
    if sku is not None and item.terms.tier_by == "unit_kg":
        value = sku.gross_kg
    elif sku is not None and item.terms.tier_by == "longest_cm":
        value = max(sku.size_cm, default=None)
    return None if value is None else tier_rate(item.terms.tiers, value)


def no_price(item: Item) -> Finding:
    """Return the reason of a charge whose price list ends before the wanted value: the price must be asked."""
    return Finding("C23", Severity.CONFIRM, (item.place,), {"charge": item.charge_id})


def quantity_of(sheet: Sheet, item: Item) -> Figure:
    """Return the raw quantity of a plain basis: as typed on the line, as counted, or from goods and simulation."""
    if item.terms.quantity is not None:
        return item.terms.quantity
    count = sheet.scenario.counts.get(item.basis)
    if count is not None:
        return count
    if item.basis in _WHOLE:
        return _WHOLE[item.basis](sheet, item)
    return sheet.per_sku(lambda sku: quantity_of_sku(sheet, item, sku))


def quantity_of_sku(sheet: Sheet, item: Item, sku: Sku) -> Figure:
    """Return the raw quantity of one article."""
    units = sheet.stock.units(_UNITS_OF_STAGE.get(item.stage, SHIPPED), sku)
    if isinstance(units, Finding):
        return units
    return _OF_SKU[item.basis](item, sku, Decimal(units))


def volume_of(sku: Sku) -> Figure:
    """Return the volume of one unit in m³, as typed or from its size."""
    if sku.cbm is not None:
        return sku.cbm
    if len(sku.size_cm) == 3:
        return exact_quotient(exact_product(*sku.size_cm), _CM3_PER_CBM)
    return missing(f"skus.{sku.id}.cbm", "cbm")


def weight_of(sku: Sku) -> Figure:
    """Return the gross weight of one unit in kg."""
    return missing(f"skus.{sku.id}.gross_kg", "gross_kg") if sku.gross_kg is None else sku.gross_kg


def _volume(_item: Item, sku: Sku, units: Decimal) -> Figure:
    volume = volume_of(sku)
    return volume if isinstance(volume, Finding) else exact_product(units, volume)


def _weight(_item: Item, sku: Sku, units: Decimal) -> Figure:
    weight = weight_of(sku)
    return weight if isinstance(weight, Finding) else exact_product(units, weight)


def _cartons(_item: Item, sku: Sku, units: Decimal) -> Figure:
    return _packed(sku, "units_per_carton", sku.units_per_carton, units)


def _pallets(_item: Item, sku: Sku, units: Decimal) -> Figure:
    return _packed(sku, "units_per_pallet", sku.units_per_pallet, units)


def _packed(sku: Sku, name: str, size: int | None, units: Decimal) -> Figure:
    return missing(f"skus.{sku.id}.{name}", name) if size is None else Decimal(-(-int(units) // size))


def _units(_item: Item, _sku: Sku, units: Decimal) -> Figure:
    return units


def _shipment(_sheet: Sheet, _item: Item) -> Figure:
    return Decimal(1)


def _container(_sheet: Sheet, item: Item) -> Figure:
    return missing(f"counts.{item.basis}", item.basis)


def _articles(sheet: Sheet, _item: Item) -> Figure:
    return Decimal(len(sheet.scenario.skus)) if sheet.scenario.skus else missing("skus", "skus")


def _revenue_tons(sheet: Sheet, item: Item) -> Figure:
    volume = sheet.per_sku(lambda sku: _total(sheet, item, sku, _volume))
    kg = sheet.per_sku(lambda sku: _total(sheet, item, sku, _weight))
    if isinstance(volume, Finding) or isinstance(kg, Finding):
        return total_of({"volume": volume, "kg": kg})
    return max(volume, exact_quotient(kg, item.terms.density_kg_per_cbm or SEA_DENSITY))


def _chargeable_kg(sheet: Sheet, item: Item) -> Figure:
    divisor = item.terms.divisor_cm_kg
    if divisor is None:
        return missing_at(item.place, "divisor_cm_kg")
    volume = sheet.per_sku(lambda sku: _total(sheet, item, sku, _volume))
    kg = sheet.per_sku(lambda sku: _total(sheet, item, sku, _weight))
    if isinstance(volume, Finding) or isinstance(kg, Finding):
        return total_of({"volume": volume, "kg": kg})
    return max(kg, exact_quotient(volume * _CM3_PER_CBM, divisor))


def _total(sheet: Sheet, item: Item, sku: Sku, of: Callable[[Item, Sku, Decimal], Figure]) -> Figure:
    units = sheet.stock.shipped(sku)
    return units if isinstance(units, Finding) else of(item, sku, Decimal(units))


def _orders(sheet: Sheet, item: Item) -> Figure:
    orders: Count = sheet.stock.orders()
    if not isinstance(orders, Finding) and not all(entry.units_per_order for entry in sheet.scenario.demand):
        sheet.findings.append(Finding("C52", Severity.CONFIRM, ("estimate.demand",), {"charge": item.charge_id}))
    return orders if isinstance(orders, Finding) else Decimal(orders)


def active_months(sheet: Sheet) -> tuple[tuple[int, int], ...] | Finding:
    """Return the months in which any article lay in the warehouse."""
    if sheet.stock.reason is not None:
        return sheet.stock.reason
    return months_of(day for history in sheet.stock.histories.values() for day in history.days)


def _months(sheet: Sheet, _item: Item) -> Figure:
    months = active_months(sheet)
    return months if isinstance(months, Finding) else Decimal(len(months))


_WHOLE: dict[str, Callable[[Sheet, Item], Figure]] = {
    "shipment": _shipment, "container": _container, "sku": _articles, "rt": _revenue_tons,
    "chargeable_kg": _chargeable_kg, "order": _orders, "month": _months,
}  # fmt: skip
_OF_SKU: dict[str, Callable[[Item, Sku, Decimal], Figure]] = {
    "unit": _units, "cbm": _volume, "kg": _weight, "carton": _cartons, "pallet": _pallets, "parcel": _units,
}  # fmt: skip
PLAIN_BASES = frozenset(_WHOLE) | frozenset(_OF_SKU)


def price_parcels(sheet: Sheet, item: Item) -> None:
    """Price a carrier table article by article, one piece in a parcel; a plain rate is priced like any other."""
    if not item.terms.table:
        price_plain(sheet, item)
        return
    for sku in sheet.scenario.skus:
        sheet.add(item, _parcels(sheet, item, sku))


def _parcels(sheet: Sheet, item: Item, sku: Sku) -> Priced | Finding:
    sold = sheet.stock.units(SOLD, sku)
    price = parcel_price(item.terms, sku, item.currency)
    if isinstance(sold, Finding):
        return sold
    if price is None:
        return missing(f"skus.{sku.id}.size_cm", "size_cm")
    if price.amount is None:
        return no_price(item)
    amount = round_money(sold * price.amount, item.currency)
    text = f"{price.formula}; {sold} × {number(price.amount)} = {plain(amount)} {item.currency}"
    return Priced(amount, text, Decimal(sold), price.amount)
