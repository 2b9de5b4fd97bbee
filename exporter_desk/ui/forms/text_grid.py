"""A grid over a TextTable: cells are edited, pasted, filled down and emptied; Enter goes one row down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from exporter_desk.ui.forms.scrolling_table import TypedTable
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import CellDelegate, LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from exporter_desk.ui.models.text_table import Index, TextTable


class _Delegate(CellDelegate):
    """Attaches what helps typing (a list of codes) to the editor of a cell."""

    def __init__(self, grid: TextGrid, helped: Callable[[LineEdit, str], None] | None) -> None:
        super().__init__(grid.view)
        self._grid, self._helped = grid, helped

    @guarded()
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, LineEdit):
            editor.submitted.connect(lambda: QTimer.singleShot(0, self._grid.go_down))
            if self._helped is not None:
                self._helped(editor, self._grid.model.columns[index.column()].key)
        return editor


class TextGrid(TypedTable):
    """`helped(editor, key)` prepares the editor of a column."""

    def __init__(self, model: TextTable, helped: Callable[[LineEdit, str], None] | None = None) -> None:
        super().__init__()
        self.model = model
        self.set_model(model, tuple(column.width for column in model.columns))
        self._delegate = _Delegate(self, helped)
        self.view.setItemDelegate(self._delegate)
        self.view.pasted.connect(self._paste)
        self.view.fill_down.connect(self._fill_down)
        self.view.cleared.connect(self._clear)

    @staticmethod
    def keys() -> str:
        """What the keys of the grid do, for the page to show."""
        return translate("TextGrid", "F2 edit · Ctrl+D fill down · Ctrl+Tab out")

    def go_down(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and index.row() + 1 < self.model.rowCount():
            self.view.go_to(index.siblingAtRow(index.row() + 1))

    def _marked(self) -> list[tuple[int, int]]:
        return sorted((index.row(), index.column()) for index in self.view.selectedIndexes())

    def _paste(self, text: str) -> None:
        start = self.view.currentIndex()
        if start.isValid() and text.strip():
            block = [line.split("\t") for line in text.replace("\r", "").rstrip("\n").split("\n")]
            self.model.fill(
                [(start.row() + down, start.column() + right, cell) for down, line in enumerate(block)
                 for right, cell in enumerate(line)]
            )  # fmt: skip

    def _fill_down(self) -> None:
        marked = self._marked()
        if not marked:
            return
        top = marked[0][0]
        source = top if marked[-1][0] > top else top - 1
        if source >= 0:
            keys = [column.key for column in self.model.columns]
            self.model.fill(
                [(row, column, self.model.text(source, keys[column])) for row, column in marked if row != source]
            )

    def _clear(self) -> None:
        self.model.fill([(row, column, "") for row, column in self._marked()])
