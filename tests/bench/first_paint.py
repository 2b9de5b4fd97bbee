"""What a measured window tells the bench: when it was painted, when a key is answered, its memory, heavy packages."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

HEAVY = ("pandas", "numpy", "reportlab", "requests", "keyring", "cryptography", "pikepdf", "pypdfium2")


def tell(application: QApplication, window: QWidget) -> None:
    """Wait until the window is usable and print one JSON line.

    `painted` is the moment after the first complete paint. At `usable` nothing is left to do before the next event: a
    key that is pressed now is answered now. Both are moments of the machine's monotonic clock, which is the same in all
    processes of one machine; `cpu` is what the process used until then, in seconds.
    """
    handle = window.windowHandle()
    while not handle.isExposed():
        application.processEvents()
    application.processEvents()
    painted = time.perf_counter()
    from PySide6.QtCore import QEventLoop

    events = application.eventDispatcher()
    while events.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
        pass
    told = {"painted": painted, "usable": time.perf_counter(), "cpu": time.process_time()}
    told |= {"resident_kb": resident_kb(), "heavy": sorted(set(HEAVY) & set(sys.modules))}
    sys.stdout.write(json.dumps(told) + "\n")


def resident_kb() -> int | None:
    """Resident memory of this process in KiB; None where the system does not tell it in /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), None)
