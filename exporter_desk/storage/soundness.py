"""Whether a database file is whole and sound: its length against its head, then SQLite's own look at its pages."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from exporter_desk.storage import faults

if TYPE_CHECKING:
    from pathlib import Path

# Reading a larger file through at the start would be felt: it is looked over behind the window (storage/health.py).
_CHECKED_AT_ONCE = 8 << 20
# The write-ahead log (sqlite.org/fileformat2.html#walformat): its head, the head of a frame, and the salts in both.
_LOG_HEAD, _FRAME_HEAD = 32, 24
_LOG_SALTS, _FRAME_SALTS = slice(16, 24), slice(8, 16)


def require_sound(connection: sqlite3.Connection, path: Path, *, deep: bool = False) -> None:
    """Raise S24 unless the file at `path` is whole and its pages fit together; `deep` looks at the indexes too."""
    require_whole(connection, path)
    check(connection, path, deep=deep)


def check(connection: sqlite3.Connection, path: Path, *, deep: bool = False) -> None:
    """Raise S24 when SQLite finds anything wrong with the pages; what was cut off the last one it may not see."""
    _require_ok(connection, f"PRAGMA {'integrity_check' if deep else 'quick_check'}(1)", "ok", path)


def check_opened(connection: sqlite3.Connection, path: Path) -> None:
    """Check a small file as `require_sound` does; of a large one its length, its head and the list of tables."""
    require_whole(connection, path)
    if is_small(path):
        check(connection, path)
    else:
        _require_ok(connection, "SELECT 'ok', count(*) FROM sqlite_master", "ok", path)


def is_small(path: Path) -> bool:
    """Tell whether a file is small enough to be read through whenever it is opened."""
    return path.stat().st_size <= _CHECKED_AT_ONCE


def require_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raise S24 when the file is shorter than its head says: SQLite takes what is missing of the last page for zeros.

    Pages that the journal beside it holds may be missing from the file, where writing was broken off.
    """
    size = int(_asked(connection, "PRAGMA page_size", path))
    count = int(_asked(connection, "PRAGMA page_count", path))
    if path.stat().st_size // size >= count:
        return
    journal = _pages_in_log(path.with_name(path.name + "-wal"), size)
    there = path.stat().st_size // size  # asked after the journal: another connection may be emptying it into the file
    if any(page not in journal for page in range(there + 1, count + 1)):
        raise faults.DAMAGED.error(name=path.name)


def _pages_in_log(log: Path, size: int) -> frozenset[int]:
    """Return the numbers of the pages that finished transactions left in the write-ahead log."""
    found, unfinished = set[int](), set[int]()
    try:
        with log.open("rb") as file:
            salts = file.read(_LOG_HEAD)[_LOG_SALTS]
            while len(head := file.read(_FRAME_HEAD)) == _FRAME_HEAD and head[_FRAME_SALTS] == salts:
                if len(file.read(size)) != size:
                    break
                unfinished.add(int.from_bytes(head[:4], "big"))
                if any(head[4:8]):  # the last frame of a transaction says how large the file is then
                    found |= unfinished
                    unfinished.clear()
    except FileNotFoundError:
        return frozenset()
    return frozenset(found)


def _require_ok(connection: sqlite3.Connection, question: str, right: str, path: Path) -> None:
    if _asked(connection, question, path) != right:
        raise faults.DAMAGED.error(name=path.name)


def _asked(connection: sqlite3.Connection, question: str, path: Path) -> str:
    """Return the first word of the answer; raises S24 where SQLite itself calls the file damaged."""
    try:
        return str(connection.execute(question).fetchone()[0])
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise faults.DAMAGED.error(name=path.name) from error
