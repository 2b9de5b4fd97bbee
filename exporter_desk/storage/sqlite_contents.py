"""The bytes of attachments in SQLite, each time over a connection of its own so that typing goes on beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.storage import contents, faults
from exporter_desk.storage.connection import apart

if TYPE_CHECKING:
    from exporter_desk.storage.connection import Store
    from exporter_desk.storage.contents import Lost, Told


def _unheard(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


class SqliteContents:
    """Fulfils `Contents` for the file of an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, data: bytes, told: Told = _unheard) -> str:
        """Keep a file in small durable steps and return its digest; what `told` raises takes all of it back."""
        if self._store.read_only:
            raise self._store.notice or faults.OPENED_TO_READ.error(name=self._store.path.name)
        with apart(self._store.path, "rw") as connection:
            return contents.keep(connection, data, told)

    def read(self, digest: str) -> bytes:
        """Return a file; S55 when it is not kept, S56 when it is no longer what it was."""
        with apart(self._store.path) as connection:
            return contents.read(connection, digest)

    def lost(self, told: Told = _unheard) -> tuple[Lost, ...]:
        """Read every file through and return the attachments that are missing or changed."""
        with apart(self._store.path) as connection:
            return contents.lost(connection, told)

    def clear(self, now: str, before: str) -> int:
        """Remove for good the files that no case has named since `before`; return how many."""
        if self._store.read_only:
            return 0
        with apart(self._store.path, "rw") as connection:
            return contents.clear(connection, now, before)
