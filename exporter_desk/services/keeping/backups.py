"""The backups of the company: written each day and by hand, to two places, listed, looked into, and brought back."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.case_list import moment
from exporter_desk.services.keeping import second_place
from exporter_desk.storage import backup, daily, health, leftovers
from exporter_desk.storage.backup import BackupReport
from exporter_desk.storage.backup_name import SEALED, BackupName, named, next_number
from exporter_desk.storage.connection import free_name, this_user
from exporter_desk.storage.faults import NO_ROOM
from exporter_desk.storage.travel import SUFFIX
from exporter_desk.system import clock as system_clock
from exporter_desk.system import files, settings

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.text import Bilingual
    from exporter_desk.storage.connection import CopyProgress
    from exporter_desk.system.clock import Clock
    from exporter_desk.system.settings import Settings

BACKUP_FOLDER = "backups"
BEFORE_KEPT = 5  # of each kind of risky act
CLOCKS_DIFFER = timedelta(days=1)
MARK_FILE = "backup_place.txt"

Kind = Literal["daily", "by_hand", "before", "sealed", "set_aside"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One backup as the list shows it. `at` is the moment in its name; `second` that it lies in the second place.

    `foreign` ones were written there by another computer, or by the exercises: they may be another company's.
    """

    path: Path
    kind: Kind
    at: datetime
    size: int
    second: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup came to: the checked copy, its twin in the second place, and why there is none if there is none."""

    report: BackupReport
    second: Path | None = None
    second_failed: UserFacingError | None = None

    @property
    def troubles(self) -> tuple[UserFacingError, ...]:
        """Return what is to be told of it: that it has no twin, and cases in it that cannot be read."""
        found = (self.second_failed, health.unreadable_in_copy(self.report.unreadable))
        return tuple(error for error in found if error is not None)


class Backups:
    """Knows where the backups of one database lie. Everything here may run on a thread of its own.

    Several computers, and the exercises, may name one second place: each has a folder of its own in it, named by a
    mark that is made once and does not travel with the data. Nobody thins out or brings back what others wrote.
    """

    def __init__(
        self, database: Path, second: str = "", time: Clock = system_clock, mark_file: Path | None = None
    ) -> None:
        self.database = database
        self._mark_file = mark_file or database.parent / MARK_FILE
        self.folder = database.parent / BACKUP_FOLDER
        self.second = Path(second) if second else None
        self._time = time
        self._thins = True

    def after_restore(self) -> None:
        """Thin nothing out until the next start: what was restored may have been the wrong one."""
        self._thins = False

    def tidy(self) -> None:
        """Remove what killed programs left beside the database: unfinished copies, and unsealed ones."""
        with suppress(OSError):
            leftovers.sweep(self.database.parent)

    # Writing.

    def write_now(self, progress: CopyProgress | None = None) -> Written:
        """Write a backup by hand, here and in the second place when it is there."""
        return self._twice(self.place_in(self.folder), progress)

    def write_daily(self, progress: CopyProgress | None = None) -> Written | None:
        """Write today's backup unless it is there, and thin out older ones; None when nothing was to be written."""
        today, written, second = self._time.today(), None, self._second_now()
        self.tidy()
        if daily.is_due(self.database, self.folder, today):
            place = daily.place_of(self.database, self.folder, today, self._next_number())
            written = self._twice(place, progress)
        elif second is not None and daily.is_due(self.database, second, today):
            source = daily.found(self.database, self.folder)[today]
            written = self._with_second(backup.read_backup(source))
        self._note_second()
        if self._thins:
            daily.thin_out(self.database, self.folder)
            if second is not None:
                daily.thin_out(self.database, second)
        return written

    def wants_a_new_day(self) -> bool:
        """Tell whether the day has no backup yet, for a window that is left open over night; nothing is opened."""
        return self._time.today() not in daily.found(self.database, self.folder)

    def before(self, act: str) -> Path | None:
        """Write a backup before a risky `act` ("import", "pack", "person"); the last five of each kind stay."""
        if not self.database.exists():
            return None
        report = backup.back_up_file(self.database, self.place_in(self.folder, act))
        same = [path for path, one in named(self.database, self.folder) if one.act == act and path != report.path]
        for path in same[BEFORE_KEPT - 1 :]:
            with suppress(OSError):
                path.unlink()
        return report.path

    def place_in(self, folder: Path, act: str = "") -> Path:
        """Return where the next backup lies in a folder: named by the moment, and counted on."""
        now = self._time.now().replace(tzinfo=None)
        return free_name(folder / BackupName(now, act, self._next_number()).of(self.database))

    def _next_number(self) -> int:
        return next_number(self.database, [folder for folder in (self.folder, self._second_now()) if folder])

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
            self._make_second(folder)
            copy = backup.copy_backup(report.path, folder / report.path.name)
        except UserFacingError as error:
            return Written(report, second_failed=self._not_in_second(error))
        self._note_second()
        return Written(report, copy.path)

    def _not_in_second(self, error: UserFacingError) -> UserFacingError:
        """Say that the first copy stands, and name the place that the user chose and not our folder in it."""
        full = error.code in (NO_ROOM.code, "S01")
        zh = f"第二个位置“{self.second}”的磁盘空间不够。" if full else error.zh
        en = f"There is too little room in the second place “{self.second}”." if full else error.en
        return UserFacingError(
            error.code,
            f"第一份备份已写好，第二份没有写。{zh}", f"The first backup is written, the second is not. {en}",
            error.remedy_zh, error.remedy_en, error.exit_code,
        )  # fmt: skip

    def second_is_away(self) -> bool:
        """Tell whether a second place was set that cannot be reached now."""
        return self.second is not None and self._second_root() is None

    def _note_second(self) -> None:
        """Remember the day of the newest copy in the second place, for the days on which it is away."""
        folder = self._second_now()
        if folder is not None and self.second is not None:
            copies = named(self.database, folder)
            if copies:
                second_place.note(self._second_note, self.second, copies[0][1].at.date())

    @property
    def _second_note(self) -> Path:
        return self._mark_file.with_name(second_place.NOTE_FILE)

    def second_last(self) -> date | None:
        """Return the day of the newest copy that was seen in the second place, None where none was."""
        return None if self.second is None else second_place.noted(self._second_note, self.second)

    def told_away(self) -> Bilingual | None:
        """Say that the second place is away, of which day its newest copy is and what to do; None when all is well."""
        if self.second is None or not self.second_is_away():
            return None
        return second_place.away(self.second, self.second_last())

    def second_is_there(self) -> bool:
        """Tell whether there is a second place and it can be reached now: a stick may be in a drawer."""
        return self._second_now() is not None

    def _second_now(self) -> Path | None:
        """Return our folder in the second place, there or not; None while the place itself cannot be reached."""
        root = self._second_root()
        return None if root is None else root / f"{self.database.stem}-{self._mark()}"

    def _second_root(self) -> Path | None:
        try:
            return self.second if self.second is not None and self.second.is_dir() else None
        except OSError:
            return None

    def _mark(self) -> str:
        """Return what tells our copies from those of others; made when it is first asked for."""
        with suppress(OSError, ValueError):
            kept = self._mark_file.read_text(encoding="ascii").strip()
            if kept.isalnum():
                return kept
        made = secrets.token_hex(4)
        with suppress(UserFacingError):  # asked for again when something is written
            files.write_atomically(self._mark_file, made.encode("ascii"))
        return made

    def _make_second(self, folder: Path) -> None:
        """Make our folder, for a mark that stays: without one each copy would lie in a folder of its own."""
        if not self._mark_file.exists():
            files.write_atomically(self._mark_file, folder.name.rpartition("-")[2].encode("ascii"))
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise files.as_user_facing(error, folder) from error

    # Looking.

    def latest_moment(self) -> datetime | None:
        """Return when the backup that was written last was written; None when there is none."""
        return next((one.at for one in self.own()), None)

    def own(self) -> tuple[Listed, ...]:
        """Return the backups of this database that could be brought back, without what was set aside."""
        return tuple(one for one in self.listed() if one.kind != "set_aside" and not one.foreign)

    def is_ahead(self, at: datetime) -> bool:
        """Tell whether a moment lies further ahead than two clocks may differ: one of them stood wrong."""
        return at > self._time.now() + CLOCKS_DIFFER

    def listed(self) -> tuple[Listed, ...]:
        """Return every backup of this database in both places, what was set aside behind; none of them is opened.

        Behind all come those that others wrote to the second place.

        The one written last comes first, by the number in its name: the clock may have stood wrong, and the time of a
        file changes when it is copied.
        """
        second = self._second_now()
        places = [(self.folder, False), *([(second, True)] if second is not None else ())]
        found = [(one, path, is_second) for folder, is_second in places for path, one in named(self.database, folder)]
        found.sort(key=lambda told: (*told[0].order, not told[2]), reverse=True)
        listed = [row for one, path, is_second in found for row in self._listed(one, path, second=is_second)]
        aside, foreign = (
            sorted(rows, key=lambda one: one.at, reverse=True) for rows in (self._set_aside(), self._foreign())
        )
        return (*listed, *aside, *foreign)

    def _foreign(self) -> list[Listed]:
        """What lies in the second place and is not in our folder."""
        root, ours = self._second_root(), self._second_now()
        if root is None:
            return []
        with suppress(OSError):
            folders = [root, *(one for one in root.iterdir() if one.is_dir() and one != ours)]
            found = [pair for folder in folders for pair in named(self.database, folder)]
            rows = [row for path, one in found for row in self._listed(one, path, second=True)]
            return [replace(row, foreign=True) for row in rows]
        return []

    def _listed(self, one: BackupName, path: Path, *, second: bool) -> list[Listed]:
        told = _told(path)
        if told is None:
            return []
        changed, size = told
        at = changed if one.is_daily and changed.date() == one.at.date() else one.at.replace(tzinfo=changed.tzinfo)
        return [Listed(path, _kind(one, path), at, size, second)]

    def _set_aside(self) -> list[Listed]:
        """What a restore or an upgrade kept beside the database."""
        found = _files(self.database.parent, f"{self.database.stem}.*{self.database.suffix}")
        return [Listed(path, "set_aside", *told) for path in found if (told := _told(path)) is not None]

    def newest_sound(self) -> health.Offer:
        """Return the newest backup of ours that is sound, of those that need no passphrase.

        On a computer that has neither data nor backups yet, those of others count: its own disk may have broken.
        """
        own = self.own()
        if not own and not self.database.exists():
            own = tuple(one for one in self.listed() if one.foreign)
        return health.newest_sound(one.path for one in own if one.kind != "sealed")

    # Bringing back.

    def restore(self, source: Path) -> Path | None:
        """Put a backup in the place of the closed database; return where the present one is kept.

        Raises UserFacingError S301 for exercises in place of real shipments, and the other way round.
        """
        from exporter_desk.services.practice.worlds import require_backup_of_same_world
        from exporter_desk.system.paths import find_paths

        require_backup_of_same_world(source, practice=find_paths().practice)
        kept = backup.restore(self.database, source, this_user(moment(self._time.now())))
        self.after_restore()
        return kept


