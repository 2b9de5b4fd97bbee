"""Random sets of facts, known, not known and contradictory, and what must hold for the advice on each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from exporter_desk.domain.case import Case, FactValue
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.modes.advice import Advice, Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.modes.changes import changes
from exporter_desk.modes.compare import why_not
from exporter_desk.modes.day import advice_day
from exporter_desk.modes.explain import advise
from exporter_desk.modes.questions import questions
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.schema import FactSpec
from exporter_desk.rules.texts import load_texts
from exporter_desk.system.resources import read_tree
from tests.modes.case_files import USUAL, book, cases

TODAY = date(2026, 11, 22)
TEXTS = load_texts(read_tree("text/findings"), strict=True)
DAYS = (
    "2014-02-09", "2020-06-30", "2020-07-01", "2021-06-30", "2021-07-01", "2024-12-14", "2024-12-15", "2025-12-31",
    "2026-01-01", "2026-03-31", "2026-04-01", "2026-11-25", "2027-12-31", "2028-01-01",
)  # fmt: skip
NUMBERS = ("0", "0.5", "1", "4999.99", "5000", "5000.01", "149999.99", "150000", "150000.01", "999999999999")
TEXTS_OF = {
    "dest": ("US", "DE", "MY", "TH", "JP", "BR", "XX"),
    "hs": ("0805100000", "9403609990", "6109100021", "9401610000"),
    "declare_customs": ("4003", "南昌海关", "5316", "赣州"),
    "return_customs": ("昆明海关", "4003", "厦门海关"),
}
# An export day that is learned moves the law itself; what it turns, a dated rule says.
MOVES_THE_LAW = "export_date"


@dataclass(frozen=True)
class Problem:
    """A property that did not hold, and the facts on which it failed."""

    what: str
    facts: JsonObject


def chance(seed: int | str) -> Random:
    """Return the random numbers of a seed, the same everywhere."""
    return Random(seed)  # noqa: S311  # no secret


def asked_facts() -> tuple[FactSpec, ...]:
    return tuple(spec for spec in book().facts.values() if not spec.reserved and spec.means is None)


def some_answer(spec: FactSpec, random: Random) -> FactValue:
    if spec.type == "bool":
        return random.random() < 0.5
    if spec.type == "code":
        return random.choice(spec.allowed).value
    if spec.type == "list":
        return tuple(entry.value for entry in spec.allowed if random.random() < 0.3)
    if spec.type == "date":
        return random.choice(DAYS)
    if spec.type == "decimal":
        return random.choice([one for one in NUMBERS if spec.most is None or float(one) <= spec.most])
    return random.choice(TEXTS_OF.get(spec.path, ("一些文字",)))


def some_facts(random: Random) -> JsonObject:
    """Return facts as JSON: each one is known, not known or not asked; how many differs from set to set.

    Two of three sets start from one of the declarative cases, so that many of them lead to a recommendation.
    """
    facts: JsonObject = {}
    share = random.random()
    if random.random() < 2 / 3:
        case, share = random.choice(cases()), share / 8
        usual: dict[str, FactValue] = {**(USUAL if case.usual else {}), **case.facts}
        facts = {path: list(value) if isinstance(value, tuple) else value for path, value in usual.items()}
    for spec in asked_facts():
        if random.random() < share:
            answer = None if random.random() < 0.1 else some_answer(spec, random)
            facts[spec.path] = list(answer) if isinstance(answer, tuple) else answer
    return facts


def judged(facts: JsonObject) -> Advice:
    case = from_object({"facts": facts})
    day, _ = advice_day(read_facts(case, book(), TODAY), case.day, TODAY)
    return assess(read_facts(case, book(), day), book(), day)


def ruled_out(advice: Advice) -> set[str]:
    return {one.mode.code for one in advice.modes if one.verdict is Verdict.NOT_APPLICABLE}


def problems(random: Random, *, whole: bool) -> Iterator[Problem]:
    """Yield what does not hold for one random set; `whole` also writes the JSON, with an expected mode, twice."""
    facts = some_facts(random)
    advice = judged(facts)
    for what in (*_without_reason(advice), *_muddled(advice)):
        yield Problem(what, facts)
    if judged(_shuffled(facts, random)) != advice:
        yield Problem("another order of the facts gives another answer", facts)
    yield from _forgetting(facts, advice, random)
    if whole:
        yield from _written(facts, advice, random)


def _without_reason(advice: Advice) -> Iterator[str]:
    for one in advice.modes:
        if not one.reasons or not all(reason.sources and reason.zh and reason.en for reason in one.reasons):
            yield f"{one.mode.code} has a reason without source or words, or none"
        if (one.verdict is Verdict.NOT_APPLICABLE) != any(r.blocks and r.outcome is False for r in one.reasons):
            yield f"{one.mode.code} is ruled out without a reason, or has one and is not"


def _muddled(advice: Advice) -> Iterator[str]:
    verdicts = [one.verdict for one in advice.modes]
    if sorted(verdicts, key=lambda one: one.rank) != verdicts or verdicts.count(Verdict.RECOMMENDED) > 1:
        yield "the modes do not stand in order"
    if advice.clashes and {Verdict.RECOMMENDED, Verdict.POSSIBLE} & set(verdicts):
        yield "contradictory answers were ranked"
    # A figure that nobody knows for the day cannot be asked of the user: it is told (D24).
    asked = questions(advice, book()) or advice.no_value
    if Verdict.TO_CONFIRM in verdicts and not advice.clashes and not asked:
        yield "something is to be confirmed and nothing is asked"


def _shuffled(facts: JsonObject, random: Random) -> JsonObject:
    names = list(facts)
    random.shuffle(names)
    return {name: facts[name] for name in names}


def _forgetting(facts: JsonObject, advice: Advice, random: Random) -> Iterator[Problem]:
    """Learning is forgetting looked at from the other side: what is ruled out with less stays ruled out with more."""
    known = [name for name, value in facts.items() if value is not None and name != MOVES_THE_LAW]
    for name in random.sample(known, min(2, len(known))):
        less = {key: value for key, value in facts.items() if key != name}
        lost = ruled_out(judged(less)) - ruled_out(advice)
        if lost:
            yield Problem(f"learning {name} turns {sorted(lost)} back", facts)


def _written(facts: JsonObject, advice: Advice, random: Random) -> Iterator[Problem]:
    found = changes(advice, book())
    for one in advice.modes:
        why_not(advice, one.mode.code, found, book())
    texts = [json.dumps(advise(_case(order), book(), TEXTS, TODAY)) for order in (facts, _shuffled(facts, random))]
    if texts[0] != texts[1]:
        yield Problem("another order of the facts writes another answer", facts)


def _case(facts: JsonObject) -> Case:
    return from_object({"facts": facts})
