"""The bytes of files that were copied in: kept once by their digest, in small pieces, each a transaction of its own."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.storage import faults

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    # Hears bytes done and in all; what it raises ends the work.
    Told = Callable[[int, int], object]

PIECE_BYTES = 256 << 10
_LONGEST_PAUSE_S = 0.1
# Pages that the journal may hold before whoever adds a file writes them back, so that a typed field never has to.
_WRITTEN_BACK = 200
_NAMED = "SELECT 1 FROM attachment WHERE attachment.sha256 = content.sha256 OR attachment.pdf_sha256 = content.sha256"


@dataclass(frozen=True, slots=True)
class Lost:
    """An attachment whose bytes are not there, or are no longer what they were; `number` is that of its case."""

    number: str
    name: str
    digest: str
    damaged: bool


def keep(connection: sqlite3.Connection, data: bytes, told: Told = lambda done, total: None) -> str:
    """Keep a file and return its digest; one that is there and sound is not written again.

    Each piece is a durable transaction, so that typing beside it never waits for more than one; the file counts only
    once all of it is there. An exception from `told` takes back what was written.
    """
    digest = hashlib.sha256(data).hexdigest()
    if is_sound(connection, digest):
        with _durable(connection):
            connection.execute("UPDATE content SET unused_since = NULL WHERE sha256 = ?", (digest,))
        return digest
    connection.execute(f"PRAGMA wal_autocheckpoint = {_WRITTEN_BACK}")
    with _durable(connection):
        connection.execute("DELETE FROM content WHERE sha256 = ?", (digest,))
        cells = (digest, len(data))
        number = connection.execute("INSERT INTO content (sha256, size_bytes) VALUES (?, ?)", cells).lastrowid
    try:
        _write(connection, number, data, told)
        with _durable(connection):
            connection.execute("UPDATE content SET whole = 1 WHERE number = ?", (number,))
    except BaseException:
        with suppress(Exception), _durable(connection):  # a full disk may refuse this too; `clear` takes it away later
            connection.execute("DELETE FROM content WHERE number = ?", (number,))
        raise
    return digest


def _write(connection: sqlite3.Connection, number: int | None, data: bytes, told: Told) -> None:
    for place, start in enumerate(range(0, len(data), PIECE_BYTES)):
        begun = time.monotonic()
        with _durable(connection):
            piece = (number, place, data[start : start + PIECE_BYTES])
            connection.execute("INSERT INTO content_piece VALUES (?, ?, ?)", piece)
        time.sleep(min(time.monotonic() - begun, _LONGEST_PAUSE_S))
        told(min(start + PIECE_BYTES, len(data)), len(data))


@contextmanager
def _durable(connection: sqlite3.Connection) -> Iterator[None]:
    if connection.in_transaction:  # part of a larger step
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def read(connection: sqlite3.Connection, digest: str) -> bytes:
    """Return the bytes with that digest; raises S55 when they are not kept, S56 when they are not what they were."""
    data = b"".join(_pieces(connection, digest))
    if not data:
        raise faults.NOT_KEPT.error(digest=digest[:8])
    if hashlib.sha256(data).hexdigest() != digest:
        raise faults.CHANGED_INSIDE.error(digest=digest[:8])
    return data


def _pieces(connection: sqlite3.Connection, digest: str) -> Iterator[bytes]:
    sql = (
        "SELECT body FROM content JOIN content_piece ON content_piece.content = content.number"
        " WHERE sha256 = ? AND whole = 1 ORDER BY place"
    )
    return (row[0] for row in connection.execute(sql, (digest,)))


def size_of(connection: sqlite3.Connection, digest: str) -> int:
    """Return how many bytes are kept under a digest, counted without reading them."""
    sql = "SELECT coalesce(sum(length(body)), 0) FROM content JOIN content_piece ON content = number WHERE sha256 = ?"
    return int(connection.execute(sql, (digest,)).fetchone()[0])


def is_sound(connection: sqlite3.Connection, digest: str) -> bool:
    """Tell whether the bytes are there and are what the digest says."""
    return has_tables(connection) and _digest_of(connection, digest) == digest


def _digest_of(connection: sqlite3.Connection, digest: str) -> str | None:
    """Return the digest that the kept bytes have; None when nothing is kept under it."""
    found = None
    for piece in _pieces(connection, digest):
        found = found or hashlib.sha256()
        found.update(piece)
    return None if found is None else found.hexdigest()


def has_tables(connection: sqlite3.Connection) -> bool:
    """Tell whether the file is young enough to keep files."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'content_piece'").fetchone() is not None


