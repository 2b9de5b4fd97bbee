"""Background work: results arrive in the window's thread, in order where order matters."""

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.tasks import Progress, Tasks


@pytest.fixture
def tasks(qapp: QApplication) -> Tasks:
    return Tasks()


def test_result_arrives_in_the_thread_of_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[object, bool, bool]] = []
    home = threading.current_thread()

    def work(progress: Progress) -> bool:
        return threading.current_thread() is home

    tasks.start("x", work, lambda result: seen.append((result, threading.current_thread() is home, True)))
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen == [(False, True, True)]


REFUSAL = UserFacingError("S20", "U 盘已满", "the stick is full")


def raising(error: Exception) -> Callable[[Progress], None]:
    def work(_progress: Progress) -> None:
        raise error

    return work


def test_failure_is_handed_over(qtbot: QtBot, tasks: Tasks) -> None:
    failures: list[Exception] = []
    unheard: list[Exception] = []
    tasks.unheard.connect(unheard.append)
    with qtbot.waitSignal(tasks.start("备份", raising(REFUSAL), failed=failures.append).ended, timeout=20_000):
        pass
    assert (failures, unheard) == ([REFUSAL], [])


@pytest.mark.parametrize("begin", ["start", "store"])
def test_a_refusal_that_nobody_takes_is_told_by_the_window(qtbot: QtBot, tasks: Tasks, begin: str) -> None:
    unheard: list[Exception] = []
    tasks.unheard.connect(unheard.append)
    with qtbot.waitSignal(getattr(tasks, begin)("备份", raising(REFUSAL)).ended, timeout=20_000):
        pass
    assert unheard == [REFUSAL]


@pytest.mark.parametrize("heard", [True, False])
def test_a_bug_in_work_becomes_a_crash_report_whoever_hears_of_it(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    reported: list[BaseException] = []
    failures: list[Exception] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: reported.append(error))
    bug = KeyError("goods")
    with qtbot.waitSignal(
        tasks.start("x", raising(bug), failed=failures.append if heard else None).ended, timeout=20_000
    ):
        pass
    assert (reported, failures) == ([bug], [bug] if heard else [])


def test_progress_arrives_before_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    steps: list[tuple[int, int]] = []
    task = tasks.start("x", lambda progress: [progress.report(n, 3) for n in (1, 2, 3)])
    task.progressed.connect(lambda done, total: steps.append((done, total)))
    with qtbot.waitSignal(task.succeeded, timeout=20_000):
        pass
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_cancelled_work_neither_succeeds_nor_fails(qtbot: QtBot, tasks: Tasks) -> None:
    started, results = threading.Event(), []

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    task = tasks.start("x", work, results.append, results.append)
    started.wait(5)
    with qtbot.waitSignal(task.cancelled, timeout=20_000):
        task.cancel()
    assert results == []


def test_stored_work_runs_one_after_the_other(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[int] = []
    threads: set[int] = set()

    def work(number: int) -> None:
        threads.add(threading.get_ident())
        order.append(number)

    for number in range(30):
        tasks.store("保存", lambda progress, n=number: work(n))  # type: ignore[misc]
    assert tasks.finish()
    assert order == list(range(30))
    assert len(threads) == 1


def test_end_waits_for_begun_and_stored_work_and_drops_the_rest(qtbot: QtBot, tasks: Tasks) -> None:
    ready, ended = threading.Semaphore(0), []
    threads = QThread.idealThreadCount()

    def slow(number: int) -> None:
        ready.release()
        time.sleep(0.2)
        ended.append(number)

    for number in range(threads + 3):
        tasks.start("x", lambda progress, n=number: slow(n))  # type: ignore[misc]
    for _ in range(threads):
        assert ready.acquire(timeout=5)
    tasks.store("y", lambda progress: ended.append(-1))
    assert tasks.finish(-1)
    assert sorted(ended) == [-1, *range(threads)]


def test_nothing_runs_in_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    tasks.start("x", lambda progress: 1)
    tasks.store("y", lambda progress: 2)
    qtbot.waitUntil(lambda: tasks.running() == (), timeout=20_000)


def test_quiet_work_is_done_and_nobody_is_told_of_it(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[object] = []
    go_on = threading.Event()
    task = tasks.start("x", lambda progress: go_on.wait(10), seen.append, quiet=True)
    assert tasks.running() == ()
    with qtbot.waitSignal(task.ended, timeout=20_000):
        go_on.set()
    assert seen == [True]
    assert tasks.finish()
