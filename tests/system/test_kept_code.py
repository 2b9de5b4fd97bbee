"""Our modules come from the kept file where it is there and true to their sources, and as ever where it is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Tells what was opened while two modules were imported, and what they are.
TELL = """
import json, sys
opened = []
def listen(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".py", ".pyc")):
        opened.append(str(arguments[0]))
from exporter_desk.system import kept_code
sys.addaudithook(listen)
answer = kept_code.{call}()
opened.clear()
import exporter_desk.domain
from exporter_desk.domain import ratios
print(json.dumps({{
    "answer": answer, "opened": opened, "file": ratios.__file__, "cached": ratios.__cached__, "name": ratios.__name__,
    "path": list(exporter_desk.domain.__path__), "value": getattr(ratios, "ANSWER", None),
}}))
"""
MODULE = '"""A module."""\n\nANSWER = "old"\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of our name with the real importer and a module whose source a test may change."""
    package = tmp_path / "exporter_desk"
    for folder in ("system", "domain"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").write_text("", encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    shutil.copy(ROOT / "exporter_desk" / "system" / "kept_code.py", package / "system")
    (package / "domain" / "ratios.py").write_text(MODULE, encoding="utf-8")
    return package


def run(package: Path, call: str) -> dict[str, Any]:
    """Call `keep` or `load` in a process of its own, then import."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(call=call)],
        cwd=package.parent, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def file(package: Path) -> Path:
    return package / "__pycache__" / f"exporter_desk.{sys.implementation.cache_tag}.bin"


def test_a_kept_module_is_read_from_the_one_file(package: Path) -> None:
    plain, kept = run(package, "keep"), run(package, "load")
    assert plain["answer"] is True
    assert any("ratios" in name for name in plain["opened"])
    assert kept["opened"] == []
    for fact in ("file", "name", "path", "value"):
        assert kept[fact] == plain[fact]
    assert (kept["value"], kept["cached"]) == ("old", str(file(package)))


def test_without_the_file_everything_is_imported_as_ever(package: Path) -> None:
    answer = run(package, "load")
    assert any("ratios" in name for name in answer["opened"])
    assert not file(package).exists(), "a start writes nothing"


@pytest.mark.parametrize("way", ["another size", "another date"])
def test_a_changed_source_is_what_counts(package: Path, way: str) -> None:
    run(package, "keep")
    source = package / "domain" / "ratios.py"
    was = source.stat()
    source.write_text(MODULE.replace("old", "newer" if way == "another size" else "new"), encoding="utf-8")
    os.utime(source, ns=(was.st_atime_ns, was.st_mtime_ns + (10**9 if way == "another date" else 0)))
    assert run(package, "load")["value"] == ("newer" if way == "another size" else "new")


def test_a_module_that_is_gone_stays_gone(package: Path) -> None:
    run(package, "keep")
    (package / "domain" / "ratios.py").unlink()
    with pytest.raises(AssertionError, match="cannot import name 'ratios'"):
        run(package, "load")


@pytest.mark.parametrize("damage", ["empty", "short", "list", "code", "cut", "zeros", "folder"])
def test_a_damaged_file_is_passed_over(package: Path, damage: str) -> None:
    run(package, "keep")
    place = file(package)
    content = bytearray(place.read_bytes())
    if damage == "folder":
        place.unlink()
        place.mkdir()
    elif damage in ("list", "code"):
        content[20 if damage == "list" else content.rindex(b"old")] ^= 1
        place.write_bytes(content)
    elif damage == "zeros":
        place.write_bytes(bytes(8))
    else:
        place.write_bytes(content[: {"empty": 0, "short": 6}.get(damage, len(content) - len(content) // 3)])
    assert run(package, "load")["value"] == "old"


def test_where_nothing_can_be_written_nothing_is_kept(package: Path) -> None:
    file(package).with_name(file(package).name + ".part").mkdir(parents=True)
    assert run(package, "keep")["answer"] is False
    assert not file(package).exists()


def test_a_source_that_does_not_compile_keeps_the_file_from_being_made(package: Path) -> None:
    (package / "domain" / "ratios.py").write_text('ANSWER = "', encoding="utf-8")
    with pytest.raises(AssertionError, match="SyntaxError"):
        run(package, "keep")
    assert not file(package).exists()
