"""The containers of a shipment (集装箱): type, number and seal of each, one more, and any one out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.field_group import FieldGroup, flowing
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_field import Attempt
    from exporter_desk.ui.forms.code_lookup import CodeLookup

PLACE = "route.containers"
_FIELDS = ("kind", "number", "seal")
_WIDTH = 240  # three stand side by side, with the button that takes the container out


class ContainerGroup(FieldGroup):
    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        super().__init__()
        self._session, self._lookup, self._attempt = session, lookup, attempt
        self.add_one = Button("", "text", small=True)
        self.head.addWidget(self.add_one)
        self.add_one.clicked.connect(self._add)
        self.removers: tuple[Button, ...] = ()
        self._rows: tuple[QWidget, ...] = ()
        self._column = QVBoxLayout()
        theme.set_spacing(self._column, 16)
        self.flow_box.hide()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(self._column)

    def refresh(self) -> None:
        """A row of fields for each container there is."""
        count = len(self._session.case.route.containers)
        if len(self.fields) != count * len(_FIELDS):
            self._set_rows(count)

    def in_order(self) -> list[QWidget]:
        """The fields of each container and its button, as Tab goes through them."""
        found: list[QWidget] = []
        for place, remover in enumerate(self.removers):
            found += [field.editor for field in self.fields[place * len(_FIELDS) : (place + 1) * len(_FIELDS)]]
            found.append(remover)
        return found

    def _set_rows(self, count: int) -> None:
        """One row a container, also where there would be room for more."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self.removers = tuple(self._remover(place) for place in range(count))
        fields = [[self._field(place, name) for name in _FIELDS] for place in range(count)]
        made = [flowing() for _ in range(count)]
        for (row, flow), own, remover in zip(made, fields, self.removers, strict=True):
            for widget in (*own, remover):
                flow.addWidget(widget)
            self._column.addWidget(row)
            row.show()
        self._rows = tuple(row for row, _ in made)
        self.fields = tuple(field for own in fields for field in own)
        self.updateGeometry()

    def _remover(self, place: int) -> Button:
        button = Button(_remove_words(place), "text", small=True)
        button.clicked.connect(lambda: self._remove(place))
        return button

    def _field(self, place: int, name: str) -> CaseField:
        path = f"{PLACE}.{place}.{name}"
        table = "container_kinds" if name == "kind" else ""
        return CaseField(self._session, self._attempt, path, lookup=self._lookup, table=table, width=_WIDTH)

    def _add(self) -> None:
        if self._attempt(lambda: self._session.add_item(PLACE)):
            self.fields[-len(_FIELDS)].editor.setFocus()

    def _remove(self, place: int) -> None:
        if place < len(self._session.case.route.containers):
            self._attempt(lambda: self._session.remove_item(f"{PLACE}.{place}"))

    def retranslate(self) -> None:
        self.title.setText(translate("CaseForm", "Containers"))
        self.add_one.setText(translate("CaseForm", "Add a container"))
        for place, remover in enumerate(self.removers):
            remover.setText(_remove_words(place))


def _remove_words(place: int) -> str:
    return translate("CaseForm", "Remove no. {number}").format(number=place + 1)
