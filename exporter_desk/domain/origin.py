"""Where a value of a case comes from: typed, computed, imported, from a pack, carried over, overridden, estimated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OriginKind(StrEnum):
    """The seven origins of product paper §8; a value without a record was typed (手填)."""

    TYPED = "typed"
    COMPUTED = "computed"
    PACK = "pack"
    CARRIED = "carried"
    IMPORTED = "imported"
    OVERRIDDEN = "overridden"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The origin of one stored value; `at` is an ISO moment, `note` a file and cell, a pack or a person."""

    kind: OriginKind
    at: str | None = None
    note: str | None = None
