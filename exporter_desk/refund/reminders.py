"""Reminders: which deadlines of an export are still to be cared for on a day, and what is lost with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from exporter_desk.refund.late_claim import CLAIM, DECLARED
from exporter_desk.refund.receipts import EXCHANGE
from exporter_desk.rules.checklists import DeadlineRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.inputs import RefundInput

State = Literal["settled", "overdue", "near", "later"]
LOST = "lost"  # the risk of a deadline after which the refund is gone
_COLLECTED = ("collected", "deemed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One deadline with a day, as it stands on the day of looking: its state, and the days on which to remind.

    `export` is the export day of the lines it holds for, where other lines have another deadline of this kind; `sale`
    in the same way the day of the sale abroad.
    """

    rule: DeadlineRule
    day: date
    remind_on: tuple[date, ...]
    state: State
    export: date | None = None
    sale: date | None = None


def remind_on(rule: DeadlineRule, day: date) -> tuple[date, ...]:
    """Return the days on which a deadline at `day` is to be recalled, earliest first."""
    days = {day - timedelta(days=before) for before in rule.remind_days}
    if rule.remind_month:
        days.add(day.replace(day=1))
    return tuple(sorted(one for one in days if one < day))


def reminders(result: RefundResult, rules: Mapping[str, DeadlineRule], today: date) -> tuple[Reminder, ...]:
    """Return every deadline whose day is known, by day; those that were settled say so."""
    done = settled(result.source, today)
    found = [reminder(one, rules[one.id], done, today) for one in result.deadlines]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.day, one.rule.id)))


def settled(source: RefundInput, today: date) -> frozenset[str]:
    """Return what was done: claim, declared, exchange, archive, reconciled, ids of papers had; nothing in doubt."""
    state, claim = source.state, source.dates.claim
    facts = {
        "claim": claim is not None and claim <= today and CLAIM not in source.unknown,
        "declared": state.declared is True and DECLARED not in source.unknown,
        "exchange": state.exchange in _COLLECTED and EXCHANGE not in source.unknown,
        "archive": state.archive_kept is True,
        "reconciled": bool(source.pre_refunds) and all(one.outcome is not None for one in source.pre_refunds),
    }
    return frozenset(name for name, held in facts.items() if held) | set(source.held)


def reminder(deadline: Deadline, rule: DeadlineRule, done: frozenset[str], today: date) -> Reminder | None:
    """Return how one deadline stands on `today`, None while its day is not known; `done` is what `settled` found."""
    if deadline.date is None:
        return None
    days = remind_on(rule, deadline.date)
    state = _state(deadline.date, days, rule, done, today)
    export = deadline.export if deadline.lines else None
    return Reminder(rule=rule, day=deadline.date, remind_on=days, state=state, export=export, sale=deadline.sale)


def _state(day: date, days: tuple[date, ...], rule: DeadlineRule, done: frozenset[str], today: date) -> State:
    if done & set(rule.settled_by) or (rule.papers and done.issuperset(rule.papers)):
        return "settled"
    if not days:
        return "later"  # a day that opens something or ends a duty: nobody has to be hurried
    if today > day:
        return "overdue"
    return "near" if today >= days[0] else "later"


def urgent(found: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Return what is overdue or to be recalled now, the earliest first."""
    return tuple(one for one in found if one.state in ("overdue", "near"))


def lost_on(found: Iterable[Reminder]) -> Reminder | None:
    """Return the earliest deadline whose missing loses the refund, None when none is open."""
    return next((one for one in found if one.rule.risk == LOST and one.state != "settled"), None)
