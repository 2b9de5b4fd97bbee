"""Files beside a case: kept once, whole or not at all, found changed, gone with their case and not before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import contents
from exporter_desk.storage.backup import back_up_file, restore
from exporter_desk.storage.migrate import migrate, released_scripts
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.campaign import broken_attaching
from tests.storage.desk import CASE, EVENT, HOLDER, ID, STAMP, STEP, opened, repository, with_one_case

DATA = bytes(range(256)) * 2500  # three pieces
DIGEST = sha256(DATA).hexdigest()
WITH = replace(CASE, attachments=(Attachment(id="a1", name="提单.pdf", sha256=DIGEST, size_bytes=len(DATA)),))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqliteRepository]:
    made = repository(with_one_case(tmp_path / "账套.db"))
    yield made
    made.close()


def attach(desk: SqliteRepository) -> SqliteRepository:
    desk.contents.keep(DATA)
    desk.save(CASE, WITH, STEP, STAMP)
    return desk


def pieces(desk: SqliteRepository) -> int:
    with closing(sqlite3.connect(desk._store.path)) as other:
        return int(other.execute("SELECT count(*) FROM content_piece").fetchone()[0])


def test_a_file_comes_back_and_is_told_in_pieces(desk: SqliteRepository) -> None:
    told: list[tuple[int, int]] = []
    assert desk.contents.keep(DATA, lambda done, total: told.append((done, total))) == DIGEST
    assert told == [(262144, 640000), (524288, 640000), (640000, 640000)]
    assert desk.contents.read(DIGEST) == DATA
    assert desk.held([DIGEST, "0" * 64]) == {DIGEST}


def test_the_same_file_is_kept_once(desk: SqliteRepository) -> None:
    desk.contents.keep(DATA)
    told: list[int] = []
    desk.contents.keep(DATA, lambda done, _total: told.append(done))
    assert (pieces(desk), told) == (3, [])


def test_what_was_stopped_is_not_there(desk: SqliteRepository) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 300_000:
            raise LookupError("enough")

    with pytest.raises(LookupError):
        desk.contents.keep(DATA, stop)
    assert (pieces(desk), desk.held([DIGEST])) == (0, frozenset())
    with pytest.raises(UserFacingError, match="S55"):
        desk.contents.read(DIGEST)


def test_a_changed_byte_is_noticed_and_attaching_again_mends_it(desk: SqliteRepository) -> None:
    attach(desk)
    with closing(sqlite3.connect(desk._store.path)) as other, other:
        other.execute("UPDATE content_piece SET body = zeroblob(length(body)) WHERE place = 1")
    with pytest.raises(UserFacingError, match="S56"):
        desk.contents.read(DIGEST)
    [lost] = desk.contents.lost()
    assert (lost.number, lost.name, lost.damaged) == ("2026-014", "提单.pdf", True)
    desk.contents.keep(DATA)
    assert (desk.contents.lost(), desk.contents.read(DIGEST)) == ((), DATA)


def test_an_attachment_without_its_file_is_found(desk: SqliteRepository) -> None:
    desk.save(CASE, WITH, STEP, STAMP)
    [lost] = desk.contents.lost()
    assert (lost.digest, lost.damaged) == (DIGEST, False)


def test_undo_brings_back_a_removed_attachment_for_thirty_days(desk: SqliteRepository) -> None:
    attach(desk).save(WITH, CASE, STEP, STAMP)
    assert desk.contents.clear("2026-11-22", "2026-10-23") == 0
    moved = desk.undo(CASE, STAMP)
    assert moved is not None
    assert (moved.case, desk.contents.read(DIGEST)) == (WITH, DATA)
    assert desk.contents.clear("2026-12-31", "2026-12-01") == 0
    desk.save(WITH, CASE, STEP, STAMP)
    assert desk.contents.clear("2027-01-01", "2026-12-02") == 0
    assert desk.contents.clear("2027-02-02", "2027-01-03") == 1
    assert pieces(desk) == 0


def test_files_stay_in_the_recycle_bin_and_go_with_their_case(desk: SqliteRepository) -> None:
    attach(desk).set_deleted(ID, "2026-11-22", EVENT)
    assert desk.remove_deleted("2026-11-22") == 0
    assert desk.held([DIGEST]) == {DIGEST}
    assert desk.remove_deleted("2026-12-23") == 1
    assert desk.contents.clear("2026-12-23", "2026-11-23") == 1
    assert pieces(desk) == 0


def test_a_file_of_two_cases_stays_for_the_other(desk: SqliteRepository) -> None:
    attach(desk).create(replace(WITH, id="b" * 16, number=None), STAMP, EVENT)
    desk.set_deleted(ID, "2026-11-22", EVENT)
    desk.remove_deleted("2026-12-23")
    assert desk.contents.clear("2026-12-23", "2026-11-23") == 0
    assert desk.contents.read(DIGEST) == DATA


def test_the_list_and_the_case_read_no_file(desk: SqliteRepository) -> None:
    attach(desk)
    with closing(sqlite3.connect(desk._store.path)) as other, other:
        other.execute("DROP TABLE content_piece")
    assert (desk.load(ID), len(desk.summaries())) == (WITH, 1)


def test_a_backup_and_a_restore_carry_the_files(desk: SqliteRepository, tmp_path: Path) -> None:
    attach(desk)
    database, copy = desk._store.path, tmp_path / "copies" / "one.db"
    back_up_file(database, copy)
    desk.save(WITH, CASE, STEP, STAMP)
    desk.contents.clear("2026", "2026")
    desk.contents.clear("2027", "2027")
    assert desk.held([DIGEST]) == frozenset()
    desk.close()
    restore(database, copy, HOLDER)
    again = repository(database)
    assert (again.load(ID), again.contents.read(DIGEST)) == (WITH, DATA)
    again.close()


def test_a_file_opened_for_reading_gives_and_takes_nothing(desk: SqliteRepository) -> None:
    attach(desk).close()
    reader = SqliteRepository(opened(desk._store.path, read_only=True))
    assert reader.contents.read(DIGEST) == DATA
    with pytest.raises(UserFacingError, match="S36"):
        reader.contents.keep(b"new")
    assert reader.contents.clear("9", "9") == 0
    reader.close()


def test_a_database_of_the_former_form_is_read_as_one_without_files(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as older:
        migrate(older, released_scripts()[:1])
        older.execute("INSERT INTO shipment (case_id, created_at, modified_at) VALUES (?, '', '')", (ID,))
    reader = SqliteRepository(opened(file, read_only=True))
    assert reader.load(ID).attachments == ()
    assert (reader.held([DIGEST]), reader.contents.lost()) == (frozenset(), ())
    reader.close()


@given(st.binary(min_size=1, max_size=40), st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_any_bytes_in_pieces_of_any_size(data: bytes, size: int) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory, pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "PIECE_BYTES", size)
        migrate(memory, released_scripts())
        digest = contents.keep(memory, data)
        assert (digest, contents.read(memory, digest)) == (sha256(data).hexdigest(), data)
        assert contents.size_of(memory, digest) == len(data)


@pytest.mark.slow
def test_broken_off_attaching_loses_no_acknowledged_file(tmp_path: Path) -> None:
    tally = broken_attaching.campaign(8, seed=11, folder=tmp_path)
    assert tally.problems == []
    assert (tally.breaks, tally.files > 0) == (8, True)
