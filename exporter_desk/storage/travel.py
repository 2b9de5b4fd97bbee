"""Travelling case files (`.exdesk`): the same schema with one case in it, whole as one file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.storage import faults
from exporter_desk.storage.connection import Store, copy_database, identify, open_store
from exporter_desk.storage.faults import explained
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.migrate import migrate, released_scripts
from exporter_desk.storage.sqlite_repository import SqliteRepository

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case
    from exporter_desk.storage.repository import CaseRepository
    from exporter_desk.storage.summary import Event, Stamp

SUFFIX = ".exdesk"


def export_case(case: Case, target: Path, stamp: Stamp, event: Event) -> None:
    """Write one case as a travelling file. Steps of undo stay at home: what was deleted does not travel."""
    with explained(target), closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        migrate(memory, released_scripts())
        SqliteRepository(Store(target, memory, read_only=False)).create(case, stamp, event)
        copy_database(memory, target)


def import_case(source: Path) -> Case:
    """Return the case of a travelling file; the file itself is not touched, also when its schema is older.

    Raises UserFacingError: S24 to S26 when it is no sound file of ours, S34 when it holds more or less than one case.
    """
    identify(source)
    with tempfile.TemporaryDirectory(prefix="exporter-desk-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / source.name
        with explained(source):
            shutil.copyfile(source, copy)
        store = open_store(copy, Holder(who="", since=""))
        try:
            return _only_case(SqliteRepository(store), source)
        finally:
            store.close()


def _only_case(repository: CaseRepository, source: Path) -> Case:
    count = repository.count() + repository.count(deleted=True)
    if count != 1:
        raise faults.NOT_ONE_CASE.error(name=source.name, count=str(count))
    found = (*repository.summaries(limit=1), *repository.summaries(limit=1, deleted=True))
    return repository.load(found[0].id)
