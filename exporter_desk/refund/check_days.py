"""Checks of the days of a refund file: too early, too late, in the future, in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.case_json import SCHEMA as CASE_SCHEMA
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.deadlines import filing_start
from exporter_desk.refund.known import claim_has_come, has_lapsed, is_late
from exporter_desk.refund.late_claim import declared_ahead, late_claims
from exporter_desk.refund.line_days import last_export, lines_by_day, open_days, undated_lines
from exporter_desk.refund.older import older_on
from exporter_desk.refund.policy import EXEMPT
from exporter_desk.refund.warehouse import is_warehouse

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
    yield from _after_filing_period(file)
    yield from _older(file)
    yield from _order(file)
    yield from _future(file)
    yield from _several(file)


def _day_of(file: Examined, path: str) -> date | None:
    found: date | None = getattr(file.basis.source.dates, path.partition(".")[2])
    return found


def _claim(file: Examined) -> Iterator[Finding]:
    """The claim, and the month that it is for, begin with the month after the export."""
    source, last = file.basis.source, last_export(file.basis.source)
    if last is None:
        return
    first, claim, period = filing_start(last), source.dates.claim, source.claim_period
    if claim is not None and claim < first:
        values = {"claim": claim.isoformat(), "first": first.isoformat()}
        yield Finding("T44", Severity.ERROR, ("dates.claim", "dates.export"), values, ("L18", "L19"))
    of_return = period == source.vat.period is not None  # a producer's claim goes by the month of its VAT return
    if period is not None and period < f"{first:%Y%m}" and not (of_return and period == f"{last:%Y%m}"):
        values = {"period": period, "month": f"{last:%Y%m}", "first": f"{first:%Y%m}"}
        severity = Severity.ERROR if period < values["month"] else Severity.CONFIRM
        days = lines_by_day(source)
        part = any(day is not None and period >= f"{filing_start(day):%Y%m}" for day in days)
        variant = "part" if part else ""  # of several declarations some may be claimed for that month
        yield Finding("T28", severity, ("claim_period", "dates.export"), values, ("L18", "L19"), variant=variant)


def _lapse(file: Examined) -> Iterator[Finding]:
    source, book, today = file.basis.source, file.book, file.basis.day
    declared, spared = file.facts.get("declared") is True or claim_has_come(source, today), _spared(file)
    after = {} if spared else {one.export: one for one in late_claims(source, book)}
    for one in after.values():
        values = {"claim": one.claim.isoformat(), "export": one.export.isoformat(), "last": one.last.isoformat()}
        values["months"] = str(one.months)
        yield Finding("T100", Severity.ERROR, (one.place, "dates.export"), values, ("L18",))
    for export in lines_by_day(source):
        if export in after:
            continue
        values = {"export": "" if export is None else export.isoformat()}
        lapsed = has_lapsed(export, book, today) is True
        if lapsed and not declared and not spared:
            yield Finding("T47", Severity.ERROR, ("dates.export",), values, ("L18",))
        elif is_late(export, source, book, today) is True and not lapsed:
            older = older_on(export, book.rules)
            sources = ("L18", "TAX-D") if older is None else older.sources
            variant = "" if older is None else "older"
            yield Finding("T46", Severity.CONFIRM, ("dates.export",), values, sources, variant=variant)


def _after_filing_period(file: Examined) -> Iterator[Finding]:
    """A claim is filed in a VAT filing period: that of April ends before the normal window does."""
    claim = file.basis.source.dates.claim
    ends = {one.export: one.date for one in file.deadlines if one.id == "regular_end"}
    for one in file.deadlines if claim is not None else ():
        end = ends.get(one.export)
        if one.id == "regular_end_practical" and claim and one.date and end and one.date < claim <= end:
            values = {"claim": claim.isoformat(), "practical": one.date.isoformat(), "end": end.isoformat()}
            places = ("dates.claim", "dates.export")
            yield Finding("T122", Severity.CONFIRM, places, values, ("L18", "L19"))


def _older(file: Examined) -> Iterator[Finding]:
    """Say of which export days the law was not read."""
    found = [(day, older_on(day, file.book.rules)) for day in lines_by_day(file.basis.source)]
    days = [day.isoformat() for day, older in found if day is not None and older is not None]
    law = next((older for _, older in found if older is not None), None)
    if law is not None:
        values = {**file.listed("days", days), **file.listed("law", str(law.value).split("、"))}
        yield Finding("T17", Severity.CONFIRM, ("dates.export",), values, law.sources)


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
    sale, claimed = _day_of(file, "dates.sale"), _day_of(file, "dates.claim")
    if sale is not None and claimed is not None and claimed < sale and not is_warehouse(file.basis):
        yield _reversed(file, ("dates.sale", sale), ("dates.claim", claimed))  # what is claimed was booked as a sale
    export = _day_of(file, "dates.export")
    for path, day in _of_warehouse(file):
        if export is not None and day is not None and day < export:
            yield _reversed(file, ("dates.export", export), (path, day))
    yield from _order_of_records(file)
    yield from _before_the_contract(file)


def _order_of_records(file: Examined) -> Iterator[Finding]:
    """An invoice comes before the claim, and a pre-refund is claimed, then finished, then reconciled."""
    claim = _day_of(file, "dates.claim")
    for invoice in file.basis.source.invoices:
        if claim is not None and invoice.day is not None and claim < invoice.day:
            yield _reversed(file, (f"invoices.{invoice.id}.day", invoice.day), ("dates.claim", claim))
    for one in file.basis.source.pre_refunds:
        place = f"pre_refunds.{one.id}"
        if claim is not None and one.done is not None and one.done < claim:
            yield _reversed(file, ("dates.claim", claim), (f"{place}.done", one.done))
        if one.done is not None and one.reconciled is not None and one.reconciled < one.done:
            yield _reversed(file, (f"{place}.done", one.done), (f"{place}.reconciled", one.reconciled))


def _before_the_contract(file: Examined) -> Iterator[Finding]:
    """The contract comes before the last day of payment that it sets; what came in before it may be for another."""
    contract, final = file.basis.source.terms.contract_date, _day_of(file, "dates.contract_final")
    first = "terms.contract_date"
    if contract is None:
        return
    if final is not None and final < contract:
        yield _reversed(file, (first, contract), ("dates.contract_final", final))
    for one in file.basis.source.receipts:
        if one.day is not None and one.day < contract:
            values = {"first": contract.isoformat(), "second": one.day.isoformat()}
            yield Finding("T55", Severity.CONFIRM, (f"receipts.{one.id}.day", first), values, variant="receipt")


def _of_warehouse(file: Examined) -> list[tuple[str, date | None]]:
    """Return the days of what can only happen after the export: finished pre-refunds, sales abroad."""
    source = file.basis.source
    listed = [(f"pre_refunds.{one.id}.done", one.done) for one in source.pre_refunds]
    listed += [(f"pre_refunds.{one.id}.reconciled", one.reconciled) for one in file.declared.pre_refunds]
    return listed + [(f"warehouse_sales.{one.id}.day", one.day) for one in source.warehouse_sales]


def _reversed(file: Examined, first: tuple[str, date], second: tuple[str, date]) -> Finding:
    values = {"first": first[1].isoformat(), "second": second[1].isoformat()}
    values |= {**file.named("first_name", [first[0]]), **file.named("second_name", [second[0]])}
    return Finding("T55", Severity.ERROR, (second[0], first[0]), values)


def _future(file: Examined) -> Iterator[Finding]:
    source, today = file.basis.source, file.basis.day
    for export, lines in lines_by_day(source).items():
        if export is not None and export > today:
            yield _planned(file, export, lines)
    claim = source.dates.claim
    if claim is not None and declared_ahead(source, today):
        values = {"day": claim.isoformat(), "today": today.isoformat()}
        yield Finding("T56", Severity.ERROR, ("dates.claim", "state.declared"), values, variant="claim")
    listed = [(path, _day_of(file, path)) for path in _PAST]
    listed += [(f"invoices.{one.id}.day", one.day) for one in source.invoices]
    listed += [(f"receipts.{one.id}.day", one.day) for one in source.receipts]
    listed += _of_warehouse(file)
    for path, day in listed:
        if day is not None and day > today:
            values = {"day": day.isoformat(), "today": today.isoformat(), **file.named("name", [path])}
            yield Finding("T56", Severity.ERROR, (path,), values)


def _planned(file: Examined, export: date, lines: tuple[str, ...]) -> Finding:
    """An export day ahead is a plan, unless the declaration is there already."""
    own = set(lines)
    numbered = [line.id for line in file.basis.source.lines if line.id in own and line.declaration]
    values = {"day": export.isoformat(), "today": file.basis.day.isoformat()}
    if not numbered:
        return Finding("T56", Severity.CONFIRM, ("dates.export",), values, variant="plan")
    places = ("dates.export", f"lines.{numbered[0]}.declaration")
    return Finding("T56", Severity.ERROR, places, values, variant="released")


def _several(file: Examined) -> Iterator[Finding]:
    """Lines of one file that left on different days: each has its own law, rates and deadlines."""
    source = file.basis.source
    days = [day.isoformat() for day in lines_by_day(source) if day is not None]
    if len(days) > 1:
        places, values = (f"lines.{line.id}.exported" for line in source.lines[:1]), file.listed("days", days)
        sale = source.dates.sale  # one day of sale gives all of them one exchange rate
        values |= {} if sale is None else {"sale": sale.isoformat()}
        variant = "" if sale is None else "sale"
        yield Finding("T15", Severity.CONFIRM, ("dates.export", *places), values, variant=variant)
    undated = undated_lines(source) - open_days(source).keys()
    if undated:
        asked = tuple(f"lines.{line}.exported" for line in sorted(undated))
        goods = file.goods([line for line in source.lines if line.id in undated])
        yield Finding("T15", Severity.CONFIRM, asked, goods, variant="undated")
    typed, own = file.declared.dates.noted, {line.exported for line in file.declared.lines}
    if file.declared.schema != CASE_SCHEMA:
        typed = typed or file.declared.dates.export  # in a case that may be the earliest day of its declarations
    if typed is not None and None not in own and own and typed not in own:
        values = {**file.goods(file.declared.lines, "lines"), **file.listed("own", days), "whole": typed.isoformat()}
        places = (f"lines.{line.id}.exported" for line in file.declared.lines)
        yield Finding("T09", Severity.ERROR, ("dates.export", *places), values)
