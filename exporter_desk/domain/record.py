"""Strict reading and writing of frozen records as JSON: every problem is reported with its place."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Never, TypeVar, cast

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.numbers import MAX_DIGITS, is_too_long, parse_decimal, plain
from exporter_desk.domain.text import has_control_character

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from exporter_desk.domain.json_value import Json, JsonObject

Record = TypeVar("Record", bound="DataclassInstance")

MAX_TEXT = 4000
LARGEST_WHOLE = 10**18 - 1
"""A database keeps no whole number of more digits."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Between these lies every day of a shipment: another one is a slip, and counting on from it may leave the calendar."""
ROW = "row_of_list"
# What is expected, by its JSON form: in Chinese and in English.
_EXPECTED = {
    "{…}": ("一组项目（写在大括号里）", "a group of items in braces"),
    "[…]": ("一个列表（写在方括号里）", "a list in square brackets"),
    '"…"': ("带引号的文字", "a text in quotes"),
    "0123456789abcdef": (
        "16 个小写的十六进制字符（0–9、a–f），也可以不写",
        "16 characters out of 0-9 and a-f, or nothing",
    ),
    "123": ("整数，例如 123", "a whole number such as 123"),
    "true / false": ("true（是）或 false（否）", "true or false"),
    '"12.50"': ('带引号的数字，例如 "12.50"', 'a number in quotes such as "12.50"'),
    '"2026-11-22"': ('带引号的日期，例如 "2026-11-22"', 'a day in quotes such as "2026-11-22"'),
}
_SHARES = ("rate", "vat_rate", "refund_rate")
# What stands in the place of a simple value, by the sign that its JSON begins with.
_GROUPS = {"{": ("一组项目", "a group of items"), "[": ("一个列表", "a list")}


class FloatText(str):
    """A JSON number with a point or exponent, kept as it was written so that the reader can refuse it."""

    __slots__ = ()


def is_share(path: str) -> bool:
    """Tell whether a rate of tax stands at `path`, which a case keeps as a share: 13 % is 0.13."""
    return path.startswith("tax.") and path.rpartition(".")[2] in _SHARES


def is_of_our_time(day: date) -> bool:
    """Tell whether a day can be one of a shipment."""
    return FIRST_DAY <= day <= LAST_DAY


def is_untouched(record: DataclassInstance, *but: str) -> bool:
    """Tell whether nothing stands in a record beside its id, and beside the fields `but` that something else fills."""
    told = (one for one in fields(record) if one.name != "id" and one.name not in but)
    return all(getattr(record, one.name) in (None, "", (), {}) for one in told)


