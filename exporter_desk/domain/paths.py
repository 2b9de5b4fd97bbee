"""Fact paths: where each value of a case lies, such as `goods.g1.net_kg`, and how it is read and replaced there."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Never, cast

from exporter_desk.domain.case import Case
from exporter_desk.domain.positions import position
from exporter_desk.domain.record import default_of, hints_of, item_key, joined, keys_of
from exporter_desk.domain.tax import PaperState, TaxLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import DataclassInstance


# Book-keeping about values, and the id that never changes: no paths of their own.
_NOT_FACTS = frozenset({"id", "practice", "origins", "drafts", "not_known", "last_ids"})
_SCALARS = (str, int, bool, Decimal, date)
_NOTES: tuple[object, ...] = (TaxLine, PaperState)
# The types of these two are unions; both are walked by hand.
FACT, JSON = "fact", "json"
_NOTHING: tuple[object, object] = (None, None)


class PathError(ValueError):
    """A path that leads nowhere in this case, or that cannot take the value."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def split(path: str) -> tuple[str, ...]:
    """Return the keys of a path; the name of a fact is one key even when it holds a dot."""
    head, dot, rest = path.partition(".")
    if head == "facts" and dot:
        return head, rest
    return tuple(path.split("."))


def is_below(path: str, place: str) -> bool:
    """Tell whether `path` is `place` or lies inside it."""
    return path == place or path.startswith(place + ".")


def type_at(path: str) -> object:
    """Return the annotated type of the value at `path` (`FACT` below facts, `JSON` below estimate).

    Needs no case: only the shape of the path is judged. Raises PathError.
    """
    hint: object = Case
    for key in split(path):
        hint = _hint_below(hint, key, path)
    return hint


def _hint_below(hint: object, key: str, path: str) -> object:
    if hint is JSON:
        return JSON
    if hint is Case and key in ("facts", "estimate"):
        return FACT if key == "facts" else JSON
    if hint is FACT and key:
        return FACT
    if isinstance(hint, type) and is_dataclass(hint):
        item = None if hint is Case and key in _NOT_FACTS else keys_of(hint).get(key)
        if item is None:
            raise PathError(path, f"there is no {key!r} here")
        return hints_of(item)
    return _type_of_items(hint, key, path)


def _type_of_items(hint: object, key: str, path: str) -> object:
    origin = typing.get_origin(hint)
    if origin is Mapping and key:
        return cast("object", typing.get_args(hint)[1])
    if origin is not tuple:
        raise PathError(path, f"nothing lies below the value at {key!r}")
    inner = cast("object", typing.get_args(hint)[0])
    named = isinstance(inner, type) and is_dataclass(inner) and "id" in keys_of(inner)
    if not key or not (named or key.isdecimal()):
        raise PathError(path, f"{key!r} is no position in a list")
    return inner


def read(case: Case, path: str) -> object:
    """Return the value at `path`, None when nothing is set there; raises PathError when the path leads nowhere."""
    node: object = case
    hint: object = Case
    for key in split(path):
        inner = _hint_below(hint, key, path)
        node = None if node is None else _below(node, hint, key, path)
        hint = inner
    return node


def _below(node: object, hint: object, key: str, path: str) -> object:
    if isinstance(node, Mapping):
        return cast("object", node.get(key))
    if isinstance(node, list | tuple):
        index = position(node, key)
        if index is None and _holds_records(hint) and not _keyed(hint):
            raise PathError(path, f"there is no {key!r} in the list")
        return None if index is None else cast("object", node[index])
    if is_dataclass(node) and not isinstance(node, type):
        return cast("object", getattr(node, keys_of(type(node))[key].name))
    raise PathError(path, f"{key!r} lies below a value")


def write(case: Case, path: str, value: object) -> Case:
    """Return the case with `value` at `path`; None clears it (not asked).

    Whatever was noted 不清楚 at the path, around it or below it is forgotten. Raises PathError when the path leads
    nowhere, TypeError when the value has another type than the field (a float never fits).
    """
    keys = split(path)
    if type_at(path) not in _SCALARS and len(keys) == 1:
        raise PathError(path, "a whole part of a case is not replaced by path")
    if type_at(path) is FACT:
        _check_fact(path, value)
    if value is None and _holds_records(type_at(path)):
        raise PathError(path, "a list of records is not cleared by path")
    if keys[-1] == "id":
        raise PathError(path, "an id never changes")
    changed = cast("Case", _put(case, Case, keys, value, path))
    settled = frozenset(known for known in case.not_known if not (is_below(known, path) or is_below(path, known)))
    return replace(changed, not_known=settled)


