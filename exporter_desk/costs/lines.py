"""One charge line: the arithmetic of quantity, rate, limits and rounding, and the record that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import reduce
from typing import TYPE_CHECKING

from exporter_desk.costs.window import ALWAYS, Window
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import WIDE, round_half_up, round_money
from exporter_desk.domain.numbers import plain, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.costs.charge import Item, Tier
    from exporter_desk.costs.fx import Exchange

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One priced line with everything that explains it (为什么是这个数).

    `amount` is rounded in `currency`; `amount_reporting` is that rounded amount converted and rounded again. Both are
    None when something is unknown, and `unknown` says what. `limit` is `min` or `max` when one was binding. `low` and
    `high` are reporting amounts of the range. `month` is set on lines that a calendar month closes, `sku` on lines
    that belong to one article. `window` holds the days that the line is for, where its price does not always hold.
    """

    stage: str
    charge_id: str
    place: str
    basis: str = ""
    name_zh: str = ""
    name_en: str = ""
    formula: str = ""
    quantity: Decimal | None = None
    rate: Decimal | None = None
    limit: str = ""
    currency: str
    amount: Decimal | None = None
    fx: Decimal | None = None
    fx_source: str = ""
    amount_reporting: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    as_of: date | None = None
    confidence: str = ""
    card_id: str = ""
    estimated: bool = False
    month: str = ""
    sku: str = ""
    covers: tuple[str, ...] = ()
    in_tax_base: bool = False
    recoverable: bool = False
    recovered_after_days: int | None = None
    given_back: Decimal = Decimal(0)
    window: Window = ALWAYS
    unknown: Finding | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A rounded amount with the words that lead to it; `given_back` is what refunded sales took off it."""

    amount: Decimal
    formula: str
    quantity: Decimal
    rate: Decimal
    limit: str = ""
    given_back: Decimal = Decimal(0)


def exact_product(*factors: Decimal) -> Decimal:
    """Multiply without losing digits."""
    return reduce(WIDE.multiply, factors, Decimal(1))


def exact_quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Divide to 60 digits."""
    return WIDE.divide(dividend, divisor)


def charged_quantity(raw: Decimal, step: Decimal | None, least: Decimal | None) -> Decimal:
    """Step `raw` up, then apply the smallest quantity."""
    quantity = raw
    if step:
        quantity = exact_quotient(raw, step).to_integral_value(rounding=ROUND_CEILING) * step
    return quantity if least is None else max(quantity, least)


def limited(raw: Decimal, currency: str, least: Decimal | None, most: Decimal | None) -> tuple[Decimal, str]:
    """Apply the smallest and the greatest charge, then round; the word tells which one was binding."""
    if least is not None and raw < least:
        return round_money(least, currency), "min"
    if most is not None and raw > most:
        return round_money(most, currency), "max"
    return round_money(raw, currency), ""


def tier_rate(tiers: Sequence[Tier], value: Decimal) -> Decimal | None:
    """Return the rate of the first tier that reaches `value` (inclusive); None when that price must be asked."""
    return next((tier.rate for tier in tiers if tier.to is None or value <= tier.to), None)


def slab_sum(tiers: Sequence[Tier], value: Decimal) -> Decimal | None:
    """Return the sum of each slice of `value` at the rate of its own tier; None when a touched tier has no price."""
    result, start = Decimal(0), Decimal(0)
    for tier in tiers:
        end = value if tier.to is None else min(value, tier.to)
        if end > start:
            if tier.rate is None:
                return None
            result += (end - start) * tier.rate
            start = end
    return result


def times(item: Item, raw: Decimal, rate: Decimal) -> Priced:
    """Price `raw` units at `rate`: quantity order, product, limits, rounding."""
    terms = item.terms
    quantity = charged_quantity(raw, terms.qty_step, terms.qty_min)
    amount, limit = limited(exact_product(quantity, rate), item.currency, item.min_charge, terms.max_charge)
    return Priced(amount, product_formula(item, raw, quantity, rate, amount, limit), quantity, rate, limit)


def product_formula(item: Item, raw: Decimal, quantity: Decimal, rate: Decimal, amount: Decimal, limit: str) -> str:
    """Return `5.76 cbm × 148 = 852.48 USD`, with the way from the raw quantity and the limit when they matter."""
    way = "" if quantity == raw else f"{number(raw)} → "
    text = f"{way}{number(quantity)} {item.basis} × {trimmed(rate)}"
    exact = number(exact_product(quantity, rate)) if limit else plain(amount)
    bound = f" → {limit} {plain(amount)}" if limit else ""
    return f"{text} = {exact}{bound} {item.currency}"


def number(value: Decimal) -> str:
    """Return a number for a formula: at most six places, no trailing zeros."""
    return trimmed(round_half_up(value, 6))


def cost_line(
    item: Item,
    result: Priced | Finding,
    exchange: Exchange,
    *,
    month: str = "",
    sku: str = "",
    estimated: bool = False,
) -> CostLine:
    """Return the line of `item` with its amount, converted after rounding; or with the reason why there is none."""
    priced, unknown = (None, result) if isinstance(result, Finding) else (result, None)
    quote, reported = None, None
    if priced is not None:
        quote = exchange.quote(item.currency)
        reported = exchange.convert(priced.amount, item.currency, exchange.reporting)
    if priced is not None and quote is None:
        unknown = Finding("C21", Severity.ERROR, (item.place,), no_rate(item.currency, exchange.reporting))
    return CostLine(
        stage=item.stage,
        charge_id=item.charge_id,
        place=item.place,
        basis=item.basis,
        name_zh=item.terms.name_zh or "",
        name_en=item.terms.name_en or "",
        formula=priced.formula if priced else "",
        quantity=priced.quantity if priced else None,
        rate=priced.rate if priced else None,
        limit=priced.limit if priced else "",
        currency=item.currency,
        amount=priced.amount if priced else None,
        fx=quote.rate if quote else None,
        fx_source=quote.source if quote else "",
        amount_reporting=reported,
        source=item.source,
        as_of=item.as_of,
        confidence=item.confidence,
        card_id=item.card_id,
        estimated=item.estimated or estimated or (quote is not None and quote.estimated),
        month=month,
        sku=sku,
        covers=item.terms.covers,
        in_tax_base=item.terms.in_tax_base,
        given_back=priced.given_back if priced else Decimal(0),
        window=item.window,
        unknown=unknown,
    )


def no_rate(currency: str, reporting: str) -> dict[str, str]:
    """Return what the finding about a missing rate of exchange says."""
    return {"currency": currency, "reporting": reporting}
