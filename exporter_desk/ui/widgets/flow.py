"""Things side by side that go on in a next line where room is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QWidget

from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem


class Gap(QWidget):
    """Takes what a line of a flow leaves, so that what follows on the line stands at its right end."""

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(0, 0)


class Flow(QLayout):
    """Like a row, but it wraps; lines are as high as their highest thing, shorter things stand in the middle.

    With `top` they stand at the top: fields, whose labels form a line.

    Horizontal and vertical gaps are the layout's spacing (theme.set_spacing).
    """

    def __init__(self, parent: QWidget | None = None, *, top: bool = False) -> None:
        super().__init__(parent)
        self._top = top
        self._items: list[QLayoutItem] = []

    @guarded()
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @guarded(0)
    def count(self) -> int:
        return len(self._items)

    @guarded()
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @guarded()
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @guarded(Qt.Orientation(0))
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @guarded(instead=False)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(0)
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    @guarded()
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        margins = self.contentsMargins()
        wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        high = max((size.height() for size in sizes), default=0)
        return QSize(wide + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    @guarded(QSize())
    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        margins = self.contentsMargins()
        wide = max((size.width() for size in sizes), default=0)
        high = max((size.height() for size in sizes), default=0)
        return QSize(wide + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        reached = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not lines or reached + wide > width:
                lines.append([])
                reached = 0
            lines[-1].append(item)
            reached += wide + self.spacing()
        return lines

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the lines, or only measure them; returns the height with margins."""
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        top = area.top()
        for line in self._lines(area.width()):
            sizes = [_within(item, area.width()) for item in line]
            rest = area.width() - sum(size.width() for size in sizes) - self.spacing() * (len(line) - 1)
            for item, size in zip(line, sizes, strict=True):
                if isinstance(item.widget(), Gap):
                    size.setWidth(max(0, rest))
            high = max(size.height() for size in sizes)
            left = area.left()
            for item, size in zip(line, sizes, strict=True):
                if move:
                    down = 0 if self._top else (high - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top + down), size))
                left += size.width() + self.spacing()
            top += high + self.spacing()
        bottom = top - (self.spacing() if self._shown() else 0)
        return bottom - rect.top() + margins.bottom()


def _within(item: QLayoutItem, width: int) -> QSize:
    """The size of a thing on a line of that width; one that is too wide for it and wraps itself gets higher instead."""
    size = item.sizeHint()
    if size.width() <= width:
        return size
    return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else size.height())
