"""The line of the network: the address that packs come from, shown before anything is asked of it; empty means off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.packs.fetch import OFF, fetch, set_address, shown_address
from exporter_desk.services.packs.office import PackOffice
from exporter_desk.system import clock, proxy_login
from exporter_desk.system.download import PROXY_LOGIN
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages.refusal import attempt, refusal_message
from exporter_desk.ui.widgets import Button, Field, LineEdit

if TYPE_CHECKING:
    from exporter_desk.services.packs.fetch import Fetched
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.tasks import Tasks


class PackNetwork(QWidget):
    """Emits `fetched(path)` when a pack was fetched; it is looked at like one from a stick.

    A proxy that asks who is there brings two more fields; what is typed there goes to the credential store alone.
    """

    fetched = Signal(object)

    def __init__(self, messages: Messages, tasks: Tasks) -> None:
        super().__init__()
        self._messages, self._tasks = messages, tasks
        self.address = LineEdit()
        self.field = Field("", self.address, width=420)
        self.ask = Button("", "fill")
        self.user, self.password = LineEdit(), LineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.user_field = Field("", self.user, width=200)
        self.password_field = Field("", self.password, width=200)
        self.keep = Button("", "fill")
        self.login = QWidget()
        row, login, whole = QHBoxLayout(), QHBoxLayout(self.login), QVBoxLayout(self)
        for layout in (row, login, whole):
            theme.set_spacing(layout, 12)
        row.addWidget(self.field)
        row.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignBottom)
        for part in (self.user_field, self.password_field, self.keep):
            login.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        login.addStretch(1)
        whole.addLayout(row)
        whole.addWidget(self.login)
        self.login.hide()
        self.ask.clicked.connect(self._fetch)
        self.keep.clicked.connect(self._keep_login)
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

    def _keep_login(self) -> None:
        """Keep the login of the proxy and ask again."""
        user, password = self.user.text().strip(), self.password.text()
        self.password.clear()
        if attempt(self._messages, lambda: proxy_login.keep(user, password)):
            self.login.hide()
            self._fetch()

    def _done(self, fetched: Fetched) -> None:
        self.fetched.emit(fetched.path)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserFacingError) and error.code == PROXY_LOGIN:
            self.login.show()
            self.user.setFocus(Qt.FocusReason.OtherFocusReason)
        self._messages.say(
            refusal_message(error, lambda: translate("Packs", "The pack could not be fetched. Nothing changed."))
        )

    def retranslate(self) -> None:
        self.field.set_label(translate("Packs", "Address of packs (empty: the program does not use the network)"))
        self.ask.setText(translate("Packs", "Fetch"))
        self.ask.updateGeometry()
        self.user_field.set_label(translate("Packs", "User of the proxy"))
        self.password_field.set_label(translate("Packs", "Password (only the credential store keeps it)"))
        self.keep.setText(translate("Packs", "Keep it and fetch"))
        self.keep.updateGeometry()
