"""Slips for suppliers (开票说明): what has to stand on their invoices, printed from the row of the paper they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.refusal import refusal_message
from exporter_desk.ui.printing import Sheet, ask_printer, print_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Tasks


class SupplierSlips:
    """Acts for a page; `ask` chooses the printer, which tests replace."""

    def __init__(self, page: QWidget, session: Session, messages: Messages, tasks: Tasks) -> None:
        self._page, self._session, self._messages, self._tasks = page, session, messages, tasks
        self.ask: Callable[[QWidget, str], QPrinter | None] = ask_printer

    def name(self, form: str) -> str:
        """What the button for a form says; "" for none."""
        known = self._session.desk.library.forms.get(form)
        paper = pick(Bilingual(known.short_zh or known.title.zh, known.title.en)) if known else ""
        return translate("Refund", "Print: {paper}").format(paper=paper) if paper else ""

    def print_slip(self, form: str) -> None:
        """Ask for a printer, then print the slip, a page for each supplier, behind the window."""
        if not form:
            return
        try:
            printer = self.ask(self._page, self.name(form))
        except UserFacingError as error:
            self._refused(error)
            return
        if printer is not None:
            analysis = self._session.analysis()
            self._messages.clear()
            self._tasks.start(
                translate("Refund", "Printing"),
                lambda progress: self._print(printer, analysis, form, progress),
                self._printed,
                self._refused,
            )

    def _print(self, printer: QPrinter, analysis: Analysis, form: str, progress: Progress) -> int:
        from exporter_desk.documents.preview import page_count
        from exporter_desk.services.papers.packets import paper_pdf

        try:
            pdf = paper_pdf(analysis, form)
        except KeyError:  # no supplier is named yet, so there is no such paper
            return 0
        progress.check()
        return print_sheets(
            printer, [Sheet(pdf, number) for number in range(page_count(pdf))], self._session.page_image, progress
        )

    def _printed(self, count: int) -> None:
        self._messages.say(Message("ok", lambda: _sent(count)) if count else Message("hint", _nobody))

    def _refused(self, error: Exception) -> None:
        self._messages.say(refusal_message(error, lambda: translate("Refund", "The slip was not printed.")))


def _sent(count: int) -> str:
    return translate("Refund", "{count} pages went to the printer.").format(count=count)


def _nobody() -> str:
    return translate("Refund", "No goods line names its supplier yet: enter the supplier at the goods, then print.")
