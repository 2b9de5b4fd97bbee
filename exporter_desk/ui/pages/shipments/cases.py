"""All shipments (全部业务): the whole list with filters, and the recycle bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments.shipments_page import ShipmentsPage
from exporter_desk.ui.widgets import Label, Switch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.main_window import MainWindow
    from exporter_desk.ui.messages import Messages

_CHUNK = 500


class CasesPage(ShipmentsPage):
    """The list with filters by status and country; the switch shows the recycle bin instead."""

    nav_key = places.CASES

    def __init__(self, session: Session, messages: Messages, clock: Clock = system_clock) -> None:
        super().__init__(session, messages, clock)
        self.which = Switch((("", "cases"), ("", "trash")))
        self.found, self.nothing, self.note = (
            Label("", "table", "ink2"),
            Label("", "body", "ink2"),
            Label("", "note", "ink3"),
        )
        bar = QHBoxLayout()
        theme.set_spacing(bar, 8)
        bar.addWidget(self.which)
        bar.addWidget(self.found)
        bar.addStretch(1)
        for widget in (self.filters, self.search):
            bar.addWidget(widget)
        self.column.addLayout(bar)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.column.addWidget(self.note)
        self.retranslate()
        self.which.chosen.connect(lambda _index: self.reload())

    def title(self) -> str:
        return translate("Cases", "Shipments")

    def start_search(self) -> None:
        """What lies in the recycle bin is not searched."""
        if self.which.selected() == 1:
            self.which.select(0)
            self.reload()
        super().start_search()

    def reload(self) -> None:
        in_bin = self.which.selected() == 1
        self.list.in_bin = in_bin
        for widget in (self.filters, self.search):
            widget.setVisible(not in_bin)
        if in_bin:
            rows = self._bin()
            self.list.show_rows(len(rows), lambda limit, offset: rows[offset : offset + limit])
        else:
            self.show_found()
        self._show_words(in_bin)

    def _bin(self) -> list[CaseSummary]:
        rows: list[CaseSummary] = []
        while part := self.session.summaries(deleted=True, limit=_CHUNK, offset=len(rows)):
            rows += part
        return rows

    def _show_words(self, in_bin: bool) -> None:
        count = self.list.model.rowCount()
        self.list.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        self.found.setText(translate("Cases", "{count} shipments").format(count=count))
        nothing = translate("Cases", "Nothing found. Try a shorter word, or other filters.")
        empty = translate("Cases", "The recycle bin is empty.")
        self.nothing.setText(empty if in_bin else nothing)
        restore = translate("Cases", "Enter takes a shipment back · what lies here for 30 days is removed for good")
        use = translate("Cases", "Enter opens · right-click for more · Delete moves to the recycle bin")
        self.note.setText(restore if in_bin else use)

    def first_focus(self) -> QWidget | None:
        return self.list.view if self.list.current() else self.which

    def retranslate(self) -> None:
        self.which.set_text(0, translate("Cases", "In work"))
        self.which.set_text(1, translate("Cases", "Recycle bin"))
        super().retranslate()


def search(window: MainWindow) -> None:
    """Go to the list of all shipments, with the cursor in its search field."""
    window.navigate(places.CASES)
    page = window.page(places.CASES)
    if isinstance(page, CasesPage) and page.isVisible():  # else it cannot be read, and the window has said so
        page.start_search()
