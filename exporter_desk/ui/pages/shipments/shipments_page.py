"""What the workbench and the page of all shipments have in common: the list, the search, and the verbs on a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refusal import attempt
from exporter_desk.ui.pages.shipments.shipment_filters import ShipmentFilters
from exporter_desk.ui.pages.shipments.shipment_list import ShipmentList
from exporter_desk.ui.pages.shipments.shipment_model import SummaryWords
from exporter_desk.ui.widgets import Button, LineEdit, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room

_PAUSE_MS = 150


class ShipmentsPage(Page):
    """A page with a list of shipments. Subclasses lay out and override `reload`."""

    docks_help = False

    def __init__(self, session: Session, messages: Messages, clock: Clock = system_clock) -> None:
        super().__init__()
        self.session, self.messages, self.clock = session, messages, clock
        self.words = SummaryWords(session, clock.now)
        self.list = ShipmentList(self.words)
        self.search, self.filters = LineEdit(), ShipmentFilters(session)
        theme.set_control_size(self.search, 230)
        self.new = Button("", "primary", icon="add", key="Ctrl+N")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        self._pause.timeout.connect(self.reload)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.submitted.connect(self._search_now)
        self.filters.chosen.connect(self.reload)
        self.new.clicked.connect(self.begin)
        self.list.open_wanted.connect(lambda case_id: self.go.emit(places.TODO, case_id))
        self.list.copy_wanted.connect(self.copy)
        self.list.delete_wanted.connect(self.delete)
        self.list.restore_wanted.connect(self.restore)

    def reload(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def show_found(self) -> int:
        """Show what search and filters find, page by page, and return how many there are."""
        text, only = self.search.text().strip(), self.filters.only()
        count = self.session.count(text, only)
        self.list.show_rows(
            count, lambda limit, offset: self.session.summaries(text, limit=limit, offset=offset, only=only)
        )
        return count

    def begin(self) -> None:
        self.go.emit(places.NEW, None)

    def copy(self, case_id: str) -> None:
        made: list[str] = []
        if self.attempt(lambda: made.append(self.session.copy_case(case_id))):
            self.go.emit(places.TODO, made[0])

    def delete(self, case_id: str) -> None:
        """To the recycle bin, with the way back in the banner."""
        summary = self.list.current()
        name = self.words.name(summary) if summary else ""
        if self.attempt(lambda: self.session.delete_case(case_id)):
            self.reload()
            self.messages.say(Message("hint", _deleted, name, _undo, lambda: self.restore(case_id)))

    def restore(self, case_id: str) -> None:
        if self.attempt(lambda: self.session.restore_case(case_id)):
            self.reload()
            self.messages.say(Message("ok", _restored))

    def attempt(self, act: Callable[[], object]) -> bool:
        return attempt(self.messages, act)

    def start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search_now(self) -> None:
        """Enter in the search field goes to what was found."""
        self._pause.stop()
        self.reload()
        self.list.setFocus()

    def activated(self, case_id: str | None) -> None:
        self.filters.fill()
        self.reload()

    def arrange(self, room: Room) -> None:
        self.list.arrange(room)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"case.new": self.begin, "case.open": self.start_search, "edit.find": self.start_search}

    def head_widget(self) -> QWidget | None:
        return self.new

    def first_focus(self) -> QWidget | None:
        return self.list.view if self.list.current() else self.new

    def retranslate(self) -> None:
        self.new.setText(translate("Shipments", "New shipment"))
        self.new.updateGeometry()
        self.search.setPlaceholderText(translate("Shipments", "Find number, goods, buyer"))
        self.search.setAccessibleName(translate("Shipments", "Find number, goods, buyer"))
        self.list.view.setAccessibleName(translate("Shipments", "Shipments"))
        self.filters.retranslate()
        if self.isVisible():
            self.filters.fill()
            self.reload()


def _deleted() -> str:
    return translate("Shipments", "Moved to the recycle bin, where it stays for 30 days.")


def _restored() -> str:
    return translate("Shipments", "The shipment is back in the list.")


def _undo() -> str:
    return translate("Shipments", "Undo")
