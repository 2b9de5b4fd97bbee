"""Which refund rates count, and the button that imports the rate library from its downloaded archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.claims.rate_files import RatesRefusedError, import_rates
from exporter_desk.system.paths import find_paths
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.widgets import Button, MarkLabel

if TYPE_CHECKING:
    from exporter_desk.services.claims.rate_files import Import
    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class RateLibraryLine(QWidget):
    """One line: the edition in use, or that the shipped rates are a starting point only."""

    def __init__(self, session: Session, messages: Messages, tasks: Tasks, clock: Clock) -> None:
        super().__init__()
        self._session, self._messages, self._tasks, self._clock = session, messages, tasks, clock
        self.state = MarkLabel("hint", "")
        self.choose = Button("", "fill", icon="import", small=True)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 12)
        row.addWidget(self.state)
        row.addWidget(self.choose)
        row.addStretch(1)
        self.choose.clicked.connect(self._choose)

    def show_state(self) -> None:
        """Say which rates are in use; the library is read here, so not before the page is shown."""
        library = self._session.desk.rate_library
        if library is None:
            words = translate("Rates", "Refund rates: those shipped, a starting point only")
            self.state.set_state("warn", words)
            return
        edition = library.edition
        words = translate("Rates", "Refund rates: library {version}, imported on {day}, {count} intervals")
        name = edition.version or edition.file
        count = len(library.table.records)
        self.state.set_state("ok", words.format(version=name, day=edition.imported_on.isoformat(), count=count))

    def _choose(self) -> None:
        title = translate("Rates", "The archive of the refund rate library")
        kinds = translate("Rates", "Rate library (*.zip *.dbf *.DBF)")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, source: Path) -> None:
        """Import the library behind the window; the former one stays when this one is refused."""
        target, today = find_paths().rate_library, self._clock.today()
        label = translate("Rates", "Importing the refund rates")
        self._messages.clear()

        def work(_progress: object) -> Import | RatesRefusedError:
            try:
                return import_rates(source, target, today)
            except RatesRefusedError as refusal:  # an archive that is none is an answer, not a fault of the program
                return refusal

        self._tasks.start(label, work, self._taken, self._refused)

    def _taken(self, done: Import | RatesRefusedError) -> None:
        if isinstance(done, RatesRefusedError):
            self._refused(done)
            return
        self._session.look_again(self._session.desk.forget_rates)
        self.show_state()
        told = self._session.desk.render(done.findings)

        def words() -> str:
            count = len(done.library.table.records)
            head = translate("Rates", "{count} refund rates were imported.").format(count=count)
            return " ".join((head, *(f"{one.text(language())} {one.remedy(language())}" for one in told)))

        self._messages.say(Message("warn" if told else "ok", words))

    def _refused(self, error: Exception) -> None:
        def words() -> str:
            if isinstance(error, RatesRefusedError):
                [told] = self._session.desk.render((error.finding,))
                return f"{told.text(language())} {told.remedy(language())}"
            if isinstance(error, UserFacingError):
                return error.sentence(language())
            return translate("Rates", "The refund rates could not be imported; the former ones count.")

        self._messages.say(Message("error", words, detail=repr(error)))

    def retranslate(self) -> None:
        self.choose.setText(translate("Rates", "Import the rate library …"))
        self.choose.updateGeometry()
        if self.isVisible():
            self.show_state()
