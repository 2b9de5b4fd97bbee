"""The set-up: what it finds missing, what it does about it, how it recovers, and that it names no index."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from first_run import commands, machine, packages
from first_run.console import Console, Stop
from first_run.environment import OURS, STAMP, Environment

from tests.support.source_tree import ROOT

DESK = ROOT / "installers" / "desk.py"
LOCKS = tuple(sorted((ROOT / "installers").glob("*.lock")))


class FakeRunner:
    """Answers as dpkg-query and apt-get would, and remembers what it was asked."""

    def __init__(self, installed: Sequence[str] = (), apt_exit_code: int = 0) -> None:
        self.installed = installed
        self.apt_exit_code = apt_exit_code
        self.asked: list[str] = []

    def __call__(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        self.asked.append(" ".join(command[:2]))
        if command[0] == "dpkg-query":
            return subprocess.CompletedProcess(
                command, 1, "".join(f"{name} installed\n" for name in self.installed), ""
            )
        return subprocess.CompletedProcess(command, self.apt_exit_code, "", "")


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(machine, "has_apt", lambda: True)
    monkeypatch.setattr(machine, "is_root", lambda: True)
    return monkeypatch


# Lock files


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_lines_are_pinned_hashed_and_name_no_place(lock: Path) -> None:
    pinned = re.compile(r"^[a-z0-9.-]+==\S+(?: ; [\w .'<>=!()]+)? \\$|^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
    assert [line for line in lock.read_text("utf-8").splitlines() if not pinned.match(line)] == []


def test_the_test_lock_holds_every_line_of_the_run_lock() -> None:
    run, test = (requirements(ROOT / "installers" / name) for name in ("requirements.lock", "requirements-test.lock"))
    assert run <= test
    assert len(test) > len(run)


def requirements(lock: Path) -> set[str]:
    return set(lock.read_text("utf-8").replace("\\\n", "").splitlines())


def test_qt_is_the_sound_version() -> None:
    assert "\npyside6-essentials==6.11." in LOCKS[0].read_text("utf-8")


# A Python that does not fit


def test_desk_is_readable_by_an_old_python() -> None:
    ast.parse(DESK.read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", ["3.8.1", "3.10.12", "3.14.0", "4.0.0"])
def test_a_python_too_old_or_too_new_is_refused_in_one_sentence(version: str) -> None:
    parts = tuple(map(int, version.split(".")))
    code = f"import sys, runpy; sys.version_info = {parts}; runpy.run_path({str(DESK)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    named = ("3.11", "3.12", "3.13", version)
    assert [[one in line for one in named] for line in done.stderr.splitlines()] == [[True] * 4] * 2


# Debian


def test_only_missing_libraries_are_installed(debian: pytest.MonkeyPatch) -> None:
    runner = FakeRunner(installed=[name for name in machine.QT_PACKAGES if name != "libegl1"])
    assert machine.missing_packages(runner) == ("libegl1",)
    machine.ensure_qt_libraries(Console(), runner)
    assert runner.asked == ["dpkg-query -W", "dpkg-query -W", "apt-get update", "apt-get install"]


def test_apt_is_asked_nothing_when_all_is_there(debian: pytest.MonkeyPatch) -> None:
    renamed = [name + "t64" if name == "libglib2.0-0" else name for name in machine.QT_PACKAGES]
    runner = FakeRunner(installed=renamed)
    machine.ensure_qt_libraries(Console(), runner)
    assert runner.asked == ["dpkg-query -W"]


def test_without_root_the_command_is_told(debian: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    debian.setattr(machine, "is_root", lambda: False)
    runner = FakeRunner()
    machine.ensure_qt_libraries(Console(), runner)
    assert runner.asked == ["dpkg-query -W"]
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().err


def test_failing_apt_is_told_and_does_not_stop(debian: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    machine.ensure_qt_libraries(Console(), FakeRunner(apt_exit_code=100))
    assert "系统库没有装上" in capsys.readouterr().err


def test_a_python_without_venv_gets_it_or_says_how(debian: pytest.MonkeyPatch) -> None:
    debian.setattr(machine.importlib.util, "find_spec", lambda _name: None)
    runner = FakeRunner()
    with pytest.raises(Stop, match=rf"apt-get install -y python3\.{sys.version_info.minor}-venv") as caught:
        machine.ensure_venv(Console(), runner)
    assert (caught.value.exit_code, runner.asked) == (3, ["apt-get update", "apt-get install"])


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
    ],
)
def test_screen(platform: str, variables: dict[str, str], expected: bool) -> None:
    assert machine.has_screen(platform, variables) is expected


def test_a_small_disk_is_told_before_the_download(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="disk space"):
        machine.require_disk(tmp_path, 10**12)


# What went wrong


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘满了"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 111]", "连不上"),
        ("Temporary failure in name resolution ... No matching distribution found for numpy", "连不上"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "软件源里没有"),
        ("[Errno 13] Permission denied: '.venv'", "没有写入权限"),
        ("No module named pip", "没有可用的 pip"),
        ("something\nnew happened\n", "new happened"),
    ],
)
def test_what_pip_says_becomes_one_sentence(said: str, expected: str) -> None:
    stop = packages.explain(said, Path(".desk"))
    assert expected in stop.zh
    assert (stop.exit_code, bool(stop.en)) == (3, True)


def test_foreign_settings_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_FIND_LINKS", "kept")
    clean = packages.clean_environment()
    assert ("PYTHONPATH" in clean, clean["PIP_FIND_LINKS"]) == (False, "kept")


# The environment


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A project with a lock file of its own, where installing is only remembered."""
    (tmp_path / "installers").mkdir()
    for name in ("requirements", "requirements-test"):
        (tmp_path / "installers" / f"{name}.lock").write_text(f"{name}==1 \\\n", encoding="utf-8")
    monkeypatch.setattr(machine, "require_disk", lambda *_: None)
    monkeypatch.setattr(packages, "probe_qt", lambda _python: None)
    monkeypatch.setattr(packages, "keep_code", lambda _python, _root: None)
    return Environment(tmp_path)


