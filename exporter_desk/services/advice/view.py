"""The advice on export modes as screen and paper show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import line_words
from exporter_desk.documents.dossier import (
    AdviceView,
    AnswerView,
    ClashView,
    DecisionView,
    ModeView,
    QuestionView,
    ReasonView,
)
from exporter_desk.domain.text import Bilingual
from exporter_desk.modes.adopted import recheck
from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.explain_adopted import recheck_sentences
from exporter_desk.modes.questions import CHANNEL, RANKING, REFUND, answers
from exporter_desk.modes.upcoming import upcoming_changes
from exporter_desk.modes.wording import answers_sentence, effect_sentence, outcome_sentence, undecided_sentence
from exporter_desk.rules.facts import wording
from exporter_desk.rules.schema import Condition
from exporter_desk.rules.walk import all_of
from exporter_desk.services.advice.upcoming_view import upcoming_views
from exporter_desk.services.source_view import marked, source_views

# Needed values that are not known: the finding of the checks.
NEEDED = "D35"
_CHANNEL, _REFUND = ("申报通道", "The channel"), ("能不能退税", "The refund")
_DECIDED = {CHANNEL: Bilingual("申报通道", "the channel"), REFUND: Bilingual("能不能退税", "the refund")}

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exporter_desk.domain.case import Case
    from exporter_desk.modes.adopted import Recheck
    from exporter_desk.modes.advice import Advice, Clash, Decided, ModeAdvice, Reason
    from exporter_desk.modes.changes import Change, Effect
    from exporter_desk.modes.questions import Question
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import FactSpec
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.guided import QuestionPlan

_OUTCOMES = {True: "met", False: "failed", None: "unknown"}


def advice_view(
    advice: Advice, changes: Iterable[Change], case: Case, book: RuleBook, plan: QuestionPlan, codes: CodeTables
) -> AdviceView:
    """Return the comparison of modes with the answers that it rests on, what would change it, and what was decided."""
    modes = tuple(_mode(entry, advice, book, plan) for entry in advice.modes)
    best, *others = modes
    cited = [*_cited(best.reasons), *(source for mode in others for source in _cited(_deciding(mode)))]
    cited += [source for mode in others for source in _cited(mode.reasons)]
    cited = [*(source for clash in advice.clashes for source in clash.sources), *cited]
    ahead = upcoming_views(upcoming_changes(advice, book))
    cited += [source for change in ahead for source in change.sources]
    return AdviceView(
        modes=modes,
        answers=_answers(advice, book, plan, codes),
        changes=tuple(Bilingual(*effect_sentence(change)) for change in grouped(changes, best.code)),
        sources=source_views(cited, book),
        clashes=tuple(_clash(clash, advice, book, plan) for clash in advice.clashes),
        decision=decision_view(recheck(case, advice, book)),
        upcoming=ahead,
    )


def _clash(clash: Clash, advice: Advice, book: RuleBook, plan: QuestionPlan) -> ClashView:
    zh, en = answers_sentence((book.facts[fact], advice.sheet.values[fact]) for fact in clash.facts)
    text = marked(Bilingual(f"{zh}。{clash.zh}", f"{en}. {clash.en}"), clash.confidence)
    return ClashView(text=text, paths=tuple(plan.path_of(fact) for fact in clash.facts), sources=clash.sources)


def decision_view(found: Recheck | None) -> DecisionView | None:
    """Return what was decided about the mode and what is different now, None while nobody has decided."""
    if found is None:
        return None
    sentences = tuple(Bilingual(*sentence) for sentence in recheck_sentences(found))
    return DecisionView(code=found.code, at=found.choice.at or "", is_due=found.is_due, sentences=sentences)


def _cited(reasons: Iterable[ReasonView]) -> list[str]:
    return [source for reason in reasons for source in reason.sources]


def _deciding(mode: ModeView) -> tuple[ReasonView, ...]:
    """Return the reason that speaks first against a mode."""
    return tuple(reason for reason in mode.reasons if reason.outcome == "failed")[:1]


def grouped(changes: Iterable[Change], best: str) -> list[Change]:
    """Join answers to one question that turn the same things, and put first what touches the best mode."""
    joined: dict[tuple[str, tuple[Effect, ...]], list[Change]] = {}
    for change in changes:
        joined.setdefault((change.spec.path, change.effects), []).append(change)
    found = [one[0] if len(one) == 1 else _with_answers(one) for one in joined.values()]
    return sorted(found, key=lambda change: _far_off(change, best))


def _far_off(change: Change, best: str) -> tuple[bool, bool, bool]:
    """Return how little a change is worth telling: it leaves the best mode, contradicts, or turns back the calendar."""
    leaves = best not in {effect.mode for effect in change.effects}
    return change.clashes, leaves, isinstance(change.answer_from, date)


def _with_answers(changes: list[Change]) -> Change:
    return replace(changes[0], answer_to=tuple(str(change.answer_to) for change in changes))


def _mode(entry: ModeAdvice, advice: Advice, book: RuleBook, plan: QuestionPlan) -> ModeView:
    def views(reasons: Iterable[Reason]) -> list[ReasonView]:
        return [reason_view(reason, book, plan) for reason in reasons]

    leads = entry.verdict is Verdict.RECOMMENDED
    why = views(reason for reason in advice.scenarios if leads and reason.outcome)
    blocking = views(reason for reason in entry.reasons if reason.blocks)
    first = views(reason for reason in entry.reasons if not reason.blocks)
    channel = _decided_view(entry.channel, _CHANNEL, book, plan)
    refund = _decided_view(entry.refund, _REFUND, book, plan)
    notes = [replace(view, note=True) for view in views(entry.notes)]
    weighed = (*why, *channel, *blocking) if leads else (*blocking, *first, *channel)
    return ModeView(
        code=entry.mode.code,
        name=Bilingual(entry.mode.zh, entry.mode.en),
        verdict=str(entry.verdict),
        reasons=(*weighed, *refund, *(first if leads else ()), *notes),
        about=Bilingual(entry.mode.because_zh, entry.mode.because_en),
    )


def _decided_view(decided: Decided, what: tuple[str, str], book: RuleBook, plan: QuestionPlan) -> list[ReasonView]:
    """Return the row that decides, or in one sentence what the decision still hangs on."""
    if decided.value is not None or not decided.missing:
        return [reason_view(reason, book, plan) for reason in decided.reasons if reason.outcome]
    asked = dict.fromkeys(book.facts[fact].asks or fact for fact in decided.missing)
    zh, en = undecided_sentence(what, (book.facts[fact] for fact in asked))
    sources = dict.fromkeys(source for reason in decided.reasons for source in reason.sources)
    paths = tuple(plan.path_of(fact) for fact in asked)
    return [ReasonView(outcome="unknown", text=Bilingual(zh, en), sources=tuple(sources), paths=paths)]


def reason_view(reason: Reason, book: RuleBook, plan: QuestionPlan) -> ReasonView:
    """Return one reason with the paths of the answers that it waits for, or that it rests on."""
    facts = reason.missing or (sorted(_asked_by((reason.id,), book)) if reason.id in book.gates else ())
    text = Bilingual(reason.zh, reason.en)
    return ReasonView(
        outcome=_OUTCOMES[reason.outcome],
        text=text if reason.outcome is None else marked(text, reason.confidence),
        sources=reason.sources,
        paths=tuple(plan.path_of(fact) for fact in facts),
    )


def _answers(advice: Advice, book: RuleBook, plan: QuestionPlan, codes: CodeTables) -> tuple[AnswerView, ...]:
    """Return the answers that the best mode rests on, in the order of the catalogue, after what was described."""
    wanted = set(plan.describe) | _asked_by(advice.modes[0].mode.gates, book)
    shown = []
    for fact, spec in book.facts.items():
        if fact in wanted and fact in advice.sheet.values and not spec.reserved and spec.means is None:
            value = advice.sheet.values[fact]
            zh, en = wording(spec, value)
            if fact in plan.countries:
                zh, en = codes.label("countries", str(value), "zh"), codes.label("countries", str(value), "en")
            label = Bilingual(spec.zh, spec.en)
            shown.append(AnswerView(path=plan.path_of(fact), label=label, value=Bilingual(zh, en)))
    return tuple(shown)


def _asked_by(gates: Iterable[str], book: RuleBook) -> set[str]:
    """Return the facts that gates look at; a fact that is defined by others counts as those."""
    asked = {condition.fact for gate in gates for _, condition in all_of(Condition, book.gates[gate]) if condition.fact}
    for fact in tuple(asked):
        means = book.facts[fact].means
        if means is not None:
            asked |= {condition.fact for _, condition in all_of(Condition, means) if condition.fact}
    return asked


def question_views(
    questions: Iterable[Question], plan: QuestionPlan, case: Case, advice: Advice, book: RuleBook
) -> tuple[QuestionView, ...]:
    """Return the open questions about the mode, as the slip prints them; one about goods names its lines.

    Beside why it is asked stands what each answer would lead to.
    """
    return tuple(_question(one.spec, plan, case, _decides(one, advice, book)) for one in questions)


def _decides(question: Question, advice: Advice, book: RuleBook) -> Bilingual:
    """Say which answer would decide what: the modes, else channel or refund, else nothing that decides."""
    outcomes: dict[tuple[str, str], list[tuple[str, str]]] = {}
    found = answers(question, advice, book)
    for one in found:
        if one.decides:
            outcomes.setdefault(outcome_sentence(one), []).append(wording(question.spec, one.answer))
    if outcomes and len({outcome_sentence(one) for one in found}) > 1:
        told = [(_listed(said), outcome) for outcome, said in outcomes.items()]
        return Bilingual(
            "".join(f"答{said[0]}：{outcome[0]}。" for said, outcome in told),
            " ".join(f"If {said[1]}: {outcome[1]}." for said, outcome in told),
        )
    if set(question.would_decide) & {RANKING, *book.modes}:
        return Bilingual("决定用哪种方式的条件之一。", "One of the answers that decide the mode.")
    decided = [name for what, name in _DECIDED.items() if what in question.would_decide]
    zh, en = "、".join(name.zh for name in decided), " and ".join(name.en for name in decided)
    return Bilingual(f"决定{zh}。", f"Decides {en}.") if decided else Bilingual("", "")


def _listed(said: list[tuple[str, str]]) -> tuple[str, str]:
    return "".join(f"「{zh}」" for zh, _ in said), " / ".join(f"“{en}”" for _, en in said)


def decision_questions(
    findings: Iterable[RenderedFinding], plan: QuestionPlan, name_of: Callable[[str], Bilingual]
) -> tuple[QuestionView, ...]:
    """Return a question for each open box of the declaration whose answer only the broker knows."""
    missing = {place for finding in findings if finding.code == NEEDED for place in finding.places}
    return tuple(_box_question(place, name_of(place)) for place in plan.ask_broker if place in missing)


def _box_question(place: str, name: Bilingual) -> QuestionView:
    zh, en = name.zh.rpartition(" · ")[2], name.en.rpartition(" · ")[2]
    return QuestionView(
        text=Bilingual(f"报关单上的“{zh}”填什么？", f"What goes into the box “{en}” of the declaration?"),
        why=Bilingual("单证上现在印“待确认”。", "The papers print “to confirm” there now."),
        asked="broker",
        path=place,
    )


def _question(spec: FactSpec, plan: QuestionPlan, case: Case, decides: Bilingual) -> QuestionView:
    text = Bilingual(spec.question_zh or spec.zh, spec.question_en or spec.en)
    path = plan.path_of(spec.path)
    lines = [line for line in case.goods if spec.lines and not getattr(line, spec.lines)]
    if lines:
        words = [line_words(case, line) for line in lines]
        zh, en = "、".join(word["line_zh"] for word in words), ", ".join(word["line_en"] for word in words)
        text, path = Bilingual(f"{zh}：{text.zh}", f"{en}: {text.en}"), f"goods.{lines[0].id}.{spec.lines}"
    why = Bilingual(f"{spec.why_zh}{decides.zh}", f"{spec.why_en} {decides.en}".strip())
    return QuestionView(text=text, why=why, asked="broker", path=path)
