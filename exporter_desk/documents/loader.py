"""Reads form.toml strictly: unknown keys, wrong types and values outside the closed lists are refused, with place."""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from typing import TYPE_CHECKING, TypeVar, cast

from exporter_desk.documents import schema
from exporter_desk.documents.conditions import ALWAYS, NEVER, Condition
from exporter_desk.documents.schema import Form
from exporter_desk.domain.record import built
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Table = dict[str, object]

_CLOSED = {
    "status": schema.STATUSES,
    "page": schema.PAGES,
    "layout": schema.LAYOUTS,
    "captions": schema.CAPTIONS,
    "overflow": schema.OVERFLOWS,
    "align": schema.ALIGNS,
    "kind": schema.BLOCKS,
    "on": schema.ON_PAGES,
    "caption": ("above", "left", "none", "inline"),
}
# How keys in the file are named where the record has a plural or another name.
_KEYS = {"box": "boxes", "block": "blocks", "column": "columns", "field": "fields", "receiver": "receivers"}
_KEYS |= {"variant": "variants", "line": "lines"}
_PAIRS = {"title": ("zh", "en"), "label": ("zh", "en"), "text": ("zh", "en"), "mark": ("mark_zh", "mark_en")}
_PAIRS |= {"recalled": ("recalled_zh", "recalled_en")}
_PAIRS |= {"sign": ("sign_zh", "sign_en"), "more": ("more_zh", "more_en")}
_PAIRS |= {"empty": ("empty_zh", "empty_en"), "annex": ("annex_zh", "annex_en"), "page_no": ("page_zh", "page_en")}


class FormRefusedError(Exception):
    """A form file that cannot be taken; `problems` are sentences with file and place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def read_forms(files: Mapping[str, bytes], formats: Iterable[str]) -> tuple[dict[str, Form], list[str]]:
    """Read every `<id>/form.toml` of `files` that can be read, and say what is wrong with the others."""
    reader, forms = _Reader(frozenset(formats)), {}
    for name, data in files.items():
        if not name.endswith("form.toml"):
            continue
        form = reader.file(name, data)
        if form is not None:
            forms[form.id] = form
    return forms, reader.problems


class _Reader:
    def __init__(self, formats: frozenset[str]) -> None:
        self.formats = formats
        self.problems: list[str] = []

    def file(self, name: str, data: bytes) -> Form | None:
        try:
            table = tomllib.loads(data.decode("utf-8"))
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return None
        before = len(self.problems)
        form = self.record(Form, table, name)
        if form is not None and form.id != name.rsplit("/", 2)[-2]:
            self.problems.append(f"{name}: id {form.id} is not the name of its folder")
        return form if len(self.problems) == before else None

    def record(self, kind: type[T], table: Table, place: str) -> T | None:
        hints = typing.get_type_hints(kind)
        values: dict[str, object] = {}
        left = dict(table)
        self._take_pairs(kind, left, values, place)
        for key, entry in left.items():
            name = _KEYS.get(key, key)
            if name not in hints:
                self.problems.append(f"{place}: unknown key {key}")
                continue
            values[name] = self.value(hints[name], entry, f"{place}.{key}", key)
        for item in dataclasses.fields(kind):
            required = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
            if required and item.name not in values:
                self.problems.append(f"{place}: {item.name} is missing")
                return None
        return built(kind, values)

    def _take_pairs(self, kind: type[T], left: Table, values: dict[str, object], place: str) -> None:
        names = {item.name for item in dataclasses.fields(kind)}
        for name, (zh, en) in _PAIRS.items():
            if name not in names or not ({zh, en} & left.keys()):
                continue
            texts = [left.pop(zh, ""), left.pop(en, "")]
            if not all(isinstance(text, str) for text in texts):
                self.problems.append(f"{place}: {zh} and {en} are texts")
            values[name] = Bilingual(str(texts[0]), str(texts[1]))

    def value(self, hint: object, entry: object, place: str, key: str) -> object:
        if hint is Condition:
            return self.condition(entry, place)
        if isinstance(hint, types.UnionType):
            hint = typing.get_args(hint)[0]
        if typing.get_origin(hint) is tuple:
            return self._items(typing.get_args(hint), entry, place, key)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            if isinstance(entry, dict):
                return self.record(hint, entry, place)
            return self._refuse(place, "a table")
        return self._scalar(cast("type", hint), entry, place, key)

    def _items(self, inner: tuple[object, ...], entry: object, place: str, key: str) -> object:
        if key == "values" and isinstance(entry, dict):
            return tuple(
                (name, self.value(schema.Value, item, f"{place}.{name}", name)) for name, item in entry.items()
            )
        if not isinstance(entry, list):
            return self._refuse(place, "a list")
        if inner[-1] is not ... and len(entry) != len(inner):
            return self._refuse(place, f"{len(inner)} numbers")
        return tuple(self.value(inner[0], item, f"{place}[{number}]", key) for number, item in enumerate(entry))

    def _scalar(self, kind: type, entry: object, place: str, key: str) -> object:
        if kind is float and isinstance(entry, int | float) and not isinstance(entry, bool):
            return float(entry)
        if type(entry) is not kind:
            return self._refuse(place, kind.__name__)
        allowed = self.formats if key == "format" else _CLOSED.get(key)
        if allowed is not None and entry not in allowed:
            return self._refuse(place, " | ".join(sorted(allowed)))
        return entry

    def _refuse(self, place: str, expected: str) -> object:
        self.problems.append(f"{place}: expected {expected}")
        return None

    def condition(self, entry: object, place: str) -> Condition:
        """Read `"always"`, `"never"` or a table of the closed list."""
        if entry in ("always", "never"):
            return ALWAYS if entry == "always" else NEVER
        if not isinstance(entry, dict):
            self._refuse(place, "always | never | a condition")
            return NEVER
        for kind in ("all", "any"):
            if entry.keys() == {kind} and isinstance(entry[kind], list):
                return Condition(kind, tuple(self.condition(part, f"{place}.{kind}") for part in entry[kind]))
        if entry.keys() == {"not"}:
            return Condition("not", (self.condition(entry["not"], f"{place}.not"),))
        for kind in ("is", "in", "known"):
            if entry.keys() == {"fact", kind} and isinstance(entry["fact"], str):
                return Condition(kind, fact=entry["fact"], values=_texts(entry[kind]))
        self._refuse(place, "one of all, any, not, is, in, known")
        return NEVER


def read_condition(entry: object, place: str, problems: list[str]) -> Condition:
    """Read a condition of another file than a form; what is wrong with it is added to `problems`."""
    reader = _Reader(frozenset())
    condition = reader.condition(entry, place)
    problems += reader.problems
    return condition


def _texts(entry: object) -> tuple[str, ...]:
    items = entry if isinstance(entry, list) else [entry]
    return tuple(str(item).lower() if isinstance(item, bool) else str(item) for item in items)
