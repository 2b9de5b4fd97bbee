"""Charges that are shares of something else: goods, CIF, customs value, tax base, sales, other stages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.charged_days import held_units
from exporter_desk.costs.customs import (
    add_tax,
    cost_and_freight,
    customs_value,
    declared_currency,
    duty_currency,
    tax_base,
)
from exporter_desk.costs.lines import (
    HUNDRED,
    Priced,
    exact_product,
    exact_quotient,
    limited,
    number,
    slab_sum,
    tier_rate,
)
from exporter_desk.costs.quantities import ask_pieces
from exporter_desk.costs.sales import price_of
from exporter_desk.costs.sheet import total_of, waits_for
from exporter_desk.costs.stock import SOLD, missing, missing_at
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_money, split_largest
from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.charge import Item, KeptFee
    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Figure, Sheet

# Cargo is insured for CIF and a tenth: the least that CIF and CIP ask of a seller (Incoterms 2020, A5).
INSURED = Decimal("1.1")


def price_percent(sheet: Sheet, item: Item) -> None:
    """Price a percentage of one base, which is rounded before it is used."""
    base = _BASES[item.basis](sheet, item)
    sheet.add(item, base if isinstance(base, Finding) else _share(sheet, item, base))


def _share(sheet: Sheet, item: Item, base: Decimal) -> Priced | Finding:
    rate = sheet.rate(item)
    if rate is None:
        return missing_at(item.place, "rate")
    exact = exact_product(base, rate / HUNDRED) + (item.terms.fixed or 0)
    amount, limit = limited(exact, item.currency, item.min_charge, item.terms.max_charge)
    bound = f"{limit} " if limit else ""
    fixed = f" + {number(item.terms.fixed)}" if item.terms.fixed else ""
    text = f"{number(base)} × {number(rate)} %{fixed} = {number(exact)} → {bound}{plain(amount)} {item.currency}"
    return Priced(amount, text, base, rate, limit)


def _in_currency(sheet: Sheet, item: Item, base: Figure, currency: str) -> Figure:
    if isinstance(base, Finding):
        return base
    amount = sheet.exchange.convert(base, currency, item.currency)
    return missing(f"fx.{currency}", "fx") if amount is None else amount


def _goods(sheet: Sheet, item: Item) -> Figure:
    if not any(line.stage == "goods" for line in sheet.lines):
        return missing("skus", "cost")
    return sheet.stages(item.currency, ("goods",))


def _value(sheet: Sheet, item: Item) -> Figure:
    return _in_currency(sheet, item, customs_value(sheet), duty_currency(sheet))


def _stages(sheet: Sheet, item: Item) -> Figure:
    if item.window.always:
        return sheet.stages(item.currency, item.terms.of)
    chosen = [line for line in sheet.lines if line.stage in item.terms.of]
    return total_of({str(n): _held_part(sheet, item, line) for n, line in enumerate(chosen)} or {"": Decimal(0)})


def _held_part(sheet: Sheet, item: Item, line: CostLine) -> Figure:
    """Return what of a line falls on the days of a charge, shared by the units that caused it."""
    if line.amount is None:
        return line.unknown or waits_for(line)
    inside, outside = held_units(sheet.stock, line, item, sheet.day)
    amount = line.amount if inside else Decimal(0)
    if inside and outside:
        amount = split_largest(amount, [Decimal(inside), Decimal(outside)], line.currency)[0]
    return _in_currency(sheet, item, amount, line.currency)


def _cif(sheet: Sheet, item: Item) -> Figure:
    insurance = sheet.stages(item.currency, ("insurance",))
    base = _in_currency(sheet, item, cost_and_freight(sheet), declared_currency(sheet))
    return base if isinstance(base, Finding) else _plus(base, insurance)


def _plus(first: Decimal, second: Figure) -> Figure:
    return second if isinstance(second, Finding) else first + second


_BASES: dict[str, Callable[[Sheet, Item], Figure]] = {
    "pct_of_goods": _goods, "pct_of_customs_value": _value, "pct_of_stage": _stages, "pct_of_cif": _cif,
}  # fmt: skip


def price_premium(sheet: Sheet, item: Item) -> None:
    """Price cargo insurance: CIF × `INSURED` × rate, where CIF = (cost + freight) / (1 − `INSURED` × rate)."""
    if item.stage != "insurance":
        price_percent(sheet, item)
        return
    base = _in_currency(sheet, item, cost_and_freight(sheet), declared_currency(sheet))
    rate = sheet.rate(item)
    if rate is None or isinstance(base, Finding):
        sheet.add(item, base if isinstance(base, Finding) else missing("lines", "rate"))
        return
    loaded = exact_product(INSURED, rate / HUNDRED)
    cif = round_money(exact_quotient(base, 1 - loaded), item.currency)
    exact = exact_product(cif, loaded)
    amount, limit = limited(exact, item.currency, item.min_charge, item.terms.max_charge)
    bound = f"{limit} " if limit else ""
    text = (
        f"CIF {number(base)} ÷ (1 − {number(INSURED)} × {number(rate)} %) = {plain(cif)}; "
        f"× {number(INSURED * HUNDRED)} % × {number(rate)} % = {number(exact)} → {bound}{plain(amount)} {item.currency}"
    )
    sheet.add(item, Priced(amount, text, cif, rate, limit))


def price_import_tax(sheet: Sheet, item: Item) -> None:
    """Price a typed import tax on the tax base; with `recovered_after_days` only its financing is a cost."""
    base = _in_currency(sheet, item, tax_base(sheet, duty_currency(sheet)), duty_currency(sheet))
    priced = base if isinstance(base, Finding) else _share(sheet, item, base)
    if isinstance(priced, Finding):
        sheet.add(item, priced)
    else:
        add_tax(sheet, item, priced, item.terms.recovered_after_days)


def price_of_sales(sheet: Sheet, item: Item) -> None:
    """Price a share of sales (platform, payment): per order where the card says so, less what a refund gives back."""
    for sku in sheet.scenario.skus:
        sheet.add(item, _of_sales(sheet, item, sku), sku=sku.id)


def _of_sales(sheet: Sheet, item: Item, sku: Sku) -> Priced | Finding:
    price, sold = price_of(sheet.scenario, sku), sheet.stock.units(SOLD, sku, item.window)
    returned = sheet.stock.refunded(sku, item.window)
    if price is None:
        return missing("price", "price")
    if isinstance(sold, Finding) or isinstance(returned, Finding):
        return sold if isinstance(sold, Finding) else missing("returns", "returns")
    gross = sheet.exchange.convert(price.gross, price.currency, item.currency)
    if gross is None:
        return missing(f"fx.{price.currency}", "fx")
    if item.terms.tiers or item.terms.kept:
        return _per_piece(sheet, item, gross, sold, returned)
    if item.terms.fixed or (item.terms.round and item.terms.round.when == "order"):
        return _per_order(sheet, item, gross, sku)
    return _share(sheet, item, round_money(gross * sold, item.currency))


def _fee(sheet: Sheet, item: Item, gross: Decimal) -> tuple[Decimal, str] | Finding:
    """Return the rounded fee on one sale of `gross`, and the limit that was binding."""
    exact = slab_pct(sheet, item, gross)
    if exact is None:
        return Finding("C23", Severity.CONFIRM, (item.place,), item.words)
    return limited(exact + (item.terms.fixed or 0), item.currency, item.min_charge, item.terms.max_charge)


def _per_order(sheet: Sheet, item: Item, gross: Decimal, sku: Sku) -> Priced | Finding:
    """Price a fee on the payment of each order, with as many pieces as an order has."""
    sizes = sheet.stock.order_sizes(sku, item.window)
    if isinstance(sizes, Finding):
        return sizes
    ask_pieces(sheet, item)
    amount, words, rate, bound = Decimal(0), list[str](), Decimal(0), ""
    for pieces, orders in sizes.items():
        fee = _fee(sheet, item, gross * pieces)
        if isinstance(fee, Finding):
            return fee
        amount += orders * fee[0]
        words.append(f"{orders} × {plain(fee[0])}")
        rate, bound = rate or fee[0], bound or fee[1]
    text = f"{' + '.join(words) or '0'} = {plain(amount)} {item.currency}"
    return Priced(amount, text, Decimal(sum(sizes.values())), rate, bound)


def _per_piece(sheet: Sheet, item: Item, gross: Decimal, sold: int, returned: int) -> Priced | Finding:
    """Price a fee on each piece sold, as platforms take it, less what they give back of a refunded one."""
    found = _fee(sheet, item, gross)
    if isinstance(found, Finding):
        return found
    fee, limit = found
    text = f"{sold} × {plain(fee)}"
    back = Decimal(0)
    if item.terms.kept is not None:
        each = fee - kept_fee(item.terms.kept, fee, item.currency)
        back = returned * each
        text += f" − {returned} × {plain(each)}"
    amount = sold * fee - back
    return Priced(amount, f"{text} = {plain(amount)} {item.currency}", Decimal(sold), fee, limit, back)


def slab_pct(sheet: Sheet, item: Item, gross: Decimal) -> Decimal | None:
    """Return the unrounded fee on one sale: one percentage, that of the price's step, or one for each slice of it."""
    if item.terms.tiers and item.terms.mode != "step":
        slabs = slab_sum(item.terms.tiers, gross)
        return None if slabs is None else slabs / HUNDRED
    rate = tier_rate(item.terms.tiers, gross) if item.terms.tiers else sheet.rate(item)
    return None if rate is None else exact_product(gross, rate / HUNDRED)


def kept_fee(kept: KeptFee, fee: Decimal, currency: str) -> Decimal:
    """Return what the platform keeps of a fee when the sale is refunded."""
    share = round_money(fee * kept.pct / HUNDRED, currency)
    return share if kept.max is None else min(kept.max, share)
