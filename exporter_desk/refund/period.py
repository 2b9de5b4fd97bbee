"""The claim of one month over all shipments of a company: which belong to it, which could, and what contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.tax import PurchaseInvoice
from exporter_desk.domain.text import plain_number
from exporter_desk.refund.carried import carried_findings
from exporter_desk.refund.claim_months import ProducerMonth, by_firm, by_month, claimed_in, money_of, producer_months
from exporter_desk.refund.claimed_twice import (
    Claimed,
    Drawn,
    beside_of,
    claimed,
    drawn,
    not_certain,
    twice_declared,
)
from exporter_desk.refund.deadlines import filing_start, first_of_month, first_of_next_month
from exporter_desk.refund.one_firm import ALIKE, Unlike, of_unknown_firm
from exporter_desk.refund.outlook import Bounds, Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.producer_sheet import ProducerPeriod, less_by, producer_period, return_of, year_to_date
from exporter_desk.refund.quantity import ZERO
from exporter_desk.refund.quoted import clashes
from exporter_desk.refund.sheet_doubles import with_doubles, with_unlike_firm
from exporter_desk.refund.sheet_parts import Member, Words, in_order
from exporter_desk.refund.worksheets import Worksheets, worksheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.carried import Earlier
    from exporter_desk.rules.checklists import DeadlineRule

Standing = Literal["claimed", "prepared", "open", "no_day", "other"]
# The finding of a claim for a month that comes before the first one after the export, and of an agent's export without
# the certificate that it is claimed on: the month tells them of its shipments.
TOO_EARLY, UNCERTIFIED = "T28", "T57"
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
    members: Sequence[Member],
    period: str,
    rules: Mapping[str, DeadlineRule],
    words: Words,
    today: date,
    unlike: Unlike = ALIKE,
) -> PeriodView:
    """Look at all shipments for the month `period` (YYYYMM) as they stand on `today`.

    `unlike` tells what they say differently of their firm.
    """
    looked = (_shipment(member, period, rules, today) for member in members)
    shipments = tuple(_opened(one) if one.name in unlike.shipments else one for one in looked)
    outlooks = {id(one.member): one.outlook for one in shipments}
    own = in_order(one.member for one in shipments if one.standing in IN_CLAIM)
    taken = [claimed(member.name, member.result) for member in own]
    others = [member for member in members if (claimed_in(member.case) or period) != period]
    beside = beside_of(taken, (claimed(member.name, member.result) for member in others))
    firms = [replace(one, unlike=unlike.shipments) for one in _firms(own, members, period, beside)]
    main, links = firms[0], _doubled_links(own)
    alone = {id(one.producers[0]): one.money for one in firms if len(one.producers) == 1}
    sheets = worksheets(
        main.own, words, period=period, year=main.year_to_date(), earlier=main.earlier, elsewhere=beside
    )
    return PeriodView(
        period=period,
        shipments=tuple(_in_its_month(one, alone) for one in shipments),
        sheets=with_unlike_firm(with_doubles(sheets, taken, beside, links), unlike.shipments),
        producer=main.producer,
        claimed=_claimed([(member, outlooks[id(member)]) for member in own], taken, firms, beside),
        open=summed(one.outlook.money for one in shipments if one.standing == "open"),
        findings=(
            *_findings(_Claims(own=own, taken=taken, others=others, beside=beside), firms, words),
            *_linked_twice(links),
            *unlike.findings,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Claims:
    """The shipments of the month with what they claim, those of other months, and the claims of these that clash."""

    own: Sequence[Member]
    taken: Sequence[Claimed]
    others: Sequence[Member]
    beside: Sequence[Claimed]

    @cached_property
    def months(self) -> dict[str, str]:
        """Return the month of every shipment that is claimed in another one."""
        return {one.name: claimed_in(one.case) or "" for one in self.others}


@dataclass(frozen=True, kw_only=True)
class _Firm:
    """What one firm claims in the month, and its months as a producer up to this one; `beside` claims other months.

    `unlike` are shipments that contradict each other in what kind of firm it is: nobody knows its refund then.
    """

    period: str
    own: tuple[Member, ...]
    months: Mapping[str, ProducerMonth]
    beside: Sequence[Claimed] = ()
    unlike: Set[str] = frozenset()

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
        found = producer_period(self.own, self.earlier, self.beside)
        if found is None or not any(member.name in self.unlike for member in self.producers):
            return found
        return replace(found, quantities=tuple(map(of_unknown_firm, found.quantities)))

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


def _firms(own: Sequence[Member], members: Sequence[Member], period: str, beside: Sequence[Claimed]) -> list[_Firm]:
    """Return the firms of the claim in the order of their first shipments; one without any while nothing is claimed."""
    claimed_here = {id(member) for member in own}
    groups = by_firm([*own, *(member for member in members if id(member) not in claimed_here)])
    firms = [
        _Firm(
            period=period,
            own=tuple(member for member in group if id(member) in claimed_here),
            months={one.month: one for one in producer_months(by_month(group), period)},
            beside=beside,
        )
        for group in groups
    ]
    return [one for one in firms if one.own] or [_Firm(period=period, own=(), months={})]


def _opened(shipment: Shipment) -> Shipment:
    """Return a shipment whose refund nobody knows."""
    money = Bounds(may_sink=shipment.outlook.money.may_sink)
    return replace(shipment, outlook=replace(shipment.outlook, money=money))


def _in_its_month(shipment: Shipment, alone: Mapping[int, Bounds]) -> Shipment:
    """Return a producer's only shipment of the month with what the month comes to; any other as it is."""
    refund = alone.get(id(shipment.member))
    if refund is None:
        return shipment
    money = replace(refund, may_sink=shipment.outlook.money.may_sink)
    return replace(shipment, outlook=replace(shipment.outlook, money=money))


