"""Moves a closed database to another folder: copied, opened again and compared, switched over; the old one is kept."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import faults
from exporter_desk.storage.backup import BackupReport, back_up_file
from exporter_desk.storage.backup_name import named
from exporter_desk.storage.connection import (
    OWN_FILE,
    OWN_FOLDER,
    apart,
    free_name,
    only_for_owner,
    part_name,
    put_in_place,
)
from exporter_desk.storage.faults import explained
from exporter_desk.storage.lock import FileLock, HeldError, Holder, lock_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the database is now, where the old one is kept, and how many backups went along."""

    report: BackupReport
    kept: Path
    backups: int


def move(database: Path, folder: Path, holder: Holder, switch: Callable[[], None], kept_name: str) -> Moved:
    """Move a closed database and its backups into `folder`; `switch` makes the new place the one that counts.

    Until `switch` has run, whatever fails leaves everything as it was, and what was copied is removed. Afterwards the
    old database is renamed to `kept_name` beside its place, its backups stay there too. Raises UserFacingError: S28
    when somebody has it open, S271 when there is a database in the folder already.
    """
    target = folder / database.name
    with _held(database, holder), ExitStack() as taken_back:
        with explained(target):
            folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        if os.path.lexists(target):
            raise faults.TAKEN.error(name=target.name, folder=str(folder))
        # Under a name of its own until everything is there: what a power cut leaves behind is written over next time.
        arriving = folder / f"{database.stem}.arriving{database.suffix}"
        taken_back.callback(_remove, arriving)
        report = back_up_file(database, arriving)
        _require_same(database, arriving)
        copied = 0
        for path, _ in named(database, database.parent / BACKUPS):
            copied += _copied(path, folder / BACKUPS / path.name, taken_back)
        with explained(target):
            put_in_place(arriving, target)
        taken_back.callback(_remove, target)
        switch()
        taken_back.pop_all()
        kept = _set_aside(database, database.with_name(kept_name))
    return Moved(replace(report, path=target), kept, copied)


@contextmanager
def _held(database: Path, holder: Holder) -> Iterator[None]:
    with explained(database):
        try:
            lock = FileLock(lock_path(database), holder)
        except HeldError as held:
            raise faults.held(database.name, held.holder.who, held.holder.since) from held
    try:
        yield
    finally:
        lock.release()


def _require_same(database: Path, target: Path) -> None:
    """Compare how many rows each table has; the copy itself was read through already."""
    with apart(database) as old, apart(target) as new:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for (table,) in old.execute(tables).fetchall():
            count = f'SELECT count(*) FROM "{table}"'  # noqa: S608  # a name out of the schema
            if old.execute(count).fetchone() != new.execute(count).fetchone():
                raise faults.BACKUP_BROKEN.error(name=target.name)


def _copied(source: Path, target: Path, taken_back: ExitStack) -> bool:
    """Copy one backup as it is; one that is there already is left alone."""
    if target.exists():
        return False
    part = part_name(target)
    with explained(target):
        target.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        if shutil.disk_usage(target.parent).free < source.stat().st_size:
            raise faults.NO_ROOM.error(name=target.parent.name)
        try:
            part.touch(mode=OWN_FILE, exist_ok=False)
            shutil.copyfile(source, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            os.utime(part, (source.stat().st_atime, source.stat().st_mtime))
            put_in_place(part, target)
        finally:
            part.unlink(missing_ok=True)
    taken_back.callback(_remove, target)
    return True


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _set_aside(database: Path, wished: Path) -> Path:
    """Rename the old database, whole and without a journal; where that fails it stays under its name."""
    kept = free_name(wished)
    with suppress(OSError, UserFacingError):
        with apart(database, "rw") as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        only_for_owner(database)
        database.replace(kept)
        return kept
    return database
