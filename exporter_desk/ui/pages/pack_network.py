"""The line of the network: the address that packs come from, shown before anything is asked of it; empty means off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.services.packs.fetch import OFF, fetch, set_address, shown_address
from exporter_desk.services.packs.office import PackOffice
from exporter_desk.system import clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages.refusal import attempt, refusal_message
from exporter_desk.ui.widgets import Button, Field, LineEdit

if TYPE_CHECKING:
    from exporter_desk.services.packs.fetch import Fetched
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class PackNetwork(QWidget):
    """Emits `fetched(path)` when a pack was fetched; it is looked at like one from a stick."""

    fetched = Signal(object)

    def __init__(self, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._messages, self._tasks = messages, tasks
        self.address = LineEdit()
        self.field = Field("", self.address, width=420)
        self.ask = Button("", "fill")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 12, (0, 0, 0, 0))
        row.addWidget(self.field)
        row.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.ask.clicked.connect(self._fetch)
        self.address.submitted.connect(self._keep)

    def show_state(self) -> None:
        """Show the address that was set."""
        self.address.setText(shown_address())

    def _keep(self) -> bool:
        wanted = self.address.text().strip() or OFF
        return attempt(self._messages, lambda: set_address(wanted))

    def _fetch(self) -> None:
        """Ask the shown address, and only that."""
        self._messages.clear()
        if not self._keep():
            return
        label = translate("Packs", "Fetching the pack")
        office = PackOffice.of_user(clock.today())
        self._tasks.start(label, lambda progress: fetch(None, office, progress.report), self._done, self._failed)

    def _done(self, fetched: Fetched) -> None:
        self.fetched.emit(fetched.path)

    def _failed(self, error: Exception) -> None:
        self._messages.say(
            refusal_message(error, lambda: translate("Packs", "The pack could not be fetched. Nothing changed."))
        )

    def retranslate(self) -> None:
        self.field.set_label(translate("Packs", "Address of packs (empty: the program does not use the network)"))
        self.ask.setText(translate("Packs", "Fetch"))
        self.ask.updateGeometry()
