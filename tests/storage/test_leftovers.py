"""What a killed program left behind is removed: an open copy at once, an unfinished one after an hour."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exporter_desk.storage.leftovers import PRIVATE, private_folder, sweep

HOUR = 3600
WORKS = """
import sys, time
from pathlib import Path
from exporter_desk.storage.leftovers import private_folder
with private_folder(Path(sys.argv[1])) as folder:
    (folder / "company.exdb").write_bytes(b"plain")
    print(folder, flush=True)
    time.sleep(600)
"""


def aged(path: Path, seconds: float = 2 * HOUR) -> Path:
    at = time.time() - seconds
    os.utime(path, (at, at))
    return path


def part(folder: Path) -> Path:
    made = folder / ".company.exdb.0123456789ab.part"
    made.write_bytes(b"half")
    return made


def test_an_open_copy_is_gone_afterwards(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        (folder / "company.exdb").write_bytes(b"plain")
        sweep(tmp_path)
        aged(folder, 99 * HOUR)
        sweep(tmp_path)
        assert (folder / "company.exdb").exists()
    assert list(tmp_path.iterdir()) == []


def test_the_open_copy_of_a_killed_program_is_removed_at_once(tmp_path: Path) -> None:
    with subprocess.Popen((sys.executable, "-c", WORKS, str(tmp_path)), stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        left = Path(program.stdout.readline().strip())
        sweep(tmp_path)
        assert (left / "company.exdb").exists()
        program.kill()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("age", "stays"), [(60, True), (2 * HOUR, False)])
def test_what_a_former_program_left_goes_after_an_hour(tmp_path: Path, age: float, stays: bool) -> None:
    left = tmp_path / f"{PRIVATE}x1y2"
    left.mkdir()
    (left / "company.exdb").write_bytes(b"plain")
    aged(left, age)
    aged(part(tmp_path), age)
    sweep(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ([part(tmp_path).name, left.name] if stays else [])


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    kept = [tmp_path / "company.exdb", tmp_path / "company.exdb.lock", tmp_path / ".sealing", tmp_path / "sealing-x"]
    for path in kept:
        path.touch()
        aged(path)
    (tmp_path / ".folder.part").mkdir()
    (tmp_path / ".folder.part" / "own").touch()
    aged(tmp_path / ".folder.part")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in kept} | {".folder.part"}
