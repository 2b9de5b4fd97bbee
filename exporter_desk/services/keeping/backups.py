"""The backups of the company: written each day and by hand, to two places, listed, looked into, and brought back."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.case_list import moment
from exporter_desk.storage import backup, daily, health
from exporter_desk.storage.backup import BackupReport
from exporter_desk.storage.connection import free_name, this_user
from exporter_desk.system import clock as system_clock
from exporter_desk.system import settings

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.storage.connection import CopyProgress
    from exporter_desk.system.clock import Clock
    from exporter_desk.system.settings import Settings

BACKUP_FOLDER = "backups"
SEALED = ".sealed"
BEFORE_KEPT = 5  # of each kind of risky act

Kind = Literal["daily", "by_hand", "before", "sealed", "set_aside"]
_BEFORE = re.compile(r"\.before-(\w+)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One backup as the list shows it. `at` is the moment of the file; `second` that it lies in the second place."""

    path: Path
    kind: Kind
    at: datetime
    size: int
    second: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup came to: the checked copy, its twin in the second place, and why there is none if there is none."""

    report: BackupReport
    second: Path | None = None
    second_failed: UserFacingError | None = None


class Backups:
    """Knows where the backups of one database lie. Everything here may run on a thread of its own."""

    def __init__(self, database: Path, second: str = "", time: Clock = system_clock) -> None:
        self.database = database
        self.folder = database.parent / BACKUP_FOLDER
        self.second = Path(second) if second else None
        self._time = time
        self._thins = True

    def after_restore(self) -> None:
        """Thin nothing out until the next start: what was restored may have been the wrong one."""
        self._thins = False

    # Writing.

    def write_now(self, progress: CopyProgress | None = None) -> Written:
        """Write a backup by hand, here and in the second place when it is there."""
        name = f"{self.database.stem}-{self._time.now():%Y%m%d-%H%M%S}{self.database.suffix}"
        return self._twice(free_name(self.folder / name), progress)

    def write_daily(self, progress: CopyProgress | None = None) -> Written | None:
        """Write today's backup unless it is there, and thin out older ones; None when nothing was to be written."""
        today, written, second = self._time.today(), None, self._second_now()
        if daily.is_due(self.database, self.folder, today):
            written = self._twice(daily.place_of(self.database, self.folder, today), progress)
        elif second is not None and daily.is_due(self.database, second, today):
            source = daily.place_of(self.database, self.folder, today)
            written = self._with_second(backup.read_backup(source))
        if self._thins:
            daily.thin_out(self.database, self.folder)
            if second is not None:
                daily.thin_out(self.database, second)
        return written

    def before(self, act: str) -> Path | None:
        """Write a backup before a risky `act` ("import", "pack", "person"); the last five of each kind stay."""
        if not self.database.exists():
            return None
        stamp = f"{self._time.now():%Y%m%d-%H%M%S}"
        name = f"{self.database.stem}-{stamp}.before-{act}{self.database.suffix}"
        report = backup.back_up_file(self.database, free_name(self.folder / name))
        same = sorted(self.folder.glob(f"{self.database.stem}-*.before-{act}*{self.database.suffix}"), key=_age)
        for path in same[:-BEFORE_KEPT]:
            with suppress(OSError):
                path.unlink()
        return report.path

    def write_to(self, target: Path, progress: CopyProgress | None = None) -> BackupReport:
        """Write a backup to a file that the user named."""
        return backup.back_up_file(self.database, target, progress)

    def _twice(self, target: Path, progress: CopyProgress | None) -> Written:
        return self._with_second(backup.back_up_file(self.database, target, progress))

    def _with_second(self, report: BackupReport) -> Written:
        folder = self._second_now()
        if folder is None:
            return Written(report)
        try:
            copy = backup.copy_backup(report.path, folder / report.path.name)
        except UserFacingError as error:
            return Written(report, second_failed=error)
        return Written(report, copy.path)

    def second_is_there(self) -> bool:
        """Tell whether there is a second place and it can be reached now: a stick may be in a drawer."""
        return self._second_now() is not None

    def _second_now(self) -> Path | None:
        try:
            return self.second if self.second is not None and self.second.is_dir() else None
        except OSError:
            return None

    # Looking.

    def latest_day(self) -> date | None:
        """Return the day of the newest daily backup; None when there is none."""
        return daily.latest(self.database, self.folder)

    def latest_moment(self) -> datetime | None:
        """Return when the newest backup of any kind was written; None when there is none."""
        return max((one.at for one in self.listed() if one.kind != "set_aside"), default=None)

    def listed(self) -> tuple[Listed, ...]:
        """Return every backup of this database in both places, newest first; none of them is opened."""
        found = [*self._in(self.folder, second=False), *self._set_aside()]
        second = self._second_now()
        if second is not None:
            found += self._in(second, second=True)
        return tuple(sorted(found, key=lambda one: (one.at, not one.second), reverse=True))

    def _in(self, folder: Path, *, second: bool) -> list[Listed]:
        endings = (self.database.suffix, self.database.suffix + SEALED)
        found = []
        for path in _files(folder, f"{self.database.stem}[.-]*"):
            if path.name.endswith(endings):
                found += _listed(path, self._kind(path), second=second)
        return found

    def _set_aside(self) -> list[Listed]:
        """What a restore or an upgrade kept beside the database."""
        found = []
        for path in _files(self.database.parent, f"{self.database.stem}.*{self.database.suffix}"):
            found += _listed(path, "set_aside", second=False)
        return found

    def _kind(self, path: Path) -> Kind:
        if path.suffix == SEALED:
            return "sealed"
        if _BEFORE.search(path.name):
            return "before"
        return "daily" if path.name.startswith(f"{self.database.stem}.") else "by_hand"

    def newest_sound(self) -> health.Offer:
        """Return the newest backup that is sound, of those that need no passphrase."""
        return health.newest_sound(one.path for one in self.listed() if one.kind not in ("sealed", "set_aside"))

    # Bringing back.

    def restore(self, source: Path) -> Path | None:
        """Put a backup in the place of the closed database; return where the present one is kept."""
        kept = backup.restore(self.database, source, this_user(moment(self._time.now())))
        self.after_restore()
        return kept


def company_backups(chosen: Settings | None = None) -> Backups:
    """Return the backups of the company's database, with the second place that the user named."""
    from exporter_desk.services.keeping.company import company_path
    from exporter_desk.system.paths import find_paths

    read = chosen or settings.load(find_paths().settings)
    return Backups(company_path(), read.get(settings.BACKUP_SECOND))


def is_mendable(error: UserFacingError) -> bool:
    """Tell whether a backup could take the place of what could not be opened."""
    return error.code in health.MENDED_BY_RESTORE


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return [path for path in folder.glob(pattern) if path.is_file()]
    except OSError:
        return []


def _listed(path: Path, kind: Kind, *, second: bool) -> list[Listed]:
    try:
        told = path.stat()
    except OSError:
        return []
    return [Listed(path, kind, datetime.fromtimestamp(told.st_mtime).astimezone(), told.st_size, second)]


def _age(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
