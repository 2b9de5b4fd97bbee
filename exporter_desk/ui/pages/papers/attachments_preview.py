"""The pages of a scan beside the list of attachments: of one that is kept, or of one that is only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.documents.preview import page_count
from exporter_desk.ui.pages.papers.packet_preview import PacketPreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.tasks import Tasks


class AttachmentPreview(PacketPreview):
    """Shows any PDF by a key; what gives its bytes is asked behind the window."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(session, tasks)
        self._sources: dict[str, Callable[[], bytes]] = {}

    def show_pdf(self, key: str, source: Callable[[], bytes], caption: str) -> None:
        """Show the first page of a PDF, unless it is the one on show."""
        self._sources[key] = source
        if self._wanted[0] != key or not self.view.is_showing():
            self.show_page(key, 0, caption)

    def _pdf(self, analysis: Analysis, receiver: str) -> tuple[bytes, int]:
        pdf = self._sources[receiver]()
        return pdf, page_count(pdf)

    def forget(self, words: str) -> None:
        """Show nothing, and let go of what was shown."""
        self._sources.clear()
        self.clear(words)