@pytest.fixture
def installed(project: Environment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the lock files that were installed, in a stand-in environment whose Python is this one."""
    done: list[str] = []

    def make(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        project.python.parent.mkdir(parents=True)
        project.python.symlink_to(sys.executable)
        done.append("venv")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(machine, "run_quietly", make)
    monkeypatch.setattr(packages, "install", lambda _python, lock, *_: done.append(lock.stem))
    return done


needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


@needs_links
def test_the_second_run_does_nothing(project: Environment, installed: list[str]) -> None:
    project.ensure("requirements", Console())
    project.ensure("requirements", Console())
    assert installed == ["venv", "requirements"]


@needs_links
def test_the_test_environment_serves_both_commands(project: Environment, installed: list[str]) -> None:
    project.ensure("requirements", Console())
    project.ensure("requirements-test", Console())
    project.ensure("requirements", Console())
    assert installed == ["venv", "requirements", "requirements-test"]


@needs_links
def test_a_new_lock_is_installed_into_the_same_environment(project: Environment, installed: list[str]) -> None:
    project.ensure("requirements", Console())
    project.lock_file("requirements").write_text("other==2 \\\n", encoding="utf-8")
    project.ensure("requirements", Console())
    assert installed == ["venv", "requirements", "requirements"]


@needs_links
@pytest.mark.parametrize("break_it", ["half made", "moved", "python gone", "stamp torn"])
def test_a_broken_environment_is_made_anew(project: Environment, installed: list[str], break_it: str) -> None:
    project.ensure("requirements", Console())
    stamp = project.folder / STAMP
    if break_it == "half made":
        stamp.unlink()
    elif break_it == "moved":
        stamp.write_text(json.dumps({**json.loads(stamp.read_text("utf-8")), "root": "elsewhere"}), encoding="utf-8")
    elif break_it == "python gone":
        project.python.unlink()
    else:
        stamp.write_text("{", encoding="utf-8")
    project.ensure("requirements", Console())
    assert installed == ["venv", "requirements"] * 2


@needs_links
def test_an_interrupted_upgrade_is_seen(
    project: Environment, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    project.ensure("requirements", Console())
    with monkeypatch.context() as patch:
        patch.setattr(packages, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            project.ensure("requirements-test", Console())
    project.ensure("requirements", Console())
    assert installed == ["venv", "requirements"] * 2


def test_a_folder_of_somebody_else_is_left_alone(project: Environment, installed: list[str]) -> None:
    (project.folder / "bin").mkdir(parents=True)
    with pytest.raises(Stop, match="left alone"):
        project.ensure("requirements", Console())
    assert (project.folder / "bin").exists()
    assert not (project.folder / OURS).exists()


# The commands


def desk(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DESK), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_build_names_all_tools_that_are_missing_before_it_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = desk("build", "--out", str(tmp_path))
    assert done.returncode == 3
    assert all(tool in done.stderr for tool in ("osslsigncode", "uv", "makensis"))
    assert not list(tmp_path.iterdir())


def test_wrong_usage_is_exit_code_2() -> None:
    assert desk().returncode == 2
    assert desk("dance").returncode == 2


@pytest.mark.parametrize("words", [(), ("dance",)])
def test_wrong_usage_is_told_in_both_languages(words: tuple[str, ...]) -> None:
    chinese, english = desk(*words).stderr.splitlines()
    assert (chinese.startswith("用法不对"), english.startswith("Wrong usage")) == (True, True)
    assert all("desk.py run" in line for line in (chinese, english))


PROGRAM = """
import json, pathlib, sys
words = sys.argv[1:]
if words == ["sample", "--json"]:
    print(json.dumps({"samples": [{"name": "oranges"}]}))
elif words == ["sample", "oranges"]:
    print(json.dumps({"schema": "case", "品名": "脐橙"}))
else:
    assert words[0] == "packet" and words[2] == "--out" and words[4] == "--json", words
    case = json.loads(pathlib.Path(words[1]).read_text("utf-8"))
    out = pathlib.Path(words[3]); out.mkdir(parents=True)
    (out / "a.pdf").write_text(case["品名"], "utf-8")
    print("[]")
    sys.exit(EXIT)
"""


@pytest.fixture
def program(project: Environment, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the program that answers `sample` and `packet`."""
    monkeypatch.setattr(Environment, "python", Path(sys.executable))
    (project.root / "exporter_desk").mkdir()
    (project.root / "exporter_desk" / "__init__.py").write_text("", encoding="utf-8")
    return project.root / "exporter_desk" / "__main__.py"


def test_without_a_screen_the_samples_are_made(
    project: Environment, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text(
        PROGRAM.replace("EXIT", "1"), encoding="utf-8"
    )  # 1: the sample has findings, its papers are made
    assert commands.run_program(project, [], Console(), headless=True) == 0
    assert (project.root / "out" / "oranges" / "a.pdf").read_text("utf-8") == "脐橙"
    assert "a.pdf" in capsys.readouterr().err


def test_a_sample_that_fails_ends_the_run_with_its_code(project: Environment, program: Path) -> None:
    program.write_text(PROGRAM.replace("EXIT", "3"), encoding="utf-8")
    with pytest.raises(Stop) as caught:
        commands.run_program(project, [], Console(), headless=True)
    assert caught.value.exit_code == 3


def test_why_a_sample_failed_is_told_in_both_languages(project: Environment, program: Path) -> None:
    refusal = """
import sys
if "packet" in sys.argv:
    sys.stderr.write("The folder out is in the way." if "en" in sys.argv else "out 这个位置已经有文件。")
    sys.exit(3)
"""
    program.write_text(refusal + PROGRAM, encoding="utf-8")
    with pytest.raises(Stop) as caught:
        commands.run_program(project, [], Console(), headless=True)
    assert caught.value.zh == "程序没有完成：out 这个位置已经有文件。"
    assert caught.value.en == "The program did not finish: The folder out is in the way."


def test_the_window_gets_the_options_and_gives_its_code(project: Environment, program: Path) -> None:
    program.write_text("import sys; sys.exit(len(sys.argv))", encoding="utf-8")
    assert commands.run_program(project, ["a", "b"], Console(), headless=False) == 3
