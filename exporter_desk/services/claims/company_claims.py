"""The refunds of all shipments of a company, as the month of a claim and the owner see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.refund.assess import assess
from exporter_desk.refund.claim_months import claimed_in, left_before
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.one_firm import said_of, unlike_firm
from exporter_desk.refund.period import PeriodView, period_view
from exporter_desk.refund.quoted import NO_QUOTES, Quotes, assess_quoted
from exporter_desk.refund.sheet_parts import Member, position_of
from exporter_desk.refund.used_up import Ledger, Used
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.rules.typed_codes import normalise_codes
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.claims.neighbours import ALONE, NOT_LOOKED, Brief, Neighbours, brief_of, neighbours
from exporter_desk.services.claims.sheets import with_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.carried import Earlier
    from exporter_desk.refund.inputs import Invoice
    from exporter_desk.refund.one_firm import Said, Unlike
    from exporter_desk.refund.sheet_parts import Position
    from exporter_desk.services.case_list import CaseList
    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk

PAGE = 200
# What decides what earlier claims took of the invoices of a shipment: the day, its id, its turn and its invoices.
_Key: TypeAlias = "tuple[date, str, tuple[bool, str, Position], tuple[Invoice, ...]]"


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
    yield from own_stamps(listing)


def own_stamps(listing: CaseList) -> dict[str, str]:
    """Return when every shipment of the company was changed last, by its id."""
    offset, found = 0, dict[str, str]()
    while page := listing.cases(limit=PAGE, offset=offset):
        found |= {one.id: one.modified_at for one in page if one.sample is None}
        offset += len(page)
    return found


def member_of(case: Case, desk: Desk, today: date, quotes: Quotes = NO_QUOTES) -> Member:
    """Assess the refund of one shipment as it stands today; `quotes` are the middle rates that its company has."""
    coded = normalise_codes(case, desk.codes)
    judge = partial(assess, book=desk.refund_book, day=today)
    return Member(case=coded, result=assess_quoted(from_case(coded), coded, quotes, judge))


def _in_turn(
    cases: Sequence[Case], desk: Desk, today: date, told: Callable[[int, int], object] = lambda done, total: None
) -> list[Member]:
    """Assess shipments one after the other as they were claimed: each takes of an invoice what was left of it.

    What is not claimed yet comes behind every claim, and takes nothing from the others; `told` hears how far it is.
    """
    found, coded = dict[int, Member](), [normalise_codes(case, desk.codes) for case in cases]
    quotes = Quotes(case for case in coded if claimed_in(case) is not None)
    for at, _, member in _turns(coded, desk, today, quotes):
        found[at] = member
        told(len(found), len(cases))
    return [found[at] for at in range(len(cases))]


def _turns(
    coded: Sequence[Case], desk: Desk, today: date, quotes: Quotes
) -> Iterator[tuple[int, Mapping[str, Used], Member]]:
    """Yield shipments in their turn: the index, what those before it took of its invoices, and it with its result."""
    sources = [from_case(case) for case in coded]
    ledger = Ledger(source.invoices for source in sources)
    for at in sorted(range(len(coded)), key=lambda at: _turn(coded[at])):
        used = ledger.before(sources[at].invoices)
        judge = partial(assess, book=desk.refund_book, day=today, used=used)
        result = assess_quoted(sources[at], coded[at], quotes, judge)
        if claimed_in(coded[at]) is not None:
            ledger.add(result)
        yield at, used, Member(case=coded[at], result=result)


def _turn(case: Case) -> tuple[bool, str, Position]:
    month = claimed_in(case)
    return month is None, month or "", position_of(case)


class CompanyClaims:
    """What the shipments of a company claim, kept in memory so that only changed ones are read and assessed again."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._book = desk, desk.refund_book
        self._stamps: dict[str, str] = {}
        self._cases: dict[str, Case] = {}
        self._briefs: dict[str, Brief] = {}
        self._members: dict[tuple[str, date], Member] = {}
        self._earlier: dict[tuple[date, str, frozenset[str]], Earlier | None] = {}
        self._sharing: set[str] = set()
        self._used: dict[str, tuple[_Key, Mapping[str, Used]]] = {}
        self._quotes = NO_QUOTES

    def judges_by(self, book: RefundBook) -> bool:
        """Tell whether what is kept was judged by this book: another rate library makes all of it anew."""
        return self._book is book

    def learn(self, stamps: Mapping[str, str], read: Callable[[str], Case | None], today: date) -> None:
        """Take the shipments of these ids as they are: what has the stamp that it had is not `read` again."""
        stale = {one for one, stamp in self._stamps.items() if stamps.get(one) != stamp}
        self._cases = {key: case for key, case in self._cases.items() if key not in stale}
        self._briefs = {key: brief for key, brief in self._briefs.items() if key not in stale}
        if stale or stamps.keys() - self._stamps.keys():
            self._earlier.clear()
            stale |= self._sharing
            self._sharing.clear()
            self._used.clear()
        self._members = {key: one for key, one in self._members.items() if key[0] not in stale and key[1] == today}
        for key in [one for one, stamp in stamps.items() if self._stamps.get(one) != stamp]:
            case = read(key)
            if case is not None and claimed_in(case) is not None:
                self._take(key, normalise_codes(case, self._desk.codes), today)
        if self._stamps != stamps:
            self._learn_quotes()
        self._stamps = dict(stamps)

    def _learn_quotes(self) -> None:
        """Take the middle rates anew; where others contradict each other now, what was assessed by them is stale."""
        before, self._quotes = self._quotes.disputed, Quotes(self._cases.values())
        if before != self._quotes.disputed:
            self._members.clear()
            self._used.clear()

    def _take(self, key: str, coded: Case, today: date) -> None:
        brief = brief_of(coded, self._desk, today)
        if brief is not None:
            self._cases[key], self._briefs[key] = coded, brief

    def beside(self, case: Case, today: date) -> Neighbours:
        """Return the shipments that matter to the refund of one; `case` has codes in place of typed names."""
        own = brief_of(case, self._desk, today)
        if own is None:
            return ALONE
        listed, member, left = self._briefs.values(), partial(self._member, today=today), partial(self._left, today)
        key = _key(case, today)
        if self._used.get(own.id, (None,))[0] != key:
            self._take_turns(case, own, key)
        used = self._used[own.id][1]
        said = tuple(one.said for one in listed if one.id != own.id)
        return replace(neighbours(own, listed, member, left), used=used, quotes=self._quotes, said=said)

    def _take_turns(self, case: Case, own: Brief, key: _Key) -> None:
        """Note what the claims before it took of its invoices, as the month has it: one claim after the other.

        While it is as it was read this holds of all that it shares papers with: they are assessed together, once.
        """
        near = [self._cases[one.id] for one in _connected(own, self._briefs.values())]
        as_read, today = self._cases.get(own.id) == case, key[0]
        self._used[own.id] = key, {}
        for at, used, member in _turns([case, *near], self._desk, today, self._quotes) if near else ():
            name = member.case.id or ""
            if at == 0 or as_read:
                self._used[name] = key if at == 0 else _key(member.case, today), used
            if at == 0 and not as_read:
                return
            self._members[name, today] = member
            self._sharing.add(name)

    def _member(self, brief: Brief, today: date) -> Member:
        key = (brief.id, today)
        if key not in self._members:
            self._members[key] = member_of(self._cases[brief.id], self._desk, today, self._quotes)
        return self._members[key]

    def _left(self, today: date, before: tuple[Brief, ...], month: str) -> Earlier | None:
        key = (today, month, frozenset(one.id for one in before))
        if key not in self._earlier:
            self._earlier[key] = left_before([self._member(one, today) for one in before], month)
        return self._earlier[key]


