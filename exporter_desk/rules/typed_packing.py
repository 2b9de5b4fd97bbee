"""Packing of other kinds as people type it: `纸箱 120；袋 3` becomes a number of packages by code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.text import half_width
from exporter_desk.rules.typed_codes import code_for

if TYPE_CHECKING:
    from exporter_desk.rules.codes import CodeTables

TABLE = "packaging_types"
_PARTS = re.compile(r"[;,、\n]+")
_KIND_THEN_NUMBER = re.compile(r"(.+?)[\s:x×*]+(\d{1,9})|(.*?\D)(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedPacking:
    """What was read: how many packages by the code of their kind, and the parts that mean no kind or no number."""

    counts: Mapping[str, int]
    unread: tuple[str, ...] = ()


def read_packing(codes: CodeTables, typed: str | None) -> TypedPacking:
    """Read kinds with their numbers, parted by semicolons or commas: a code or a name first, then the number."""
    counts: dict[str, int] = {}
    unread = []
    for part in filter(None, (one.strip() for one in _PARTS.split(half_width(typed or "")))):
        match = _KIND_THEN_NUMBER.fullmatch(part)
        name, number = ("", "0") if match is None else (match[1] or match[3], match[2] or match[4])
        kind = code_for(codes, TABLE, name.strip())
        if not codes.has(TABLE, kind) or int(number) < 1:
            unread.append(part)
        else:
            counts[kind] = counts.get(kind, 0) + int(number)
    return TypedPacking(counts, tuple(unread))
