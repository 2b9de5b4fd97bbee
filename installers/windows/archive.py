"""Writes the portable zip for classrooms: the same stage gives the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

from windows.stage import PORTABLE

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = (2020, 1, 1, 0, 0, 0)  # of every entry: the time of the build says nothing
STARTER = "启动出口单证台.cmd"
READ_FIRST = "先读我.txt"
WORDS = (
    "双击“启动出口单证台.cmd”打开程序。你录入的资料都保存在旁边的 data 文件夹里，不写入这台电脑的其他地方。\r\n"
    "请先把整个文件夹解压到硬盘或 U 盘上再启动，不要在压缩包里直接双击。\r\n\r\n"
    "Double-click the .cmd file to open the program. What you type stays in the folder data beside it.\r\n"
    "Unpack the whole folder before you start it.\r\n"
)


def write_portable(stage: Path, target: Path, folder: str) -> None:
    """Write `target` with everything below `stage` in one folder, and a starter that keeps the data beside it."""
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in stage.rglob("*") if path.is_file()):
            _add(archive, f"{folder}/{file.relative_to(stage).as_posix()}", file.read_bytes())
        _add(archive, f"{folder}/{STARTER}", PORTABLE.encode("ascii"))
        _add(archive, f"{folder}/{READ_FIRST}", b"\xef\xbb\xbf" + WORDS.encode("utf-8"))
    part.replace(target)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def write_digests(files: list[Path], target: Path) -> None:
    """Write the SHA-256 of each file in the form that `sha256sum -c` reads."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    target.write_text("".join(lines), encoding="utf-8")
