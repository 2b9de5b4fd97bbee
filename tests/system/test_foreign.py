"""Reading files of other people: up to a limit, and plain files only."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.foreign import read_foreign


def test_one_byte_more_than_fits_is_read_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert [read_foreign(path, most) for most in (5, 4, 2)] == [b"12345", b"12345", b"123"]


@pytest.mark.parametrize(("name", "code"), [("", "S38"), ("none", "S06"), ("a\0b", "S38")])
def test_what_cannot_be_read_is_wrong_input(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        read_foreign(tmp_path / name, 5)
    assert (caught.value.code, caught.value.exit_code) == (code, 2)
