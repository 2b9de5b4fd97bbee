"""Which scenario the case is, and in which order its modes stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.modes.advice import Reason, Verdict
from exporter_desk.modes.reasons import remark
from exporter_desk.rules.conditions import Evaluation, evaluate

if TYPE_CHECKING:
    from exporter_desk.rules.conditions import Knowledge
    from exporter_desk.rules.schema import Scenario


@dataclass(frozen=True, slots=True)
class Ranking:
    """Modes in order; `uncertain` wait for an answer, `blocked` lost their place with a reason.

    `extra` are modes of scenarios that may yet turn out true before the chosen one.
    """

    order: tuple[str, ...]
    extra: tuple[str, ...]
    uncertain: frozenset[str]
    blocked: Mapping[str, Reason]
    capped: frozenset[str]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


def rank(knowledge: Knowledge, dropped: frozenset[str]) -> Ranking:
    """Choose the first true scenario, else the first unknown one; `dropped` modes failed a gate."""
    book = knowledge.rules.book
    judged = [(scenario, evaluate(scenario.when, knowledge)) for scenario in book.scenarios if not scenario.reminder]
    true_at = next((index for index, (_, found) in enumerate(judged) if found.outcome), None)
    above = [pair for pair in judged[:true_at] if pair[1].outcome is None]
    chosen = judged[true_at][0] if true_at is not None else above[0][0] if above else None
    asked = tuple(fact for _, found in above for fact in found.missing)
    possible = [code for scenario, _ in above for code in scenario.ranked]
    order = [] if chosen is None else [code for code in chosen.ranked if code not in dropped]
    required = Evaluation(outcome=True) if chosen is None else evaluate(chosen.requires, knowledge)
    blocked = _blocked(chosen, required, possible, knowledge) if true_at is not None else {}
    order = [code for code in order if code not in blocked]
    uncertain = set(possible) - set(order if true_at is not None else [])
    if required.outcome is not True:
        uncertain |= set(order)
    if not order and true_at is not None:
        order = _fallen_back(knowledge, dropped | set(blocked))
    order, capped, moved = _demoted(order, knowledge)
    told = [remark(scenario, knowledge) for scenario, _ in judged if scenario is chosen]
    told += [remark(scenario, knowledge) for scenario, found in above if scenario is not chosen and found]
    told += [remark(scenario, knowledge) for scenario in book.scenarios if scenario.reminder]
    kept = [reason for reason in (*told, *moved) if reason.outcome is not False]
    return Ranking(
        tuple(order),
        tuple(code for code in dict.fromkeys(possible) if code not in order and code not in dropped),
        frozenset(uncertain),
        blocked,
        capped,
        tuple(kept),
        tuple(dict.fromkeys((*asked, *required.missing))),
    )


def _blocked(
    chosen: Scenario | None, required: Evaluation, possible: list[str], knowledge: Knowledge
) -> dict[str, Reason]:
    if chosen is None or required.outcome is not False:
        return {}
    told = remark(chosen, knowledge)
    reason = Reason(chosen.id, False, told.zh, told.en, told.sources, told.confidence, blocks=True)
    return {code: reason for code in chosen.ranked if code not in possible}


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
