"""Looks at the machine before anything is made: venv, Qt's system libraries on Debian, screen, free disk."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from first_run.console import Console, Stop

if TYPE_CHECKING:
    from pathlib import Path

# The first six are needed to import Qt at all, the others to show a window under X11.
QT_PACKAGES = (
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
RENAMED = "t64"  # Debian 13 and Ubuntu 24.04 ship libglib2.0-0 as libglib2.0-0t64

Runner = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def run_quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command without questions and keep what it says."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )


def has_apt() -> bool:
    """Tell whether this is Debian or one of its children."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def is_root() -> bool:
    """Tell whether packages can be installed without asking; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def ensure_venv(console: Console, run: Runner = run_quietly) -> None:
    """Make sure that this Python can make environments; Debian splits that into a package of its own."""
    if _can_make_environments():
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if has_apt() and is_root():
        console.step(f"安装 {package}", f"installing {package}")
        _apt_install((package,), run)
        importlib.invalidate_caches()
    if not _can_make_environments():
        raise Stop(
            f"这个 Python 缺少 venv，无法建立独立环境。请运行：sudo apt-get install -y {package}，然后再试。",
            f"This Python has no venv. Run: sudo apt-get install -y {package}, then try again.",
        )


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def ensure_qt_libraries(console: Console, run: Runner = run_quietly) -> None:
    """Install the system libraries that Qt needs, or say the command; nothing is asked of apt when all are there."""
    missing = missing_packages(run) if has_apt() else ()
    if not missing:
        return
    command = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if not is_root():
        console.tell(
            f"缺少 Qt 系统库，窗口可能打不开。请运行：sudo {command}",
            f"System libraries for Qt are missing; the window may not open. Run: sudo {command}",
        )
        return
    console.step(f"安装系统库 {len(missing)} 个", f"installing {len(missing)} system libraries")
    if not _apt_install(missing, run):
        console.tell(
            f"系统库没有装上，请检查网络后运行：{command}",
            f"The system libraries were not installed. Check the network, then run: {command}",
        )


def missing_packages(run: Runner = run_quietly) -> tuple[str, ...]:
    """List the Debian packages that are not installed under their old or new name."""
    names = [name + suffix for name in QT_PACKAGES for suffix in ("", RENAMED)]
    answer = run(["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\\n", *names])
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return tuple(name for name in QT_PACKAGES if not {name, name + RENAMED} & installed)


def _apt_install(packages: Sequence[str], run: Runner) -> bool:
    run(["apt-get", "update"])  # a new machine has no package lists; an old list may still do without a network
    return run(["apt-get", "install", "-y", "--no-install-recommends", *packages]).returncode == 0


def has_screen(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a window can be shown here."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def require_disk(folder: Path, megabytes: int) -> None:
    """Stop before a download that cannot fit."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Stop(
            f"磁盘空间不够：需要约 {megabytes} MB，还剩 {free} MB。请清理磁盘后再运行。",
            f"Not enough disk space: about {megabytes} MB are needed, {free} MB are free. Free some and run again.",
        )
