"""Where a finding of the cost part points, in words: `estimate.lines.0.rate` is the price of the first charge."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.domain.finding import Finding
    from exporter_desk.rules.codes import CodeTables

    Words = Mapping[str, Bilingual]

_ROOT, _CELL = "estimate", "cell"
_NAMED_LISTS = frozenset({"skus", "charge", "surcharges", "layers", "size", "gap", "variants", "fx", "events"})
# Findings whose values are names of entries, and which of their values are.
_NAMED = {
    "C13": ("name",), "C17": ("first", "second"), "C20": ("name",), "C80": ("key",), "C61": ("column",),
}  # fmt: skip
# Findings whose values are words of a closed list, and which of their values are; a word that is typed as a key is
# told with that key.
_LISTED = {
    "C03": ("expected",), "C10": ("key",), "C11": ("allowed",), "C12": ("allowed",), "C60": ("key",),
    "C61": ("allowed",), "C83": ("stages",),
}  # fmt: skip
_KEYED = frozenset({"C03", "C11", "C61"})
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Z]{3})?")
_MONTH = "factors"


def with_places(
    finding: Finding, fields: Words, bases: Words, stages: Words, tables: Callable[[], CodeTables]
) -> Finding:
    """Return a finding that says in both languages where it points and what the entries and countries are called.

    `tables` gives the code tables; they are read only when a country is named.
    """
    said: dict[str, str] = {}
    if finding.places and "place" not in finding.values:
        said |= _pair("place", place_name(finding.places[0], fields))
    for name in _NAMED.get(finding.code, ()):
        known = _names(finding.values.get(name, ""), fields)
        said |= {} if known is None else _pair(name, known)
    for name in _listed(finding):
        keyed = finding.code in _KEYED
        said[f"{name}_zh"] = _in_words(finding.values.get(name, ""), fields, bases, stages, keyed=keyed)
    basis = bases.get(finding.values.get("basis", ""))
    said |= {} if basis is None else _pair("basis", basis)
    if finding.values.get("destination"):
        codes, land = tables(), finding.values["destination"]
        said |= _pair("destination", Bilingual(*(codes.label("countries", land, end) for end in ("zh", "en"))))
    return replace(finding, values={**finding.values, **said}) if said else finding


def _listed(finding: Finding) -> tuple[str, ...]:
    """Return which values hold words of a closed list; ids that somebody gave are none."""
    if finding.code == "C15" and finding.variant == "part":
        return ("found", "allowed")
    names = _LISTED.get(finding.code, ())
    return tuple(name for name in names if f"{name}_zh" not in finding.values and name in finding.values)


def _names(text: str, fields: Words) -> Bilingual | None:
    """Return what an entry is called, or each of several; None where nothing is known of it."""
    if text in fields:
        return fields[text]
    known = [fields.get(part) for part in text.split(", ")]
    pairs = [one for one in known if one is not None]
    if len(pairs) != len(known):
        return None
    return Bilingual("、".join(one.zh for one in pairs), ", ".join(one.en for one in pairs))


def _in_words(text: str, fields: Words, bases: Words, stages: Words, *, keyed: bool) -> str:
    """Return a list of keys in Chinese; what is no key stays as it is."""

    def word(match: re.Match[str]) -> str:
        key, _, currency = match[0].partition(".")
        found = fields.get(f"word.{key}") or bases.get(key) or stages.get(key) or fields.get(key)
        if found is None:
            return match[0]
        words = f"{currency} {found.zh}".strip()
        return f"{words}（{match[0]}）" if keyed else words

    return _KEY.sub(word, text)


def _pair(name: str, words: Bilingual) -> dict[str, str]:
    return {f"{name}_zh": words.zh, f"{name}_en": words.en}


def place_name(path: str, fields: Words) -> Bilingual:
    """Return a path as a person reads it; what is no known entry is an id and stands in quotation marks."""
    head, *rest = path.split(".")
    if head.startswith("--"):  # an option of the command line, written as it is
        return Bilingual(path, path)
    if head == _CELL:
        name = " · ".join(rest)
        return Bilingual(f"单元格 {name}", f"cell {name}")
    steps = rest if head == _ROOT and rest else [head, *rest]
    parts = [part for part in (_step(steps, at, fields) for at in range(len(steps))) if part is not None]
    return Bilingual(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def _step(steps: list[str], at: int, fields: Words) -> Bilingual | None:
    """Return one step of a path; a list and the number or id that picks from it are one."""
    step, after = steps[at], steps[at + 1] if at + 1 < len(steps) else ""
    if at and _picks(steps[at - 1], step, fields):
        return None
    known = fields.get(f"{_holder(steps, at, fields)}.{step}") or fields.get(step)
    if known is None:
        return Bilingual(f"“{step}”", f"“{step}”")
    if step == _MONTH and after:
        one = fields.get(f"{_MONTH}.month", known)
        return Bilingual(f"{after} {one.zh}", f"{one.en} {after}")
    if after.isdecimal():
        number = int(after) + 1
        return Bilingual(f"第 {number} 项{known.zh}", f"{known.en} {number}")
    if _picks(step, after, fields):
        return Bilingual(f"{known.zh}“{after}”", f"{known.en} “{after}”")
    return known


def _holder(steps: list[str], at: int, fields: Words) -> str:
    """Return below which entry a step stands: what is picked out of a list is passed over."""
    picked = at > 1 and _picks(steps[at - 2], steps[at - 1], fields)
    return steps[at - 2] if picked else steps[at - 1] if at else ""


def _picks(holder: str, step: str, fields: Words) -> bool:
    """Tell whether a step picks an entry out of the list before it."""
    return bool(step) and holder in fields and (step.isdecimal() or holder in _NAMED_LISTS)
