"""Reads what the command line hands in: a small object with lines and invoices, or a whole case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError, from_object, parse
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import Reader, shown
from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.inputs import RefundInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.json_value import Json, JsonObject

SCHEMA = "exporter-desk/refund-input"
SCHEMA_VERSION = 1
CASE_KEYS = {"goods", "parties", "facts", "tax", "packages", "route", "choices"}
OWN_KEYS = {"taxpayer", "lines", "invoices", "dates", "vat", "state", "receipts", "pre_refunds", "warehouse_sales"}
NUMBERED = ("lines", "invoices", "declarations", "receipts", "pre_refunds", "warehouse_sales")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What was read; `case` is the whole case when it was one."""

    source: RefundInput
    case: Case | None = None


def load(text: str | bytes) -> Scenario:
    """Read JSON text; raises CaseRefusedError with every problem found and its place."""
    return read(parse(text))


def read(data: JsonObject) -> Scenario:
    """Read decoded JSON: a whole case, or the small object of `resources/schemas/refund_input.json`."""
    if is_case(data):
        case = from_object(data)
        return Scenario(from_case(case), case)
    reader = Reader([], set())
    source = reader.record(RefundInput, _with_ids(data), "")
    if data.get("schema", SCHEMA) != SCHEMA:
        reader.refuse("D12", "schema", found=shown(data["schema"]))
    if data.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        reader.refuse("D13", "schema_version", found=shown(data["schema_version"]), known=str(SCHEMA_VERSION))
    if source is None or reader.findings:
        raise CaseRefusedError(tuple(reader.findings))
    problems = tuple(_of_values("", _with_ids(data)))
    if problems:
        raise CaseRefusedError(problems)
    unknown = (*source.unknown, *sorted(reader.not_known))
    return Scenario(replace(source, unknown=unknown))


def is_case(data: JsonObject) -> bool:
    """Tell a whole case from the small object."""
    return data.get("schema") == "exporter-desk/case" or bool(CASE_KEYS & data.keys() and not OWN_KEYS & data.keys())


def _with_ids(data: JsonObject) -> JsonObject:
    """Number list items that carry no id, so that findings can name them."""
    result = dict(data)
    for key in NUMBERED:
        entries = result.get(key)
        if isinstance(entries, list):
            result[key] = [_numbered(entry, index) for index, entry in enumerate(entries, 1)]
    return result


def _numbered(entry: Json, number: int) -> Json:
    return {"id": str(number), **entry} if isinstance(entry, dict) else entry


def _of_values(place: str, data: Json) -> Iterator[Finding]:
    """Yield the words that nobody knows; what else cannot be is told by the assessment."""
    if isinstance(data, dict):
        for key, entry in data.items():
            where = f"{place}.{key}" if place else key
            yield from _of_entry(key, where, entry)
            yield from _of_values(where, entry)
    elif isinstance(data, list):
        for index, entry in enumerate(data):
            name = entry.get("id") if isinstance(entry, dict) else None
            yield from _of_values(f"{place}.{name if isinstance(name, str) else index}", entry)


def _of_entry(key: str, place: str, entry: Json) -> Iterator[Finding]:
    if not isinstance(entry, str | int) or isinstance(entry, bool):
        return
    text = str(entry)
    if key in ALLOWED and text not in ALLOWED[key]:
        values = {"found": shown(entry), "allowed": ", ".join(ALLOWED[key]), "where": place}
        yield Finding("T01", Severity.ERROR, (place,), values)
