"""Answers that contradict each other: they are shown together, and nothing is ranked while they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.modes.advice import Clash, Reason
from exporter_desk.modes.reasons import cited
from exporter_desk.modes.wording import answers_sentence
from exporter_desk.rules.conditions import ALWAYS, evaluate

if TYPE_CHECKING:
    from exporter_desk.modes.advice import Advice
    from exporter_desk.rules.conditions import Evaluation, Knowledge
    from exporter_desk.rules.facts import FactSheet
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Contradiction

CODE = "W91"


def clashes(sheet: FactSheet, knowledge: Knowledge) -> tuple[Clash, ...]:
    """Return every contradiction among the answers, in the order of the rules."""
    found = ((rule, _facts(rule, sheet, knowledge)) for rule in knowledge.rules.book.contradictions)
    return tuple(
        Clash(rule.id, rule.zh, rule.en, *cited(rule.cite, ALWAYS, knowledge.rules, None), facts)
        for rule, facts in found
        if facts
    )


def _facts(rule: Contradiction, sheet: FactSheet, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the facts that disagree by this rule, none when they do not."""
    if rule.order is not None:
        first, then = (sheet.values.get(fact) for fact in rule.order)
        late = isinstance(first, date) and isinstance(then, date) and then < first
        return rule.order if late else ()
    judged = evaluate(rule.when, knowledge)
    return _that_hold(judged) if judged.outcome is True else ()


def _that_hold(judged: Evaluation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.fact for step in judged.steps if step.outcome is True))


def clash_reason(clash: Clash) -> Reason:
    """Return why a mode cannot be ranked; it waits for the facts that disagree."""
    zh, en = f"回答互相矛盾，先不排序：{clash.zh}", f"Answers contradict each other, nothing is ranked: {clash.en}"
    return Reason(f"clash.{clash.id}", None, zh, en, clash.sources, clash.confidence, blocks=True, missing=clash.facts)


def clash_findings(advice: Advice, book: RuleBook) -> tuple[Finding, ...]:
    """Return a finding for each contradiction that shows the answers beside each other; its places are all of them."""
    return tuple(_finding(clash, advice.sheet, book) for clash in advice.clashes)


def _finding(clash: Clash, sheet: FactSheet, book: RuleBook) -> Finding:
    zh, en = answers_sentence((book.facts[fact], sheet.values[fact]) for fact in clash.facts)
    values = {"answers_zh": zh, "answers_en": en, "why_zh": clash.zh, "why_en": clash.en}
    return Finding(CODE, Severity.ERROR, tuple(f"facts.{fact}" for fact in clash.facts), values, clash.sources)
