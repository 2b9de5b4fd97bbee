"""Exempt, credit and refund (免抵退税) of a producer: every figure of one VAT period with its trace."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, combine
from exporter_desk.refund.quantity import CNY, ZERO, Quantity, cents, given, share, shown, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.refund.inputs import TaxedAmount, VatPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedLine:
    """One export line in CNY at FOB with the rate of a domestic sale and the refund rate (shares)."""

    id: str
    fob_cny: Trace[Decimal]
    vat_rate: Trace[Decimal]
    refund_rate: Trace[Decimal]


def exempt_credit_refund(
    lines: Sequence[TaxedLine], period: VatPeriod, listed: Trace[Decimal] | None = None
) -> tuple[Quantity, ...]:
    """Compute the period of 公告2026年第11号 article 5(1), step after step: BDM, TAX, LD, MDT, refund, what goes on.

    `listed` is the input tax of the purchase vouchers, shown and used only where the period says that it is all there
    is. An unknown input leaves everything that follows from it unknown and names it; the refund then lies between
    zero and the 免抵退税额, if that is known. A period without exports has lines of nothing.
    """
    bdm = _not_creditable(lines, period)
    tax = _tax_due(bdm[-1].trace, period, listed)
    mdt = _refundable(lines, period)
    credit, whole = tax[-1].trace, mdt[-1].trace
    return (*bdm, *tax, *mdt, *_outcome(credit, whole))


def _not_creditable(lines: Sequence[TaxedLine], period: VatPeriod) -> list[Quantity]:
    """Return BDM: per line, gross, deduction for exempt material, what the cap leaves over, and net."""
    parts = [_line("BDM_LINE", line, _gap(line)) for line in lines]
    gross = _gross(parts, period)
    wanted = _deductions(period.exempt_material, gap=True, carried=period.carried_bdm_deduction)
    used = _formula([wanted, gross], lambda v: min(v[0], max(v[1], ZERO)), "min({0}, {1})")
    left = _formula([wanted, used], lambda v: v[0] - v[1], "{0} − {1}")
    net = _formula([gross, used], lambda v: v[0] - v[1], "{0} − {1}")
    named = {"BDM_GROSS": gross, "BDM_DEDUCTION": used, "BDM_DEDUCTION_CARRIED": left, "BDM": net}
    return [*parts, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items())]


def _gross(parts: Sequence[Quantity], period: VatPeriod) -> Trace[Decimal]:
    if not parts and period.no_exports:
        return Trace(ZERO, "0", ("vat.no_exports",))
    return _sum([part.trace for part in parts])


def _tax_due(bdm: Trace[Decimal], period: VatPeriod, listed: Trace[Decimal] | None) -> list[Quantity]:
    """Return output tax, input tax, credit brought in, TAX, what is to be paid and LD, the credit at the end."""
    output = _output_tax(period)
    inward = given(period.input_tax, "vat.input_tax")
    if period.input_tax is None and period.input_from_invoices:
        inward = listed or waiting("invoices")
    previous = given(period.previous_credit, "vat.previous_credit")
    tax = _formula([output, inward, bdm, previous], lambda v: v[0] - (v[1] - v[2]) - v[3], "{0} − ({1} − {2}) − {3}")
    pay = _formula([tax], lambda v: max(ZERO, v[0]), "max(0, {0})")
    left = _formula([tax], lambda v: max(ZERO, -v[0]), "max(0, −({0}))")
    named = {"OUTPUT": output, "INPUT": inward, "PREVIOUS": previous, "TAX": tax, "PAY": pay, "LD": left}
    shown_input = [] if listed is None else [Quantity(symbol="INPUT_LISTED", trace=listed)]
    return [*shown_input, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items())]


def _output_tax(period: VatPeriod) -> Trace[Decimal]:
    if period.output_tax is not None or not period.domestic_sales:
        return given(period.output_tax, "vat.output_tax")
    taxes = [
        _formula(
            [given(sale.amount, f"vat.domestic_sales.{index}.amount"), given(sale.vat_rate, _rate_path(index))],
            lambda v: cents(v[0] * v[1]),
            "{0} × {1%}",
        )
        for index, sale in enumerate(period.domestic_sales)
    ]
    return _sum(taxes)


def _rate_path(index: int) -> str:
    return f"vat.domestic_sales.{index}.vat_rate"


def _refundable(lines: Sequence[TaxedLine], period: VatPeriod) -> list[Quantity]:
    """Return MDT: per line, gross, deduction for exempt material, brought in from the last period, and net."""
    parts = [_line("MDT_LINE", line, _refund(line)) for line in lines]
    gross = _gross(parts, period)
    off = _deductions(period.exempt_material, gap=False, carried=None)
    carried = Trace(period.carried_mdt or ZERO, shown(period.carried_mdt or ZERO), ("vat.carried_mdt",))
    net = _formula([gross, off, carried], lambda v: v[0] - v[1] + v[2], "{0} − {1} + {2}")
    named = {"MDT_GROSS": gross, "MDT_DEDUCTION": off, "MDT_CARRIED_IN": carried, "MDT": net}
    return [*parts, *(Quantity(symbol=symbol, trace=trace) for symbol, trace in named.items())]


def _outcome(credit: Trace[Decimal], mdt: Trace[Decimal]) -> list[Quantity]:
    """Return refund, exempt credit and what goes on to the next period; bounds when a single number cannot be had."""
    refund = _formula([credit, mdt], lambda v: max(ZERO, min(v[0], v[1])), "min({0}, {1})")
    exempt = _formula([mdt, refund], lambda v: max(ZERO, v[0]) - v[1], "{0} − {1}")
    carried = _formula([credit, refund], lambda v: v[0] - v[1], "{0} − {1}")
    next_mdt = _formula([mdt], lambda v: min(ZERO, v[0]), "min(0, {0})")
    ceiling = None if mdt.value is None else max(ZERO, mdt.value)
    low = ZERO if refund.value is None and ceiling is not None else None
    high = ceiling if refund.value is None else None
    return [
        Quantity(symbol="REFUND", trace=refund, low=low, high=high),
        Quantity(symbol="EXEMPT_CREDIT", trace=exempt, low=low, high=high),
        Quantity(symbol="CREDIT_CARRIED", trace=carried),
        Quantity(symbol="MDT_CARRIED", trace=next_mdt),
    ]


def _line(symbol: str, line: TaxedLine, trace: Trace[Decimal]) -> Quantity:
    return Quantity(symbol=symbol, line=line.id, trace=trace, unit=CNY)


def _gap(line: TaxedLine) -> Trace[Decimal]:
    parts = [line.fob_cny, line.vat_rate, line.refund_rate]
    return _formula(parts, lambda v: cents(v[0] * (v[1] - v[2])), "{0} × ({1%} − {2%})")


def _refund(line: TaxedLine) -> Trace[Decimal]:
    return _formula([line.fob_cny, line.refund_rate], lambda v: cents(v[0] * v[1]), "{0} × {1%}")


def _deductions(material: Sequence[TaxedAmount], *, gap: bool, carried: Decimal | None) -> Trace[Decimal]:
    """Return Σ exempt material × rate (of the gap, or of the refund), plus what an earlier cap left over."""
    start = Trace(carried or ZERO, shown(carried or ZERO), ("vat.carried_bdm_deduction",) if carried else ())
    return _sum([start, *(_deduction(one, f"vat.exempt_material.{i}", gap=gap) for i, one in enumerate(material))])


def _deduction(one: TaxedAmount, path: str, *, gap: bool) -> Trace[Decimal]:
    amount = given(one.amount, f"{path}.amount")
    refund = given(one.refund_rate, f"{path}.refund_rate")
    if not gap:
        return _formula([amount, refund], lambda v: cents(v[0] * v[1]), "{0} × {1%}")
    vat = given(one.vat_rate, f"{path}.vat_rate")
    return _formula([amount, vat, refund], lambda v: cents(v[0] * (v[1] - v[2])), "{0} × ({1%} − {2%})")


def _sum(parts: Sequence[Trace[Decimal]]) -> Trace[Decimal]:
    if not parts:
        return waiting("lines")
    return combine(parts, lambda v: sum(v, ZERO), " + ".join(shown(part.value) for part in parts))


def _formula(
    parts: Sequence[Trace[Decimal]], operation: Callable[[list[Decimal]], Decimal], pattern: str
) -> Trace[Decimal]:
    text = pattern
    for index, part in enumerate(parts):
        text = text.replace(f"{{{index}}}", shown(part.value)).replace(f"{{{index}%}}", share(part.value))
    return combine(parts, operation, text)
