"""A titled group of fields that stand side by side as far as there is room."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.widgets import Flow, Label, empty_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.ui.forms.case_field import CaseField
    from exporter_desk.ui.models.issues import Issues


def in_reading_order(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through these widgets as they stand; new widgets would come last in the whole window.

    Each of them takes the focus itself: containers tear the order.
    """
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def flowing() -> tuple[QWidget, Flow]:
    """A box whose things stand side by side as far as there is room, as high as its width asks for."""
    box = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    flow = Flow(box, top=True)
    theme.set_spacing(flow, 16)
    return box, flow


class FieldGroup(QWidget):
    """Title, room for a chooser at its right, and the fields below."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "section")
        self.head = QHBoxLayout()
        theme.set_spacing(self.head, 12)
        self.head.addWidget(self.title)
        self.flow_box, self._flow = flowing()
        column = QVBoxLayout(self)
        theme.set_spacing(column, 8)
        column.addLayout(self.head)
        column.addWidget(self.flow_box)
        self.fields: tuple[CaseField, ...] = ()
        self._asked: object = ()

    def show_fields(self, asked: object, make: Callable[[], Sequence[CaseField]]) -> bool:
        """Make the fields anew where `asked`, what they are made for, is not what it was; tell whether they are new."""
        new = asked != self._asked
        if new:
            self._asked = asked
            self.set_fields(make())
        return new

    def set_fields(self, fields: Sequence[CaseField]) -> None:
        empty_layout(self._flow)
        self.fields = tuple(fields)
        for field in fields:
            self._flow.addWidget(field)
            field.show()  # now, not with the next event: it may get the focus at once
        in_reading_order([field.editor for field in fields])
        self.updateGeometry()

    def show_values(self, issues: Issues) -> None:
        for field in self.fields:
            field.show_value(issues)

    def field_at(self, path: str) -> CaseField | None:
        """The field of a path, or of a path above or below it."""
        same = (one for one in self.fields if path == one.path or path.startswith(f"{one.path}."))
        above = (one for one in self.fields if one.path.startswith(f"{path}."))
        return next(same, None) or next(above, None)
