"""Exempt and refund (免退税) of a trader: what each portion of an invoice earns, at its lower rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.trace import Trace, total
from exporter_desk.refund.matching import Portion
from exporter_desk.refund.quantity import ZERO, Quantity, cents, share, shown, waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import Invoice

SMALL_SCALE, GENERAL = "small_scale", "general"
# Issued by customs, and by the producer itself to a service company (代办退税专用发票): no supplier lowers their rate.
_OF_NO_SUPPLIER: Final = frozenset({"customs_payment", "agency_refund"})


def applied_rate(rate: Trace[Decimal], invoice: Invoice) -> Trace[Decimal]:
    """Return min(文库退税率, invoice rate) for a small-scale or 简易计税 supplier, else the library rate.

    Unknown while it matters whether the supplier is one of them and nobody has said, and for a general taxpayer whose
    invoice shows less tax than the refund would be: one of the two rates must be wrong.
    """
    place, library = f"invoices.{invoice.id}", rate.value
    if library is None:
        return waiting(*(rate.missing or ("refund_rate",)))
    if invoice.rate is None:
        return waiting(f"{place}.rate")
    if invoice.rate >= library:
        return _of_both(library, share(library), rate, place)
    if invoice.supplier_taxpayer == SMALL_SCALE or invoice.simple_method:
        return _of_both(invoice.rate, f"min({share(library)}, {share(invoice.rate)})", rate, place)
    if rates_clash(library, invoice):
        return waiting(f"{place}.rate")
    asked = "supplier_taxpayer" if invoice.supplier_taxpayer is None else "simple_method"
    return waiting(f"{place}.{asked}")


def _of_both(value: Decimal, text: str, rate: Trace[Decimal], invoice: str) -> Trace[Decimal]:
    return Trace(value, text, (f"{invoice}.rate", *rate.inputs), rate.sources, rate.estimated)


def rates_clash(library: Decimal | None, invoice: Invoice) -> bool:
    """Tell whether the refund rate lies above the rate of an invoice to which the lower-of rule does not apply."""
    if library is None or invoice.rate is None or invoice.rate >= library:
        return False
    general = invoice.supplier_taxpayer == GENERAL and invoice.simple_method is False
    return general or invoice.voucher in _OF_NO_SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class PortionRefund:
    """The refund of one portion (一行进货明细): base, rate, refund and what goes to cost."""

    portion: Portion
    lawful: bool | None
    base: Trace[Decimal]
    rate: Trace[Decimal]
    refund: Trace[Decimal]
    gap: Trace[Decimal]


def portion_refund(
    portion: Portion, library: Trace[Decimal], lawful: Sequence[str] | None, *, apart: Sequence[str] = ()
) -> PortionRefund:
    """Compute 应退税额 = 计税依据 × 适用退税率 of one portion; without a lawful voucher the refund is zero.

    `lawful` None means that the law of the day is not in the rules: no refund can be computed. `apart` are the
    units that are asked because those of line and invoices could not be compared.
    """
    invoice = portion.invoice
    rate = applied_rate(library, invoice)
    counts = None if invoice.voucher is None or lawful is None else invoice.voucher in lawful
    base = _base(portion, apart=apart)
    if counts is False:
        nothing = Trace(ZERO, "0", (f"invoices.{invoice.id}.voucher",))
        return PortionRefund(portion=portion, lawful=False, base=base, rate=rate, refund=nothing, gap=nothing)
    asked = "policy" if lawful is None else f"invoices.{invoice.id}.voucher"
    waits = (*base.missing, *rate.missing, *(() if counts else (asked,)), *portion.doubt)
    inputs = (*base.inputs, *rate.inputs)
    if base.value is None or rate.value is None or invoice.rate is None or waits:
        open_trace = waiting(*waits)
        return PortionRefund(portion=portion, lawful=counts, base=base, rate=rate, refund=open_trace, gap=open_trace)
    guess = base.estimated or rate.estimated
    text = f"{shown(base.value)} × {share(rate.value)}"
    refund = Trace(cents(base.value * rate.value), text, inputs, rate.sources, guess)
    difference = invoice.rate - rate.value
    text = f"{shown(base.value)} × ({share(invoice.rate)} − {share(rate.value)})"
    gap = Trace(cents(base.value * difference), text, inputs, rate.sources, guess)
    return PortionRefund(portion=portion, lawful=True, base=base, rate=rate, refund=refund, gap=gap)


def _base(portion: Portion, *, apart: Sequence[str]) -> Trace[Decimal]:
    invoice, path = portion.invoice, f"invoices.{portion.invoice.id}"
    if portion.amount is None:
        if invoice.amount is None:
            return waiting(f"{path}.amount")
        if apart:
            return waiting(*apart)
        if invoice.qty is None:
            return waiting(f"{path}.qty")
        return waiting(*(portion.waits or (f"lines.{portion.line}.qty",)))
    text, inputs = shown(invoice.amount), measured_by(portion)
    if portion.qty is not None and portion.qty != invoice.qty:
        text = _share_of(portion, portion.qty, invoice)
    return Trace(portion.amount, text, inputs, estimated=portion.estimated)


def _share_of(portion: Portion, qty: Decimal, invoice: Invoice) -> str:
    """Return how a part of an invoice is found; what empties it takes what the parts before it left."""
    whole, held, amount = invoice.amount or ZERO, invoice.qty or Decimal(1), portion.amount or ZERO
    if cents(whole * qty / held) != amount:
        return f"{shown(whole)} − {shown(whole - amount)}"
    return f"{shown(whole)} ÷ {trimmed(held)} × {trimmed(qty)}"


def measured_by(portion: Portion) -> tuple[str, ...]:
    """Return what the amount of a portion comes from: the invoice, and the quantities where those were compared."""
    path = f"invoices.{portion.invoice.id}"
    compared = portion.line and portion.qty is not None
    return (f"{path}.amount", *((f"{path}.qty", f"lines.{portion.line}.qty") if compared else ()))


def refund_bounds(portion: PortionRefund, library: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest refund of a portion: zero while its voucher is not known, or in doubt."""
    if portion.refund.value is not None:
        return portion.refund.value, portion.refund.value
    amount, rate = portion.portion.amount, portion.portion.invoice.rate
    if amount is None or library is None:
        return None
    open_voucher = rate is None or portion.lawful is None or portion.portion.doubt
    low = ZERO if open_voucher or rate is None else cents(amount * min(rate, library))
    high = cents(amount * library)
    return min(low, high), max(low, high)