def company_backups(chosen: Settings | None = None) -> Backups:
    """Return the backups of the company's database, with the second place that the user named."""
    from exporter_desk.services.keeping.company import company_path
    from exporter_desk.system.paths import find_paths

    read = chosen or settings.load(find_paths().settings)
    return Backups(company_path(), read.get(settings.BACKUP_SECOND), mark_file=find_paths().data / MARK_FILE)


def local_day(moment_of: str) -> str:
    """Return the day of an ISO moment where the user is; "" for none."""
    try:
        return f"{datetime.fromisoformat(moment_of).astimezone():%Y-%m-%d}"
    except ValueError:
        return ""


def require_backup(path: Path) -> None:
    """Raise UserFacingError S267 for a single shipment: restored, it would take the place of the whole company."""
    if path.suffix.lower() == SUFFIX:
        raise UserFacingError(
            "S267",
            f"“{path.name}”是单票文件，不是备份；恢复会用这一票换掉整个业务库，没有做。",
            f"“{path.name}” is a single shipment, no backup: restoring it would replace the whole company by it. "
            "Nothing was done.",
            f"要加进这一票，用 data import {path.name}，或在窗口里打开它。",
            f"To add this shipment use data import {path.name}, or open it in the window.",
            exit_code=2,
        )


def is_mendable(error: UserFacingError) -> bool:
    """Tell whether a backup could take the place of what could not be opened."""
    return error.code in health.MENDED_BY_RESTORE


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return [path for path in folder.glob(pattern) if path.is_file()]
    except OSError:
        return []


def _told(path: Path) -> tuple[datetime, int] | None:
    """Return when a file was changed and its size; None when it is gone meanwhile."""
    try:
        told = path.stat()
    except OSError:
        return None
    return datetime.fromtimestamp(told.st_mtime).astimezone(), told.st_size


def _kind(one: BackupName, path: Path) -> Kind:
    if path.suffix == SEALED:
        return "sealed"
    if one.act:
        return "before"
    return "daily" if one.is_daily else "by_hand"
