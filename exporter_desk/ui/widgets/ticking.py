"""Rows of a list that can be ticked: by Space, by Enter, or by a click into the first column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from exporter_desk.ui.widgets.table import TableCard


class RowTicks(QObject):
    """Signal: `ticked(row)`; whether that ticks the row or takes its tick back is the page's to say."""

    ticked = Signal(int)

    def __init__(self, card: TableCard) -> None:
        super().__init__(card)
        self._view = card.view
        self._view.installEventFilter(self)
        self._view.clicked.connect(self._clicked)
        card.opened.connect(self.ticked)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.ticked.emit(index.row())

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self._view.currentIndex().row())
            return True
        return super().eventFilter(watched, event)
