"""A crash is reported without business data, told once per kind, and a hard one is found at the next start."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporter_desk.system import clock, crash
from tests.support.log_watch import LogWatch
from tests.support.source_tree import ROOT

BUYER = "赣州某某家具"
MOMENT = clock.FixedClock(datetime(2026, 11, 25, 8, 30, tzinfo=UTC))


def failed(text: str = BUYER) -> BaseException:
    try:
        {}[text]
    except LookupError as error:
        return error
    raise AssertionError


@pytest.fixture
def told(expected_log: LogWatch) -> list[crash.CrashReport]:
    expected_log.expect("crash of kind")
    return []


def test_the_report_has_frames_and_no_text_of_the_error(tmp_path: Path, told: list[crash.CrashReport]) -> None:
    report = crash.CrashWatch(tmp_path, told.append, MOMENT).report(failed())
    assert report.path is not None
    assert report.path.read_text("utf-8") == report.text
    assert "builtins.KeyError\n  test_crash.py:" in report.text
    assert "2026-11-25T08:30:00" in report.text
    assert BUYER not in report.text


def test_one_kind_is_told_once(tmp_path: Path, told: list[crash.CrashReport]) -> None:
    watch = crash.CrashWatch(tmp_path, told.append)
    for number in range(3):
        watch.report(failed(str(number)))
    watch.report(ValueError("other"))
    assert [report.kind.split()[0] for report in told] == ["KeyError", "ValueError"]
    assert len(list(tmp_path.iterdir())) == 2


def test_only_the_newest_reports_are_kept(tmp_path: Path, told: list[crash.CrashReport]) -> None:
    for number in range(crash.REPORTS_KEPT + 5):
        (tmp_path / f"crash-20260101-{number:06}-0.txt").write_text("old", encoding="utf-8")
    crash.CrashWatch(tmp_path, told.append, MOMENT).report(failed())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert (len(names), names[-1]) == (crash.REPORTS_KEPT, "crash-20261125-083000-000000.txt")


def test_a_report_that_cannot_be_saved_is_still_told(tmp_path: Path, told: list[crash.CrashReport]) -> None:
    (tmp_path / "logs").write_bytes(b"")
    crash.CrashWatch(tmp_path / "logs", told.append).report(failed())
    assert [report.path for report in told] == [None]


def test_threads_and_destructors_are_watched(tmp_path: Path, told: list[crash.CrashReport]) -> None:
    watch = crash.CrashWatch(tmp_path, told.append)
    error = failed()
    watch.on_thread_exception(threading.ExceptHookArgs((LookupError, error, error.__traceback__, None)))
    watch.on_exception(ValueError, ValueError(), None)
    assert [report.kind.split()[0] for report in told] == ["KeyError", "ValueError"]


def test_an_interrupt_is_no_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[crash.CrashReport] = []
    crash.CrashWatch(tmp_path, told.append).on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def run_in(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    head = "import sys; from pathlib import Path; from exporter_desk.system import crash; folder = Path(sys.argv[1])\n"
    head += "crash.install(folder, lambda report: print(report.kind))\n"
    command = [sys.executable, "-c", head + code, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def test_hooks_catch_what_nobody_caught(tmp_path: Path) -> None:
    code = "class Bad:\n def __del__(self): raise OSError('x')\nBad()\nimport threading\n"
    code += "t = threading.Thread(target=lambda: {}['x']); t.start(); t.join()\n1 / 0\n"
    done = run_in(tmp_path, code)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["OSError", "KeyError", "ZeroDivisionError"]
    assert len(list(tmp_path.glob("crash-*.txt"))) == 3
    assert list(tmp_path.glob("hard-*.txt")) == []


def test_a_hard_crash_is_found_once_at_the_next_start(tmp_path: Path) -> None:
    run_in(tmp_path, "import faulthandler\nfaulthandler._sigabrt()\n")
    (report,) = crash.take_hard_crashes(tmp_path)
    assert "Fatal Python error" in report.read_text("utf-8")
    assert crash.take_hard_crashes(tmp_path) == ()
    assert list(tmp_path.glob("crash-*.txt")) == [report]


def test_empty_files_of_running_windows_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "hard-1.txt").write_text("", encoding="utf-8")
    (tmp_path / "hard-2.txt").write_text("Segmentation fault", encoding="utf-8")
    assert crash.take_hard_crashes(tmp_path) == (tmp_path / "crash-2.txt",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crash-2.txt", "hard-1.txt"]


@pytest.mark.parametrize(("name", "text"), [("hard", ""), ("hard", "Segmentation fault"), ("crash", "old")])
def test_files_of_both_kinds_are_thinned_out(tmp_path: Path, name: str, text: str) -> None:
    for number in range(crash.REPORTS_KEPT + 5):
        (tmp_path / f"{name}-20260101-{number:06}-0.txt").write_text(text, encoding="utf-8")
    crash.take_hard_crashes(tmp_path)
    names = sorted(path.name.partition("-")[2] for path in tmp_path.iterdir())
    assert (len(names), names[0]) == (crash.REPORTS_KEPT, "20260101-000005-0.txt")


def test_a_file_that_another_window_holds_is_told_another_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hard-1.txt").write_text("Segmentation fault", encoding="utf-8")
    with monkeypatch.context() as held:
        held.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "held")))
        assert crash.take_hard_crashes(tmp_path) == ()
    assert crash.take_hard_crashes(tmp_path) == (tmp_path / "crash-1.txt",)
