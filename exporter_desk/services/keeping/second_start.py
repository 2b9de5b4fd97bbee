"""A second start of the program: it asks the window that is open already to come to the front, and takes its leave.

A file in a folder of the profile is the call; the window that takes it removes it. No server, no network.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from exporter_desk.storage.connection import this_user
from exporter_desk.system.paths import find_paths

WAIT_S, LOOK_EVERY_S = 2.0, 0.05
ANY_PROCESS = -1  # ASFW_ANY of Windows


@dataclass(frozen=True, slots=True)
class Call:
    """What a second start asks: the window to the front, and perhaps a travelling file to look at."""

    file: Path | None


def folder() -> Path:
    """Return where calls lie."""
    return find_paths().data.parent / "calls"


def call(file: Path | None, *, wait: float = WAIT_S) -> bool:
    """Call the window of this user on this computer; True when it took the call, False when nobody listens."""
    place = folder() / f"{os.getpid()}-{os.urandom(4).hex()}.call"
    told = {"who": this_user("").who, "file": None if file is None else str(file)}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        _let_it_come_forward()
        part.replace(place)
        end = time.monotonic() + wait
        while place.exists() and time.monotonic() < end:
            time.sleep(LOOK_EVERY_S)
        taken = not place.exists()
        place.unlink(missing_ok=True)
    except OSError:
        return False
    return taken


def take() -> tuple[Call, ...]:
    """Return the calls for this user on this computer, and remove them; anything else in the folder stays."""
    return tuple(one for path in _calls() if (one := _taken(path)) is not None)


def _calls() -> list[Path]:
    try:
        return sorted(folder().glob("*.call"))
    except OSError:
        return []


def _taken(path: Path) -> Call | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        who, file = told["who"], told["file"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if who != this_user("").who or not isinstance(file, str | None):
        return None
    with suppress(OSError):
        path.unlink()
    return Call(None if file is None else Path(file))


def _let_it_come_forward() -> None:
    """Windows lets a window come to the front only when the process with the focus agrees; that is this one now."""
    if sys.platform == "win32":  # pragma: no cover - only there
        import ctypes

        getattr(ctypes, "windll").user32.AllowSetForegroundWindow(ANY_PROCESS)  # noqa: B009  # there on Windows alone
