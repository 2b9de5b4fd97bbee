"""One input of a plan as its data describes it: an editor with label, help, and what is wrong with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from exporter_desk.services.estimates.plan_values import CHOICE, CHOSEN, UnreadableError, read_value, value_text
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.widgets import ComboBox, Field, LineEdit, plain_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.json_value import Json
    from exporter_desk.services.estimates.plan_inputs import PlanChoice, PlanField, PlanForm

_WIDTHS = {
    "text": 190, "texts": 250, "wholes": 250, "weighed": 250, "numbers": 150, "money": 150, "end": 150, "choice": 230,
}  # fmt: skip
_WIDTH, _SHORT = 130, 76


class PlanInput(Field):
    """Keeps what was typed until it is taken; `chosen` follows a choice from a list."""

    chosen = Signal()

    def __init__(self, asked: PlanField, form: PlanForm, *, short: bool = False) -> None:
        self.asked, self._form = asked, form
        self._shown = ""
        self._value: Json = None
        self._choices: tuple[PlanChoice, ...] = ()
        self.line = None if asked.kind in CHOSEN else LineEdit(normalise=plain_width)
        self.box = ComboBox(editable=asked.free)
        super().__init__("", self.line or self.box, width=_SHORT if short else _WIDTHS.get(asked.kind, _WIDTH))
        self.box.activated.connect(lambda _index: self.chosen.emit())
        self.retranslate()
        self.forget()

    def offer(self, choices: Sequence[PlanChoice]) -> None:
        """Offer these values besides none; what is chosen stays."""
        self._choices = tuple(choices)
        self._show_choices()

    def _show_choices(self) -> None:
        words = self._form.words
        if self.asked.kind == CHOICE:
            entries: list[tuple[str, object]] = [(pick(one.text), one.value) for one in self._choices]
        else:
            entries = [(pick(words["yes"]), True), (pick(words["no"]), False)]
        kept, typed = self.box.currentData(), self.box.currentText()
        known = {value for _, value in entries}
        if self._value is not None and self._value not in known and not self.asked.free:
            entries.append((str(self._value), self._value))
        blank = "" if self.asked.free else pick(words["blank"])
        self.box.set_entries([(blank, None), *entries])
        self.box.set_value(kept)
        if self.asked.free and kept is None:
            self.box.setEditText(typed)

    def fill(self, value: Json) -> None:
        """Show what the plan holds; what was typed and not taken yet stays."""
        if self.is_changed():
            return
        self._value = value
        if self.line is not None:
            self.line.setText(value_text(self.asked.kind, value))
        else:
            self._show_choices()
            if not self.box.set_value(value) and self.asked.free:
                self.box.setEditText(str(value or ""))
        self.forget()
        self.clear_message()

    def _raw(self) -> str:
        if self.line is not None:
            return self.line.text().strip()
        return self.box.currentText().strip() if self.asked.free else repr(self.box.currentData())

    def is_changed(self) -> bool:
        """Tell whether something was typed since the value was shown or taken."""
        return self._raw() != self._shown

    def forget(self) -> None:
        """What stands there counts as shown."""
        self._shown = self._raw()

    def value(self) -> Json:
        """What was typed, as the plan keeps it; raises UnreadableError after saying so at the field."""
        self.clear_message()
        if self.line is None:
            return self._picked()
        try:
            return read_value(self.asked.kind, self.line.text())
        except UnreadableError:
            self.set_message("error", pick(self._form.expected[self.asked.kind]))
            raise

    def _picked(self) -> Json:
        typed = self.box.currentText().strip()
        if self.asked.free and self.box.findText(typed) < 0:
            return typed or None
        found = self.box.itemData(self.box.findText(typed)) if self.asked.free else self.box.currentData()
        return found if isinstance(found, str | bool) else None

    def chosen_value(self) -> object:
        """What is chosen now, for fields that make sense with some choices alone."""
        return self.box.currentData()

    def retranslate(self) -> None:
        self.set_label(pick(self.asked.label))
        self.set_hint(pick(self.asked.help))
        if self.line is not None and self.asked.example:
            words = pick(self._form.words["example"])
            self.line.setPlaceholderText(words.format(example=self.asked.example))
        if self.line is None:
            self._show_choices()
