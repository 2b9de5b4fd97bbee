"""What each column of a foreign list is to fill: its title and first values, and the field to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.tables.goods_sheet import column_name
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import ComboBox, Field, Flow, ScrollPage, empty_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.services.goods.sheet_columns import Guess

_LEAST_HEIGHT = 84
MOST_COLUMNS = 60
_SAMPLES = 3
_MOST_LETTERS = 22
_WIDTH = 168


class SheetMapping(QWidget):
    """One field a column. A field of the case is filled by one column: choosing it again takes it from the other."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = Flow(self, top=True)
        theme.set_spacing(self._flow, 12)
        self.boxes: dict[int, ComboBox] = {}

    def show_columns(self, rows: Sequence[Sequence[str]], found: Guess, entries: Sequence[tuple[str, str]]) -> None:
        """Show the columns that hold anything; `entries` are the fields that can be chosen."""
        empty_layout(self._flow)
        self.boxes = {}
        titles, below = (rows[found.header] if rows else ()), rows[found.header + 1 :]
        count = min(MOST_COLUMNS, max((len(row) for row in rows), default=0))
        for column in range(count):
            texts = [row[column] for row in below if column < len(row) and row[column]]
            title = titles[column] if column < len(titles) else ""
            if title or texts:
                self._add(column, title, texts[:_SAMPLES], found.fields.get(column, ""), entries)
        self.updateGeometry()

    def _add(
        self, column: int, title: str, texts: Sequence[str], chosen: str, entries: Sequence[tuple[str, str]]
    ) -> None:
        box = ComboBox(entries, small=True)
        box.set_value(chosen)
        samples = " · ".join(texts)
        field = Field(_cut(f"{column_name(column)}  {title}"), box, _cut(samples), width=_WIDTH)
        field.setToolTip(f"{title}\n{samples}")
        box.setAccessibleName(f"{column_name(column)} {title}")
        box.activated.connect(lambda _index, at=column: self._choose(at))
        self.boxes[column] = box
        self._flow.addWidget(field)

    def _choose(self, column: int) -> None:
        field = self.boxes[column].currentData()
        for other, box in self.boxes.items():
            if other != column and field and box.currentData() == field:
                box.set_value("")
        self.chosen.emit()

    def fields(self) -> dict[int, str]:
        """The field of each column that has one."""
        return {column: str(box.currentData()) for column, box in self.boxes.items() if box.currentData()}


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
