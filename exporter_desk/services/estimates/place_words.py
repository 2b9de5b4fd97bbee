"""Where a finding of the cost part points, in words: `estimate.lines.0.rate` is the price of the first charge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter_desk.domain.finding import Finding
    from exporter_desk.rules.codes import CodeTables

    Words = Mapping[str, Bilingual]

_ROOT, _CELL = "estimate", "cell"
_NAMED_LISTS = frozenset({"skus", "charge", "surcharges", "layers", "size", "gap", "variants", "fx"})
# Findings whose values are names of entries, and which of their values are.
_NAMED = {
    "C13": ("name",), "C17": ("first", "second"), "C20": ("name",), "C60": ("key",), "C80": ("key",),
    "C61": ("column",),
}  # fmt: skip


def with_places(finding: Finding, fields: Words, bases: Words, tables: Callable[[], CodeTables]) -> Finding:
    """Return a finding that says in both languages where it points and what the entries and countries are called.

    `tables` gives the code tables; they are read only when a country is named.
    """
    said: dict[str, str] = {}
    if finding.places and "place" not in finding.values:
        said |= _pair("place", place_name(finding.places[0], fields))
    for name in _NAMED.get(finding.code, ()):
        known = fields.get(finding.values.get(name, ""))
        said |= {} if known is None else _pair(name, known)
    basis = bases.get(finding.values.get("basis", ""))
    said |= {} if basis is None else _pair("basis", basis)
    if finding.values.get("destination"):
        codes, land = tables(), finding.values["destination"]
        said |= _pair("destination", Bilingual(*(codes.label("countries", land, end) for end in ("zh", "en"))))
    return replace(finding, values={**finding.values, **said}) if said else finding


def _pair(name: str, words: Bilingual) -> dict[str, str]:
    return {f"{name}_zh": words.zh, f"{name}_en": words.en}


def place_name(path: str, fields: Words) -> Bilingual:
    """Return a path as a person reads it; what is no known entry is an id and stands in quotation marks."""
    head, *rest = path.split(".")
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
    known = fields.get(step)
    if known is None:
        return Bilingual(f"“{step}”", f"“{step}”")
    if after.isdecimal():
        number = int(after) + 1
        return Bilingual(f"第 {number} 项{known.zh}", f"{known.en} {number}")
    if _picks(step, after, fields):
        return Bilingual(f"{known.zh}“{after}”", f"{known.en} “{after}”")
    return known


def _picks(holder: str, step: str, fields: Words) -> bool:
    """Tell whether a step picks an entry out of the list before it."""
    return bool(step) and holder in fields and (step.isdecimal() or holder in _NAMED_LISTS)
