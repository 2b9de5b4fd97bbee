"""The case repository in SQLite: rows are compared, and only what changed is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import to_object
from exporter_desk.domain.text import Bilingual
from exporter_desk.storage import contents, daily, faults, journal
from exporter_desk.storage.backup import back_up
from exporter_desk.storage.case_rows import named, read_case, read_company
from exporter_desk.storage.common_state import SqliteCommonStates
from exporter_desk.storage.connection import open_store, this_user
from exporter_desk.storage.estimates import SqliteEstimates
from exporter_desk.storage.repository import Moved
from exporter_desk.storage.rows import KEYS, case_of, differing_rows, rows_of
from exporter_desk.storage.sqlite_contents import SqliteContents
from exporter_desk.storage.sqlite_list import PARTS, SqliteList
from exporter_desk.storage.summary import Event, History, Stamp, Summarise, plain_summary, searched_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from exporter_desk.domain.parties import Party
    from exporter_desk.storage.backup import BackupReport
    from exporter_desk.storage.connection import Store
    from exporter_desk.storage.daily import DailyBackup
    from exporter_desk.storage.journal import RowChange

STEPS_KEPT = 300
_YEAR_NUMBER = re.compile(r"(\d{4})-(\d{3,9})")
_STAMPED = frozenset({"answer", "not_known"})


class SqliteRepository(SqliteList):
    """Fulfils `CaseRepository` on an open store; `summarise` says what the list shows of a case."""

    def __init__(self, store: Store, summarise: Summarise = plain_summary) -> None:
        super().__init__(store)
        self._summarise = summarise

    def apart(self) -> SqliteRepository:
        """Return the same cases over a connection of its own that only reads; the caller closes it."""
        return SqliteRepository(open_store(self._store.path, this_user(""), read_only=True), self._summarise)

    @property
    def contents(self) -> SqliteContents:
        """Return the bytes of attachments."""
        return SqliteContents(self._store)

    @property
    def estimates(self) -> SqliteEstimates:
        """Return the estimates that were written down."""
        return SqliteEstimates(self._store)

    @property
    def common(self) -> SqliteCommonStates:
        """Return what this computer and others have in common of shipments that travelled."""
        return SqliteCommonStates(self._store)

    def held(self, digests: Iterable[str]) -> frozenset[str]:
        """Return those of the digests whose bytes are kept, without reading them."""
        with self._store.reading() as connection:
            return contents.held(connection, digests)

    def back_up(self, target: Path) -> BackupReport:
        """Copy everything into one checked file."""
        return back_up(self._store, target)

    def back_up_today(self, folder: Path, today: date, *, thin: bool = True) -> DailyBackup:
        """Write today's backup unless it is there, and thin out older ones."""
        return daily.back_up_today(self._store, folder, today, thin=thin)

    def company(self) -> Party | None:
        """Return the own company, None before it was entered."""
        with self._store.reading() as connection:
            return read_company(connection, self._store.path)

    def save_company(self, company: Party, stamp: Stamp) -> None:
        """Keep the own company."""
        parties = to_object(Case(parties=(company,)))["parties"]
        body = json.dumps(parties[0] if isinstance(parties, list) else None, ensure_ascii=False)
        with self._store.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO company VALUES (1, ?, ?)", (body, stamp.at))

    def create(self, case: Case, stamp: Stamp, event: Event) -> None:
        """Add a case with a new id; its timeline begins with `event`."""
        case_id = _id(case)
        with self._store.writing() as connection:
            self._require_free_number(connection, case)
            connection.execute(
                "INSERT INTO shipment (case_id, created_at, modified_at) VALUES (?, ?, ?)",
                (case_id, stamp.at, stamp.at),
            )
            _apply(connection, case_id, journal.diff(rows_of(Case()), rows_of(case)), stamp)
            self._show(connection, case, stamp)
            _add_event(connection, case_id, event)

    def load(self, case_id: str) -> Case:
        """Return a whole case; S32 when it is not there, S380 when its rows cannot be read."""
        with self._store.reading() as connection:
            case = read_case(connection, case_id)
        if case is None:
            raise faults.NO_CASE.error(name=self._store.path.name)
        return case

    def save(self, before: Case, after: Case, name: Bilingual, stamp: Stamp) -> None:
        """Write what differs between two states of a case as one named step; later undone steps are forgotten."""
        changes = journal.diff(*differing_rows(before, after))
        if not changes:
            return
        case_id = _id(after)
        with self._store.writing() as connection:
            self._require_free_number(connection, after)
            _apply(connection, case_id, changes, stamp)
            _add_step(connection, case_id, name, stamp, journal.written(changes))
            self._show(connection, after, stamp)

    def undo(self, case: Case, stamp: Stamp) -> Moved | None:
        """Take the latest step back from the present state `case`; None when there is none."""
        return self._move(case, stamp, forward=False)

    def redo(self, case: Case, stamp: Stamp) -> Moved | None:
        """Make the step again that was undone last; None when there is none."""
        return self._move(case, stamp, forward=True)

    def _move(self, case: Case, stamp: Stamp, *, forward: bool) -> Moved | None:
        case_id = _id(case)
        with self._store.writing() as connection:
            position = _position(connection, case_id)
            row = connection.execute(
                "SELECT name_zh, name_en, changes FROM step WHERE case_id = ? AND number = ?",
                (case_id, position + 1 if forward else position),
            ).fetchone()
            if row is None:
                return None
            with named(case.number or case_id):
                changes = journal.read(row[2])
                if not forward:
                    changes = tuple(change.reversed for change in reversed(changes))
                moved = case_of(case_id, journal.patched(rows_of(case), changes))
            self._require_free_number(connection, moved)
            _apply(connection, case_id, changes, stamp)
            _set_position(connection, case_id, position + (1 if forward else -1))
            self._show(connection, moved, stamp)
        return Moved(moved, Bilingual(row[0], row[1]))

    def history(self, case_id: str) -> History:
        """Return the names of the steps that can be undone and redone."""
        with self._store.reading() as connection:
            position = _position(connection, case_id)
            rows = connection.execute(
                "SELECT number, name_zh, name_en FROM step WHERE case_id = ? ORDER BY number", (case_id,)
            ).fetchall()
        undo = [Bilingual(zh, en) for number, zh, en in rows if number <= position]
        return History(tuple(reversed(undo)), tuple(Bilingual(zh, en) for number, zh, en in rows if number > position))

    def id_of_number(self, number: str) -> str | None:
        """Return the case that has this number, deleted ones included."""
        return self._id_by("SELECT case_id FROM shipment WHERE number = ?", number)

    def id_of_sample(self, sample: str) -> str | None:
        """Return the case made from this sample, deleted ones included."""
        return self._id_by("SELECT case_id FROM shipment WHERE sample = ?", sample)

    def exists(self, case_id: str) -> bool:
        """Tell whether there is such a case, deleted ones included."""
        return self._id_by("SELECT case_id FROM shipment WHERE case_id = ?", case_id) is not None

    def _id_by(self, sql: str, value: str) -> str | None:
        with self._store.reading() as connection:
            row = connection.execute(sql, (value,)).fetchone()
        return None if row is None else str(row[0])

    def next_number(self, year: int) -> str:
        """Return the next free number of a year, such as 2026-014; numbers of removed cases do not return."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT last FROM year_number WHERE year = ?", (year,)).fetchone()
        return f"{year}-{1 if row is None else row[0] + 1:03d}"

    def set_deleted(self, case_id: str, deleted_at: str | None, event: Event) -> None:
        """Put a case into the recycle bin, or take it out with None."""
        with self._store.writing() as connection:
            connection.execute("UPDATE shipment SET deleted_at = ? WHERE case_id = ?", (deleted_at, case_id))
            _add_event(connection, case_id, event)

    def remove_deleted(self, before: str) -> int:
        """Remove for good what went into the recycle bin before this moment; return how many."""
        with self._store.writing() as connection:
            named = contents.of_deleted(connection, before)
            removed = connection.execute("DELETE FROM shipment WHERE deleted_at < ?", (before,)).rowcount
            contents.release(connection, named)
        return removed

    def timeline(self, case_id: str) -> tuple[Event, ...]:
        """Return what happened to a case, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(
                'SELECT kind, zh, en, at, "by" FROM event WHERE case_id = ? ORDER BY number', (case_id,)
            ).fetchall()
        return tuple(Event(kind, Bilingual(zh, en), at, by) for kind, zh, en, at, by in rows)

    def _require_free_number(self, connection: sqlite3.Connection, case: Case) -> None:
        owner = connection.execute("SELECT case_id FROM shipment WHERE number = ?", (case.number,)).fetchone()
        if owner is not None and owner[0] != case.id:
            raise faults.NUMBER_TAKEN.error(number=str(case.number))
        match = _YEAR_NUMBER.fullmatch(case.number or "")
        if match and owner is None:
            sql = (
                "INSERT INTO year_number VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET last = max(last, excluded.last)"
            )
            connection.execute(sql, (int(match[1]), int(match[2])))

    def _show(self, connection: sqlite3.Connection, case: Case, stamp: Stamp) -> None:
        shown = self._summarise(case)
        cells = (stamp.at, *(getattr(shown, name) for name in PARTS), searched_text(case, shown), case.id)
        assignments = ", ".join(f"{column} = ?" for column in ("modified_at", *PARTS.values(), "searched"))
        connection.execute(f"UPDATE shipment SET {assignments} WHERE case_id = ?", cells)  # noqa: S608  # constants


