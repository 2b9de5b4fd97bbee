"""What stood in a case when its papers were handed over, place by place, so that a later version lists its changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exporter_desk.domain.json_value import Json, JsonObject

Kind: TypeAlias = Literal["changed", "added", "removed"]

MARK = "="
"""Begins the key of a place, which tells it from the check sum of a whole part."""
_PARTS = ("number", "day", "facts", "parties", "terms", "goods", "packages", "route", "choices")
_LISTS = ("parties", "goods", "packages")
_NAMES = ("name_zh", "name_en", "sku", "from")
_UNSAID = frozenset({"id", "contact", "phone", "email"})
"""How a person is reached is not kept a second time: the part that it stands in is said to have changed, no more."""
_MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One place that differs: its path, and the texts before and after; None where nothing stood.

    A whole row that came or went is one change, whose text is the name of the row.
    """

    path: str
    kind: Kind
    before: str | None = None
    after: str | None = None


def noted(case: JsonObject) -> dict[str, str]:
    """Return the texts of the places that papers show, of a case given as its JSON object; see `changes`.

    A case of extraordinary size notes nothing.
    """
    found = {f"{MARK}{path}": text for part in _PARTS for path, text in _texts(case.get(part), part)}
    return found if len(found) <= _MOST else {}


def _texts(node: Json, path: str) -> Iterator[tuple[str, str]]:
    for key, value in _inside(node, path):
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield from _texts(value, key)
        elif value is not None:
            yield key, text_of(value)


def _inside(node: Json, path: str) -> Iterator[tuple[str, Json]]:
    """The places right below a path: fields of a record, rows of a list by their id, a decision by what it is about."""
    if isinstance(node, dict):
        yield from ((f"{path}.{key}", value) for key, value in node.items() if key not in _UNSAID)
    elif not isinstance(node, list):
        yield path, node
    elif path == "choices":
        yield from ((f"{path}.{one['what']}", one.get("value")) for one in node if isinstance(one, dict))
    else:
        rows = (one for one in node if isinstance(one, dict))
        yield from ((f"{path}.{row.get('id', index)}", row) for index, row in enumerate(rows))


def text_of(value: object) -> str:
    """Return a value as a note keeps it."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return what differs between two notes, in the order of the case; what went comes last."""
    rows_then, rows_now = _rows(then), _rows(now)
    found: dict[str, Changed] = {}
    for key in (*now, *(key for key in then if key not in now)):
        row, path = _row(key), key.removeprefix(MARK)
        if row is not None and row not in rows_then:
            found[row] = Changed(path=row, kind="added", after=_name(row, now))
        elif row is not None and row not in rows_now:
            found[row] = Changed(path=row, kind="removed", before=_name(row, then))
        elif then.get(key) != now.get(key):
            found[path] = Changed(path=path, kind="changed", before=then.get(key), after=now.get(key))
    return tuple(found.values())


def _row(key: str) -> str | None:
    """Return the row that a key lies in: goods.g1 for =goods.g1.qty."""
    parts = key.removeprefix(MARK).split(".")
    return ".".join(parts[:2]) if parts[0] in _LISTS and len(parts) > 1 else None


def _rows(note: Mapping[str, str]) -> set[str]:
    return {row for key in note if (row := _row(key)) is not None}


def _name(row: str, note: Mapping[str, str]) -> str:
    names = (note.get(f"{MARK}{row}.{field}") for field in _NAMES)
    return next((name for name in names if name), row)
