"""Catches what nobody caught: writes a report without business data, tells it once per kind, sends nothing."""

from __future__ import annotations

import atexit
import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk import __version__
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import clock, files, logs

if TYPE_CHECKING:
    from types import TracebackType

LOGGER = logging.getLogger(__name__)
REPORTS_KEPT = 20


class CrashReport(NamedTuple):
    """One crash: its kind, the text to read or copy, and the file it was saved in, if it could be saved."""

    kind: str
    text: str
    path: Path | None


Teller = Callable[[CrashReport], object]


class CrashWatch:
    """Stands behind every hook that Python offers for errors that nobody caught."""

    def __init__(self, folder: Path, tell: Teller, time: clock.Clock = clock) -> None:
        self._folder = folder
        self._tell = tell
        self._time = time
        self._told: dict[str, CrashReport] = {}

    def tell_to(self, tell: Teller) -> None:
        """Tell crashes to somebody else from now on, once there is a window."""
        self._tell = tell

    def report(self, error: BaseException) -> CrashReport:
        """Write and tell the report of one crash, once per kind in this run: an error while painting comes again."""
        kind = kind_of(error)
        if kind not in self._told:
            text = self._text(error)
            self._told[kind] = CrashReport(kind, text, self._save(text))
            LOGGER.error("crash of kind %(kind)s", {"kind": kind})
            self._tell(self._told[kind])
        return self._told[kind]

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Stand in for `sys.excepthook`; an interrupt from the keyboard is a wish, not a crash."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def on_thread_exception(self, happened: threading.ExceptHookArgs) -> None:
        """Stand in for `threading.excepthook`."""
        if happened.exc_value is not None and not issubclass(happened.exc_type, SystemExit):
            self.report(happened.exc_value)

    def on_unraisable(self, happened: sys.UnraisableHookArgs) -> None:
        """Stand in for `sys.unraisablehook`: errors in destructors and callbacks."""
        if happened.exc_value is not None:
            self.report(happened.exc_value)

    def _text(self, error: BaseException) -> str:
        import platform

        qt = getattr(sys.modules.get("PySide6.QtCore"), "__version__", "not loaded")
        head = (
            f"Exporter Desk {__version__}, Python {platform.python_version()}, Qt {qt}",
            f"{sys.platform} {platform.machine()}, {self._time.now().isoformat(timespec='seconds')}",
        )
        return "\n".join((*head, "", logs.describe_exception(error), ""))

    def _save(self, text: str) -> Path | None:
        path = self._folder / f"crash-{self._time.now():%Y%m%d-%H%M%S-%f}.txt"
        try:
            files.write_atomically(path, text.encode())
        except UserFacingError:
            return None
        _keep_newest(self._folder, "crash-*.txt")
        return path


def kind_of(error: BaseException) -> str:
    """Name a crash by its type and the last frame of our own code, so that a loop of one crash is told once."""
    frames = [line.strip() for line in logs.describe_exception(error).splitlines() if line.startswith("  ")]
    own = [frame for frame in frames if frame.startswith(logs.OWN_LOGGERS)]
    return " ".join((type(error).__name__, *(own or frames)[-1:]))


def install(folder: Path, tell: Teller) -> CrashWatch:
    """Set all hooks; called before Qt is imported. Hard crashes of C++ code are written by `faulthandler`."""
    watch = CrashWatch(folder, tell)
    sys.excepthook = watch.on_exception
    threading.excepthook = watch.on_thread_exception
    sys.unraisablehook = watch.on_unraisable
    _watch_hard_crashes(folder)
    return watch


def _watch_hard_crashes(folder: Path) -> None:
    """Give this run a file of its own, because another window may be open; it is removed when it stayed empty."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"hard-{clock.now():%Y%m%d-%H%M%S-%f}.txt").open("w", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)

    def close() -> None:
        faulthandler.disable()
        file.close()
        path = Path(file.name)
        if path.exists() and not path.stat().st_size:
            path.unlink()

    atexit.register(close)


def take_hard_crashes(folder: Path) -> tuple[Path, ...]:
    """Return what earlier runs wrote while they died, once, oldest first: each file becomes an ordinary crash report.

    The empty file of a run that was only killed is left to it for a while, since it may belong to another window.
    """
    taken: list[Path] = []
    for path in sorted(folder.glob("hard-*.txt")):
        report = path.with_name(path.name.replace("hard-", "crash-", 1))
        with suppress(OSError):  # Windows keeps the file of a window that is still open: it is told another time
            if path.stat().st_size:
                taken.append(path.replace(report))
    _keep_newest(folder, "hard-*.txt")
    _keep_newest(folder, "crash-*.txt")
    return tuple(path for path in taken if path.exists())


def _keep_newest(folder: Path, pattern: str) -> None:
    for old in sorted(folder.glob(pattern))[:-REPORTS_KEPT]:
        with suppress(OSError):
            old.unlink(missing_ok=True)
