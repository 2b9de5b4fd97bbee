"""A damaged database and the newest backup that could take its place; copies while somebody is typing."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import connection, soundness
from exporter_desk.storage.backup import back_up_file, copy_backup, read_backup
from exporter_desk.storage.health import examine, newest_sound
from tests.storage.desk import CASE, ID, STAMP, STEP, opened, repository, with_one_case


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "账套.db")


def broken(file: Path) -> None:
    """Overwrite the page of one table: the head and the list of tables stay."""
    reader = connection.connect(file, "ro")
    [page] = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
    [size] = reader.execute("PRAGMA page_size").fetchone()
    reader.close()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = os.urandom(size)
    file.write_bytes(bytes(data))


def test_a_sound_file_is_examined_while_it_is_open(file: Path) -> None:
    store = opened(file)
    examine(file)
    store.close()


def test_a_large_file_opens_at_once_and_is_found_damaged_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "_CHECKED_AT_ONCE", 0)
    broken(file)
    store = opened(file)
    assert not store.checked
    with pytest.raises(UserFacingError, match="S24"):
        examine(file)
    store.close()


def test_a_large_file_that_was_cut_off_is_refused_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "_CHECKED_AT_ONCE", 0)
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(UserFacingError, match="S24"):
        opened(file)


def test_the_newest_sound_backup_is_found_behind_damaged_ones(file: Path, tmp_path: Path) -> None:
    good = back_up_file(file, tmp_path / "good.db").path
    bad, empty = tmp_path / "bad.db", tmp_path / "empty.db"
    bad.write_bytes(good.read_bytes()[:7000])
    empty.touch()
    offer = newest_sound([empty, bad, good])
    assert offer.backup is not None
    assert (offer.backup.path, offer.backup.cases, offer.unsound) == (good, 1, (empty, bad))
    assert newest_sound([bad]).backup is None


def test_a_copy_in_pieces_is_of_one_moment(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_PIECE_PAGES", 4)
    desk, case, told = repository(file), CASE, []

    def typing(done: int, total: int) -> None:
        nonlocal case
        after = replace(case, note=f"{done}")
        desk.save(case, after, STEP, STAMP)
        case = after
        told.append((done, total))

    report = back_up_file(file, tmp_path / "b" / "one.db", typing)
    assert len(told) > 3
    assert told[-1][0] == told[-1][1]
    assert desk.load(ID).note == case.note
    desk.close()
    copy = repository(report.path)
    assert copy.load(ID) == CASE
    copy.close()


def test_a_copy_can_be_stopped_and_leaves_nothing(file: Path, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up_file(file, tmp_path / "b" / "one.db", stop)
    assert list((tmp_path / "b").iterdir()) == []


def test_the_second_copy_is_opened_again(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = back_up_file(file, tmp_path / "one.db")
    stick = tmp_path / "stick"
    stick.mkdir()
    assert copy_backup(report.path, stick / "one.db") == read_backup(stick / "one.db")

    def loses_half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:6000])

    monkeypatch.setattr("exporter_desk.storage.backup.shutil.copyfile", loses_half)
    with pytest.raises(UserFacingError, match="S24"):
        copy_backup(report.path, stick / "two.db")


def test_left_over_parts_are_swept_when_they_are_old(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    old, young, other = folder / ".one.db.aa.part", folder / ".one.db.bb.part", folder / "letter.part"
    for path in (old, young, other):
        path.write_bytes(b"x")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    back_up_file(file, folder / "one.db")
    assert sorted(path.name for path in folder.iterdir()) == [".one.db.bb.part", "letter.part", "one.db"]
