"""Traces of a person outside the records of a case: which cases name them, the journal, the timeline, who said what."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.person import blotted, pattern_of
from exporter_desk.storage.rows import KEYS

if TYPE_CHECKING:
    import re

    from exporter_desk.storage.connection import Store

# Who answered a question.
_SAID = ("answer", "not_known")
_JOURNAL = "changes || name_zh || name_en || coalesce(made_by, '')"
_TIMELINE = "zh || en || coalesce(\"by\", '')"


@dataclass(frozen=True, slots=True)
class Traces:
    """How many steps of undo, lines of timelines and marks of who answered name the person."""

    steps: int
    events: int
    answers: int


def cases_naming(store: Store, name: str) -> tuple[str, ...]:
    """Return the ids of the cases in whose rows the name stands, the recycle bin included."""
    matches = _matcher(name)
    with store.reading() as connection:
        connection.create_function("names_it", 1, matches, deterministic=True)
        found: set[str] = set()
        for table in (*KEYS, "event", "step"):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
            if not columns:  # an older file has no such table yet
                continue
            told = " || ' ' || ".join(f"coalesce(\"{column}\", '')" for column in columns if column != "case_id")
            sql = f"SELECT DISTINCT case_id FROM {table} WHERE names_it({told or repr('')})"  # noqa: S608  # of the schema
            found |= {str(row[0]) for row in connection.execute(sql)}
    return tuple(sorted(found))


def count(store: Store, name: str) -> Traces:
    """Count the traces of a person outside the records."""
    with store.reading() as connection:
        connection.create_function("names_it", 1, _matcher(name), deterministic=True)

        def number(table: str, text: str) -> int:
            sql = f"SELECT count(*) FROM {table} WHERE names_it({text})"  # noqa: S608  # constants
            return int(connection.execute(sql).fetchone()[0])

        said = sum(number(table, "coalesce(said_by, '')") for table in _SAID)
        return Traces(number("step", _JOURNAL), number("event", _TIMELINE), said)


def remove(store: Store, name: str) -> Traces:
    """Remove the traces, so that nothing of them is left in the file: undo of those cases ends here."""
    found, pattern = count(store, name), pattern_of(name)
    with store.writing() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.create_function("names_it", 1, _matcher(name), deterministic=True)
        connection.create_function("blotted", 1, lambda text: text and blotted(text, pattern), deterministic=True)
        cut = f"SELECT DISTINCT case_id FROM step WHERE names_it({_JOURNAL})"  # noqa: S608  # constants
        cases = [row[0] for row in connection.execute(cut)]
        for case in cases:
            connection.execute("DELETE FROM step WHERE case_id = ?", (case,))
            connection.execute("UPDATE shipment SET step_position = 0 WHERE case_id = ?", (case,))
        connection.execute('UPDATE event SET zh = blotted(zh), en = blotted(en), "by" = blotted("by")')
        for table in _SAID:
            connection.execute(
                f"UPDATE {table} SET said_by = NULL WHERE names_it(coalesce(said_by, ''))"  # noqa: S608  # constants
            )
    _rewrite(store)
    return found


def _rewrite(store: Store) -> None:
    """Write the file anew, so that its free pages and its journal hold nothing of what was removed."""
    with store.reading() as connection, suppress(sqlite3.OperationalError):  # somebody reads it: another time
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _matcher(name: str) -> _Matches:
    return _Matches(pattern_of(name))


class _Matches:
    """Tells whether a text holds the name, as a function of SQL."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __call__(self, text: object) -> bool:
        return isinstance(text, str) and self._pattern.search(text) is not None