def _id(case: Case) -> str:
    if case.id is None:
        raise ValueError("a stored case has an id")
    return case.id


def _position(connection: sqlite3.Connection, case_id: str) -> int:
    row = connection.execute("SELECT step_position FROM shipment WHERE case_id = ?", (case_id,)).fetchone()
    return 0 if row is None else int(row[0])


def _set_position(connection: sqlite3.Connection, case_id: str, position: int) -> None:
    connection.execute("UPDATE shipment SET step_position = ? WHERE case_id = ?", (position, case_id))


def _add_step(connection: sqlite3.Connection, case_id: str, name: Bilingual, stamp: Stamp, changes: str) -> None:
    number = _position(connection, case_id) + 1
    connection.execute(
        "DELETE FROM step WHERE case_id = ? AND (number >= ? OR number <= ?)", (case_id, number, number - STEPS_KEPT)
    )
    cells = (case_id, number, name.zh, name.en, stamp.by, stamp.at, changes)
    connection.execute("INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?)", cells)
    _set_position(connection, case_id, number)


def _add_event(connection: sqlite3.Connection, case_id: str, event: Event) -> None:
    sql = "INSERT INTO event SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4, ?5, ?6 FROM event WHERE case_id = ?1"
    connection.execute(sql, (case_id, event.at, event.by, event.kind, event.text.zh, event.text.en))


