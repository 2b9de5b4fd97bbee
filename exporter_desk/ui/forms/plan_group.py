"""A group of inputs of a plan that is opened when it is wanted: its fields, or a list of entries with their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.estimates.plan_block import entries_of, value_at, with_entries
from exporter_desk.ui import theme
from exporter_desk.ui.forms.plan_entry import PlanEntry
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.widgets import Button, Card, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.services.estimates.plan_inputs import PlanForm, PlanGroup, PlanList
    from exporter_desk.services.session import Session
    from exporter_desk.ui.forms.plan_input import PlanInput


class PlanPart(QWidget):
    """What stands in the form under a title and a line that says what it answers; made when it is first opened.

    A part keeps what was typed until `taken` puts it into the plan.
    """

    def title(self) -> str:
        """What the part is about."""
        raise NotImplementedError

    def line(self) -> str:
        """What it answers."""
        raise NotImplementedError

    def filled(self, block: JsonObject) -> int:
        """How many values or entries the plan has for it."""
        raise NotImplementedError

    def show_plan(self, block: JsonObject, elsewhere: Set[str]) -> None:
        """Show what the plan holds; `elsewhere` are places with a field in another part of the form."""
        raise NotImplementedError

    def taken(self, block: JsonObject) -> tuple[JsonObject, bool]:
        """The plan with what was typed, and whether all of it could be read."""
        raise NotImplementedError

    def forget(self) -> None:
        """Nothing that was typed waits any more."""
        raise NotImplementedError

    def inputs(self) -> Iterator[tuple[str, PlanInput]]:
        """The inputs by their places, once they are made."""
        yield from ()

    def holds(self, place: str) -> bool:
        """Tell whether a place of the plan, or something below it, is typed here."""
        return False

    def retranslate(self) -> None:
        """Speak the language of the window."""
        raise NotImplementedError


class _EntryCard(Card):
    """One entry of a list with its name and the button that takes it away."""

    removed = Signal(object)

    def __init__(self, group: PlanGroup, form: PlanForm, session: Session) -> None:
        super().__init__("sunken", padding=12)
        self.fields = PlanEntry(group, form, session)
        self.number, self.is_blank = -1, False
        self.name, self.remove = Label("", "table", bold=True), Button("", "text", small=True)
        row = QHBoxLayout()
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.column.addLayout(row)
        self.add(self.fields)
        self.remove.clicked.connect(lambda: self.removed.emit(self))


class PlanFields(PlanPart):
    """A group of single inputs."""

    def __init__(self, group: PlanGroup, form: PlanForm, session: Session) -> None:
        super().__init__()
        self.group, self._form, self._session = group, form, session
        self._column = QVBoxLayout(self)
        theme.set_spacing(self._column, 10)
        self._fields: PlanEntry | None = None

    def title(self) -> str:
        return pick(self.group.title)

    def line(self) -> str:
        return pick(self.group.line)

    def filled(self, block: JsonObject) -> int:
        return sum(value_at(block, one.key) is not None for one in self.group.fields)

    def show_plan(self, block: JsonObject, elsewhere: Set[str]) -> None:
        if self._fields is None:
            self._fields = PlanEntry(self.group, self._form, self._session)
            self._column.addWidget(self._fields)
        self._fields.fill(block, elsewhere)

    def taken(self, block: JsonObject) -> tuple[JsonObject, bool]:
        return (block, True) if self._fields is None else self._fields.taken(block)

    def forget(self) -> None:
        if self._fields is not None:
            self._fields.forget()

    def inputs(self) -> Iterator[tuple[str, PlanInput]]:
        if self._fields is not None:
            yield from self._fields.inputs.items()

    def holds(self, place: str) -> bool:
        return any(f"{one.key}.".startswith(f"{place}.") for one in self.group.fields)

    def retranslate(self) -> None:
        if self._fields is not None:
            self._fields.retranslate()


class PlanEntries(PlanPart):
    """A list of entries, each with its fields; an empty one is left out of the plan."""

    def __init__(self, group: PlanGroup, place: PlanList, form: PlanForm, session: Session) -> None:
        super().__init__()
        self.group, self._place, self._form, self._session = group, place, form, session
        self._shown: int | None = None
        self.cards: list[_EntryCard] = []
        self.add = Button("", "text", icon="add", small=True)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 10)
        self._list = QVBoxLayout()
        theme.set_spacing(self._list, 8)
        column.addLayout(self._list)
        column.addWidget(self.add)
        self.add.clicked.connect(self.add_entry)
        self.retranslate()

    def title(self) -> str:
        return pick(self.group.title)

    def line(self) -> str:
        return pick(self.group.line)

    def filled(self, block: JsonObject) -> int:
        return len(entries_of(block, self._place))

    def show_plan(self, block: JsonObject, elsewhere: Set[str]) -> None:
        entries = entries_of(block, self._place)
        if not self._is_changed():
            self._shown = max(1, len(entries))
            while len(self.cards) > self._shown:
                self._drop(self.cards[-1])
            while len(self.cards) < self._shown:
                self._append(len(self.cards))
            for number, card in enumerate(self.cards):
                card.number = number
        for card in self.cards:
            self._fill(card, entries)
        self._name_cards()

    def _fill(self, card: _EntryCard, entries: list[JsonObject]) -> None:
        known = 0 <= card.number < len(entries)
        above = frozenset(self._place.above if card.number == 0 else ())
        card.fields.fill(entries[card.number] if known else {}, above)

    def _is_changed(self) -> bool:
        """Tell whether entries were added, taken away or typed into since the plan was shown."""
        return self._shown is not None and (
            [card.number for card in self.cards] != list(range(self._shown))
            or any(card.fields.is_changed() for card in self.cards)
        )

    def _append(self, number: int) -> _EntryCard:
        card = _EntryCard(self.group, self._form, self._session)
        card.number = number
        card.removed.connect(self._remove)
        self.cards.append(card)
        self._list.addWidget(card)
        return card

    def add_entry(self) -> None:
        """One more entry, ready to be typed into."""
        card = self._append(-1)
        self._fill(card, [])
        self._name_cards()
        card.show()
        first = next((one for one in card.fields.inputs.values() if not one.isHidden()), None)
        if first is not None:
            first.editor.setFocus()

    def _remove(self, card: _EntryCard) -> None:
        self._drop(card)
        self._name_cards()
        self.add.setFocus()

    def _drop(self, card: _EntryCard) -> None:
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def taken(self, block: JsonObject) -> tuple[JsonObject, bool]:
        if not self._is_changed():
            return block, True
        entries, kept, good = entries_of(block, self._place), [], True
        for card in self.cards:
            known = 0 <= card.number < len(entries)
            entry, read = card.fields.taken(entries[card.number] if known else {})
            card.is_blank = not entry
            kept.append(entry)
            good = good and read
        return with_entries(block, self._place, kept), good

    def forget(self) -> None:
        self._shown = len(self.cards)
        for number, card in enumerate(self.cards):
            card.number = number
            card.fields.forget()

    def inputs(self) -> Iterator[tuple[str, PlanInput]]:
        """Each input by the place that it has in the plan: an entry without anything in it takes none."""
        changes = f"{self._place.changes}." if self._place.changes else ""
        for number, card in enumerate(card for card in self.cards if not card.is_blank):
            for key, one in card.fields.inputs.items():
                yield f"{self._place.path}.{number}.{'' if key == 'id' else changes}{key}", one

    def holds(self, place: str) -> bool:
        return f"{place}.".startswith(f"{self._place.path}.")

    def _name_cards(self) -> None:
        for number, card in enumerate(self.cards):
            card.name.setText(pick(self._place.name).format(number=number + 1))
            card.remove.setText(pick(self._form.words["remove"]))

    def retranslate(self) -> None:
        self.add.setText(pick(self._place.add))
        self._name_cards()
        for card in self.cards:
            card.fields.retranslate()
