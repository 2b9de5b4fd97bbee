"""Why not the mode that was expected, and what other answers would make of the case; the case stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.case import FactValue
from exporter_desk.modes.advice import Advice, Reason, Verdict
from exporter_desk.modes.assess import assess, known
from exporter_desk.modes.changes import possible_answers
from exporter_desk.modes.day import advice_day
from exporter_desk.modes.suppose import supposed
from exporter_desk.rules.conditions import evaluate
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.rulebook import Datum
from exporter_desk.rules.schema import FactSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.modes.advice import ModeAdvice
    from exporter_desk.modes.changes import Change
    from exporter_desk.rules.conditions import Knowledge
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Condition

HEAVIEST = 3
CLASH = "clash."


@dataclass(frozen=True, slots=True)
class Instead:
    """An answer that alone would lift the expected mode to a better verdict."""

    answer: Datum
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Weight:
    """One answer that speaks against the expected mode, None while it is open; with the reasons it works through.

    Without reasons it only stands in the way by the order of the modes.
    """

    spec: FactSpec
    answer: Datum | None
    reasons: tuple[Reason, ...]
    instead: tuple[Instead, ...] = ()


def why_not(advice: Advice, code: str, found: Iterable[Change], book: RuleBook) -> tuple[Weight, ...]:
    """Return the three answers that weigh most against a mode, heaviest first; none when it is recommended.

    An answer that alone would lift the mode weighs more than one that would not, and one that works through more
    rules more than one that works through fewer. `found` are the single-answer changes of the advice. Raises KeyError
    for a mode that the rules do not have.
    """
    mode = advice.mode(code)
    if mode.verdict is Verdict.RECOMMENDED:
        return ()
    law, lifts = known(advice.sheet, book, advice.day), _lifts(mode, found)
    against: dict[str, list[Reason]] = defaultdict(list)
    for fact, reason in _against(mode, advice, law):
        against[fact].append(reason)
    for fact in lifts.keys() - against.keys():
        against[fact] = []
    order = list(book.facts)
    weights = [_weight(book.facts[fact], reasons, lifts, mode, advice, book) for fact, reasons in against.items()]
    return tuple(sorted(weights, key=lambda one: (*_heaviness(one), order.index(one.spec.path)))[:HEAVIEST])


def _heaviness(weight: Weight) -> tuple[int, bool, bool, int]:
    best = min((entry.verdict.rank for entry in weight.instead), default=len(Verdict))
    only_open = all(reason.outcome is None for reason in weight.reasons)
    return best, not weight.reasons, only_open, -len(weight.reasons)


def _weight(
    spec: FactSpec,
    reasons: list[Reason],
    lifts: dict[str, tuple[Instead, ...]],
    mode: ModeAdvice,
    advice: Advice,
    book: RuleBook,
) -> Weight:
    answer = advice.sheet.values.get(spec.path)
    instead = lifts.get(spec.path, ()) if answer is not None else _if_answered(spec, mode, advice, book)
    return Weight(spec, answer, tuple(dict.fromkeys(reasons)), instead)


def _lifts(mode: ModeAdvice, found: Iterable[Change]) -> dict[str, tuple[Instead, ...]]:
    """Return the known answers whose change alone gives the mode a better verdict."""
    lifts: dict[str, tuple[Instead, ...]] = {}
    for change in found:
        for effect in change.effects:
            if effect.mode == mode.mode.code and effect.verdict_to.rank < mode.verdict.rank and not change.clashes:
                path = change.spec.path
                lifts[path] = (*lifts.get(path, ()), Instead(change.answer_to, effect.verdict_to))
    return lifts


def _if_answered(spec: FactSpec, mode: ModeAdvice, advice: Advice, book: RuleBook) -> tuple[Instead, ...]:
    """Return the answers to an open question that would give the mode a better verdict."""
    tried = ((answer, supposed(advice, book, spec.path, answer)) for answer in possible_answers(spec, advice, book))
    verdicts = ((answer, then.outlooks[mode.mode.code].verdict) for answer, then in tried if not then.clashes)
    return tuple(Instead(answer, verdict) for answer, verdict in verdicts if verdict.rank < mode.verdict.rank)


def _against(mode: ModeAdvice, advice: Advice, law: Knowledge) -> Iterator[tuple[str, Reason]]:
    """Yield the facts that speak against a mode: of rules that failed, then of open ones, else of the ranking."""
    failed = [reason for reason in mode.reasons if reason.blocks and reason.outcome is False]
    waiting = [reason for reason in mode.reasons if reason.blocks and reason.outcome is None]
    if failed:
        waiting = [reason for reason in waiting if not reason.id.startswith(CLASH)]
    for reason in (*failed, *waiting) or advice.scenarios:
        for fact in _facts_behind(reason, law):
            yield fact, reason


def _facts_behind(reason: Reason, law: Knowledge) -> Iterator[str]:
    """Yield the facts that make a rule come out as it did, named as they are asked for."""
    facts = law.rules.book.facts
    for fact in reason.missing or _tested(reason, law):
        asked = facts[fact].asks or fact
        if not facts[asked].reserved and facts[asked].means is None:
            yield asked


def _tested(reason: Reason, law: Knowledge) -> tuple[str, ...]:
    if reason.id == "in_force":
        return ("export_date",)
    judged = [evaluate(condition, law) for condition in _conditions(reason, law.rules.book)]
    steps = [step for one in judged for step in one.steps if step.fact in law.facts]
    failed = [step for step in steps if step.outcome is False]
    return tuple(step.fact for step in (failed if reason.outcome is False and failed else steps))


def _conditions(reason: Reason, book: RuleBook) -> tuple[Condition, ...]:
    """Return what a gate, a scenario or a demotion tests; of a scenario that is blocked, what it requires."""
    if reason.id in book.gates:
        return (book.gates[reason.id].when,)
    scenario = next((one for one in book.scenarios if one.id == reason.id), None)
    if scenario is not None:
        return (scenario.requires,) if reason.blocks and scenario.requires is not None else (scenario.when,)
    return tuple(one.when for one in book.demotions if one.id == reason.id)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A case beside the same case with some answers given otherwise; nothing of it is stored."""

    settings: Mapping[str, FactValue | None]
    before: Advice
    after: Advice

    def turned(self) -> tuple[tuple[ModeAdvice, ModeAdvice], ...]:
        """Return every mode as it is and as it would be, those first that turn, in the order of the answer."""
        pairs = [(one, self.after.mode(one.mode.code)) for one in self.before.modes]
        return tuple(sorted(pairs, key=lambda pair: pair[0].verdict is pair[1].verdict))


def with_answers(case: Case, settings: Mapping[str, FactValue | None]) -> Case:
    """Return the case with these answers instead, None for 不清楚."""
    given = {fact: answer for fact, answer in settings.items() if answer is not None}
    paths = {f"facts.{fact}" for fact in settings}
    unknown = {f"facts.{fact}" for fact in settings.keys() - given.keys()}
    kept = {fact: answer for fact, answer in case.facts.items() if fact not in settings}
    return replace(case, facts={**kept, **given}, not_known=case.not_known - paths | unknown)


def what_if(
    case: Case, settings: Mapping[str, FactValue | None], before: Advice, book: RuleBook, today: date
) -> WhatIf:
    """Judge the case once more with other answers; an answer that cannot be read counts as 不清楚."""
    supposed_case = with_answers(case, settings)
    day, _ = advice_day(read_facts(supposed_case, book, today), case.day, today)
    return WhatIf(settings, before, assess(read_facts(supposed_case, book, day), book, day))
