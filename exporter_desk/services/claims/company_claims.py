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
