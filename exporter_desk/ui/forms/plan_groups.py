"""The further inputs of a plan below each other: each group with its title, what it answers, and how much is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.forms.plan_group import PlanEntries, PlanFields, PlanPart
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.widgets import Button, Label, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.estimates.plan_inputs import PlanGroup
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.plan_input import PlanInput

_GAP = 6  # beside the spacing of the grid


class _Head:
    """The line of one group: a button that opens it, what it answers, how much is typed."""

    def __init__(self, part: PlanPart) -> None:
        self.part, self.is_open = part, False
        self.button = Button("", "text", icon="right", flush=True)
        self.words, self.count = Paragraph("", "table", "ink2"), Label("", "note", "ink3")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        part.hide()


class PlanGroups(QWidget):
    """`add_part` puts in a further part that is no group of data, such as the editor of typed cost lines."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.form = session.desk.plan_form
        self._elsewhere: Set[str] = frozenset()
        self.title = Label("", "section")
        self.heads: dict[str, _Head] = {}
        self._grid = QGridLayout(self)
        theme.set_spacing(self._grid, 6)
        self._grid.setColumnMinimumWidth(1, _GAP)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self.title, 0, 0, 1, 4)
        for group in self.form.groups:
            self.add_part(group.id, self._part(group))

    def _part(self, group: PlanGroup) -> PlanPart:
        if group.entries is None:
            return PlanFields(group, self.form, self._session)
        return PlanEntries(group, group.entries, self.form, self._session)

    def add_part(self, key: str, part: PlanPart) -> None:
        """Put a part below the others, closed."""
        head, row = _Head(part), 1 + 2 * len(self.heads)
        self.heads[key] = head
        for column, widget in ((0, head.button), (2, head.words), (3, head.count)):
            self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, row + 1, 0, 1, 4)
        head.button.clicked.connect(lambda: self.open(key, is_open=not head.is_open))

    # -- showing

    def show_plan(self, block: JsonObject, elsewhere: Set[str]) -> None:
        """Show what the plan holds in the groups that were opened; the places `elsewhere` have a field already."""
        self._elsewhere = elsewhere
        for head in self.heads.values():
            if head.is_open:
                head.part.show_plan(block, elsewhere)
            self._count(head, block)

    def _count(self, head: _Head, block: JsonObject) -> None:
        count = head.part.filled(block)
        head.count.setText(pick(self.form.words["filled"]).format(count=count) if count else "")

    def open(self, key: str, *, is_open: bool = True) -> None:
        """Open a group, or close it; what was typed into it stays."""
        head = self.heads[key]
        head.is_open = is_open
        head.button.set_icon("down" if is_open else "right")
        if is_open:
            head.part.show_plan(dict(self._session.case.estimate), self._elsewhere)
        head.part.setVisible(is_open)

    def input_at(self, place: str) -> PlanInput | None:
        """The input of a place of the plan, or the first below it, its group opened; None when no group has it."""
        for key, head in self.heads.items():
            if head.part.holds(place):
                self.open(key)
                near = {name: one for name, one in head.part.inputs() if f"{name}.".startswith(f"{place}.")}
                return near.get(place) or next((one for one in near.values() if not one.isHidden()), None)
        return None

    # -- taking

    def taken(self, block: JsonObject) -> tuple[JsonObject, bool]:
        """The plan with what was typed into the groups, and whether all of it could be read."""
        good = True
        for head in self.heads.values():
            block, read = head.part.taken(block)
            good = good and read
        return block, good

    def forget(self) -> None:
        for head in self.heads.values():
            head.part.forget()

    def inputs(self) -> Iterator[tuple[str, PlanInput]]:
        """The inputs that are there, by their places in the plan."""
        for head in self.heads.values():
            yield from head.part.inputs()

    def first_wrong(self) -> PlanInput | None:
        """The first input that cannot be read, in the order of the form."""
        return next((one for _, one in self.inputs() if one.is_wrong()), None)

    def retranslate(self) -> None:
        self.title.setText(pick(self.form.words["more"]))
        block = dict(self._session.case.estimate) if self._session.case_id is not None else {}
        for head in self.heads.values():
            head.part.retranslate()
            head.button.setText(head.part.title())
            head.button.setAccessibleDescription(head.part.line())
            head.button.updateGeometry()
            head.words.set_text(head.part.line())
            self._count(head, block)
