"""Opens the window of the exercises: a program of its own, which knows no other places than theirs."""

from __future__ import annotations

import os
import subprocess
import sys

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.paths import PRACTICE_VARIABLE


def open_window() -> None:
    """Start the practice window; an open one comes to the front. Raises UserFacingError S305 when it cannot start."""
    environment = {**os.environ, PRACTICE_VARIABLE: "1"}
    try:
        # It outlives this window, and a signal to the one is none to the other.
        subprocess.Popen(
            [sys.executable, "-m", "exporter_desk"], env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise UserFacingError(
            "S305",
            "练习窗口没有打开。",
            "The practice window did not open.",
            "请再试一次，或用命令 exporter-desk --practice。",
            "Try again, or use the command exporter-desk --practice.",
        ) from error