def _claimed(
    claims: Sequence[tuple[Member, Outlook]],
    taken: Sequence[Claimed],
    firms: Sequence[_Firm],
    beside: Sequence[Claimed],
) -> Sum:
    """Return what the claim of the month comes to; what is claimed twice is not certain.

    A producer has one computation for all its shipments of a month, so theirs are not added up.
    """
    together = [firm.money for firm in firms if firm.producers]
    apart = [(view, use) for (member, view), use in zip(claims, taken, strict=True) if member.form != "producer"]
    amounts = [*(view.money for view, _ in apart), *together]
    whole = less_certain(summed(amounts), not_certain([use for _, use in apart], beside))
    early = sum((_too_early(member) for member, _ in claims), ZERO)
    return less_certain(whole, min(early, max(ZERO, whole.low or ZERO)))


def _too_early(member: Member) -> Decimal:
    """Return what a shipment earns at the most with goods that left only in the month it is claimed for, or later."""
    if all(one.code != TOO_EARLY for one in member.result.findings):
        return ZERO
    source, figures = member.result.source, member.figures
    days = {line.id: line.exported or source.dates.export for line in source.lines}
    late = {line for line, day in days.items() if day and f"{day:%Y%m}" >= (source.claim_period or "")}
    earned = [one for (symbol, line), one in figures.items() if line in late and symbol in {"REFUND_LINE", "MDT_LINE"}]
    return sum((max(ZERO, one.high or ZERO if one.value is None else one.value) for one in earned), ZERO)


def _of_shipments(own: Sequence[Member]) -> Iterator[Finding]:
    """Say of which shipments goods left too late for the month, or are not certified, as their own files do."""
    for member in own:
        for one in member.result.findings:
            if one.code in {TOO_EARLY, UNCERTIFIED}:
                places = tuple(f"{member.name}:{place}" for place in one.places)
                yield replace(one, places=places, values={**one.values, "shipment": member.name}, variant="shipment")


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
    month_end = first_of_next_month(first_of_month(period))
    return "open" if filing_start(export) < month_end else "other"


