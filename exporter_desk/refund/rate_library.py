"""The rate library that the user imported (出口退税率文库): which edition it is, and its text form on the disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.refund.rate_table import RateRecord, RateTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from exporter_desk.domain.json_value import Json, JsonObject

SCHEMA, SCHEMA_VERSION = "exporter-desk/rate-library", 1
_FIELDS = 9  # and the tax of a row (SZ), where the files name one


class LibraryRefusedError(ValueError):
    """The text is not a rate library as this program writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which library it is: `version` such as 2026B ("" when the files do not say), the imported file and the day."""

    version: str
    file: str
    sha256: str
    imported_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLibrary:
    """An imported library; `unread` names the codes of rows whose rate or days could not be read and must be asked."""

    edition: Edition
    table: RateTable
    unread: tuple[str, ...] = ()


def dump(library: RateLibrary) -> str:
    """Return the library as the text that `load` reads: one row a line, so that two editions can be compared."""
    edition = library.edition
    head: JsonObject = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "version": edition.version,
        "file": edition.file,
        "sha256": edition.sha256,
        "imported_on": edition.imported_on.isoformat(),
        "unread": list(library.unread),
    }
    rows = ",\n".join(json.dumps(_row(one), ensure_ascii=False) for one in library.table.records)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rates": [\n{rows}\n]}}\n'


def load(text: str | bytes) -> RateLibrary:
    """Read what `dump` wrote; raises LibraryRefusedError."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA or data["schema_version"] != SCHEMA_VERSION:
            raise LibraryRefusedError("schema")
        edition = Edition(
            version=str(data["version"]),
            file=str(data["file"]),
            sha256=str(data["sha256"]),
            imported_on=date.fromisoformat(data["imported_on"]),
        )
        records = tuple(_record(row) for row in data["rates"])
        return RateLibrary(edition=edition, table=RateTable(records), unread=tuple(data["unread"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LibraryRefusedError(str(error)) from error


def _row(one: RateRecord) -> list[Json]:
    return [
        one.code,
        None if one.refund_rate is None else plain(one.refund_rate),
        _joined(one.vat_set),
        None if one.start is None else one.start.isoformat(),
        None if one.end is None else one.end.isoformat(),
        one.flag,
        one.unit,
        one.name,
        one.quality,
        *([one.tax] if one.tax else []),
    ]


def _joined(rates: Iterable[Decimal]) -> str:
    return ",".join(plain(rate) for rate in rates)


def _record(row: list[str | None]) -> RateRecord:
    if len(row) not in (_FIELDS, _FIELDS + 1):
        raise LibraryRefusedError("row")
    code, refund, vat, start, end, flag, unit, name, quality = row[:_FIELDS]
    rates = tuple(_number(part) for part in (vat or "").split(",") if part)
    return RateRecord(
        code=str(code),
        refund_rate=None if refund is None else _number(refund),
        vat_rate=rates[0] if len(rates) == 1 else None,
        vat_set=rates,
        start=_day(start),
        end=_day(end),
        flag=flag or "",
        unit=unit or "",
        name=name or "",
        quality=quality or "",
        tax=(row[_FIELDS] or "") if len(row) > _FIELDS else "",
    )


def _number(text: str) -> Decimal:
    number = parse_decimal(text)
    if number is None:
        raise LibraryRefusedError("number")
    return number


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
