"""What the self-check says beside the rules: system, disk, data, backups, fonts, printers and the last errors.

Its lines are read by the user and may be sent to somebody who helps: counts, sizes, versions and codes, nothing of the
business, and no folder of the user by name.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from exporter_desk.services.keeping.backups import Backups, company_backups
from exporter_desk.system import clock, resources
from exporter_desk.system.data_place import kind_of
from exporter_desk.system.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = tuple[str, Callable[[], str]]

LAST_LINES, OLD_BACKUP_DAYS, LEAST_FREE = 8, 8, 200 << 20
_PRINTERS_WAIT_S = 2
_PLACES = {
    "own_disk": "本机硬盘 own disk",
    "stick": "U盘 stick",
    "network": "网络盘 network",
    "sync": "同步文件夹 synced",
}


class OddError(Exception):
    """Something that works but should be mended, in words for the reader of the self-check."""


def looks() -> tuple[Look, ...]:
    """Return what is looked at, by name; a look raises OddError for what should be mended."""
    return (
        ("system", _system),
        ("folders", _folders),
        ("disk", _disk),
        ("data place", _place),
        ("backups", lambda: backups_line(company_backups())),
        ("fonts", _fonts),
        ("printers", _printers),
        ("last errors", lambda: last_errors(find_paths().logs)),
    )


def _system() -> str:
    bits = "64" if sys.maxsize > 1 << 32 else "32"
    return f"{platform.system()} {platform.release()} {platform.machine()} {bits} bit, {locale.getpreferredencoding()}"


def _folders() -> str:
    """Say where things are kept without the name of the user."""
    paths = find_paths()
    named = {"data": paths.data, "settings": paths.settings, "logs": paths.logs, "papers": paths.output}
    return "; ".join(f"{name} {nameless(path)}" for name, path in named.items())


def nameless(path: Path, home: Path | None = None) -> str:
    """Return a path with the user's own folder written as ~; of any other path only how deep it lies."""
    own = home or Path.home()
    if path.is_relative_to(own):
        return "~/" + path.relative_to(own).as_posix()
    return f"{path.anchor or '/'}… ({len(path.parts)})"


def _disk() -> str:
    place = find_paths().data
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        raise OddError(f"{free >> 20} MB free; backups need more")
    writable = os.access(there, os.W_OK)
    if not writable:
        raise OddError("the folder of the data cannot be written to")
    return f"{free >> 20} MB 可用 free"


def _place() -> str:
    found = kind_of(find_paths().data)
    if found.warning is not None:
        raise OddError(found.warning.sentence("zh"))
    return _PLACES[found.kind]


def backups_line(backups: Backups) -> str:
    """Say how many backups there are and how old the newest is; OddError when it is too old."""
    if not backups.database.exists():
        return "还没有数据 no data yet"
    listed = [one for one in backups.listed() if one.kind != "set_aside"]
    if not listed:
        raise OddError("还没有备份 no backup yet")
    age = (clock.now() - listed[0].at).days
    if age > OLD_BACKUP_DAYS:
        raise OddError(f"最近的备份已过 {age} 天 the newest backup is {age} days old")
    second = "有 yes" if backups.second_is_there() else "没有 no"
    return f"{len(listed)} 份 backups; 最近的 newest {age} 天前 days ago; 第二个位置 second place: {second}"


def _fonts() -> str:
    sizes = [resources.path(f"fonts/NotoSansSC-{face}.ttf").stat().st_size for face in ("Regular", "Bold")]
    return f"Noto Sans SC {' + '.join(f'{size >> 10} KB' for size in sizes)}"


def _printers() -> str:
    """Count the printers where the system tells quickly; names of printers can be names of people."""
    if sys.platform == "win32":
        return _windows_printers()
    program = shutil.which("lpstat")
    if program is None:
        return "系统没有说 not told by the system"
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command that only lists
            (program, "-e"), capture_output=True, text=True, timeout=_PRINTERS_WAIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return "系统没有及时回答 the system did not answer in time"
    return f"{len(done.stdout.split())} 台 printers"


def _windows_printers() -> str:  # pragma: no cover - only there
    import winreg

    key = getattr(winreg, "OpenKey")(  # noqa: B009  # the name exists on Windows alone
        getattr(winreg, "HKEY_CURRENT_USER"),  # noqa: B009
        r"Software\Microsoft\Windows NT\CurrentVersion\Devices",
    )
    count = getattr(winreg, "QueryInfoKey")(key)[1]  # noqa: B009
    return f"{count} 台 printers"


def last_errors(folder: Path) -> str:
    """Return the last warnings of the log, which names nothing of the business, and the number of crash reports."""
    crashes = len(list(folder.glob("crash-*.txt"))) if folder.is_dir() else 0
    try:
        with (folder / "exporter-desk.log").open(encoding="utf-8", errors="replace") as file:
            bad = [line.strip() for line in file if any(f" {level} " in line for level in ("WARNING", "ERROR"))]
    except OSError:
        bad = []
    head = f"{len(bad)} 行警告或错误 lines, {crashes} 份错误报告 crash reports"
    return "\n    ".join([head, *bad[-LAST_LINES:]])
