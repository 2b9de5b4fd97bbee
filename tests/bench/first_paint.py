"""What a measured window tells the bench: when its home was painted, its memory, and heavy packages it imported."""

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
    """Wait until the shown window is painted and print one JSON line.

    `at` is a moment of the machine's monotonic clock, which is the same in all processes of one machine.
    """
    handle = window.windowHandle()
    while not handle.isExposed():
        application.processEvents()
    application.processEvents()
    told = {"at": time.perf_counter(), "resident_kb": resident_kb(), "heavy": sorted(set(HEAVY) & set(sys.modules))}
    sys.stdout.write(json.dumps(told) + "\n")


def resident_kb() -> int | None:
    """Resident memory of this process in KiB; None where the system does not tell it in /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), None)
