"""A case as JSON text, version 1, and its JSON Schema; reading refuses what it does not know and says where."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.case import Case, Choice, FactValue
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.parties import Party
from exporter_desk.domain.record import FloatText, Reader, built, joined, quoted, shown, write_record
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import TaxFile
from exporter_desk.domain.text import has_control_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.domain.json_value import Json, JsonObject

SCHEMA = "exporter-desk/case"
SCHEMA_VERSION = 1
MAX_BYTES = 4_000_000
# A case is seven levels deep; ten times that is no case, and every reader below may go down by calling itself.
MAX_DEPTH = 70
# A travelling file of one shipment, a backup and a company are databases.
_OWN_FILE = b"SQLite format 3\0"

# Never shown; what it looks like is fixed, since files may be named by it.
CASE_ID = "[0-9a-f]{16}"
_TEXTS = ("id", "number", "title", "sample", "note")
_LISTS = {"parties": Party, "goods": GoodsLine, "packages": Package, "attachments": Attachment, "choices": Choice}
_RECORDS = {"terms": Terms, "route": Route, "tax": TaxFile}
_MAPS = ("facts", "estimate", "origins", "drafts", "last_ids")
KEYS = ("schema", "schema_version", "day", "practice", *_TEXTS, *_RECORDS, *_LISTS, *_MAPS)


class CaseRefusedError(Exception):
    """A case text that cannot be taken; `findings` say what stands where and what to do."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(f"{finding.code} {finding.places}" for finding in findings))
        self.findings = findings


def load(text: str | bytes) -> Case:
    """Read a case from JSON text in UTF-8; raises CaseRefusedError with every problem found."""
    return from_object(parse(text))


def parse(text: str | bytes) -> JsonObject:
    """Parse JSON text of at most MAX_BYTES into an object; numbers with a point become FloatText."""
    size = len(text)
    if size > MAX_BYTES:
        raise CaseRefusedError((Finding("D11", Severity.ERROR, (), {"size": str(size), "limit": str(MAX_BYTES)}),))
    if isinstance(text, bytes) and text.startswith(_OWN_FILE):
        raise CaseRefusedError((Finding("D01", Severity.ERROR, (), variant="own"),))
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data = json.loads(
            decoded, parse_float=FloatText, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles
        )
        _refuse_depth(data)
        _refuse_halves(decoded, data)
    except (ValueError, RecursionError) as error:
        raise CaseRefusedError((Finding("D01", Severity.ERROR, (), _unreadable(error)),)) from error
    if not isinstance(data, dict):
        whole = {"place_zh": "整份内容", "place_en": "the top", "found": quoted(data), "expected": "{…}"}
        reader = Reader([], set())
        reader.refuse("D03", "", **whole)
        raise CaseRefusedError(tuple(reader.findings))
    return data


def _refuse_depth(data: Json) -> None:
    """Raise RecursionError when lists and objects stand deeper in each other than MAX_DEPTH."""
    level: list[Json] = [data]
    for _ in range(MAX_DEPTH):
        level = [entry for node in level for entry in _inside(node)]
        if not level:
            return
    raise RecursionError


def _inside(node: Json) -> Iterable[Json]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _refuse_halves(text: str, data: Json) -> None:
    """Raise UnicodeEncodeError for half of a surrogate pair, which no file and no database takes."""
    text.encode("utf-8")
    if "\\u" in text:
        json.dumps(data, ensure_ascii=False).encode("utf-8")


def _without_doubles(pairs: list[tuple[str, Json]]) -> JsonObject:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [key for key, _ in pairs]
        raise _KeyTwiceError(next(name for name in names if names.count(name) > 1))
    return result


class _KeyTwiceError(ValueError):
    """An object has a key twice."""


class _NoNumberError(ValueError):
    """A word stands in place of a number; no JSON knows it (RFC 8259, section 6)."""


def _refuse_constant(word: str) -> Json:
    raise _NoNumberError(word)


