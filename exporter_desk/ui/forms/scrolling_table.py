"""A table that is no higher than its rows and may be as low as two of them; in between it scrolls inside."""

from __future__ import annotations

from PySide6.QtCore import QSize

from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import TableCard

LEAST_ROWS = 2


class ScrollingTable(TableCard):
    """A TableCard for pages that must fit into low windows."""

    def restyle(self) -> None:
        super().restyle()
        self.setMaximumHeight(self._full_height())
        self.updateGeometry()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        header, row = self.view.horizontalHeader().height(), self.view.row_height()
        return QSize(super().sizeHint().width(), header + LEAST_ROWS * row + 2)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), self.maximumHeight()))


class WholeTable(ScrollingTable):
    """Inside a page that scrolls: every row is in sight."""

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.maximumHeight())
