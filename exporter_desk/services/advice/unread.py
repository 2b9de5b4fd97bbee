"""Entries of a case that nothing reads: decisions, papers and marks of origin under names that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.paths import PathError, read
from exporter_desk.domain.record import shown
from exporter_desk.services.names import labels
from exporter_desk.services.papers.scans import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk

UNREAD = "D40"
_DECISION = "choices."


def unread_entries(case: Case, desk: Desk) -> Iterator[Finding]:
    """Yield a question (D40) for each entry that is used nowhere, as one under a misspelt name is."""
    papers = {rule.id for rule in desk.checklists.papers}
    yield from _told("paper", ((f"tax.papers.{one.id}", one.id) for one in case.tax.papers if one.id not in papers))
    yield from _told(
        "attachment",
        (
            (f"attachments.{one.id}.paper", one.paper)
            for one in case.attachments
            if one.paper and kind_of(one.paper, desk.checklists.papers) is None
        ),
    )
    yield from _told("decision", _strange_decisions(case, desk))
    yield from _told("origin", ((f"origins.{path}", path) for path in case.origins if not _leads_somewhere(case, path)))


def _told(variant: str, entries: Iterator[tuple[str, str]]) -> Iterator[Finding]:
    for place, found in entries:
        yield Finding(UNREAD, Severity.CONFIRM, (place,), {"found": shown(found)}, variant=variant)


def _strange_decisions(case: Case, desk: Desk) -> Iterator[tuple[str, str]]:
    strange = [what for what in dict.fromkeys(one.what for one in case.choices) if what not in labels()["choices"]]
    if strange:  # a form of a pack may print decisions that have no field in the window
        forms = desk.packs.load("forms", lambda files: b"".join(files.values()).decode("utf-8"), ValueError)
        yield from ((f"{_DECISION}{what}", what) for what in strange if f'"{_DECISION}{what}"' not in forms)


def _leads_somewhere(case: Case, path: str) -> bool:
    try:
        read(case, path)
    except PathError:
        return path.startswith(_DECISION)
    return True
