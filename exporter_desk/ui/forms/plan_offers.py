"""Verbs beside answers that wait: each leads to the field that the answer waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.widgets import Button, Flow

if TYPE_CHECKING:
    from collections.abc import Collection

    from exporter_desk.services.estimates.plan_inputs import PlanForm


class PlanOffers(QWidget):
    """`wanted` names the place below `estimate`; without an offer there is nothing to see."""

    wanted = Signal(str)

    def __init__(self, form: PlanForm) -> None:
        super().__init__()
        self._form = form
        self.buttons = {place: Button("", "text", icon="edit", small=True, flush=True) for place in form.offers}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self)
        theme.set_spacing(flow, 20)
        for place, button in self.buttons.items():
            flow.addWidget(button)
            button.clicked.connect(lambda _checked=False, place=place: self.wanted.emit(place))
        self.offer(())

    def offer(self, places: Collection[str]) -> None:
        """Offer these places and no others."""
        for place, button in self.buttons.items():
            button.setVisible(place in places)
        self.setVisible(bool(places))

    def retranslate(self) -> None:
        for place, button in self.buttons.items():
            button.setText(pick(self._form.offers[place]))
            button.updateGeometry()