def _findings(claims: _Claims, firms: Sequence[_Firm], words: Words) -> Iterator[Finding]:
    yield from _twice_declared(claims)
    yield from _twice_billed(claims, words)
    for firm in firms:
        if firm.producer is not None:
            yield from unlike_returns(firm.producer)
        if firm.producer is not None and firm.earlier is not None:
            name, vat = return_of(firm.producers)
            yield from carried_findings(f"{name}:tax.vat", vat, firm.earlier)
    yield from _other_firms(*firms)
    yield from _of_shipments(claims.own)
    yield from clashes((member.name, member.result) for member in claims.own)


def unlike_returns(producer: ProducerPeriod) -> Iterator[Finding]:
    """A month has one VAT return: shipments that do not have it alike are named, with their places."""
    if producer.disagree:
        first, second, *_ = producer.disagree
        yield Finding("T72", Severity.ERROR, (f"{second}:tax.vat", f"{first}:tax.vat"), {"a": first, "b": second})
    if producer.unlike:
        first, second, *_ = producer.unlike
        places = (f"{second}:tax.exempt_material", f"{first}:tax.exempt_material")
        yield Finding("T72", Severity.ERROR, places, {"a": first, "b": second}, ("L18",), variant="material")


def _other_firms(main: _Firm, *others: _Firm) -> Iterator[Finding]:
    """A claim and a VAT return are of one firm: what another seller claims is computed apart and filed by that one."""
    for firm in others:
        names = [member.name for member in firm.own]
        values = {"firm": foreign(main.name or "?"), "other": foreign(firm.name)}
        values |= {"shipments_zh": "、".join(names), "shipments_en": ", ".join(names)}
        places = (*(f"{name}:parties" for name in names), f"{main.own[0].name}:parties")
        yield Finding("T120", Severity.CONFIRM, places, values, ("L18",))


def beside_claims(member: Member, others: Sequence[Member], words: Words) -> Member:
    """Return a shipment with what other ones claim of it too: told, and no firm part of its refund.

    Its own places stand without its number.
    """
    own = [claimed(member.name, member.result)]
    beside = beside_of(own, (claimed(one.name, one.result) for one in others))
    claims = _Claims(own=[member], taken=own, others=others, beside=beside)
    found = (*_twice_declared(claims), *_twice_billed(claims, words))
    if not found:
        return member
    head, twice, result = f"{member.name}:", not_certain(own, beside), member.result
    told = (replace(one, places=tuple(place.removeprefix(head) for place in one.places)) for one in found)
    figures = (less_by(one, twice) if one.symbol == "REFUND" and twice else one for one in result.quantities)
    return replace(member, result=replace(result, quantities=tuple(figures), findings=(*result.findings, *told)))