def _unreadable(error: Exception) -> dict[str, str]:
    """Say in both languages why a text is no JSON that can be taken."""
    if isinstance(error, json.JSONDecodeError):
        zh, en = f"第 {error.lineno} 行第 {error.colno} 个字符处读不下去", f"line {error.lineno}, column {error.colno}"
    elif isinstance(error, UnicodeDecodeError):
        zh, en = f"第 {error.start + 1} 个字节不是 UTF-8 编码", f"byte {error.start + 1} is not UTF-8"
    elif isinstance(error, UnicodeEncodeError):
        zh, en = "里面有半个字符（\\ud800 一类）", "it holds half of a character (such as \\ud800)"
    elif isinstance(error, _KeyTwiceError):
        zh, en = f"项目“{shown(str(error))}”写了两次", f"the key “{shown(str(error))}” stands there twice"
    elif isinstance(error, _NoNumberError):
        zh, en = f"{error} 不是数字，JSON 里不能写", f"{error} is no number and no JSON"
    elif isinstance(error, RecursionError):
        zh, en = "一层套一层，套得太深", "it is nested too deeply"
    else:
        zh, en = "里面有一个数字太长", "one of its numbers is too long"
    return {"detail_zh": zh, "detail_en": en}


def from_object(data: JsonObject) -> Case:
    """Read a case from decoded JSON; raises CaseRefusedError with every problem found."""
    reader = Reader([], set())
    _check_head(data, reader)
    texts = {key: reader.value(str, data[key], key) for key in _TEXTS if data.get(key) is not None}
    day = reader.value(date, data["day"], "day") if data.get("day") is not None else None
    practice = reader.value(bool, data["practice"], "practice") if data.get("practice") is not None else False
    if "day" in data and data["day"] is None:
        reader.not_known.add("day")
    records = {key: reader.record(kind, data[key], key) for key, kind in _RECORDS.items() if key in data}
    lists = {key: reader.items(kind, data[key], key) for key, kind in _LISTS.items() if key in data}
    maps = {
        "facts": _facts(data.get("facts", {}), reader),
        "estimate": _estimate(data.get("estimate", {}), reader),
        "origins": _origins(data.get("origins", {}), reader),
        "drafts": _drafts(data.get("drafts", {}), reader),
        "last_ids": reader.mapping(int, data.get("last_ids", {}), "last_ids") or {},
    }
    _check_moments(cast("tuple[Choice, ...]", lists.get("choices") or ()), reader)
    if reader.findings:
        raise CaseRefusedError(tuple(reader.findings))
    parts = {**texts, **_present(records), **_present(lists), **maps}
    return built(Case, {"day": day, "practice": practice, "not_known": frozenset(reader.not_known), **parts})


def _check_moments(choices: tuple[Choice, ...], reader: Reader) -> None:
    """Refuse a decision of no day: papers print when it was taken."""
    for index, choice in enumerate(choices):
        if choice.at and not _is_moment(choice.at):
            reader.refuse("D06", f"choices.{index}.at", found=shown(choice.at))


