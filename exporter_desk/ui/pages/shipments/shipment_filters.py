"""What a list of shipments is narrowed to: a status and a country of destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.services.workflow import Status
from exporter_desk.storage.summary import Only
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.step_strip import state_word
from exporter_desk.ui.widgets import ComboBox

if TYPE_CHECKING:
    from exporter_desk.services.session import Session


class ShipmentFilters(QWidget):
    """Two lists; the first entry of each takes everything."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.status, self.country = ComboBox(look="fill", small=True), ComboBox(look="fill", small=True)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8)
        for box in (self.status, self.country):
            row.addWidget(box)
            box.activated.connect(lambda _index: self.chosen.emit())

    def only(self) -> Only:
        return Only(self.status.currentData(), self.country.currentData())

    def is_on(self) -> bool:
        return any(self.only())

    def choose(self, only: Only) -> None:
        """Take a choice of another day, as far as it still exists."""
        for box, value in zip((self.status, self.country), only, strict=True):
            if value is None or not box.set_value(value):
                box.setCurrentIndex(0)

    def fill(self) -> None:
        """The statuses, and the countries that occur; the choice stays where it still exists."""
        kept = self.only()
        states = ((state_word(status.value), status.value) for status in Status)
        self.status.set_entries([(translate("Cases", "Any status"), None), *states])
        label = self._session.desk.codes.label
        names = [(label("countries", code, language()), code) for code in self._session.destinations()]
        self.country.set_entries([(translate("Cases", "Any country"), None), *names])
        self.choose(kept)

    def retranslate(self) -> None:
        self.status.setAccessibleName(translate("Cases", "Status"))
        self.country.setAccessibleName(translate("Cases", "Country"))
