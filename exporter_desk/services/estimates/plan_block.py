"""Edits of a plan (the `estimate` block of a case): values put in and taken out by place, entries of its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exporter_desk.domain.json_value import Json, JsonObject
    from exporter_desk.services.estimates.plan_inputs import PlanList

_FIRST = "0"  # what begins a list; other numbers are names, such as those of months


def value_at(node: Json, key: str) -> Json:
    """Return the value at a dotted place, None where there is nothing; a list without a number is its first entry."""
    for step in key.split("."):
        if isinstance(node, list) and not step.isdecimal():
            node = node[0] if node else None
        if isinstance(node, list):
            node = node[int(step)] if int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node


def with_value(block: JsonObject, key: str, value: Json) -> JsonObject:
    """Return the plan with a value put in; None takes the place out, and what then holds nothing with it."""
    changed = _put(block, key.split("."), value)
    return changed if isinstance(changed, dict) else {}


def with_values(block: JsonObject, values: Mapping[str, Json]) -> JsonObject:
    """Return the plan with several values put in, by their places."""
    for key, value in values.items():
        block = with_value(block, key, value)
    return block


def _put(node: Json, steps: Sequence[str], value: Json) -> Json:
    """Return what stands here with the value put below; None when nothing is left of what the edit emptied."""
    if not steps:
        return value
    head, rest = steps[0], steps[1:]
    if isinstance(node, list) and not head.isdecimal():
        return _put_entry(node, 0, steps, value)
    if isinstance(node, list) or (node is None and head == _FIRST):
        return _put_entry(node or [], int(head), rest, value)
    held = dict(node) if isinstance(node, dict) else {}
    below = _put(held.get(head), rest, value)
    if below is None:
        gone = head in held
        held.pop(head, None)
        return held if held or not gone else None
    return held | {head: below}


def _put_entry(held: list[Json], index: int, rest: Sequence[str], value: Json) -> Json:
    below = _put(held[index] if index < len(held) else None, rest, value)
    if below is None:
        return [*held[:index], *held[index + 1 :]] or None
    return [*held[:index], below, *held[index + 1 :]]


def entries_of(block: JsonObject, place: PlanList) -> list[JsonObject]:
    """Return the entries of a list; one that stands without its list, or as a short text, is an entry as well."""
    found = value_at(block, place.path)
    listed = found if isinstance(found, list) else [] if found is None else [found]
    return [one if isinstance(one, dict) else {place.short: one} for one in listed if isinstance(one, dict | str)]


def with_entries(block: JsonObject, place: PlanList, entries: Iterable[JsonObject]) -> JsonObject:
    """Return the plan with these entries in a list, empty ones left out; without any the list is taken out."""
    kept: list[Json] = [_shortened(one, place.short) for one in entries if one]
    if place.single and len(kept) == 1:
        return with_value(block, place.path, kept[0])
    return with_value(block, place.path, kept or None)


def _shortened(entry: JsonObject, short: str) -> Json:
    return entry[short] if short and entry.keys() == {short} else entry


def entry_value(entry: JsonObject, place: PlanList | None, key: str) -> Json:
    """Return one value of an entry; a change stands under its whole dotted name."""
    if place is None or not place.changes or key == "id":
        return value_at(entry, key)
    changes = entry.get(place.changes)
    return changes.get(key) if isinstance(changes, dict) else None


def with_entry_value(entry: JsonObject, place: PlanList | None, key: str, value: Json) -> JsonObject:
    """Return an entry with one value put in or, when it is None, taken out."""
    if place is None or not place.changes or key == "id":
        return with_value(entry, key, value)
    held = entry.get(place.changes)
    changes = {name: kept for name, kept in held.items() if name != key} if isinstance(held, dict) else {}
    changes |= {} if value is None else {key: value}
    rest = {name: kept for name, kept in entry.items() if name != place.changes}
    return rest | ({place.changes: changes} if changes else {})


def edits_between(before: JsonObject, after: JsonObject, place: str = "") -> Iterator[tuple[str, Json]]:
    """Yield the fewest places to write, with None for what is gone; a list is written whole."""
    for key in {**before, **after}:
        old, new, path = before.get(key), after.get(key), f"{place}{key}"
        if old == new and type(old) is type(new):
            continue
        if isinstance(old, dict) and isinstance(new, dict) and not any("." in name for name in {**old, **new}):
            yield from edits_between(old, new, f"{path}.")
        else:
            yield path, new