def write_unknown(case: Case, path: str) -> Case:
    """Return the case with 不清楚 noted at `path`: asked, and not known. Items of lists of values cannot take it."""
    place = path.rpartition(".")[0]
    around = type_at(place) if place else Case
    record = isinstance(around, type) and is_dataclass(around)
    if not (record or around is FACT) or (around is Case and path != "day"):
        raise PathError(path, "one entry of a list cannot be unknown")
    if record and place and read(case, place) is None:
        case = write(case, place, cast("type", around)())  # a fee of which only the amount is unknown is still a fee
    cleared = write(case, path, None)
    return replace(cleared, not_known=cleared.not_known | {path})


def _check_fact(path: str, value: object) -> None:
    texts = isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)
    if not (texts or value is None or isinstance(value, bool | str)):
        raise TypeError(f"{path} takes a truth value, a text or texts, not {type(value).__name__}")


def _put(node: object, hint: object, keys: tuple[str, ...], value: object, path: str) -> object:
    if hint is JSON or hint is FACT:
        return _put_free(node, keys, value, path)
    if not keys:
        return _checked(hint, value, path)
    if isinstance(hint, type) and is_dataclass(hint):
        return _put_in_record(node, hint, keys, value, path)
    if typing.get_origin(hint) is Mapping:
        below = _put(None, typing.get_args(hint)[1], keys[1:], value, path)
        return _with_entry(cast("Mapping[str, object]", node), keys[0], below)
    return _put_in_list(cast("tuple[object, ...]", node), hint, keys, value, path)


def _put_in_record(node: object, kind: type, keys: tuple[str, ...], value: object, path: str) -> object:
    if node is None and value is None:
        return None
    base = cast("DataclassInstance", kind() if node is None else node)
    item = keys_of(kind)[keys[0]]
    hint = _hint_below(kind, keys[0], path)
    below = _put(getattr(base, item.name), hint, keys[1:], value, path)
    if below is None:
        below = default_of(item)
    return replace(base, **cast("dict[str, Never]", {item.name: below}))


def _put_in_list(items: tuple[object, ...], hint: object, keys: tuple[str, ...], value: object, path: str) -> object:
    inner = cast("object", typing.get_args(hint)[0])
    index = position(items, keys[0])
    if index is None and _keyed(hint):
        return _begun(items, inner, keys, value, path)
    if index is None:
        return _appended(items, inner, keys, value, path)
    below = _put(items[index], inner, keys[1:], value, path)
    if below is None and inner not in _SCALARS:
        raise PathError(path, "a whole list item is not cleared by path")
    if below is None:  # an entry of a list of values: only the last one can go, the others keep their place
        if index < len(items) - 1 and inner is not str:
            raise PathError(path, "an entry before the last one cannot be cleared")
        return items[:index] if index == len(items) - 1 else (*items[:index], "", *items[index + 1 :])
    return (*items[:index], below, *items[index + 1 :])


def _begun(items: tuple[object, ...], kind: object, keys: tuple[str, ...], value: object, path: str) -> object:
    """Begin the record of something else, such as what the refund needs of a goods line; clearing begins nothing."""
    if len(keys) == 1:
        raise PathError(path, "a whole list item is not set by path")
    if value is None:
        return items
    record = cast("type", kind)(id=keys[0])
    return (*items, _put(record, kind, keys[1:], value, path))


def _keyed(hint: object) -> bool:
    """Tell whether a list holds notes about other things, each under the id of its thing."""
    return typing.get_origin(hint) is tuple and typing.get_args(hint)[0] in _NOTES


def _appended(items: tuple[object, ...], inner: object, keys: tuple[str, ...], value: object, path: str) -> object:
    if inner not in _SCALARS:
        raise PathError(path, f"there is no {keys[0]!r} in the list")
    if value is None:
        return items
    gap = int(keys[0]) - len(items)
    if gap and inner is not str:
        raise PathError(path, "an entry would leave a gap before it")
    return (*items, *[""] * gap, _checked(inner, value, path))