def line_quantities(line: str, portions: Sequence[PortionRefund], library: Decimal | None) -> tuple[Quantity, ...]:
    """Return BASE, REFUND_LINE and COST_GAP of one export line."""
    lawful = [one for one in portions if one.lawful is not False]
    if not portions:
        waits = waiting("invoices")
        return tuple(Quantity(symbol=symbol, line=line, trace=waits) for symbol in ("BASE", "REFUND_LINE", "COST_GAP"))
    base = _summed([waiting(*one.portion.doubt) if one.portion.doubt else one.base for one in lawful])
    refund = _summed([one.refund for one in portions])
    gap = _summed([one.gap for one in portions])
    bounds = [refund_bounds(one, library) for one in portions] if refund.value is None else []
    known = [pair for pair in bounds if pair is not None]
    bounded = bool(known) and len(known) == len(bounds)
    return (
        Quantity(symbol="BASE", line=line, trace=base),
        Quantity(
            symbol="REFUND_LINE",
            line=line,
            trace=refund,
            low=sum((low for low, _ in known), ZERO) if bounded else None,
            high=sum((high for _, high in known), ZERO) if bounded else None,
        ),
        Quantity(symbol="COST_GAP", line=line, trace=gap),
    )


def _summed(parts: Sequence[Trace[Decimal]]) -> Trace[Decimal]:
    if not parts:
        return Trace(ZERO, "0")
    return total(parts, " + ".join(part.formula or "?" for part in parts))
