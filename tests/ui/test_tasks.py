"""Background work: results arrive in the window's thread, in order where order matters."""

import threading
import time

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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


def test_failure_is_handed_over(qtbot: QtBot, tasks: Tasks) -> None:
    failures: list[Exception] = []

    def work(progress: Progress) -> None:
        raise OSError("U 盘已满")

    task = tasks.start("备份", work, failed=failures.append)
    with qtbot.waitSignal(task.ended, timeout=20_000):
        pass
    assert [str(error) for error in failures] == ["U 盘已满"]


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
