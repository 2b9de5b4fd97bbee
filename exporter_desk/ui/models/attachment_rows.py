"""Rows of the list of attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.services.papers.attachment_view import changes_words, size_words, state_words
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from exporter_desk.domain.attachment import Attachment
    from exporter_desk.services.papers.attachment_view import AttachmentView
    from exporter_desk.ui.widgets import MarkKind


def attachment_row(view: AttachmentView) -> tuple[CellState, ...]:
    """Paper, file, pages, size of the pages; what is odd has a mark."""
    one, paper, name = view.attachment, pick(view.paper), view.attachment.name or view.attachment.id
    odd = pick(state_words(view))
    mark: MarkKind = "ok" if not odd else "warn" if view.here else "error"
    return (
        CellState(paper, mark=mark, note=odd or paper),
        CellState(name, tone="ink2", note=name),
        CellState(str(one.pages or 0), alignment="right"),
        CellState(size_words(one.pdf_bytes), alignment="right", tone="ink2"),
    )


def about_words(view: AttachmentView) -> str:
    """What was changed when the pages were made, what is odd, and how the file is told from others."""
    one = view.attachment
    digest = translate("Attachments", "SHA-256 {digest}…").format(digest=(one.sha256 or "")[:12])
    return joined((pick(changes_words(one)), pick(state_words(view)), digest))


def offer_words(pages: int, size: int, made: Attachment) -> str:
    """What the pages of a file that is only looked at are."""
    words = translate("Attachments", "A4 pages: {count}, {size}").format(count=pages, size=size_words(size))
    return joined((words, pick(changes_words(made))))


def joined(parts: tuple[str, ...]) -> str:
    """Sentences one after the other, as the language sets them off."""
    stop = "；" if language() == "zh" else "; "
    return stop.join(part for part in parts if part)
