"""One writer at a time: a lock that dies with its process, and says who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

# Windows locks bytes against reading too: the locked byte lies far behind the text that others read.
_LOCKED_BYTE = 1 << 20


class Holder(NamedTuple):
    """Who has a case database open for writing, and since when (an ISO moment); `pid` of the process."""

    who: str
    since: str
    pid: int = 0


class HeldError(Exception):
    """The lock is held by somebody else."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"held by {holder.who}")
        self.holder = holder


class FileLock:
    """A lock file beside a database. The system releases it when the process ends, however it ends."""

    def __init__(self, path: Path, holder: Holder) -> None:
        """Take the lock; raises HeldError when somebody else has it, OSError when no lock file can be made."""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise HeldError(_read(path)) from error
        text = json.dumps(holder._asdict(), ensure_ascii=False)
        try:
            os.ftruncate(self._handle, 0)
            os.write(self._handle, text.encode("utf-8"))
        except OSError:  # a full disk: what nobody could read must not be held
            self.release()
            raise

    def release(self) -> None:
        """Give the lock back; the empty lock file stays, because removing it could free a lock taken meanwhile."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


def lock_path(database: Path) -> Path:
    """Return where the lock file of a database lies."""
    return database.with_name(database.name + ".lock")


def _read(path: Path) -> Holder:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Holder(who=str(data["who"]), since=str(data["since"]), pid=int(data["pid"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Holder(who="?", since="?")


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
