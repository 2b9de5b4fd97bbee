"""The refund rate and VAT rate of every export line: as typed, else from the rate table at the export day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.domain.trace import Trace
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.refund.line_days import undated_lines
from exporter_desk.refund.quantity import given, share, waiting
from exporter_desk.refund.rate_table import FoundRecord
from exporter_desk.rules.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exporter_desk.refund.book import RefundBook
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.refund.rate_table import RateRecord, RateTable


_VARIANTS = {Confidence.OFFICIAL: "", Confidence.SECONDARY: "", Confidence.UNCONFIRMED: "unconfirmed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRate:
    """Refund and VAT rate of a line (shares), the flag of a zero rate, and how far the rate can be trusted."""

    refund: Trace[Decimal]
    vat: Trace[Decimal]
    flag: str | None = None
    confidence: Confidence | None = None
    findings: tuple[Finding, ...] = ()


def unconfirmed(rates: Mapping[str, LineRate]) -> int:
    """Return how many refund rates are used that the shipped table has from similar codes only: each code once."""
    return len(
        {
            one.refund.formula
            for one in rates.values()
            if one.confidence is Confidence.UNCONFIRMED and one.refund.value is not None
        }
    )


def line_rates(source: RefundInput, book: RefundBook, day: date) -> dict[str, LineRate]:
    """Return the rates of all lines by their own export day; without one the table is read at `day`, as an estimate."""
    refused = frozenset(source.unknown)
    undated = undated_lines(source)
    days = {line.id: None if line.id in undated else line.exported or source.dates.export for line in source.lines}
    return {line.id: _rate(line, book, days[line.id], day, refused) for line in source.lines}


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
    found = _found(line, book, export or day)
    if found.record is None or found.record.refund_rate is None:
        return _open(line, f"{place}.refund_rate", _not_found(line, found, book, export or day))
    looked_up = _looked_up(line, found.record, book, export)
    return replace(looked_up, vat=_typed_vat(line, None)) if f"{place}.vat_rate" in refused else looked_up


def _code(line: Line) -> str:
    """Return the code that the rate is looked up by: the one chosen in the library goes before that of the goods."""
    return line.library_code or line.hs or ""


def _of_other_goods(line: Line) -> bool:
    """Tell whether the code chosen in the library is no part of the commodity code, nor that of it."""
    chosen, code = line.library_code or "", line.hs or ""
    return not (chosen.startswith(code) or code.startswith(chosen))


def _found(line: Line, book: RefundBook, day: date) -> FoundRecord:
    """Look up the rate; the shipped table does not know the longer codes of the library, so it may answer by others."""
    if _of_other_goods(line):
        return FoundRecord()
    table = book.table
    return table.chosen(_code(line), day) if line.library_code and not book.bundled else table.lookup(_code(line), day)


def codes_under(code: str, table: RateTable, day: date) -> tuple[RateRecord, ...]:
    """Return the codes of the library to choose from for a commodity code on a day; none where there is one rate."""
    found = table.lookup(code, day)
    several = len({one.code for one in found.choices}) > 1
    return found.choices if several and not found.of_taxes else ()


def _not_found(line: Line, found: FoundRecord, book: RefundBook, day: date) -> Finding:
    """Say why the table gives no rate: another one for several codes, none that can be read, none on that day."""
    place = f"lines.{line.id}"
    places: tuple[str, ...] = (f"{place}.refund_rate", f"{place}.{'library_code' if line.library_code else 'hs'}")
    values = {"code": _code(line), "day": day.isoformat()}
    if found.choices:
        listed = ", ".join(sorted({_choice(one, found) for one in found.choices}))
        if codes_under(_code(line), book.table, day):
            places = tuple(dict.fromkeys((f"{place}.library_code", *places)))
        variant = "taxes" if found.of_taxes else ""
        return Finding("T21", Severity.CONFIRM, places, {**values, "choices": listed}, variant=variant)
    if found.record is not None:
        return Finding("T20", Severity.CONFIRM, places, values, variant="unread")
    if _of_other_goods(line):
        both = (f"lines.{line.id}.library_code", f"lines.{line.id}.hs")
        return Finding("T20", Severity.CONFIRM, both, {**values, "hs": line.hs or ""}, variant="other_goods")
    last, first = book.table.outside(_code(line), day)
    if last is not None:
        return Finding("T20", Severity.CONFIRM, places, {**values, "until": last.isoformat()}, variant="ended")
    if first is not None:
        return Finding("T20", Severity.CONFIRM, places, {**values, "since": first.isoformat()}, variant="later")
    return Finding("T20", Severity.CONFIRM, places, values)


def _choice(one: RateRecord, found: FoundRecord) -> str:
    tax = f" SZ={foreign(one.tax or '-')}" if found.of_taxes else ""
    return f"{one.code}{tax} {share(one.refund_rate)}"


def _unlike_the_table(line: Line, typed: Decimal, book: RefundBook, day: date) -> Iterator[Finding]:
    """A rate that somebody typed counts; that the table has another one on that day is told."""
    record = _found(line, book, day).record if line.hs else None
    if record is None or record.refund_rate is None or record.refund_rate == typed:
        return
    values = {"code": _code(line), "typed": share(typed), "rate": share(record.refund_rate), "day": day.isoformat()}
    places = (f"lines.{line.id}.refund_rate", f"lines.{line.id}.hs")
    yield Finding("T79", Severity.CONFIRM, places, values, variant="bundled" if book.bundled else "")


def _open(line: Line, path: str, *findings: Finding) -> LineRate:
    return LineRate(refund=waiting(path), vat=_typed_vat(line, None), flag=line.zero_flag, findings=findings)


def _typed_vat(line: Line, record: RateRecord | None) -> Trace[Decimal]:
    if line.vat_rate is None and record is not None and record.vat_rate is not None:
        return Trace(record.vat_rate, f"{record.code} {share(record.vat_rate)}", (f"lines.{line.id}.hs",))
    return given(line.vat_rate, f"lines.{line.id}.vat_rate")


def _above_vat(line: Line, record: RateRecord, refund: Decimal, vat: Decimal) -> LineRate:
    """No refund rate lies above the VAT rate: of one looked up that does, neither can be believed."""
    places = (f"lines.{line.id}.refund_rate", f"lines.{line.id}.vat_rate")
    values = {"code": record.code, "vat": share(vat), "refund": share(refund)}
    told = Finding("T25", Severity.ERROR, places, values, variant="looked_up")
    return LineRate(refund=waiting(places[0]), vat=waiting(places[1]), flag=line.zero_flag, findings=(told,))


def _looked_up(line: Line, record: RateRecord, book: RefundBook, export: date | None) -> LineRate:
    place, rate, vat = f"lines.{line.id}", record.refund_rate or Decimal(0), _typed_vat(line, record)
    highest = max(record.vat_set, default=None) if vat.value is None else vat.value
    if highest is not None and rate > highest:
        return _above_vat(line, record, rate, highest)
    findings: list[Finding] = []
    values = {"code": _code(line), "rate": share(rate), "found": record.code}
    if book.bundled or record.code != _code(line):
        variant = "prefix" if record.code != _code(line) else _VARIANTS[record.confidence]
        severity = Severity.CONFIRM if variant else Severity.HINT
        findings.append(Finding("T22", severity, (f"{place}.refund_rate",), values, variant=variant))
    if export is None:
        findings.append(Finding("T23", Severity.CONFIRM, ("dates.export", f"{place}.refund_rate"), values))
    flag = record.flag if record.flag in ALLOWED["zero_flag"] else None
    if record.flag and flag is None and rate == 0 and line.zero_flag is None:
        places = (f"{place}.zero_flag", f"{place}.refund_rate")
        findings.append(Finding("T21", Severity.CONFIRM, places, {**values, "flag": record.flag}, variant="flag"))
    confidence = Confidence.UNCONFIRMED if record.code != _code(line) else record.confidence
    known = confidence if book.bundled else None
    guessed = export is None or known is Confidence.UNCONFIRMED
    return LineRate(
        refund=Trace(rate, f"{record.code} {share(rate)}", (f"{place}.hs",), estimated=guessed),
        vat=vat,
        flag=line.zero_flag or flag,
        confidence=known,
        findings=tuple(findings),
    )
