"""Three-way comparison of JSON values: what the two sides changed since their common state, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.json_value import Json, JsonObject

Side: TypeAlias = Literal["here", "there"]


class Nothing(Enum):
    """The place holds nothing: never filled, or removed."""

    ABSENT = "absent"


ABSENT: Final = Nothing.ABSENT
Value: TypeAlias = "Json | Nothing"
Values: TypeAlias = "tuple[Value, ...]"
# Fields of one record that say one thing together: half of one side and half of the other would be a third thing.
_TOGETHER = (
    ("amount", "goods_amount", "cny", "per", "currency", "mark"),
    ("qty", "unit"),
    ("qty1", "unit1"),
    ("qty2", "unit2"),
    ("plant_qty", "plant_unit"),
    ("hs", "hs_confirmed_by", "hs_confirmed_on"),
    ("from", "to"),
)


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
    """Gathers what a comparison finds; `decided` are answers to conflicts by their path.

    `asked` are places where two different values are a conflict although only one side changed its own.
    """

    decided: Mapping[str, Side] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def settle(self, path: str, common: Value, here: Value, there: Value) -> Value:
        """Note a conflict and return what its answer says; while nobody answered, what is here."""
        self.conflicts.append(Conflict(path, common, here, there))
        if self.decided.get(path) != "there":
            return here
        self.taken.append(Taken(path, here, there))
        return there

    def merged(self, path: str, commons: Values, here: Value, there: Value) -> Value:
        """Return the value of a place; `commons` are what it was in each state that both copies come from."""
        if here == there:
            return here
        whole = self._parts(path, commons, here, there)
        if whole is not None:
            return whole
        changed = None if path in self.asked else _changed(commons, here, there)
        if changed is None:
            return self.settle(path, commons[0], here, there)
        if changed == "there":
            self.taken.append(Taken(path, here, there))
        return here if changed == "here" else there

    def _parts(self, path: str, commons: Values, here: Value, there: Value) -> Value | None:
        """Go into records and lists of records; None where the value is one thing."""
        parts = isinstance(here, dict) and isinstance(there, dict)
        # Terms, route, tax, answers: the whole of them is never one value.
        if parts or ("." not in path and (isinstance(here, dict) or isinstance(there, dict))):
            return self.records(path, tuple(map(_record, commons)), _record(here), _record(there))
        ours, theirs = by_id(here), by_id(there)
        if ours is None or theirs is None:
            return None
        before = tuple(by_id(one) or {} for one in commons)
        found = self.records(path, before, ours, theirs)
        return [found[key] for key in _order(found, before[0], ours, theirs)]

    def records(self, path: str, commons: tuple[JsonObject, ...], here: JsonObject, there: JsonObject) -> JsonObject:
        """Merge two records, or two lists of records by id, key by key; what is one value together stays together."""
        merged: JsonObject = {}
        for keys in _values_of(here, there):
            if len(keys) > 1:
                merged |= self._together(path, keys, commons, (here, there))
                continue
            (key,) = keys
            before = tuple(one.get(key, ABSENT) for one in commons)
            value = self.merged(_joined(path, key), before, here.get(key, ABSENT), there.get(key, ABSENT))
            if not isinstance(value, Nothing):
                merged[key] = value
        return merged

    def _together(
        self, path: str, keys: tuple[str, ...], commons: tuple[JsonObject, ...], sides: tuple[JsonObject, JsonObject]
    ) -> JsonObject:
        """Merge fields that differ and mean one thing, such as amount and currency: never half of each side."""
        before = tuple(_only(one, keys) for one in commons)
        here, there = (_only(one, keys) for one in sides)
        place = _joined(path, keys[0])
        changed = _changed(before, here, there)
        if changed is None:
            self.conflicts.append(Conflict(place, before[0] or ABSENT, here or ABSENT, there or ABSENT))
            changed = self.decided.get(place)
        if changed != "there":
            return here
        self.taken.extend(Taken(_joined(path, key), here.get(key, ABSENT), there.get(key, ABSENT)) for key in keys)
        return there


def _changed(commons: Values, here: Value, there: Value) -> Side | None:
    """Return the one side that changed a value; None when both did, or when the common states do not agree on it."""
    found: set[Side | None] = {"here" if there == one else "there" if here == one else None for one in commons}
    return found.pop() if len(found) == 1 else None


def _values_of(here: JsonObject, there: JsonObject) -> Iterator[tuple[str, ...]]:
    """Yield the keys of two records; those that differ and mean one thing together at once."""
    keys = dict.fromkeys((*here, *there))
    together: set[str] = set()
    for group in _TOGETHER:
        differing = tuple(key for key in group if here.get(key, ABSENT) != there.get(key, ABSENT))
        if len(differing) > 1:
            together.update(differing)
            yield differing
    yield from ((key,) for key in keys if key not in together)


def _only(record: JsonObject, keys: tuple[str, ...]) -> JsonObject:
    return {key: record[key] for key in keys if key in record}


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


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
