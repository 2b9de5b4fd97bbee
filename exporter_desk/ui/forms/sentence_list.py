"""A list whose sentences are never cut: a row is as high as its longest one needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import TableCard
from exporter_desk.ui.widgets.cell_painting import wrapped_height
from exporter_desk.ui.widgets.table import cell_of


class SentenceList(TableCard):
    """Cells that are said to wrap go on in further lines; rows without such stay as high as in other lists."""

    def __init__(self, *, row: int) -> None:
        super().__init__("list", row=row)
        self.view.horizontalHeader().installEventFilter(self)

    def restyle(self) -> None:
        super().restyle()
        self._fit_rows()

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The header is as wide as the rows, without the scroll bar that may come and go."""
        if event.type() == QEvent.Type.Resize:
            self._fit_rows()
        return super().eventFilter(watched, event)

    def _fit_rows(self) -> None:
        model, heights, now = self.view.model(), self.view.verticalHeader(), theme.current()
        columns = range(self.view.horizontalHeader().count())
        rooms = [
            self.view.columnWidth(at) - now.space(self.view.padding(at)) - now.space(8) for at in columns
        ]  # as the delegate paints
        for row in range(model.rowCount()):
            cells = (cell_of(model.index(row, at)) for at in columns)
            lines = [wrapped_height(cell, room, now) for cell, room in zip(cells, rooms, strict=True) if cell.wraps]
            heights.resizeSection(row, max(self.view.row_height(), *lines, 0))
