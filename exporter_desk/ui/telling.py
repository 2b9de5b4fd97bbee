"""Between long work and the window: asked at every step whether to go on, told ten times a second how far it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.ui.tasks import Progress

_EVERY_S = 0.1


def seldom(progress: Progress) -> Callable[[int, int], None]:
    """What `watched_by` is given: each report wakes the window, and work takes thousands of steps."""
    told = 0.0

    def listen(done: int, total: int) -> None:
        nonlocal told
        progress.check()
        if (now := time.monotonic()) - told >= _EVERY_S:
            told = now
            progress.report(done, total)

    return listen
