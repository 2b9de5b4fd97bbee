"""The average-inventory shortcut beside the exact storage, and by how much it misses: shown once, to teach."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.lines import HUNDRED, exact_product, exact_quotient
from exporter_desk.costs.quantities import volume_of
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.money import round_half_up, round_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.costs.charge import Item, Tier
    from exporter_desk.costs.scenario import Sku
    from exporter_desk.costs.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """Half the units × volume × days to sell out × the first paid rate, free days cut; in the charge's currency."""

    charge_id: str
    currency: str
    exact: Decimal
    shortcut: Decimal
    error_pct: Decimal | None


def shortcut_of(sheet: Sheet, items: Sequence[Item]) -> Shortcut | None:
    """Return the comparison for the first charge by cubic-metre days; None when nothing is ever sold out."""
    item = next((item for item in items if item.basis == "cbm_day" and item.window.always), None)
    if item is None or sheet.stock.reason is not None:
        return None
    parts = [_of_sku(sheet, item, sku) for sku in sheet.scenario.skus]
    known = [part for part in parts if part is not None]
    lines = [line.amount for line in sheet.lines if line.place == item.place]
    exact = [amount for amount in lines if amount is not None]
    if len(known) != len(parts) or len(exact) != len(lines):
        return None
    rough, total = round_money(sum(known, Decimal(0)), item.currency), sum(exact, Decimal(0))
    error = round_half_up(exact_quotient((rough - total) * HUNDRED, total), 1) if total else None
    return Shortcut(charge_id=item.charge_id, currency=item.currency, exact=total, shortcut=rough, error_pct=error)


def _of_sku(sheet: Sheet, item: Item, sku: Sku) -> Decimal | None:
    history, volume = sheet.stock.histories[sku.id], volume_of(sku)
    last = history.stock_out()
    paid = _first_paid(item.terms.tiers) if item.terms.tiers else (Decimal(0), sheet.rate(item) or Decimal(0))
    if last is None or isinstance(volume, Finding) or paid is None:
        return None
    first = next((day for day, units in zip(history.calendar, history.columns["opening"], strict=True) if units), last)
    free, rate = paid
    days = max(Decimal(0), Decimal((last - first).days + 1) - free)
    units = history.total("inbound") - history.total("rejected")
    return exact_product(Decimal(units), Decimal("0.5"), volume, days, rate)


def _first_paid(tiers: Sequence[Tier]) -> tuple[Decimal, Decimal] | None:
    """Return the free days before the first tier that costs anything, and its rate."""
    free = Decimal(0)
    for tier in tiers:
        if tier.rate:
            return free, tier.rate
        free = tier.to or free
    return None
