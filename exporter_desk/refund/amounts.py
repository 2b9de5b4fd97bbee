"""The amounts that follow from the policy: refund by the right method, output tax where taxed, bounds where open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace, combine, total
from exporter_desk.refund.inputs import RefundInput
from exporter_desk.refund.line_rates import LineRate
from exporter_desk.refund.matching import Matching
from exporter_desk.refund.policy import TAXED, TO_CONFIRM, Policy
from exporter_desk.refund.producer import TaxedLine, exempt_credit_refund
from exporter_desk.refund.quantity import ZERO, Quantity, cents, find, given, share, shown, waiting
from exporter_desk.refund.trader import PortionRefund, line_quantities, portion_refund
from exporter_desk.refund.values import ExportValue
from exporter_desk.rules.checklists import Checklists
from exporter_desk.rules.rulebook import RulesAt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.inputs import Line
    from exporter_desk.refund.policy import Decision

_OPEN_WITH_POLICY = {"REFUND", "EXEMPT_CREDIT", "REFUND_LINE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Everything that the amounts are computed from."""

    source: RefundInput
    policy: Policy
    rates: dict[str, LineRate]
    value: ExportValue
    matching: Matching
    rules: RulesAt
    checklists: Checklists


def amounts(basis: Basis) -> tuple[tuple[Quantity, ...], tuple[PortionRefund, ...]]:
    """Return every figure of the refund, and for a trader what each line takes from each purchase invoice."""
    no_portions: tuple[PortionRefund, ...] = ()
    lines = basis.source.lines
    policy = basis.policy
    taxed = [line for line in lines if policy.of(line.id).result == TAXED]
    eligible = [line for line in lines if policy.of(line.id).may_refund]
    output = _deemed_output(taxed, basis)
    rates = _rates(basis)
    if not lines:
        return (Quantity(symbol="REFUND", trace=waiting("lines")),), ()
    if not eligible:
        return (*rates, *output, Quantity(symbol="REFUND", trace=Trace(ZERO, "0"))), ()
    if policy.method is None:
        missing = policy.missing or ("policy",)
        return (*rates, *output, Quantity(symbol="REFUND", trace=waiting(*missing))), ()
    if policy.method.form == "producer":
        figures, portions = _producer(eligible, basis), no_portions
    else:
        figures, portions = _trader(eligible, basis)
    opened = [_by_policy(one, [policy.of(line.id) for line in eligible]) for one in figures]
    return (*rates, *output, *opened), portions


def _rates(basis: Basis) -> tuple[Quantity, ...]:
    refund = [
        Quantity(symbol="REFUND_RATE", line=line, trace=one.refund, unit="1") for line, one in basis.rates.items()
    ]
    vat = [Quantity(symbol="VAT_RATE", line=line, trace=one.vat, unit="1") for line, one in basis.rates.items()]
    return (*refund, *vat)


def _by_policy(quantity: Quantity, decisions: Sequence[Decision]) -> Quantity:
    """A refund that hangs on an open policy is no number: it lies between zero and what was computed."""
    own = [one for one in decisions if quantity.line in {"", one.line}]
    unsure = [one for one in own if one.result == TO_CONFIRM]
    if not unsure or quantity.symbol not in _OPEN_WITH_POLICY:
        return quantity
    facts = tuple(dict.fromkeys(fact for one in unsure for fact in one.missing)) or ("policy",)
    high = quantity.high if quantity.value is None else quantity.value
    missing = tuple(dict.fromkeys((*quantity.trace.missing, *facts)))
    open_trace = replace(quantity.trace, value=None, missing=missing)
    return replace(quantity, trace=open_trace, low=None if high is None else ZERO, high=high)


def _producer(lines: Sequence[Line], basis: Basis) -> tuple[Quantity, ...]:
    taxed = [
        TaxedLine(
            id=line.id,
            fob_cny=basis.value.cny[line.id],
            vat_rate=basis.rates[line.id].vat,
            refund_rate=basis.rates[line.id].refund,
        )
        for line in lines
    ]
    figures = exempt_credit_refund(taxed, basis.source.vat)
    credit = find(figures, "EXEMPT_CREDIT")
    surcharge = _surcharge(credit.trace if credit else waiting("lines"), basis)
    return (*figures, Quantity(symbol="SURCHARGE", trace=surcharge))


