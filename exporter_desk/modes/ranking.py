"""Which scenario the case is, and in which order its modes stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.advice import Reason, Verdict
from exporter_desk.modes.reasons import remark, to_confirm
from exporter_desk.rules.conditions import Evaluation, evaluate
from exporter_desk.rules.schema import Scenario

if TYPE_CHECKING:
    from exporter_desk.rules.conditions import Knowledge


@dataclass(frozen=True, slots=True)
class Ranking:
    """Modes in order; `uncertain` wait for an answer, `blocked` lost their place with a reason.

    `extra` are modes of scenarios that may yet turn out true before the chosen one; `open_for` are those scenarios by
    mode.
    """

    order: tuple[str, ...]
    extra: tuple[str, ...]
    uncertain: frozenset[str]
    blocked: Mapping[str, Reason]
    capped: frozenset[str]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    open_for: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The scenario that decides: the first true one (`certain`), else the first unknown one; `above` may still win."""

    scenario: Scenario | None
    certain: bool
    above: tuple[tuple[Scenario, Evaluation], ...]
    required: Evaluation

    @property
    def possible(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for scenario, _ in self.above for code in scenario.ranked))


def rank(knowledge: Knowledge, dropped: frozenset[str]) -> Ranking:
    """Choose the first true scenario, else the first unknown one; `dropped` modes failed a gate."""
    choice = _choose(knowledge)
    blocked = _blocked(choice, knowledge)
    gone = dropped | set(blocked)
    order = [code for code in (choice.scenario.ranked if choice.scenario else ()) if code not in gone]
    waiting = frozenset(order) if choice.required.outcome is not True else frozenset()
    if choice.certain and not order:
        order = _fallen_back(knowledge, gone)
    uncertain = frozenset(choice.possible) - frozenset(order if choice.certain else ())
    order, capped, moved = _demoted(order, knowledge)
    asked = (fact for _, found in choice.above for fact in found.missing)
    return Ranking(
        tuple(order),
        tuple(code for code in choice.possible if code not in order and code not in dropped),
        uncertain | waiting,
        blocked,
        capped,
        (*_told(choice, knowledge), *moved),
        tuple(dict.fromkeys((*asked, *choice.required.missing))),
        _open_for(choice, knowledge),
    )


def _open_for(choice: _Choice, knowledge: Knowledge) -> dict[str, tuple[Reason, ...]]:
    found: dict[str, tuple[Reason, ...]] = {}
    for scenario, _ in choice.above:
        told = remark(scenario, knowledge)
        text = to_confirm(Bilingual(told.zh, told.en), told.outcome)
        for code in scenario.ranked:
            found[code] = (*found.get(code, ()), replace(told, zh=text.zh, en=text.en, blocks=True))
    return found


def stopped(ranking: Ranking) -> Ranking:
    """Return a ranking in which nothing is ranked; what was blocked stays blocked."""
    return Ranking((), (), frozenset(), ranking.blocked, frozenset(), (), ())


def _choose(knowledge: Knowledge) -> _Choice:
    scenarios = [scenario for scenario in knowledge.rules.book.scenarios if not scenario.reminder]
    judged = [(scenario, evaluate(scenario.when, knowledge)) for scenario in scenarios]
    true_at = next((index for index, (_, found) in enumerate(judged) if found.outcome), None)
    above = tuple(pair for pair in judged[:true_at] if pair[1].outcome is None)
    candidates = judged[true_at:] if true_at is not None else list(above)
    chosen = candidates[0][0] if candidates else None
    return _Choice(chosen, true_at is not None, above, evaluate(chosen.requires if chosen else None, knowledge))


def _told(choice: _Choice, knowledge: Knowledge) -> list[Reason]:
    first = [choice.scenario] if choice.scenario is not None and choice.certain else []
    reminders = [scenario for scenario in knowledge.rules.book.scenarios if scenario.reminder]
    told = [remark(scenario, knowledge) for scenario in (*first, *(one for one, _ in choice.above), *reminders)]
    return [reason for reason in told if reason.outcome is not False]


def _blocked(choice: _Choice, knowledge: Knowledge) -> dict[str, Reason]:
    if choice.scenario is None or choice.above or choice.required.outcome is not False:
        return {}
    told = remark(choice.scenario, knowledge)
    reason = Reason(told.id, False, told.zh, told.en, told.sources, told.confidence, blocks=True)
    return dict.fromkeys(choice.scenario.ranked, reason)


def _fallen_back(knowledge: Knowledge, gone: frozenset[str]) -> list[str]:
    fallbacks = knowledge.rules.book.fallbacks
    return [entry.mode for entry in fallbacks if entry.mode not in gone and evaluate(entry.when, knowledge).outcome]


def _demoted(order: list[str], knowledge: Knowledge) -> tuple[list[str], frozenset[str], list[Reason]]:
    capped, told = set[str](), []
    for demotion in knowledge.rules.book.demotions:
        if demotion.mode in order and evaluate(demotion.when, knowledge).outcome:
            told.append(remark(demotion, knowledge))
            order = _moved_behind(order, demotion.mode, demotion.behind)
            capped |= {demotion.mode} if demotion.never_recommended else set()
    return order, frozenset(capped), told


def _moved_behind(order: list[str], mode: str, others: tuple[str, ...]) -> list[str]:
    last = max((order.index(other) for other in others if other in order), default=-1)
    if last < order.index(mode):
        return order
    rest = [code for code in order[: last + 1] if code != mode]
    return [*rest, mode, *order[last + 1 :]]


def verdicts(ranking: Ranking, gates: Mapping[str, tuple[Reason, ...]]) -> dict[str, Verdict]:
    """Return the verdict of every mode from its gates and its place in the ranking."""
    found = {code: _verdict(code, ranking, reasons) for code, reasons in gates.items()}
    lead = next((code for code in ranking.order if code not in ranking.capped), None)
    if lead is not None and found[lead] is Verdict.POSSIBLE:
        found[lead] = Verdict.RECOMMENDED
    return found


def _verdict(code: str, ranking: Ranking, reasons: tuple[Reason, ...]) -> Verdict:
    blocking = {reason.outcome for reason in reasons if reason.blocks}
    if False in blocking or code in ranking.blocked:
        return Verdict.NOT_APPLICABLE
    if None in blocking or code in ranking.uncertain:
        return Verdict.TO_CONFIRM
    return Verdict.POSSIBLE