def _is_moment(text: str) -> bool:
    """Tell whether `text` is a day, or a day and a time, in ISO form."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[4:5] == text[7:8] == "-"


def _present(parts: Mapping[str, object]) -> dict[str, object]:
    return {key: part for key, part in parts.items() if part is not None}


def _check_head(data: JsonObject, reader: Reader) -> None:
    for key in data.keys() - set(KEYS):
        reader.refuse("D02", key, key=shown(key))
    identifier = data.get("id")
    if isinstance(identifier, str) and not re.fullmatch(CASE_ID, identifier):
        reader.refuse("D03", "id", found=quoted(identifier), expected="0123456789abcdef")
    if data.get("schema", SCHEMA) != SCHEMA:
        reader.refuse("D12", "schema", found=shown(data["schema"]))
    version = data.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        reader.refuse("D13", "schema_version", found=str(version), known=str(SCHEMA_VERSION))
    elif version != SCHEMA_VERSION:
        reader.refuse("D03", "schema_version", found=quoted(version), expected=str(SCHEMA_VERSION))


def _facts(data: Json, reader: Reader) -> dict[str, FactValue]:
    if not isinstance(data, dict):
        reader.refuse("D03", "facts", found=quoted(data), expected="{…}")
        return {}
    facts: dict[str, FactValue] = {}
    for key, entry in data.items():
        value = _fact(entry, joined("facts", key), reader)
        if value is not None:
            facts[key] = value
    return facts


def _fact(data: Json, place: str, reader: Reader) -> FactValue | None:
    if data is None:
        reader.not_known.add(place)
        return None
    if isinstance(data, bool):
        return data
    if isinstance(data, list):
        texts = reader.items(str, data, place) or ()
        return tuple(str(text) for text in texts)
    if isinstance(data, int):
        return str(data)
    text = reader.value(str, data, place)
    return text if isinstance(text, str) else None


def _estimate(data: Json, reader: Reader) -> JsonObject:
    _refuse_floats(data, "estimate", reader)
    if isinstance(data, dict):
        return data
    reader.refuse("D03", "estimate", found=quoted(data), expected="{…}")
    return {}


def _refuse_floats(data: Json, place: str, reader: Reader) -> None:
    if isinstance(data, FloatText):
        reader.refuse("D04", place, found=str(data))
    elif isinstance(data, dict):
        for key, entry in data.items():
            _refuse_floats(entry, joined(place, key), reader)
    elif isinstance(data, list):
        for index, entry in enumerate(data):
            _refuse_floats(entry, joined(place, str(index)), reader)


def _drafts(data: Json, reader: Reader) -> dict[str, str]:
    """Read drafts, which may be as long as whatever was pasted into a field."""
    if not isinstance(data, dict):
        reader.refuse("D03", "drafts", found=quoted(data), expected="{…}")
        return {}
    for path, text in data.items():
        if not isinstance(text, str):
            reader.refuse("D03", joined("drafts", path), found=quoted(text), expected='"…"')
        elif has_control_character(text):
            reader.refuse("D07", joined("drafts", path))
    return {path: text for path, text in data.items() if isinstance(text, str)}


def _origins(data: Json, reader: Reader) -> dict[str, Origin]:
    if not isinstance(data, dict):
        reader.refuse("D03", "origins", found=quoted(data), expected="{…}")
        return {}
    read = {path: _origin(entry, joined("origins", path), reader) for path, entry in data.items()}
    return {path: origin for path, origin in read.items() if origin is not None}


def _origin(data: Json, place: str, reader: Reader) -> Origin | None:
    if not isinstance(data, dict) or data.keys() - {"kind", "at", "note"}:
        reader.refuse("D03", place, found=quoted(data), expected='{"kind": …}')
        return None
    kind = data.get("kind")
    if kind not in [str(entry) for entry in OriginKind]:
        reader.refuse("D03", joined(place, "kind"), found=quoted(kind), expected=" / ".join(OriginKind))
        return None
    texts = {key: reader.value(str, data[key], joined(place, key)) for key in ("at", "note") if data.get(key)}
    at = texts.get("at")
    if at is not None and not _is_moment(str(at)):
        reader.refuse("D06", joined(place, "at"), found=shown(at))
    return Origin(kind=OriginKind(str(kind)), **{key: str(text) for key, text in texts.items()})


def to_object(case: Case) -> JsonObject:
    """Return `case` as a JSON object in the order of the published schema; empty parts are left out."""
    body = write_record(replace(case, facts={}, origins={}, estimate={}, not_known=frozenset()), "", case.not_known)
    body["facts"] = _facts_json(case)
    body["estimate"] = dict(case.estimate)
    body["origins"] = {path: write_record(origin, "", frozenset()) for path, origin in case.origins.items()}
    head: JsonObject = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION}
    return head | {key: value for key, value in body.items() if value not in ({}, [])}


def _facts_json(case: Case) -> JsonObject:
    result: JsonObject = {key: list(value) if isinstance(value, tuple) else value for key, value in case.facts.items()}
    prefix = "facts."
    return result | {path.removeprefix(prefix): None for path in sorted(case.not_known) if path.startswith(prefix)}


def dump(case: Case) -> str:
    """Return `case` as JSON text, two blanks deep, Hanzi as they are; `load` gives the same case back."""
    return json.dumps(to_object(case), ensure_ascii=False, indent=2) + "\n"
