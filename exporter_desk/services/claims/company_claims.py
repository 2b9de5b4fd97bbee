"""The refunds of all shipments of a company, as the month of a claim and the owner see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import plain_number
from exporter_desk.refund.assess import assess
from exporter_desk.refund.claim_months import by_firm, by_month, claimed_in, producer_months
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.period import PeriodView, beside_claims, period_view
from exporter_desk.refund.sheet_parts import NUMBER_DIGITS, Member, position_of
from exporter_desk.refund.used_up import Ledger
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.rules.typed_codes import normalise_codes
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.claims.sheets import with_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.sheet_parts import Position
    from exporter_desk.services.case_list import CaseList
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthClaim:
    """The claim of a month: the view over the shipments, and its worksheets with the list of papers kept."""

    view: PeriodView
    sheets: Worksheets


def own_cases(listing: CaseList, cases: CaseService) -> Iterator[Case]:
    """Yield every shipment of the company; the shipped samples are nobody's money."""
    return (cases.peek(one) for one in own_ids(listing))


def own_ids(listing: CaseList) -> Iterator[str]:
    """Yield the ids of the company's shipments, without the samples."""
    offset = 0
    while page := listing.cases(limit=PAGE, offset=offset):
        yield from (one.id for one in page if one.sample is None)
        offset += len(page)


def member_of(case: Case, desk: Desk, today: date) -> Member:
    """Assess the refund of one shipment as it stands today."""
    coded = normalise_codes(case, desk.codes)
    return Member(case=coded, result=assess(from_case(coded), desk.refund_book, today))


def _in_turn(
    cases: Sequence[Case], desk: Desk, today: date, told: Callable[[int, int], object] = lambda done, total: None
) -> list[Member]:
    """Assess shipments one after the other as they were claimed: each takes of an invoice what was left of it.

    What is not claimed yet comes behind every claim, and takes nothing from the others; `told` hears how far it is.
    """
    coded = [normalise_codes(case, desk.codes) for case in cases]
    sources = [from_case(case) for case in coded]
    ledger, found = Ledger(source.invoices for source in sources), dict[int, Member]()
    for at in sorted(range(len(coded)), key=lambda at: _turn(coded[at])):
        told(len(found), len(coded))
        used = ledger.before(sources[at].invoices)
        found[at] = Member(case=coded[at], result=assess(sources[at], desk.refund_book, today, used=used))
        if claimed_in(coded[at]) is not None:
            ledger.add(found[at].result)
    return [found[at] for at in range(len(coded))]


def _turn(case: Case) -> tuple[bool, str, Position]:
    month = claimed_in(case)
    return month is None, month or "", position_of(case)


class CompanyClaims:
    """What the shipments of a company claim, kept in memory so that only changed ones are read and assessed again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stamps: dict[str, str] = {}
        self._cases: dict[str, Case] = {}
        self._briefs: dict[str, Brief] = {}
        self._members: dict[tuple[str, date], Member] = {}

    def learn(self, stamps: Mapping[str, str], read: Callable[[str], Case | None], today: date) -> None:
        """Take the shipments of these ids as they are: what has the stamp that it had is not `read` again."""
        stale = {one for one, stamp in self._stamps.items() if stamps.get(one) != stamp}
        self._cases = {key: case for key, case in self._cases.items() if key not in stale}
        self._briefs = {key: brief for key, brief in self._briefs.items() if key not in stale}
        self._members = {key: one for key, one in self._members.items() if key[0] not in stale and key[1] == today}
        for key in stamps.keys() - (self._stamps.keys() - stale):
            case = read(key)
            if case is not None and claimed_in(case) is not None:
                self._take(key, normalise_codes(case, self._desk.codes), today)
        self._stamps = dict(stamps)

    def _take(self, key: str, coded: Case, today: date) -> None:
        brief = brief_of(coded, self._desk, today)
        if brief is not None:
            self._cases[key], self._briefs[key] = coded, brief

    def beside(self, case: Case, today: date) -> Neighbours:
        """Return the shipments that matter to the refund of one; `case` has codes in place of typed names."""
        own = brief_of(case, self._desk, today)
        return ALONE if own is None else neighbours(own, self._briefs.values(), partial(self._member, today=today))

    def _member(self, brief: Brief, today: date) -> Member:
        key = (brief.id, today)
        if key not in self._members:
            self._members[key] = member_of(self._cases[brief.id], self._desk, today)
        return self._members[key]


def claims_of(cases: Iterable[Case], desk: Desk, today: date) -> CompanyClaims:
    """Return what these shipments of a company claim."""
    found, claims = {one.id or "": one for one in cases}, CompanyClaims(desk)
    claims.learn(dict.fromkeys(found, ""), found.get, today)
    return claims


def in_its_month(member: Member, others: Callable[[], Iterable[Case]], desk: Desk, today: date) -> Member:
    """Return a producer's shipment assessed by what its month before left over; any other one as it is.

    `others` are the shipments of the company, read only where they count.
    """
    month = claimed_in(member.case)
    if member.form != "producer" or month is None:
        return member
    own = member.case.id
    before = [one for one in others() if one.id != own and (claimed_in(one) or month) < month]
    firm = by_firm([member, *(member_of(one, desk, today) for one in before)])[0]
    earlier = next((one.earlier for one in producer_months(by_month(firm), month) if one.month == month), None)
    if earlier is None:
        return member
    return replace(member, result=assess(from_case(member.case), desk.refund_book, today, earlier))


def beside_others(member: Member, others: Callable[[], Iterable[Case]], desk: Desk, today: date) -> Member:
    """Return a shipment that is claimed in a month, with what another claim has of it told; any other as it is.

    Only shipments that name a declaration or an invoice of it are looked at.
    """
    if claimed_in(member.case) is None:
        return member
    own, named = member.case.id, _papers_of(member.case)
    near = (one for one in others() if one.id != own and claimed_in(one) and not named.isdisjoint(_papers_of(one)))
    return beside_claims(member, [member_of(one, desk, today) for one in near], desk.sheet_words)


def _papers_of(case: Case) -> frozenset[str]:
    """Return the numbers of the declarations and of the purchase invoices of a shipment."""
    numbers = [(one.number or "")[:NUMBER_DIGITS] for one in case.tax.declarations]
    numbers += [plain_number(one.number or "") for one in case.tax.purchase_invoices]
    return frozenset(number for number in numbers if number)


def month_claim(
    cases: Iterable[Case],
    month: str,
    desk: Desk,
    today: date,
    told: Callable[[int, int], object] = lambda done, total: None,
) -> MonthClaim:
    """Look at all shipments for the month YYYYMM; those in its claim get their worksheets.

    `told` hears how many of them are assessed; what it raises ends the work.
    """
    members = _in_turn(tuple(cases), desk, today, told)
    view = period_view(members, month, desk.checklists.deadlines, desk.sheet_words, today)
    own = [one.member for one in view.in_claim]
    papers = {member.name: refund_papers(member.case, member.result, desk) for member in own}
    return MonthClaim(view=view, sheets=with_catalogue(view.sheets, own, papers))
