"""Views of the note on the export mode and of the slip with open questions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, needed, nothing, optional, wording
from exporter_desk.documents.dossier import (
    ReasonView,
)
from exporter_desk.documents.registry import rows, view
from exporter_desk.documents.views.deal import name_of
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import (
        AdviceView,
        AnswerView,
        ClashView,
        Dossier,
        ModeView,
        SourceView,
    )

VERDICTS = {
    "recommended": Bilingual("推荐", "Recommended"),
    "possible": Bilingual("可以", "Possible"),
    "to_confirm": Bilingual("待确认", "To confirm"),
    "not_applicable": Bilingual("不适用", "Not applicable"),
}
OUTCOMES = {"met": Bilingual("符合", "met"), "failed": Bilingual("不符合", "not met")}
CONFIDENCE = {"official": Bilingual("原文", "official text"), "secondary": Bilingual("转引", "secondary")}
_UNKNOWN, _CONFLICT = Bilingual("待确认", "to confirm"), Bilingual("矛盾", "conflict")


def _chosen(dossier: Dossier) -> ModeView | None:
    """The mode that a person chose, else the first that is recommended or possible; None while nothing is."""
    modes = dossier.advice.modes if dossier.advice else ()
    code = dossier.case.choice("mode")
    return next(iter([*(mode for mode in modes if mode.code == code), *(mode for mode in modes if mode.is_open)]), None)


def _cited(dossier: Dossier, ids: tuple[str, ...]) -> Bound:
    """The numbers of cited sources as the list of sources on the same paper counts them."""
    known = [source.id for source in _printed_sources(dossier)]
    numbers = [str(known.index(source) + 1) if source in known else source for source in ids]
    return Bound(", ".join(numbers), ("rules",), sources=ids) if ids else nothing("rules")


@view("mode.headline")
def mode_headline(dossier: Dossier) -> Bound:
    """Return code, name and verdict of the mode that the note is about."""
    mode = _chosen(dossier)
    if mode is None:
        return Bound(_undecided(dossier.advice), ("choices.mode",)) if dossier.advice else needed("choices.mode")
    verdict = VERDICTS[mode.verdict]
    text = Bilingual(f"{mode.code} {mode.name.zh}：{verdict.zh}", f"{mode.code} {mode.name.en}: {verdict.en}")
    return Bound(text, ("choices.mode",), sources=_sources_of(mode))


def _undecided(advice: AdviceView) -> Bilingual:
    waiting = sum(mode.verdict == "to_confirm" for mode in advice.modes)
    if advice.clashes:
        return Bilingual("有回答互相矛盾，先不排序", "Some answers contradict each other, so nothing is ranked")
    if waiting:
        zh, en = (
            f"还不能推荐：{waiting}种方式待确认",
            f"Nothing can be recommended yet: {waiting} modes to be confirmed",
        )
        return Bilingual(zh, en)
    return Bilingual("按现在的回答，这些方式都不适用", "By the answers so far none of these modes applies")


def _sources_of(mode: ModeView) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for reason in mode.reasons for source in reason.sources))


@rows("mode.reasons")
def mode_reasons(dossier: Dossier) -> Rows:
    """Return the reasons of the chosen mode with outcome and source numbers; its notes stand on the screen alone."""
    mode = _chosen(dossier)
    clashes = dossier.advice.clashes if dossier.advice else ()
    reasons = [reason for reason in (mode.reasons if mode else ()) if not reason.note]
    return (*(_clash_row(dossier, clash) for clash in clashes), *(reason_row(dossier, reason) for reason in reasons))


def _clash_row(dossier: Dossier, clash: ClashView) -> Row:
    cells = {"outcome": Bound(_CONFLICT, clash.paths), "text": Bound(clash.text, clash.paths, sources=clash.sources)}
    return Row({**cells, "sources": _cited(dossier, clash.sources)})


def reason_row(dossier: Dossier, reason: ReasonView) -> Row:
    """Return outcome, sentence and source numbers of a reason."""
    outcome = OUTCOMES.get(reason.outcome, _UNKNOWN)
    cells = {
        "outcome": Bound(outcome, reason.paths),
        "text": Bound(reason.text, reason.paths, sources=reason.sources),
        "sources": _cited(dossier, reason.sources),
    }
    return Row(cells)


@rows("mode.others")
def mode_others(dossier: Dossier) -> Rows:
    """Return the other modes with verdict and the reason that decided."""
    chosen, modes = _chosen(dossier), dossier.advice.modes if dossier.advice else ()
    return tuple(_other_row(dossier, mode) for mode in modes if mode is not chosen)


def _other_row(dossier: Dossier, mode: ModeView) -> Row:
    first = _deciding(mode)
    cells = {
        "code": wording(mode.code, "rules"),
        "name": Bound(mode.name, ("rules",)),
        "verdict": Bound(VERDICTS[mode.verdict], first.paths if first else ("rules",)),
        "reason": Bound(first.text, first.paths, sources=first.sources) if first else nothing("rules"),
        "sources": _cited(dossier, first.sources if first else ()),
    }
    return Row(cells)


def _deciding(mode: ModeView) -> ReasonView | None:
    """What a mode that fits is for; else the reason that speaks first against it, else the first open one."""
    if mode.is_open and mode.about.zh:
        return ReasonView(outcome="met", text=mode.about, sources=mode.reasons[0].sources if mode.reasons else ())
    order = ("failed", "unknown", "met")
    return min(mode.reasons, key=lambda reason: (reason.note, order.index(reason.outcome)), default=None)


def _printed_sources(dossier: Dossier) -> list[SourceView]:
    """The sources that this note cites, in the order of the advice."""
    chosen, advice = _chosen(dossier), dossier.advice
    if advice is None:
        return []
    deciding = [_deciding(mode) for mode in advice.modes if mode is not chosen]
    own = [reason for reason in (chosen.reasons if chosen else ()) if not reason.note]
    reasons = [*own, *(reason for reason in deciding if reason)]
    cited = {source for reason in reasons for source in reason.sources}
    cited |= {source for clash in advice.clashes for source in clash.sources}
    return [source for source in advice.sources if source.id in cited]


@rows("mode.answers")
def mode_answers(dossier: Dossier) -> Rows:
    """Return the answers that the comparison used, two beside each other, the first half on the left."""
    answers = dossier.advice.answers if dossier.advice else ()
    half = (len(answers) + 1) // 2
    pairs = itertools.zip_longest(answers[:half], answers[half:])
    return tuple(Row(_answer(dossier, left, "") | _answer(dossier, right, "2")) for left, right in pairs)


def _answer(dossier: Dossier, entry: AnswerView | None, side: str) -> dict[str, Bound]:
    if entry is None:
        return {f"label{side}": nothing("facts"), f"value{side}": nothing("facts")}
    country = entry.path.endswith(".dest") and dossier.codes.row("countries", entry.value.zh)
    value = name_of(dossier, "countries", entry.value.zh) if country else entry.value
    return {f"label{side}": Bound(entry.label, (entry.path,)), f"value{side}": Bound(value, (entry.path,))}


@rows("mode.changes")
def mode_changes(dossier: Dossier) -> Rows:
    """Return what would change the conclusion."""
    changes = dossier.advice.changes if dossier.advice else ()
    return tuple(Row({"text": Bound(text, ("rules",))}) for text in changes)


@rows("mode.sources")
def mode_sources(dossier: Dossier) -> Rows:
    """Return the cited sources, numbered."""
    return tuple(Row(_source_cells(source, number)) for number, source in enumerate(_printed_sources(dossier), start=1))


def _source_cells(source: SourceView, number: int) -> dict[str, Bound]:
    label = CONFIDENCE.get(source.confidence, _UNKNOWN)
    zh, en = (_headed(source.number, title) for title in (source.title.zh, source.title.en))
    days = {"effective": source.effective, "checked": source.checked}
    cells = {name: Bound(day, ("rules",)) if day else nothing("rules") for name, day in days.items()}
    cells |= {"no": wording(str(number), "rules"), "title": Bound(Bilingual(zh, en), ("rules",))}
    return cells | {"confidence": Bound(label, ("rules",), sources=(source.id,))}


def _headed(number: str, title: str) -> str:
    return "　".join(dict.fromkeys(part for part in (number, title) if part))


@view("mode.open_points")
def open_points(dossier: Dossier) -> Bound:
    """Return the open questions about the mode as one line; known to be empty when there is none."""
    texts = [question.text for question in dossier.questions]
    if not texts:
        return nothing("facts")
    paths = tuple(question.path for question in dossier.questions)
    return Bound(Bilingual("　".join(text.zh for text in texts), "  ".join(text.en for text in texts)), paths)


@rows("questions")
def questions(dossier: Dossier) -> Rows:
    """Return the open questions of the slip, numbered."""
    return tuple(
        Row(
            {
                "no": wording(str(number), question.path or "facts"),
                "text": Bound(question.text, (question.path,)),
                "why": optional(question.why, question.path),
                "answer": nothing(question.path),
            }
        )
        for number, question in enumerate(dossier.questions, start=1)
    )
