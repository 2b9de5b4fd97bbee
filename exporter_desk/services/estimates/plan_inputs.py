"""Inputs of a plan (测算的各项输入) that the window draws from data: groups, fields, lists of entries."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter_desk.domain.text import Bilingual

NO_TEXT = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One value that can be chosen, with its name."""

    value: str
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanField:
    """One input: `key` is its place below the plan, or below the entry of a list; `kind` says what is typed.

    The choices are `options`, or those that `source` names (articles, conditions, factors, cards); a `free` one is
    typed too. `only` names values of other fields of the entry with which it makes sense.
    """

    key: str
    kind: str
    label: Bilingual
    help: Bilingual = NO_TEXT
    example: str = ""
    options: tuple[PlanChoice, ...] = ()
    source: str = ""
    free: bool = False
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    """A list of entries at `path`; `name` has a `{number}`, `add` says what one more is.

    Of the first entry the fields `above` stand among the first inputs of the form. A `single` one is kept without its
    list. An entry with nothing but `short` is kept as that text. With `changes` every field but `id` is a change.
    """

    path: str
    name: Bilingual
    add: Bilingual
    above: tuple[str, ...] = ()
    single: bool = False
    short: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroup:
    """Inputs that answer one question; with `entries` the fields are those of each entry."""

    id: str
    title: Bilingual
    line: Bilingual
    fields: tuple[PlanField, ...]
    entries: PlanList | None = None


@dataclass(frozen=True, slots=True)
class PlanForm:
    """All groups in their order, what has to be typed by kind, the few words around the fields.

    `offers` are the verbs by which an answer that waits leads to the place where its input is typed.
    """

    groups: tuple[PlanGroup, ...]
    expected: Mapping[str, Bilingual]
    words: Mapping[str, Bilingual]
    offers: Mapping[str, Bilingual]

    @classmethod
    def load(cls, content: bytes) -> PlanForm:
        """Read resources/text/plan_inputs.toml; a missing key raises KeyError."""
        data = tomllib.loads(content.decode("utf-8"))
        groups = tuple(_group(one) for one in data["group"])
        texts = [{key: _pair(pair) for key, pair in data[name].items()} for name in ("expected", "words", "offers")]
        return cls(groups, *texts)


def _pair(data: Mapping[str, str], name: str = "") -> Bilingual:
    lead = f"{name}_" if name else ""
    return Bilingual(data[f"{lead}zh"], data[f"{lead}en"])


def _group(data: Mapping[str, Any]) -> PlanGroup:
    return PlanGroup(
        id=data["id"],
        title=_pair(data),
        line=_pair(data, "line"),
        fields=tuple(one for entry in data["fields"] for one in _fields(entry)),
        entries=_list(data["list"]) if "list" in data else None,
    )


def _list(data: Mapping[str, Any]) -> PlanList:
    return PlanList(
        path=data["path"],
        name=_pair(data),
        add=_pair(data, "add"),
        above=tuple(data.get("above", ())),
        single=data.get("single", False),
        short=data.get("short", ""),
        changes=data.get("changes", ""),
    )


def _fields(data: Mapping[str, Any]) -> tuple[PlanField, ...]:
    """Return the field, or as many as it is repeated: `{number}` counts them."""
    return tuple(_field(data, str(number)) for number in range(1, data.get("repeat", 1) + 1))


def _field(data: Mapping[str, Any], number: str) -> PlanField:
    label = _pair(data)
    return PlanField(
        key=data["key"].replace("{number}", number),
        kind=data["kind"],
        label=Bilingual(label.zh.replace("{number}", number), label.en.replace("{number}", number)),
        help=_pair(data, "help") if "help_zh" in data else NO_TEXT,
        example=data.get("example", ""),
        options=tuple(PlanChoice(one["value"], _pair(one)) for one in data.get("options", ())),
        source=data.get("from", ""),
        free=data.get("free", False),
        only={key: tuple(values) for key, values in data.get("only", {}).items()},
    )
