"""Quantities of the plain bases: how many containers, revenue tons, cartons, units … a charge is multiplied by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charge import WeightBand
from exporter_desk.costs.charged_days import shipped_of, units_of
from exporter_desk.costs.lines import (
    Priced,
    charged_quantity,
    exact_product,
    exact_quotient,
    limited,
    number,
    slab_sum,
    tier_rate,
    times,
)
from exporter_desk.costs.parcel import parcel_price
from exporter_desk.costs.sales import price_in
from exporter_desk.costs.sheet import Figure, total_of
from exporter_desk.costs.sizes import CM_PER_INCH, KG_PER_POUND, of_sizes
from exporter_desk.costs.stock import SOLD, Count, missing, missing_at
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.charge import Item
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.window import Window

SEA_DENSITY = Decimal(1000)  # a revenue ton of sea freight is 1 m³ or 1 t; every other density is quoted
CBM_PER_CUBIC_FOOT = Decimal("0.028316846592")  # exact by the definition of the inch
_CM3_PER_CBM = Decimal(1_000_000)
_BY_ARTICLE = frozenset({"unit_kg", "unit_lb", "longest_cm", "longest_in", "price"})


def price_plain(sheet: Sheet, item: Item) -> None:
    """Price a charge whose quantity is known without looking at other lines."""
    by_measure = bool(item.terms.tiers) and item.terms.tier_by in _BY_ARTICLE
    if not (item.terms.per_sku or item.terms.sizes or by_measure):
        _price(sheet, item, quantity_of(sheet, item), None)
        return
    skus = of_sizes(item, sheet.scenario.skus)
    if isinstance(skus, Finding):
        sheet.add(item, skus)
        return
    for sku in skus:
        _price(sheet, item, quantity_of_sku(sheet, item, sku), sku)


def _price(sheet: Sheet, item: Item, quantity: Figure, sku: Sku | None) -> None:
    if quantity == 0 and not item.window.always:
        return  # a smallest charge is not due for an article that has nothing within the days of the price
    sheet.add(item, _priced(sheet, item, quantity, sku), sku="" if sku is None else sku.id)


def _priced(sheet: Sheet, item: Item, quantity: Figure, sku: Sku | None) -> Priced | Finding:
    if isinstance(quantity, Finding):
        return quantity
    if item.terms.tiers and item.terms.mode == "slab":
        return _slabs(item, quantity)
    rate = _tiered(sheet, item, quantity, sku) if item.terms.tiers else sheet.rate(item)
    if isinstance(rate, Finding):
        return rate
    return no_price(item) if rate is None else times(item, quantity, rate)


def _slabs(item: Item, raw: Decimal) -> Priced | Finding:
    quantity = charged_quantity(raw, item.terms.qty_step, item.terms.qty_min)
    exact = slab_sum(item.terms.tiers, quantity)
    if exact is None:
        return no_price(item)
    amount, limit = limited(exact, item.currency, item.min_charge, item.terms.max_charge)
    rate = exact_quotient(exact, quantity) if quantity else Decimal(0)
    text = f"{number(quantity)} {item.basis}, Σ {number(exact)} → {plain(amount)} {item.currency}"
    return Priced(amount, text, quantity, rate, limit)


def _tiered(sheet: Sheet, item: Item, quantity: Decimal, sku: Sku | None) -> Figure | None:
    value = quantity if sku is None or item.terms.tier_by not in _BY_ARTICLE else _measure(sheet, item, sku)
    return value if isinstance(value, Finding) else tier_rate(item.terms.tiers, value)


def _measure(sheet: Sheet, item: Item, sku: Sku) -> Figure:
    """Return what decides the tier of one article: its weight, longest side or price."""
    by = item.terms.tier_by
    if by == "price":
        return price_in(sheet, sku, item.currency)
    if by == "unit_kg":
        return weight_of(sku)
    if by == "unit_lb":
        weight = weight_of(sku)
        return weight if isinstance(weight, Finding) else exact_quotient(weight, KG_PER_POUND)
    if not sku.size_cm:
        return missing(f"skus.{sku.id}.size_cm", "size_cm")
    longest = max(sku.size_cm)
    return longest if by == "longest_cm" else exact_quotient(longest, CM_PER_INCH)


def no_price(item: Item) -> Finding:
    """Return the reason of a charge whose price list ends before the wanted value: the price must be asked."""
    return Finding("C23", Severity.CONFIRM, (item.place,), item.words)


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
    units = units_of(sheet.stock, item, sku)
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


def _weight(item: Item, sku: Sku, units: Decimal) -> Figure:
    """Return the weight of some units; each one stepped up by itself where the charge says so."""
    weight = weight_of(sku)
    if isinstance(weight, Finding):
        return weight
    step = item.terms.qty_step if item.terms.each == "piece" else None
    return exact_product(units, charged_quantity(weight, step, None))


def _cartons(_item: Item, sku: Sku, units: Decimal) -> Figure:
    return _packed(sku, "units_per_carton", sku.units_per_carton, units)


def _pallets(_item: Item, sku: Sku, units: Decimal) -> Figure:
    return _packed(sku, "units_per_pallet", sku.units_per_pallet, units)


def _packed(sku: Sku, name: str, size: int | None, units: Decimal) -> Figure:
    return missing(f"skus.{sku.id}.{name}", name) if size is None else Decimal(-(-int(units) // size))


def _units(_item: Item, _sku: Sku, units: Decimal) -> Figure:
    return units


def _feet(item: Item, sku: Sku, units: Decimal) -> Figure:
    volume = _volume(item, sku, units)
    return volume if isinstance(volume, Finding) else exact_quotient(volume, CBM_PER_CUBIC_FOOT)


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
    if divisor is None and item.terms.density_kg_per_cbm is not None:
        divisor = exact_quotient(_CM3_PER_CBM, item.terms.density_kg_per_cbm)
    if divisor is None:
        return missing_at(item.place, "divisor_cm_kg")
    if item.terms.each == "piece":
        return sheet.per_sku(lambda sku: _by_piece(sheet, item, sku, divisor))
    volume = sheet.per_sku(lambda sku: _total(sheet, item, sku, _volume))
    kg = sheet.per_sku(lambda sku: _total(sheet, item, sku, _weight))
    if isinstance(volume, Finding) or isinstance(kg, Finding):
        return total_of({"volume": volume, "kg": kg})
    return max(kg, exact_quotient(volume * _CM3_PER_CBM, divisor))


def _by_piece(sheet: Sheet, item: Item, sku: Sku, divisor: Decimal) -> Figure:
    """Return the chargeable weight of one article when each piece is weighed and stepped up by itself."""
    units, kg, volume = shipped_of(sheet.stock, item, sku), weight_of(sku), _piece_volume(sku)
    if isinstance(units, Finding):
        return units
    if isinstance(kg, Finding) or isinstance(volume, Finding):
        return kg if isinstance(kg, Finding) else volume
    dim_kg = exact_quotient(volume * _CM3_PER_CBM, divisor)
    return Decimal(units) * charged_quantity(max(kg, dim_kg), item.terms.qty_step, None)


def _piece_volume(sku: Sku) -> Figure:
    """Return the volume of one piece in m³: of its sides where they are known, else as typed."""
    return volume_of(replace(sku, cbm=None) if sku.size_cm else sku)


def _total(sheet: Sheet, item: Item, sku: Sku, of: Callable[[Item, Sku, Decimal], Figure]) -> Figure:
    units = shipped_of(sheet.stock, item, sku)
    return units if isinstance(units, Finding) else of(item, sku, Decimal(units))


def _orders(sheet: Sheet, item: Item) -> Figure:
    orders: Count = sheet.stock.orders(item.window)
    if isinstance(orders, Finding):
        return orders
    ask_pieces(sheet, item)
    return Decimal(orders)


def ask_pieces(sheet: Sheet, item: Item) -> None:
    """Ask how many pieces make an order, for a charge by the order, where the plan does not say."""
    if not all(entry.units_per_order for entry in sheet.scenario.demand):
        sheet.findings.append(Finding("C52", Severity.CONFIRM, ("estimate.demand",), item.words))


def _extra_units(sheet: Sheet, item: Item) -> Figure:
    """Return the pieces beyond the first of each order."""
    orders, sold = _orders(sheet, item), sheet.stock.all_units(SOLD, item.window)
    if isinstance(orders, Finding) or isinstance(sold, Finding):
        return orders if isinstance(orders, Finding) else missing("demand", "demand")
    return Decimal(sold) - orders


def active_months(sheet: Sheet, window: Window) -> tuple[tuple[int, int], ...] | Finding:
    """Return the months in which any article lay in the warehouse on one of some days."""
    if sheet.stock.reason is not None:
        return sheet.stock.reason
    months: set[tuple[int, int]] = set()
    histories = sheet.stock.histories.values()
    return tuple(sorted(months.union(*(history.active_months(window.holds) for history in histories))))


def _months(sheet: Sheet, item: Item) -> Figure:
    months = active_months(sheet, item.window)
    return months if isinstance(months, Finding) else Decimal(len(months))


_WHOLE: dict[str, Callable[[Sheet, Item], Figure]] = {
    "shipment": _shipment, "container": _container, "sku": _articles, "rt": _revenue_tons,
    "chargeable_kg": _chargeable_kg, "order": _orders, "month": _months, "extra_unit": _extra_units,
}  # fmt: skip
_OF_SKU: dict[str, Callable[[Item, Sku, Decimal], Figure]] = {
    "unit": _units, "cbm": _volume, "kg": _weight, "carton": _cartons, "pallet": _pallets, "parcel": _units,
    "cuft": _feet,
}  # fmt: skip
PLAIN_BASES = frozenset(_WHOLE) | frozenset(_OF_SKU)


def price_parcels(sheet: Sheet, item: Item) -> None:
    """Price a carrier table article by article, one piece in a parcel; a plain rate is priced like any other."""
    if any((entry.units_per_order or 1) > 1 for entry in sheet.scenario.demand) and not _counted(sheet, item):
        sheet.findings.append(Finding("C79", Severity.HINT, (item.place,), item.words))
    if not (item.terms.table or item.terms.fees or item.terms.surcharges):
        price_plain(sheet, item)
        return
    skus = of_sizes(item, sheet.scenario.skus)
    if isinstance(skus, Finding):
        sheet.add(item, skus)
        return
    for sku in skus:
        sheet.add(item, _parcels(sheet, _as_table(sheet, item), sku), sku=sku.id)


def _as_table(sheet: Sheet, item: Item) -> Item:
    """Return a price for any parcel with surcharges as a table of one row, which adds them to each parcel."""
    rate = sheet.rate(item)
    if rate is None or item.terms.table or item.terms.fees:
        return item
    return replace(item, terms=replace(item.terms, table=(WeightBand(rate=rate),)))


def _counted(sheet: Sheet, item: Item) -> bool:
    return item.terms.quantity is not None or item.basis in sheet.scenario.counts


def _asks_zone(item: Item, sheet: Sheet) -> bool:
    """Tell whether the table has prices by zone and nobody said which one counts."""
    zoned = any(band.zone for band in item.terms.table)
    return zoned and item.terms.zone is None and "zone" not in sheet.scenario.facts


def _parcels(sheet: Sheet, item: Item, sku: Sku) -> Priced | Finding:
    sold = units_of(sheet.stock, item, sku)
    if isinstance(sold, Finding):
        return sold
    if _asks_zone(item, sheet):
        return Finding(
            "C43",
            Severity.CONFIRM,
            ("estimate.facts.zone",),
            {**item.words, "fact": "zone"},
            variant="zone",
        )
    sale = price_in(sheet, sku, item.currency) if any(fee.price for fee in item.terms.fees) else None
    if isinstance(sale, Finding):
        return sale
    price = parcel_price(item, sku, sale, zone=sheet.scenario.facts.get("zone"))
    if isinstance(price, Finding):
        return price
    if price.amount is None:
        return no_price(item)
    exact = exact_product(Decimal(sold), price.amount)
    amount, limit = limited(exact, item.currency, item.min_charge, item.terms.max_charge)
    bound = f" → {limit} {plain(amount)}" if limit else ""
    text = (
        f"{price.formula}; {sold} × {number(price.amount)} = {plain(exact if limit else amount)}{bound} {item.currency}"
    )
    return Priced(amount, text, Decimal(sold), price.amount, limit)
