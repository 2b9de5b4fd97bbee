"""Reads cases and the own company out of an open database; a case that cannot be read is named, others stay usable."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from exporter_desk.domain import case_json
from exporter_desk.domain.case_json import CaseRefusedError
from exporter_desk.storage import faults
from exporter_desk.storage.rows import COLUMNS, KEYS, case_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.parties import Party
    from exporter_desk.storage.rows import Rows

# What reading raises over rows that this program never wrote.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


class NoTextError(ValueError):
    """Rows of a case hold bytes that are no text: a bit turned over, which SQLite does not look for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def read_case(connection: sqlite3.Connection, case_id: str) -> Case | None:
    """Return a whole case, None when it is not there; raises UserFacingError S380 when its rows cannot be read."""
    try:
        rows = _read_rows(connection, case_id)
    except NoTextError as error:
        raise faults.UNREADABLE.error(name=error.name) from error
    if not rows:
        return None
    with named(str(rows["shipment", ()]["number"] or case_id)):
        return case_of(case_id, rows)


@contextmanager
def named(number: str) -> Iterator[None]:
    """Raise UserFacingError S380, which names the case, where its rows cannot be read."""
    try:
        yield
    except UNREADABLE as error:
        raise faults.UNREADABLE.error(name=number) from error


def unreadable_cases(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the number, or the id, of each case that cannot be read; all of them are read, the recycle bin too."""
    for (case_id,) in connection.execute("SELECT case_id FROM shipment ORDER BY number, case_id").fetchall():
        try:
            rows = _read_rows(connection, str(case_id))
        except NoTextError as error:
            yield error.name
            continue
        try:
            case_of(str(case_id), rows)
        except UNREADABLE:
            yield str(rows["shipment", ()]["number"] or case_id)


def read_list(connection: sqlite3.Connection) -> None:
    """Read what the list of cases shows; raises what SQLite does where it cannot be read: no case could be opened."""
    for _ in connection.execute("SELECT * FROM shipment"):
        pass


def read_company(connection: sqlite3.Connection, path: Path) -> Party | None:
    """Return the own company, None before it was entered; raises S24 when it cannot be read: every page needs it."""
    row = connection.execute("SELECT body FROM company").fetchone()
    try:
        return None if row is None else case_json.from_object({"parties": [json.loads(row[0])]}).parties[0]
    except (CaseRefusedError, *UNREADABLE) as error:
        raise faults.DAMAGED.error(name=path.name) from error


def _read_rows(connection: sqlite3.Connection, case_id: str) -> Rows:
    rows: Rows = {}
    present = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, keys in KEYS.items():
        if table not in present:  # an older file, opened for reading
            continue
        names = (*keys, *COLUMNS[table])
        selected = ", ".join(f'"{name}"' for name in names) or "1"
        sql = f'SELECT {selected} FROM "{table}" WHERE case_id = ?'  # noqa: S608  # names come from rows.py alone
        try:
            for row in connection.execute(sql, (case_id,)):
                rows[table, tuple(row[: len(keys)])] = dict(zip(COLUMNS[table], row[len(keys) :], strict=True))
        except sqlite3.OperationalError as error:
            if ("shipment", ()) not in rows or not faults.is_no_text(error):
                raise
            raise NoTextError(str(rows["shipment", ()]["number"] or case_id)) from error
    return rows if ("shipment", ()) in rows else {}
