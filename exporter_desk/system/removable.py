"""Sticks and other drives that can be pulled out, as far as the system tells."""

from __future__ import annotations

import os
import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_REMOVABLE = 2  # DRIVE_REMOVABLE of Windows
_PLACES = ("/media", "/run/media")


def removable_drives() -> tuple[Path, ...]:
    """Return the folders of the sticks that are plugged in; empty when there is none or the system does not say."""
    return _windows() if sys.platform == "win32" else mounted_below(map(Path, _PLACES))


def mounted_below(places: Iterable[Path], is_mount: Callable[[Path], bool] = os.path.ismount) -> tuple[Path, ...]:
    """Return the drives that are mounted one or two folders below `places`, as desktops of Linux do it."""
    found: list[Path] = []
    for place in places:
        for pattern in ("*", "*/*"):
            found += [folder for folder in _folders(place, pattern) if is_mount(folder)]
    return tuple(sorted(found))


def _folders(place: Path, pattern: str) -> list[Path]:
    try:
        return [folder for folder in place.glob(pattern) if folder.is_dir()]
    except OSError:
        return []


def _windows() -> tuple[Path, ...]:  # pragma: no cover - only there
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # the name exists on Windows alone
    roots = [f"{letter}:\\" for letter in string.ascii_uppercase]
    return tuple(Path(root) for root in roots if kernel.GetDriveTypeW(root) == _REMOVABLE)
