"""All shipments (全部业务): the whole list with filters, and the recycle bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.services.workflow import Status
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.shipments_page import ShipmentsPage
from exporter_desk.ui.step_strip import state_word
from exporter_desk.ui.widgets import ComboBox, Label, Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages

_CHUNK = 500


class CasesPage(ShipmentsPage):
    """The list with filters by status and country; the switch shows the recycle bin instead."""

    nav_key = places.CASES

    def __init__(self, session: Session, messages: Messages, clock: Clock = system_clock) -> None:
        super().__init__(session, messages, clock)
        self.which = Switch((("", "cases"), ("", "trash")))
        self.status = ComboBox(look="fill", small=True)
        self.country = ComboBox(look="fill", small=True)
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
        for widget in (self.status, self.country, self.search):
            bar.addWidget(widget)
        self.column.addLayout(bar)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.column.addWidget(self.note)
        self.retranslate()
        self.which.chosen.connect(lambda _index: self.reload())
        self.status.activated.connect(lambda _index: self.reload())
        self.country.activated.connect(lambda _index: self.reload())

    def title(self) -> str:
        return translate("Cases", "Shipments")

    def reload(self) -> None:
        in_bin = self.which.selected() == 1
        self.list.in_bin = in_bin
        for widget in (self.status, self.country, self.search):
            widget.setVisible(not in_bin)
        rows = None if self._is_plain(in_bin) else self._filtered(in_bin)
        if rows is None:
            self._show_paged()
        else:
            self.list.show_rows(len(rows), lambda limit, offset: rows[offset : offset + limit])
        self._show_words(in_bin)

    def _is_plain(self, in_bin: bool) -> bool:
        return not in_bin and self.status.currentData() is None and self.country.currentData() is None

    def _show_paged(self) -> None:
        text = self.search.text().strip()
        self.list.show_rows(
            self.session.count(text),
            lambda limit, offset: self.session.summaries(text, limit=limit, offset=offset),
        )

    def _filtered(self, in_bin: bool) -> Sequence[CaseSummary]:
        text = "" if in_bin else self.search.text().strip()
        everything = self._all(text, in_bin)
        if in_bin:
            return everything
        status, country = self.status.currentData(), self.country.currentData()
        return [one for one in everything if status in (None, one.shown.status) and country in (None, one.shown.dest)]

    def _all(self, text: str, in_bin: bool) -> list[CaseSummary]:
        rows: list[CaseSummary] = []
        while part := self.session.summaries(text, deleted=in_bin, limit=_CHUNK, offset=len(rows)):
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

    def activated(self, case_id: str | None) -> None:
        self._fill_filters()
        super().activated(case_id)

    def _fill_filters(self) -> None:
        """Statuses and the countries that occur; the choice stays where it still exists."""
        states = ((state_word(status.value), status.value) for status in Status)
        self.status.set_entries([(translate("Cases", "Any status"), None), *states])
        codes = sorted({one.shown.dest for one in self._all("", in_bin=False) if one.shown.dest})
        names = [(self.session.desk.codes.label("countries", code, language()), code) for code in codes]
        self.country.set_entries([(translate("Cases", "Any country"), None), *names])

    def first_focus(self) -> QWidget | None:
        return self.list.view if self.list.current() else self.which

    def retranslate(self) -> None:
        self.which.set_text(0, translate("Cases", "In work"))
        self.which.set_text(1, translate("Cases", "Recycle bin"))
        self.status.setAccessibleName(translate("Cases", "Status"))
        self.country.setAccessibleName(translate("Cases", "Country"))
        if self.isVisible():
            self._fill_filters()
        super().retranslate()
