"""Warnings, registrations and industry papers that come with the judged modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.modes.advice import CautionAdvice, PaperAdvice, RegistrationAdvice
from exporter_desk.modes.reasons import cited
from exporter_desk.rules.conditions import conjunction, evaluate
from exporter_desk.rules.figures import filled

if TYPE_CHECKING:
    from exporter_desk.rules.conditions import Evaluation, Knowledge
    from exporter_desk.rules.schema import Caution, Registration


def cautions(knowledge: Knowledge) -> tuple[CautionAdvice, ...]:
    """Return every warning that is raised, worst first, in the order of the rules within one severity."""
    raised = [_raised(caution, knowledge) for caution in knowledge.rules.book.cautions]
    weights = ("block", "fix", "warn_high", "warn", "info")
    return tuple(sorted((one for one in raised if one is not None), key=lambda one: weights.index(one.severity)))


def _raised(caution: Caution, knowledge: Knowledge) -> CautionAdvice | None:
    applies, judged = evaluate(caution.applies, knowledge), evaluate(caution.when, knowledge)
    if applies.outcome is not True or judged.outcome is False or (judged.outcome is None and not caution.ask):
        return None
    blocking = _blocking(caution, knowledge)
    both = conjunction((applies, judged))
    sources, confidence = cited(caution.cite, both, knowledge.rules, caution.confidence)
    facts = tuple(dict.fromkeys(step.fact for step in both.steps if step.outcome is not None))
    return CautionAdvice(
        caution,
        caution.severity if blocking is None else "block",
        judged.outcome is None,
        filled(caution.zh, knowledge.rules, "zh"),
        filled(caution.en, knowledge.rules, "en"),
        sources,
        confidence,
        facts,
        (*judged.missing, *(() if blocking is None else _unanswered(blocking, knowledge))),
    )


def _blocking(caution: Caution, knowledge: Knowledge) -> Evaluation | None:
    """Return how `block_when` was judged while it makes the warning a block, else None."""
    judged = None if caution.block_when is None else evaluate(caution.block_when, knowledge)
    return judged if judged is not None and judged.outcome is True else None


def _unanswered(judged: Evaluation, knowledge: Knowledge) -> tuple[str, ...]:
    """Name the facts whose absence was counted; an answer to them may lift a block."""
    return tuple(step.fact for step in judged.steps if step.test == "known" and step.fact not in knowledge.facts)


def registrations(knowledge: Knowledge) -> tuple[RegistrationAdvice, ...]:
    """Return the registrations that the ranked modes need, and the abolished ones that somebody asked for."""
    told = [_registration(entry, knowledge) for entry in knowledge.rules.book.registrations]
    return tuple(entry for entry in told if entry is not None)


def _registration(entry: Registration, knowledge: Knowledge) -> RegistrationAdvice | None:
    needed = evaluate(entry.needed, knowledge)
    if needed.outcome is not True:
        return None
    if entry.cancelled is not None and entry.cancelled <= knowledge.rules.day:
        return RegistrationAdvice(entry, "cancelled")
    if entry.done is None:
        return RegistrationAdvice(entry, "unknown")
    done = evaluate(entry.done, knowledge)
    return RegistrationAdvice(entry, {True: "done", False: "needed", None: "unknown"}[done.outcome], done.missing)


def papers(knowledge: Knowledge) -> tuple[PaperAdvice, ...]:
    """Return the papers of the industry that are needed or may be; none while the industry is unknown."""
    industry = knowledge.rules.book.industries.get(str(knowledge.facts.get("pack")))
    judged = [(paper, evaluate(paper.need, knowledge)) for paper in (industry.paper if industry else ())]
    return tuple(
        PaperAdvice(paper, found.outcome, found.missing) for paper, found in judged if found.outcome is not False
    )
