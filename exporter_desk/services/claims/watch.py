"""The refunds of the latest shipments for the first page: money to come, money at risk, and what is due next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter_desk.refund.claim_months import ProducerMonth, by_firm, by_month, claimed_in, money_of, producer_months
from exporter_desk.refund.claimed_twice import Claimed, claimed, not_certain, overdrawn, twice_declared
from exporter_desk.refund.one_firm import Said, said_of, unlike_firm
from exporter_desk.refund.outlook import Bounds, Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.quoted import Quotes
from exporter_desk.refund.reminders import Reminder
from exporter_desk.refund.sheet_parts import Member, Position, position
from exporter_desk.services.claims.company_claims import member_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk
    from exporter_desk.storage.summary import CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found out about the refund of one shipment as it was at `modified_at`.

    `order` is its place among the claims, `of_month` is there for a producer's that is claimed in a month: all its
    shipments of a month are one computation. `said` is what one that is claimed says of its firm.
    """

    case_id: str
    modified_at: str
    name: str
    outlook: Outlook
    order: Position
    claimed: Claimed = field(default_factory=Claimed)
    of_month: Member | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All refunds together: expected, of it at risk, the first day on which some is lost, what is most urgent.

    `twice` names the shipments that declare the same line, `beyond` those that take more from an invoice line than it
    holds: until one of them gives it up, the sums are bounds.
    """

    shipments: int
    expected: Sum
    at_risk: Sum
    first_lost: tuple[str, str, Reminder] | None
    urgent: tuple[tuple[str, str, Reminder], ...]
    twice: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


class RefundWatch:
    """Remembers what was computed, so that only changed shipments are looked at again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: dict[str, Seen] = {}
        self._day: date | None = None
        self._standing: Standing | None = None

    def pending(self, listed: Sequence[CaseSummary], today: date) -> tuple[CaseSummary, ...]:
        """Return which of the listed shipments were not looked at since they changed; samples never are."""
        own = [one for one in listed if one.sample is None]
        known = {one.id for one in own} if today == self._day else set()
        if self._seen.keys() - known:
            self._seen = {key: seen for key, seen in self._seen.items() if key in known}
            self._standing = None
        self._day = today
        return tuple(one for one in own if self._stale(one))

    def _stale(self, one: CaseSummary) -> bool:
        seen = self._seen.get(one.id)
        return seen is None or seen.modified_at != one.modified_at

    def look(self, summary: CaseSummary, case: Case, today: date) -> Seen:
        """Assess one shipment; slow, touches neither the database nor what is remembered."""
        member = member_of(case, self._desk, today)
        claims = member.form == "producer" and claimed_in(member.case) is not None
        return Seen(
            case_id=summary.id,
            modified_at=summary.modified_at,
            name=case.number or case.title or "",
            outlook=outlook(member.result, self._desk.checklists.deadlines, today),
            order=position(member),
            claimed=claimed(summary.id, member.result),
            of_month=member if claims else None,
            said=None if claimed_in(member.case) is None else said_of(member.case, member.result.source),
        )

    def reckoned(self, found: Sequence[Seen]) -> Standing:
        """Return what all refunds come to with what was `found`; slow, changes nothing that is remembered."""
        seen = {**self._seen, **_by_id(found)}.values()
        return _standing(seen if self._day is None else _contradicted(seen, self._desk, self._day))

    def take(self, found: Sequence[Seen], standing: Standing | None = None) -> None:
        """Remember what was found, and what it was `reckoned` to come to."""
        self._seen = {**self._seen, **_by_id(found)}
        self._standing = standing

    @property
    def is_reckoned(self) -> bool:
        """Tell whether the sums are known, so that asking for them takes no time."""
        return self._standing is not None

    def standing(self) -> Standing:
        """Return the sums over everything that is remembered; a shipment without a refund has no part in them."""
        if self._standing is None:
            self._standing = self.reckoned(())
        return self._standing


def _by_id(found: Sequence[Seen]) -> dict[str, Seen]:
    return {one.case_id: one for one in found}


