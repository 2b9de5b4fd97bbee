"""Costs of each article: its own lines, and its share of the others by value, volume, weight or units.

Shares follow the largest-remainder method at the minor unit: none is negative and they add up exactly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import exact_product, exact_quotient
from exporter_desk.costs.pricing import counts_as_landed
from exporter_desk.costs.quantities import volume_of, weight_of
from exporter_desk.costs.sheet import waits_for
from exporter_desk.costs.stock import missing
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.money import round_half_up, split_largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.costs.lines import CostLine
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Figure, Sheet

PER_UNIT_DIGITS = 4
_LEAST_KEY = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCost:
    """One article in the reporting currency: all its cost, landed to shelf, and that per unit shipped."""

    sku: str
    total: Decimal
    landed: Decimal
    landed_per_unit: Decimal | None


def allocate(sheet: Sheet, key: str) -> tuple[ArticleCost, ...] | Finding:
    """Share every line out to the articles; a key whose total is nought is refused, an unknown part says what it is."""
    skus = sheet.scenario.skus
    weights = [_weight(sheet, sku, key) for sku in skus]
    reason = next((weight for weight in weights if isinstance(weight, Finding)), None)
    known = [weight for weight in weights if isinstance(weight, Decimal)]
    if reason is not None or not known:
        return reason or missing("skus", "skus")
    if sum(known, Decimal(0)) < _LEAST_KEY:
        return Finding("C60", Severity.ERROR, ("estimate.allocate_by",), {"key": key})
    totals, landed = dict.fromkeys((sku.id for sku in skus), Decimal(0)), defaultdict[str, Decimal](Decimal)
    for line in sheet.lines:
        if line.amount_reporting is None:
            return line.unknown or waits_for(line)
        for sku, share in _shares(sheet, line, line.amount_reporting, known):
            totals[sku] += share
            landed[sku] += share if counts_as_landed(line) else Decimal(0)
    return tuple(_row(sheet, sku, totals[sku.id], landed[sku.id]) for sku in skus)


def _shares(sheet: Sheet, line: CostLine, amount: Decimal, weights: Sequence[Decimal]) -> list[tuple[str, Decimal]]:
    if line.sku:
        return [(line.sku, amount)]
    names = [sku.id for sku in sheet.scenario.skus]
    return list(zip(names, split_largest(amount, weights, sheet.exchange.reporting), strict=True))


def _weight(sheet: Sheet, sku: Sku, key: str) -> Figure:
    """Return what an article weighs in the key, for all its shipped units."""
    units = sheet.stock.shipped(sku)
    if isinstance(units, Finding):
        return units
    each = _value_of(sheet, sku) if key == "value" else _EACH[key](sku) if key in _EACH else Decimal(1)
    return each if isinstance(each, Finding) else exact_product(each, Decimal(units))


def _value_of(sheet: Sheet, sku: Sku) -> Figure:
    if sku.cost is None or sku.cost.amount is None:
        return missing(f"skus.{sku.id}.cost", "cost")
    quote = sheet.exchange.quote(sku.cost.currency or sheet.exchange.reporting)
    return missing(f"fx.{sku.cost.currency}", "fx") if quote is None else exact_product(sku.cost.amount, quote.rate)


_EACH = {"volume": volume_of, "weight": weight_of}


def _row(sheet: Sheet, sku: Sku, total: Decimal, landed: Decimal) -> ArticleCost:
    units = sheet.stock.shipped(sku)
    each = None
    if isinstance(units, int) and units:
        each = round_half_up(exact_quotient(landed, Decimal(units)), PER_UNIT_DIGITS)
    return ArticleCost(sku=sku.id, total=total, landed=landed, landed_per_unit=each)
