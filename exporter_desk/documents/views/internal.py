"""Views of conclusions for internal papers: mode note, cost estimate, refund file, open questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, wording
from exporter_desk.documents.registry import rows, view
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import Dossier, EstimateView, ModeView, ReasonView, SourceView

VERDICTS = {
    "recommended": Bilingual("推荐", "Recommended"),
    "possible": Bilingual("可以", "Possible"),
    "to_confirm": Bilingual("待确认", "To confirm"),
    "not_applicable": Bilingual("不适用", "Not applicable"),
}
OUTCOMES = {"met": Bilingual("符合", "met"), "failed": Bilingual("不符合", "not met")}
CONFIDENCE = {"official": Bilingual("原文", "official text"), "secondary": Bilingual("转引", "secondary")}
STATES = {
    "have": Bilingual("有", "have"),
    "waiting": Bilingual("等待", "waiting"),
    "missing": Bilingual("缺", "missing"),
}
_UNKNOWN = Bilingual("待确认", "to confirm")


def _chosen(dossier: Dossier) -> ModeView | None:
    """The mode that a person chose, else the recommended one, else the first."""
    modes = dossier.advice.modes if dossier.advice else ()
    code = dossier.case.choice("mode")
    wanted = [mode for mode in modes if mode.code == code] + [mode for mode in modes if mode.verdict == "recommended"]
    return next(iter([*wanted, *modes]), None)


def _cited(dossier: Dossier, ids: tuple[str, ...]) -> Bound:
    """The numbers of cited sources as the list of sources on the same paper counts them."""
    known = [source.id for source in dossier.advice.sources] if dossier.advice else []
    numbers = [str(known.index(source) + 1) if source in known else source for source in ids]
    return Bound(", ".join(numbers), ("rules",), sources=ids) if ids else nothing("rules")


@view("mode.headline")
def mode_headline(dossier: Dossier) -> Bound:
    """Return code, name and verdict of the mode that the note is about."""
    mode = _chosen(dossier)
    if mode is None:
        return needed("choices.mode")
    verdict = VERDICTS[mode.verdict]
    text = Bilingual(f"{mode.code} {mode.name.zh}：{verdict.zh}", f"{mode.code} {mode.name.en}: {verdict.en}")
    return Bound(text, ("choices.mode",), sources=_sources_of(mode))


def _sources_of(mode: ModeView) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for reason in mode.reasons for source in reason.sources))


@rows("mode.reasons")
def mode_reasons(dossier: Dossier) -> Rows:
    """Return the reasons of the chosen mode with outcome and source numbers."""
    mode = _chosen(dossier)
    return tuple(_reason_row(dossier, reason) for reason in (mode.reasons if mode else ()))


def _reason_row(dossier: Dossier, reason: ReasonView) -> Row:
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
    order = ("failed", "unknown", "met")
    reasons = sorted(mode.reasons, key=lambda reason: order.index(reason.outcome))
    first = reasons[0] if reasons else None
    cells = {
        "code": wording(mode.code, "rules"),
        "name": Bound(mode.name, ("rules",)),
        "verdict": Bound(VERDICTS[mode.verdict], first.paths if first else ("rules",)),
        "reason": Bound(first.text, first.paths, sources=first.sources) if first else nothing("rules"),
        "sources": _cited(dossier, first.sources if first else ()),
    }
    return Row(cells)


@rows("mode.answers")
def mode_answers(dossier: Dossier) -> Rows:
    """Return the answers that the comparison used."""
    answers = dossier.advice.answers if dossier.advice else ()
    return tuple(
        Row({"label": Bound(entry.label, (entry.path,)), "value": Bound(entry.value, (entry.path,))})
        for entry in answers
    )


@rows("mode.changes")
def mode_changes(dossier: Dossier) -> Rows:
    """Return what would change the conclusion."""
    changes = dossier.advice.changes if dossier.advice else ()
    return tuple(Row({"text": Bound(text, ("rules",))}) for text in changes)


@rows("mode.sources")
def mode_sources(dossier: Dossier) -> Rows:
    """Return the cited sources, numbered."""
    sources = dossier.advice.sources if dossier.advice else ()
    return tuple(Row(_source_cells(source, number)) for number, source in enumerate(sources, start=1))


def _source_cells(source: SourceView, number: int) -> dict[str, Bound]:
    label = CONFIDENCE.get(source.confidence, _UNKNOWN)
    checked = Bound(source.checked, ("rules",)) if source.checked else nothing("rules")
    cells = {"no": wording(str(number), "rules"), "title": wording(f"{source.number}\n{source.title}".strip(), "rules")}
    return cells | {"checked": checked, "confidence": Bound(label, ("rules",), sources=(source.id,))}


def _estimate(dossier: Dossier) -> EstimateView | None:
    return dossier.estimate


@rows("estimate.lines")
def estimate_lines(dossier: Dossier) -> Rows:
    """Return the lines of the cost estimate: low, likely, high."""
    lines = dossier.estimate.lines if dossier.estimate else ()
    return tuple(
        Row(
            {
                "stage": Bound(line.stage, line.likely.inputs),
                "label": Bound(line.label, line.likely.inputs),
                "formula": _text(line.likely.formula, "estimate"),
                "low": from_trace(line.low),
                "likely": from_trace(line.likely),
                "high": from_trace(line.high),
                "source": wording(line.source, "estimate.cards") if line.source else nothing("estimate.cards"),
            }
        )
        for line in lines
    )


@rows("estimate.total")
def estimate_total(dossier: Dossier) -> Rows:
    """Return the total row of the estimate."""
    estimate = _estimate(dossier)
    if estimate is None:
        return ()
    empty = nothing("estimate")
    cells = {
        "stage": empty,
        "label": Bound(Bilingual("合计", "Total"), ("estimate",)),
        "formula": empty,
        "source": empty,
    }
    cells |= {name: from_trace(getattr(estimate, name)) for name in ("low", "likely", "high")}
    return (Row(cells, "total"),)


def _of_estimate(name: str) -> None:
    @view(f"estimate.{name}")
    def shown(dossier: Dossier) -> Bound:
        value = getattr(dossier.estimate, name, None)
        return Bound(value, ("estimate",)) if value else needed("estimate")


for _name in ("currency", "card", "valid_until", "chart"):
    _of_estimate(_name)


@view("estimate.total_likely")
def total_likely(dossier: Dossier) -> Bound:
    """Return the likely total."""
    return from_trace(dossier.estimate.likely) if dossier.estimate else needed("estimate")


@view("estimate.per_unit")
def per_unit(dossier: Dossier) -> Bound:
    """Return the likely amount per unit."""
    estimate = dossier.estimate
    return from_trace(estimate.per_unit) if estimate and estimate.per_unit else needed("goods")


@rows("estimate.not_included")
def not_included(dossier: Dossier) -> Rows:
    """Return what the estimate leaves out."""
    left_out = dossier.estimate.not_included if dossier.estimate else ()
    return tuple(Row({"text": Bound(text, ("estimate",))}) for text in left_out)


@view("refund.policy")
def refund_policy(dossier: Dossier) -> Bound:
    """Return the refund policy that applies."""
    return Bound(dossier.refund.policy, ("tax",)) if dossier.refund else needed("tax")


@rows("refund.reasons")
def refund_reasons(dossier: Dossier) -> Rows:
    """Return the reasons of the refund policy."""
    return tuple(_reason_row(dossier, reason) for reason in (dossier.refund.reasons if dossier.refund else ()))


@rows("refund.figures")
def refund_figures(dossier: Dossier) -> Rows:
    """Return the figures of the computation with their formula."""
    figures = dossier.refund.figures if dossier.refund else ()
    return tuple(
        Row(
            {
                "label": Bound(figure.label, figure.value.inputs),
                "value": from_trace(figure.value),
                "formula": _text(figure.value.formula, "tax"),
            }
        )
        for figure in figures
    )


@rows("refund.papers")
def refund_papers(dossier: Dossier) -> Rows:
    """Return the papers of the refund file."""
    papers = dossier.refund.papers if dossier.refund else ()
    return tuple(
        Row(
            {
                "no": wording(str(number), paper.path),
                "label": Bound(paper.label, (paper.path,)),
                "giver": Bound(paper.giver, (paper.path,)),
                "state": Bound(STATES.get(paper.state, _UNKNOWN), (paper.path,)),
                "must_match": _text(paper.must_match, paper.path),
                "number": _text(paper.number, paper.path),
                "place": _text(paper.place, paper.path),
                "note": _text(paper.note, paper.path),
            }
        )
        for number, paper in enumerate(papers, start=1)
    )


def _text(value: str | Bilingual, path: str) -> Bound:
    empty = not (value.zh if isinstance(value, Bilingual) else value)
    return nothing(path) if empty else Bound(value, (path,))


@rows("refund.deadlines")
def refund_deadlines(dossier: Dossier) -> Rows:
    """Return the deadlines; one that cannot be computed names the day it waits for."""
    deadlines = dossier.refund.deadlines if dossier.refund else ()
    return tuple(
        Row(
            {
                "label": Bound(deadline.label, deadline.day.inputs),
                "day": Bound(
                    deadline.day.value,
                    deadline.day.inputs,
                    deadline.day.formula,
                    deadline.day.sources,
                    missing=deadline.day.missing,
                ),
                "formula": _text(deadline.day.formula, "tax"),
            }
        )
        for deadline in deadlines
    )


@rows("questions")
def questions(dossier: Dossier) -> Rows:
    """Return the open questions of the slip, numbered."""
    return tuple(
        Row(
            {
                "no": wording(str(number), question.path or "facts"),
                "text": Bound(question.text, (question.path,)),
                "why": _text(question.why, question.path),
                "answer": nothing(question.path),
            }
        )
        for number, question in enumerate(dossier.questions, start=1)
    )