@dataclass(slots=True)
class Reader:
    """Collects the findings and the paths that hold null (不清楚) while records are read.

    `rows` counts the items of lists, from 1, by their paths. Where `any_year` is set, days may lie as far away as they
    like: a price may hold until 9999-12-31.
    """

    findings: list[Finding]
    not_known: set[str]
    rows: dict[str, int] = field(default_factory=dict)
    any_year: bool = False

    def refuse(self, code: str, place: str, variant: str = "", **values: str) -> None:
        """Note that what stands at `place` cannot be read; inside a list also in which row, counted from 1."""
        row = self._row(place)
        if row is not None:
            values |= {ROW: str(row)}
        zh, en = _EXPECTED.get(values.get("expected", ""), ("", ""))
        worded = {"expected_zh": zh, "expected_en": en} if zh else {}
        if worded and values.get("found", "")[:1] in _GROUPS:
            worded["found_zh"], worded["found_en"] = _GROUPS[values["found"][0]]
        self.findings.append(Finding(code, Severity.ERROR, (place,), values | worded, variant=variant))

    def _row(self, place: str) -> int | None:
        """Return the row of the outermost list that `place` lies in."""
        keys = place.split(".")
        outer = (".".join(keys[: count + 1]) for count in range(1, len(keys)))
        return next((self.rows[path] for path in outer if path in self.rows), None)

    def record(self, kind: type[Record], data: Json, place: str) -> Record | None:
        """Read one record of `kind` from `data`; None when a required key is missing or it is no object."""
        if not isinstance(data, dict):
            self.refuse("D03", place, found=quoted(data), expected="{…}")
            return None
        known = keys_of(kind)
        for key in data.keys() - known.keys():
            self.refuse("D02", joined(place, key), key=shown(key))
        values: dict[str, object] = {}
        for key, item in known.items():
            if key in data:
                self._field(item, data[key], joined(place, key), values)
        lacking = [key for key, item in known.items() if default_of(item) is MISSING and item.name not in values]
        if "id" in lacking:
            self.refuse("D09", place)
        elif lacking:
            self.refuse("D15", place, key=lacking[0])
        return None if lacking else built(kind, values)

    def _field(self, item: Field[object], data: Json, place: str, values: dict[str, object]) -> None:
        if data is None:
            self.not_known.add(place)
            return
        value = self.value(hints_of(item), data, place)
        if value is not None:
            values[item.name] = value

    def value(self, hint: object, data: Json, place: str) -> object:
        """Read one value of the annotated type `hint`; None after a problem was noted."""
        origin = typing.get_origin(hint)
        if origin is tuple:
            return self.items(typing.get_args(hint)[0], data, place)
        if origin is Mapping:
            return self.mapping(typing.get_args(hint)[1], data, place)
        if isinstance(hint, type) and is_dataclass(hint):
            return self.record(hint, data, place)
        return self.scalar(cast("type", hint), data, place)

    def items(self, hint: object, data: Json, place: str) -> tuple[object, ...] | None:
        """Read a list; items that carry an id are placed by it and must differ."""
        if not isinstance(data, list):
            self.refuse("D03", place, found=quoted(data), expected="[…]")
            return None
        result, seen = [], set[str]()
        for index, entry in enumerate(data):
            key = str(entry["id"]) if isinstance(entry, dict) and isinstance(entry.get("id"), str) else str(index)
            where = joined(place, key)
            if key != str(index):  # a place that is named by its number tells the row itself
                self.rows[where] = index + 1
            if key in seen:
                self.refuse("D10", where, key=key)
            seen.add(key)
            value = self.value(hint, entry, where)
            if value is not None:
                result.append(value)
        return tuple(result)

    def mapping(self, hint: object, data: Json, place: str) -> Mapping[str, object] | None:
        """Read an object whose keys are free."""
        if not isinstance(data, dict):
            self.refuse("D03", place, found=quoted(data), expected="{…}")
            return None
        pairs = {key: self.value(hint, entry, joined(place, key)) for key, entry in data.items()}
        return {key: value for key, value in pairs.items() if value is not None}

    def scalar(self, kind: type, data: Json, place: str) -> object:
        """Read a text, whole number, decimal, day or truth value."""
        if isinstance(data, FloatText) and kind in (str, Decimal):
            self.refuse("D04", place, found=str(data))
            return None
        reading = {str: self._text, int: self._whole, Decimal: self._decimal, date: self._day, bool: self._truth}[kind]
        return reading(data, place)

    def _text(self, data: Json, place: str) -> str | None:
        if not isinstance(data, str):
            self._wrong(data, place, '"…"')
            return None
        if has_control_character(data):
            self.refuse("D07", place)
            return None
        if len(data) > MAX_TEXT:
            self.refuse("D08", place, length=str(len(data)), limit=str(MAX_TEXT))
            return None
        return data

    def _whole(self, data: Json, place: str) -> int | None:
        if isinstance(data, bool) or not isinstance(data, int):
            self._wrong(data, place, "123")
            return None
        if abs(data) > LARGEST_WHOLE:
            self.refuse("D05", place, "large", found=shown(data))
            return None
        return data

    def _truth(self, data: Json, place: str) -> bool | None:
        if isinstance(data, bool):
            return data
        self._wrong(data, place, "true / false")
        return None

    def _decimal(self, data: Json, place: str) -> Decimal | None:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self._wrong(data, place, '"12.50"')
            return None
        number = parse_decimal(str(data))
        if number is None and is_too_long(str(data)):
            self.refuse("D05", place, "long", found=shown(data), limit=str(MAX_DIGITS))
        elif number is None:
            self.refuse("D05", place, "share" if is_share(place) else "", found=shown(data))
        return number

    def _day(self, data: Json, place: str) -> date | None:
        if not isinstance(data, str):
            self._wrong(data, place, '"2026-11-22"')
            return None
        try:
            day = date.fromisoformat(data)
        except ValueError:
            self.refuse("D06", place, found=shown(data))
            return None
        if not self.any_year and not is_of_our_time(day):
            self.refuse("D06", place, "years", found=shown(data))
            return None
        return day

    def _wrong(self, data: Json, place: str, expected: str) -> None:
        self.refuse("D03", place, found=quoted(data), expected=expected)
        return


