"""The papers of a packet as rows: for whom, which paper, copies, pages, status, and where it begins in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.render import Paper
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter_desk.documents.plan import DocumentPlan
    from exporter_desk.ui.widgets import MarkKind

_MARKS: dict[str, MarkKind] = {"ready": "ok", "sheet": "ok", "draft": "hint", "open": "warn"}


@dataclass(frozen=True)
class PacketRow:
    """One paper in the file of one receiver; `first_page` counts from 0."""

    receiver: str
    receiver_name: str
    paper: Paper
    copies: int
    first_page: int


def packet_rows(plan: DocumentPlan, receivers: Collection[str]) -> tuple[PacketRow, ...]:
    """The papers of the chosen receivers in the order in which they lie in their files."""
    rows: list[PacketRow] = []
    for planned in plan.receivers:
        if planned.receiver.id not in receivers:
            continue
        copies = {id(one.paper): one.copies for one in planned.papers}
        name = planned.receiver.short_zh if language() == "zh" else planned.receiver.name.en
        page = 0
        for paper in planned.all_papers:
            rows.append(PacketRow(planned.receiver.id, name, paper, copies.get(id(paper), 1), page))
            page += len(paper.pages)
    return tuple(rows)


def paper_cells(row: PacketRow, *, all_drafts: bool) -> tuple[CellState, ...]:
    """For whom, paper, copies, pages, status; an error anywhere in the case makes everything a draft."""
    status = translate("Packet", "draft") if all_drafts else _word(row.paper)
    mark: MarkKind = "error" if all_drafts else _MARKS.get(row.paper.status, "hint")
    title = pick(row.paper.title)
    return (
        CellState(row.receiver_name, tone="ink2", note=row.receiver_name),
        CellState(title, note=title),
        CellState(str(row.copies), alignment="right"),
        CellState(str(len(row.paper.pages)), alignment="right"),
        CellState(status, mark=mark),
    )


def _word(paper: Paper) -> str:
    words = {
        "ready": translate("Packet", "ready"),
        "sheet": translate("Packet", "internal"),
        "draft": translate("Packet", "for checking"),
        "open": translate("Packet", "{count} to fill in").format(count=len(paper.findings)),
    }
    return words.get(paper.status, paper.status)
