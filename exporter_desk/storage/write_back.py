"""Writes the journal back into the database on a thread of its own, so that no typed field has to wait for it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Thread

# A longer journal is written back; SQLite itself would do so at 4 MB, in the middle of saving a field.
LEAST_BYTES = 1 << 20
# While a backup reads one moment the journal cannot become shorter: it is not tried at every field.
_PAUSE_S = 0.5
# What is typed meanwhile comes behind what was written back.
_TRIES = 3
# Pages at which SQLite helps itself after all, should no thread come to it.
FALLBACK_PAGES = 16_384


class WriteBack:
    """Looks after the journal of one open database; used by the thread that writes to it."""

    def __init__(self, path: Path, connect: Callable[[Path, str], sqlite3.Connection]) -> None:
        self._path, self._connect = path, connect
        self._journal = path.with_name(path.name + "-wal")
        self._thread: Thread | None = None
        self._next = 0.0

    def after_commit(self) -> None:
        """Begin writing back when the journal is long enough and nobody is at it."""
        now = time.monotonic()
        if now < self._next or (self._thread is not None and self._thread.is_alive()):
            return
        try:
            size = self._journal.stat().st_size
        except OSError:
            return
        if size >= LEAST_BYTES:
            from threading import Thread

            self._next = now + _PAUSE_S
            self._thread = Thread(target=self._write_back, name="write back", daemon=True)
            self._thread.start()

    def _write_back(self) -> None:
        # Whatever the disk says is said again to the one who saves next, or closes.
        with suppress(sqlite3.Error, OSError), closing(self._connect(self._path, "rw")) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            for _ in range(_TRIES):
                _busy, pages, done = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if done >= pages:  # all of it: the next field begins the journal anew
                    break

    def finish(self) -> None:
        """Wait for what was begun: the file is about to be closed."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
