"""A pipe in the place of a file is told as one: nothing waits for it without end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.backup import read_backup
from exporter_desk.system.signing import public_half
from tests.storage.desk import with_one_case

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes among its files")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A company, and pipes with the names that files would have."""
    with_one_case(tmp_path / "companies" / "company.exdb")
    for name in ("card.toml", "card.xlsx", "a.exdb", "a.exdb.sealed", "a.exdesk", "phrase", "a.edpack", "a.key"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "real.edpack").write_bytes(b"no pack")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("words", [
    "data cards import card.toml", "data cards import card.xlsx", "data restore a.exdb --yes", "data check a.exdb",
    "data restore a.exdb.sealed --yes --passphrase-file real.edpack", "data import a.exdesk",
    "data backup --seal --passphrase-file phrase", "pack install a.edpack", "pack verify a.edpack",
    "pack trust 0123 --from a.key",
])  # fmt: skip
def test_a_pipe_is_no_plain_file(home: Path, words: str) -> None:
    environment = os.environ | {"EXPORTER_DESK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        (sys.executable, "-m", "exporter_desk", *words.split()), cwd=home, env=environment, capture_output=True,
        text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, "不是普通文件" in done.stderr or "S38" in done.stderr) == (2, True), done.stderr


def test_a_pipe_is_no_signing_key_and_no_database(home: Path) -> None:
    for reads, name in ((public_half, "a.key"), (read_backup, "a.exdb")):
        with pytest.raises(UserFacingError, match=r"S38|S26"):
            reads(home / name)


def test_a_folder_in_the_place_of_the_company_is_told(home: Path) -> None:
    (home / "folder.exdb").mkdir()
    with pytest.raises(UserFacingError, match=r"S26.*folder\.exdb"):
        read_backup(home / "folder.exdb")
