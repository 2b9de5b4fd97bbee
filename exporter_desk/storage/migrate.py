"""Brings a case database from an older schema version to the present one, in one transaction or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# "EXDK" as a number: how a file says that it is ours (sqlite.org/pragma.html#pragma_application_id).
APPLICATION_ID = int.from_bytes(b"EXDK", "big")


def released_scripts() -> tuple[str, ...]:
    """Return the numbered scripts in order: the first one makes schema version 1."""
    scripts = sorted(Path(__file__).with_name("migrations").glob("*.sql"))
    return tuple(script.read_text(encoding="utf-8") for script in scripts)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version that the file says it has; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_ours(connection: sqlite3.Connection) -> bool:
    """Tell whether the file carries the mark of this program."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID


def migrate(connection: sqlite3.Connection, scripts: Sequence[str]) -> None:
    """Run the scripts that the file lacks. Any failure rolls all of them back and is raised as sqlite3.Error."""
    present = version_of(connection)
    head = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {len(scripts)};"
    try:
        connection.executescript("\n".join(["BEGIN IMMEDIATE;", *scripts[present:], head]))
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise sqlite3.DatabaseError("a row refers to a missing one")
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
