"""The period of a producer over many shipments: one 免抵退税 computation, and the lines of 《免抵退税申报汇总表》."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.producer import TaxedLine, exempt_credit_refund
from exporter_desk.refund.quantity import ZERO, Quantity, find
from exporter_desk.refund.sheet_parts import figure
from exporter_desk.refund.sheet_values import added, computed, empty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.refund.inputs import VatPeriod
    from exporter_desk.refund.sheet_parts import Member
    from exporter_desk.refund.sheet_values import SheetRow

# The lines of the summary in order: key, and the figure that stands there.
LINES = (
    ("fob_usd_goods", "FOB_USD"),
    ("fob_usd_services", ""),
    ("fob_cny", "FOB_CNY"),
    ("bdm_goods", "BDM"),
    ("bdm_services", ""),
    ("bdm_adjusted", ""),
    ("bdm", "BDM"),
    ("bdm_difference", ""),
    ("mdt_goods", "MDT_NET"),
    ("mdt_services", ""),
    ("mdt_brought", "MDT_CARRIED_IN"),
    ("mdt_adjusted", ""),
    ("mdt", "MDT"),
    ("mdt_carried", "MDT_CARRIED"),
    ("credit", "LD"),
    ("refund", "REFUND"),
    ("exempt_credit", "EXEMPT_CREDIT"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerPeriod:
    """All figures of one VAT period of a producer; `disagree` names shipments whose VAT returns are not the same."""

    quantities: tuple[Quantity, ...]
    disagree: tuple[str, ...] = ()


def producer_period(members: Sequence[Member]) -> ProducerPeriod | None:
    """Compute the period over the refundable lines of all producers' shipments; None when there are none."""
    own = [member for member in members if member.form == "producer"]
    if not own:
        return None
    lines = [line for member in own for line in _taxed(member)]
    returns = {member.name: member.result.source.vat for member in own if _typed(member.result.source.vat)}
    chosen = next(iter(returns.values()), own[0].result.source.vat)
    disagree = tuple(name for name, vat in returns.items() if vat != chosen)
    figures = exempt_credit_refund(lines, chosen)
    totals = [_total(own, symbol) for symbol in ("FOB_USD", "FOB_CNY")]
    named = (next(iter(returns)), *disagree) if disagree else ()
    return ProducerPeriod(quantities=(*totals, *figures), disagree=named)


def _typed(vat: VatPeriod) -> bool:
    return vat.input_tax is not None or vat.output_tax is not None


def _taxed(member: Member) -> list[TaxedLine]:
    rates, policy = member.result.rates, member.result.policy
    return [
        TaxedLine(
            id=f"{member.name}/{line.id}",
            fob_cny=figure(member, "FOB_CNY", line),
            vat_rate=rates[line.id].vat,
            refund_rate=rates[line.id].refund,
        )
        for line in member.result.source.lines
        if policy.of(line.id).may_refund
    ]


def _total(members: Sequence[Member], symbol: str) -> Quantity:
    values = [
        computed(figure(member, symbol, line))
        for member in members
        for line in member.result.source.lines
        if member.result.policy.of(line.id).may_refund
    ]
    return Quantity(symbol=symbol, trace=added(values), unit="USD" if symbol == "FOB_USD" else "CNY")


def summary_rows(quantities: tuple[Quantity, ...], names: Mapping[str, Bilingual]) -> tuple[SheetRow, ...]:
    """Return the lines of the summary: this period as computed, the year only where somebody can know it.

    The sum of the year needs all earlier months, and the difference the VAT return: both are left to be filled in.
    """
    rows: list[SheetRow] = []
    for number, (key, symbol) in enumerate(LINES, start=1):
        trace = _of(quantities, symbol)
        rows.append(
            {
                "no": Trace(str(number), inputs=("tax",)),
                "key": Trace(key, inputs=("tax",)),
                "label": Trace(names[key].zh, inputs=("tax",)),
                "label_en": Trace(names[key].en, inputs=("tax",)),
                "current": computed(trace) if symbol else empty("tax"),
                "year": empty("tax"),
            }
        )
    return tuple(rows)


def _of(quantities: tuple[Quantity, ...], symbol: str) -> Trace[Decimal] | None:
    if symbol == "MDT_NET":
        gross, off = _of(quantities, "MDT_GROSS"), _of(quantities, "MDT_DEDUCTION")
        return added([computed(gross), computed(_negative(off))])
    found = find(quantities, symbol)
    return None if found is None else found.trace


def _negative(trace: Trace[Decimal] | None) -> Trace[Decimal] | None:
    if trace is None:
        return None
    value = None if trace.value is None else ZERO - trace.value
    return Trace(value, f"−{trace.formula}", trace.inputs, trace.sources, trace.estimated, trace.missing)
