"""Carrier tables (尾程): billed weight of one piece, its band, and the surcharges per parcel."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient, number
from exporter_desk.domain.money import round_money

if TYPE_CHECKING:
    from exporter_desk.costs.charge import ChargeTerms, OverWeight, Surcharge, WeightBand, WeightRule
    from exporter_desk.costs.scenario import Sku

KG_PER_POUND = Decimal("0.45359237")
CM_PER_INCH = Decimal("2.54")


@dataclass(frozen=True, slots=True)
class ParcelPrice:
    """The price of one parcel and how it was found; `amount` is None when the table ends below the weight."""

    amount: Decimal | None
    formula: str


def parcel_price(terms: ChargeTerms, sku: Sku, currency: str) -> ParcelPrice | None:
    """Price one parcel with one piece of `sku`; None while weight, size or the rule of weight is not known."""
    rule = terms.weight
    if rule is None or sku.gross_kg is None or len(sku.size_cm) != 3:
        return None
    pounds = rule.divisor_in_lb is not None or rule.step_lb is not None
    billed = _billed(rule, sku, sku.gross_kg, pounds=pounds)
    base = _base(terms, billed, pounds=pounds)
    unit = "lb" if pounds else "kg"
    if base is None:
        return ParcelPrice(None, f"{number(billed)} {unit}")
    parts = {"parcel": round_money(base, currency)}
    for surcharge in terms.surcharges:
        if _is_due(surcharge, sku):
            parts[surcharge.id] = surcharge.flat or Decimal(0)
    for surcharge in terms.surcharges:
        if surcharge.pct is not None and surcharge.id in parts:
            share = sum((parts[name] for name in surcharge.on if name in parts), Decimal(0)) * surcharge.pct / HUNDRED
            parts[surcharge.id] += round_money(share, currency)
    total = sum(parts.values(), Decimal(0))
    listed = " + ".join(f"{name} {number(part)}" for name, part in parts.items())
    return ParcelPrice(total, f"{number(billed)} {unit}: {listed} = {number(total)}")


def _billed(rule: WeightRule, sku: Sku, gross_kg: Decimal, *, pounds: bool) -> Decimal:
    weight = exact_quotient(gross_kg, KG_PER_POUND) if pounds else gross_kg
    divisor = rule.divisor_in_lb if pounds else rule.divisor_cm_kg
    if rule.mode == "max_actual_dim" and divisor is not None:
        sides = [exact_quotient(side, CM_PER_INCH) if pounds else side for side in sku.size_cm]
        weight = max(weight, exact_quotient(exact_product(*sides), divisor))
    step = rule.step_lb if pounds else rule.step_kg
    return weight if not step else (weight / step).to_integral_value(rounding=ROUND_CEILING) * step


def _base(terms: ChargeTerms, billed: Decimal, *, pounds: bool) -> Decimal | None:
    for band in terms.table:
        bound = band.to_lb if pounds else band.to_kg
        if bound is None or billed <= bound:
            return _band_rate(band, terms.zone)
    last = _band_rate(terms.table[-1], terms.zone) if terms.table else None
    extra = _over(terms.over, billed, pounds=pounds)
    return None if last is None or extra is None else last + extra


def _band_rate(band: WeightBand, zone: str | None) -> Decimal | None:
    return band.rate if zone is None or not band.zone else band.zone.get(zone)


def _over(over: OverWeight | None, billed: Decimal, *, pounds: bool) -> Decimal | None:
    if over is None:
        return None
    above, price = (over.above_lb, over.per_lb) if pounds else (over.above_kg, over.per_kg)
    return None if above is None or price is None else (billed - above) * price


def _is_due(surcharge: Surcharge, sku: Sku) -> bool:
    longest, *others = sorted(sku.size_cm, reverse=True)
    sizes = {"longest_cm_gt": longest, "girth_cm_gt": longest + 2 * sum(others)}
    return not surcharge.when or any(sizes[name] > bound for name, bound in surcharge.when.items() if name in sizes)
