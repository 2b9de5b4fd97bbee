"""Estimates that were written down (存档的测算): frozen text beside its case, never changed, compressed."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from exporter_desk.storage.connection import Store

MOST_BYTES = 20_000_000
MOST_OF_A_CASE = 500
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:\.\d{3})?")


@dataclass(frozen=True, slots=True)
class Kept:
    """One estimate as it was written down: its name (a day, and a number behind it) and its text."""

    name: str
    text: bytes


class SqliteEstimates:
    """Fulfils `SavedEstimates` on an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, case_id: str, name: str, text: bytes) -> str:
        """Keep one more estimate in one durable transaction and return its name: numbered when that one is taken."""
        with self._store.writing() as connection:
            return insert(connection, case_id, Kept(name, text))

    def listed(self, case_id: str) -> tuple[Kept, ...]:
        """Return the estimates of a case, the newest first; one that cannot be read any more is left out."""
        with self._store.reading() as connection:
            return read(connection, case_id)

    def take_over(self, case_id: str, older: Iterable[Kept]) -> int:
        """Keep those estimates that are not there yet, by their text; return how many. Unknown cases get none."""
        with self._store.writing() as connection:
            if connection.execute("SELECT 1 FROM shipment WHERE case_id = ?", (case_id,)).fetchone() is None:
                return 0
            known = {one.text for one in read(connection, case_id)}
            fresh = [one for one in older if one.text not in known]
            for one in fresh:
                insert(connection, case_id, one)
            return len(fresh)


def is_named(name: str) -> bool:
    """Tell whether a name is a day, or a day and a number."""
    return _NAME.fullmatch(name) is not None


def insert(connection: sqlite3.Connection, case_id: str, kept: Kept) -> str:
    """Add one estimate to a case and return its name; raises ValueError for a name that is no day."""
    if not is_named(kept.name):
        raise ValueError(kept.name)
    taken = {str(row[0]) for row in connection.execute("SELECT name FROM saved_estimate WHERE case_id = ?", (case_id,))}
    name, number, day = kept.name, 1, kept.name[: len("2026-11-23")]
    while name in taken:
        number += 1
        name = f"{day}.{number:03d}"
    row = (case_id, name, len(kept.text), zlib.compress(kept.text, 6))
    connection.execute("INSERT INTO saved_estimate (case_id, name, size_bytes, body) VALUES (?, ?, ?, ?)", row)
    return name


def read(connection: sqlite3.Connection, case_id: str) -> tuple[Kept, ...]:
    """Return the estimates of a case, the newest first, as far as they are whole and of a sane number and size."""
    rows = connection.execute(
        "SELECT name, body FROM saved_estimate WHERE case_id = ? AND size_bytes <= ? ORDER BY name DESC LIMIT ?",
        (case_id, MOST_BYTES, MOST_OF_A_CASE),
    ).fetchall()
    found = ((str(name), _unpacked(body)) for name, body in rows if is_named(str(name)))
    return tuple(Kept(name, text) for name, text in found if text is not None)


def _unpacked(body: bytes) -> bytes | None:
    """Return the text, never more than an estimate may have; None for bytes that are none."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(body, MOST_BYTES)
    except zlib.error:
        return None
    return text if reader.eof else None
