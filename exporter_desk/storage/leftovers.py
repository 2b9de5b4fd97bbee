"""What a program that was killed left beside a database: unfinished copies, and folders with an open copy in them."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.storage.lock import FileLock, HeldError, Holder

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = ".sealing-"
_IN_USE = "in-use.lock"
_LEFT_ALONE_S = 3600
_NOBODY = Holder(who="", since="", pid=0)


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """Give a folder for a copy that is open to read for a moment; what a killed program left there `sweep` removes.

    It lies beside the database and not in a folder for all. Raises OSError when it cannot be made.
    """
    with tempfile.TemporaryDirectory(dir=beside, prefix=PRIVATE, ignore_cleanup_errors=True) as name:
        lock = FileLock(Path(name) / _IN_USE, _NOBODY)
        try:
            yield Path(name)
        finally:
            lock.release()  # before the folder goes: Windows removes no file that is held


def sweep(folder: Path) -> None:
    """Remove the folders that nobody works in any more, and parts of an hour ago or earlier; younger ones may grow."""
    old = [*folder.glob(".*.part*"), *folder.glob(f"{PRIVATE}*")]
    if not old:
        return
    before = _now_on(folder) - _LEFT_ALONE_S
    for path in old:
        with suppress(OSError):
            if path.name.startswith(PRIVATE):
                _sweep_private(path, before)
            elif path.stat().st_mtime < before:
                path.unlink()


def _now_on(folder: Path) -> float:
    """Return the time by the clock of the disk, not of this computer; of a disk that takes nothing, an early one."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as probe:
            return Path(probe.name).stat().st_mtime
    except OSError:
        return 0


def _sweep_private(folder: Path, before: float) -> None:
    lock = folder / _IN_USE
    if lock.exists():
        if not _is_free(lock):
            return
    elif folder.stat().st_mtime >= before:  # a former program made no lock, and one may just be about to
        return
    shutil.rmtree(folder, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    if not os.access(lock, os.W_OK):
        return False
    try:
        FileLock(lock, _NOBODY).release()
    except HeldError:
        return False
    return True
