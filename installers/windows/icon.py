"""Draws the program's icon file; the drawing is the mark of the window's title, in the sizes that Windows asks for."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (16, 24, 32, 48, 256)
GROUND, SHEET, LINE = (12, 95, 91, 255), (255, 255, 255, 255), (12, 95, 91, 255)
CLEAR = (0, 0, 0, 0)

Colour = tuple[int, int, int, int]


def write_icon(path: Path) -> None:
    """Write an .ico of PNG pictures."""
    pictures = [png(size) for size in SIZES]
    offset = 6 + 16 * len(SIZES)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    path.write_bytes(struct.pack("<HHH", 0, 1, len(SIZES)) + entries + b"".join(pictures))


def png(size: int) -> bytes:
    """Return one square picture as PNG, eight bits a channel with transparency."""
    rows = b"".join(b"\0" + b"".join(bytes(_pixel(x, y, size)) for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int, size: int) -> Colour:
    """A sheet of paper with three lines on a rounded square."""
    across, down = (x + 0.5) / size, (y + 0.5) / size
    if not _in_rounded_square(across, down):
        return CLEAR
    on_sheet = 0.27 < across < 0.73 and 0.17 < down < 0.83
    on_line = 0.36 < across < 0.64 and any(abs(down - middle) < 0.035 for middle in (0.36, 0.5, 0.64))
    if on_sheet:
        return LINE if on_line else SHEET
    return GROUND


def _in_rounded_square(across: float, down: float) -> bool:
    corner = 0.2
    over_x = max(corner - across, across - (1 - corner), 0.0)
    over_y = max(corner - down, down - (1 - corner), 0.0)
    return over_x * over_x + over_y * over_y <= corner * corner
