"""Where the items of a list of records stand: found at once however long the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.record import item_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Below this a walk is as fast as a look-up; the lists of one big shipment and of the one it came from stay known.
_LONG, _KEPT = 24, 16
# By the identity of a tuple, together with the tuple: while it is held here no other object can have its identity.
_known: dict[int, tuple[tuple[object, ...], dict[str, int]]] = {}


def position(items: Sequence[object], key: str) -> int | None:
    """Return where the list item named `key` stands: by its id, else by its number from 0; None if nowhere."""
    if isinstance(items, tuple) and len(items) >= _LONG:
        return positions(items).get(key)
    return next((index for index, item in enumerate(items) if item_key(item, index) == key), None)


def positions(items: tuple[object, ...]) -> Mapping[str, int]:
    """Return the place of every item by its key, the first of several with one key; records never change."""
    held = _known.get(id(items))
    if held is not None and held[0] is items:
        return held[1]
    found: dict[str, int] = {}
    for index, item in enumerate(items):
        found.setdefault(item_key(item, index), index)
    while len(_known) >= _KEPT:
        _known.pop(next(iter(_known)), None)
    _known[id(items)] = (items, found)
    return found
