"""What a producer's VAT return brings into the refund: output tax, input tax and credit, each one or between bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, combine
from exporter_desk.refund.inputs import TaxedAmount
from exporter_desk.refund.quantity import ZERO, cents, formula, given, summed, waiting
from exporter_desk.refund.span import Span, span_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import VatPeriod

# Output tax typed and output tax of the sales may differ by the rounding of single invoices, no more.
ROUNDING = Decimal(1)
OUTPUT, SALES, INPUT = "vat.output_tax", "vat.domestic_sales", "vat.input_tax"
HAS_DEEMED, WITHOUT_EXEMPT = "vat.output_has_deemed", "vat.input_without_exempt"
MATERIAL = "vat.exempt_material"
PERIOD, CARRIED_MDT, CARRIED_BDM = "vat.period", "vat.carried_mdt", "vat.carried_bdm_deduction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the VAT return of a period and may contradict it.

    `listed` is the input tax of the purchase vouchers (`listed_least` and `listed_most` its bounds while that is not
    known, `twice` what doubled ones among them would add), `deemed` the output tax of exports taxed as domestic sales,
    `exempt_input` the input tax of exempt ones, `deemed_most` and `exempt_most` what they come to at the most while
    that is not known. `doubted` names why the whole return cannot be used: it is of a month before the export, or two
    returns of one month differ. `unknown` holds
    paths of which nobody knows the value. `earlier_mdt` and `earlier_bdm` are what the month before left over, where
    the return brings in something else; `settled` are paths that stay empty because nothing was left over. `materials`
    are lists of exempt material one of which is right, where shipments of the month have different ones.
    """

    listed: Trace[Decimal] | None = None
    listed_least: Decimal = ZERO
    listed_most: Decimal | None = None
    twice: Decimal = ZERO
    deemed: Trace[Decimal] | None = None
    deemed_most: Decimal | None = None
    exempt_input: Trace[Decimal] | None = None
    exempt_most: Decimal | None = None
    doubted: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    earlier_mdt: Decimal | None = None
    earlier_bdm: Decimal | None = None
    settled: frozenset[str] = frozenset()
    materials: tuple[tuple[TaxedAmount, ...], ...] = ()


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its bounds."""

    trace: Trace[Decimal]
    span: Span


def figure(trace: Trace[Decimal], low: Decimal | None = None, high: Decimal | None = None) -> Figure:
    """Return a trace with its bounds: its value, else `low` and `high`."""
    return Figure(trace, span_of(trace, low, high))


def output_tax(period: VatPeriod, beside: Beside = NOTHING) -> Figure:
    """Return OUTPUT: as typed, else of the domestic sales; open where both contradict each other.

    Goods taxed as domestic sales belong to it: while nobody says whether they are in it, it lies between both.
    """
    own = _own_output(period, beside)
    deemed = beside.deemed
    if deemed is None or deemed.value == ZERO or (period.output_has_deemed and not cannot_hold(period, deemed)):
        return own
    whole = formula([own.trace, deemed], lambda v: v[0] + v[1], "{0} + {1}")
    span = own.span.plus(span_of(deemed, ZERO, beside.deemed_most))
    if period.output_has_deemed is False:
        return Figure(whole, span)
    return Figure(waiting(*own.trace.missing, *deemed.missing, HAS_DEEMED), Span(own.span.low, span.high))


def cannot_hold(period: VatPeriod, deemed: Trace[Decimal]) -> bool:
    """Tell whether the typed output tax is less than the part that it is said to hold."""
    typed = period.output_tax
    return typed is not None and deemed.value is not None and typed + ROUNDING < deemed.value


def outputs_differ(period: VatPeriod) -> Trace[Decimal] | None:
    """Return the output tax of the domestic sales where it contradicts the typed one, else None."""
    sales = _of_sales(period)
    if period.output_tax is None or sales is None or sales.value is None:
        return None
    return sales if abs(sales.value - period.output_tax) > ROUNDING else None


def input_tax(period: VatPeriod, beside: Beside = NOTHING) -> Figure:
    """Return INPUT: as typed, else of all vouchers; input tax of exempt goods is no part of it.

    The vouchers hold that of exempt goods too, so it is taken off; of a typed figure somebody has to say whether it
    leaves it out.
    """
    exempt = beside.exempt_input
    if period.input_tax is None and period.input_from_invoices:
        return _of_vouchers(beside)
    if period.input_tax is None:
        return figure(waiting(INPUT), ZERO)
    typed = figure(given(period.input_tax, INPUT))
    if exempt is None or exempt.value == ZERO or period.input_without_exempt is True:
        return typed
    without = formula([typed.trace, exempt], lambda v: max(ZERO, v[0] - v[1]), "{0} − {1}")
    sure = ZERO if beside.exempt_most is None else max(ZERO, period.input_tax - beside.exempt_most)
    least = span_of(without, sure, typed.span.high)
    if period.input_without_exempt is False:
        return Figure(without, least)
    return Figure(waiting(*exempt.missing, WITHOUT_EXEMPT), Span(least.low, typed.span.high))


def credit_brought(period: VatPeriod) -> Figure:
    """Return PREVIOUS, the credit brought in (上期留抵税额), never below zero."""
    return figure(given(period.previous_credit, "vat.previous_credit"), ZERO)


def carried_mdt(period: VatPeriod, beside: Beside = NOTHING) -> Figure:
    """Return MDT_CARRIED_IN, zero or below; nothing where nobody told it, which every figure of it says."""
    if beside.doubted:
        return figure(waiting(*beside.doubted), None, ZERO)
    if period.carried_mdt is None and CARRIED_MDT in beside.unknown:
        return figure(waiting(CARRIED_MDT), None, ZERO)
    if beside.earlier_mdt is not None:
        return _either(period.carried_mdt, beside.earlier_mdt, CARRIED_MDT)
    return figure(given(period.carried_mdt or ZERO, CARRIED_MDT))


def carried_deduction(period: VatPeriod, beside: Beside = NOTHING) -> Figure:
    """Return what an earlier cap left over of the deduction from BDM; nothing where nobody told it."""
    if beside.doubted:
        return figure(waiting(*beside.doubted), ZERO)
    if period.carried_bdm_deduction is None and CARRIED_BDM in beside.unknown:
        return figure(waiting(CARRIED_BDM), ZERO)
    if beside.earlier_bdm is not None:
        return _either(period.carried_bdm_deduction, beside.earlier_bdm, CARRIED_BDM)
    return figure(given(period.carried_bdm_deduction or ZERO, CARRIED_BDM))


def exempt_material(period: VatPeriod, beside: Beside, *, gap: bool) -> tuple[list[Trace[Decimal]], Span]:
    """Return what exempt material takes off, entry by entry, at the rate of gap or of refund, and its bounds."""
    if beside.materials:
        sums = [summed(_taken_off(one, gap=gap)).value for one in beside.materials]
        known = [one for one in sums if one is not None]
        return [waiting(MATERIAL)], Span(min(known), max(known)) if len(known) == len(sums) else Span(ZERO)
    parts = _taken_off(period.exempt_material, gap=gap)
    least = sum((part.value for part in parts if part.value is not None), ZERO)
    return parts, span_of(summed(parts) if parts else Trace(ZERO), least)


def _taken_off(material: Sequence[TaxedAmount], *, gap: bool) -> list[Trace[Decimal]]:
    return [_deduction(one, f"{MATERIAL}.{index}", gap=gap) for index, one in enumerate(material)]


def _deduction(one: TaxedAmount, path: str, *, gap: bool) -> Trace[Decimal]:
    amount = given(one.amount, f"{path}.amount")
    refund = given(one.refund_rate, f"{path}.refund_rate")
    if not gap:
        return formula([amount, refund], lambda v: cents(v[0] * v[1]), "{0} × {1%}")
    vat = given(one.vat_rate, f"{path}.vat_rate")
    return formula([amount, vat, refund], lambda v: cents(v[0] * (v[1] - v[2])), "{0} × ({1%} − {2%})")


def taken_for_nothing(period: VatPeriod, beside: Beside) -> frozenset[str]:
    """Return what an earlier month may have left over, where nobody said anything of it."""
    told = {CARRIED_MDT: period.carried_mdt, CARRIED_BDM: period.carried_bdm_deduction}
    return frozenset(path for path, value in told.items() if value is None) - beside.unknown - beside.settled


def _either(typed: Decimal | None, earlier: Decimal, path: str) -> Figure:
    """Of two figures one of which must be wrong, only the bounds are known."""
    low, high = sorted((typed or ZERO, earlier))
    return figure(waiting(path), low, high)


def _own_output(period: VatPeriod, beside: Beside) -> Figure:
    if beside.doubted:
        return figure(waiting(*beside.doubted))
    sales, other = _of_sales(period), outputs_differ(period)
    if other is not None and other.value is not None and period.output_tax is not None:
        bounds = sorted((period.output_tax, other.value))
        return figure(waiting(OUTPUT, SALES), bounds[0], bounds[1])
    typed = period.output_tax is not None or sales is None
    return figure(given(period.output_tax, OUTPUT) if typed or sales is None else sales)


def _of_sales(period: VatPeriod) -> Trace[Decimal] | None:
    taxes = [
        formula(
            [given(sale.amount, f"{SALES}.{index}.amount"), given(sale.vat_rate, f"{SALES}.{index}.vat_rate")],
            lambda v: cents(v[0] * v[1]),
            "{0} × {1%}",
        )
        for index, sale in enumerate(period.domestic_sales)
    ]
    return summed(taxes) if taxes else None


def _of_vouchers(beside: Beside) -> Figure:
    listed = beside.listed or waiting("invoices")
    exempt = beside.exempt_input
    high = beside.listed_most if listed.value is None else listed.value
    if exempt is not None and exempt.value != ZERO:
        listed = combine([listed, exempt], lambda v: max(ZERO, v[0] - v[1]), f"({listed.formula}) − ({exempt.formula})")
    if not beside.twice or listed.value is None:
        least = beside.listed_least if exempt is None or exempt.value == ZERO else ZERO
        return figure(listed, least, high)
    low = max(ZERO, listed.value - beside.twice)
    return Figure(waiting("invoices"), Span(low, listed.value))
