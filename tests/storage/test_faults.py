"""A failing disk: each refusal of SQLite or the system becomes a sentence, and what was saved stays."""

import errno
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import faults
from exporter_desk.storage.connection import Store
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import CASE, EVENT, ID, STAMP, STEP, opened, repository, with_one_case

SENTENCES = [sentence for sentence in vars(faults).values() if isinstance(sentence, faults.Sentence)]


class FailingConnection:
    """A connection whose n-th statement fails as a broken disk would; everything else goes to the real one."""

    def __init__(self, real: sqlite3.Connection, fails_at: int, result: int) -> None:
        self.real, self.left, self.result = real, fails_at, result

    def execute(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        self.left -= 1
        if self.left == 0:
            error = sqlite3.OperationalError("failed by the test")
            error.sqlite_errorcode = self.result
            raise error
        return self.real.execute(sql, values)

    @property
    def in_transaction(self) -> bool:
        return self.real.in_transaction

    def close(self) -> None:
        self.real.close()


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (sqlite3.SQLITE_FULL, "S20"),
        (sqlite3.SQLITE_READONLY, "S21"),
        (sqlite3.SQLITE_BUSY, "S22"),
        (sqlite3.SQLITE_IOERR_FSYNC, "S23"),
        (sqlite3.SQLITE_CORRUPT, "S24"),
        (sqlite3.SQLITE_CANTOPEN, "S29"),
        (sqlite3.SQLITE_ERROR, "S39"),
    ],
)
def test_each_result_has_its_sentence(tmp_path: Path, result: int, code: str) -> None:
    store = opened(with_one_case(tmp_path / "c.db"))
    broken = Store(store.path, FailingConnection(store.connection, 2, result), read_only=False)  # type: ignore[arg-type]
    with pytest.raises(UserFacingError) as failed:
        SqliteRepository(broken).save(CASE, replace(CASE, note="x"), STEP, STAMP)
    assert (failed.value.code, failed.value.exit_code) == (code, 3)
    store.close()


@pytest.mark.parametrize("statement", range(1, 9))
def test_a_disk_that_fails_at_any_statement_loses_nothing(tmp_path: Path, statement: int) -> None:
    store = opened(with_one_case(tmp_path / "c.db"))
    broken = FailingConnection(store.connection, statement, sqlite3.SQLITE_IOERR)
    desk = SqliteRepository(Store(store.path, broken, read_only=False))  # type: ignore[arg-type]
    with pytest.raises(UserFacingError, match="S23"):
        desk.save(CASE, replace(CASE, note="x"), STEP, STAMP)
    whole = SqliteRepository(store)
    assert (whole.load(ID), whole.history(ID).undo) == (CASE, ())
    whole.save(CASE, replace(CASE, note="x"), STEP, STAMP)
    assert whole.load(ID).note == "x"
    store.close()


def fill_up(desk: SqliteRepository, case: Case) -> Case:
    """Save long notes until the disk is full; what the disk refused must not be there."""
    for count in range(200):
        after = replace(case, note=str(count) * 1000)
        try:
            desk.save(case, after, STEP, STAMP)
        except UserFacingError:
            assert desk.load(ID) == case
            raise
        case = after
    return case


def test_a_full_disk_keeps_what_was_saved_and_goes_on_after_clearing(tmp_path: Path) -> None:
    store = opened(with_one_case(tmp_path / "c.db"))
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    desk, case = SqliteRepository(store), CASE
    with pytest.raises(UserFacingError, match="S20"):
        case = fill_up(desk, case)
    case = desk.load(ID)
    assert case.note is not None
    store.connection.execute(f"PRAGMA max_page_count = {pages + 200}")
    desk.save(case, replace(case, title="later"), STEP, STAMP)
    desk.close()
    again = repository(tmp_path / "c.db")
    assert again.load(ID) == replace(case, title="later")
    again.close()


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "S20"), (errno.EACCES, "S21"), (errno.ENOENT, "S29"), (errno.EXDEV, "S39")]
)
def test_refusals_of_the_system_have_sentences(number: int, code: str) -> None:
    with pytest.raises(UserFacingError, match=code), faults.explained(Path("c.db")):
        raise OSError(number, os.strerror(number))


def test_our_own_broken_promise_is_no_problem_of_the_machine() -> None:
    with pytest.raises(sqlite3.IntegrityError), faults.explained(Path("c.db")):
        raise sqlite3.IntegrityError


def test_codes_are_given_once() -> None:
    codes = [sentence.code for sentence in SENTENCES]
    assert sorted(set(codes)) == sorted(codes)
    assert len(codes) > 10


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.code)
def test_a_sentence_says_what_happened_and_what_to_do(sentence: faults.Sentence) -> None:
    assert all((sentence.zh, sentence.en, sentence.remedy_zh, sentence.remedy_en))
    assert not any("!" in text or "！" in text for text in (sentence.zh, sentence.en, sentence.remedy_zh))


def test_a_case_cannot_be_added_when_the_disk_is_full(tmp_path: Path) -> None:
    store = opened(tmp_path / "c.db")
    store.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(UserFacingError, match="S20"):
        SqliteRepository(store).create(replace(CASE, note="x" * 100_000), STAMP, EVENT)
    assert SqliteRepository(store).count() == 0
    store.close()
