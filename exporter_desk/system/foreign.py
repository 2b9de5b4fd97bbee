"""Reads files of other people: no more than fits, and nothing that is no plain file and might never end."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system.files import as_user_facing

if TYPE_CHECKING:
    from pathlib import Path


def read_foreign(path: Path, most_bytes: int) -> bytes:
    """Return the content of a file, at most one byte more than `most_bytes`, so that the caller sees what is too large.

    Raises UserFacingError (exit 2): S38 for a folder, a pipe or a device, else as the system refuses.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _no_plain_file(path)
        with path.open("rb") as file:
            return file.read(most_bytes + 1)
    except ValueError as error:  # a name with NUL in it
        raise _no_plain_file(path) from error
    except OSError as error:
        raise as_unreadable(error, path) from error


def require_plain_file(path: Path) -> None:
    """Raise UserFacingError (exit 2) for a folder or a device, or for a file that is not there."""
    read_foreign(path, 0)


def require_no_folder(path: Path) -> None:
    """Raise UserFacingError S67 for a folder where one shipment is meant."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        return
    if is_folder:
        raise UserFacingError(
            "S67",
            f"“{path}”是文件夹，不是一票业务。",
            f"“{path}” is a folder, no shipment.",
            "请写文件夹里那个业务文件的名字（.json），或业务编号（例如 2026-014）。",
            "Name the case file in the folder (.json), or a shipment number such as 2026-014.",
            exit_code=2,
        )


def as_unreadable(error: OSError, path: Path) -> UserFacingError:
    """Return what to say of a file that the user named and that cannot be read; a folder is told as one."""
    try:
        is_folder = path.is_dir()
    except OSError:
        is_folder = False
    return _no_plain_file(path) if is_folder else as_user_facing(error, path).as_bad_input()


def _no_plain_file(path: Path) -> UserFacingError:
    return UserFacingError(
        "S38",
        f"“{path.name or path}”不是普通文件，没有读取。",
        f"“{path.name or path}” is no plain file and was not read.",
        "请选择一个文件；文件夹、设备和管道读不了。",
        "Choose a file; folders, devices and pipes cannot be read.",
        exit_code=2,
    )
