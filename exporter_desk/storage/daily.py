"""The backup of each day, and which older ones stay: 7 days, 4 weeks, 12 months."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.storage.backup import BackupReport, back_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exporter_desk.storage.connection import Store

DAYS, WEEKS, MONTHS = 7, 4, 12
_LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DailyBackup:
    """What the daily backup did: None when today's was there already; `removed` are thinned out older ones."""

    report: BackupReport | None
    removed: tuple[Path, ...]


def back_up_today(store: Store, folder: Path, today: date, *, thin: bool = True) -> DailyBackup:
    """Write today's backup into `folder` unless it is there, and thin out older ones (not after a restore)."""
    target = place_of(store.path, folder, today)
    report = back_up(store, target) if is_due(store.path, folder, today) else None
    return DailyBackup(report, thin_out(store.path, folder) if thin else ())


def place_of(database: Path, folder: Path, day: date) -> Path:
    """Return where the backup of a day lies."""
    return folder / f"{database.stem}.{day.isoformat()}{database.suffix}"


def is_due(database: Path, folder: Path, today: date) -> bool:
    """Tell whether today's backup is still to be written.

    A clock that stands behind the newest backup may say the same day at each start: then it is written each time.
    """
    days = found(database, folder)
    return today not in days or max(days) > today


def thin_out(database: Path, folder: Path) -> tuple[Path, ...]:
    """Remove the daily backups that need not stay; return them."""
    return _thin(found(database, folder))


def found(database: Path, folder: Path) -> dict[date, Path]:
    """Return the daily backups of a database in `folder`, by day; files with other names are none."""
    shape = re.compile(rf"{re.escape(database.stem)}\.(\d{{4}}-\d\d-\d\d){re.escape(database.suffix)}")
    days: dict[date, Path] = {}
    for path in sorted(folder.glob("*")):
        match = shape.fullmatch(path.name)
        if match:
            with suppress(ValueError):
                days[date.fromisoformat(match[1])] = path
    return days


def latest(database: Path, folder: Path) -> date | None:
    """Return the day of the latest daily backup, for the age in the status bar; None when there is none."""
    return max(found(database, folder), default=None)


def kept(days: Iterable[date]) -> frozenset[date]:
    """Return which days stay: the last 7 that have a backup, and the last one of each of 4 weeks and 12 months.

    Counted by the backups that are there and not by the clock. Days more than a year apart from their neighbours are
    counted apart: when a clock was wrong by years, neither its backups nor the right ones push the others out.
    """
    stay: set[date] = set()
    stretch: list[date] = []
    for day in sorted(set(days), reverse=True):
        if stretch and stretch[-1] - day > _LONGEST_PAUSE:
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


def _thin(backups: dict[date, Path]) -> tuple[Path, ...]:
    stay = kept(backups)
    removed = tuple(path for day, path in backups.items() if day not in stay)
    for path in removed:
        with suppress(OSError):  # a held file is removed another day
            path.unlink()
    return removed