def _surcharge(credit: Trace[Decimal], basis: Basis) -> Trace[Decimal]:
    """Return city maintenance tax and both education surcharges on the exempt credit (免抵税额)."""
    taxpayer, rules = basis.source.taxpayer, basis.rules
    if taxpayer.place is None or taxpayer.small_profit is None:
        asked = {"taxpayer.place": taxpayer.place, "taxpayer.small_profit": taxpayer.small_profit}
        return waiting(*(path for path, value in asked.items() if value is None))
    names = (f"refund_city_tax_{taxpayer.place}", "refund_education_surcharge", "refund_local_education_surcharge")
    found = [rules.number(name) for name in names]
    part = rules.number("refund_small_profit_share") if taxpayer.small_profit else Decimal(1)
    numbers = [number for number in found if number is not None]
    if len(numbers) != len(found):
        return waiting(*names)
    kept = Decimal(1) if part is None else part
    formula = " + ".join(f"{shown(credit.value)} × {share(number * kept)}" for number in numbers)
    return combine([credit], lambda v: sum((cents(v[0] * number * kept) for number in numbers), ZERO), formula)


def _trader(lines: Sequence[Line], basis: Basis) -> tuple[tuple[Quantity, ...], tuple[PortionRefund, ...]]:
    method = basis.policy.method
    lawful = basis.rules.codes(method.vouchers) if method is not None else None
    figures: list[Quantity] = []
    listed: list[PortionRefund] = []
    for line in lines:
        library = basis.rates[line.id].refund.value
        portions = [portion_refund(one, library, lawful) for one in basis.matching.of(line.id)]
        own = line_quantities(line.id, portions, library)
        figures += [_uncovered(one) if line.id in basis.matching.uncovered else one for one in own]
        listed += portions
    return (*figures, *_totals(figures)), tuple(listed)


def _uncovered(quantity: Quantity) -> Quantity:
    """A line whose quantity is not covered by invoices has only a lower bound."""
    if quantity.value is None:
        return replace(quantity, high=None)
    return replace(quantity, trace=waiting("invoices"), low=quantity.value, high=None)


def _totals(figures: Sequence[Quantity]) -> list[Quantity]:
    result = []
    for symbol, name in (("BASE", "BASE"), ("REFUND_LINE", "REFUND"), ("COST_GAP", "COST_GAP")):
        parts = [one for one in figures if one.symbol == symbol]
        lows = [one.low if one.value is None else one.value for one in parts]
        highs = [one.high if one.value is None else one.value for one in parts]
        whole = total([one.trace for one in parts], " + ".join(shown(one.value) for one in parts))
        bounded = whole.value is None
        result.append(
            Quantity(
                symbol=name, trace=whole, low=_added(lows) if bounded else None, high=_added(highs) if bounded else None
            )
        )
    return result


def _added(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known and len(known) == len(values) else None


def _deemed_output(lines: Sequence[Line], basis: Basis) -> list[Quantity]:
    """Return the output tax of lines that are taxed as a domestic sale: FOB ÷ (1 + rate) × rate."""
    figures = []
    for line in lines:
        rate = _domestic_rate(line, basis)
        value = basis.value.cny[line.id]
        formula = f"{shown(value.value)} ÷ (1 + {share(rate.value)}) × {share(rate.value)}"
        trace = combine([value, rate], lambda v: cents(v[0] / (1 + v[1]) * v[1]), formula)
        figures.append(Quantity(symbol="OUTPUT_DEEMED", line=line.id, trace=trace))
    if figures:
        figures.append(Quantity(symbol="OUTPUT_DEEMED", trace=total(one.trace for one in figures)))
    return figures


def _domestic_rate(line: Line, basis: Basis) -> Trace[Decimal]:
    kind = basis.source.taxpayer.taxpayer
    if kind == "general":
        return basis.rates[line.id].vat
    levy = basis.rules.number("refund_small_scale_levy") if kind == "small_scale" else None
    return given(levy, "taxpayer.taxpayer") if levy is not None else waiting("taxpayer.taxpayer")
