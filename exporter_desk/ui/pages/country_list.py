"""A country to choose: one search field, and below it what fits, best first; no popup, so input methods work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages.row_model import RowModel
from exporter_desk.ui.widgets import CellState, Field, LineEdit, TableCard

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from exporter_desk.rules.codes import CodeTables

ROWS = 6
_TABLE = "countries"
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class CountryList(QWidget):
    """Type a code, a Chinese or an English name; Up and Down go through what was found."""

    edited = Signal()
    confirmed = Signal()

    def __init__(self, codes: CodeTables, label: str, code: str) -> None:
        super().__init__()
        self._codes = codes
        self._found: list[str] = []
        self.edit = LineEdit("", translate("Country", "Name or two letters, for example DE"))
        self.field = Field(label, self.edit, width=420)
        self.table = TableCard("list", row=34, name=label)
        self.table.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = RowModel(("", "", ""))
        self.table.set_model(self.model, (64, 0, 200))
        self.table.view.horizontalHeader().hide()
        self.table.opened.connect(lambda _row: self.confirmed.emit())
        self.table.view.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 4)
        column.addWidget(self.field)
        column.addWidget(self.table)
        self.setMaximumWidth(theme.current().size("form_max"))
        self.set_short(short=False)
        self.edit.textEdited.connect(self._typed)
        self.search(codes.label(_TABLE, code, language()) if code else "", code)

    def set_short(self, short: bool) -> None:
        rows = ROWS - 3 if short else ROWS
        self.table.setFixedHeight(rows * self.table.view.row_height() + 2)

    def code(self) -> str:
        """The chosen country; "" when nothing fits, several do and none was picked, or nothing was typed."""
        row = self.table.view.currentIndex().row()
        return self._found[row] if self.edit.text().strip() and 0 <= row < len(self._found) else ""

    def is_open(self) -> bool:
        """Whether several countries fit what was typed and none of them was picked."""
        return len(self._found) > 1 and not self.code()

    def search(self, text: str, chosen: str = "") -> None:
        """Put a text into the field and show what fits it."""
        self.edit.setText(text)
        self._show(text, chosen)

    def _show(self, text: str, chosen: str = "") -> None:
        rows = self._codes.search(_TABLE, text, 50)
        self._found = [row["code"] for row in rows]
        first, second = ("zh", "en") if language() == "zh" else ("en", "zh")
        self.model.show(
            [
                (
                    CellState(row["code"], tone="ink2"),
                    CellState(row[first], bold=True),
                    CellState(row[second], tone="ink2"),
                )
                for row in rows
            ]
        )
        meant = chosen or self._meant(text)
        if meant in self._found:
            self.table.select(self._found.index(meant))

    def _meant(self, text: str) -> str:
        """The one country that a text can mean: its name or code in full, or the only one that fits."""
        return (self._codes.alpha2(text) or "") if len(self._found) != 1 else self._found[0]

    def _typed(self, text: str) -> None:
        self.field.clear_message()
        self._show(text)
        self.edited.emit()

    def _clicked(self) -> None:
        row = self.table.view.currentIndex().row()
        code = self._found[row]
        self.search(self._codes.label(_TABLE, code, language()), code)
        self.field.clear_message()
        self.edited.emit()
        self.edit.setFocus()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        row = self.table.view.currentIndex().row() + step
        if step and 0 <= row < len(self._found):
            self.table.select(row)
            self.edit.setText(self._codes.label(_TABLE, self._found[row], language()))
            self.edited.emit()
        elif not step:
            super().keyPressEvent(event)
