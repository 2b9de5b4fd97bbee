"""The start state of the exercises: kept when they are first opened, or by the trainer, and gone back to exactly."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import backup
from exporter_desk.storage.connection import identify
from exporter_desk.system import files
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.keeping.backups import Backups
    from exporter_desk.storage.backup import BackupReport

FOLDER, OWN_NOTE = "start", "own"
ACT = "class"  # how the backup before a reset is named
# What exercises change beside the database: own cards and exchange rates, estimates, sheets to fill.
BESIDE = ("rates", "estimates", "templates")


@dataclass(frozen=True, slots=True)
class StartState:
    """What a reset goes back to; `own` tells that a trainer set it, else it is how the program ships."""

    path: Path
    cases: int
    own: bool


def home() -> Path:
    """Return the folder of the exercises."""
    return find_paths().data.parent


def start_state(database: Path) -> StartState | None:
    """Return the kept start state, None when there is none; it is not read through, which a reset does."""
    kept = _kept(database)
    try:
        identify(kept)
        return StartState(kept, backup.count_cases(kept), (home() / FOLDER / OWN_NOTE).exists())
    except UserFacingError:
        return None


def keep(database: Path, *, own: bool, source: Path | None = None) -> BackupReport:
    """Keep the exercises as they are now as the start state; the former one is replaced once the new one is whole.

    `source` is where they lie while `database` is not there yet. The database may be open meanwhile. Raises
    UserFacingError when the machine refuses; the former one then stays.
    """
    folder = home() / FOLDER
    part = folder.with_name(f"{FOLDER}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        backup.back_up_file(source or database, part / database.name)
        _copy(home(), part)
        if own:
            (part / OWN_NOTE).touch()
        _take_place(part, folder)
    except OSError as error:
        raise files.as_user_facing(error, folder) from error
    return backup.read_backup(_kept(database))


def _take_place(new: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which comes back when that fails."""
    former = folder.with_name(f"{FOLDER}.former")
    shutil.rmtree(former, ignore_errors=True)
    if folder.exists():
        folder.replace(former)
    try:
        new.replace(folder)
    except OSError:
        if former.exists():
            former.replace(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)


def reset(backups: Backups, desk: Desk, *, shipped: bool = False) -> Path | None:
    """Bring the exercises back to the start state; return the backup of what was there before, None for nothing.

    `shipped` goes back to how the program ships. The database has to be closed: raises S28 while a window has it open.
    """
    from exporter_desk.services.keeping.company import list_cases

    database = backups.database
    state = None if shipped else start_state(database)
    before = backups.before(ACT)
    if state is not None:
        _put_back(backups, state.path)
        _go_back_beside(home() / FOLDER)
        return before
    fresh = database.with_name(f"fresh{database.suffix}")
    drop(fresh)
    try:
        list_cases(desk, path=fresh).close()
        _put_back(backups, fresh)
    finally:
        drop(fresh)
    _go_back_beside(None)
    keep(database, own=False)
    return before


def _put_back(backups: Backups, source: Path) -> None:
    # What was there lies in the backup that was written just now: a second copy of each lesson would fill the disk.
    replaced = backups.restore(source)
    if replaced is not None:
        drop(replaced)


def _kept(database: Path) -> Path:
    return home() / FOLDER / database.name


def _go_back_beside(start: Path | None) -> None:
    try:
        for name in BESIDE:
            if (home() / name).exists():
                shutil.rmtree(home() / name)
        if start is not None:
            _copy(start, home())
    except OSError as error:
        raise files.as_user_facing(error, home()) from error


def _copy(source: Path, target: Path) -> None:
    for name in BESIDE:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)


def drop(database: Path) -> None:
    """Remove a database that nobody needs, with what lies beside it; what cannot be removed stays."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        with suppress(OSError):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
