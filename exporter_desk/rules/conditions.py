"""Three-valued conditions over facts: true, false, or unknown with the names of the facts that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.rules.condition_checks import TESTS, given
from exporter_desk.rules.rulebook import Datum, RulesAt
from exporter_desk.rules.schema import ValueRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.rules.schema import Condition


@dataclass(frozen=True, slots=True)
class Step:
    """One test that was made: which fact, which test, against what, and how it came out."""

    fact: str
    test: str
    wanted: str
    outcome: bool | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a condition; unknown names the facts (`missing`) or dated values (`no_value`) it waits for.

    `steps` are all tests made, `values` the ids of the dated values used.
    """

    outcome: bool | None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    values: tuple[str, ...] = ()
    no_value: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a condition is judged by: known facts, facts defined by others, and the law at a day.

    Of `refused` facts an answer was given that nobody can believe: they are not known, and what asks for them to be
    known is open.
    """

    facts: Mapping[str, Datum]
    rules: RulesAt
    refused: frozenset[str] = frozenset()

    def with_facts(self, **facts: Datum) -> Knowledge:
        """Return the same with more facts known."""
        return replace(self, facts={**self.facts, **facts})


ALWAYS = Evaluation(outcome=True)


def evaluate(condition: Condition | None, knowledge: Knowledge) -> Evaluation:
    """Judge `condition` by Kleene's three-valued logic; no condition at all is true."""
    if condition is None:
        return ALWAYS
    if condition.all is not None:
        return conjunction(evaluate(part, knowledge) for part in condition.all)
    if condition.any is not None:
        return _negated(conjunction(_negated(evaluate(part, knowledge)) for part in condition.any))
    if condition.not_ is not None:
        return _negated(evaluate(condition.not_, knowledge))
    return _tested(condition, knowledge)


def conjunction(parts: Iterable[Evaluation]) -> Evaluation:
    """Join evaluations by "and": one false makes all false, else one unknown makes all unknown."""
    judged = list(parts)
    outcomes = [part.outcome for part in judged]
    outcome = False if False in outcomes else None if None in outcomes else True
    waiting = [part for part in judged if part.outcome is None] if outcome is None else []
    return Evaluation(
        outcome,
        missing=_unique(fact for part in waiting for fact in part.missing),
        steps=tuple(step for part in judged for step in part.steps),
        values=_unique(value for part in judged for value in part.values),
        no_value=_unique(value for part in waiting for value in part.no_value),
    )


def _negated(part: Evaluation) -> Evaluation:
    return replace(part, outcome=None if part.outcome is None else not part.outcome)


def _tested(condition: Condition, knowledge: Knowledge) -> Evaluation:
    fact = str(condition.fact)
    spec = knowledge.rules.book.facts[fact]
    if spec.means is not None:
        meant = evaluate(spec.means, knowledge)
        return meant if condition.is_ is not False else _negated(meant)
    test = given(condition, TESTS)[0]
    wanted, value = _wanted(getattr(condition, test), knowledge.rules)
    found = knowledge.facts.get(fact)
    if test == "known":
        outcome = None if wanted and found is None and fact in knowledge.refused else (found is not None) is wanted
    else:
        outcome = _outcome(test, found, wanted)
    step = Step(fact, test.rstrip("_"), _shown(wanted), outcome)
    waits = outcome is None
    return Evaluation(
        outcome,
        missing=(fact,) if waits and found is None else (),
        steps=(step,),
        values=(value,) if value else (),
        no_value=(value,) if waits and value and wanted is None else (),
    )


def _wanted(wanted: Datum | ValueRef, rules: RulesAt) -> tuple[Datum | None, str]:
    if not isinstance(wanted, ValueRef):
        return wanted, ""
    found = rules.find(wanted.value_of)
    return (None if found is None else found.value), wanted.value_of


def _outcome(test: str, found: Datum | None, wanted: Datum | None) -> bool | None:
    if found is None or wanted is None:
        return None
    if test in ("is_", "in_"):
        return _matches(found, wanted if isinstance(wanted, tuple) else (wanted,))
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return found >= wanted if test == "at_least" else found <= wanted
    if isinstance(found, date) and isinstance(wanted, date):
        return found < wanted if test == "before" else found > wanted
    return None


def _matches(found: Datum, wanted: tuple[Datum, ...]) -> bool:
    items = found if isinstance(found, tuple) else (found,)
    return any(item in wanted for item in items)


def _shown(wanted: Datum | None) -> str:
    return ", ".join(wanted) if isinstance(wanted, tuple) else "" if wanted is None else str(wanted)


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
