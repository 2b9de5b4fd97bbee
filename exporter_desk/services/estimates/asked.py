"""Fields that an estimate asks for only when it needs them: conditions of charges, typed duty, duty layers left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from exporter_desk.costs.cards import Card
    from exporter_desk.costs.estimate import Estimate
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding

FACTS, DUTY, WITHOUT = "facts.", "duty.", "duty.without"
TEXT, PERCENT, LAYER = "text", "percent", "layer"
_ROOT, _ANTIDUMPING, _TOTAL = "estimate.", "duty.antidumping_pct", "duty.total_pct"
_RATES = (_ANTIDUMPING, _TOTAL)
# What a remedy names, by where its finding points; by its code where the place says too little.
_BY_PLACE = {_ANTIDUMPING: _ANTIDUMPING, "duty": _TOTAL, "duty.layers": _TOTAL, "duty.preference": _TOTAL}
_BY_CODE = {"C37": _ANTIDUMPING}


@dataclass(frozen=True, slots=True)
class AskedInput:
    """One field: its path below `estimate` (a layer with its id behind), what it is called, what is typed there.

    A condition has `choices`: what the charges of the plan tell apart, with words for it.
    """

    path: str
    label: Bilingual
    kind: str
    choices: tuple[tuple[str, Bilingual], ...] = ()


def asked_inputs(
    estimate: Estimate | None, case: Case, texts: Mapping[str, Bilingual], cards: Mapping[str, Card]
) -> tuple[AskedInput, ...]:
    """Return the fields that findings of the estimate ask for, and those that hold something already."""
    wanted = dict.fromkeys((*_held(case), *_wanted(() if estimate is None else estimate.findings)))
    known = told_apart(case, cards)
    return tuple(_input(path, texts, known) for path in wanted)


def told_apart(case: Case, cards: Mapping[str, Card]) -> dict[str, dict[str, None]]:
    """Return the values that the charges of the plan's cards and its own lines tell apart, by condition."""
    found: dict[str, dict[str, None]] = {}
    for fact, value in (*_of_cards(case, cards), *_of_lines(case)):
        found.setdefault(fact, {})[value] = None
    return found


def condition_words(fact: str, value: str, texts: Mapping[str, Bilingual]) -> Bilingual:
    """Return a value of a condition as a person reads it; one of an own rate card as that writes it."""
    return texts.get(f"fact_value.{fact}.{value}") or Bilingual(value, value)


def _of_cards(case: Case, cards: Mapping[str, Card]) -> Iterator[tuple[str, str]]:
    listed = case.estimate.get("cards")
    for entry in listed if isinstance(listed, list) else ():
        card = cards.get(str(entry.get("card_id") if isinstance(entry, dict) else entry))
        for charge in () if card is None else card.charge:
            yield from charge.applies_if.items()
            yield from (("zone", zone) for band in charge.table for zone in band.zone)


def _of_lines(case: Case) -> Iterator[tuple[str, str]]:
    for line in cast("list[object]", case.estimate.get("lines") or []):
        terms = line.get("applies_if") if isinstance(line, dict) else None
        yield from ((str(fact), str(value)) for fact, value in terms.items()) if isinstance(terms, dict) else ()


def layers_left_out(case: Case) -> tuple[str, ...]:
    """Return the ids of the duty layers that the plan leaves out."""
    duty = case.estimate.get("duty")
    without = duty.get("without") if isinstance(duty, dict) else None
    return tuple(str(one) for one in without) if isinstance(without, list) else ()


def _held(case: Case) -> Iterator[str]:
    facts, duty = case.estimate.get("facts"), case.estimate.get("duty")
    for fact in facts if isinstance(facts, dict) else ():
        yield f"{FACTS}{fact}"
    for path in _RATES:
        if isinstance(duty, dict) and duty.get(path.removeprefix(DUTY)) is not None:
            yield path
    for layer in layers_left_out(case):
        yield f"{WITHOUT}.{layer}"


def _wanted(findings: tuple[Finding, ...] | tuple[()]) -> Iterator[str]:
    for finding in findings:
        for place in finding.places:
            path = place.removeprefix(_ROOT)
            named = _BY_CODE.get(finding.code) or _BY_PLACE.get(path)
            if path.startswith(FACTS):
                yield path
            elif path == WITHOUT and finding.values.get("left_out"):
                yield f"{WITHOUT}.{finding.values['left_out']}"
            elif named is not None and place.startswith(_ROOT):
                yield named


def _input(path: str, texts: Mapping[str, Bilingual], known: Mapping[str, Collection[str]]) -> AskedInput:
    """Return a field with its name; a condition of an own rate card is called as the card calls it."""
    if path.startswith(FACTS):
        fact = path.removeprefix(FACTS)
        choices = tuple((one, condition_words(fact, one, texts)) for one in known.get(fact, ()))
        return AskedInput(path, texts.get(f"fact.{fact}") or Bilingual(fact, fact), TEXT, choices)
    if path in _RATES:
        return AskedInput(path, texts[f"asked.{path.removeprefix(DUTY)}"], PERCENT)
    layer, words = path.removeprefix(f"{WITHOUT}."), texts["asked.layer"]
    return AskedInput(path, words.filled(layer=layer), LAYER)
