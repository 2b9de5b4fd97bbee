"""Reads dBASE and FoxPro tables (DBF with an FPT memo file) strictly: a damaged file is refused, never half read."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Version bytes of dBASE III to IV and of FoxPro, with and without memo.
_VERSIONS = frozenset({0x03, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xCB, 0xF5, 0xFB})
# Language drivers that may stand in a Chinese file: none, the western defaults of many writers, code page 936.
_DRIVERS = frozenset({0x00, 0x01, 0x02, 0x03, 0x57, 0x4D, 0x7A})
_HEADER, _DESCRIPTOR, _END, _DELETED, _KEPT = 32, 32, 0x0D, b"*", b" "
_FPT_HEADER, _MEMO_HEADER, _MEMO_TEXT = 8, 8, 1
_TYPES = frozenset("CNFDLMI0BYTGPQVW")
_NO_BLOCK = frozenset({b"", b"0" * 10})
ENCODING = "gb18030"
MAX_RECORDS = 2_000_000


class DbfRefusedError(Exception):
    """A table that cannot be read whole: `reason` is a short key, `place` the record and field, if it is one of them.

    Reasons: header, version, code_page, fields, truncated, record, text, memo, no_memo, too_many.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table: its name, its type letter, and where it lies in a record."""

    name: str
    type: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table; `records` yields what is not marked as deleted, every field as text without outer blanks."""

    columns: tuple[Column, ...]
    count: int
    _data: bytes
    _first: int
    _length: int
    _memo: bytes | None

    def records(self) -> Iterator[dict[str, str]]:
        """Yield the records by field name; raises DbfRefusedError at bytes that are no text, or a memo out of range."""
        for number in range(self.count):
            at = self._first + number * self._length
            record = self._data[at : at + self._length]
            if record[:1] == _DELETED:
                continue
            if record[:1] != _KEPT:
                raise DbfRefusedError("record", str(number + 1))
            yield {column.name: self._text(record, column, number + 1) for column in self.columns}

    def _text(self, record: bytes, column: Column, number: int) -> str:
        raw, place = record[column.start : column.start + column.length], f"{number} {column.name}"
        if column.type == "M":
            return _memo_text(self._memo, raw, place)
        return _decoded(raw, place, cut=True).strip("\0 ")


def read_dbf(data: bytes, memo: bytes | None = None) -> Table:
    """Check header, fields and length of a table; `memo` is the content of the FPT file beside it, if there is one."""
    if len(data) <= _HEADER:
        raise DbfRefusedError("header")
    version, count, first, length = data[0], *struct.unpack_from("<IHH", data, 4)
    if version not in _VERSIONS:
        raise DbfRefusedError("version", f"0x{version:02X}")
    if data[29] not in _DRIVERS:
        raise DbfRefusedError("code_page", f"0x{data[29]:02X}")
    if count > MAX_RECORDS:
        raise DbfRefusedError("too_many", str(count))
    columns = _columns(data, first)
    if not columns or 1 + sum(column.length for column in columns) != length:
        raise DbfRefusedError("fields")
    if len(data) < first + count * length:
        raise DbfRefusedError("truncated", str(max(0, len(data) - first) // length))
    return Table(columns, count, data, first, length, memo)


def _columns(data: bytes, first: int) -> tuple[Column, ...]:
    found: list[Column] = []
    at, start = _HEADER, 1
    while at < min(first, len(data)) and data[at] != _END:
        descriptor = data[at : at + _DESCRIPTOR]
        name, kind = descriptor[:11].split(b"\0", 1)[0], chr(descriptor[11] if len(descriptor) == _DESCRIPTOR else 0)
        if not name.isascii() or not name.decode().isidentifier() or kind not in _TYPES:
            raise DbfRefusedError("fields", str(len(found) + 1))
        found.append(Column(name.decode().upper(), kind, start, descriptor[16]))
        start += descriptor[16]
        at += _DESCRIPTOR
    if at >= len(data) or data[at] != _END:
        raise DbfRefusedError("fields")
    if len({column.name for column in found}) != len(found):
        raise DbfRefusedError("fields")
    return tuple(found)


def _decoded(raw: bytes, place: str, *, cut: bool = False) -> str:
    """Decode a field; one that was cut in the middle of its last sign (`cut`) loses that half and nothing else."""
    try:
        return raw.decode(ENCODING)
    except UnicodeDecodeError as error:
        half = cut and error.end == len(raw) and "incomplete" in error.reason
        if not half:
            raise DbfRefusedError("text", place) from error
        return raw[: error.start].decode(ENCODING)


def _memo_text(memo: bytes | None, raw: bytes, place: str) -> str:
    """Follow the pointer of a memo field: ten digits, or four bytes in newer tables."""
    pointer = raw.strip(b" \0")
    if pointer in _NO_BLOCK:
        return ""
    if len(raw) == struct.calcsize("<I"):
        block = int.from_bytes(raw, "little")
    elif pointer.isdigit():
        block = int(pointer)
    else:
        raise DbfRefusedError("memo", place)
    if memo is None:
        raise DbfRefusedError("no_memo", place)
    return _decoded(_memo_bytes(memo, block, place), place).strip("\0 \r\n")


def _memo_bytes(memo: bytes, block: int, place: str) -> bytes:
    size = int.from_bytes(memo[6:_FPT_HEADER], "big") if len(memo) >= _FPT_HEADER else 0
    at = block * size
    if not size or at < _FPT_HEADER or at + _MEMO_HEADER > len(memo):
        raise DbfRefusedError("memo", place)
    kind, length = struct.unpack_from(">II", memo, at)
    if kind != _MEMO_TEXT or at + _MEMO_HEADER + length > len(memo):
        raise DbfRefusedError("memo", place)
    return memo[at + _MEMO_HEADER : at + _MEMO_HEADER + length]
