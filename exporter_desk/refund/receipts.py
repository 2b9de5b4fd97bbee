"""Checks of what was received (收汇) against the deal: by currency and amount, each voucher once, and in time."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.quantity import ZERO, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.tax import Receipt
    from exporter_desk.refund.examined import Examined

_LAW = ("L19",)
PENDING = "pending"


def receipt_findings(file: Examined) -> Iterator[Finding]:
    """Yield what disagrees between the receipts and the deal, or among the receipts themselves."""
    receipts = file.basis.source.receipts
    yield from _late(file)
    for one in receipts:
        if one.goods_amount is not None and one.amount is not None and one.goods_amount > one.amount:
            values = {"part": shown(one.goods_amount), "whole": shown(one.amount)}
            places = (f"receipts.{one.id}.goods_amount", f"receipts.{one.id}.amount")
            yield Finding("T76", Severity.ERROR, places, values)
    yield from _twice(receipts)
    yield from _amounts(file)


def _late(file: Examined) -> Iterator[Finding]:
    """What came after the last day, and what had not come by then."""
    end = file.due("fx_deadline")
    if end is None:
        return
    for one in file.basis.source.receipts:
        if one.day is not None and one.day > end:
            values = {"day": one.day.isoformat(), "end": end.isoformat()}
            yield Finding("T58", Severity.CONFIRM, (f"receipts.{one.id}.day", "dates.export"), values, _LAW)
    if file.basis.source.state.exchange == PENDING and file.basis.day > end:
        yield Finding("T77", Severity.CONFIRM, ("state.exchange", "dates.export"), {"end": end.isoformat()}, _LAW)


def _twice(receipts: tuple[Receipt, ...]) -> Iterator[Finding]:
    """One voucher may pay several declarations in parts; the parts are no more than the voucher."""
    seen: dict[str, list[Receipt]] = defaultdict(list)
    for one in receipts:
        if one.reference:
            seen[one.reference].append(one)
    for reference, same in seen.items():
        parts = [one.goods_amount or one.amount for one in same]
        wholes = [one.amount for one in same if one.amount is not None]
        if len(same) < 2 or None in parts or not wholes:
            continue
        used = sum((part for part in parts if part is not None), ZERO)
        if used > max(wholes):
            values = {"reference": foreign(reference), "used": shown(used), "whole": shown(max(wholes))}
            yield Finding("T75", Severity.ERROR, tuple(f"receipts.{one.id}.reference" for one in same), values)


def _amounts(file: Examined) -> Iterator[Finding]:
    """What came in, by currency, against the declared total; nothing is converted, and an unknown part stops it."""
    source, declared = file.basis.source, file.basis.value.fob.declared.value
    deal = source.terms.currency
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in source.receipts:
        amount = one.goods_amount if one.goods_amount is not None else one.amount
        if amount is None or one.currency is None:
            return
        sums[one.currency] += amount
    if not sums or declared is None or deal is None:
        return
    received = sums.get(deal, ZERO)
    values = {"received": shown(received), "declared": shown(declared), "currency": deal}
    values |= {"difference": shown(abs(declared - received))}
    others = [currency for currency in sums if currency != deal]
    if others:
        listed = [f"{currency} {shown(sums[currency])}" for currency in others]
        values |= {"others_zh": "、".join(listed), "others_en": ", ".join(listed)}
        variant = "" if 0 < received < declared else "enough" if received else "none"
        places = tuple(f"receipts.{one.id}.currency" for one in source.receipts if one.currency in others)
        yield Finding("T73", Severity.CONFIRM, (*places, "terms.currency"), values, _LAW, variant=variant)
    elif sums[deal] < declared:
        yield Finding("T59", Severity.CONFIRM, ("receipts", "lines"), values, _LAW)
    elif sums[deal] > declared:
        yield Finding("T74", Severity.CONFIRM, ("receipts", "lines"), values, _LAW)