def _key(case: Case, today: date) -> _Key:
    return today, case.id or "", _turn(case), from_case(case).invoices


def _connected(own: Brief, listed: Iterable[Brief]) -> list[Brief]:
    """Return the other shipments that share papers with `own`, and those that share some with them."""
    sharing: dict[str, list[Brief]] = defaultdict(list)
    for one in listed:
        for paper in one.papers:
            sharing[paper].append(one)
    found, ahead = dict[str, Brief](), [own]
    while ahead:
        near = {one.id: one for paper in ahead.pop().papers for one in sharing[paper]}
        fresh = [one for key, one in near.items() if key not in found and key != own.id]
        found |= {one.id: one for one in fresh}
        ahead += fresh
    return list(found.values())


def claims_of(cases: Iterable[Case], desk: Desk, today: date) -> CompanyClaims:
    """Return what these shipments of a company claim."""
    found, claims = {one.id or "": one for one in cases}, CompanyClaims(desk)
    claims.learn(dict.fromkeys(found, ""), found.get, today)
    return claims


def beside_all(others: Callable[[], Iterable[Case]], desk: Desk) -> Callable[[Case, date], Neighbours]:
    """Return what tells what a company claims beside a shipment on a day.

    `others` are read only where one is claimed, and once. Where one of them cannot be read nothing is known.
    """

    @cache
    def claims(day: date) -> CompanyClaims | None:
        try:
            listed = tuple(others())
        except UserFacingError:
            return None
        return claims_of(listed, desk, day)

    def beside(case: Case, day: date) -> Neighbours:
        if claimed_in(case) is None or case.sample is not None:
            return ALONE
        known = claims(day)
        return NOT_LOOKED if known is None else known.beside(case, day)

    return beside


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
    unlike = _unlike(members, month, desk, today)
    view = period_view(members, month, desk.checklists.deadlines, desk.sheet_words, today, unlike)
    own = [one.member for one in view.in_claim]
    papers = {member.name: refund_papers(member.case, member.result, desk) for member in own}
    return MonthClaim(view=view, sheets=with_catalogue(view.sheets, own, papers))


def _unlike(members: Sequence[Member], month: str, desk: Desk, today: date) -> Unlike:
    """Return what shipments of a month say of their firm otherwise than each other, or than those of other months."""
    said: dict[bool, list[Said]] = {True: [], False: []}
    for member in members:
        claimed = claimed_in(member.case)
        if claimed is not None:
            said[claimed == month].append(said_of(member.case, member.result.source))
    return unlike_firm(said[True], said[False], desk.refund_book, today)
