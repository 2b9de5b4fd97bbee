"""Takes a list of purchase invoices into the open shipment: read and planned behind the window, one step for undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.watched import watched_by
from exporter_desk.services.goods.sheet_files import SUFFIXES, read_file
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.telling import seldom

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.case import Case
    from exporter_desk.services.claims.invoice_list import InvoicePlan
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Progress, Task, Tasks

    Attempt = Callable[[Callable[[], object]], bool]


class InvoiceImport(QObject):
    """At most one list at a time; `stop` ends the work, and nothing was changed then."""

    changed = Signal()

    def __init__(self, window: QWidget, session: Session, messages: Messages, tasks: Tasks, attempt: Attempt) -> None:
        super().__init__(window)
        self._window, self._session, self._messages = window, session, messages
        self._tasks, self._attempt = tasks, attempt
        self._reading: Task[InvoicePlan | None] | None = None

    def choose(self) -> None:
        """Ask for the file, or stop the list that is being read."""
        if self._reading is not None:
            self.stop()
            return
        title = translate("InvoiceImport", "A list of purchase invoices")
        kinds = f"{title} ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if chosen:
            self.take(Path(chosen))

    def stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def is_reading(self) -> bool:
        return self._reading is not None

    def take(self, path: Path) -> None:
        """Read the list and add its lines to the shipment as it is now."""
        case, codes = self._session.case, self._session.desk.codes

        def work(progress: Progress) -> InvoicePlan | None:
            from exporter_desk.services.claims.invoice_list import plan_lists

            with watched_by(seldom(progress)):
                return plan_lists(case, [sheet.rows for sheet in read_file(path, progress.check)], codes)

        def label() -> str:
            return translate("InvoiceImport", "Reading {file}").format(file=path.name)

        self._messages.clear()
        self._reading = self._tasks.start(label, work, lambda plan: self._planned(case, path, plan), self._failed)
        self._reading.cancelled.connect(lambda: self._messages.say(Message("hint", _stopped)))
        self._reading.ended.connect(self._ended)
        self.changed.emit()

    def _ended(self) -> None:
        self._reading = None
        self.changed.emit()

    def _planned(self, case: Case, path: Path, plan: InvoicePlan | None) -> None:
        if self._reading is not None and self._reading.stop.is_set():
            self._messages.say(Message("hint", _stopped))  # asked for when the work was just done
        elif plan is None:
            self._messages.say(Message("error", _no_list))
        elif self._session.case_id != case.id or self._session.case is not case:
            self._messages.say(Message("warn", _changed_meanwhile))
        elif not plan.added and not plan.numbered:
            self._messages.say(Message("hint", lambda: _told(plan, path.name)))
        elif self._attempt(lambda: self._session.take_change(plan.after, "import_invoices")):
            kind = plan.unread or plan.unlinked or plan.left or plan.partly
            self._messages.say(Message("warn" if kind else "ok", lambda: _told(plan, path.name)))

    def _failed(self, error: Exception) -> None:
        def words() -> str:
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("InvoiceImport", "The list could not be read. Nothing was changed.")

        self._messages.say(Message("error", words, detail=repr(error)))


def _told(plan: InvoicePlan, name: str) -> str:
    parts = [translate("InvoiceImport", "{count} lines of invoices were added from {file}.")]
    red = sum(one.amount is not None and one.amount < 0 for one in plan.after.tax.purchase_invoices)
    counts = (
        (plan.known, translate("InvoiceImport", "{count} are here already.")),
        (plan.numbered, translate("InvoiceImport", "{count} were here without a number and have it now.")),
        (plan.void, translate("InvoiceImport", "{count} of void invoices were left out.")),
        (plan.suppliers, translate("InvoiceImport", "{count} suppliers are new.")),
        (plan.unlinked, translate("InvoiceImport", "{count} name no goods of this shipment: fill in the goods line.")),
        (plan.left, translate("InvoiceImport", "{count} have no amount and were left out: put it into the list.")),
        (
            0 if red else plan.partly,
            translate("InvoiceImport", "{count} are of invoices taken back in part: look for the red ones."),
        ),
        (red, translate("InvoiceImport", "{count} red lines are here: the check report says what each takes off.")),
        (plan.unread, translate("InvoiceImport", "{count} cells could not be read and wait in their fields.")),
        (
            plan.cut,
            translate(
                "InvoiceImport",
                "{count} of them are numbers that the spreadsheet cut: make that column text, export and import again; "
                "the lines here get their numbers then.",
            ),
        ),
    )
    told = [parts[0].format(count=plan.added, file=name)]
    return " ".join((*told, *(words.format(count=count) for count, words in counts if count)))


def _no_list() -> str:
    return translate(
        "InvoiceImport",
        "No list of invoices was found in this file: it needs a line of titles with at least an amount and two more "
        "columns, such as number and day. Nothing was changed.",
    )


def _changed_meanwhile() -> str:
    return translate("InvoiceImport", "The shipment was changed while the list was read; nothing was added. Try again.")


def _stopped() -> str:
    return translate("InvoiceImport", "Stopped. Nothing was changed.")
