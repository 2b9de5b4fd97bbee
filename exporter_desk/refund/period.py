"""The claim of one month over all shipments of a company: which belong to it, which could, and what contradicts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import plain_number
from exporter_desk.refund.carried import carried_findings
from exporter_desk.refund.claimed_twice import (
    Claimed,
    DeclaredLine,
    claimed,
    not_certain,
    overdrawn,
    twice_declared,
)
from exporter_desk.refund.deadlines import filing_start, first_of_next_month
from exporter_desk.refund.outlook import Money, Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.producer_sheet import ProducerPeriod, earlier_months, producer_period, return_of, year_to_date
from exporter_desk.refund.quantity import ZERO, find
from exporter_desk.refund.sheet_doubles import with_doubles
from exporter_desk.refund.sheet_parts import Member, Words, in_order
from exporter_desk.refund.worksheets import Worksheets, worksheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.tax import PurchaseInvoice
    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.carried import Earlier
    from exporter_desk.refund.quantity import Quantity
    from exporter_desk.rules.checklists import DeadlineRule

Standing = Literal["claimed", "prepared", "open", "no_day", "other"]
IN_CLAIM: tuple[Standing, ...] = ("claimed", "prepared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One shipment as the claim of a month sees it.

    `standing` claimed or prepared: it belongs to this month; open: it could be claimed now and nobody has; no_day: its
    export day is not known; other: it belongs to another month, or earns no refund.
    """

    member: Member
    standing: Standing
    outlook: Outlook

    @property
    def name(self) -> str:
        """Return the number of the shipment, its id where it has none."""
        return self.member.name


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """Everything about one month YYYYMM: its shipments, their sums, the worksheets, and what contradicts itself."""

    period: str
    shipments: tuple[Shipment, ...]
    sheets: Worksheets
    producer: ProducerPeriod | None
    claimed: Sum
    open: Sum
    findings: tuple[Finding, ...]

    @property
    def in_claim(self) -> tuple[Shipment, ...]:
        """Return the shipments that belong to the claim of the month."""
        return tuple(one for one in self.shipments if one.standing in IN_CLAIM)


def period_view(
    members: Sequence[Member], period: str, rules: Mapping[str, DeadlineRule], words: Words, today: date
) -> PeriodView:
    """Look at all shipments for the month `period` (YYYYMM) as they stand on `today`."""
    shipments = tuple(_shipment(member, period, rules, today) for member in members)
    shipment_of = {id(one.member): one for one in shipments}
    own = in_order(one.member for one in shipments if one.standing in IN_CLAIM)
    months = by_month(members)
    before = earlier_months(months, period)
    earlier = before.get(period)
    producer, taken = producer_period(own, earlier), [claimed(member.name, member.result) for member in own]
    sheets = worksheets(own, words, period=period, year=_year_to_date(months, period, before), earlier=earlier)
    return PeriodView(
        period=period,
        shipments=shipments,
        sheets=with_doubles(sheets, taken),
        producer=producer,
        claimed=_claimed([shipment_of[id(member)] for member in own], taken, producer),
        open=summed(one.outlook.money for one in shipments if one.standing == "open"),
        findings=(*_findings(own, taken, producer, words), *_brought(own, earlier)),
    )


def _claimed(shipments: Sequence[Shipment], taken: Sequence[Claimed], producer: ProducerPeriod | None) -> Sum:
    """Return what the claim of the month comes to; what is claimed twice is not certain.

    A producer has one computation for all its shipments of a month, so theirs are not added up.
    """
    together = None if producer is None else find(producer.quantities, "REFUND")
    own = zip(shipments, taken, strict=True)
    apart = [(one, use) for one, use in own if together is None or one.member.form != "producer"]
    amounts = [one.outlook.money for one, _ in apart]
    if together is not None:
        amounts.append(_money(together))
    return less_certain(summed(amounts), not_certain([use for _, use in apart]))


def month_money(members: Sequence[Member]) -> Money:
    """Return the refund of a producer's shipments of one month, computed together."""
    producer = producer_period(members)
    refund = None if producer is None else find(producer.quantities, "REFUND")
    return Money() if refund is None else _money(refund)


def _money(refund: Quantity) -> Money:
    return Money(value=refund.value, low=refund.low, high=refund.high, estimated=refund.trace.estimated)


def _shipment(member: Member, period: str, rules: Mapping[str, DeadlineRule], today: date) -> Shipment:
    view = outlook(member.result, rules, today)
    return Shipment(member=member, standing=_standing(member, period, view), outlook=view)


def claimed_in(case: Case) -> str | None:
    """Return the month that a shipment is claimed for, YYYYMM; None while it is for none."""
    tax = case.tax
    return tax.claim_period or (None if tax.claim_date is None else f"{tax.claim_date:%Y%m}")


def by_month(members: Sequence[Member]) -> dict[str | None, list[Member]]:
    """Return shipments by the month that they are claimed for."""
    months: dict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        months[claimed_in(member.case)].append(member)
    return months


