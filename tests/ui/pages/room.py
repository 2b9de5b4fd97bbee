"""What tests ask of the room of a page: whether it scrolls, and whether a cell shows all of its text."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.widgets import CELL_ROLE, TableCard
from exporter_desk.ui.widgets.cell_painting import natural_width


def scrolls(page: QWidget) -> bool:
    """Whether the frame round a page scrolls it up and down."""
    above = page.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None and above.verticalScrollBar().maximum() > 0


def whole(table: TableCard, row: int, column: int) -> bool:
    """Whether a cell shows all of its text."""
    index = table.view.model().index(row, column)
    pad = 2 * theme.current().space(8)
    return natural_width(index.data(CELL_ROLE), theme.current()) <= table.view.columnWidth(column) - pad
