"""Why not the mode that was expected, and what another answer would make of the case, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import ReasonView
from exporter_desk.domain.numbers import trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.changes import changes, possible_answers
from exporter_desk.modes.compare import what_if, why_not
from exporter_desk.modes.wording import weight_sentence, what_if_sentence
from exporter_desk.rules.facts import wording
from exporter_desk.services.advice.view import reason_view
from exporter_desk.services.guided import Option

if TYPE_CHECKING:
    from exporter_desk.domain.case import FactValue
    from exporter_desk.modes.compare import Weight
    from exporter_desk.rules.rulebook import Datum, RuleBook
    from exporter_desk.services.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightView:
    """One answer that weighs against a mode: what was answered, in a sentence, its reasons, and answers to try."""

    fact: str
    path: str
    name: Bilingual
    text: Bilingual
    reasons: tuple[ReasonView, ...]
    options: tuple[Option, ...]


def weights(analysis: Analysis, code: str) -> tuple[WeightView, ...]:
    """Return the three answers that weigh most against a mode, heaviest first; none when it is recommended."""
    advice, book = analysis.advice, analysis.desk.rules
    return tuple(_weight(one, code, analysis) for one in why_not(advice, code, changes(advice, book), book))


def _weight(one: Weight, code: str, analysis: Analysis) -> WeightView:
    book, plan = analysis.desk.rules, analysis.asking
    return WeightView(
        fact=one.spec.path,
        path=plan.path_of(one.spec.path),
        name=Bilingual(one.spec.zh, one.spec.en),
        text=Bilingual(*weight_sentence(one, code)),
        reasons=tuple(reason_view(reason, book, plan) for reason in one.reasons),
        options=tuple(_option(one, answer) for answer in _to_try(one, analysis, book)),
    )


def _to_try(one: Weight, analysis: Analysis, book: RuleBook) -> list[Datum]:
    """Return the other answers: those that help first, then whatever else may be answered."""
    helping = [entry.answer for entry in one.instead]
    others = [answer for answer in possible_answers(one.spec, analysis.advice, book) if answer != one.answer]
    return list(dict.fromkeys((*helping, *others)))


def _option(one: Weight, answer: Datum) -> Option:
    return Option(_value(answer), Bilingual(*wording(one.spec, answer)))


def _value(answer: Datum) -> FactValue:
    """Return an answer as a case keeps it."""
    if isinstance(answer, Decimal):
        return trimmed(answer)
    return answer.isoformat() if isinstance(answer, date) else answer


def compared(analysis: Analysis, fact: str, answer: FactValue) -> Bilingual:
    """Say what one other answer would make of the case, which stays as it is."""
    found = what_if(analysis.found.coded, {fact: answer}, analysis.advice, analysis.desk.rules, analysis.day)
    return Bilingual(*what_if_sentence(found))
