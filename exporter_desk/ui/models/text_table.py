"""A small table that a person fills in before anything is written: texts in memory, some cells computed from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import CELL_ROLE, Alignment, CellState

if TYPE_CHECKING:
    from collections.abc import Sequence


Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TextColumn:
    """A column: key, title, width in token pixels (0 takes the rest); typed into unless `shown` computes it."""

    key: str
    title: Callable[[], str]
    width: int
    alignment: Alignment = "left"
    shown: Callable[[int], CellState] | None = None


class TextTable(QAbstractTableModel):
    """Rows of texts by column key. `typed` follows each change."""

    typed = Signal()

    def __init__(self, columns: Sequence[TextColumn], state: Callable[[int, str], CellState] | None = None) -> None:
        """`state` says how a typed cell looks; without it, it looks as typed."""
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[dict[str, str]] = []
        self._state = state

    def show(self, rows: Sequence[dict[str, str]]) -> None:
        self.beginResetModel()
        self.rows = [dict(row) for row in rows]
        self.endResetModel()

    def text(self, row: int, key: str) -> str:
        return self.rows[row].get(key, "").strip()

    def fill(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Type texts into several cells (row, column, text) at once."""
        for row, column, text in cells:
            if row < len(self.rows) and column < len(self.columns) and self.columns[column].shown is None:
                self.rows[row][self.columns[column].key] = text.strip()
        self.refresh()
        self.typed.emit()

    def refresh(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _cell(self, row: int, column: TextColumn) -> CellState:
        if column.shown is not None:
            return column.shown(row)
        if self._state is not None:
            return self._state(row, column.key)
        return CellState(self.text(row, column.key), alignment=column.alignment)

    # -- Qt calls these

    @guarded(0)
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @guarded(0)
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    @guarded(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.columns[index.column()].shown else flags | Qt.ItemFlag.ItemIsEditable

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.EditRole and column.shown is None:
            return self.text(index.row(), column.key)
        if role not in (CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self._cell(index.row(), column)
        return cell if role == CELL_ROLE else cell.text

    @guarded(instead=False)
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.fill([(index.row(), index.column(), str(value))])
        return True

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].alignment == "right":
            return int(Qt.AlignmentFlag.AlignRight)
        return self.columns[section].title() if role == Qt.ItemDataRole.DisplayRole else None
