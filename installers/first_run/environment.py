"""Makes the program's own Python environment in `.venv` and knows whether it is whole and up to date."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from first_run import machine, packages
from first_run.console import Console, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED_MEGABYTES = 1300  # measured: 0.7 GB installed, and the wheels while they are unpacked
OURS = "exporter-desk-environment"  # marks a folder that this program made and may remove
STAMP = "exporter-desk.json"  # written last: without it the environment is half made


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of one checkout."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the packages are."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter that sees the packages."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def notes(self) -> Path:
        """Where the set-up keeps its log and its lock."""
        return self.root / ".desk"

    def lock_file(self, name: str) -> Path:
        """Path of a lock file by its short name, `requirements` or `requirements-test`."""
        return self.root / "installers" / f"{name}.lock"

    def ensure(self, lock: str, console: Console) -> None:
        """Bring the environment to what the lock file says; do nothing when it already is."""
        if self._is_ready(lock):
            return
        try:
            with self._only_one_at_a_time():
                if not self._is_ready(lock):
                    self._bring_up(lock, console)
        except OSError as error:
            raise packages.explain(str(error), self.notes) from error

    def _bring_up(self, lock: str, console: Console) -> None:
        machine.require_disk(self.root, NEEDED_MEGABYTES)
        stamp = self._read_stamp()
        if stamp is None:
            self._make(console)
        (self.folder / STAMP).unlink(missing_ok=True)
        console.step("安装依赖（第一次需要几分钟）", "installing packages (the first time takes minutes)")
        packages.install(self.python, self.lock_file(lock), self.notes, console)
        packages.probe_qt(self.python)
        packages.keep_code(self.python, self.root)
        digests = {lock: self._digest(lock), **self._digests_also_met(lock)}
        self._write_stamp(digests)
        console.step("环境就绪", "environment ready")

    def _digests_also_met(self, lock: str) -> dict[str, str]:
        """The test lock holds every line of the run lock, so the larger one serves both commands."""
        return {"requirements": self._digest("requirements")} if lock == "requirements-test" else {}

    def _is_ready(self, lock: str) -> bool:
        stamp = self._read_stamp()
        return stamp is not None and stamp.get(lock) == self._digest(lock)

    def _read_stamp(self) -> dict[str, str] | None:
        """Return the digests of the lock files met, or None for an environment that must be made anew."""
        try:
            stamp = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        # A moved folder breaks the scripts inside, a removed or replaced Python the whole environment.
        if not isinstance(stamp, dict) or stamp.get("root") != str(self.root) or not self._python_starts():
            return None
        digests = stamp.get("locks")
        return digests if isinstance(digests, dict) else None

    def _python_starts(self) -> bool:
        try:
            return subprocess.run([self.python, "-I", "-c", ""], check=False, capture_output=True).returncode == 0
        except OSError:
            return False

    def _write_stamp(self, digests: dict[str, str]) -> None:
        part = self.folder / (STAMP + ".part")
        part.write_text(json.dumps({"root": str(self.root), "locks": digests}, indent=1) + "\n", encoding="utf-8")
        part.replace(self.folder / STAMP)

    def _digest(self, lock: str) -> str:
        # Line ends do not count: git may check the file out with CRLF on Windows.
        return hashlib.sha256(self.lock_file(lock).read_text(encoding="utf-8").encode()).hexdigest()

    def _make(self, console: Console) -> None:
        self._remove_old(console)
        console.step("建立独立环境 .venv", "making the environment .venv")
        self.folder.mkdir()
        (self.folder / OURS).write_text("made by installers/desk.py; may be deleted\n", encoding="utf-8")
        # When this script is run by the very environment it must remake, go back to the Python behind it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        done = machine.run_quietly([base, "-m", "venv", str(self.folder)])
        if done.returncode != 0:
            raise packages.explain(done.stdout + done.stderr, self.notes)

    def _remove_old(self, console: Console) -> None:
        if not self.folder.exists():
            return
        if not (self.folder / OURS).exists():
            raise Stop(
                "文件夹 .venv 不是本程序建立的，没有动它。请把它改名或移走后再运行。",
                "The folder .venv was not made by this program and was left alone. Rename or move it, then run again.",
            )
        console.step("上次没有装完或已过期，重新建立", "the last set-up is unfinished or out of date; making it anew")
        shutil.rmtree(self.folder)

    @contextmanager
    def _only_one_at_a_time(self) -> Iterator[None]:
        """Hold a lock that the system releases even when this process is killed."""
        self.notes.mkdir(exist_ok=True)
        with (self.notes / "setup.lock").open("a+b") as held:
            _lock(held.fileno())
            yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