def _doubled_links(own: Sequence[Member]) -> dict[str, list[tuple[str, str]]]:
    """Return the typed 关联号 that lines of several shipments have, with shipment and line; one case tells its own."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for member in own:
        for line in member.result.source.lines:
            if line.link and not line.reversal and member.form == "trader":
                found[line.link].append((member.name, line.id))
    return {link: lines for link, lines in found.items() if len({name for name, _ in lines}) > 1}


def _linked_twice(links: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Finding]:
    for link, lines in links.items():
        names = list(dict.fromkeys(name for name, _ in lines))
        values = {"link": foreign(link), "shipments_zh": "、".join(names), "shipments_en": ", ".join(names)}
        places = tuple(f"{name}:tax.lines.{line}.link" for name, line in lines)
        yield Finding("T37", Severity.ERROR, places, values, ("TAX-D",), variant="shipments")


def _twice_declared(claims: _Claims) -> Iterator[Finding]:
    """A line of a declaration is claimed once: the same number and item in two shipments is an error."""
    own, months = {id(line) for claim in claims.taken for line in claim.lines}, claims.months
    for first, second in twice_declared([*claims.beside, *claims.taken]):
        if id(second) not in own:
            continue
        values = {"number": second.number, "item": str(second.item or "?"), "a": first.shipment, "b": second.shipment}
        places = tuple(f"{one.shipment}:goods.{one.line}" for one in (second, first))
        month = "" if id(first) in own else months[first.shipment]
        variant = "other_month" if month else ""
        yield Finding("T70", Severity.ERROR, places, {**values, "month": month} if month else values, variant=variant)


def _otherwise(uses: Sequence[_Listed]) -> Iterator[Finding]:
    """The same goods and quantity of one invoice have one amount, in whichever shipment they stand."""
    seen: dict[tuple[str | None, Decimal], _Listed] = {}
    for one in uses:
        if one.invoice.amount is None or one.invoice.qty is None:
            continue
        first = seen.setdefault((one.invoice.name_zh, one.invoice.qty), one)
        if first.shipment != one.shipment and first.invoice.amount != one.invoice.amount:
            values = {"number": one.invoice.number or "", "a": first.shipment, "b": one.shipment}
            values |= {"first": grouped(first.invoice.amount or ZERO, 2), "second": grouped(one.invoice.amount, 2)}
            places = (f"{one.place}.amount", f"{first.place}.amount")
            yield Finding("T71", Severity.ERROR, places, values, variant="amount")


def _twice_billed(claims: _Claims, words: Words) -> Iterator[Finding]:
    """An invoice may serve two shipments; that both together take no more than a line of it holds can be counted."""
    lines: dict[str, list[Drawn]] = defaultdict(list)
    for line in drawn(claims.taken, beside=claims.beside):
        lines[line.number].append(line)
    for number, uses in _listed(claims).items():
        if len({one.shipment for one in uses}) > 1:
            contradicted = list(_otherwise(uses))
            yield from contradicted
            yield from _drawn_together(uses, lines[number], words, told=bool(contradicted))


def _drawn_together(uses: Sequence[_Listed], lines: Sequence[Drawn], words: Words, *, told: bool) -> Iterator[Finding]:
    """Say what several shipments take from an invoice; what is left for another month is in order while it is left."""
    names = {one.shipment: one.month for one in uses}
    zh, en = [[f"{name}{text.format(month) if month else ''}" for name, month in names.items()]
              for text in ("（{}）", " ({})")]  # fmt: skip
    values = {"number": uses[0].invoice.number or "", "shipments_zh": "、".join(zh), "shipments_en": ", ".join(en)}
    places = tuple(one.place for one in uses)
    beyond = [one for one in lines if one.beyond]
    plain = next((one for one in beyond if not one.unlike), None)
    if plain is not None:
        yield Finding("T71", Severity.ERROR, places, values | _figures(plain, words), variant="beyond")
    elif beyond and not told:
        yield Finding("T71", Severity.ERROR, places, values, variant="unlike")
    elif not beyond and sum(not month for month in names.values()) > 1:
        counted = len(lines) == 1 and lines[0].shipments == len(names) and not lines[0].unlike
        more = _figures(lines[0], words) if counted else {}
        yield Finding("T71", Severity.CONFIRM, places, values | more, variant="" if counted else "apart")


def _figures(line: Drawn, words: Words) -> dict[str, str]:
    return _with_unit("qty", line.taken, line.unit, words) | _with_unit("held", line.held, line.unit, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A line of an invoice in a shipment, which `month` is other than this one."""

    shipment: str
    month: str
    place: str
    invoice: PurchaseInvoice


def _listed(claims: _Claims) -> dict[str, list[_Listed]]:
    """Return the lines of the invoices of the month by their number, with those of the same numbers in other months."""
    found: dict[str, list[_Listed]] = {}
    for member in (*claims.own, *claims.others):
        month = claims.months.get(member.name, "")
        for invoice in member.case.tax.purchase_invoices:
            number = plain_number(invoice.number or "")
            if number and (not month or number in found):
                place = f"{member.name}:tax.purchase_invoices.{invoice.id}"
                one = _Listed(shipment=member.name, month=month, place=place, invoice=invoice)
                found.setdefault(number, []).append(one)
    return found


def _with_unit(key: str, qty: Decimal, code: str | None, words: Words) -> dict[str, str]:
    if code is None:
        return {f"{key}_zh": trimmed(qty), f"{key}_en": trimmed(qty)}
    return {f"{key}_zh": f"{trimmed(qty)} {words.unit(code)}", f"{key}_en": f"{trimmed(qty)} {words.unit_en(code)}"}
