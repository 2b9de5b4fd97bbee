"""Checks of the days of a refund file: too early, too late, in the future, in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.deadlines import filing_start
from exporter_desk.refund.policy import EXEMPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.refund.examined import Examined

# The steps of the policy that judge a lapsed export.
LAPSE = frozenset({"R03", "R03U"})
# Two days of which the first cannot come after the second.
_ORDER = (
    ("dates.export", "dates.departed"),
    ("dates.export", "dates.warehouse_sale"),
    ("dates.claim", "dates.pre_refund_done"),
    ("dates.export", "dates.pre_refund_done"),
)
# Days of things that have happened.
_PAST = ("dates.departed", "dates.pre_refund_done", "dates.warehouse_sale")


def day_findings(file: Examined) -> Iterator[Finding]:
    """Yield every doubt about the days of the file; a day in the future is one for an export that is released."""
    yield from _claim(file)
    yield from _lapse(file)
    yield from _order(file)
    yield from _future(file)
    yield from _several(file)


def _day_of(file: Examined, path: str) -> date | None:
    found: date | None = getattr(file.basis.source.dates, path.partition(".")[2])
    return found


def _claim(file: Examined) -> Iterator[Finding]:
    days = file.basis.source.dates
    if days.export is not None and days.claim is not None and days.claim < filing_start(days.export):
        values = {"claim": days.claim.isoformat(), "first": filing_start(days.export).isoformat()}
        yield Finding("T44", Severity.ERROR, ("dates.claim", "dates.export"), values, ("L18", "L19"))


def _lapse(file: Examined) -> Iterator[Finding]:
    export = file.basis.source.dates.export
    values = {"export": "" if export is None else export.isoformat()}
    if file.facts.get("lapsed") is True and file.facts.get("declared") is not True and not _spared(file):
        yield Finding("T47", Severity.ERROR, ("dates.export",), values, ("L18",))
    elif file.facts.get("late") is True and file.facts.get("lapsed") is not True:
        yield Finding("T46", Severity.CONFIRM, ("dates.export",), values, ("L18", "TAX-D"))


def _spared(file: Examined) -> bool:
    """Tell whether the lapse leaves the goods as they are: what a grower sells stays exempt."""
    policy = file.basis.policy
    failed = {reason.id for reason in policy.reasons if reason.id in LAPSE and reason.outcome == "failed"}
    return policy.result == EXEMPT and failed == LAPSE


def _order(file: Examined) -> Iterator[Finding]:
    for earlier, later in _ORDER:
        first, second = _day_of(file, earlier), _day_of(file, later)
        if first is not None and second is not None and second < first:
            yield _reversed(file, (earlier, first), (later, second))
    claim = _day_of(file, "dates.claim")
    for invoice in file.basis.source.invoices:
        if claim is not None and invoice.day is not None and claim < invoice.day:
            yield _reversed(file, (f"invoices.{invoice.id}.day", invoice.day), ("dates.claim", claim))


def _reversed(file: Examined, first: tuple[str, date], second: tuple[str, date]) -> Finding:
    values = {"first": first[1].isoformat(), "second": second[1].isoformat()}
    values |= {**file.named("first_name", [first[0]]), **file.named("second_name", [second[0]])}
    return Finding("T55", Severity.ERROR, (second[0], first[0]), values)


def _future(file: Examined) -> Iterator[Finding]:
    """An export day ahead is a plan, unless the declaration is there already."""
    source, today = file.basis.source, file.basis.day
    export = source.dates.export
    if export is not None and export > today:
        released = any(line.declaration for line in source.lines)
        values = {"day": export.isoformat(), "today": today.isoformat()}
        severity = Severity.ERROR if released else Severity.CONFIRM
        places = ("dates.export", f"lines.{source.lines[0].id}.declaration") if released else ("dates.export",)
        yield Finding("T56", severity, places, values, variant="released" if released else "plan")
    listed = [(path, _day_of(file, path)) for path in _PAST]
    listed += [(f"invoices.{one.id}.day", one.day) for one in source.invoices]
    listed += [(f"receipts.{one.id}.day", one.day) for one in source.receipts]
    for path, day in listed:
        if day is not None and day > today:
            values = {"day": day.isoformat(), "today": today.isoformat(), **file.named("name", [path])}
            yield Finding("T56", Severity.ERROR, (path,), values)


def _several(file: Examined) -> Iterator[Finding]:
    """Lines of one file that left on different days: deadlines go by the first of them."""
    source = file.basis.source
    days = sorted({line.exported for line in source.lines if line.exported is not None})
    if len(days) > 1:
        values = {"days": "、".join(day.isoformat() for day in days), "first": days[0].isoformat()}
        yield Finding("T15", Severity.CONFIRM, ("dates.export", f"lines.{source.lines[0].id}.exported"), values)
