"""The claim of one month over all shipments of a company: which belong to it, which could, and what contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.text import plain_number
from exporter_desk.refund.carried import carried_findings
from exporter_desk.refund.claim_months import ProducerMonth, by_firm, by_month, claimed_in, money_of, producer_months
from exporter_desk.refund.claimed_twice import (
    Claimed,
    DeclaredLine,
    claimed,
    not_certain,
    overdrawn,
    twice_declared,
)
from exporter_desk.refund.deadlines import filing_start, first_of_next_month
from exporter_desk.refund.outlook import Bounds, Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.producer_sheet import ProducerPeriod, producer_period, return_of, year_to_date
from exporter_desk.refund.quantity import ZERO
from exporter_desk.refund.sheet_doubles import with_doubles
from exporter_desk.refund.sheet_parts import Member, Words, in_order
from exporter_desk.refund.worksheets import Worksheets, worksheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from exporter_desk.domain.tax import PurchaseInvoice
    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.carried import Earlier
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
    outlooks = {id(one.member): one.outlook for one in shipments}
    own = in_order(one.member for one in shipments if one.standing in IN_CLAIM)
    firms, taken = _firms(own, members, period), [claimed(member.name, member.result) for member in own]
    main = firms[0]
    alone = {id(one.producers[0]): one.money for one in firms if len(one.producers) == 1}
    sheets = worksheets(main.own, words, period=period, year=main.year_to_date(), earlier=main.earlier)
    return PeriodView(
        period=period,
        shipments=tuple(_in_its_month(one, alone) for one in shipments),
        sheets=with_doubles(sheets, taken),
        producer=main.producer,
        claimed=_claimed([(member, outlooks[id(member)]) for member in own], taken, firms),
        open=summed(one.outlook.money for one in shipments if one.standing == "open"),
        findings=tuple(_findings(own, taken, firms, words)),
    )


@dataclass(frozen=True, kw_only=True)
class _Firm:
    """What one firm claims in the month, and its months as a producer up to this one."""

    period: str
    own: tuple[Member, ...]
    months: Mapping[str, ProducerMonth]

    @property
    def earlier(self) -> Earlier | None:
        """Return what its month before left over."""
        month = self.months.get(self.period)
        return None if month is None else month.earlier

    @property
    def producers(self) -> tuple[Member, ...]:
        """Return the shipments that it claims as a producer."""
        return tuple(member for member in self.own if member.form == "producer")

    @cached_property
    def producer(self) -> ProducerPeriod | None:
        """Return its computation as a producer, None where it claims as a trader alone."""
        return producer_period(self.own, self.earlier)

    @property
    def money(self) -> Bounds:
        """Return its refund as a producer."""
        return money_of(() if self.producer is None else self.producer.quantities)

    @property
    def name(self) -> str:
        """Return what it is called on its papers, its credit code without a name, "" when nothing is known."""
        sellers = [one for member in self.own if (one := member.case.party("seller"))]
        return next((text for one in sellers if (text := one.name_zh or one.uscc)), "")

    def year_to_date(self) -> dict[str, Trace[Decimal]]:
        """Return what the year comes to with this month; nothing where the claim of a month before is not here."""
        months = (self.months.get(f"{self.period[:4]}{month:02d}") for month in range(1, int(self.period[4:]) + 1))
        return year_to_date([() if one is None else one.figures for one in months])


def _firms(own: Sequence[Member], members: Sequence[Member], period: str) -> list[_Firm]:
    """Return the firms of the claim in the order of their first shipments; one without any while nothing is claimed."""
    claimed_here = {id(member) for member in own}
    groups = by_firm([*own, *(member for member in members if id(member) not in claimed_here)])
    firms = [
        _Firm(
            period=period,
            own=tuple(member for member in group if id(member) in claimed_here),
            months={one.month: one for one in producer_months(by_month(group), period)},
        )
        for group in groups
    ]
    return [one for one in firms if one.own] or [_Firm(period=period, own=(), months={})]


def _in_its_month(shipment: Shipment, alone: Mapping[int, Bounds]) -> Shipment:
    """Return a producer's only shipment of the month with what the month comes to; any other as it is."""
    refund = alone.get(id(shipment.member))
    if refund is None:
        return shipment
    money = replace(refund, may_sink=shipment.outlook.money.may_sink)
    return replace(shipment, outlook=replace(shipment.outlook, money=money))


def _claimed(claims: Sequence[tuple[Member, Outlook]], taken: Sequence[Claimed], firms: Sequence[_Firm]) -> Sum:
    """Return what the claim of the month comes to; what is claimed twice is not certain.

    A producer has one computation for all its shipments of a month, so theirs are not added up.
    """
    together = [firm.money for firm in firms if firm.producers]
    apart = [(view, use) for (member, view), use in zip(claims, taken, strict=True) if member.form != "producer"]
    amounts = [*(view.money for view, _ in apart), *together]
    return less_certain(summed(amounts), not_certain([use for _, use in apart]))


def _shipment(member: Member, period: str, rules: Mapping[str, DeadlineRule], today: date) -> Shipment:
    view = outlook(member.result, rules, today)
    return Shipment(member=member, standing=_standing(member, period, view), outlook=view)


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
    members: Sequence[Member], taken: Sequence[Claimed], firms: Sequence[_Firm], words: Words
) -> Iterator[Finding]:
    yield from _twice_declared(twice_declared(taken))
    yield from _twice_billed(members, taken, words)
    for firm in firms:
        if firm.producer is not None and firm.producer.disagree:
            first, second, *_ = firm.producer.disagree
            yield Finding("T72", Severity.ERROR, (f"{second}:tax.vat", f"{first}:tax.vat"), {"a": first, "b": second})
        if firm.producer is not None and firm.producer.unlike:
            first, second, *_ = firm.producer.unlike
            places = (f"{second}:tax.exempt_material", f"{first}:tax.exempt_material")
            yield Finding("T72", Severity.ERROR, places, {"a": first, "b": second}, ("L18",), variant="material")
        if firm.producer is not None and firm.earlier is not None:
            name, vat = return_of(firm.producers)
            yield from carried_findings(f"{name}:tax.vat", vat, firm.earlier)
    yield from _other_firms(*firms)


def _other_firms(main: _Firm, *others: _Firm) -> Iterator[Finding]:
    """A claim and a VAT return are of one firm: what another seller claims is computed apart and filed by that one."""
    for firm in others:
        names = [member.name for member in firm.own]
        values = {"firm": foreign(main.name or "?"), "other": foreign(firm.name)}
        values |= {"shipments_zh": "、".join(names), "shipments_en": ", ".join(names)}
        places = (*(f"{name}:parties" for name in names), f"{main.own[0].name}:parties")
        yield Finding("T120", Severity.CONFIRM, places, values, ("L18",))


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
