"""The roles of a party as tick boxes: one firm may be seller and producer at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.domain.parties import ROLES
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import CheckBox, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence


def role_word(role: str) -> str:
    """What a role is called."""
    words = {
        "seller": translate("CaseForm", "seller"),
        "producer": translate("CaseForm", "producer"),
        "buyer": translate("CaseForm", "buyer"),
        "consignee": translate("CaseForm", "consignee"),
        "notify": translate("CaseForm", "notify party"),
        "supplier": translate("CaseForm", "supplier"),
        "broker": translate("CaseForm", "customs broker"),
        "forwarder": translate("CaseForm", "forwarder"),
        "warehouse": translate("CaseForm", "overseas warehouse"),
        "payer": translate("CaseForm", "payer"),
    }
    return words.get(role, role)


class RoleBoxes(QWidget):
    """Emits the roles in their usual order after each tick; roles it does not know are kept."""

    chosen = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self)
        theme.set_spacing(flow, 14)
        self._others: tuple[str, ...] = ()
        self.boxes = {role: CheckBox("") for role in ROLES}
        for box in self.boxes.values():
            flow.addWidget(box)
            box.clicked.connect(lambda _checked=False: self._tell())
        self.retranslate()

    def show_roles(self, roles: Sequence[str]) -> None:
        self._others = tuple(role for role in roles if role not in self.boxes)
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def _tell(self) -> None:
        self.chosen.emit((*(role for role, box in self.boxes.items() if box.isChecked()), *self._others))

    def retranslate(self) -> None:
        for role, box in self.boxes.items():
            box.setText(role_word(role))
            box.updateGeometry()
