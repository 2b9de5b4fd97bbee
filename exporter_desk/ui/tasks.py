"""Background work: one object that runs it, tells its progress, and hands results back to the window's thread."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QMetaMethod, QObject, QRunnable, Qt, QThreadPool, Signal

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.guard import guarded, report
from exporter_desk.ui.messages import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.ui.messages import Words

Result = TypeVar("Result")


class Cancelled(Exception):  # noqa: N818  # an outcome, not an error
    """Raised inside work by Progress.check() after the user cancelled."""


class Progress:
    """What work is given: report how far it is, and stop when asked to."""

    def __init__(self, report: Callable[[int, int], None], stop: Event) -> None:
        self._report, self._stop = report, stop

    def report(self, done: int, total: int) -> None:
        """Tell progress; also the place where cancelling takes effect."""
        self.check()
        self._report(done, total)

    def check(self) -> None:
        """Raise Cancelled if the user wants no more of this."""
        if self._stop.is_set():
            raise Cancelled


class Task(QObject, Generic[Result]):
    """One piece of work. All signals arrive in the thread of the window, one of succeeded, failed and cancelled."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    unheard = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _reported = Signal(int, int)
    _returned = Signal(str, object)

    def __init__(self, label: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._label = label
        self.done, self.total = 0, 0
        self.stop = Event()
        self._reported.connect(self._take_progress, Qt.ConnectionType.QueuedConnection)
        self._returned.connect(self._take_result, Qt.ConnectionType.QueuedConnection)

    @property
    def label(self) -> str:
        """What is being done, in the language of the window now."""
        return said(self._label)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; work that never reports runs to its end."""
        self.stop.set()

    def execute(self, work: Callable[[Progress], Result]) -> None:
        """Run the work in the calling thread; results travel by queued signal."""
        try:
            progress = Progress(self._reported.emit, self.stop)
            progress.check()
            result = work(progress)
        except Cancelled:
            self._returned.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001  # every failure is shown, none may vanish in a worker thread
            self._returned.emit("failed", error)
        else:
            self._returned.emit("succeeded", result)

    def _take_progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.progressed.emit(done, total)

    def _take_result(self, outcome: str, value: object) -> None:
        if outcome == "succeeded":
            self.succeeded.emit(value)
        elif isinstance(value, Exception):
            self._tell_failure(value)
        else:
            self.cancelled.emit()
        self.ended.emit()

    def _tell_failure(self, error: Exception) -> None:
        """Tell a bug as one, whatever those who wanted the work say of it; a refusal that nobody takes is unheard."""
        if not isinstance(error, UserFacingError):
            report(error)
        elif not self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.unheard.emit(error)
        self.failed.emit(error)


class _Runnable(QRunnable):
    """Carries a task into a pool."""

    def __init__(self, task: Task[Any], work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._task, self._work = task, work

    @guarded()
    def run(self) -> None:
        self._task.execute(self._work)


class Tasks(QObject):
    """Starts work: `start` for anything, `store` for the database, one after the other in order."""

    changed = Signal()
    unheard = Signal(object)
    """A UserFacingError in work whose failures nobody asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._line = QThreadPool(self)
        self._line.setMaxThreadCount(1)
        self._line.setExpiryTimeout(-1)
        self._running: list[Task[Any]] = []
        self._quiet: list[Task[Any]] = []

    def start(
        self,
        label: Words,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        quiet: bool = False,
    ) -> Task[Result]:
        """Run work on a pool thread. `done` and `failed` are called in the thread of the window.

        An error that is no UserFacingError is a bug and becomes a crash report, whatever `failed` does.
        Without `failed` what was refused is told by `unheard`.

        Quiet work follows each keystroke: nobody is told that it runs, it flickers no status bar.
        """
        return self._launch(self._pool, label, work, done, failed, quiet=quiet)

    def store(
        self,
        label: Words,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[Result]:
        """Run work on the one database thread, after everything stored before."""
        return self._launch(self._line, label, work, done, failed)

    def running(self) -> tuple[Task[Any], ...]:
        """What a person hears of."""
        return tuple(self._running)

    def finish(self, milliseconds: int = 5000) -> bool:
        """Let begun and stored work end before the program does; False when some is still at work, -1 waits for all.

        A thread that works on while Python and the libraries are taken down crashes the process. Work that nobody
        began yet, other than storing, is dropped.
        """
        self._pool.clear()
        return self._line.waitForDone(milliseconds) and self._pool.waitForDone(milliseconds)

    def _launch(
        self,
        pool: QThreadPool,
        label: Words,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        quiet: bool = False,
    ) -> Task[Result]:
        task: Task[Result] = Task(label, self)
        if done is not None:
            task.succeeded.connect(done)
        if failed is not None:
            task.failed.connect(failed)
        task.unheard.connect(self.unheard)
        task.progressed.connect(self.changed)
        task.ended.connect(lambda: self._ended(task))
        (self._quiet if quiet else self._running).append(task)
        self.changed.emit()
        pool.start(_Runnable(task, work))
        return task

    def _ended(self, task: Task[Any]) -> None:
        (self._running if task in self._running else self._quiet).remove(task)
        self.changed.emit()
        task.deleteLater()
