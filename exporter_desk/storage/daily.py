"""The backup of each day, and which older ones stay: 7 days, 4 weeks, 12 months."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import BackupReport, back_up
from exporter_desk.storage.backup_name import BackupName, named, next_number
from exporter_desk.storage.connection import apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.storage.connection import Store

DAYS, WEEKS, MONTHS = 7, 4, 12
# Accepted fields since the backup of the day: what nobody wants to type again.
MANY_CHANGES = 200
# No program that writes these backups ran before.
_MADE = date(2026, 1, 1)
_LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DailyBackup:
    """What the daily backup did: None when today's was there already; `removed` are thinned out older ones."""

    report: BackupReport | None
    removed: tuple[Path, ...]


def back_up_today(store: Store, folder: Path, today: date, *, thin: bool = True) -> DailyBackup:
    """Write today's backup into `folder` unless it is there, and thin out older ones (not after a restore)."""
    report = None
    if is_due(store.path, folder, today):
        report = back_up(store, place_of(store.path, folder, today, next_number(store.path, (folder,))))
    return DailyBackup(report, thin_out(store.path, folder) if thin else ())


def place_of(database: Path, folder: Path, day: date, number: int) -> Path:
    """Return where the backup of a day is to lie, the `number`th of all that were written."""
    return folder / BackupName(datetime.combine(day, time()), number=number, is_daily=True).of(database)


def is_due(database: Path, folder: Path, today: date) -> bool:
    """Tell whether today's backup is still to be written.

    A clock that stands behind may say the same day at each start: then it is written each time. One that stands still
    at a day that could be right tells nothing, so the number of changes since decides as well.
    """
    days = found(database, folder)
    return today not in days or _is_behind(today, days) or _is_overtaken(database, days[today])


def _is_overtaken(database: Path, backup: Path) -> bool:
    """Tell whether so much was changed since a backup that another is due on the same day, or it cannot be read."""
    try:
        (cases, steps), (kept_cases, kept_steps) = _extent(database), _extent(backup)
    except (UserFacingError, sqlite3.Error, OSError):
        return True
    return abs(cases - kept_cases) + abs(steps - kept_steps) >= MANY_CHANGES


def _extent(database: Path) -> tuple[int, int]:
    """Return how many cases there are and how many steps are in force: both move when something is typed."""
    with apart(database) as connection:
        cases, steps = connection.execute("SELECT count(*), sum(step_position) FROM shipment").fetchone()
    return int(cases), int(steps or 0)


def _is_behind(day: date, days: Iterable[date]) -> bool:
    """Tell whether the clock stood wrong: at a day before the program was made, or before one of another backup."""
    return day < _MADE or max(days) > day


def thin_out(database: Path, folder: Path) -> tuple[Path, ...]:
    """Remove the daily backups that need not stay; return them."""
    listed = _listed(database, folder)
    stay = kept(day for day, _ in listed)
    last = dict(_last_ones(listed))
    removed = tuple(path for _, path in listed if last.get(path) not in stay)
    for path in removed:
        with suppress(OSError):  # a held file is removed another day
            path.unlink()
    return removed


def _last_ones(listed: list[tuple[date, Path]]) -> Iterator[tuple[Path, date]]:
    """Yield the last backup of each day; of the day that was told last more of them, for the clock may stand still."""
    written: Counter[date] = Counter()
    for day, path in listed:
        written[day] += 1
        if written[day] <= (DAYS if day == listed[0][0] else 1):
            yield path, day


def found(database: Path, folder: Path) -> dict[date, Path]:
    """Return the daily backups of a database in `folder`, by day, of each day the one that was written last."""
    days: dict[date, Path] = {}
    for day, path in _listed(database, folder):
        days.setdefault(day, path)
    return days


def _listed(database: Path, folder: Path) -> list[tuple[date, Path]]:
    """Return every daily backup with its day, the one that was written last first."""
    return [(one.at.date(), path) for path, one in named(database, folder)
            if one.is_daily and path.suffix == database.suffix]  # fmt: skip


def kept(days: Iterable[date]) -> frozenset[date]:
    """Return which days stay: the last 7 that have a backup, and the last one of each of 4 weeks and 12 months.

    `days` come as they were written, the last one first, so that the clock decides nothing. Days more than a year
    apart from their neighbours are counted apart: when a clock was wrong by years, neither its backups nor the right
    ones push the others out.
    """
    stay: set[date] = set()
    stretch: list[date] = []
    for day in dict.fromkeys(days):
        if stretch and abs(stretch[-1] - day) > _LONGEST_PAUSE:
            stay |= _kept_of(stretch)
            stretch = []
        stretch.append(day)
    return frozenset(stay | _kept_of(stretch))


def _kept_of(newest: list[date]) -> set[date]:
    weekly = _first_of_each(newest, lambda day: day.isocalendar()[:2])
    monthly = _first_of_each(newest, lambda day: (day.year, day.month))
    return {*newest[:DAYS], *weekly[:WEEKS], *monthly[:MONTHS]}


def _first_of_each(days: list[date], span: Callable[[date], tuple[int, int]]) -> list[date]:
    firsts: dict[tuple[int, int], date] = {}
    for day in days:
        firsts.setdefault(span(day), day)
    return list(firsts.values())
