"""What leaves the cost page: one page on paper, and the estimate written down as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.estimates.saved import frozen_now, no_estimate, write_down
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.refusal import attempt, refusal_message
from exporter_desk.ui.printing import Sheet, ask_printer, print_sheets
from exporter_desk.ui.widgets import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from exporter_desk.domain.text import Language
    from exporter_desk.services.estimates.files import Studied
    from exporter_desk.ui.pages.costs.costs import CostsPage
    from exporter_desk.ui.tasks import Progress


class CostOutputs(QWidget):
    """Two buttons in the head of the page; `ask` chooses the printer, which tests replace."""

    def __init__(self, page: CostsPage) -> None:
        super().__init__()
        self._page = page
        self.ask: Callable[[QWidget, str], QPrinter | None] = ask_printer
        self.print, self.write = Button("", "fill", icon="print"), Button("", "primary")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8, (0, 0, 0, 0))
        row.addWidget(self.print)
        row.addWidget(self.write)
        self.print.clicked.connect(self.print_page)
        self.set_ready(ready=False)

    def set_ready(self, *, ready: bool) -> None:
        """Only a computed estimate can leave the page."""
        self.print.setEnabled(ready)
        self.write.setEnabled(ready)

    def write_down(self) -> bool:
        """Freeze the estimate as it stands now; True when it was kept."""
        page, studied = self._page, self._page.answers.studied
        if studied is None or page.session.case_id is None:
            page.messages.say(Message("error", no_estimate().sentence(language())))
            return False
        case_id, desk, kept = page.session.case_id, page.session.desk, list[str]()
        shelf = page.session.cases.estimates
        if not attempt(
            page.messages, lambda: kept.append(write_down(shelf, case_id, frozen_now(studied, desk), clock.today()))
        ):
            return False
        words = translate("Costs", "Written down as {name}. Later changes are shown under “Compare”.")
        page.messages.say(Message("ok", words.format(name=kept[0])))
        return True

    def print_page(self) -> None:
        """Ask for a printer, then print the owner's page behind the window."""
        page, studied, spoken = self._page, self._page.answers.studied, language()
        if studied is None:
            return
        try:
            printer = self.ask(page, translate("Costs", "Print one page"))
        except UserFacingError as error:
            self._refused(error)
            return
        if printer is not None:
            page.tasks.start(
                translate("Costs", "Printing"),
                lambda progress: self._print(printer, studied, spoken, progress),
                lambda count: page.messages.say(Message("ok", lambda: _printed(count))),
                self._refused,
            )

    def _print(self, printer: QPrinter, studied: Studied, spoken: Language, progress: Progress) -> int:
        from exporter_desk.documents.preview import page_count
        from exporter_desk.services.estimates.files import PAGE, estimate_pdf

        session = self._page.session
        pdf = estimate_pdf(studied, session.desk, spoken, (PAGE,))
        progress.check()
        sheets = [Sheet(pdf, number) for number in range(page_count(pdf))]
        return print_sheets(printer, sheets, session.page_image, progress)

    def _refused(self, error: Exception) -> None:
        self._page.messages.say(refusal_message(error, lambda: translate("Costs", "The page was not printed.")))

    def retranslate(self) -> None:
        self.print.setText(translate("Costs", "Print one page"))
        self.write.setText(translate("Costs", "Write into “Does it pay”"))


def _printed(count: int) -> str:
    return translate("Costs", "Pages sent to the printer: {count}").format(count=count)