def _put_free(node: object, keys: tuple[str, ...], value: object, path: str) -> object:
    """Put a fact, or a value of the estimate, whose shape is told by data and not by a record."""
    if not keys:
        return value
    if isinstance(node, list):
        index = position(node, keys[0])
        if index is None and keys[0] != str(len(node)):
            raise PathError(path, f"there is no {keys[0]!r} in the list")
        below = _put_free(None if index is None else node[index], keys[1:], value, path)
        return [*node, below] if index is None else [*node[:index], below, *node[index + 1 :]]
    if node is not None and not isinstance(node, Mapping):
        raise PathError(path, f"{keys[0]!r} lies below a value")
    entries = cast("Mapping[str, object]", node or {})
    return _with_entry(entries, keys[0], _put_free(entries.get(keys[0]), keys[1:], value, path))


def _with_entry(entries: Mapping[str, object], key: str, value: object) -> dict[str, object]:
    kept = {name: entry for name, entry in entries.items() if name != key or value is not None}
    return kept if value is None else {**kept, key: value}


def _checked(hint: object, value: object, path: str) -> object:
    if value is None:
        return None
    if typing.get_origin(hint) is tuple and isinstance(value, tuple):
        inner = typing.get_args(hint)[0]
        return tuple(_checked(inner, entry, path) for entry in value)
    if not isinstance(hint, type) or type(value) is not hint:
        raise TypeError(f"{path} takes {getattr(hint, '__name__', hint)}, not {type(value).__name__}")
    return value


def values(case: Case) -> dict[str, object]:
    """Return every value that is set, by path; 不清楚 and unset places are left out."""
    return {path: value for path, value in _leaves(case, Case, "") if value is not None and value != ()}


def changed_paths(before: Case, after: Case) -> tuple[str, ...]:
    """Return the paths whose value, draft, origin or 不清楚 differs between two states of a case."""
    found = list(_differing(before, after, Case, ""))
    for old, new in ((before.drafts, after.drafts), (before.origins, after.origins)):
        found += [] if old is new else [path for path in {**old, **new} if _differ(old.get(path), new.get(path))]
    found += sorted(before.not_known ^ after.not_known)
    return tuple(dict.fromkeys(found))


def _differ(old: object, new: object) -> bool:
    return old is not new and old != new


def _leaves(node: object, hint: object, place: str) -> Iterator[tuple[str, object]]:
    children = _children(node, hint)
    if children is None:
        yield place, node
        return
    for key, (entry, inner) in children.items():
        yield from _leaves(entry, inner, joined(place, key))


def _differing(old: object, new: object, hint: object, place: str) -> Iterator[str]:
    if old is new:  # unchanged parts of a case are the same objects: a step costs what it changes
        return
    before, after = _children(old, hint), _children(new, hint)
    value_before, value_after = (old if before is None else None), (new if after is None else None)
    if before is None or after is None:
        unset = value_before in (None, ()) and value_after in (None, ())
        yield from () if unset or value_before == value_after else (place,)
    for key in {**(before or {}), **(after or {})}:
        left, right = (before or {}).get(key, _NOTHING), (after or {}).get(key, _NOTHING)
        yield from _differing(left[0], right[0], right[1] or left[1], joined(place, key))


def _children(node: object, hint: object) -> dict[str, tuple[object, object]] | None:
    """Return what lies directly below a value, with its types; None for a value without parts."""
    if isinstance(hint, type) and is_dataclass(hint):
        hidden = _NOT_FACTS if hint is Case else frozenset({"id"})
        return {
            key: (None if node is None else getattr(node, item.name), _hint_below(hint, key, key))
            for key, item in keys_of(hint).items()
            if key not in hidden
        }
    if isinstance(node, Mapping):
        return {key: (entry, JSON if hint is JSON else FACT) for key, entry in node.items()}
    if isinstance(node, list) or (isinstance(node, tuple) and _holds_records(hint)):
        inner = JSON if hint is JSON else typing.get_args(hint)[0]
        return {item_key(entry, index): (entry, inner) for index, entry in enumerate(node)}
    return None


def _holds_records(hint: object) -> bool:
    return typing.get_origin(hint) is tuple and is_dataclass(typing.get_args(hint)[0])
