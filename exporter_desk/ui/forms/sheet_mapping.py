"""What each column of a foreign list is to fill: its title and first values, and the field to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.tables.goods_sheet import column_name
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import ComboBox, Field, Flow, ScrollPage, empty_layout

if TYPE_CHECKING:
    from exporter_desk.services.goods.sheet_columns import Guess

_LEAST_HEIGHT = 84
MOST_COLUMNS = 60
_SAMPLES = 3
_MOST_LETTERS = 22
_WIDTH = 168
Key = TypeVar("Key", int, str)
Entries: TypeAlias = Sequence[tuple[str, str]]


class ChoiceFlow(QWidget, Generic[Key]):
    """One list to choose from for each place of a foreign sheet, flowing into as many columns as there is room for."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = Flow(self, top=True)
        theme.set_spacing(self._flow, 12)
        self.boxes: dict[Key, ComboBox] = {}

    def forget(self) -> None:
        empty_layout(self._flow)
        self.boxes = {}

    def add(self, key: Key, names: tuple[str, str], below: str, entries: Entries, chosen: str) -> Field:
        """Add a place: its letters and its title, what stands `below` it, what can be chosen and what is."""
        box = ComboBox(entries, small=True)
        box.set_value(chosen)
        place, title = names
        field = Field(_cut(f"{place}  {title}"), box, _cut(below), width=_WIDTH)
        field.setToolTip(f"{title}\n{below}".strip())
        box.setAccessibleName(f"{place} {title}")
        box.activated.connect(lambda _index: self.choose(key))
        self.boxes[key] = box
        self._flow.addWidget(field)
        return field

    def choose(self, _key: Key) -> None:
        """Something was chosen for a place."""
        self.chosen.emit()

    def fields(self) -> dict[Key, str]:
        """What was chosen, by place; a place that is left out is not among them."""
        return {key: str(box.currentData()) for key, box in self.boxes.items() if box.currentData()}


class SheetMapping(ChoiceFlow[int]):
    """One field a column. A field of the case is filled by one column: choosing it again takes it from the other."""

    _names: dict[int, str]

    def show_columns(self, rows: Sequence[Sequence[str]], found: Guess, entries: Entries) -> None:
        """Show the columns that hold anything; `entries` are the fields that can be chosen."""
        self.forget()
        self._names = {}
        titles, below = (rows[found.header] if rows else ()), rows[found.header + 1 :]
        count = min(MOST_COLUMNS, max((len(row) for row in rows), default=0))
        for column in range(count):
            texts = [row[column] for row in below if column < len(row) and row[column]]
            title = titles[column] if column < len(titles) else ""
            if title or texts:
                names, samples = (column_name(column), title), " · ".join(texts[:_SAMPLES])
                self.add(column, names, samples, entries, found.fields.get(column, ""))
                self._names[column] = title or names[0]
        self.updateGeometry()

    def left_out(self) -> list[str]:
        """The titles of the columns that no field was chosen for."""
        chosen = self.fields()
        return [name for column, name in self._names.items() if column not in chosen]

    def choose(self, column: int) -> None:
        field = self.boxes[column].currentData()
        for other, box in self.boxes.items():
            if other != column and field and box.currentData() == field:
                box.set_value("")
        super().choose(column)


class LowScrollPage(ScrollPage):
    """Scrolls inside whatever room it gets, and asks for that of one row of fields."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(spacing=4)
        self.add(inside)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().control(_LEAST_HEIGHT))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.current().control(_LEAST_HEIGHT))


def _cut(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= _MOST_LETTERS else f"{plain[: _MOST_LETTERS - 1]}…"
