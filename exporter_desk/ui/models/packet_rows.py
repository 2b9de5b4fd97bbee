"""The papers of a packet as rows: for whom, which paper, copies, pages, status, and where it begins in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.render import Paper
from exporter_desk.domain.text import Bilingual
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter_desk.documents.plan import DocumentPlan
    from exporter_desk.ui.widgets import MarkKind

_MARKS: dict[str, MarkKind] = {"ready": "ok", "sheet": "ok", "draft": "hint", "open": "warn"}


@dataclass(frozen=True)
class PacketRow:
    """One paper or scan in the file of one receiver; `first_page` counts from 0, `files` are digests of a scan."""

    receiver: str
    receiver_name: str
    title: Bilingual
    pages: int
    copies: int
    first_page: int
    paper: Paper | None = None
    files: tuple[str, ...] = ()


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
            count = len(paper.pages)
            rows.append(PacketRow(planned.receiver.id, name, paper.title, count, copies.get(id(paper), 1), page, paper))
            page += count
        for scan in planned.scans:
            rows.append(PacketRow(planned.receiver.id, name, scan.title, scan.pages, 1, page, files=scan.files))
            page += scan.pages
    return tuple(rows)


def paper_cells(row: PacketRow, *, all_drafts: bool) -> tuple[CellState, ...]:
    """For whom, paper, copies, pages, status; an error anywhere in the case makes everything a draft."""
    title = pick(row.title)
    status, mark = _status(row, all_drafts=all_drafts)
    digests = " ".join(f"{digest[:12]}…" for digest in row.files)
    return (
        CellState(row.receiver_name, tone="ink2", note=row.receiver_name),
        CellState(title, note=f"{title} {digests}".strip()),
        CellState(str(row.copies), alignment="right"),
        CellState(str(row.pages), alignment="right"),
        CellState(status, mark=mark),
    )


def _status(row: PacketRow, *, all_drafts: bool) -> tuple[str, MarkKind]:
    if row.paper is None:
        return translate("Packet", "scan"), "ok"
    if all_drafts:
        return translate("Packet", "draft"), "error"
    return _word(row.paper), _MARKS.get(row.paper.status, "hint")


def _word(paper: Paper) -> str:
    words = {
        "ready": translate("Packet", "ready"),
        "sheet": translate("Packet", "internal"),
        "draft": translate("Packet", "for checking"),
        "open": translate("Packet", "{count} to fill in").format(count=len(paper.findings)),
    }
    return words.get(paper.status, paper.status)
