"""Saved estimates (存档的测算): frozen with input, cards, rates and engine; two of them compared line by line."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.domain.json_value import Json, JsonObject

SCHEMA, SCHEMA_VERSION = "exporter-desk/saved-estimate", 1
_MOST_DIGITS = 60
_SEEN = ("amount_reporting", "amount", "rate", "quantity", "fx", "source", "formula")


def freeze(scenario: JsonObject, result: JsonObject, *, engine: str) -> JsonObject:
    """Return an estimate as it is kept: what went in, what came out, and the version that computed it.

    `digest` is the SHA-256 of all of it: a saved estimate that was changed by hand no longer fits its digest.
    """
    body: JsonObject = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "engine": engine,
        "input": scenario,
        "result": result,
    }
    return body | {"digest": _digest(body)}


def _digest(body: Mapping[str, Json]) -> str:
    text = json.dumps({key: body[key] for key in body if key != "digest"}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def is_frozen(data: JsonObject) -> bool:
    """Tell whether `data` is a saved estimate of this schema version that nobody changed."""
    known = data.get("schema") == SCHEMA and data.get("schema_version") == SCHEMA_VERSION
    return known and isinstance(data.get("result"), dict) and data.get("digest") == _digest(data)


def is_frozen_text(text: bytes) -> bool:
    """Tell the same of the text of a file."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and is_frozen(data)


def difference(old: JsonObject, new: JsonObject) -> JsonObject:
    """Return what changed between two saved estimates: input paths, cards, lines, totals; empty where nothing did."""
    before, after = _object(old.get("result")), _object(new.get("result"))
    engines: JsonObject = {"from": old.get("engine"), "to": new.get("engine")}
    return {
        "engine": None if engines["from"] == engines["to"] else engines,
        "input": _paths(old.get("input"), new.get("input"), ""),
        "cards": _cards(before, after),
        "lines": _lines(before, after),
        "totals": _totals(before, after),
    }


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[JsonObject]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _paths(old: Json, new: Json, path: str) -> list[Json]:
    """Return every path below which a value differs, with both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [*old, *(key for key in new if key not in old)]
        return [entry for key in keys for entry in _paths(old.get(key), new.get(key), f"{path}.{key}".strip("."))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [entry for index, pair in pairs for entry in _paths(*pair, f"{path}.{index}".strip("."))]
    return [] if old == new else [{"path": path, "from": old, "to": new}]


def _cards(before: JsonObject, after: JsonObject) -> list[Json]:
    old, new = ({str(card.get("card_id")): card for card in _objects(side.get("cards"))} for side in (before, after))
    changed: list[Json] = []
    for name in [*old, *(name for name in new if name not in old)]:
        first, second = old.get(name), new.get(name)
        if (first or {}).get("sha256") != (second or {}).get("sha256"):
            versions = [None if card is None else card.get("version") for card in (first, second)]
            changed.append({"card_id": name, "from": versions[0], "to": versions[1]})
    return changed


def _keyed(side: JsonObject) -> dict[str, JsonObject]:
    """Return the lines by stage, charge and month; equal names are numbered."""
    keyed: dict[str, JsonObject] = {}
    for line in _objects(side.get("lines")):
        key = " ".join(str(line.get(name) or "") for name in ("stage", "charge_id", "month")).strip()
        number = 1 + sum(1 for other in keyed if other == key or other.startswith(f"{key} #"))
        keyed[key if number == 1 else f"{key} #{number}"] = line
    return keyed


def _lines(before: JsonObject, after: JsonObject) -> list[Json]:
    old, new = _keyed(before), _keyed(after)
    changed: list[Json] = []
    for key in [*old, *(key for key in new if key not in old)]:
        first, second = old.get(key), new.get(key)
        if first is None or second is None:
            what = "added" if first is None else "removed"
            changed.append({"line": key, "what": what, **_amounts(first, second)})
        elif any(first.get(name) != second.get(name) for name in _SEEN):
            fields: list[Json] = [name for name in _SEEN if first.get(name) != second.get(name)]
            changed.append({"line": key, "what": "changed", "fields": fields, **_amounts(first, second)})
    return changed


def _amounts(first: JsonObject | None, second: JsonObject | None) -> JsonObject:
    old, new = (None if line is None else line.get("amount_reporting") for line in (first, second))
    return {"from": old, "to": new, "change": _change(old, new)}


def _totals(before: JsonObject, after: JsonObject) -> JsonObject:
    result: JsonObject = {}
    for group, name in (("totals", "total"), ("totals", "landed_to_shelf"), ("decisions", "profit")):
        sides = (_object(_object(side.get(group)).get(name)).get("value") for side in (before, after))
        old, new = sides
        result[name] = {"from": old, "to": new, "change": _change(old, new)}
    return result


def _change(old: Json, new: Json) -> str | None:
    """Return new − old; unknown when one side has no figure."""
    first, second = _number(old), _number(new)
    return None if first is None or second is None else plain(second - first)


def _number(value: Json) -> Decimal | None:
    """Read a figure; one without end or of absurd size, which no estimate has, is none."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else None
