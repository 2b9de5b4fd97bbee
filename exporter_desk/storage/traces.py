"""Traces of a person outside the records of a case: which cases name them, the journal, the timeline, who said what."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.person import Sought
from exporter_desk.storage import common_state
from exporter_desk.storage.connection import apart
from exporter_desk.storage.faults import explained
from exporter_desk.storage.rows import KEYS, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter_desk.storage.connection import Store

# Who answered a question.
_SAID = ("answer", "not_known")
_JOURNAL = "in_step(changes) OR names_it(name_zh) OR names_it(name_en) OR names_it(made_by)"
_TIMELINE = 'names_it(zh) OR names_it(en) OR names_it("by")'


@dataclass(frozen=True, slots=True)
class Traces:
    """How many steps of undo, lines of timelines, marks of who answered and states of hand-over files name somebody."""

    steps: int
    events: int
    answers: int
    copies: int = 0


def count_exercises(database: Path) -> tuple[int, int]:
    """Return how many shipments of a database are exercises, and how many are not; the recycle bin included."""
    with explained(database), apart(database) as connection:
        count, exercises = (
            int(connection.execute(sql, values).fetchone()[0])
            for sql, values in (
                ("SELECT count(*) FROM shipment", ()),
                ("SELECT count(*) FROM answer WHERE path = ?", (PRACTICE,)),
            )
        )
    return exercises, count - exercises


def cases_naming(store: Store, name: str) -> tuple[str, ...]:
    """Return the ids of the cases in whose rows the name stands, also as a part; the recycle bin included."""
    part = Sought(name).part
    with store.reading() as connection:
        connection.create_function("holds_it", 1, lambda text: bool(part.search(text)), deterministic=True)
        found: set[str] = set()
        for table in (*KEYS, "event", "step", common_state.TABLE):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
            if not columns:  # an older file has no such table yet
                continue
            told = " || ' ' || ".join(f"coalesce(\"{column}\", '')" for column in columns if column != "case_id")
            sql = f"SELECT DISTINCT case_id FROM {table} WHERE holds_it({told or repr('')})"  # noqa: S608  # of the schema
            found |= {str(row[0]) for row in connection.execute(sql)}
    return tuple(sorted(found))


def count(store: Store, name: str, *, parts: bool = False) -> Traces:
    """Count the traces of a person outside the records; `parts` counts also where the name is a part of another."""
    with store.reading() as connection:
        _teach(connection, Sought(name), parts=parts)

        def number(table: str, condition: str) -> int:
            sql = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608  # constants
            return int(connection.execute(sql).fetchone()[0])

        said = sum(number(table, "names_it(said_by)") for table in _SAID)
        copies = len(_copies(connection, Sought(name), parts=parts))
        return Traces(number("step", _JOURNAL), number("event", _TIMELINE), said, copies)


def remove(store: Store, name: str, *, parts: bool = False) -> Traces:
    """Remove the traces, so that nothing of them is left in the file: undo of those cases ends here."""
    found = count(store, name, parts=parts)
    with store.writing() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        _teach(connection, Sought(name), parts=parts)
        cut = f"SELECT DISTINCT case_id FROM step WHERE {_JOURNAL}"  # noqa: S608  # constants
        cases = [row[0] for row in connection.execute(cut)]
        for case in cases:
            connection.execute("DELETE FROM step WHERE case_id = ?", (case,))
            connection.execute("UPDATE shipment SET step_position = 0 WHERE case_id = ?", (case,))
        connection.execute('UPDATE event SET zh = blotted(zh), en = blotted(en), "by" = blotted("by")')
        for case in _copies(connection, Sought(name), parts=parts):  # the next file of it asks more
            connection.execute(f"DELETE FROM {common_state.TABLE} WHERE case_id = ?", (case,))  # noqa: S608  # constant
        for table in _SAID:
            connection.execute(f"UPDATE {table} SET said_by = NULL WHERE names_it(said_by)")  # noqa: S608  # constants
    _rewrite(store)
    return found


def _copies(connection: sqlite3.Connection, sought: Sought, *, parts: bool) -> list[str]:
    """Return the shipments whose state in common with another computer names the person."""
    if not common_state.is_there(connection):
        return []
    rows = connection.execute(f"SELECT case_id, body FROM {common_state.TABLE}").fetchall()  # noqa: S608  # constant
    return [str(case) for case, body in rows if _names(sought, json.loads(body), parts=parts)]


def _names(sought: Sought, node: object, column: str = "", *, parts: bool) -> bool:
    if isinstance(node, dict):
        return any(_names(sought, value, str(key), parts=parts) for key, value in node.items())
    if isinstance(node, list):
        return any(_names(sought, value, column, parts=parts) for value in node)
    standing = sought.stands(column, node) if isinstance(node, str) else None
    return standing == "whole" or (parts and standing == "part")


def _rewrite(store: Store) -> None:
    """Write the file anew, so that its free pages and its journal hold nothing of what was removed."""
    with store.reading() as connection, suppress(sqlite3.OperationalError):  # somebody reads it: another time
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _teach(connection: sqlite3.Connection, sought: Sought, *, parts: bool) -> None:
    """Let SQL ask whether a text names the person, and whether a step of the journal does."""

    def named(text: object, column: str = "") -> bool:
        standing = sought.stands(column, text) if isinstance(text, str) else None
        return standing == "whole" or (parts and standing == "part")

    def in_step(changes: str) -> bool:
        return any(named(text, column) for column, text in _cells(changes))

    def blotted(text: str | None) -> str | None:
        return text and sought.blotted("", text, parts=parts)

    connection.create_function("names_it", 1, named, deterministic=True)
    connection.create_function("in_step", 1, in_step, deterministic=True)
    connection.create_function("blotted", 1, blotted, deterministic=True)


def _cells(changes: str) -> Iterator[tuple[str, str]]:
    """Give the texts of a step with the last word of the place where each stands (see `journal.written`)."""
    for _table, key, before, after in json.loads(changes):
        for column, cell in (*(before or {}).items(), *(after or {}).items()):
            if isinstance(cell, str):
                yield (str(key[-1]).rpartition(".")[2] if column == "value" and key else column), cell
