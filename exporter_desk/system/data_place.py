"""What kind of place a folder is: this computer's own disk, a stick, a network drive, or a folder that is synced."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import resources
from exporter_desk.system.removable import removable_drives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Kind = Literal["own_disk", "stick", "network", "sync"]
MOUNTS = Path("/proc/self/mountinfo")
# Types of mounts that lie on another computer (as `mount` of Linux names them).
_NETWORK_TYPES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs")
_DRIVE_REMOTE = 4  # DRIVE_REMOTE of Windows


@dataclass(frozen=True, slots=True)
class DataPlace:
    """The kind of a place, and the name of the sync program where it is known."""

    kind: Kind
    zh: str = ""
    en: str = ""

    @property
    def warning(self) -> UserFacingError | None:
        """Say what can go wrong with a database there; None for the computer's own disk."""
        if self.kind == "own_disk":
            return None
        code, zh, en = _TOLD[self.kind]
        return UserFacingError(
            code,
            zh.format(name=self.zh),
            en.format(name=self.en),
            "请搬到这台电脑自己的硬盘上：设置 → 搬到别处，或用 data move 文件夹。U盘和同步文件夹用来放备份正好。",
            "Move it to this computer's own disk: Settings → Move the data, or data move FOLDER. Sticks and synced "
            "folders are good places for backups.",
        )


_TOLD = {
    "stick": (
        "S92", "业务库在U盘等可移动盘上：拔出时正在写入，数据可能损坏。",
        "The data lies on a stick or another removable drive: pulled while it is written, it may be damaged.",
    ),
    "network": (
        "S93", "业务库在网络盘上：网络中断或两台电脑同时打开时，数据可能损坏。",
        "The data lies on a network drive: a broken connection or two computers at once may damage it.",
    ),
    "sync": (
        "S94", "业务库在{name}的同步文件夹里：同步程序会在写入途中复制它，数据可能损坏或被旧文件替换。",
        "The data lies in a folder synced by {name}: it is copied while it is written, and may be damaged or replaced.",
    ),
}  # fmt: skip


def kind_of(
    folder: Path,
    *,
    sticks: Callable[[], Iterable[Path]] = removable_drives,
    environment: Mapping[str, str] = os.environ,
    mounts: Path = MOUNTS,
) -> DataPlace:
    """Tell what kind of place `folder` is, as far as the system and the folder names say; never raises."""
    found = folder.absolute()
    client = _sync_client(found, environment)
    if client is not None:
        return client
    if any(found.is_relative_to(stick) for stick in sticks()):
        return DataPlace("stick")
    is_remote = _is_remote_drive(found) if sys.platform == "win32" else _is_remote_mount(found, mounts)
    return DataPlace("network") if is_remote else DataPlace("own_disk")


def _sync_client(folder: Path, environment: Mapping[str, str]) -> DataPlace | None:
    around = (folder, *folder.parents)
    for client in tomllib.loads(resources.read_text("text/sync_folders.toml"))["client"]:
        held = [environment[name] for name in client.get("variables", ()) if environment.get(name)]
        named = any(_is_called(part.name, name) for part in around for name in client.get("names", ()))
        marked = any(_exists(part / marker) for part in around for marker in client.get("markers", ()))
        if named or marked or any(folder.is_relative_to(place) for place in held):
            return DataPlace("sync", client["zh"], client["en"])
    return None


def _is_called(folder: str, pattern: str) -> bool:
    """Compare without capitals: Windows keeps them and does not mean them."""
    return fnmatchcase(folder.casefold(), pattern.casefold())


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_remote_mount(folder: Path, mounts: Path) -> bool:
    """Find the mount that holds the folder; the longest mount point wins."""
    best, kind = -1, ""
    for line in _lines(mounts):
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:  # the fifth field is the mount point, see proc(5)
            continue
        point = PurePosixPath(fields[4].replace("\\040", " "))
        if PurePosixPath(folder.as_posix()).is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split(" ", 1)[0]
    return kind in _NETWORK_TYPES


def _lines(mounts: Path) -> list[str]:
    try:
        return mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_remote_drive(folder: Path) -> bool:  # pragma: no cover - only there
    if folder.drive.startswith("\\\\"):
        return True
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # the name exists on Windows alone
    return int(kernel.GetDriveTypeW(f"{folder.drive}\\")) == _DRIVE_REMOTE
