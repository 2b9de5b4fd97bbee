"""The start password: only what scrypt made of it is kept, and it fits whoever typed it on whatever keyboard."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import start_password
from exporter_desk.system.sealed import Cost

QUICK = Cost(n=2**14)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "start-password.json"


def test_only_the_same_password_fits_and_the_file_does_not_hold_it(file: Path) -> None:
    start_password.set_password(file, "钥匙 door", QUICK)
    assert start_password.fits(file, "钥匙 door")
    assert not start_password.fits(file, "钥匙 Door")
    assert not start_password.fits(file, "")
    assert "door" not in file.read_text(encoding="utf-8")
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_files_of_one_password_are_not_alike(file: Path, tmp_path: Path) -> None:
    start_password.set_password(file, "same", QUICK)
    start_password.set_password(tmp_path / "other", "same", QUICK)
    assert file.read_bytes() != (tmp_path / "other").read_bytes()


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=4, max_size=30))
def test_every_password_that_can_be_typed_fits_composed_or_not(
    tmp_path_factory: pytest.TempPathFactory, password: str
) -> None:
    file = tmp_path_factory.mktemp("p") / "p.json"
    start_password.set_password(file, password, QUICK)
    assert start_password.fits(file, unicodedata.normalize("NFC", password))
    assert start_password.fits(file, unicodedata.normalize("NFD", password))


def test_a_short_one_is_refused(file: Path) -> None:
    with pytest.raises(UserFacingError, match="S280"):
        start_password.set_password(file, "abc", QUICK)
    assert not file.exists()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "\x00", '{"n": 2, "r": 8, "p": 1, "salt": "", "key": ""}',
     '{"n": 1073741824, "r": 8, "p": 1, "salt": "00", "key": "' + "00" * 32 + '"}'],
)  # fmt: skip
def test_a_damaged_file_lets_nobody_in_and_says_the_way(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserFacingError, match="S281") as caught:
        start_password.fits(file, "any one")
    assert str(file) in caught.value.remedy_zh


def test_taken_off_it_is_gone(file: Path) -> None:
    start_password.set_password(file, "same", QUICK)
    start_password.remove(file)
    start_password.remove(file)
    assert not file.exists()
