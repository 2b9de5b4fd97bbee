"""A database that lost its last bytes is told by every way that reads, copies or restores it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import connection
from exporter_desk.storage.backup import back_up, back_up_file, copy_backup, read_backup, restore
from exporter_desk.storage.health import examine, newest_sound
from exporter_desk.storage.soundness import require_whole
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import CASE, HOLDER, ID, STAMP, STEP, opened, repository, with_one_case

PAGE = 4096
LOST = [1, 300, PAGE - 1, PAGE]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "账套.exdb")


def cut(file: Path, target: Path, lost: int) -> Path:
    data = file.read_bytes()
    assert len(data) % PAGE == 0
    target.write_bytes(data[: len(data) - lost])
    return target


@pytest.mark.parametrize("lost", LOST)
def test_a_backup_without_its_last_bytes_is_not_sound_and_not_restored(file: Path, tmp_path: Path, lost: int) -> None:
    short = cut(file, tmp_path / "short.exdb", lost)
    for reads in (read_backup, examine, lambda path: read_backup(path, quick=True)):
        with pytest.raises(UserFacingError, match="S24"):
            reads(short)
    before = file.read_bytes()
    with pytest.raises(UserFacingError, match="S24"):
        restore(file, short, HOLDER)
    assert file.read_bytes() == before
    assert newest_sound([short, file]).backup == read_backup(file)


@pytest.mark.parametrize("lost", LOST)
def test_no_backup_is_made_of_a_database_without_its_last_bytes(file: Path, tmp_path: Path, lost: int) -> None:
    short, target = cut(file, tmp_path / "short.exdb", lost), tmp_path / "out" / "copy.exdb"
    back_up_file(file, target)
    before = target.read_bytes()
    with pytest.raises(UserFacingError, match=r"S24.*short\.exdb"):
        back_up_file(short, target)
    with pytest.raises(UserFacingError, match="S24"):
        copy_backup(short, target.with_name("twin.exdb"))
    assert target.read_bytes() == before


def test_no_backup_is_made_while_an_open_database_loses_its_end(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    cut(file, file, 300)
    with pytest.raises(UserFacingError, match="S24"):
        back_up(store, tmp_path / "copy.exdb")
    store.close()
    assert not (tmp_path / "copy.exdb").exists()


def broken_off(file: Path, folder: Path) -> Path:
    """A database as a killed program leaves it: the last pages are in the journal alone."""
    store = opened(file)
    SqliteRepository(store).save(CASE, replace(CASE, note="后来" * 20_000), STEP, STAMP)
    folder.mkdir()
    for path in file.parent.glob(file.name + "*"):
        if path.suffix != ".lock":
            shutil.copy(path, folder / path.name)
    store.close()
    return folder / file.name


def test_pages_that_the_journal_still_holds_are_not_missing(file: Path, tmp_path: Path) -> None:
    left = broken_off(file, tmp_path / "left")
    reader = connection.connect(left, "ro")
    assert left.stat().st_size < reader.execute("PRAGMA page_count").fetchone()[0] * PAGE
    reader.close()
    assert read_backup(left).cases == 1
    desk = repository(left)
    assert desk.load(ID).note == "后来" * 20_000
    desk.close()


def test_pages_that_neither_file_nor_journal_holds_are_missing(file: Path) -> None:
    store = opened(file)
    with store.writing() as writer:
        writer.execute("UPDATE year_number SET last = last + 1")  # one page, far from the end
    journal = file.with_name(file.name + "-wal")
    assert journal.stat().st_size == 32 + 24 + PAGE
    require_whole(store.connection, file)
    cut(file, file, 300)
    with pytest.raises(UserFacingError, match="S24"):
        require_whole(store.connection, file)
    store.close()
