"""JSON Schema of a case, made from the records themselves so that it cannot drift from them."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Choice
from exporter_desk.domain.case_json import CASE_ID, KEYS, SCHEMA, SCHEMA_VERSION
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.record import FIRST_DAY, LARGEST_WHOLE, MAX_TEXT, default_of, hints_of, keys_of
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import TaxFile

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from exporter_desk.domain.json_value import Json, JsonObject

# Full-width digits and signs, and blanks between them, are read as half-width ones (domain.numbers).
_BLANK = r"[\s\u3000]*"
_DIGIT, _POINT = f"(?:[0-9\uff10-\uff19]{_BLANK})", f"(?:[.\uff0e\u3002]{_BLANK})"
_THOUSANDS = f"{_DIGIT}{{1,3}}(?:[,\uff0c]{_BLANK}{_DIGIT}{{3}})+"
_DECIMAL: JsonObject = {
    "type": ["string", "integer"],
    "pattern": f"^{_BLANK}(?:[$¥\uff04\uffe5]{_BLANK})*(?:[+\uff0b\uff0d-]{_BLANK})?"
    f"(?:{_DIGIT}+(?:{_POINT}{_DIGIT}*)?|{_POINT}{_DIGIT}+|{_THOUSANDS}(?:{_POINT}{_DIGIT}*)?)$",
    "description": "decimal number as text",
}
DAY: JsonObject = {"type": "string", "format": "date", "pattern": f"^{FIRST_DAY.year // 100}[0-9]{{2}}-"}
"""A day of our time: the years 2000 to 2099."""
# A day, or a day and a time; where nobody noted one the text may be empty.
_MOMENT: JsonObject = {
    "type": "string",
    "pattern": "^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9].*)?)?$",
    "description": "day, or day and time (ISO 8601)",
}


def case_schema() -> JsonObject:
    """Return the JSON Schema (draft 2020-12) of a case, version 1."""
    known_origin: dict[str, JsonObject] = {"kind": {"enum": list(OriginKind)}, "at": _nullable(_MOMENT)}
    parts: dict[str, JsonObject] = {
        "schema": {"const": SCHEMA},
        "schema_version": {"const": SCHEMA_VERSION},
        "id": {"type": ["string", "null"], "pattern": f"^{CASE_ID}$"},
        "day": _nullable(_of(date)),
        "practice": _nullable(_of(bool)),
        "facts": {"type": "object", "additionalProperties": _fact()},
        "estimate": {"type": "object"},
        "origins": {"type": "object", "additionalProperties": _record(Origin, known_origin)},
        "drafts": {"type": "object", "additionalProperties": {"type": "string"}},
        "last_ids": {"type": "object", "additionalProperties": {"type": "integer"}},
    }
    parts |= {key: _record(kind) for key, kind in (("terms", Terms), ("route", Route), ("tax", TaxFile))}
    lists: dict[str, type[DataclassInstance]] = {"parties": Party, "goods": GoodsLine, "packages": Package}
    lists |= {"attachments": Attachment, "choices": Choice}
    for key, kind in lists.items():
        known = {"at": _nullable(_MOMENT)} if kind is Choice else None
        parts[key] = {"type": "array", "items": _record(kind, known)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "additionalProperties": False,
        "properties": {key: parts.get(key, _nullable(_of(str))) for key in KEYS},
    }


def _record(kind: type[DataclassInstance], known: Mapping[str, JsonObject] | None = None) -> JsonObject:
    properties: JsonObject = {
        key: (known or {}).get(key) or _nullable(_of(hints_of(item))) for key, item in keys_of(kind).items()
    }
    required: list[Json] = [key for key, item in keys_of(kind).items() if default_of(item) is MISSING]
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def _of(hint: object) -> JsonObject:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return {"type": "array", "items": _of(typing.get_args(hint)[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _of(typing.get_args(hint)[1])}
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    scalars: dict[object, JsonObject] = {
        str: {"type": "string", "maxLength": MAX_TEXT},
        int: {"type": "integer", "minimum": -LARGEST_WHOLE, "maximum": LARGEST_WHOLE},
        bool: {"type": "boolean"},
        date: DAY,
        Decimal: _DECIMAL,
    }
    return scalars[hint]


def _fact() -> JsonObject:
    texts: JsonObject = {"type": "array", "items": {"type": "string"}}
    return {"anyOf": [{"type": ["boolean", "integer", "string", "null"]}, texts]}


def _nullable(schema: JsonObject) -> JsonObject:
    kind = schema.get("type")
    if isinstance(kind, str):
        return schema | {"type": [kind, "null"]}
    return schema | {"type": [*kind, "null"]} if isinstance(kind, list) else schema
