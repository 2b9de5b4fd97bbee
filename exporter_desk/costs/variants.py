"""Scenarios side by side (方案对比): one plan and variants of it, each told by the few values it changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.record import shown

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json

PLACE = "estimate.variants"
MOST_VARIANTS = 20
_NAMES = ("id", "charge_id", "card_id", "sku", "factor")


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant: its id and the whole scenario with its changes."""

    id: str
    data: JsonObject


def split_variants(data: JsonObject) -> tuple[JsonObject, tuple[Variant, ...], tuple[Finding, ...]]:
    """Return the plan without `variants`, each variant as a whole scenario, and every problem found in them.

    A variant is `{"id": …, "changes": {path: value}}`; a path is dotted from the scenario on, list items by their id,
    charge_id or position: `price.amount`, `lines.ocean.rate`, `duty.total_pct`. A null takes the value away.
    """
    listed = data.get("variants")
    plan = {key: value for key, value in data.items() if key != "variants"}
    if listed is None:
        return plan, (), ()
    if not isinstance(listed, list) or len(listed) > MOST_VARIANTS:
        return plan, (), (_wrong(PLACE, listed, f"[…] ≤ {MOST_VARIANTS}"),)
    found, findings = list[Variant](), list[Finding]()
    for index, entry in enumerate(listed):
        place = f"{PLACE}.{index}"
        variant = _variant(plan, entry, place, findings)
        if variant is not None and variant.id in {other.id for other in found}:
            findings.append(Finding("C10", Severity.ERROR, (place,), {"key": variant.id}))
        elif variant is not None:
            found.append(variant)
    return plan, tuple(found), tuple(findings)


def _wrong(place: str, value: Json, expected: str) -> Finding:
    return Finding("C03", Severity.ERROR, (place,), {"place": place, "found": shown(value), "expected": expected})


def _variant(plan: JsonObject, entry: Json, place: str, findings: list[Finding]) -> Variant | None:
    expected = '{"id": "…", "changes": {"…": …}}'
    if not isinstance(entry, dict) or entry.keys() != {"id", "changes"} or not isinstance(entry["id"], str):
        findings.append(_wrong(place, entry, expected))
        return None
    changes = entry["changes"]
    if not isinstance(changes, dict) or not changes:
        findings.append(_wrong(f"{place}.changes", changes, expected))
        return None
    data: JsonObject = json.loads(json.dumps(plan))
    for path, value in changes.items():
        if path.split(".")[0] == "variants" or not _set(data, path.split("."), value):
            values = {"found": shown(path), "allowed": " / ".join(sorted(plan))}
            findings.append(Finding("C15", Severity.ERROR, (f"{place}.changes.{path}",), values))
    return Variant(entry["id"], data)


def _set(node: Json, path: list[str], value: Json) -> bool:
    """Set the value at `path` below `node`; False when the way there does not exist."""
    head, rest = path[0], path[1:]
    if isinstance(node, list):
        index = _position(node, head)
        if index is None:
            return False
        if rest:
            return _set(node[index], rest, value)
        node[index] = value
        return True
    if not isinstance(node, dict):
        return False
    if rest:
        return head in node and _set(node[head], rest, value)
    if value is None:
        node.pop(head, None)
    else:
        node[head] = value
    return True


def _position(items: list[Json], name: str) -> int | None:
    """Return the position of the list item with this id, charge_id …, or the position that `name` itself is."""
    for index, entry in enumerate(items):
        if isinstance(entry, dict) and any(entry.get(key) == name for key in _NAMES):
            return index
    return int(name) if name.isascii() and name.isdigit() and int(name) < len(items) else None
