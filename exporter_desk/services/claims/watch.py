"""The refunds of the latest shipments for the first page: money to come, money at risk, and what is due next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter_desk.refund.claimed_twice import Claimed, claimed, not_certain, overdrawn, twice_declared
from exporter_desk.refund.outlook import Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.period import claimed_in, month_money
from exporter_desk.refund.reminders import Reminder
from exporter_desk.refund.sheet_parts import Member
from exporter_desk.services.claims.company_claims import member_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk
    from exporter_desk.storage.summary import CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found out about the refund of one shipment as it was at `modified_at`.

    `of_month` is there for a producer's: all its shipments of a month are one computation.
    """

    case_id: str
    modified_at: str
    name: str
    outlook: Outlook
    claimed: Claimed = field(default_factory=Claimed)
    of_month: Member | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All refunds together: expected, of it at risk, the first day on which some is lost, what is most urgent.

    `twice` names the shipments that claim the same: until one of them gives it up, the sums are bounds.
    """

    shipments: int
    expected: Sum
    at_risk: Sum
    first_lost: tuple[str, str, Reminder] | None
    urgent: tuple[tuple[str, str, Reminder], ...]
    twice: tuple[str, ...] = ()


class RefundWatch:
    """Remembers what was computed, so that only changed shipments are looked at again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: dict[str, Seen] = {}
        self._day: date | None = None

    def pending(self, listed: Sequence[CaseSummary], today: date) -> tuple[CaseSummary, ...]:
        """Return which of the listed shipments were not looked at since they changed; samples never are."""
        if today != self._day:
            self._seen, self._day = {}, today
        own = [one for one in listed if one.sample is None]
        known = {one.id for one in own}
        self._seen = {key: seen for key, seen in self._seen.items() if key in known}
        return tuple(one for one in own if self._stale(one))

    def _stale(self, one: CaseSummary) -> bool:
        seen = self._seen.get(one.id)
        return seen is None or seen.modified_at != one.modified_at

    def look(self, summary: CaseSummary, case: Case, today: date) -> Seen:
        """Assess one shipment; slow, touches neither the database nor what is remembered."""
        member = member_of(case, self._desk, today)
        view = outlook(member.result, self._desk.checklists.deadlines, today)
        name = case.number or case.title or ""
        return Seen(
            case_id=summary.id,
            modified_at=summary.modified_at,
            name=name,
            outlook=view,
            claimed=claimed(summary.id, member.result),
            of_month=member if member.form == "producer" else None,
        )

    def take(self, found: Sequence[Seen]) -> None:
        """Remember what was found."""
        self._seen |= {one.case_id: one for one in found}

    def standing(self) -> Standing:
        """Return the sums over everything that is remembered; a shipment without a refund has no part in them."""
        wanted = [one for one in self._seen.values() if one.outlook.wanted]
        lost = [(one.case_id, one.name, each) for one in wanted if (each := one.outlook.lost) is not None]
        urgent = [(one.case_id, one.name, each) for one in self._seen.values() for each in one.outlook.urgent]
        return Standing(
            shipments=len(wanted),
            expected=_expected(wanted),
            at_risk=_expected([one for one in wanted if one.outlook.at_risk]),
            first_lost=min(lost, key=lambda one: one[2].day, default=None),
            urgent=tuple(sorted(urgent, key=lambda one: one[2].day)),
            twice=_twice(wanted),
        )


def _expected(wanted: Sequence[Seen]) -> Sum:
    """Return what shipments come to: what two claim counts once, those of a producer's month are computed together."""
    months: dict[str, list[Member]] = defaultdict(list)
    apart: list[Seen] = []
    for one in wanted:
        month = None if one.of_month is None else claimed_in(one.of_month.case)
        if one.of_month is not None and month is not None:
            months[month].append(one.of_month)
        else:
            apart.append(one)
    amounts = [one.outlook.money for one in apart]
    amounts += [month_money(members) for members in months.values()]
    return less_certain(summed(amounts), not_certain([one.claimed for one in apart]))


def _twice(wanted: Sequence[Seen]) -> tuple[str, ...]:
    """Return the shipments that claim a line of a declaration, or of an invoice, which another one claims too."""
    claims = [one.claimed for one in wanted]
    found = {one.shipment for pair in twice_declared(claims) for one in pair}
    beyond = {one.number for one in overdrawn(claims)}
    found |= {use.shipment for claim in claims for use in claim.uses if use.paper[0] in beyond}
    return tuple(sorted(one.name for one in wanted if one.case_id in found))
