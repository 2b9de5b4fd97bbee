"""Whole copies of a case database: written beside, checked, renamed, opened again; and the way back."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import common_state, faults
from exporter_desk.storage.case_rows import read_company, read_list, unreadable_cases
from exporter_desk.storage.connection import (
    OWN_FILE,
    OWN_FOLDER,
    apart,
    connect,
    copy_database,
    free_name,
    identify,
    only_for_owner,
    open_store,
    part_name,
    put_in_place,
)
from exporter_desk.storage.faults import explained, told_of_a_full_disk
from exporter_desk.storage.leftovers import PRIVATE, sweep
from exporter_desk.storage.lock import FileLock, HeldError, Holder, lock_path
from exporter_desk.storage.migrate import released_scripts, version_of
from exporter_desk.storage.soundness import require_sound, require_whole

if TYPE_CHECKING:
    import sqlite3

    from exporter_desk.storage.connection import CopyProgress, Store

# Room for the copy and for what SQLite writes beside it.
_SPACE_FACTOR = 2


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was opened again after writing: where it is, its size, and how many cases it holds.

    `changed` is the ISO moment of the latest change of a case, "" when there is none. `unreadable` are the numbers of
    the cases in it that cannot be read, as far as that was looked at.
    """

    path: Path
    size: int
    cases: int
    changed: str = ""
    unreadable: tuple[str, ...] = ()


def back_up(store: Store, target: Path, progress: CopyProgress | None = None) -> BackupReport:
    """Copy an open database to `target`, replacing an older backup there only after the new one was checked."""
    return _copied(store.connection, store.path, target, progress)


def back_up_file(database: Path, target: Path, progress: CopyProgress | None = None) -> BackupReport:
    """Copy a database to `target` over a connection of its own, so that another thread can go on writing to it.

    `progress` is told pages done and in all; an exception from it stops the copy. Raises UserFacingError.
    """
    identify(database)
    with apart(database) as connection:
        _require_known_version(connection, database)  # before the copy: nobody knows that by its name
        return _copied(connection, database, target, progress)


def _copied(connection: sqlite3.Connection, source: Path, target: Path, progress: CopyProgress | None) -> BackupReport:
    with explained(source):
        require_whole(connection, source)  # in the copy nobody could see it any more
        read_company(connection, source)
        read_list(connection)
    try:
        with told_of_a_full_disk(faults.NO_ROOM, _shown(target.parent)), explained(target):
            target.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
            sweep(source.parent)
            sweep(target.parent)
            _require_space(connection, target.parent)
            copy_database(connection, target, progress)
    except UserFacingError as error:
        if error.code != faults.DAMAGED.code:
            raise
        with explained(source):
            require_sound(connection, source, deep=True)  # what was copied may be damaged itself
        raise faults.BACKUP_BROKEN.error(name=target.name) from error
    return read_backup(target)


def copy_backup(source: Path, target: Path) -> BackupReport:
    """Copy a finished backup to a second place: written beside, renamed, opened again and checked."""
    part = part_name(target)
    with told_of_a_full_disk(faults.NO_ROOM, _shown(target.parent)), explained(target):
        sweep(target.parent)
        if shutil.disk_usage(target.parent).free < source.stat().st_size * _SPACE_FACTOR:
            raise faults.NO_ROOM.error(name=_shown(target.parent))
        try:
            part.touch(mode=OWN_FILE, exist_ok=False)
            shutil.copyfile(source, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            os.utime(part, (source.stat().st_atime, source.stat().st_mtime))  # both are of the same moment
            put_in_place(part, target)
        finally:
            part.unlink(missing_ok=True)
    return read_backup(target, quick=True)


def _require_space(connection: sqlite3.Connection, folder: Path) -> None:
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    page_size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    if shutil.disk_usage(folder).free < pages * page_size * _SPACE_FACTOR:
        raise faults.NO_ROOM.error(name=_shown(folder))


def _shown(folder: Path) -> str:
    """Return what a folder is called; of one that nobody saw, what it lies in."""
    seen = folder.parent if folder.name.startswith(PRIVATE) else folder
    return seen.name or str(seen)


def read_backup(path: Path, *, quick: bool = False) -> BackupReport:
    """Open a database or a backup for reading, check it and count its cases; `quick` reads no case through.

    Raises UserFacingError when it is not sound, and S27 when a newer program wrote it.
    """
    identify(path)
    with apart(path) as connection:
        require_sound(connection, path, deep=not quick)
        _require_known_version(connection, path)
        cases, changed = connection.execute("SELECT count(*), max(modified_at) FROM shipment").fetchone()
        unreadable = () if quick else _read_through(connection, path)
    return BackupReport(path, path.stat().st_size, int(cases), str(changed or ""), unreadable)


def _read_through(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Read the company and every case; return the numbers of the cases that cannot be read."""
    read_company(connection, path)
    return tuple(unreadable_cases(connection))


def _require_known_version(connection: sqlite3.Connection, path: Path) -> None:
    """Raise S27 for a database that a newer program wrote."""
    found, known = version_of(connection), len(released_scripts())
    if found > known:
        raise faults.NEWER.error(name=path.name, found=str(found), known=str(known))


def count_cases(path: Path) -> int:
    """Return how many cases a database holds, without reading it through."""
    with apart(path) as connection:
        return int(connection.execute("SELECT count(*) FROM shipment").fetchone()[0])


def restore(database: Path, backup: Path, holder: Holder) -> Path | None:
    """Put a backup in the place of a closed database; return where the present state was saved, None if none was there.

    The backup is checked first. A sound database is saved by the backup API, a damaged one file by file.
    """
    read_backup(backup)
    with explained(database):
        database.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        try:
            lock = FileLock(lock_path(database), holder)
        except HeldError as held:
            raise faults.held(database.name, held.holder.who, held.holder.since) from held
        sweep(database.parent)
        part = part_name(database)
        try:
            with closing(connect(backup, "ro")) as connection:
                copy_database(connection, part)
            with closing(connect(part, "rw")) as connection:
                common_state.rename_writer(connection)
                connection.execute("PRAGMA journal_mode = DELETE")
            saved = _save_present(database)
            put_in_place(part, database)
        finally:
            part.unlink(missing_ok=True)
            lock.release()
    open_store(database, holder).close()
    return saved


def _save_present(database: Path) -> Path | None:
    if not database.exists():
        return None
    kept = free_name(database.with_name(f"{database.stem}.before-restore{database.suffix}"))
    if _is_sound(database):
        with closing(connect(database, "rw")) as connection:
            copy_database(connection, kept)
            # No journal may stay behind: it would be taken for that of the restored file.
            connection.execute("PRAGMA journal_mode = DELETE")
        return kept
    for suffix in ("-wal", "-shm", ""):
        part = database.with_name(database.name + suffix)
        if part.exists():
            only_for_owner(part)
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _is_sound(database: Path) -> bool:
    try:
        read_backup(database, quick=True)
    except UserFacingError as error:
        if error.code in (faults.DAMAGED.code, faults.EMPTY.code, faults.FOREIGN.code):
            return False
        raise
    return True
