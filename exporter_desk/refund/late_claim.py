"""A claim that lies after the last day to declare: it declares nothing in time, and contradicts that something was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from exporter_desk.refund.deadlines import first_of_month, lapse_last_day
from exporter_desk.refund.line_days import lines_by_day
from exporter_desk.refund.sound import MONTH, SHAPES

if TYPE_CHECKING:
    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import RefundInput

CLAIM, PERIOD, DECLARED = "dates.claim", "claim_period", "state.declared"
# What cannot be believed while the claim lies too late.
DOUBTED: Final = (CLAIM, DECLARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClaim:
    """One export day whose claim comes after its last day: where the claim is typed, its day, and the days themselves.

    `months` is the limit of the law of that day.
    """

    place: str
    claim: date
    export: date
    last: date
    months: int


def claim_day(source: RefundInput) -> tuple[str, date] | None:
    """Return place and day of the claim: as typed, else the first day of the month it is for; None without either.

    A text that is no month gives no day.
    """
    if source.dates.claim is not None:
        return CLAIM, source.dates.claim
    month = source.claim_period
    if month is None or not SHAPES[MONTH].fullmatch(month):
        return None
    return PERIOD, first_of_month(month)


def takes_back(source: RefundInput) -> bool:
    """Tell whether the file only takes back what was declared before."""
    return bool(source.lines) and all(line.reversal for line in source.lines)


def late_claims(source: RefundInput, book: RefundBook) -> tuple[LateClaim, ...]:
    """Return every export day that had lapsed before the claim; none where something was declared before it.

    A pre-refund was declared with the departure, and what a file only takes back was declared with its first claim.
    """
    claimed = claim_day(source)
    if claimed is None or source.pre_refunds or takes_back(source):
        return ()
    place, day = claimed
    found = []
    for export in lines_by_day(source):
        months = None if export is None else book.rules.at(export).number("refund_lapse_months")
        if export is None or months is None:
            continue
        last = lapse_last_day(export, int(months))
        if day > last:
            found.append(LateClaim(place=place, claim=day, export=export, last=last, months=int(months)))
    return tuple(found)


def declared_ahead(source: RefundInput, today: date) -> bool:
    """Tell whether the export is said to be declared, while the day of its claim is still to come.

    A pre-refund was declared with the departure, and what a file only takes back was declared before.
    """
    claim = source.dates.claim
    ahead = claim is not None and claim > today and source.state.declared is True
    return ahead and not source.pre_refunds and not takes_back(source)


def with_doubted_claim(source: RefundInput, book: RefundBook, today: date) -> RefundInput:
    """Return the input with what cannot be believed of the claim: after the last day, or declared before it came."""
    doubted = DOUBTED if late_claims(source, book) else (DECLARED,) if declared_ahead(source, today) else ()
    return replace(source, unknown=tuple(dict.fromkeys((*source.unknown, *doubted)))) if doubted else source
