"""A table that is no higher than its rows and may be as low as two of them; in between it scrolls inside."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import TableCard

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from exporter_desk.ui.widgets.table import TableKind

LEAST_ROWS = 2
_MOST_INSIDE = 8
"""Controls of a grid that Tab may meet before it has left it."""
_MEASURED = 100
"""So many rows say how wide a column has to be: measuring all of a long list would be felt at each change."""


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


class FittingTable(ScrollingTable):
    """A table whose columns give away what they do not need before a text is cut, and none ends beyond the edge."""

    def __init__(self, kind: TableKind = "list", *, row: int = 0) -> None:
        super().__init__(kind, row=row)
        self.view.horizontalHeader().installEventFilter(self)

    def restyle(self) -> None:
        super().restyle()
        self._fit()

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The header is as wide as the rows, without the scroll bar that may come and go."""
        if watched is self.view.horizontalHeader() and event.type() == QEvent.Type.Resize:
            self.restyle()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        header = self.view.horizontalHeader()
        columns = range(min(header.count(), len(self._widths)))
        free = next((at for at in columns if not self._widths[at]), None)
        if free is None:
            return
        needed = [0 if header.isSectionHidden(at) else self._needed(at) for at in columns]
        wanted = [needed[at] if at == free else max(header.sectionSize(at), needed[at]) for at in columns]
        fits = sum(wanted) <= header.width()
        widths = wanted if fits else fitted_widths(wanted, needed, self._whole, header.width())
        for at, width in enumerate(widths):
            if at != free and not header.isSectionHidden(at):
                header.resizeSection(at, width)

    def _needed(self, column: int) -> int:
        """Width at which neither the title nor a cell is cut."""
        model, now = self.view.model(), theme.current()
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        words = QFontMetricsF(now.font("note")).horizontalAdvance(title)
        rows = range(min(model.rowCount(), _MEASURED))
        cells = [self.view.needed_width(model.index(row, column)) for row in rows]
        return max([int(words + now.space(self.view.padding(column) + 8)) + 2, *cells])


class TypedTable(FittingTable):
    """A grid to type into: Tab goes from cell to cell and leaves it at its end, Ctrl+Tab leaves it at once."""

    def __init__(self) -> None:
        super().__init__("grid")
        self.view.installEventFilter(self)

    def pressed(self, event: QKeyEvent) -> bool:
        """Take a key before the table does; False leaves it to that."""
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        back = event.key() == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        at_once = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self._leave(forward=not back, at_once=bool(at_once))

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.pressed(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _leave(self, *, forward: bool, at_once: bool) -> bool:
        if self.view.state() == QAbstractItemView.State.EditingState:
            return False
        index, rows, edges = self.view.currentIndex(), self.view.model().rowCount(), self.view.edges()
        end = (rows - 1, edges[1]) if forward else (0, edges[0])
        if at_once or not index.isValid() or (index.row(), index.column()) == end:
            self._beyond(forward)
            return True
        return False

    def _beyond(self, forward: bool) -> None:
        """The next control in reading order that is not inside this grid; Qt itself looks for it (see ui.panes)."""
        for _ in range(_MOST_INSIDE):
            self.focusNextPrevChild(forward)
            focused = QApplication.focusWidget()
            if focused is None or not self.isAncestorOf(focused):
                return


class WholeTable(ScrollingTable):
    """Inside a page that scrolls: every row is in sight."""

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.maximumHeight())


def fitted_widths(wanted: Sequence[int], needed: Sequence[int], whole: Collection[int], room: int) -> list[int]:
    """Widths at which columns that want more than `room` stand in it.

    They give what they do not need; where that is not enough, the widest are cut to one width, except those that have
    to be `whole`.
    """
    missing = sum(wanted) - room
    spare = [max(0, width - need) for width, need in zip(wanted, needed, strict=True)]
    if sum(spare) >= missing:
        return [width - ceil(missing * free / sum(spare)) for width, free in zip(wanted, spare, strict=True)]
    widths = [width - free for width, free in zip(wanted, spare, strict=True)]
    left, most = room - sum(widths[at] for at in whole), 0
    cut = sorted(width for at, width in enumerate(widths) if at not in whole)
    for place, width in enumerate(cut):
        most = max(0, left // (len(cut) - place))
        if width > most:
            break
        left -= width
    return [width if at in whole else min(width, most) for at, width in enumerate(widths)]
