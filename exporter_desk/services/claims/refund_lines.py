"""What the `refund` command says of one shipment below its headline: what is missing, pre-refunds, papers, days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.reconciled import lines_of, reconciled_rows
from exporter_desk.services.claims.view import refund_view
from exporter_desk.services.names import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.checklist.papers import PaperItem
    from exporter_desk.documents.dossier import DeadlineView
    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.services.claims.company_claims import MonthClaim
    from exporter_desk.services.desk import Desk

_STATES = ("missing", "unknown", "waiting", "have")


def refund_lines(
    result: RefundResult, papers: Sequence[PaperItem], desk: Desk, name_of: Callable[[str], Bilingual]
) -> tuple[Bilingual, ...]:
    """Return what the refund waits for, what comes of pre-refunds, the papers by state, every deadline with its day.

    `name_of` says what a place of the case is called. A deadline whose day is not known says what it waits for.
    """
    view, book = refund_view(result, papers, desk.checklists, name_of), desk.checklists
    reconciled = lines_of(reconciled_rows(result, desk, name_of))
    deadlines = (_deadline(one) for one in view.deadlines)
    return (*_missing(result, book, name_of), *reconciled, *_papers(papers, desk), *deadlines)


def month_reconciled(claim: MonthClaim, desk: Desk) -> Iterator[Bilingual]:
    """Yield what comes of the pre-refunds of the shipments in a month's claim, each line with its shipment."""
    for one in claim.view.in_claim:
        names = partial(name_of, desk, one.member.case)
        for line in lines_of(reconciled_rows(one.member.result, desk, names)):
            yield Bilingual(f"{one.name}\t{line.zh}", f"{one.name}\t{line.en}")


def _missing(result: RefundResult, book: Checklists, name_of: Callable[[str], Bilingual]) -> Iterator[Bilingual]:
    refund = find(result.quantities, "REFUND")
    missing = refund.trace.missing if refund is not None else ()
    named = ((path, book.place_name(path)) for path in missing)
    names = [name if name.zh != path else name_of(path) for path, name in named]
    if names:
        zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
        yield Bilingual(f"还缺：{zh}", f"Still missing: {en}")


def _papers(papers: Sequence[PaperItem], desk: Desk) -> Iterator[Bilingual]:
    counts = [(desk.workflow_wording.say(f"papers.{state}"), state) for state in _STATES]
    told = [(name, sum(one.state == state for one in papers)) for name, state in counts]
    if papers:
        zh = "，".join(f"{name.zh} {count}" for name, count in told if count)
        en = ", ".join(f"{name.en} {count}" for name, count in told if count)
        yield Bilingual(f"退税资料 {len(papers)} 份：{zh}", f"Papers of the refund file {len(papers)}: {en}")


def _deadline(one: DeadlineView) -> Bilingual:
    if one.day.value is not None:
        day = one.day.value.isoformat()
        return Bilingual(f"{one.label.zh}：{day}", f"{one.label.en}: {day}")
    return Bilingual(f"{one.label.zh}：还不知道。{one.note.zh}", f"{one.label.en}: not known. {one.note.en}")
