"""The containers of a shipment (集装箱): type, number and seal of each, one more, and the last one out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button

if TYPE_CHECKING:
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_field import Attempt
    from exporter_desk.ui.forms.code_lookup import CodeLookup

PLACE = "route.containers"
_FIELDS = ("kind", "number", "seal")
_WIDTH = 280  # three stand side by side, one container a row


class ContainerGroup(FieldGroup):
    """Only the last container can be taken out: packages that name another by its place still mean the same one."""

    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        super().__init__()
        self._session, self._lookup, self._attempt = session, lookup, attempt
        self.add_one, self.remove_last = Button("", "text", small=True), Button("", "text", small=True)
        for button in (self.add_one, self.remove_last):
            self.head.addWidget(button)
        self.add_one.clicked.connect(self._add)
        self.remove_last.clicked.connect(self._remove)

    def refresh(self) -> None:
        """A row of fields for each container there is."""
        count = len(self._session.case.route.containers)
        if len(self.fields) != count * len(_FIELDS):
            self.set_fields([self._field(place, name) for place in range(count) for name in _FIELDS])
        self.remove_last.setEnabled(count > 0)

    def _field(self, place: int, name: str) -> CaseField:
        path = f"{PLACE}.{place}.{name}"
        table = "container_kinds" if name == "kind" else ""
        return CaseField(self._session, self._attempt, path, lookup=self._lookup, table=table, width=_WIDTH)

    def _add(self) -> None:
        if self._attempt(lambda: self._session.add_item(PLACE)):
            self.fields[-len(_FIELDS)].editor.setFocus()

    def _remove(self) -> None:
        count = len(self._session.case.route.containers)
        if count:
            self._attempt(lambda: self._session.remove_item(f"{PLACE}.{count - 1}"))

    def retranslate(self) -> None:
        self.title.setText(translate("CaseForm", "Containers"))
        self.add_one.setText(translate("CaseForm", "Add a container"))
        self.remove_last.setText(translate("CaseForm", "Remove the last one"))
