"""Attaching at the window: to the open shipment of a session, with the slow parts apart for work behind the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.services.case_list import moment
from exporter_desk.services.papers import attaching
from exporter_desk.services.papers.attached import paper_name
from exporter_desk.services.papers.attachment_view import attachment_views, original_state
from exporter_desk.services.papers.scans import REFUND_PAPER, scan_kinds
from exporter_desk.system import clock, files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.domain.case import Case
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.papers.attaching import Prepared
    from exporter_desk.services.papers.attachment_view import AttachmentView
    from exporter_desk.services.papers.paper_scans import ScanState
    from exporter_desk.services.session import Session
    from exporter_desk.storage.contents import Told


class AttachmentDesk:
    """What the page of attachments talks to. `prepare`, `turned`, `keep`, `originals` and `save` may run anywhere."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def papers(self) -> tuple[tuple[str, Bilingual], ...]:
        """Return what a file can be attached to: kinds of scans, then the papers of the shipment's refund file."""
        kinds = [(kind.id, kind.name) for kind in scan_kinds().values() if kind.id != REFUND_PAPER]
        book = self._session.desk.checklists
        refund = [(item.rule.id, paper_name(item.rule.id, book)) for item in self._session.analysis().papers]
        return (*kinds, *refund)

    def views(self) -> tuple[AttachmentView, ...]:
        """Return what is attached; the originals are not looked at."""
        case = self._session.case
        if not case.attachments:
            return ()
        return attachment_views(case, self._session.cases.shelf(case), self._session.desk.checklists, look=False)

    def compared(self, one: Attachment) -> tuple[str, ...]:
        """Return the places of what is read off a scan and held against the shipment; none for some papers."""
        from exporter_desk.checklist.consistency.scans import compared_fields

        fields = compared_fields(self._session.desk.codes, one.paper)
        return tuple(f"{attaching.PLACE}.{one.id}.{name}" for name in fields)

    @staticmethod
    def originals(listed: Sequence[Attachment]) -> dict[str, ScanState]:
        """Look at the files where they lay, by the id of the attachment; slow for large ones."""
        return {one.id: original_state(one) for one in listed}

    def preparing(self, path: Path, paper: str) -> Callable[[Callable[[int], object]], Prepared]:
        """Return the work that looks at a file and makes its pages; it tells the pages done."""
        desk, day = self._session.desk, self._session.analysis().day
        return lambda told: attaching.prepare(path, paper, desk, day, told=told)

    def turning(self, prepared: Prepared) -> Callable[[Callable[[int], object]], Prepared]:
        """Return the work that makes the pages anew, a quarter further to the right."""
        desk, day = self._session.desk, self._session.analysis().day
        return lambda told: attaching.turned(prepared, desk, day, told)

    def keeping(self, prepared: Prepared) -> Callable[[Told], str]:
        """Return the work that keeps the bytes; raises UserFacingError S54 when the file is attached already."""
        self._with(prepared)
        contents = self._session.cases.contents
        return lambda told: attaching.keep(contents, prepared, told)

    def add(self, prepared: Prepared) -> str:
        """List a file whose bytes were kept, as one step; return the id of the attachment."""
        after, key = self._with(prepared)
        self._session.take_change(after, "attach", file=prepared.name)
        return key

    def _with(self, prepared: Prepared) -> tuple[Case, str]:
        return attaching.with_attachment(self._session.case, prepared, moment(clock.now()), self._session.desk)

    def remove(self, key: str) -> None:
        """Take an attachment off, as one step that undo takes back."""
        name = attaching.attachment_at(self._session.case, key).name or key
        self._session.take_change(attaching.without_attachment(self._session.case, key), "detach", file=name)

    def pages(self, one: Attachment) -> Callable[[], bytes]:
        """Return what reads the pages of an attachment as PDF."""
        contents = self._session.cases.contents
        return lambda: contents.read(one.pdf_sha256 or "")

    def saving(self, one: Attachment, target: Path) -> Callable[[], None]:
        """Return the work that writes the file as it was taken to `target`."""
        contents = self._session.cases.contents
        return lambda: files.write_atomically(target, contents.read(one.sha256 or ""))


def to_paper(prepared: Prepared, paper: str) -> Prepared:
    """Return a file that was looked at as one of another paper: its pages are the same."""
    return replace(prepared, paper=paper)
