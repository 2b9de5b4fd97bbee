"""What is attached to a shipment, as packets and lists of papers see it: scans in their order, read when needed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.documents.overprint import marked_pages
from exporter_desk.documents.scans import Scan
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.practice import MARK
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.papers.scans import OTHER, ScanKind, kind_of, scan_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.fonts import Fonts
    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.domain.case import Case
    from exporter_desk.rules.checklists import Checklists
    from exporter_desk.services.papers.shelf import Shelf

NOT_HERE = "X57"


def kind_of_attachment(one: Attachment, book: Checklists) -> ScanKind:
    """Return the kind of an attachment; a paper that the rules no longer know is another paper."""
    return kind_of(one.paper or OTHER, book.papers) or scan_kinds()[OTHER]


def paper_name(paper: str | None, book: Checklists) -> Bilingual:
    """Return what the paper is called that a file was attached to: as the refund file calls it, else its kind."""
    rule = next((one for one in book.papers if one.id == paper), None)
    if rule is not None:
        return Bilingual(rule.zh, rule.en)
    kinds = scan_kinds()
    return kinds.get(paper or OTHER, kinds[OTHER]).name


def marked(scans: Iterable[Scan], dossier: Dossier, fonts: Fonts) -> tuple[Scan, ...]:
    """Return the scans with the mark of an exercise across their pages where the dossier is one."""
    if not dossier.practice:
        return tuple(scans)
    words = MARK.in_language(dossier.language)
    return tuple(replace(one, source=partial(marked_pages, one, words, fonts)) for one in scans)


def scans_of(case: Case, shelf: Shelf, book: Checklists) -> tuple[Scan, ...]:
    """Return the attachments as scans in the order of their kinds; what the shelf does not hold is left out."""
    scans = [_scan(one, shelf, kind_of_attachment(one, book)) for one in case.attachments if is_held(one, shelf)]
    kinds, papers = list(scan_kinds()), [rule.id for rule in book.papers]
    order = {kind: place for place, kind in enumerate((*kinds, *papers))}
    return tuple(sorted(scans, key=lambda one: order[one.kind]))


def is_held(one: Attachment, shelf: Shelf) -> bool:
    """Tell whether the pages of an attachment are there."""
    return one.pdf_sha256 in shelf.held and bool(one.pages)


def _scan(one: Attachment, shelf: Shelf, kind: ScanKind) -> Scan:
    return Scan(
        kind.id,
        kind.name,
        kind.name.zh,
        kind.receivers,
        partial(shelf.read, one.pdf_sha256 or ""),
        one.pages or 0,
        one.redrawn or 0,
        one.fitted or 0,
        one.turned or 0,
        one.cleaned or 0,
        (one.sha256 or "",),
        kind.code,
    )


def missing(case: Case, shelf: Shelf) -> tuple[Finding, ...]:
    """Tell which attachments are not at hand, so that no packet holds them."""
    gone = [one for one in case.attachments if not is_held(one, shelf)]
    return tuple(
        Finding(NOT_HERE, Severity.CONFIRM, (f"attachments.{one.id}",), {"file": one.name or one.id}) for one in gone
    )


def place_words(scans: Sequence[Attachment]) -> str:
    """Return what a list of papers prints as the place of attached scans: name, pages and digest; "" for none."""
    return "; ".join(f"{one.name or one.id}, {one.pages or 0} p., {(one.sha256 or '')[:8]}" for one in scans)


def by_paper(case: Case, book: Checklists) -> dict[str, tuple[Attachment, ...]]:
    """Return the attachments that show each paper of the refund file, by its id."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for one in case.attachments:
        kind = kind_of_attachment(one, book)
        for paper in dict.fromkeys((one.paper or "", *(kind.papers if one.paper == kind.id else ()))):
            found[paper].append(one)
    return {paper: tuple(listed) for paper, listed in found.items()}
