"""The refunds of the latest shipments for the first page: money to come, money at risk, and what is due next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter_desk.refund.claimed_twice import Claimed, claimed, not_certain
from exporter_desk.refund.outlook import Outlook, Sum, less_certain, outlook, summed
from exporter_desk.refund.reminders import Reminder
from exporter_desk.services.claims.company_claims import member_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk
    from exporter_desk.storage.summary import CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found out about the refund of one shipment as it was at `modified_at`."""

    case_id: str
    modified_at: str
    name: str
    outlook: Outlook
    claimed: Claimed = field(default_factory=Claimed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All refunds together: expected, of it at risk, the first day on which some is lost, what is most urgent."""

    shipments: int
    expected: Sum
    at_risk: Sum
    first_lost: tuple[str, str, Reminder] | None
    urgent: tuple[tuple[str, str, Reminder], ...]


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
        )

    def take(self, found: Sequence[Seen]) -> None:
        """Remember what was found."""
        self._seen |= {one.case_id: one for one in found}

    def standing(self) -> Standing:
        """Return the sums over everything that is remembered; a shipment without a refund has no part in them."""
        wanted = [one for one in self._seen.values() if one.outlook.wanted]
        risky = [one for one in wanted if one.outlook.at_risk]
        twice = not_certain([one.claimed for one in wanted])
        lost = [(one.case_id, one.name, each) for one in wanted if (each := one.outlook.lost) is not None]
        urgent = [(one.case_id, one.name, each) for one in self._seen.values() for each in one.outlook.urgent]
        return Standing(
            shipments=len(wanted),
            expected=less_certain(summed(one.outlook.money for one in wanted), twice),
            at_risk=summed(one.outlook.money for one in risky),
            first_lost=min(lost, key=lambda one: one[2].day, default=None),
            urgent=tuple(sorted(urgent, key=lambda one: one[2].day)),
        )