def _year_to_date(
    by_month: Mapping[str | None, Sequence[Member]], period: str, before: Mapping[str, Earlier]
) -> dict[str, Trace[Decimal]]:
    """Return what the year comes to with this month; nothing where the claim of a month before is not here."""
    months = [f"{period[:4]}{month:02d}" for month in range(1, int(period[4:]) + 1)]
    return year_to_date([(by_month.get(month, ()), before.get(month)) for month in months])


def _brought(members: Sequence[Member], earlier: Earlier | None) -> Iterator[Finding]:
    """Say where a producer's return brings in something else than the month before left over."""
    own = [member for member in members if member.form == "producer"]
    if own and earlier is not None:
        name, vat = return_of(own)
        yield from carried_findings(f"{name}:tax.vat", vat, earlier)


def _standing(member: Member, period: str, view: Outlook) -> Standing:
    tax, export, month = member.case.tax, member.result.source.dates.export, claimed_in(member.case)
    if month is not None:
        if month != period:
            return "other"
        return "claimed" if tax.claim_date is not None else "prepared"
    if not view.wanted or member.result.source.state.declared is True:
        return "other"
    if export is None:
        return "no_day"
    month_end = first_of_next_month(date(int(period[:4]), int(period[4:]), 1))
    return "open" if filing_start(export) < month_end else "other"


def _findings(
    members: Sequence[Member], taken: Sequence[Claimed], producer: ProducerPeriod | None, words: Words
) -> Iterator[Finding]:
    yield from _twice_declared(twice_declared(taken))
    yield from _twice_billed(members, taken, words)
    if producer is not None and producer.disagree:
        first, second, *_ = producer.disagree
        yield Finding("T72", Severity.ERROR, (f"{second}:tax.vat", f"{first}:tax.vat"), {"a": first, "b": second})


def _twice_declared(pairs: Iterable[tuple[DeclaredLine, DeclaredLine]]) -> Iterator[Finding]:
    """A line of a declaration is claimed once: the same number and item in two shipments is an error."""
    for first, second in pairs:
        values = {"number": second.number, "item": str(second.item or "?"), "a": first.shipment, "b": second.shipment}
        places = tuple(f"{one.shipment}:goods.{one.line}" for one in (second, first))
        yield Finding("T70", Severity.ERROR, places, values)


def _otherwise(
    seen: dict[tuple[object, ...], tuple[str, str, Decimal]], invoice: PurchaseInvoice, name: str, place: str
) -> Iterator[Finding]:
    """The same goods and quantity of one invoice have one amount, in whichever shipment they stand."""
    if invoice.amount is None or invoice.qty is None:
        return
    key = (plain_number(invoice.number or ""), invoice.name_zh, invoice.qty)
    other, there, amount = seen.setdefault(key, (name, place, invoice.amount))
    if other != name and amount != invoice.amount:
        values = {"number": invoice.number or "", "a": other, "b": name}
        values |= {"first": grouped(amount, 2), "second": grouped(invoice.amount, 2)}
        yield Finding("T71", Severity.ERROR, (f"{place}.amount", f"{there}.amount"), values, variant="amount")


def _twice_billed(members: Sequence[Member], taken: Sequence[Claimed], words: Words) -> Iterator[Finding]:
    """An invoice may serve two shipments; that both together take no more than a line of it holds can be counted."""
    seen: dict[tuple[object, ...], tuple[str, str, Decimal]] = {}
    found: dict[str, list[tuple[str, str, PurchaseInvoice]]] = defaultdict(list)
    for member in members:
        for invoice in member.case.tax.purchase_invoices:
            if invoice.number:
                place = f"{member.name}:tax.purchase_invoices.{invoice.id}"
                found[plain_number(invoice.number)].append((member.name, place, invoice))
                yield from _otherwise(seen, invoice, member.name, place)
    beyond = {use.number: use for use in overdrawn(taken)}
    for number, uses in found.items():
        names = list(dict.fromkeys(name for name, _, _ in uses))
        if len(names) > 1:
            use = beyond.get(number)
            places = tuple(place for _, place, _ in uses)
            values = {"number": number, "shipments_zh": "、".join(names), "shipments_en": ", ".join(names)}
            if use is None:
                whole = sum((one.qty or ZERO for _, _, one in uses), ZERO)
                yield Finding(
                    "T71", Severity.CONFIRM, places, values | _with_unit("qty", whole, uses[0][2].unit, words)
                )
                continue
            values |= _with_unit("qty", use.taken, use.unit, words) | _with_unit("held", use.held, use.unit, words)
            yield Finding("T71", Severity.ERROR, places, values, variant="beyond")


def _with_unit(key: str, qty: Decimal, code: str | None, words: Words) -> dict[str, str]:
    if code is None:
        return {f"{key}_zh": trimmed(qty), f"{key}_en": trimmed(qty)}
    return {f"{key}_zh": f"{trimmed(qty)} {words.unit(code)}", f"{key}_en": f"{trimmed(qty)} {words.unit_en(code)}"}
