"""A short list whose rows end in verbs; for long lists use TableCard with a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.buttons import Button
from exporter_desk.ui.widgets.cards import empty_layout
from exporter_desk.ui.widgets.cell_painting import cell_ground, natural_width, paint_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from exporter_desk.ui.theme import Theme
    from exporter_desk.ui.widgets.cell import Column, Row

_PAD = 16


def _boxes(columns: Sequence[Column], left: float, right: float, now: Theme) -> list[tuple[float, float]]:
    """Left edge and width of each column between two edges; columns of width 0 share what is left."""
    fixed = sum(now.control(column.width) for column in columns)
    free = [column for column in columns if not column.width]
    share = max(0.0, right - left - fixed) / len(free) if free else 0.0
    result = []
    for column in columns:
        width = now.control(column.width) if column.width else share
        result.append((left, width))
        left += width
    return result


class ListRow(QWidget):
    """One row: painted cells, real buttons at the right end. The current row is accented."""

    opened = Signal()
    entered = Signal()
    moved = Signal(int)

    def __init__(self, row: Row, columns: Sequence[Column], height: int, *, last: bool) -> None:
        super().__init__()
        self.row, self._columns, self._height, self._last = row, columns, height, last
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", True)
        self.setAccessibleName(row.name or " ".join(cell.text for cell in row.cells if cell.text))
        self.setToolTip("\n".join(cell.note for cell in row.cells if cell.note))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.set_role(self, "table")
        theme.set_control_size(self, None, height)
        line = QHBoxLayout(self)
        theme.set_spacing(line, 8, (0, 0, 8, 0))
        line.addStretch(1)
        self.buttons = [Button(verb.text, verb.rank, icon=verb.icon, small=True) for verb in row.verbs]
        for button, verb in zip(self.buttons, row.verbs, strict=True):
            button.clicked.connect(lambda _checked=False, act=verb.act: act())
            line.addWidget(button)

    def set_current(self, current: bool) -> None:
        self._current = current
        self.update()

    def verbs_width(self) -> int:
        """Room that the buttons take at the right end."""
        now = theme.current()
        return sum(button.sizeHint().width() + now.space(8) for button in self.buttons) + now.space(8)

    def boxes(self) -> list[tuple[float, float]]:
        now = theme.current()
        return _boxes(self._columns, now.space(_PAD), self.width() - self.verbs_width(), now)

    def fits(self) -> bool:
        """No cell of the row is cut at the present width."""
        now = theme.current()
        pairs = zip(self.row.cells, self.boxes(), strict=True)
        return all(natural_width(cell, now) <= width - now.space(8) + 1 for cell, (_, width) in pairs)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        self._paint_ground(painter, now)
        for cell, (left, width) in zip(self.row.cells, self.boxes(), strict=True):
            area = QRectF(left, 0, width - now.space(8), self.height())
            ground = cell_ground(cell, now)
            if ground is not None:
                painter.fillRect(area.adjusted(-4, 0, 4, -1), ground)
            paint_cell(painter, area, cell, now)

    def _paint_ground(self, painter: QPainter, now: Theme) -> None:
        area = QRectF(self.rect())
        if self._current:
            painter.fillRect(area, now.colour("accent_soft"))
            bar = QRectF(2, area.center().y() - area.height() * 0.25, 3, area.height() * 0.5)
            painting.paint_box(painter, bar, now.colour("accent"), None, 1.5)
        elif self.underMouse():
            painter.fillRect(area, now.colour("sunken"))
        if not self._last:
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), now.colour("line"))
        if self._current and (now.outlined or self.hasFocus()):
            for top in (0, self.height() - 2):
                painter.fillRect(QRectF(0, top, self.width(), 1), now.colour("accent"))

    @guarded()
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    @guarded()
    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    @guarded()
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @guarded()
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if steps:
            self.moved.emit(steps)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _Header(QWidget):
    """The header line of a list card."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = columns
        theme.set_control_size(self, None, 32)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        radius = now.radius("card") - 1
        painting.paint_box(painter, QRectF(self.rect()), now.colour("sunken"), None, radius)
        painter.fillRect(QRectF(0, radius, self.width(), self.height() - radius), now.colour("sunken"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), now.colour("line"))
        right = float(self.width() - now.space(_PAD))
        boxes = _boxes(self._columns, now.space(_PAD), right, now)
        for column, (left, width) in zip(self._columns, boxes, strict=True):
            area = QRectF(left, 0, width - now.space(8), self.height())
            align = Qt.AlignmentFlag.AlignRight if column.alignment == "right" else Qt.AlignmentFlag.AlignLeft
            painting.paint_text(painter, area, column.title, now.font("note"), now.colour("ink2"), align)


class ListCard(QFrame):
    """Rows of cells with verbs at the right end.

    Up and Down move, Enter (or a double click) opens: signal `opened(row)`; where nothing listens to that, Enter runs
    the first verb. Give the flexible column width 0.
    """

    opened = Signal(int)
    row_changed = Signal(int)

    def __init__(self, columns: Sequence[Column], *, header: bool = False, row: int = 42, name: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._columns, self._height = tuple(columns), row
        self._enter_opens = False
        self._current = -1
        self.setAccessibleName(name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if header:
            outer.addWidget(_Header(self._columns))
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        outer.addLayout(self._column)
        self._rows: list[ListRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[Row], *, current: int = -1) -> None:
        """Replace the rows; the focus stays on the same line if it, or a verb of it, had the focus."""
        focus = QApplication.focusWidget()
        focused = next(
            (n for n, row in enumerate(self._rows) if focus and (row is focus or row.isAncestorOf(focus))), -1
        )
        empty_layout(self._column)
        self._rows = []
        for index, row in enumerate(rows):
            line = ListRow(row, self._columns, self._height, last=index == len(rows) - 1)
            line.opened.connect(lambda at=index: self._open(at))
            line.entered.connect(lambda at=index: self.set_current(at))
            line.moved.connect(lambda steps, at=index: self._move(at + steps))
            self._rows.append(line)
            self._column.addWidget(line)
        self._current = -1
        self.set_current(current)
        if 0 <= focused < len(self._rows):
            self._rows[focused].show()  # only what is shown can take the focus
            self._rows[focused].setFocus()

    def set_row(self, row: int) -> None:
        """Row height in token pixels."""
        if row != self._height:
            self._height = row
            self.set_rows([line.row for line in self._rows], current=self._current)

    def rows(self) -> Sequence[ListRow]:
        return tuple(self._rows)

    def current(self) -> int:
        return self._current

    def set_current(self, current: int) -> None:
        for index, row in enumerate(self._rows):
            row.set_current(index == current)
        if current != self._current:
            self._current = current
            self.row_changed.emit(current)

    def set_opens(self, opens: bool) -> None:
        """Say that rows are opened by Enter (signal `opened`) instead of running the first verb."""
        self._enter_opens = opens

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(240), super().minimumSizeHint().height())

    def _open(self, index: int) -> None:
        verbs = self._rows[index].row.verbs
        if verbs and not self._enter_opens:
            verbs[0].act()
        self.opened.emit(index)

    def _move(self, index: int) -> None:
        if 0 <= index < len(self._rows):
            self._rows[index].setFocus(Qt.FocusReason.TabFocusReason)
