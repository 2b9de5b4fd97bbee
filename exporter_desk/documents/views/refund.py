"""Views of the refund file: result, figures, papers by what happens to them, deadlines by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.documents.bound import Bound, Row, Rows, from_trace, needed, nothing, optional, wording
from exporter_desk.documents.registry import rows, view
from exporter_desk.documents.views.internal import reason_row
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.documents.dossier import DeadlineView, Dossier, RefundPaperView

STATES = {
    "have": Bilingual("有", "have"),
    "waiting": Bilingual("等待", "waiting"),
    "missing": Bilingual("缺", "missing"),
}
_UNKNOWN = Bilingual("待确认", "to confirm")
_NEED_UNKNOWN = Bilingual("待确认是否需要", "need to confirm")
_GROUPS = {
    "filed": Bilingual("要交给税务机关的", "To be handed to the tax office"),
    "late": Bilingual("平时自存，逾期申报时要交的", "Kept; handed in when the claim is late"),
    "kept": Bilingual("自己保存备查的", "To be kept by the firm"),
    "have": Bilingual("已经有的", "Already there"),
}


@view("refund.policy")
def refund_policy(dossier: Dossier) -> Bound:
    """Return the refund policy that applies."""
    return Bound(dossier.refund.policy, ("tax",)) if dossier.refund else needed("tax")


@rows("refund.reasons")
def refund_reasons(dossier: Dossier) -> Rows:
    """Return the reasons of the refund policy."""
    return tuple(reason_row(dossier, reason) for reason in (dossier.refund.reasons if dossier.refund else ()))


@rows("refund.figures")
def refund_figures(dossier: Dossier) -> Rows:
    """Return the figures of the computation with their formula."""
    figures = dossier.refund.figures if dossier.refund else ()
    return tuple(
        Row(
            {
                "label": Bound(figure.label, figure.value.inputs),
                "value": from_trace(figure.value).in_currency(figure.currency),
                "formula": optional(figure.value.formula, "tax"),
            }
        )
        for figure in figures
    )


def _group(paper: RefundPaperView) -> str:
    if paper.state == "have":
        return "have"
    return {True: "filed", False: "kept", None: "late"}[paper.filed]


@rows("refund.papers")
def refund_papers(dossier: Dossier) -> Rows:
    """Return the papers of the refund file in groups, numbered through; a note stands under its paper."""
    papers = dossier.refund.papers if dossier.refund else ()
    listed: list[Row] = []
    number = 0
    for key, name in _GROUPS.items():
        group = [paper for paper in papers if _group(paper) == key]
        if group:
            text = Bilingual(f"{name.zh}（{len(group)}）", f"{name.en} ({len(group)})")
            listed.append(Row({"text": Bound(text, ("tax.papers",))}, "group"))
        for paper in group:
            number += 1
            listed += _paper_rows(paper, number)
    return tuple(listed)


def _paper_rows(paper: RefundPaperView, number: int) -> list[Row]:
    path = paper.path
    state = STATES.get(paper.state, _UNKNOWN if paper.needed else _NEED_UNKNOWN)
    cells = {
        "no": wording(str(number), path),
        "label": Bound(paper.label, (path,)),
        "giver": Bound(paper.giver, (path,)),
        "state": Bound(state, (path,)),
        "must_match": optional(paper.must_match, path),
        "number": optional(paper.number, path),
        "place": optional(paper.place, path),
    }
    if not paper.note.zh:
        return [Row(cells)]
    return [Row(cells, "noted"), Row({"text": Bound(paper.note, (path,))}, "note")]


@rows("refund.deadlines")
def refund_deadlines(dossier: Dossier) -> Rows:
    """Return the deadlines by day; one that cannot be computed stands last and names what it waits for."""
    deadlines = dossier.refund.deadlines if dossier.refund else ()
    ordered = sorted(deadlines, key=lambda one: one.day.value or date.max)
    return tuple(Row(_deadline_cells(one)) for one in ordered)


def _deadline_cells(deadline: DeadlineView) -> dict[str, Bound]:
    day = deadline.day
    return {
        "label": Bound(deadline.label, day.inputs or ("tax",)),
        "day": Bound(day.value, day.inputs or ("tax",), day.formula, day.sources, missing=day.missing),
        "note": Bound(deadline.note, day.inputs or ("tax",)) if deadline.note.zh else nothing("tax"),
    }
