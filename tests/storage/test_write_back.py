"""The journal is written back beside the thread that types: it stays short, and no save does that work itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.storage import write_back
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import CASE, ID, STAMP, STEP, opened, repository, with_one_case

LONG = "很长的备注" * 600


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "_PAUSE_S", 0.0)


def typed(desk: SqliteRepository, fields: int) -> None:
    case = desk.load(ID)
    for number in range(fields):
        after = replace(case, note=f"{number} {LONG}")
        desk.save(case, after, STEP, STAMP)
        case = after


def test_typing_leaves_writing_back_to_another_thread(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    typed(desk, 100)
    store = desk._store
    assert store._write_back is not None
    store._write_back.finish()
    main = tmp_path / "c.db"
    with closing(sqlite3.connect(f"{main.as_uri()}?immutable=1", uri=True)) as without_journal:
        [(note,)] = without_journal.execute("SELECT note FROM shipment").fetchall()
    assert int(note.split()[0]) > 0  # the file itself has what was typed, though it was not closed
    assert store.connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (write_back.FALLBACK_PAGES,)
    desk.close()


def test_a_short_journal_is_left_alone(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    typed(desk, 2)
    assert desk._store._write_back is not None
    assert desk._store._write_back._thread is None
    desk.close()


def test_the_journal_stays_short(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    back = desk._store._write_back
    assert back is not None
    for _ in range(5):
        typed(desk, 60)
        back.finish()
        typed(desk, 1)  # somebody rests between two fields, sooner or later
        back.finish()
    assert (tmp_path / "c.db-wal").stat().st_size < 4 * write_back.LEAST_BYTES
    desk.close()
    assert not (tmp_path / "c.db-wal").exists()


def test_while_one_moment_is_read_typing_goes_on_and_nothing_is_lost(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    with closing(sqlite3.connect(tmp_path / "c.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT note FROM shipment").fetchone() == (CASE.note,)
        typed(desk, 80)
        assert reader.execute("SELECT note FROM shipment").fetchone() == (CASE.note,)
        reader.execute("ROLLBACK")
    typed(desk, 3)
    desk.close()
    again = SqliteRepository(opened(tmp_path / "c.db"))
    assert again.load(ID).note == f"2 {LONG}"
    again.close()


def test_a_disk_that_fails_the_thread_fails_no_typing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path, _mode: str) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    desk = repository(with_one_case(tmp_path / "c.db"))
    assert desk._store._write_back is not None
    monkeypatch.setattr(desk._store._write_back, "_connect", refused)
    typed(desk, 60)
    assert desk.load(ID).note == f"59 {LONG}"
    desk.close()
