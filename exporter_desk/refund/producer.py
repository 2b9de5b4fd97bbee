"""Exempt, credit and refund (免抵退税) of a producer: every figure of one VAT period with its trace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.quantity import CNY, ZERO, Quantity, cents, formula, shown, summed
from exporter_desk.refund.span import Span, span_of
from exporter_desk.refund.vat_return import (
    NOTHING,
    Figure,
    carried_deduction,
    carried_mdt,
    credit_brought,
    exempt_material,
    input_tax,
    output_tax,
    taken_for_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import VatPeriod
    from exporter_desk.refund.vat_return import Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedLine:
    """One export line in CNY at FOB with the rate of a domestic sale and the refund rate (shares)."""

    id: str
    fob_cny: Trace[Decimal]
    vat_rate: Trace[Decimal]
    refund_rate: Trace[Decimal]


def exempt_credit_refund(
    lines: Sequence[TaxedLine], period: VatPeriod, beside: Beside = NOTHING
) -> tuple[Quantity, ...]:
    """Compute the period of 公告2026年第11号 article 5(1), step after step: BDM, TAX, LD, MDT, refund, what goes on.

    An unknown or contradicted input leaves everything that follows from it unknown and names it; the refund then lies
    between bounds, at the most the lesser of 免抵退税额 and the credit at the end, as far as they are known. A period
    without exports has lines of nothing.
    """
    bdm, net = _not_creditable(lines, period, beside)
    tax, credit = _tax_due(net, period, beside)
    mdt, whole = _refundable(lines, period, beside)
    assumed = taken_for_nothing(period, beside)
    return tuple(_with_assumed(one, assumed) for one in (*bdm, *tax, *mdt, *_outcome(credit, whole)))


def _with_assumed(quantity: Quantity, paths: frozenset[str]) -> Quantity:
    """Return a figure with those of its inputs that it takes for nothing."""
    found = tuple(path for path in quantity.trace.inputs if path in paths and path not in quantity.trace.missing)
    return replace(quantity, assumed=found) if found else quantity


def _not_creditable(
    lines: Sequence[TaxedLine], period: VatPeriod, beside: Beside
) -> tuple[tuple[Quantity, ...], Figure]:
    """Return BDM: per line, gross, deduction for exempt material, what the cap leaves over, and net."""
    parts = [_line("BDM_LINE", line, _gap(line)) for line in lines]
    gross = _gross(parts, period)
    carried = carried_deduction(period, beside)
    if not gross.value and period.carried_bdm_deduction is None and carried.trace.value is not None:
        carried = replace(carried, trace=Trace(ZERO, shown(ZERO)))  # of no gap nothing is taken off
    material, off = exempt_material(period, beside, gap=True)
    wanted = summed([carried.trace, *material])
    most = off.plus(carried.span)
    used = _capped(wanted, gross)
    left = formula([wanted, used], lambda v: v[0] - v[1], "{0} − {1}")
    net = formula([gross, used], lambda v: v[0] - v[1], "{0} − {1}")
    capped = span_of(used, *_bounds(most.lesser(span_of(gross).floored())))
    named = {"BDM_GROSS": gross, "BDM_DEDUCTION": used, "BDM_DEDUCTION_CARRIED": left, "BDM": net}
    figures = (*parts, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items()))
    return figures, Figure(net, span_of(net, *_bounds(span_of(gross).minus(capped))))


def _capped(wanted: Trace[Decimal], gross: Trace[Decimal]) -> Trace[Decimal]:
    """The deduction may not make BDM negative: of nothing, nothing is taken off whatever could be."""
    if gross.value is not None and gross.value <= 0 and wanted.value is None:
        return Trace(ZERO, "0", gross.inputs)
    pattern = "min({0}, max(0, {1}))" if gross.value is not None and gross.value < 0 else "min({0}, {1})"
    return formula([wanted, gross], lambda v: min(v[0], max(v[1], ZERO)), pattern)


def _gross(parts: Sequence[Quantity], period: VatPeriod) -> Trace[Decimal]:
    if not parts and period.no_exports:
        return Trace(ZERO, "0", ("vat.no_exports",))
    return summed([part.trace for part in parts])


def _tax_due(bdm: Figure, period: VatPeriod, beside: Beside) -> tuple[tuple[Quantity, ...], Figure]:
    """Return output tax, input tax, credit brought in, TAX, what is to be paid and LD, the credit at the end."""
    output, inward, previous = output_tax(period, beside), input_tax(period, beside), credit_brought(period)
    parts = [output.trace, inward.trace, bdm.trace, previous.trace]
    tax = formula(parts, lambda v: v[0] - (v[1] - v[2]) - v[3], "{0} − ({1} − {2}) − {3}")
    due = output.span.minus(inward.span.minus(bdm.span)).minus(previous.span)
    pay = formula([tax], lambda v: max(ZERO, v[0]), "max(0, {0})")
    left = formula([tax], lambda v: max(ZERO, -v[0]), "max(0, −({0}))")
    named = {"OUTPUT": output.trace, "INPUT": inward.trace, "PREVIOUS": previous.trace}
    named |= {"TAX": tax, "PAY": pay, "LD": left}
    listed = [] if beside.listed is None else [_listed(beside.listed, beside)]
    figures = (*listed, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items()))
    credit = Span(ZERO, ZERO).minus(due).floored()
    return figures, Figure(left, span_of(left, *_bounds(credit)))


def _listed(vouchers: Trace[Decimal], beside: Beside) -> Quantity:
    """Return the input tax of all vouchers; what doubled ones among them would add too much is below its value."""
    whole = Quantity(symbol="INPUT_LISTED", trace=vouchers)
    if vouchers.value is not None:
        low = max(ZERO, vouchers.value - beside.twice)
        return replace(whole, low=low, high=vouchers.value) if beside.twice else whole
    low_known = beside.listed_most is not None or beside.listed_least > 0
    return replace(whole, low=beside.listed_least, high=beside.listed_most) if low_known else whole


def _refundable(lines: Sequence[TaxedLine], period: VatPeriod, beside: Beside) -> tuple[tuple[Quantity, ...], Figure]:
    """Return MDT: per line, gross, deduction for exempt material, brought in from the last period, and net."""
    parts = [_line("MDT_LINE", line, _refund(line)) for line in lines]
    gross = _gross(parts, period)
    material, taken = exempt_material(period, beside, gap=False)
    off = summed(material) if material else Trace(ZERO, shown(ZERO))
    carried = carried_mdt(period, beside)
    net = formula([gross, off, carried.trace], lambda v: v[0] - v[1] + v[2], "{0} − {1} + {2}")
    named = {"MDT_GROSS": gross, "MDT_DEDUCTION": off, "MDT_CARRIED_IN": carried.trace, "MDT": net}
    figures = (*parts, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items()))
    return figures, Figure(net, span_of(gross).minus(taken).plus(carried.span))


def _outcome(credit: Figure, mdt: Figure) -> tuple[Quantity, ...]:
    """Return refund, exempt credit and what goes on to the next period; bounds when a single number cannot be had."""
    below = mdt.trace.value is not None and mdt.trace.value < 0
    pattern = "max(0, min({0}, {1}))" if below else "min({0}, {1})"
    refund = formula([credit.trace, mdt.trace], lambda v: max(ZERO, min(v[0], v[1])), pattern)
    pattern = "max(0, {0}) − {1}" if below else "{0} − {1}"
    exempt = formula([mdt.trace, refund], lambda v: max(ZERO, v[0]) - v[1], pattern)
    carried = formula([credit.trace, refund], lambda v: v[0] - v[1], "{0} − {1}")
    next_mdt = formula([mdt.trace], lambda v: min(ZERO, v[0]), "min(0, {0})")
    whole = mdt.span.floored()
    least = credit.span.lesser(whole)
    rest = whole.minus(credit.span).floored() if whole.high is not None else Span()
    return (
        _open("REFUND", refund, least),
        _open("EXEMPT_CREDIT", exempt, Span(rest.low, whole.high if rest.high is None else rest.high)),
        Quantity(symbol="CREDIT_CARRIED", trace=carried),
        Quantity(symbol="MDT_CARRIED", trace=next_mdt),
    )


def _open(symbol: str, trace: Trace[Decimal], span: Span) -> Quantity:
    """Return a figure with its bounds; where they meet, what is not known does not matter to it."""
    if trace.value is not None or span.high is None:
        return Quantity(symbol=symbol, trace=trace)
    if span.low == span.high:
        return Quantity(symbol=symbol, trace=replace(trace, value=span.high, missing=()))
    return Quantity(symbol=symbol, trace=trace, low=span.low or ZERO, high=span.high)


def _bounds(span: Span) -> tuple[Decimal | None, Decimal | None]:
    return span.low, span.high


def _line(symbol: str, line: TaxedLine, trace: Trace[Decimal]) -> Quantity:
    return Quantity(symbol=symbol, line=line.id, trace=trace, unit=CNY)


def _gap(line: TaxedLine) -> Trace[Decimal]:
    """Equal rates leave no gap, whatever the FOB value turns out to be: it does not hang on that value."""
    rates = [line.vat_rate, line.refund_rate]
    if line.vat_rate.value is not None and line.vat_rate.value == line.refund_rate.value:
        text = "{0%} − {1%} = 0" if line.fob_cny.value is None else f"{shown(line.fob_cny.value)} × ({{0%}} − {{1%}})"
        return formula(rates, lambda _: ZERO, text)
    return formula([line.fob_cny, *rates], lambda v: cents(v[0] * (v[1] - v[2])), "{0} × ({1%} − {2%})")


def _refund(line: TaxedLine) -> Trace[Decimal]:
    return formula([line.fob_cny, line.refund_rate], lambda v: cents(v[0] * v[1]), "{0} × {1%}")
