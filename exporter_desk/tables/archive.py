"""Opens a zip that somebody downloaded: only wanted files are read, in memory, and no more than fits."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from exporter_desk.domain.foreign_zip import BROKEN_ZIP, is_encrypted, is_link, is_oddly_packed, swells
from exporter_desk.domain.text import has_control_character

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ARCHIVE_BYTES = 64 * 2**20
MAX_MEMBERS = 256
MAX_MEMBER_BYTES = 128 * 2**20
MAX_TOTAL_BYTES = 256 * 2**20
# Tables padded with blanks shrink to a thirtieth or so; only what is made for it shrinks more than this.
MAX_RATIO = 500


class ArchiveRefusedError(Exception):
    """A zip that is not read: `reason` no_zip, too_large, too_many, unsafe, encrypted or damaged; `name` the file."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason, name)
        self.reason = reason
        self.name = name


def read_members(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the wanted files by their path in the archive; nothing is ever written to the disk.

    A path that leads out of the archive, a file that is larger than it claims, or too much of anything is refused.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        raise ArchiveRefusedError("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, wanted)
    except BROKEN_ZIP as error:
        raise ArchiveRefusedError("no_zip") from error


def _read(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    listed = archive.infolist()
    if len(listed) > MAX_MEMBERS:
        raise ArchiveRefusedError("too_many", str(len(listed)))
    found: dict[str, bytes] = {}
    room = MAX_TOTAL_BYTES
    for member in listed:
        name = _shown_name(member)
        _refuse_unsafe(name)
        if is_link(member):
            raise ArchiveRefusedError("unsafe", name)
        if member.is_dir() or not wanted(name):
            continue
        found[name] = _content(archive, member, name, min(room, MAX_MEMBER_BYTES))
        room -= len(found[name])
    return found


def _shown_name(member: zipfile.ZipInfo) -> str:
    """Return the path with Chinese names as Windows wrote them: code page 936 where the archive does not say UTF-8."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _refuse_unsafe(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or has_control_character(name):
        raise ArchiveRefusedError("unsafe", name)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if is_encrypted(member):
        raise ArchiveRefusedError("encrypted", name)
    if is_oddly_packed(member):
        raise ArchiveRefusedError("damaged", name)
    if member.file_size > most or swells(member, MAX_RATIO):
        raise ArchiveRefusedError("too_large", name)
    try:
        with archive.open(member) as file:
            data = file.read(most + 1)
    except BROKEN_ZIP as error:
        raise ArchiveRefusedError("damaged", name) from error
    if len(data) > most:
        raise ArchiveRefusedError("too_large", name)
    return data
