"""Duty rates that change soon after the day of entry (税率变动预告): told ahead, for goods that may come later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exporter_desk.costs.duties import PLACE, Tariff, Worth, rows_on
from exporter_desk.costs.lines import number
from exporter_desk.costs.scenario import Duty
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import plain, trimmed
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.costs.duties import DutyTable

_RATED = frozenset({"duty", "fee", "import_tax", "antidumping"})
_NONE, _UNKNOWN = Bilingual("不再征收", "not due"), Bilingual("还没有公布的数", "not known yet")
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """One layer on the day before and on the day of its change."""

    day: date
    before: Tariff | None
    after: Tariff | None

    @property
    def row(self) -> Tariff | None:
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Entry:
    """What is looked up: goods of one commodity code, entered on a day, as part of an entry worth so much."""

    code: str
    duty: Duty
    day: date
    worth: Worth


def changes_ahead(table: DutyTable, entry: Entry, within_days: int) -> tuple[Finding, ...]:
    """Return the first change of each layer in the days after an entry, earliest first; empty without any."""
    steps: dict[_Key, _Step] = {}
    for turn in _turns(table, entry, entry.day + timedelta(days=within_days)):
        for key, step in _steps(table, entry, turn):
            steps.setdefault(key, step)
    return tuple(finding for step in steps.values() for finding in _told(step))


def _turns(table: DutyTable, entry: Entry, last: date) -> list[date]:
    """Return the days after the entry on which any row of the lane begins, has ended, or meets another month."""
    day, lane = entry.day, [row for row in table.rows if row.destination == entry.duty.destination]
    found = {row.valid_from for row in lane if row.valid_from is not None}
    found |= {row.valid_to + timedelta(days=1) for row in lane if row.valid_to is not None and row.valid_to < date.max}
    if any(row.months for row in lane):
        days = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
        found |= {one for one in days if one.day == 1}
    return sorted(one for one in found if day < one <= last)


def _steps(table: DutyTable, entry: Entry, turn: date) -> Iterator[tuple[_Key, _Step]]:
    before, after = (_layers(table, entry, one) for one in (turn - timedelta(days=1), turn))
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if _price(old) != _price(new):
            yield key, _Step(turn, old, new)


def _layers(table: DutyTable, entry: Entry, day: date) -> dict[_Key, Tariff]:
    """Return the layers that hold on a day, without those that an answer, the value or the plan itself rules out."""
    rows = rows_on(table, entry.code, entry.duty, day)
    return {(row.layer, row.only_if): row for row in rows if row.kind in _RATED and _may_hold(row, entry)}


def _may_hold(row: Tariff, entry: Entry) -> bool:
    answer = entry.duty.conditions.get(row.question)
    fits = row.layer not in entry.duty.without and row.fits(entry.worth)
    return fits and (not row.question or answer is None or answer is not row.only_if.startswith("!"))


def _price(row: Tariff | None) -> tuple[object, ...]:
    return () if row is None else (row.rate_pct, row.per_kg, row.least, row.most)


def _told(step: _Step) -> Iterator[Finding]:
    row = step.row
    if row is None:
        return
    old, new = _shown(step.before, row), _shown(step.after, row)
    values = {
        "layer_zh": row.zh or row.layer,
        "layer_en": row.en or row.layer,
        "from": step.day.isoformat(),
        "old_zh": "不征收" if step.before is None else old.zh,
        "old_en": old.en,
        "new_zh": new.zh,
        "new_en": new.en,
        "as_of": row.as_of,
    }
    yield Finding("C72", Severity.HINT, (f"{PLACE}.day",), values, variant="announced" if row.announced else "")


def _shown(row: Tariff | None, other: Tariff) -> Bilingual:
    if row is None:
        return _UNKNOWN if other.kind == "fee" else _NONE
    parts = [] if row.rate_pct is None else [f"{number(row.rate_pct)}%"]
    parts += [] if row.per_kg is None else [f"{trimmed(row.per_kg)} {row.currency}/kg".replace(" /", "/")]
    if row.least is not None or row.most is not None:
        bounds = "–".join(plain(bound) for bound in (row.least, row.most) if bound is not None)
        parts.append(f"({bounds})")
    text = " ".join(parts)
    return Bilingual(text, text) if text else _UNKNOWN
