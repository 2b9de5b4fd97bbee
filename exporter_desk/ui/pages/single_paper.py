"""One paper of a shipment saved by itself, where the person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from exporter_desk.documents.names import NO_NUMBER, cleaned
from exporter_desk.system import files
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message

if TYPE_CHECKING:
    from exporter_desk.ui.pages.case_page import CasePage

SLIP = "question_slip"


def save_paper(page: CasePage, form: str, title: str) -> None:
    """Ask where to with the system's own dialog, then write the paper whole or not at all, and say what came of it."""
    from exporter_desk.services.papers.packets import paper_pdf  # heavy

    proposal = f"{cleaned(page.case.number or NO_NUMBER)}-{form}.pdf"
    chosen, _ = QFileDialog.getSaveFileName(page, title, proposal, "PDF (*.pdf)")
    if not chosen:
        return
    target = Path(chosen)
    if page.attempt(lambda: files.write_atomically(target, paper_pdf(page.analysis, form))):
        page.messages.say(Message("ok", lambda: translate("SinglePaper", "Saved: {file}").format(file=target.name)))


def save_questions(page: CasePage) -> None:
    """Save the slip with the open questions, or say that there are none."""
    if page.analysis.dossier.questions:
        save_paper(page, SLIP, translate("SinglePaper", "Question slip"))
    else:
        page.messages.say(Message("hint", _nothing_to_ask))


def _nothing_to_ask() -> str:
    return translate("SinglePaper", "No question is open in this shipment, so there is nothing to ask.")
