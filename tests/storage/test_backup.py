"""Backups and restores: the copy is whole and checked, the present state is never thrown away."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import backup, connection
from exporter_desk.storage.backup import back_up, read_backup, restore
from exporter_desk.storage.common_state import are_of_one_origin
from exporter_desk.storage.connection import connect
from tests.storage.desk import CASE, HOLDER, ID, STAMP, STEP, opened, repository, with_one_case

LATER = replace(CASE, note="later")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "账套 一.db")


def saved_later(file: Path) -> None:
    desk = repository(file)
    desk.save(CASE, LATER, STEP, STAMP)
    desk.close()


def what_is_in(file: Path) -> object:
    desk = repository(file)
    try:
        return desk.load(ID)
    finally:
        desk.close()


def test_a_backup_of_an_open_database_holds_the_last_step(file: Path, tmp_path: Path) -> None:
    desk = repository(file)
    desk.save(CASE, LATER, STEP, STAMP)
    report = desk.back_up(tmp_path / "备份" / "one.db")
    desk.close()
    assert (report.cases, report.size) == (1, report.path.stat().st_size)
    assert [path.name for path in report.path.parent.iterdir()] == ["one.db"]
    assert what_is_in(report.path) == LATER


def test_a_failed_backup_leaves_the_older_one(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(file)
    target = tmp_path / "out" / "one.db"
    back_up(store, target)
    before = target.read_bytes()

    def finds_damage(*_: object, deep: bool) -> None:
        raise connection.faults.DAMAGED.error(name="one.db")

    monkeypatch.setattr(connection, "check", finds_damage)
    with pytest.raises(UserFacingError, match="S33"):
        back_up(store, target)
    store.close()
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_too_little_room_is_told_before_anything_is_written(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(file)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(UserFacingError, match="S35"):
        back_up(store, tmp_path / "out" / "one.db")
    store.close()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_where_the_backup_should_go_is_a_sentence(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    (tmp_path / "one.db").mkdir()
    with pytest.raises(UserFacingError):
        back_up(store, tmp_path / "one.db")
    store.close()


@pytest.mark.parametrize("length", [0, 20, 5000])
def test_a_damaged_backup_is_not_restored(file: Path, tmp_path: Path, length: int) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes()[:length])
    with pytest.raises(UserFacingError, match=r"S2[45]"):
        restore(file, copy, HOLDER)
    assert what_is_in(file) == CASE


def test_restoring_saves_the_present_state_first(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "copy.db"))
    saved_later(file)
    kept = restore(file, copy, HOLDER)
    assert kept is not None
    assert (what_is_in(file), what_is_in(kept)) == (CASE, LATER)
    again = restore(file, copy, HOLDER)
    assert again is not None
    assert again.name == "账套 一.before-restore-2.db"


def test_a_damaged_database_is_kept_beside_the_restored_one(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "copy.db"))
    file.write_bytes(damaged := file.read_bytes()[:9000])
    file.with_name(file.name + "-wal").write_bytes(b"old journal")
    kept = restore(file, copy, HOLDER)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"old journal"
    assert what_is_in(file) == CASE


def test_restoring_where_nothing_was(file: Path, tmp_path: Path) -> None:
    assert restore(tmp_path / "new" / "c.db", file, HOLDER) is None
    assert what_is_in(tmp_path / "new" / "c.db") == CASE


def test_a_restored_database_writes_under_a_name_of_its_own(file: Path, tmp_path: Path) -> None:
    """What it writes from now on is not what the saved one, or a copy elsewhere, went on to write."""
    places = [tmp_path / name / "c.db" for name in ("here", "there")]
    for place in places:
        restore(place, file, HOLDER)
    names = [writer(place) for place in (file, *places)]
    assert len(set(names)) == 3
    assert all(are_of_one_origin(names[0], name) for name in names)
    assert not are_of_one_origin(names[0], writer(with_one_case(tmp_path / "other.db")))
    assert not are_of_one_origin("", "")


def writer(file: Path) -> str:
    desk = repository(file)
    try:
        return desk.common.writer
    finally:
        desk.close()


def test_an_open_database_is_not_replaced(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "copy.db"))
    store = opened(file)
    with pytest.raises(UserFacingError, match="S28"):
        restore(file, copy, HOLDER)
    store.close()


def test_reading_a_backup_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert read_backup(file).cases == 1
    assert file.read_bytes() == before


def test_a_held_file_is_tried_again(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [PermissionError(13, "held by a scanner")] * 3
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(connection, "_RENAME_PAUSE", 0)
    store = opened(file)
    assert back_up(store, tmp_path / "one.db").cases == 1
    assert refusals == []
    store.close()


def test_a_backup_has_no_journal_mode_of_its_own(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    back_up(store, tmp_path / "one.db")
    store.close()
    reader = connect(tmp_path / "one.db", "ro")
    assert reader.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    reader.close()
