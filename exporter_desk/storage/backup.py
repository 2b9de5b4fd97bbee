"""Whole copies of a case database: written beside, checked, renamed, opened again; and the way back."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import faults
from exporter_desk.storage.connection import (
    check,
    connect,
    copy_database,
    free_name,
    identify,
    open_store,
    put_in_place,
)
from exporter_desk.storage.faults import explained
from exporter_desk.storage.lock import FileLock, HeldError, Holder, lock_path
from exporter_desk.storage.migrate import released_scripts, version_of

if TYPE_CHECKING:
    from exporter_desk.storage.connection import Store

# Room for the copy and for what SQLite writes beside it.
_SPACE_FACTOR = 2


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was opened again after writing: where it is, its size, and how many cases it holds."""

    path: Path
    size: int
    cases: int


def back_up(store: Store, target: Path) -> BackupReport:
    """Copy an open database to `target`, replacing an older backup there only after the new one was checked."""
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_space(store, target.parent)
        try:
            copy_database(store.connection, target)
        except UserFacingError as error:
            if error.code != faults.DAMAGED.code:
                raise
            raise faults.BACKUP_BROKEN.error(name=target.name) from error
    return read_backup(target)


def _require_space(store: Store, folder: Path) -> None:
    pages = int(store.connection.execute("PRAGMA page_count").fetchone()[0])
    page_size = int(store.connection.execute("PRAGMA page_size").fetchone()[0])
    if shutil.disk_usage(folder).free < pages * page_size * _SPACE_FACTOR:
        raise faults.NO_ROOM.error(name=folder.name or str(folder))


def read_backup(path: Path) -> BackupReport:
    """Open a backup for reading, check it and count its cases.

    Raises UserFacingError when it is not sound, and S27 when a newer program wrote it.
    """
    identify(path)
    known = len(released_scripts())
    with explained(path), closing(connect(path, "ro")) as connection:
        check(connection, path)
        found = version_of(connection)
        if found > known:
            raise faults.NEWER.error(name=path.name, found=str(found), known=str(known))
        cases = int(connection.execute("SELECT count(*) FROM shipment").fetchone()[0])
    return BackupReport(path, path.stat().st_size, cases)


def restore(database: Path, backup: Path, holder: Holder) -> Path | None:
    """Put a backup in the place of a closed database; return where the present state was saved, None if none was there.

    The backup is checked first. A sound database is saved by the backup API, a damaged one file by file.
    """
    read_backup(backup)
    with explained(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(lock_path(database), holder)
        except HeldError as held:
            raise faults.LOCKED.error(name=database.name, who=held.holder.who, since=held.holder.since) from held
        part = database.with_name(f".{database.name}.{os.urandom(6).hex()}.part")
        try:
            with closing(connect(backup, "ro")) as connection:
                copy_database(connection, part)
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
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _is_sound(database: Path) -> bool:
    try:
        read_backup(database)
    except UserFacingError as error:
        if error.code in (faults.DAMAGED.code, faults.EMPTY.code, faults.FOREIGN.code):
            return False
        raise
    return True
