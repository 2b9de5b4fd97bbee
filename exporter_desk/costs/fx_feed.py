"""Reads the euro reference rates as the ECB publishes them, as cross rates to CNY; strict: it comes from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # entities are refused before a byte of it is parsed

from exporter_desk.costs.fx import HOME
from exporter_desk.domain.money import is_currency, round_half_up

if TYPE_CHECKING:
    from exporter_desk.costs.fx import FxHistory

_CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,10})?")
_DIGITS = 8
_FURTHEST = Decimal("0.25")  # a day's rate that lies further from the known one is an error of the file, not a market
_MOST_DAYS = 20_000
Rows = Mapping[date, Mapping[str, Decimal]]


class FeedError(ValueError):
    """The file is not what it says it is; the text names the first thing that is wrong."""


def read_feed(content: bytes) -> dict[date, dict[str, Decimal]]:
    """Return CNY per one unit of each currency by day; raises FeedError for anything that is not the known shape."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:  # NUL: UTF-16 would hide the others
        raise FeedError("DOCTYPE")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - no entities, see above; the size is limited by the caller
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:  # encodings nobody knows, too
        raise FeedError(f"XML {error}") from error
    days = [cube for cube in root.iter(_CUBE) if "time" in cube.attrib]
    if not days or len(days) > _MOST_DAYS:
        raise FeedError(f"Cube time: {len(days)}")
    return dict(_day(cube) for cube in days)


def _day(cube: ElementTree.Element) -> tuple[date, dict[str, Decimal]]:
    written = cube.attrib["time"]
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise FeedError(f"time {written[:20]}") from error
    euro = dict(_rate(entry, day) for entry in cube.iter(_CUBE) if "currency" in entry.attrib)
    if HOME not in euro:
        raise FeedError(f"{day} {HOME}")
    yuan = euro[HOME]
    return day, {"EUR": yuan} | {code: _cross(yuan, rate) for code, rate in euro.items() if code != HOME}


def _rate(entry: ElementTree.Element, day: date) -> tuple[str, Decimal]:
    code, text = entry.attrib["currency"], entry.attrib.get("rate", "")
    if not is_currency(code) or not _NUMBER.fullmatch(text) or not Decimal(text):
        raise FeedError(f"{day} {code[:12]} {text[:20]}")
    return code, Decimal(text)


def _cross(yuan: Decimal, rate: Decimal) -> Decimal:
    return round_half_up(yuan / rate, _DIGITS)


def checked(rows: Rows, known: FxHistory, today: date) -> None:
    """Refuse days to come, and rates far from the ones known before: raises FeedError naming day and currency."""
    for day, rates in rows.items():
        if day > today:
            raise FeedError(f"{day}")
        for code, rate in rates.items():
            before = known.on(code, day)
            if before is not None and abs(rate / before.rate - 1) > _FURTHEST:
                raise FeedError(f"{day} {code} {rate}")


def with_rows(known: FxHistory, rows: Rows, source: str) -> FxHistory:
    """Return the history with later or corrected days over it; a currency the new day lacks keeps its older rate."""
    merged = {**known.rows, **{day: {**known.rows.get(day, {}), **rates} for day, rates in rows.items()}}
    return replace(known, source=source, days=tuple(sorted(merged)), rows=merged)


def to_csv(rows: Rows) -> str:
    """Return rows as the CSV that `costs.fx.read_history` reads again."""
    codes = sorted({code for rates in rows.values() for code in rates})
    lines = [",".join(["date", *(f"{code}_{HOME}" for code in codes)])]
    for day in sorted(rows):
        cells = (format(rows[day][code], "f") if code in rows[day] else "" for code in codes)
        lines.append(",".join([day.isoformat(), *cells]))
    return "\n".join(lines) + "\n"
