"""What this computer and another one have in common of a shipment: the state of the file that was taken over last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import CaseRefusedError

if TYPE_CHECKING:
    import sqlite3

    from exporter_desk.storage.connection import Store

TABLE = "common_state"
_STEP = ("", "step")  # kept beside the names of items


@dataclass(frozen=True, slots=True)
class CommonState:
    """A state that both have seen: the shipment, when the other computer wrote it (its clock), and which one.

    `since` is the moment of our file that it began from, "" for none. The shipment has our ids; `names` tells them by
    list and the id that the other computer uses. `step` is the step of undo by which it was merged, "" for none;
    `undone` that it was taken back since, so that what is here does not come from it.
    """

    case: Case
    at: str
    writer: str
    since: str = ""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    step: str = ""
    undone: bool = False


def writer_of(connection: sqlite3.Connection) -> str:
    """Return the name by which files tell this database from others; "" for an older file."""
    row = connection.execute("SELECT id FROM writer").fetchone() if is_there(connection) else None
    return "" if row is None else str(row[0])


def rename_writer(connection: sqlite3.Connection) -> None:
    """Give a database that was brought back a name of its own: from here on it is another one than the one saved.

    It goes on in parallel to whatever the former one wrote after the backup, perhaps on another computer. The first
    part of the name stays, so that files of the former one can be told.
    """
    if is_there(connection):
        connection.execute("UPDATE writer SET id = substr(id, 1, 16) || '-' || lower(hex(randomblob(8)))")


def are_of_one_origin(writer: str, other: str) -> bool:
    """Tell whether two databases are one that was brought back from a backup of the other, or both of a third."""
    return bool(writer) and writer.partition("-")[0] == other.partition("-")[0]


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
        step = names.pop(_STEP, "")
        state = CommonState(case_json.load(str(row[0])), str(row[1]), str(row[2]), str(row[3]), names, step)
        return replace(state, undone=_is_undone(connection, case_id, step))
    except (CaseRefusedError, ValueError, TypeError, RecursionError):
        return None


def put(connection: sqlite3.Connection, case_id: str, state: CommonState) -> None:
    """Keep the common state of a shipment in place of a former one, inside the transaction of the caller."""
    connection.execute(
        f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608  # constant
        (case_id, case_json.dump(state.case), state.at, state.writer, state.since, _names_text(state)),
    )


def _names_text(state: CommonState) -> str:
    names = {**state.names, **({_STEP: state.step} if state.step else {})}
    return json.dumps([[place, old, new] for (place, old), new in names.items()])


def _present_step(connection: sqlite3.Connection, case_id: str) -> str:
    """Return what tells the latest step in force from any other one, "" while there is none."""
    sql = (
        "SELECT step.number, step.made_at FROM step JOIN shipment USING (case_id)"
        " WHERE case_id = ? AND step.number = step_position"
    )
    row = connection.execute(sql, (case_id,)).fetchone()
    return "" if row is None else f"{row[0]} {row[1]}"


def _is_undone(connection: sqlite3.Connection, case_id: str, step: str) -> bool:
    """Tell whether a step was undone; one that is too old to be undone is in force for good."""
    if not step:
        return False
    number, _, at = step.partition(" ")
    sql = "SELECT step_position, (SELECT min(number) FROM step WHERE case_id = ?1) FROM shipment WHERE case_id = ?1"
    position, oldest = connection.execute(sql, (case_id,)).fetchone()
    if int(number) < (oldest or 0):
        return False
    row = connection.execute(
        "SELECT made_at FROM step WHERE case_id = ? AND number = ?", (case_id, int(number))
    ).fetchone()
    return row is None or row[0] != at or int(number) > position


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
        """Keep what a file held that was taken over, right after the step that took it over."""
        with self._store.writing() as connection:
            put(connection, case_id, replace(state, step=_present_step(connection, case_id)))


def is_there(connection: sqlite3.Connection) -> bool:
    """Tell whether the file has common states; one of an older program has none."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(sql, (TABLE,)).fetchone() is not None
