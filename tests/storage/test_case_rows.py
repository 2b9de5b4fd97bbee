"""A case whose rows nobody can read is named and kept apart; the others stay usable, and backups know of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import back_up_file, read_backup
from exporter_desk.storage.case_rows import unreadable_cases
from exporter_desk.storage.connection import connect
from exporter_desk.storage.health import newest_sound
from exporter_desk.storage.sqlite_repository import SqliteRepository
from exporter_desk.storage.travel import export_case, import_case
from tests.storage.desk import CASE, EVENT, ID, STAMP, opened, repository

OTHER = replace(CASE, id="9f00000000000001", number="2026-015")
SPOILT = [
    "UPDATE shipment SET day = 'nonsense' WHERE case_id = ?",
    "UPDATE goods_line SET qty = '{{{' WHERE case_id = ? AND id = 'g1'",
    "UPDATE party SET roles = '{{{' WHERE case_id = ?",
    "INSERT INTO answer (case_id, path, kind, value) VALUES (?, 'facts.buyer', 'decimals', '{{{')",
    "INSERT INTO answer (case_id, path, kind, value) VALUES (?, 'facts.buyer', 'whole', 'x')",
    "INSERT INTO estimate (case_id, block, body) VALUES (?, 'lots', '[')",
    "INSERT INTO origin (case_id, path, kind) VALUES (?, 'goods.g1.qty', 'nobody')",
    "UPDATE goods_line SET name_zh = CAST(x'e69cff' AS TEXT) WHERE case_id = ? AND id = 'g1'",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    desk = repository(tmp_path / "company.exdb")
    for case in (CASE, OTHER):
        desk.create(case, STAMP, EVENT)
    desk.close()
    return tmp_path / "company.exdb"


def spoil(file: Path, change: str = SPOILT[0]) -> None:
    with closing(connect(file, "rw")) as connection:
        connection.execute(change, (ID,))


@pytest.mark.parametrize("change", [one for one in SPOILT if "party" not in one])
def test_a_case_that_cannot_be_read_is_named_and_the_other_one_is_read(file: Path, change: str) -> None:
    spoil(file, change)
    desk = repository(file)
    with pytest.raises(UserFacingError, match=r"S380.*2026-014"):
        desk.load(ID)
    assert desk.load(str(OTHER.id)) == OTHER
    desk.close()
    with closing(connect(file, "ro")) as connection:
        assert list(unreadable_cases(connection)) == ["2026-014"]


def test_a_case_without_a_number_is_told_by_its_id(file: Path) -> None:
    spoil(file)
    spoil(file, "UPDATE shipment SET number = NULL WHERE case_id = ?")
    with closing(connect(file, "ro")) as connection:
        assert list(unreadable_cases(connection)) == [ID]


def test_a_backup_knows_of_it_and_is_not_the_first_to_restore(file: Path, tmp_path: Path) -> None:
    sound = back_up_file(file, tmp_path / "sound.exdb")
    spoil(file)
    marked = back_up_file(file, tmp_path / "marked.exdb")
    assert (sound.unreadable, marked.unreadable, marked.cases) == ((), ("2026-014",), 2)
    assert read_backup(marked.path, quick=True).unreadable == ()
    offer = newest_sound([marked.path, sound.path])
    assert (offer.backup, offer.unsound) == (sound, (marked.path,))
    assert newest_sound([marked.path]).backup == marked


def test_bytes_that_are_no_text_in_the_list_stop_a_backup_before_it_is_written(file: Path, tmp_path: Path) -> None:
    spoil(file, "UPDATE shipment SET title = CAST(x'e69cff' AS TEXT) WHERE case_id = ?")
    with pytest.raises(UserFacingError, match=r"S24.*company\.exdb"):
        back_up_file(file, tmp_path / "other.exdb")
    assert not (tmp_path / "other.exdb").exists()


@pytest.mark.parametrize("change", SPOILT[-1:])
def test_a_turned_bit_in_one_case_keeps_no_other_from_a_backup(file: Path, tmp_path: Path, change: str) -> None:
    spoil(file, change)
    report = back_up_file(file, tmp_path / "marked.exdb")
    assert (report.unreadable, report.cases) == (("2026-014",), 2)


def test_a_travelling_file_that_cannot_be_read_is_told_by_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "一票.exdesk"
    export_case(CASE, file, STAMP, EVENT)
    spoil(file)
    with pytest.raises(UserFacingError, match=r"S24.*一票\.exdesk"):
        import_case(file)


def test_what_undoes_an_unreadable_step_is_a_sentence(file: Path) -> None:
    store = opened(file)
    desk = SqliteRepository(store)
    desk.save(CASE, replace(CASE, note="x"), EVENT.text, STAMP)
    with store.writing() as writer:
        writer.execute("UPDATE step SET changes = '{{{' WHERE case_id = ?", (ID,))
    with pytest.raises(UserFacingError, match=r"S380.*2026-014"):
        desk.undo(replace(CASE, note="x"), STAMP)
    store.close()


def test_rows_of_other_kinds_than_sqlite_knows_are_refused_by_it(file: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        spoil(file, "UPDATE shipment SET number = x'00' WHERE case_id = ?")


@pytest.mark.parametrize("body", ["{{{", "[]", '{"nobody": 1}'])
def test_a_company_that_cannot_be_read_is_damage_that_a_restore_mends(file: Path, tmp_path: Path, body: str) -> None:
    sound = back_up_file(file, tmp_path / "sound.exdb")
    with closing(connect(file, "rw")) as connection:
        connection.execute("INSERT OR REPLACE INTO company VALUES (1, ?, ?)", (body, STAMP.at))
    desk = repository(file)
    with pytest.raises(UserFacingError, match=r"S24.*company\.exdb"):
        desk.company()
    desk.close()
    with pytest.raises(UserFacingError, match="S24"):
        read_backup(file)
    with pytest.raises(UserFacingError, match=r"S24.*company\.exdb"):
        back_up_file(file, tmp_path / "other.exdb")
    assert not (tmp_path / "other.exdb").exists()
    assert newest_sound([file, sound.path]).backup == sound
