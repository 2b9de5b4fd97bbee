"""What this computer and another one have in common of a shipment: the state of the file that was taken over last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError

if TYPE_CHECKING:
    import sqlite3

    from exporter_desk.storage.connection import Store

TABLE = "common_state"


@dataclass(frozen=True, slots=True)
class CommonState:
    """A state that both have seen: the shipment, when the other computer wrote it (its clock), and which one.

    `since` is the moment of our file that it began from, "" for none. The shipment has our ids; `names` tells them by
    list and the id that the other computer uses, where it is another one.
    """

    case: Case
    at: str
    writer: str
    since: str = ""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


def writer_of(connection: sqlite3.Connection) -> str:
    """Return the name by which files tell this database from others; "" for an older file."""
    row = connection.execute("SELECT id FROM writer").fetchone() if is_there(connection) else None
    return "" if row is None else str(row[0])


def read(connection: sqlite3.Connection, case_id: str) -> CommonState | None:
    """Return the common state of a shipment; None when there is none, or when it cannot be read any more."""
    if not is_there(connection):
        return None
    sql = f"SELECT body, at, writer, since, names FROM {TABLE} WHERE case_id = ?"  # noqa: S608  # constant
    row = connection.execute(sql, (case_id,)).fetchone()
    if row is None:
        return None
    try:
        names = {(str(place), str(old)): str(new) for place, old, new in json.loads(row[4])}
        return CommonState(case_json.load(str(row[0])), str(row[1]), str(row[2]), str(row[3]), names)
    except (CaseRefusedError, ValueError, TypeError, RecursionError):
        return None


def put(connection: sqlite3.Connection, case_id: str, state: CommonState) -> None:
    """Keep the common state of a shipment in place of a former one, inside the transaction of the caller."""
    connection.execute(
        f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608  # constant
        (case_id, case_json.dump(state.case), state.at, state.writer, state.since, _names_text(state.names)),
    )


def _names_text(names: Mapping[tuple[str, str], str]) -> str:
    return json.dumps([[place, old, new] for (place, old), new in names.items()])


class SqliteCommonStates:
    """The common states of the shipments of one database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def writer(self) -> str:
        """Return the name by which files tell this database from others."""
        with self._store.reading() as connection:
            return writer_of(connection)

    def of(self, case_id: str) -> CommonState | None:
        """Return the common state of a shipment, None when no file of it was taken over."""
        with self._store.reading() as connection:
            return read(connection, case_id)

    def note(self, case_id: str, state: CommonState) -> None:
        """Keep what a file held that was taken over."""
        with self._store.writing() as connection:
            put(connection, case_id, state)


def is_there(connection: sqlite3.Connection) -> bool:
    """Tell whether the file has common states; one of an older program has none."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(sql, (TABLE,)).fetchone() is not None