def built(kind: type[Record], values: Mapping[str, object]) -> Record:
    """Make a record from values that were read by its own annotations."""
    return kind(**cast("dict[str, Never]", values))


def write_record(record: DataclassInstance, place: str, not_known: frozenset[str]) -> JsonObject:
    """Return `record` as a JSON object: unset fields are left out, fields answered 不清楚 are null."""
    result: JsonObject = {}
    for key, item in keys_of(type(record)).items():
        value, where = getattr(record, item.name), joined(place, key)
        if where in not_known:
            result[key] = None
        elif value is not None and (value != default_of(item) or key == "id"):
            result[key] = _written(value, where, not_known)
    return result


def _written(value: object, place: str, not_known: frozenset[str]) -> Json:
    if isinstance(value, Mapping):
        return {key: _written(entry, joined(place, key), not_known) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [_written(entry, joined(place, item_key(entry, index)), not_known) for index, entry in enumerate(value)]
    if is_dataclass(value) and not isinstance(value, type):
        return write_record(value, place, not_known)
    return scalar_json(value)


def scalar_json(value: object) -> Json:
    """Return a text, number, day or truth value as JSON; decimals travel as text."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"{value!r} has no JSON form")


def item_key(entry: object, index: int) -> str:
    """Return what names a list item in a path: its id, else its position."""
    return str(getattr(entry, "id", index))


@cache
def keys_of(kind: type[DataclassInstance]) -> dict[str, Field[object]]:
    """Return the fields of a record by their JSON key."""
    return {str(item.metadata.get("key", item.name)): item for item in _resolved(kind)}


@cache
def _resolved(kind: type[DataclassInstance]) -> tuple[Field[object], ...]:
    hints = typing.get_type_hints(kind)
    for item in fields(kind):
        item.type = hints[item.name]
    return tuple(fields(kind))


@cache
def hints_of(item: Field[object]) -> object:
    """Return the annotated type of a field without its `| None`."""
    if isinstance(item.type, types.UnionType):
        return next(part for part in typing.get_args(item.type) if part is not type(None))
    return item.type


def default_of(item: Field[object]) -> object:
    """Return the default of a field, MISSING when it has none."""
    return item.default_factory() if item.default_factory is not MISSING else item.default


def joined(place: str, key: str) -> str:
    """Return the path of `key` inside `place`."""
    return f"{place}.{key}" if place else key


def quoted(data: object) -> str:
    """Return foreign input as `shown` does, text in quotes: where the kind of a value is wrong, they are the point."""
    return f'"{shown(data)}"' if isinstance(data, str) and not isinstance(data, FloatText) else shown(data)


def shown(data: object) -> str:
    """Return foreign input as JSON has it, short and clean enough to stand inside a sentence; text without quotes."""
    written = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, default=str)
    text = "".join(char if char.isprintable() else "�" for char in written)
    return text if len(text) <= 40 else text[:39] + "…"