def _apply(connection: sqlite3.Connection, case_id: str, changes: tuple[RowChange, ...], stamp: Stamp) -> None:
    for change in changes:
        keys = {"case_id": case_id, **dict(zip(KEYS[change.table], change.key, strict=True))}
        here = " AND ".join(f'"{name}" = ?' for name in keys)
        if change.after is None:
            sql = f'DELETE FROM "{change.table}" WHERE {here}'  # noqa: S608  # names come from rows.py alone
            connection.execute(sql, tuple(keys.values()))
            continue
        said = {"said_by": stamp.by, "said_at": stamp.at} if change.table in _STAMPED else {}
        cells = {**change.after, **said}
        if change.before is None:
            names, marks = ", ".join(f'"{name}"' for name in {**keys, **cells}), ", ".join("?" * len({**keys, **cells}))
            sql = f'INSERT INTO "{change.table}" ({names}) VALUES ({marks})'  # noqa: S608  # names of rows.py
            connection.execute(sql, (*keys.values(), *cells.values()))
        else:
            assignments = ", ".join(f'"{name}" = ?' for name in cells)
            sql = f'UPDATE "{change.table}" SET {assignments} WHERE {here}'  # noqa: S608  # names of rows.py
            connection.execute(sql, (*cells.values(), *keys.values()))
