"""The shipped samples with one number changed, or marked as an estimate: what follows from it must follow."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("navel-orange", "furniture", "apparel")
# The estimate of costs has figures of its own; shares of a blend and sizes are no numbers of the claim, but stay in.
APART = frozenset({"estimate", "origins", "choices", "schema_version"})
NUMBERS = frozenset(
    {"qty", "qty1", "qty2", "unit_price", "net_kg", "gross_kg", "from", "to", "amount", "rate", "cny", "per", "refund"}
    | {"output_tax", "input_tax", "previous_credit", "carried_mdt", "carried_bdm_deduction"}
    | {"vat_rate", "refund_rate", "sold_qty", "fob_cny"}
)
Case = dict[str, Any]


@cache
def sample(name: str) -> Case:
    case: Case = json.loads(resources.read_bytes(f"samples/{name}.json"))
    return {**case, "origins": {}}


def numbers(node: object, path: str = "") -> Iterator[str]:
    """Yield the path of every number below `node`, list items by their id, else by their place."""
    items: list[tuple[str, object]] = []
    if isinstance(node, dict):
        items = [(key, value) for key, value in node.items() if key != "id" and not (not path and key in APART)]
    elif isinstance(node, list):
        items = [(one.get("id", str(at)) if isinstance(one, dict) else str(at), one) for at, one in enumerate(node)]
    for key, value in items:
        place = f"{path}.{key}".lstrip(".")
        if isinstance(value, dict | list):
            yield from numbers(value, place)
        elif value is not None and (key in NUMBERS or ".contents." in place):
            yield place


def holder(case: Case, path: str) -> tuple[Any, Any]:
    """Return what holds the value at `path`, and its key there."""
    node: Any = None
    key: Any = None
    below: Any = case
    for part in path.split("."):
        node, key = below, part
        if isinstance(node, list):
            ids = [one.get("id") if isinstance(one, dict) else None for one in node]
            key = ids.index(part) if part in ids else int(part)
        below = node.get(key) if isinstance(node, dict) else node[key]
    return node, key


def changed(case: Case, path: str, factor: str) -> Case:
    """Return the case with another number at `path`."""
    other = deepcopy(case)
    node, key = holder(other, path)
    if isinstance(node[key], int):
        node[key] += 1 if factor > "1" else -1
    else:
        old = Decimal(node[key])
        node[key] = str((old * Decimal(factor)).quantize(old))
    return other


def guessed(case: Case, path: str) -> Case:
    """Return the case with the value at `path` marked as an estimate, and no other."""
    return {**case, "origins": {path: {"kind": "estimated", "at": "2026-11-24T09:00:00"}}}


def of_each_kind(places: Iterator[str]) -> list[str]:
    """Return of the places that differ only by their row the first and the last."""
    kinds: dict[str, list[str]] = {}
    for place in places:
        kinds.setdefault(re.sub(r"\b([a-z]{0,2}\d+)\b", "*", place), []).append(place)
    return [place for found in kinds.values() for place in dict.fromkeys((found[0], found[-1]))]


def with_values(case: Case, **places: object) -> Case:
    other = deepcopy(case)
    for place, value in places.items():
        node, key = holder(other, place.replace("__", "."))
        node[key] = value
    return other