def _contradicted(seen: Iterable[Seen], desk: Desk, today: date) -> list[Seen]:
    """Return what was seen without what contradicts itself among shipments: what kind of firm it is, and its rates."""
    listed = list(seen)
    said = {one.case_id: one.said for one in listed if one.said is not None}
    unlike = unlike_firm(list(said.values()), (), desk.refund_book, today).shipments
    quotes = Quotes(one.of_month.case for one in listed if one.of_month is not None)
    found = [_by_quotes(one, quotes, desk, today) for one in listed] if quotes.disputed else listed
    return [_unknown(one) if one.said is not None and one.said.shipment in unlike else one for one in found]


def _by_quotes(one: Seen, quotes: Quotes, desk: Desk, today: date) -> Seen:
    """Return a producer's shipment without the middle rates that another one contradicts."""
    if one.of_month is None or next(quotes.against(one.of_month.case), None) is None:
        return one
    member = member_of(one.of_month.case, desk, today, quotes)
    return replace(one, of_month=member, outlook=outlook(member.result, desk.checklists.deadlines, today))


def _unknown(one: Seen) -> Seen:
    """Return a shipment whose refund nobody knows; it is no part of the computation of its month."""
    money = Bounds(may_sink=one.outlook.money.may_sink)
    return replace(one, of_month=None, outlook=replace(one.outlook, money=money))


def _standing(seen: Iterable[Seen]) -> Standing:
    every = sorted(seen, key=lambda one: one.order)
    wanted = [one for one in every if one.outlook.wanted]
    lost = [(one.case_id, one.name, each) for one in wanted if (each := one.outlook.lost) is not None]
    urgent = [(one.case_id, one.name, each) for one in every for each in one.outlook.urgent]
    months = _months(wanted)
    twice, beyond = _doubled(wanted)
    return Standing(
        shipments=len(wanted),
        expected=_expected(wanted, months),
        at_risk=_expected([one for one in wanted if one.outlook.at_risk], months),
        first_lost=min(lost, key=lambda one: one[2].day, default=None),
        urgent=tuple(sorted(urgent, key=lambda one: one[2].day)),
        twice=twice,
        beyond=beyond,
    )


def _months(wanted: Sequence[Seen]) -> dict[int, ProducerMonth]:
    """Return the month of every producer's shipment, by the identity of its member: firm by firm, one after another."""
    firms = by_firm(one.of_month for one in wanted if one.of_month is not None)
    months = (month for firm in firms for month in producer_months(by_month(firm)))
    return {id(member): month for month in months for member in month.members}


def _expected(wanted: Sequence[Seen], months: Mapping[int, ProducerMonth]) -> Sum:
    """Return what shipments come to: what two claim counts once, those of a producer's month are computed together."""
    together: dict[int, tuple[ProducerMonth, list[Member]]] = {}
    apart: list[Seen] = []
    for one in wanted:
        month = months.get(id(one.of_month))
        if one.of_month is not None and month is not None:
            together.setdefault(id(month), (month, []))[1].append(one.of_month)
        else:
            apart.append(one)
    amounts = [*(one.outlook.money for one in apart), *(_part(month, members) for month, members in together.values())]
    return less_certain(summed(amounts), not_certain([one.claimed for one in apart]))


def _part(month: ProducerMonth, members: Sequence[Member]) -> Bounds:
    """Return the refund of these shipments of a month, which is computed anew only where they are not all of it."""
    return money_of((month if len(members) == len(month.members) else month.of(members)).figures)


def _doubled(wanted: Sequence[Seen]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the shipments that claim a line of a declaration that another one claims, and those of such an invoice."""
    claims = [one.claimed for one in wanted]
    twice = {one.shipment for pair in twice_declared(claims) for one in pair}
    too_much = {one.number for one in overdrawn(claims)}
    beyond = {use.shipment for claim in claims for use in claim.uses if use.paper.number in too_much}
    return _names(wanted, twice), _names(wanted, beyond)


def _names(wanted: Sequence[Seen], of: set[str]) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in wanted if one.case_id in of))