def held(connection: sqlite3.Connection, digests: Iterable[str]) -> frozenset[str]:
    """Return those of the digests whose bytes are kept; they are not read."""
    if not has_tables(connection):
        return frozenset()
    sql = "SELECT 1 FROM content WHERE sha256 = ? AND whole = 1"
    return frozenset(one for one in digests if connection.execute(sql, (one,)).fetchone() is not None)


def count(connection: sqlite3.Connection) -> int:
    """Return how many attachments there are, those in the recycle bin too."""
    if not has_tables(connection):
        return 0
    return int(connection.execute("SELECT count(*) FROM attachment").fetchone()[0])


def lost(connection: sqlite3.Connection, told: Told = lambda done, total: None) -> tuple[Lost, ...]:
    """Read every kept file through; return the attachments, of the recycle bin too, that are missing or changed."""
    if not has_tables(connection):
        return ()
    sql = "SELECT DISTINCT sha256 FROM attachment UNION SELECT DISTINCT pdf_sha256 FROM attachment"
    digests = [str(row[0]) for row in connection.execute(sql) if row[0] is not None]
    found: list[Lost] = []
    for number, digest in enumerate(digests, start=1):
        present = _digest_of(connection, digest)
        if present != digest:
            found += _naming(connection, digest, damaged=present is not None)
        told(number, len(digests))
    return tuple(found)


def _naming(connection: sqlite3.Connection, digest: str, *, damaged: bool) -> list[Lost]:
    sql = (
        "SELECT coalesce(number, ''), coalesce(name, '') FROM attachment JOIN shipment USING (case_id)"
        " WHERE ?1 IN (sha256, pdf_sha256) ORDER BY number, attachment.position"
    )
    return [Lost(number, name, digest, damaged) for number, name in connection.execute(sql, (digest,))]


def of_deleted(connection: sqlite3.Connection, before: str) -> tuple[str, ...]:
    """Return the digests named by cases that went into the recycle bin before this moment."""
    sql = "SELECT sha256, pdf_sha256 FROM attachment JOIN shipment USING (case_id) WHERE deleted_at < ?"
    return tuple({digest for row in connection.execute(sql, (before,)) for digest in row if digest is not None})


def release(connection: sqlite3.Connection, digests: Iterable[str]) -> None:
    """Give these files up for the next `clear`, unless a case still names them."""
    sql = f"UPDATE content SET unused_since = '' WHERE sha256 = ? AND NOT EXISTS ({_NAMED})"  # noqa: S608  # constants
    for digest in digests:
        connection.execute(sql, (digest,))


def clear(connection: sqlite3.Connection, now: str, before: str) -> int:
    """Note since when files are named by no case, and remove those since `before`; return how many were removed.

    Until then undo can bring a removed attachment back. A file whose adding broke off is named by none either.
    """
    if not has_tables(connection):
        return 0
    with _durable(connection):
        unused = f"UPDATE content SET unused_since = ? WHERE unused_since IS NULL AND NOT EXISTS ({_NAMED})"  # noqa: S608  # constants
        connection.execute(unused, (now,))
        connection.execute(f"UPDATE content SET unused_since = NULL WHERE EXISTS ({_NAMED})")  # noqa: S608  # constants
    old = connection.execute("SELECT number FROM content WHERE unused_since < ?", (before,)).fetchall()
    for (number,) in old:
        _remove(connection, number)
    return len(old)


def _remove(connection: sqlite3.Connection, number: int) -> None:
    """Take a file away piece by piece, as it came; broken off, it is one whose adding broke off."""
    places = connection.execute("SELECT place FROM content_piece WHERE content = ?", (number,)).fetchall()
    with _durable(connection):
        connection.execute("UPDATE content SET whole = 0 WHERE number = ?", (number,))
    for (place,) in places:
        with _durable(connection):
            connection.execute("DELETE FROM content_piece WHERE content = ? AND place = ?", (number, place))
    with _durable(connection):
        connection.execute("DELETE FROM content WHERE number = ?", (number,))
