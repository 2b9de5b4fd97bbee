"""A new shipment (新建一票货): an optional name, perhaps a shipment to copy from, and on to the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from exporter_desk.services.workflow import Step
from exporter_desk.system import clock as system_clock
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.refusal import attempt
from exporter_desk.ui.pages.shipments.shipment_model import SummaryWords
from exporter_desk.ui.shell_state import Crumb
from exporter_desk.ui.widgets import Button, ComboBox, Field, LineEdit, Page, Paragraph, ScrollPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.messages import Messages

OFFERED = 30


class NewShipmentPage(Page):
    """Nothing is written before 开始; leaving the page leaves no empty shipment behind, and what was typed waits."""

    nav_key = places.CASES

    def __init__(self, session: Session, messages: Messages, clock: Clock = system_clock) -> None:
        super().__init__()
        self.session, self.messages = session, messages
        self._words = SummaryWords(session, clock.now)
        self.name, self.source = LineEdit(), ComboBox()
        self.source.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name_field = Field("", self.name, " ", width=460)
        self.source_field = Field("", self.source, " ", width=460)
        self.begin = Button("", "primary", key="Enter")
        self.intro = Paragraph("")
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        row.addWidget(self.begin)
        row.addStretch(1)
        page = ScrollPage(max_width=740, spacing=20)
        page.add(self.intro, self.name_field, self.source_field)
        page.column.addLayout(row)
        self.column.addWidget(page)
        self.begin.clicked.connect(self.create_shipment)
        self.retranslate()

    def title(self) -> str:
        return translate("NewShipment", "New shipment")

    def breadcrumb(self) -> Sequence[Crumb]:
        return (Crumb(translate("NewShipment", "Home"), places.HOME),)

    def first_focus(self) -> QWidget | None:
        return self.name

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"case.continue": self.create_shipment}

    def activated(self, case_id: str | None) -> None:
        self._fill()

    def _fill(self) -> None:
        recent = self.session.summaries(limit=OFFERED)
        entries = [(f"{one.number or ''} {self._words.name(one)}".strip(), one.id) for one in recent]
        self.source.set_entries([(translate("NewShipment", "Do not copy"), ""), *entries])
        if self.source.currentIndex() < 0:  # what was to be copied is no longer among the recent ones
            self.source.setCurrentIndex(0)
        self.source_field.setVisible(bool(entries))

    def create_shipment(self) -> None:
        """Make the shipment, give it its name, and ask the first question."""
        source, title = str(self.source.currentData() or ""), self.name.text().strip()
        made: list[str] = []
        copying = lambda: made.append(self.session.copy_case(source))  # noqa: E731  # one of two acts
        fresh = lambda: made.append(self.session.new_case(title or None))  # noqa: E731  # the other one
        if not attempt(self.messages, copying if source else fresh):
            return
        if source and title:
            attempt(self.messages, lambda: self.session.type_text("title", title))
        self.name.clear()
        self.source.setCurrentIndex(0)
        self.go.emit(places.step_key(Step.DESCRIBE), made[0])

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins wherever the focus is; an input method and an open list keep their own Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.create_shipment()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.intro.set_text(
            translate("NewShipment", "One shipment is what leaves the country together. Its questions come one by one.")
        )
        self.name_field.set_label(translate("NewShipment", "Name of this shipment (may stay empty)"))
        self.name_field.set_hint(
            translate("NewShipment", "Only for finding it again, for example: Oranges → Singapore")
        )
        self.source_field.set_label(translate("NewShipment", "Copy from"))
        self.source_field.set_hint(
            translate("NewShipment", "Takes goods, packing and parties; numbers, dates and decisions stay behind.")
        )
        self.begin.setText(translate("NewShipment", "Begin"))
        self.begin.updateGeometry()
        if self.isVisible():
            self._fill()
