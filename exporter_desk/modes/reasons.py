"""Judged conditions put into sentences: gates, rows that decide, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.advice import Decided, Reason
from exporter_desk.rules.conditions import ALWAYS, Evaluation, evaluate
from exporter_desk.rules.figures import filled
from exporter_desk.rules.walk import weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.rules.conditions import Knowledge
    from exporter_desk.rules.rulebook import RulesAt
    from exporter_desk.rules.schema import (
        Access,
        Branch,
        Cite,
        Confidence,
        Demotion,
        Feature,
        Gate,
        Mode,
        Note,
        Scenario,
    )

_TO_CONFIRM = ("还要确认：", "To be confirmed: ")
_OTHERWISE = ("其余", "Otherwise")


def cited(
    cites: Sequence[Cite], used: Evaluation, rules: RulesAt, own: Confidence | None
) -> tuple[tuple[str, ...], Confidence]:
    """Return the sources of a judged rule, its dated values included, and the weakest label among them."""
    values = [found for found in (rules.find(key) for key in used.values) if found is not None]
    ids = [cite.source for cite in cites] + [source for found in values for source in found.sources]
    labels = [found.confidence for found in values]
    return tuple(dict.fromkeys(ids)), weakest(
        [rules.book.confidence_of(cites, own), *labels]
    ) or rules.book.confidence_of(())


def worded(rule: Note | Scenario | Demotion | Branch | Feature, rules: RulesAt) -> Bilingual:
    """Return the wording of a rule with the figures of the day."""
    return Bilingual(filled(rule.zh, rules, "zh"), filled(rule.en, rules, "en"))


def to_confirm(text: Bilingual, outcome: bool | None) -> Bilingual:
    """Return a sentence as it stands while its condition is not known: it must not read as if it held."""
    return text if outcome is not None else Bilingual(_TO_CONFIRM[0] + text.zh, _TO_CONFIRM[1] + text.en)


def gate_reason(gate: Gate, knowledge: Knowledge) -> Reason:
    """Judge one gate; while an answer is missing it weighs as `unknown` says."""
    judged = evaluate(gate.when, knowledge)
    weight = gate.fails if judged.outcome is not None else gate.unknown or gate.fails
    sources, confidence = cited(gate.cite, judged, knowledge.rules, gate.confidence)
    zh, en = (gate.failed_zh, gate.failed_en) if judged.outcome is False else (gate.zh, gate.en)
    figures = Bilingual(filled(zh, knowledge.rules, "zh"), filled(en, knowledge.rules, "en"))
    text = to_confirm(figures, judged.outcome)
    return Reason(
        gate.id,
        judged.outcome,
        text.zh,
        text.en,
        sources,
        confidence,
        weight == "X",
        gate.fix,
        judged.missing,
        judged.no_value,
    )


def in_force(mode: Mode, knowledge: Knowledge) -> tuple[Reason, ...]:
    """Return a blocking reason when the mode does not exist yet on the day."""
    if mode.in_force_from is None or mode.in_force_from <= knowledge.rules.day:
        return ()
    day = mode.in_force_from.isoformat()
    sources, weak = cited(mode.cite, ALWAYS, knowledge.rules, mode.confidence)
    dated = (knowledge.rules.book.source(key).effective_confidence for key in sources)
    confidence = weakest([weak, *dated]) or weak
    zh, en = f"{mode.code} 自 {day} 起才有。", f"{mode.code} exists only since {day}."
    return (Reason("in_force", False, zh, en, sources, confidence, blocks=True),)


def remark(rule: Note | Scenario | Demotion, knowledge: Knowledge) -> Reason:
    """Judge a note, a scenario or a demotion."""
    judged = evaluate(rule.when, knowledge)
    sources, confidence = cited(rule.cite, judged, knowledge.rules, getattr(rule, "confidence", None))
    text = worded(rule, knowledge.rules)
    return Reason(rule.id, judged.outcome, text.zh, text.en, sources, confidence, missing=judged.missing)


def access_reason(row: Access, dest: str, rules: RulesAt) -> Reason:
    """Say whether a destination takes the goods: met when open, unknown under a protocol, failed when closed."""
    sources, confidence = cited(row.cite, ALWAYS, rules, row.confidence)
    outcome = {"open": True, "protocol": None, "closed": False}[row.state]
    return Reason(f"access.{dest}", outcome, row.zh, row.en, sources, confidence)


def _otherwise(text: Bilingual) -> Bilingual:
    """Return the sentence of the row that holds only if none of the open ones before it does."""
    if text.zh.startswith(_OTHERWISE[0]):
        return text
    return Bilingual(f"{_OTHERWISE[0]}：{text.zh}", f"{_OTHERWISE[1]}: {text.en}")


def decide(rows: Iterable[Branch], knowledge: Knowledge) -> Decided:
    """Take the first true row; rows that are unknown before it leave open what they would change."""
    open_rows: list[Branch] = []
    reasons: list[Reason] = []
    for index, row in enumerate(rows):
        judged = evaluate(row.when, knowledge)
        if judged.outcome is False:
            continue
        sources, confidence = cited(row.cite, judged, knowledge.rules, None)
        text = to_confirm(worded(row, knowledge.rules), judged.outcome)
        if judged.outcome and {one.value for one in open_rows} - {row.value}:
            text = _otherwise(text)
        name, waits = f"{row.value}.{index}", (judged.missing, judged.no_value)
        reasons.append(Reason(name, judged.outcome, text.zh, text.en, sources, confidence, False, "", *waits))
        open_rows.append(row)
        if judged.outcome:
            break
    values, digits = {row.value for row in open_rows}, {row.hs_digits for row in open_rows}
    missing = tuple(dict.fromkeys(fact for reason in reasons for fact in reason.missing))
    certain = bool(reasons) and reasons[-1].outcome is True
    return Decided(
        values.pop() if certain and len(values) == 1 else None,
        digits.pop() if certain and len(digits) == 1 else None,
        tuple(reasons),
        missing,
    )
