"""The refund rate and VAT rate of every export line: as typed, else from the rate table at the export day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.quantity import given, share, waiting
from exporter_desk.rules.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.refund.rate_table import RateRecord


_VARIANTS = {Confidence.OFFICIAL: "", Confidence.SECONDARY: "", Confidence.UNCONFIRMED: "unconfirmed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRate:
    """Refund and VAT rate of a line (shares), the flag of a zero rate, and how far the rate can be trusted."""

    refund: Trace[Decimal]
    vat: Trace[Decimal]
    flag: str | None = None
    confidence: Confidence | None = None
    findings: tuple[Finding, ...] = ()


def line_rates(source: RefundInput, book: RefundBook, day: date) -> dict[str, LineRate]:
    """Return the rates of all lines by their own export day; without one the table is read at `day`, as an estimate."""
    refused = frozenset(source.unknown)
    return {line.id: _rate(line, book, line.exported or source.dates.export, day, refused) for line in source.lines}


def _rate(line: Line, book: RefundBook, export: date | None, day: date, refused: frozenset[str]) -> LineRate:
    """A typed rate that could not be believed is asked again: another one is not put in its place."""
    place = f"lines.{line.id}"
    if f"{place}.refund_rate" in refused:
        return _open(line, f"{place}.refund_rate")
    if line.refund_rate is not None:
        typed, vat = given(line.refund_rate, f"{place}.refund_rate"), _typed_vat(line, None)
        told = tuple(_unlike_the_table(line, line.refund_rate, book, export or day))
        return LineRate(refund=typed, vat=vat, flag=line.zero_flag, findings=told)
    if not line.hs:
        return _open(line, f"{place}.refund_rate")
    found = book.table.lookup(line.hs, export or day)
    if found.record is None or found.record.refund_rate is None:
        listed = ", ".join(sorted({f"{one.code} {share(one.refund_rate)}" for one in found.choices}))
        code, values = ("T21", {"code": line.hs, "choices": listed}) if found.choices else ("T20", {"code": line.hs})
        finding = Finding(code, Severity.CONFIRM, (f"{place}.refund_rate", f"{place}.hs"), values)
        return _open(line, f"{place}.refund_rate", finding)
    looked_up = _looked_up(line, found.record, book, export)
    return replace(looked_up, vat=_typed_vat(line, None)) if f"{place}.vat_rate" in refused else looked_up


def _unlike_the_table(line: Line, typed: Decimal, book: RefundBook, day: date) -> Iterator[Finding]:
    """A rate that somebody typed counts; that the table has another one on that day is told."""
    record = book.table.lookup(line.hs, day).record if line.hs else None
    if record is None or record.refund_rate is None or record.refund_rate == typed:
        return
    values = {"code": line.hs or "", "typed": share(typed), "rate": share(record.refund_rate), "day": day.isoformat()}
    places = (f"lines.{line.id}.refund_rate", f"lines.{line.id}.hs")
    yield Finding("T79", Severity.CONFIRM, places, values, variant="bundled" if book.bundled else "")


def _open(line: Line, path: str, *findings: Finding) -> LineRate:
    return LineRate(refund=waiting(path), vat=_typed_vat(line, None), flag=line.zero_flag, findings=findings)


def _typed_vat(line: Line, record: RateRecord | None) -> Trace[Decimal]:
    if line.vat_rate is None and record is not None and record.vat_rate is not None:
        return Trace(record.vat_rate, f"{record.code} {share(record.vat_rate)}", (f"lines.{line.id}.hs",))
    return given(line.vat_rate, f"lines.{line.id}.vat_rate")


def _looked_up(line: Line, record: RateRecord, book: RefundBook, export: date | None) -> LineRate:
    place, rate = f"lines.{line.id}", record.refund_rate or Decimal(0)
    findings: list[Finding] = []
    values = {"code": line.hs or "", "rate": share(rate), "found": record.code}
    if book.bundled or record.code != line.hs:
        variant = "prefix" if record.code != line.hs else _VARIANTS[record.confidence]
        severity = Severity.CONFIRM if variant else Severity.HINT
        findings.append(Finding("T22", severity, (f"{place}.refund_rate",), values, variant=variant))
    if export is None:
        findings.append(Finding("T23", Severity.CONFIRM, ("dates.export", f"{place}.refund_rate"), values))
    trace = Trace(rate, f"{record.code} {share(rate)}", (f"{place}.hs",), estimated=export is None)
    confidence = Confidence.UNCONFIRMED if record.code != line.hs else record.confidence
    return LineRate(
        refund=trace,
        vat=_typed_vat(line, record),
        flag=line.zero_flag or record.flag or None,
        confidence=confidence if book.bundled else None,
        findings=tuple(findings),
    )
