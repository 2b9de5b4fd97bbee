"""Three-way comparison of JSON values: what the two sides changed since their common state, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject

Side: TypeAlias = Literal["here", "there"]


class Nothing(Enum):
    """The place holds nothing: never filled, or removed."""

    ABSENT = "absent"


ABSENT: Final = Nothing.ABSENT
Value: TypeAlias = "Json | Nothing"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed differently: what both had before, and what each has now."""

    path: str
    common: Value
    here: Value
    there: Value


@dataclass(frozen=True, slots=True)
class Taken:
    """A place that only the other side changed: what was here, and what comes from there."""

    path: str
    was: Value
    now: Value


@dataclass(slots=True)
class Comparison:
    """Gathers what a comparison finds; `decided` are answers to conflicts by their path."""

    decided: Mapping[str, Side] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def settle(self, path: str, common: Value, here: Value, there: Value) -> Value:
        """Note a conflict and return what its answer says; while nobody answered, what is here."""
        self.conflicts.append(Conflict(path, common, here, there))
        if self.decided.get(path) != "there":
            return here
        self.taken.append(Taken(path, here, there))
        return there

    def merged(self, path: str, common: Value, here: Value, there: Value, earlier: Value = ABSENT) -> Value:
        """Return the value of a place; `earlier` is what came from the other side before and still stands here."""
        if here == there:
            return here
        whole = self._parts(path, common, here, there, earlier)
        if whole is not None:
            return whole
        if there == common:
            return here
        if here == common or (earlier is not ABSENT and here == earlier):
            self.taken.append(Taken(path, here, there))
            return there
        return self.settle(path, common, here, there)

    def _parts(self, path: str, common: Value, here: Value, there: Value, earlier: Value) -> Value | None:
        """Go into records and lists of records; None where the value is one thing."""
        parts = isinstance(here, dict) and isinstance(there, dict)
        # Terms, route, tax, answers: the whole of them is never one value.
        if parts or ("." not in path and (isinstance(here, dict) or isinstance(there, dict))):
            return self.records(path, *map(_record, (common, here, there, earlier)))
        ours, theirs = by_id(here), by_id(there)
        if ours is None or theirs is None:
            return None
        before = by_id(common) or {}
        found = self.records(path, before, ours, theirs, by_id(earlier) or {})
        return [found[key] for key in _order(found, before, ours, theirs)]

    def records(
        self, path: str, common: JsonObject, here: JsonObject, there: JsonObject, earlier: JsonObject
    ) -> JsonObject:
        """Merge two records, or two lists of records by id, key by key."""
        merged: JsonObject = {}
        for key in dict.fromkeys((*here, *there)):
            sides = (common.get(key, ABSENT), here.get(key, ABSENT), there.get(key, ABSENT), earlier.get(key, ABSENT))
            value = self.merged(f"{path}.{key}" if path else key, *sides)
            if not isinstance(value, Nothing):
                merged[key] = value
        return merged


def _record(value: Value) -> JsonObject:
    return value if isinstance(value, dict) else {}


def by_id(value: Value) -> JsonObject | None:
    """Return the records of a list by their ids; None for anything else. Nothing at all is an empty list of any kind.

    A list whose records have no ids of their own is one value.
    """
    if value is ABSENT:
        return {}
    if not isinstance(value, list) or not value:
        return {} if value == [] else None
    found: JsonObject = {}
    for entry in value:
        key = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(key, str) or key in found:
            return None
        found[key] = entry
    return found


def _order(found: JsonObject, common: JsonObject, here: JsonObject, there: JsonObject) -> list[str]:
    """Return the order of a merged list: that of whoever changed it, ours first; what is new stands behind."""
    kept = [key for key in common if key in here and key in there]
    moved_here = [key for key in here if key in kept] != kept
    first, second = (here, there) if moved_here or not kept else (there, here)
    if [key for key in there if key in kept] == kept:
        first, second = here, there
    return [key for key in dict.fromkeys((*first, *second)) if key in found]
