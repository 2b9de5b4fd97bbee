"""Files are written whole or not at all; every refusal of the system becomes a sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files


class HeldFile:
    """Another program that lets go of the file after some tries."""

    def __init__(self, tries: int) -> None:
        self.tries = tries
        self.pauses: list[float] = []

    def replace(self, part: Path, path: Path) -> None:
        if self.tries:
            self.tries -= 1
            held = PermissionError(errno.EACCES, "held")
            held.winerror = 32  # as Windows says it
            raise held
        part.replace(path)


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "新文件夹" / "发票.pdf"
    files.write_atomically(path, b"one")
    files.write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [found.name for found in path.parent.iterdir()] == ["发票.pdf"]


@given(data=st.binary(max_size=2000))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    files.write_atomically(path, data)
    assert path.read_bytes() == data


def test_waits_while_another_program_holds_the_file(tmp_path: Path) -> None:
    held = HeldFile(tries=3)
    files.write_atomically(tmp_path / "a.pdf", b"x", replace=held.replace, pause=held.pauses.append, tries=5)
    assert (tmp_path / "a.pdf").read_bytes() == b"x"
    assert held.pauses == [files.SECONDS_BETWEEN_TRIES] * 3


def test_gives_up_with_a_sentence_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "发票.pdf"
    path.write_bytes(b"old")
    held = HeldFile(tries=99)
    with pytest.raises(UserFacingError) as caught:
        files.write_atomically(path, b"new", replace=held.replace, pause=held.pauses.append, tries=4)
    assert (caught.value.code, caught.value.exit_code, len(held.pauses)) == ("S02", 3, 3)
    assert "发票.pdf" in caught.value.zh
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserFacingError, match="S01"):
        files.write_atomically(path, b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(UserFacingError) as caught:
        files.write_atomically(tmp_path / "out" / "a.pdf", b"x")
    assert caught.value.code in {"S06", "S08"}


@pytest.mark.parametrize("below", ["x", "x/y"])
def test_a_folder_that_cannot_be_made_is_blamed_and_not_the_file(tmp_path: Path, below: str) -> None:
    (tmp_path / "afile").write_bytes(b"")
    folder = tmp_path / "afile" / below
    target = folder / "2026-014_报关行资料袋.pdf"
    with pytest.raises(UserFacingError) as one:
        files.write_atomically(target, b"x")
    with pytest.raises(files.PartlyWrittenError) as set_of_files:
        files.write_together({target: b"x"})
    with pytest.raises(UserFacingError) as made:
        files.make_folder(folder)
    for refusal in (one.value, set_of_files.value.refusal, made.value):
        assert (refusal.code, refusal.exit_code) == ("S391", 3)
        assert str(folder) in refusal.zh
        assert target.name not in refusal.zh


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="S05"):
        files.write_atomically(tmp_path / ("长" * 200), b"x")


@pytest.mark.parametrize("below", ["", "b"])
def test_a_folder_whose_name_is_too_long_is_named(tmp_path: Path, below: str) -> None:
    folder = tmp_path / ("长" * 100) / below
    with pytest.raises(UserFacingError) as one:
        files.write_atomically(folder / "a.pdf", b"x")
    with pytest.raises(files.PartlyWrittenError) as together:
        files.write_together({folder / "a.pdf": b"x"})
    with pytest.raises(UserFacingError) as made:
        files.make_folder(folder)
    for refusal in (one.value, together.value.refusal, made.value):
        assert (refusal.code, refusal.exit_code) == ("S05", 3)
        assert f"「{'长' * 100}」" in refusal.zh


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "S01"),
        (errno.EBUSY, "S02"),
        (errno.EROFS, "S03"),
        (errno.EACCES, "S04"),
        (errno.ENAMETOOLONG, "S05"),
        (errno.ENOENT, "S06"),
        (errno.EIO, "S09"),
    ],
)
def test_each_refusal_has_its_code_in_two_languages(number: int, code: str) -> None:
    told = files.as_user_facing(OSError(number, os.strerror(number)), Path("账套.db"))
    assert told.code == code
    assert "账套.db" in told.zh
    assert "账套.db" in told.en
    assert told.sentence("zh").endswith("。")
    assert told.remedy_en in told.sentence("en")


@pytest.mark.parametrize(
    ("number", "code"), [(112, "S01"), (32, "S02"), (19, "S03"), (5, "S04"), (206, "S05"), (3, "S06")]
)
def test_windows_numbers_win_over_errno(number: int, code: str) -> None:
    error = OSError(errno.EACCES, "denied")
    error.winerror = number
    assert files.as_user_facing(error, Path("a")).code == code
