"""A grid of the open case with the keys of a spreadsheet: edit, fill down, cut, paste from WPS or Excel, add rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from exporter_desk.ui.forms.scrolling_table import TypedTable
from exporter_desk.ui.forms.word_completer import offer_words, show_all
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.widgets import CellDelegate, LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from exporter_desk.ui.models.grid_model import GridColumn, GridModel, Index
    from exporter_desk.ui.widgets import CellTable

_MOST_TOLD = 5
_CTRL = Qt.KeyboardModifier.ControlModifier


class Together(Protocol):
    """Runs several edits as one step for undo, and shows the result once."""

    def __call__(self, act: Callable[[], None], step: str = ...) -> None:
        """Do `act`; `step` says what undo calls it."""


class LookupDelegate(CellDelegate):
    """Cells with a code table or a closed list open it while one types, and on F4; Enter goes one row down."""

    submitted = Signal()

    def __init__(self, view: CellTable, model: GridModel) -> None:
        super().__init__(view)
        self._model = model

    @guarded()
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        table = self._model.columns[index.column()].table
        if isinstance(editor, LineEdit):
            editor.submitted.connect(self.submitted)
            if table:
                self._model.lookup.attach(editor, table)
                editor.setProperty("codeTable", table)
            else:
                offer_words(editor, self._model.offered_at(index.row(), index.column()))
        return editor

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if key == Qt.Key.Key_F4 and isinstance(watched, LineEdit):
            table = watched.property("codeTable")
            if table:
                self._model.lookup.open_list(watched, str(table))
            return True
        return super().eventFilter(watched, event)


class CaseGrid(TypedTable):
    """A table over a GridModel.

    `elsewhere` is asked to bring in a pasted list that does not go into this grid as it is; `left_out` tells what of
    a pasted text has no column.
    """

    placed = Signal()
    left_out = Signal(str)

    def __init__(self, model: GridModel, together: Together) -> None:
        super().__init__()
        self.model, self._together = model, together
        self.elsewhere: Callable[[Sequence[Sequence[str]]], bool] = lambda _block: False
        self.set_model(model, tuple(column.width for column in model.columns))
        self._delegate = LookupDelegate(self.view, model)
        self.view.setItemDelegate(self._delegate)
        self._delegate.submitted.connect(lambda: QTimer.singleShot(0, self._down))
        self.view.pasted.connect(self.paste)
        self.view.fill_down.connect(self.fill_down)
        self.view.cleared.connect(self.clear)
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self.placed.emit())

    # -- where one is

    def path(self) -> str:
        """Path of the current cell, "" without one."""
        index = self.view.currentIndex()
        return self.model.path(index.row(), index.column()) if index.isValid() else ""

    def reveal(self, path: str) -> bool:
        """Go to the cell of a path; False when the grid does not hold it."""
        cell = self.model.cell_of_path(path)
        if cell is None:
            return False
        row, column = cell
        self.select(row, 1 if self.view.isColumnHidden(column) else column)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def hide_columns(self, fields: Sequence[str], *, asked: bool = True, absent: Sequence[str] = ()) -> int:
        """Hide the columns of these fields and show all others; return how many can be seen.

        A column that is asked for and hides for want of room still counts where text is copied and pasted: what a
        line of cells means is the same in every window. Columns that are `absent` belong to no line of cells here.
        """
        hidden = {index for index, column in enumerate(self.model.columns) if column.field in fields}
        gone = {index for index, column in enumerate(self.model.columns) if column.field in absent}
        for index in range(len(self.model.columns)):
            self.view.setColumnHidden(index, index in hidden | gone)
        self.view.count_hidden(hidden if asked else ())
        self.restyle()
        return len(self.model.columns) - len(fields)

    def _down(self) -> None:
        index = self.view.currentIndex()
        editor = self.view.indexWidget(index)
        if editor is not None:  # Enter went to the list that was open under the cell
            self._delegate.commitData.emit(editor)
            self._delegate.closeEditor.emit(editor)
        if index.isValid() and index.row() + 1 < self.model.rowCount():
            self.view.go_to(index.siblingAtRow(index.row() + 1))

    # -- what a person does

    def add_row(self) -> None:
        """A new empty row at the end, with the cursor in it."""

        def add() -> None:
            if self.model.attempt(self.model.add_record):
                self.model.refresh(self.model.issues)

        self._together(add, "add_rows")
        if self.model.rowCount():
            self.select(self.model.rowCount() - 1, 1)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_rows(self) -> None:
        """Take the rows of the selected cells out; undo brings them back."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        records = [f"{self.model.place}.{self.model.key(row)}" for row in rows]

        def remove() -> None:
            for record in records:
                self.model.remove(record)
            self.model.refresh(self.model.issues)

        self._together(remove, "remove_rows")
        if rows and self.model.rowCount():
            self.select(min(rows[0], self.model.rowCount() - 1), 1)

    def clear(self) -> None:
        """Empty the selected cells."""
        self._empty("clear")

    def _empty(self, step: str, chosen: Sequence[Index] | None = None) -> None:
        indexes = self.view.selectedIndexes() if chosen is None else chosen
        cells = [(index.row(), index.column()) for index in indexes]

        def empty() -> None:
            for row, column in cells:
                self.model.type_into(row, column, "")

        self._together(empty, step)

    def cut(self) -> None:
        self.view.copy()
        self._empty("cut", self.view.copied())

    def fill_down(self) -> None:
        """Give the selected cells the text of the topmost one; a single cell takes it from the row above."""
        chosen = [(index.row(), index.column()) for index in self.view.selectedIndexes()]
        rows = sorted({row for row, _ in chosen})
        if not rows or (len(rows) == 1 and rows[0] == 0):
            return
        source = rows[0] if len(rows) > 1 else rows[0] - 1

        def fill() -> None:
            for row, column in chosen:
                if row != source and not self.model.columns[column].computed:
                    self.model.type_into(row, column, self.model.text_at(source, column))

        self._together(fill, "fill_down")

    def paste(self, text: str) -> None:
        """Take a block of tab text: under its titles as new rows, else from the current cell on."""
        block = [line.split("\t") for line in text.replace("\r", "").rstrip("\n").split("\n")]
        if not text.strip() or self.take_list(block) or self.elsewhere(block):
            return
        titled = self.model.titled(block[0])
        if titled:
            self._take_rows(block, titled)
            self._tell_left_out(self._without_field(block, titled))
            return
        current, counted = self.view.currentIndex(), self.view.counted()
        start = current.row() if current.isValid() else self.model.rowCount()
        columns = counted[counted.index(current.column()) :] if current.isValid() else counted
        if self.view.only_numbers(columns[0]):
            columns = columns[1:]
            if self._begins_with_numbers(block, columns[0], start):
                block = [cells[1:] for cells in block]
        self._together(lambda: self._paste_block(block, columns, start), "paste")
        self._tell_left_out([text for cells in block for text in cells[len(columns) :] if text.strip()])

    def take_list(self, block: Sequence[Sequence[str]]) -> bool:
        """Take a list whose titles name all of its columns, as new rows; False when something of it would be lost."""
        titled = self.model.titled(block[0])
        whole = bool(titled) and not self._without_field(block, titled) and all(map(self.model.is_record, block[1:]))
        if whole:
            self._take_rows(block, titled)
        return whole

    def _take_rows(self, block: Sequence[Sequence[str]], titled: Sequence[GridColumn | None]) -> None:
        filled = [cells for cells in block[1:] if any(text.strip() for text in cells)]
        self._together(lambda: self._add_rows(filled, titled), "paste")

    def _without_field(self, block: Sequence[Sequence[str]], titled: Sequence[GridColumn | None]) -> list[str]:
        """The titles of columns that hold something and name no field, unless the list was copied here."""
        if self._is_copied_here(block[0]):
            return []
        found = []
        for at in range(max(len(cells) for cells in block)):
            texts = [cells[at].strip() if at < len(cells) else "" for cells in block]
            numbers = [str(number) for number in range(1, len(block))]  # rows have their numbers here
            if (at >= len(titled) or titled[at] is None) and any(texts[1:]) and texts[1:] != numbers:
                found.append(texts[0] or next(filter(None, texts)))
        return found

    def _is_copied_here(self, titles: Sequence[str]) -> bool:
        """These are titles side by side as they are copied with the cells: computed columns come out again as here."""
        own, wanted = [self.model.columns[at].title() for at in self.view.counted()], list(titles)
        return any(own[at : at + len(wanted)] == wanted for at in range(len(own)))

    def _tell_left_out(self, texts: Sequence[str]) -> None:
        if texts:
            more = ["…"] if len(texts) > _MOST_TOLD else []
            self.left_out.emit(comma().join([*texts[:_MOST_TOLD], *more]))

    def _begins_with_numbers(self, block: Sequence[Sequence[str]], column: int, start: int) -> bool:
        """The first cells are the numbers of the rows that they come into, where no figure is typed beside those."""
        numbers = [str(row) for row in range(start + 1, start + 1 + len(block))]
        is_text = self.model.columns[column].alignment != "right"
        return is_text and [cells[0].strip() for cells in block] == numbers

    def _paste_block(self, block: Sequence[Sequence[str]], columns: Sequence[int], start: int) -> None:
        inside = self.model.rowCount() - start
        for row, cells in enumerate(block[:inside], start=start):
            for column, text in zip(columns, cells, strict=False):
                if not self.model.columns[column].computed:
                    self.model.type_into(row, column, text.strip())
        self._add_rows(block[inside:], [self.model.columns[column] for column in columns])

    def _add_rows(self, block: Sequence[Sequence[str]], columns: Sequence[GridColumn | None]) -> None:
        added = [self._fields(cells, columns) for cells in block]
        if added and self.model.attempt(lambda: self.model.add_records(added)):
            self.model.refresh(self.model.issues)

    def _fields(self, cells: Sequence[str], columns: Sequence[GridColumn | None]) -> dict[str, str]:
        return {
            column.field: self.model.meant(column, text.strip())
            for column, text in zip(columns, cells, strict=False)
            if column is not None and not column.computed and text.strip()
        }

    # -- keys

    def pressed(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.key() == Qt.Key.Key_Insert and not event.modifiers():
            self.add_row()
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() == _CTRL:
            self.remove_rows()
        elif event.key() == Qt.Key.Key_F4:
            self._open_list()
        else:
            return super().pressed(event)
        return True

    def _open_list(self) -> None:
        index = self.view.currentIndex()
        column = self.model.columns[index.column()] if index.isValid() else None
        if column is not None and (column.table or self.model.offered_at(index.row(), index.column())):
            self.view.edit(index)
            editor = self.view.indexWidget(index) or self.view.focusWidget()
            if isinstance(editor, LineEdit) and column.table:
                self.model.lookup.open_list(editor, column.table)
            elif isinstance(editor, LineEdit):
                show_all(editor)
