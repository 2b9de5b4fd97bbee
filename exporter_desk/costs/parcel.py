"""Carrier tables (尾程): billed weight of one piece, its band, and the surcharges per parcel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.fitting import PARCEL
from exporter_desk.costs.lines import HUNDRED, charged_quantity, number
from exporter_desk.costs.sizes import Piece, class_of, piece_of
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.money import round_money

if TYPE_CHECKING:
    from exporter_desk.costs.charge import ChargeTerms, Item, OverWeight, SizedFee, Surcharge, WeightBand, WeightRule
    from exporter_desk.costs.scenario import Sku


@dataclass(frozen=True, slots=True)
class ParcelPrice:
    """The price of one parcel and how it was found; `amount` is None when the table ends below the weight."""

    amount: Decimal | None
    formula: str


def parcel_price(
    item: Item, sku: Sku, price: Decimal | None = None, *, zone: str | None = None
) -> ParcelPrice | Finding:
    """Price one parcel with one piece of `sku`, by weight or by size class and sale `price`; or say what is missing.

    `zone` counts for a table by zone that does not choose one itself.
    """
    terms = replace(item.terms, zone=item.terms.zone or zone)
    piece = piece_of(sku) if _is_measured(terms) else None
    if isinstance(piece, Finding):
        return piece
    words = ""
    if terms.fees:
        found = class_of(item, sku)
        if isinstance(found, Finding):
            return found
        fee = _fee_of(terms, found.id, price)
        if fee is None:
            return ParcelPrice(None, found.id)
        terms, words = replace(terms, weight=fee.weight, table=fee.table, over=fee.over), f"{found.id} "
    return _priced(terms, piece, item.currency, words)


def _fee_of(terms: ChargeTerms, size: str, price: Decimal | None) -> SizedFee | None:
    fitting = (fee for fee in terms.fees if fee.size == size)
    return next((fee for fee in fitting if fee.price is None or (price is not None and fee.price.holds(price))), None)


def _is_measured(terms: ChargeTerms) -> bool:
    """Tell whether weight or sides of the piece decide its price; one price for all needs neither."""
    limited = any(band.to_kg is not None or band.to_lb is not None for band in terms.table)
    return limited or bool(terms.fees) or any(one.when for one in terms.surcharges)


def _priced(terms: ChargeTerms, piece: Piece | None, currency: str, words: str) -> ParcelPrice:
    pounds, said = in_pounds(terms), words
    billed = Decimal(0)
    if piece is not None:
        billed = _billed(terms.weight, piece, pounds=pounds)
        said = f"{words}{number(billed)} {'lb' if pounds else 'kg'}"
    base = _base(terms, billed, pounds=pounds)
    if base is None:
        return ParcelPrice(None, said)
    parts = _parts(terms, round_money(base, currency), {} if piece is None else piece.measures(), currency)
    total = sum(parts.values(), Decimal(0))
    listed = " + ".join(f"{name} {number(part)}" for name, part in parts.items())
    if terms.factor != 1:
        total = round_money(total * terms.factor, currency)
        listed = f"({listed}) × {number(terms.factor)}"
    return ParcelPrice(total, f"{f'{said}: ' if said else ''}{listed} = {number(total)}")


def _parts(terms: ChargeTerms, base: Decimal, measures: dict[str, Decimal], currency: str) -> dict[str, Decimal]:
    """Return the price and each surcharge that is due; a percentage waits for the percentages that it is a share of."""
    due = [one for one in terms.surcharges if _is_due(one, measures)]
    parts = {PARCEL: base, **{one.id: one.flat or Decimal(0) for one in due}}
    waiting = [one for one in due if one.pct is not None]
    while waiting:
        names = {one.id for one in waiting}
        one = next((one for one in waiting if names.isdisjoint(one.on)), waiting[0])
        share = sum((parts[name] for name in one.on if name in parts), Decimal(0)) * (one.pct or Decimal(0)) / HUNDRED
        parts[one.id] += round_money(share, currency)
        waiting.remove(one)
    return parts


def in_pounds(terms: ChargeTerms) -> bool:
    """Tell whether a table counts in pounds: by its weight rule, its bands, or what it says of heavier pieces."""
    rule, over = terms.weight, terms.over
    by_rule = rule is not None and (rule.divisor_in_lb is not None or rule.step_lb is not None)
    return by_rule or any(band.to_lb is not None for band in terms.table) or (over is not None and bool(over.per_lb))


def _billed(rule: WeightRule | None, piece: Piece, *, pounds: bool) -> Decimal:
    """Without a rule the actual weight is billed as it is."""
    if rule is None:
        return piece.pounds if pounds else piece.gross_kg
    weight = piece.weighed(rule, pounds=pounds)
    step = rule.step_lb if pounds else rule.step_kg
    return charged_quantity(weight, step, None)


def _base(terms: ChargeTerms, billed: Decimal, *, pounds: bool) -> Decimal | None:
    for band in terms.table:
        bound = band.to_lb if pounds else band.to_kg
        if bound is None or billed <= bound:
            return _band_rate(band, terms.zone)
    if terms.over is None or not terms.table:
        return None
    last = _band_rate(terms.table[-1], terms.zone) if terms.over.rate is None else terms.over.rate
    extra = _over(terms.over, billed, pounds=pounds)
    return None if last is None or extra is None else last + extra


def _band_rate(band: WeightBand, zone: str | None) -> Decimal | None:
    return band.rate if zone is None or not band.zone else band.zone.get(zone)


def _over(over: OverWeight, billed: Decimal, *, pounds: bool) -> Decimal | None:
    above, price = (over.above_lb, over.per_lb) if pounds else (over.above_kg, over.per_kg)
    step = over.step_lb if pounds else over.step_kg
    if above is None or price is None or billed < above:
        return None
    return charged_quantity(billed - above, step, None) * price


def _is_due(surcharge: Surcharge, measures: dict[str, Decimal]) -> bool:
    limits = {name.removesuffix("_gt"): bound for name, bound in surcharge.when.items()}
    return not surcharge.when or any(measures[name] > bound for name, bound in limits.items() if name in measures)
