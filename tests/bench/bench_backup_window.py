"""The window during a backup of a large company: `python -m tests.bench.bench_backup_window [CASES] [MEGABYTES]`.

A timer of the window's own thread ticks every 5 ms; what it comes too late by is what typing would wait. Offscreen.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.tasks import Progress

TICK_MS, ALONE_S, PATIENCE_S = 5, 8.0, 600.0


class Ticker:
    """Collects how long the window's thread took between two ticks, in seconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def during(self, application: QApplication, is_over: Callable[[], bool]) -> str:
        """Let the window live until `is_over`; return what was measured in words."""
        self.gaps.clear()
        cpu, begun, self._last = time.process_time(), time.perf_counter(), time.perf_counter()
        self._timer.start()
        live(application, is_over)
        self._timer.stop()
        ordered = sorted(self.gaps)
        late = ordered[int(len(ordered) * 0.99)]
        return (
            f"{time.perf_counter() - begun:.1f} s, {time.process_time() - cpu:.1f} s of CPU; between ticks 99 % "
            f"{late * 1e3:.1f} ms, longest {ordered[-1] * 1e3:.1f} ms, {sum(gap > 0.05 for gap in ordered)} over 50 ms"
        )


def live(application: QApplication, is_over: Callable[[], bool]) -> None:
    """Let the window work until something is over; raises TimeoutError."""
    ends = time.monotonic() + PATIENCE_S
    while not is_over():
        if time.monotonic() > ends:
            raise TimeoutError
        application.processEvents()
        time.sleep(0.0005)


def measured(application: QApplication, window: MainWindow) -> list[str]:
    """Measure the window alone, beside a backup, and how fast a backup is given up."""
    from exporter_desk.services.keeping.backups import company_backups

    ticker, ended, progress = Ticker(), list[object](), list[int]()

    def work(told: Progress) -> object:
        def report(done: int, total: int) -> None:
            progress.append(done)
            told.report(done, total)

        return company_backups().write_now(report)

    until = time.monotonic() + ALONE_S
    said = [f"alone: {ticker.during(application, lambda: time.monotonic() > until)}"]
    window.tasks.start("backup", work, ended.append, ended.append)
    beside = ticker.during(application, lambda: bool(ended))
    said.append(f"beside a backup: {beside}, progress told {len(progress)} times")
    progress.clear()
    task = window.tasks.start("backup", work)
    live(application, lambda: bool(progress))
    begun = time.perf_counter()
    task.cancel()
    live(application, lambda: not window.tasks.running())
    left = len(list(company_backups().folder.glob(".*")))
    return [*said, f"given up in {(time.perf_counter() - begun) * 1e3:.0f} ms, {left} half copies left"]


def main() -> int:
    """Make the company, open the window on it, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=5000)
    parser.add_argument("megabytes", type=int, nargs="?", default=1024)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["EXPORTER_DESK_HOME"] = home
        gc.disable()  # as exporter_desk.__main__ does
        from exporter_desk import app
        from exporter_desk.services.keeping.company import company_path
        from tests.bench.bench_backup import fill

        company_path().parent.mkdir(parents=True, exist_ok=True)
        fill(Path(company_path()), options.cases, options.megabytes)
        application, session, window = app.open_desk()
        opened = time.monotonic()
        live(application, lambda: time.monotonic() > opened + 3 and not window.tasks.running())
        sys.stdout.write("\n".join(measured(application, window)) + "\n")
        window.tasks.finish(-1)
        session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
