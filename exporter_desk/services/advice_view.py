"""The advice on export modes as screen and paper show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.dossier import AdviceView, AnswerView, ModeView, QuestionView, ReasonView
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.wording import effect_sentence
from exporter_desk.rules.facts import wording
from exporter_desk.services.source_view import source_views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.modes.advice import Advice, ModeAdvice, Reason
    from exporter_desk.modes.changes import Change
    from exporter_desk.modes.questions import Question
    from exporter_desk.rules.facts import FactSheet
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import FactSpec
    from exporter_desk.services.guided import QuestionPlan

_OUTCOMES = {True: "met", False: "failed", None: "unknown"}


def advice_view(advice: Advice, changes: Iterable[Change], book: RuleBook, plan: QuestionPlan) -> AdviceView:
    """Return the comparison of modes with the answers that it rests on and what would change it."""
    modes = tuple(_mode(entry, plan) for entry in advice.modes)
    cited = [source for mode in modes for reason in mode.reasons for source in reason.sources]
    return AdviceView(
        modes=modes,
        answers=_answers(advice.sheet, book, plan),
        changes=tuple(Bilingual(*effect_sentence(change)) for change in changes),
        sources=source_views(cited, book),
    )


def _mode(entry: ModeAdvice, plan: QuestionPlan) -> ModeView:
    reasons = (*entry.reasons, *entry.channel.reasons, *entry.refund.reasons, *entry.notes)
    return ModeView(
        code=entry.mode.code,
        name=Bilingual(entry.mode.zh, entry.mode.en),
        verdict=str(entry.verdict),
        reasons=tuple(reason_view(reason, plan) for reason in reasons),
    )


def reason_view(reason: Reason, plan: QuestionPlan) -> ReasonView:
    """Return one reason with the paths of the answers that it waits for."""
    return ReasonView(
        outcome=_OUTCOMES[reason.outcome],
        text=Bilingual(reason.zh, reason.en),
        sources=reason.sources,
        paths=tuple(plan.path_of(fact) for fact in reason.missing),
    )


def _answers(sheet: FactSheet, book: RuleBook, plan: QuestionPlan) -> tuple[AnswerView, ...]:
    """Return what was answered, in the order of the catalogue; facts that only rules set are left out."""
    shown = []
    for fact, spec in book.facts.items():
        if fact in sheet.values and not spec.reserved and spec.means is None:
            zh, en = wording(spec, sheet.values[fact])
            label = Bilingual(spec.zh, spec.en)
            shown.append(AnswerView(path=plan.path_of(fact), label=label, value=Bilingual(zh, en)))
    return tuple(shown)


def question_views(questions: Iterable[Question], plan: QuestionPlan) -> tuple[QuestionView, ...]:
    """Return the open questions about the mode, as the slip prints them."""
    return tuple(_question(question.spec, plan) for question in questions)


def _question(spec: FactSpec, plan: QuestionPlan) -> QuestionView:
    return QuestionView(
        text=Bilingual(spec.question_zh or spec.zh, spec.question_en or spec.en),
        why=Bilingual(spec.why_zh, spec.why_en),
        asked="broker",
        path=plan.path_of(spec.path),
    )
