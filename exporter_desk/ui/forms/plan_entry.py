"""The inputs of one entry of a plan side by side: of a lot, of a scenario, or of a whole group without entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.services.estimates.plan_block import entry_value, with_entry_value
from exporter_desk.services.estimates.plan_choices import choices_of
from exporter_desk.services.estimates.plan_values import UnreadableError
from exporter_desk.ui import theme
from exporter_desk.ui.forms.field_group import in_reading_order
from exporter_desk.ui.forms.plan_input import PlanInput
from exporter_desk.ui.widgets import Flow

if TYPE_CHECKING:
    from collections.abc import Set

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.estimates.plan_inputs import PlanForm, PlanGroup
    from exporter_desk.services.session import Session


class PlanEntry(QWidget):
    """Fills its inputs from an entry and puts into it what was typed."""

    def __init__(self, group: PlanGroup, form: PlanForm, session: Session) -> None:
        super().__init__()
        self._group, self._session = group, session
        self._elsewhere: Set[str] = frozenset()
        many = sum(one.key.rpartition(".")[0] == "factors" for one in group.fields)
        self.inputs = {
            one.key: PlanInput(one, form, short=bool(many) and one.key.startswith("factors.")) for one in group.fields
        }
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self, top=True)
        theme.set_spacing(flow, 16)
        for one in self.inputs.values():
            flow.addWidget(one)
            one.chosen.connect(self._show_fitting)
        in_reading_order([one.editor for one in self.inputs.values()])

    def fill(self, entry: JsonObject, elsewhere: Set[str]) -> None:
        """Show an entry; the inputs with the keys `elsewhere` stand in another place of the form."""
        self._elsewhere = elsewhere
        for key, one in self.inputs.items():
            if one.line is None:
                one.offer(choices_of(one.asked, self._session.case, self._session.desk))
            one.fill(entry_value(entry, self._group.entries, key))
        self._show_fitting()

    def _show_fitting(self) -> None:
        for key, one in self.inputs.items():
            one.setVisible(key not in self._elsewhere and self._fits(one))

    def _fits(self, one: PlanInput) -> bool:
        return all(self.inputs[key].chosen_value() in values for key, values in one.asked.only.items())

    def is_changed(self) -> bool:
        return any(one.is_changed() for one in self.inputs.values())

    def forget(self) -> None:
        for one in self.inputs.values():
            one.forget()

    def taken(self, entry: JsonObject) -> tuple[JsonObject, bool]:
        """The entry with what was typed, and whether everything could be read."""
        good, place = True, self._group.entries
        for key, one in self.inputs.items():
            if key in self._elsewhere:
                continue
            if not self._fits(one):
                entry = with_entry_value(entry, place, key, None) if self._moved(one) else entry
            elif one.is_changed():
                try:
                    entry = with_entry_value(entry, place, key, one.value())
                except UnreadableError:
                    good = False
            else:
                one.clear_message()
        return entry, good

    def _moved(self, one: PlanInput) -> bool:
        """Tell whether a choice was made anew with which this input makes no sense any more."""
        return any(self.inputs[key].is_changed() for key in one.asked.only)

    def retranslate(self) -> None:
        for one in self.inputs.values():
            one.retranslate()
            if one.line is None:
                one.offer(choices_of(one.asked, self._session.case, self._session.desk))
