"""The counters of the check report: how many of each weight, and at the same time what the list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.buttons import PressButton
from exporter_desk.ui.widgets.painting import MARK_TEXT_TONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from exporter_desk.ui.widgets import MarkKind


class Counter(PressButton):
    """Mark, number and word; the bar below says that the list shows this kind."""

    def __init__(self, kind: MarkKind, *, filters: bool) -> None:
        super().__init__()
        self._kind: MarkKind = kind
        self._filters = filters
        self._number = 0
        self.setCheckable(filters)
        self.setChecked(filters)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if filters else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if filters:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_role(self, "table")
        theme.set_control_size(self, None, 38)

    def show_count(self, number: int, word: str) -> None:
        self._number = number
        self.setText(word)
        self.setAccessibleName(f"{number} {word}")
        self.updateGeometry()
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        number = QFontMetricsF(now.font("section", bold=True)).horizontalAdvance(str(self._number))
        word = QFontMetricsF(now.font("table")).horizontalAdvance(self.text())
        return QSize(int(now.control(14) + number + word + now.space(12 + 8 + 6 + 24)) + 2, self.minimumHeight())

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        if self.underMouse() and self._filters:
            painting.paint_box(painter, QRectF(self.rect()), now.colour("sunken"), None, now.radius("control"))
        side, left = now.control(14), float(now.space(12))
        box = QRectF(left, (self.height() - side) / 2, side, side)
        painting.paint_mark(painter, box, self._kind, now)
        left = box.right() + now.space(8)
        area = QRectF(left, 0, self.width(), self.height())
        ink = now.colour(MARK_TEXT_TONE[self._kind])
        left += painting.paint_text(painter, area, str(self._number), now.font("section", bold=True), ink)
        area = QRectF(left + now.space(6), 0, self.width(), self.height())
        painting.paint_text(painter, area, self.text(), now.font("table"), now.colour("ink"))
        if self.isChecked():
            bar = QRectF(now.space(12), self.height() - 3, self.width() - 2 * now.space(12), 3)
            painting.paint_box(painter, bar, now.colour("accent"), None, 1.5)


class CounterBar(QFrame):
    """Counters side by side; those of `kinds` filter, the last one only counts what passed."""

    changed = Signal()

    def __init__(self, kinds: Sequence[MarkKind]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 4, (2, 1, 2, 1))
        self.counters = {kind: Counter(kind, filters=True) for kind in kinds}
        self.passed = Counter("ok", filters=False)
        for counter in (*self.counters.values(), self.passed):
            row.addWidget(counter)
        for counter in self.counters.values():
            counter.clicked.connect(self.changed)

    def shows(self, kind: MarkKind) -> bool:
        return self.counters[kind].isChecked()
