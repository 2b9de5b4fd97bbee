"""A lock that cannot be written is not held, and the database beside it says the true reason."""

import errno
import os
from pathlib import Path

import pytest

from exporter_desk.storage import lock
from exporter_desk.storage.lock import FileLock, lock_path
from tests.storage.desk import CASE, HOLDER, ID, opened, repository, with_one_case


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "company.exdb")


def refusing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def write(_handle: int, _text: bytes) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock.os, "write", write)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_as_one_and_nothing_is_held(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as full:
        refusing(full, number)
        store = opened(file)
        assert (store.read_only, store.notice and store.notice.code) == (True, "S383")
        store.close()
    desk = repository(file)
    assert not desk.read_only
    assert desk.load(ID) == CASE
    desk.close()


def test_a_failed_lock_leaves_no_handle_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.lock"
    with monkeypatch.context() as full:
        refusing(full, errno.ENOSPC)
        with pytest.raises(OSError, match="space"):
            FileLock(place, HOLDER)
    FileLock(place, HOLDER).release()


def test_a_folder_in_the_place_of_the_lock_is_named(file: Path) -> None:
    lock_path(file).unlink()
    lock_path(file).mkdir()
    store = opened(file)
    assert store.notice is not None
    assert (store.read_only, store.notice.code) == (True, "S384")
    assert "company.exdb.lock" in store.notice.zh
    store.close()


def test_a_read_only_folder_is_still_told_as_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, errno.EROFS)
    store = opened(file)
    assert store.notice is not None
    assert store.notice.code == "S21"
    store.close()
