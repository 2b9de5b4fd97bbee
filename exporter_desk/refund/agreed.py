"""A day of payment that the contract sets after the last day of collection: it counts where the contract is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.deadlines import fx_deadline
from exporter_desk.refund.older import older_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.refund.due import Deadline
    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import RefundInput
    from exporter_desk.rules.rulebook import RulesAt

# Nothing says yet that the exchange is in, counts as received, or never comes.
_OPEN: Final = (None, "pending")
FX, AGREED, NUMBER = "fx_deadline", "dates.contract_final", "terms.contract_no"
UNREAD = "older"  # the variants of what is said where the law of the export day was not read


@dataclass(frozen=True, slots=True)
class Agreed:
    """A later day of payment that moves no deadline: the day as typed, and the last day if it did count.

    `later` is None where the law of the export day was not read: nobody knows whether such a day counts.
    """

    day: date
    end: date
    later: date | None


def is_shown(source: RefundInput, rules: RulesAt) -> bool:
    """Tell whether there is evidence of the contract: the paper itself, or its number where no paper is wanting."""
    papers = set(rules.codes("refund_contract_papers") or ())
    if papers & {*source.held, *source.scanned}:
        return True
    return bool(source.terms.contract_no) and not papers & set(source.lacking)


def counted_day(source: RefundInput, rules: RulesAt) -> date | None:
    """Return the last day of payment in the contract, None without one and without evidence of the contract."""
    final = source.dates.contract_final
    return final if final is None or is_shown(source, rules) else None


def not_counted(deadline: Deadline, file: Examined) -> Agreed | None:
    """Return the later day in the contract that did not move the last day of collection; None where there is none."""
    final, end = file.basis.source.dates.contract_final, deadline.date
    if final is None or end is None or final <= end or deadline.export is None:
        return None
    if older_on(deadline.export, file.book.rules) is not None:
        return Agreed(final, end, None)
    rules = file.book.rules.at(deadline.export)
    months = rules.number("refund_fx_months")
    if months is None or is_shown(file.basis.source, rules):
        return None
    return Agreed(final, end, fx_deadline(deadline.export, end, final, int(months)))


def agreed_findings(file: Examined) -> Iterator[Finding]:
    """Say which evidence is wanted before a later day in the contract counts, once where it is not overdue."""
    state = file.basis.source.state.exchange
    for one in file.deadlines if state in _OPEN else ():
        found = not_counted(one, file) if one.id == FX else None
        if found is not None and not (state and file.basis.day > found.end):  # overdue: T77 tells both days
            variant, sources = ("", ("L19", "L18")) if found.later else (UNREAD, ("TAX-24",))
            yield Finding("T123", Severity.CONFIRM, (AGREED, NUMBER), values_of(found), sources, variant=variant)


def values_of(agreed: Agreed) -> dict[str, str]:
    """Return the days of a sentence: `agreed`, `end`, and `later` where it is known."""
    days = {"agreed": agreed.day, "end": agreed.end, "later": agreed.later}
    return {name: day.isoformat() for name, day in days.items() if day is not None}
