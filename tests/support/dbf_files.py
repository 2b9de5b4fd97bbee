"""Writes FoxPro tables, their memo files and archives for tests, byte by byte as the format is described."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

BLOCK = 64
RATE_FIELDS = (
    ("CODE", "C", 20),
    ("ST_DATE", "C", 8),
    ("END_DATE", "C", 8),
    ("NAME", "C", 40),
    ("UNIT", "C", 10),
    ("SZ", "C", 4),
    ("ZSSL_SET", "C", 20),
    ("TSL", "N", 8),
    ("TSFLAG", "C", 1),
    ("NOTE", "C", 20),
)
NAME_FIELDS = (("CODE", "C", 20), ("NAME", "M", 4), ("UNIT", "C", 10))


def table(fields: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[bytes]], *, driver: int = 0x7A) -> bytes:
    """One DBF: header of 32 bytes, 32 bytes a field, 0x0D, then a flag byte and the fields of each record, 0x1A."""
    first, length = 32 + 32 * len(fields) + 1, 1 + sum(size for _, _, size in fields)
    head = struct.pack("<4BIHH", 0x30, 126, 6, 9, len(rows), first, length) + bytes(17) + bytes([driver]) + bytes(2)
    described = b"".join(
        name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([size]) + bytes(15)
        for name, kind, size in fields
    )
    records = b"".join(
        b" " + b"".join(cell.ljust(size)[:size] for cell, (_, _, size) in zip(row, fields, strict=True)) for row in rows
    )
    return head + described + b"\r" + records + b"\x1a"


def rates(*rows: Mapping[str, str]) -> bytes:
    """A `cmcode.dbf` of these rows; a field that a row does not name is blank, an open end is 20991231."""
    basis = {"ST_DATE": "20260101", "END_DATE": "20991231", "TSL": "13", "ZSSL_SET": "13"}
    return table(
        RATE_FIELDS,
        [[({**basis, **row}).get(name, "").encode("gb18030") for name, _, _ in RATE_FIELDS] for row in rows],
    )


def names(texts: Mapping[str, str]) -> tuple[bytes, bytes]:
    """A `stdcm.dbf` and its FPT: block size in bytes 6 and 7, each text after its type and length."""
    memo = struct.pack(">IHH", 0, 0, BLOCK).ljust(512, b"\0")
    rows = []
    for code, text in texts.items():
        rows.append([code.encode(), struct.pack("<I", len(memo) // BLOCK), "千克".encode("gb18030")])
        content = struct.pack(">II", 1, len(text.encode("gb18030"))) + text.encode("gb18030")
        memo += content + bytes(-len(content) % BLOCK)
    return table(NAME_FIELDS, rows), memo


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()
