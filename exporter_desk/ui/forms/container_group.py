"""The containers of a shipment (集装箱): type, number and seal of each, one more, and any one out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.ui.forms.case_field import CaseField
from exporter_desk.ui.forms.field_group import FieldGroup
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.case_field import Attempt
    from exporter_desk.ui.forms.code_lookup import CodeLookup

PLACE = "route.containers"
_FIELDS = ("kind", "number", "seal")
_WIDTH = 240  # three stand side by side with the button that takes the container out, one container a row


class ContainerGroup(FieldGroup):
    def __init__(self, session: Session, lookup: CodeLookup, attempt: Attempt) -> None:
        super().__init__()
        self._session, self._lookup, self._attempt = session, lookup, attempt
        self.add_one = Button("", "text", small=True)
        self.head.addWidget(self.add_one)
        self.add_one.clicked.connect(self._add)
        self.removers: tuple[Button, ...] = ()

    def refresh(self) -> None:
        """A row of fields for each container there is."""
        count = len(self._session.case.route.containers)
        if len(self.fields) != count * len(_FIELDS):
            self.removers = tuple(self._remover(place) for place in range(count))
            self.set_fields([self._field(place, name) for place in range(count) for name in _FIELDS])

    def in_order(self) -> list[QWidget]:
        """The fields of each container and its button, as Tab goes through them."""
        found: list[QWidget] = []
        for place, remover in enumerate(self.removers):
            found += [field.editor for field in self.fields[place * len(_FIELDS) : (place + 1) * len(_FIELDS)]]
            found.append(remover)
        return found

    def behind(self, field: CaseField) -> Sequence[QWidget]:
        """The button that takes a container out stands behind its last field."""
        place, name = field.path.removeprefix(f"{PLACE}.").split(".")
        return [self.removers[int(place)]] if name == _FIELDS[-1] else []

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
