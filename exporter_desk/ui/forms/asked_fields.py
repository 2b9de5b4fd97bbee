"""Fields of an estimate that stand there only while something asks for them or was typed into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from exporter_desk.domain import paths
from exporter_desk.domain.numbers import parse_decimal, plain
from exporter_desk.services.estimates.asked import (
    LAYER,
    PERCENT,
    TEXT,
    WITHOUT,
    AskedInput,
    asked_inputs,
    layers_left_out,
)
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import ComboBox, Field, LineEdit, plain_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from exporter_desk.domain.json_value import Json
    from exporter_desk.services.session import Session


class AskedFields:
    """Keeps a field by its path and hands over what was typed; `place` puts a new field into the form."""

    def __init__(self, session: Session, place: Callable[[QWidget], None]) -> None:
        self._session, self._place = session, place
        self._asked: dict[str, AskedInput] = {}
        self.fields: dict[str, Field] = {}
        self._shown: dict[str, str] = {}

    def show_case(self) -> None:
        """What is asked for now; what was typed and not taken yet stays."""
        analysis = self._session.analysis()
        desk = self._session.desk
        asked = asked_inputs(analysis.estimate, analysis.case, desk.cost_texts, desk.prices.cards)
        self._asked = {one.path: one for one in asked}
        for one in asked:
            if one.path not in self.fields:
                self.fields[one.path] = Field("", _editor(one), width=190)
                self._place(self.fields[one.path])
            self.fields[one.path].set_label(pick(one.label))
            self._fill(one)
        for path, field in self.fields.items():
            field.setVisible(path in self._asked)

    def _fill(self, one: AskedInput) -> None:
        editor = self.fields[one.path].editor
        if one.kind == LAYER:
            box = cast("ComboBox", editor)
            box.set_entries([(translate("Costs", "Counted"), False), (translate("Costs", "Left out"), True)])
            box.set_value(one.path.removeprefix(f"{WITHOUT}.") in layers_left_out(self._session.case))
        elif one.kind == TEXT:
            self._fill_condition(one, cast("ComboBox", editor))
        elif not cast("LineEdit", editor).isModified():
            cast("LineEdit", editor).setText(str(self._read(one.path) or ""))
            self.fields[one.path].clear_message()

    def _fill_condition(self, one: AskedInput, box: ComboBox) -> None:
        """Offer what the prices tell apart, in words; another value can be typed."""
        typed, held = _typed(box), str(self._read(one.path) or "")
        kept = typed != self._shown.get(one.path, typed)
        box.set_entries([("", ""), *((pick(words), value) for value, words in one.choices)])
        if not box.set_value(typed if kept else held):
            box.setEditText(typed if kept else held)
        if not kept:
            self._shown[one.path] = held
            self.fields[one.path].clear_message()

    def _read(self, path: str) -> object:
        try:
            return paths.read(self._session.case, f"estimate.{path}")
        except paths.PathError:
            return None

    def shown(self) -> frozenset[str]:
        """The places that have a field here now."""
        return frozenset(self._asked)

    def forget(self) -> None:
        """Nothing that was typed waits any more."""
        for path, field in self.fields.items():
            if isinstance(field.editor, LineEdit):
                field.editor.setModified(False)
            elif path in self._shown:
                self._shown[path] = _typed(cast("ComboBox", field.editor))

    def take(self, found: dict[str, Json]) -> bool:
        """Put what changed into `found`; False when a field cannot be read, which then says so."""
        layers = [one for one in self._asked.values() if one.kind == LAYER]
        unread = [one for one in self._asked.values() if one.kind != LAYER and not self._take_text(one, found)]
        chosen: list[Json] = [
            one.path.removeprefix(f"{WITHOUT}.")
            for one in layers
            if cast("ComboBox", self.fields[one.path].editor).currentData()
        ]
        if set(map(str, chosen)) != set(layers_left_out(self._session.case)):
            found[WITHOUT] = chosen or None
        return not unread

    def _take_text(self, one: AskedInput, found: dict[str, Json]) -> bool:
        field, before = self.fields[one.path], self._read(one.path)
        text = (
            _typed(field.editor)
            if isinstance(field.editor, ComboBox)
            else cast("LineEdit", field.editor).text().strip()
        )
        number = parse_decimal(text) if text and one.kind == PERCENT else None
        if text and one.kind == PERCENT and (number is None or number < 0):
            field.set_message("error", translate("Costs", "Type a number like 38.5."))
            return False
        value = text if number is None else plain(number)
        if value != str(before or ""):
            found[one.path] = value or None
        return True


def _editor(one: AskedInput) -> QWidget:
    if one.kind == PERCENT:
        return LineEdit(normalise=plain_width)
    return ComboBox(editable=one.kind == TEXT)


def _typed(box: ComboBox) -> str:
    """The value of the words that stand there; other words are the value themselves."""
    text = box.currentText().strip()
    at = box.findText(text)
    return str(box.itemData(at)) if at >= 0 else text
