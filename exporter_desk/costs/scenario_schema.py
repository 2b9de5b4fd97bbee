"""JSON Schema of a scenario, derived from the records that read it, so that both cannot drift apart."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card
from exporter_desk.costs.charge import BASES, BASIS_WORDS, STAGES, Spread
from exporter_desk.costs.questions import Amount
from exporter_desk.costs.scenario import CardUse, Demand, DutyLayer, Horizon, Scenario
from exporter_desk.domain.record import default_of, hints_of, keys_of

if TYPE_CHECKING:
    from exporter_desk.domain.json_value import Json, JsonObject

_DECIMAL: JsonObject = {"type": ["string", "integer"], "pattern": r"^-?\d+(\.\d+)?$"}
_DAY: JsonObject = {"type": "string", "format": "date"}
_SCALARS: dict[object, JsonObject] = {
    str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}, Decimal: _DECIMAL, date: _DAY,
}  # fmt: skip
_VARIANT: JsonObject = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "changes"],
    "properties": {"id": {"type": "string"}, "changes": {"type": "object", "minProperties": 1}},
}


def scenario_schema() -> JsonObject:
    """Return the schema of what the estimate reads: a scenario, or the `estimate` block of a case."""
    records: dict[str, JsonObject] = {}
    body = _record(Scenario, records)
    properties = body["properties"]
    if isinstance(properties, dict):
        properties["demand"] = {"anyOf": [_ref(Demand, records), {"type": "array", "items": _ref(Demand, records)}]}
        properties["variants"] = {"type": "array", "items": _VARIANT}
    head: JsonObject = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "exporter-desk/estimate-input",
        "description": "A plan to be priced. Decimals are text; unknown keys are refused, null is asked and not known.",
    }
    definitions: JsonObject = {name: records[name] for name in sorted(records)}
    return head | body | {"$defs": definitions}


def _record(kind: type, records: dict[str, JsonObject]) -> JsonObject:
    keys = keys_of(kind)
    properties: JsonObject = {key: _nullable(_hint(hints_of(item), records, key)) for key, item in keys.items()}
    needed: list[Json] = [key for key, item in keys.items() if default_of(item) is MISSING]
    if kind is DutyLayer:
        # A layer need not be named, and may call its percentage by a shorter word.
        needed, properties = [], properties | {"pct": _DECIMAL, "rate": _DECIMAL}
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def _ref(kind: type, records: dict[str, JsonObject]) -> JsonObject:
    name = kind.__name__
    if name not in records:
        records[name] = {}
        records[name] = _record(kind, records)
    return {"$ref": f"#/$defs/{name}"}


def _nullable(schema: JsonObject) -> JsonObject:
    return {"anyOf": [schema, {"type": "null"}]}


def _hint(hint: object, records: dict[str, JsonObject], key: str) -> JsonObject:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return {"type": "array", "items": _hint(typing.get_args(hint)[0], records, "")}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _hint(typing.get_args(hint)[1], records, "")}
    if isinstance(hint, type) and is_dataclass(hint):
        return _short_forms(hint, records)
    words = {"stage": STAGES, "basis": (*BASES, *BASIS_WORDS)}.get(key) if hint is str else None
    return {"type": "string", "examples": list(words)} if words else dict(_SCALARS[hint])


def _short_forms(kind: type, records: dict[str, JsonObject]) -> JsonObject:
    """A bare amount, a day or number of days, a card by its id, one rate for all three cases."""
    if kind is Horizon:
        return {"anyOf": [_DAY, {"type": "integer"}]}
    long = _ref(kind, records)
    if kind is Amount or kind is Spread:
        return {"anyOf": [_DECIMAL, long]}
    if kind is CardUse:
        return {"anyOf": [{"type": "string"}, long, _ref(Card, records)]}
    return long
