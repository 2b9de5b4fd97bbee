"""A small table model over rows of cells that are all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import CELL_ROLE, FIGURE_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.ui.widgets import CellState

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """Shows the rows it was given last; for long lists that live elsewhere see `shipment_model`."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._rows: Sequence[Sequence[CellState]] = ()

    def show(self, rows: Sequence[Sequence[CellState]]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @guarded(0)
    def columnCount(self, parent: Index | None = None) -> int:
        return len(self._titles)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()]
        if role in (CELL_ROLE, FIGURE_ROLE):
            return cell if role == CELL_ROLE else cell.figure
        return cell.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    @guarded()
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._titles[section] if shown else None
