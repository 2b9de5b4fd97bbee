"""The files of the refund rate library (出口退税率文库): the downloaded zip, or the DBF with what lies beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.refund.rate_table import RateRecord
from exporter_desk.tables.dbf import DbfRefusedError, read_dbf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from exporter_desk.tables.dbf import Table

RATES, NAMES = "cmcode", "stdcm"
NEEDED = ("CODE", "TSL", "ST_DATE", "END_DATE")
_SUFFIXES = (".dbf", ".fpt")
_VERSION = re.compile(r"(?<!\d)(20\d\d)\s*([A-Z])(?![A-Z])", re.IGNORECASE)
_CODE = re.compile(r"\d{4,20}")
_OPEN_YEAR, _PERCENT = 2099, 100
_SEEN = "S"


class RateFilesRefusedError(Exception):
    """Files that are no rate library: `reason` not_found, several, columns, empty, unreadable or code.

    `place` is what it is about.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFiles:
    """What was read: all intervals, the codes whose rate or days could not be read, and the edition if it is named."""

    records: tuple[RateRecord, ...]
    unread: tuple[str, ...]
    version: str


def is_wanted(name: str) -> bool:
    """Tell whether a file of an archive or folder belongs to the library."""
    path = PurePosixPath(name.lower())
    return path.suffix in _SUFFIXES and path.stem.startswith((RATES, NAMES)) and "__macosx" not in path.parts


def version_in(texts: Iterable[str]) -> str:
    """Return the edition that a file name tells, such as 2026B, "" when none does."""
    found = (_VERSION.search(text) for text in texts)
    return next((f"{match[1]}{match[2].upper()}" for match in found if match), "")


def read_rate_files(files: Mapping[str, bytes], name: str = "") -> RateFiles:
    """Read `cmcode.dbf` with its memo, and the goods names of `stdcm.dbf` where it is there.

    A row whose code is readable but whose rate or days are not stays as a rate to be asked, so that no older interval
    or shorter code silently takes its place. Raises RateFilesRefusedError and DbfRefusedError.
    """
    rates = _table(files, RATES)
    if rates is None:
        raise RateFilesRefusedError("not_found")
    columns = {column.name for column in rates.columns}
    if missing := [column for column in NEEDED if column not in columns]:
        raise RateFilesRefusedError("columns", ", ".join(missing))
    names = _names(_table(files, NAMES))
    records = [_record(row, number, names) for number, row in enumerate(rates.records(), start=1)]
    if not records:
        raise RateFilesRefusedError("empty")
    if all(one.refund_rate is None for one in records):
        raise RateFilesRefusedError("unreadable", str(len(records)))
    unread = tuple(dict.fromkeys(one.code for one in records if one.refund_rate is None))
    return RateFiles(records=tuple(records), unread=unread, version=version_in((name, *files)))


def _table(files: Mapping[str, bytes], stem: str) -> Table | None:
    by_suffix: dict[str, list[bytes]] = {suffix: [] for suffix in _SUFFIXES}
    for name, data in files.items():
        path = PurePosixPath(name.lower())
        if path.stem.startswith(stem) and path.suffix in by_suffix:
            by_suffix[path.suffix].append(data)
    tables, memos = by_suffix[".dbf"], by_suffix[".fpt"]
    if len(tables) > 1 or len(memos) > 1:
        raise RateFilesRefusedError("several", stem)
    try:
        return read_dbf(tables[0], memos[0] if memos else None) if tables else None
    except DbfRefusedError as error:
        raise DbfRefusedError(error.reason, f"{stem}.dbf {error.place}".strip()) from error


def _names(table: Table | None) -> dict[str, str]:
    if table is None or not {"CODE", "NAME"} <= {column.name for column in table.columns}:
        return {}
    return {row["CODE"]: row["NAME"] for row in table.records()}


def _record(row: Mapping[str, str], number: int, names: Mapping[str, str]) -> RateRecord:
    code = row["CODE"]
    if not _CODE.fullmatch(code):
        raise RateFilesRefusedError("code", str(number))
    rate, days = _share(row["TSL"]), _days(row["ST_DATE"], row["END_DATE"])
    vat = _shares(row.get("ZSSL_SET", ""))
    readable = rate is not None and days is not None
    return RateRecord(
        code=code,
        refund_rate=rate if readable else None,
        vat_rate=vat[0] if len(vat) == 1 else None,
        vat_set=vat,
        start=days[0] if days and readable else None,
        end=days[1] if days and readable else None,
        flag=row.get("TSFLAG", ""),
        quality=_SEEN,
        name=names.get(code) or row.get("NAME", ""),
        unit=row.get("UNIT", ""),
        tax=row.get("SZ", ""),
    )


def _share(text: str) -> Decimal | None:
    """Return percent as a share: `13` is 0.13; None for what is no percentage."""
    number = parse_decimal(text)
    return number / _PERCENT if number is not None and 0 <= number <= _PERCENT else None


def _shares(text: str) -> tuple[Decimal, ...]:
    """Return the VAT rates of a set such as `13,9`; empty when any of them cannot be read."""
    found = [_share(part) for part in text.replace(";", ",").split(",") if part.strip()]
    return tuple(rate for rate in found if rate is not None) if None not in found else ()


def _days(start: str, end: str) -> tuple[date | None, date | None] | None:
    """Return both days, an open end as None; None when they cannot be read or the end lies before the start."""
    first, last = _day(start), _day(end)
    if first is None or last is None or last < first:
        return None
    return first, None if last.year >= _OPEN_YEAR else last


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if re.fullmatch(r"[0-9]{8}", text) else None
    except ValueError:
        return None
