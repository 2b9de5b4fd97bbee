"""Paints a ChartSpec: bars stacked from zero, low–high lines under them, the range of the total below."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from exporter_desk.domain.chart import Bar, ChartSpec
    from exporter_desk.ui.theme import Theme

_LABELS, _RIGHT, _HEAD, _FOOT, _LEAST_ROW = 98, 52, 44, 28, 23


class ChartView(QWidget):
    """Shows one chart; everything it draws also stands in the accessible description."""

    def __init__(self, spec: ChartSpec | None = None) -> None:
        super().__init__()
        self._spec = spec
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if spec is not None:
            self.set_spec(spec)

    def set_spec(self, spec: ChartSpec) -> None:
        self._spec = spec
        self.setAccessibleName(spec.title)
        parts = [f"{bar.label} {_amount(bar.likely)}" for bar in spec.bars]
        total = f"{spec.total_label} {_amount(spec.low)} – {_amount(spec.high)}"
        self.setAccessibleDescription("; ".join((*parts, total)))
        self.updateGeometry()
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now, rows = theme.current(), len(self._spec.bars) + 1 if self._spec else 1
        return QSize(now.control(374), now.control(_HEAD + _FOOT + rows * 46))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        now, rows = theme.current(), len(self._spec.bars) + 1 if self._spec else 1
        return QSize(now.control(280), now.control(_HEAD + _FOOT + rows * _LEAST_ROW))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._spec is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Drawing(painter, QRectF(self.rect()), self._spec, theme.current()).draw()


class _Drawing:
    """One painting of one chart: knows the axis and the rows."""

    def __init__(self, painter: QPainter, area: QRectF, spec: ChartSpec, now: Theme) -> None:
        self.painter, self.area, self.spec, self.now = painter, area, spec, now
        self.labels = self._labels_width()
        self.left, self.right = area.left() + self.labels, area.right() - now.control(_RIGHT)
        self.top, self.bottom = area.top() + now.control(_HEAD), area.bottom() - now.control(_FOOT)
        self.step = spec.axis_step()
        self.reach = self._axis_end()
        self.row = (self.bottom - self.top) / (len(spec.bars) + 1)

    def _labels_width(self) -> float:
        """As wide as the widest label, but never more than two fifths of the chart."""
        metrics = QFontMetricsF(self.now.font("table", bold=True))
        widest = max(metrics.horizontalAdvance(text) for text in (self.spec.total_label, *self._names()))
        return min(max(widest + self.now.space(12), self.now.control(_LABELS)), self.area.width() * 0.4)

    def _names(self) -> list[str]:
        return [bar.label for bar in self.spec.bars]

    def _axis_end(self) -> Decimal:
        end = self.step
        while end < self.spec.axis_reach():
            end += self.step
        return end

    def x(self, amount: Decimal) -> float:
        """Where an amount lies on the axis; the only place where an amount becomes a float: a pixel."""
        return self.left + (self.right - self.left) * float(amount / self.reach)

    def middle(self, index: int) -> float:
        return self.top + self.row * (index + 0.5)

    def draw(self) -> None:
        self._draw_head()
        self._draw_axis()
        starts = self.spec.starts()
        for index, (bar, start) in enumerate(zip(self.spec.bars, starts, strict=True)):
            self._draw_bar(index, bar, start)
        self._draw_total(len(self.spec.bars))

    def _draw_head(self) -> None:
        now, area = self.now, self.area
        title = QRectF(area.left(), area.top(), area.width(), now.control(22))
        painting.paint_text(self.painter, title, self.spec.title, now.font("section"), now.colour("ink"))
        caption = QRectF(area.left(), title.bottom(), area.width(), now.control(18))
        painting.paint_text(self.painter, caption, self.spec.caption, now.font("note"), now.colour("ink3"))

    def _draw_axis(self) -> None:
        now, amount, font = self.now, Decimal(0), self.now.font("note")
        while amount <= self.reach:
            at = self.x(amount)
            self.painter.setPen(QPen(now.colour("line"), 1))
            self.painter.drawLine(QLineF(at, self.top, at, self.bottom))
            box = QRectF(at - 40, self.bottom + 4, 80, now.control(20))
            text = f"{(amount / self.spec.divisor).normalize():f}"
            painting.paint_text(self.painter, box, text, font, now.colour("ink2"), Qt.AlignmentFlag.AlignHCenter)
            amount += self.step

    def _label(self, index: int, text: str, *, bold: bool = False) -> None:
        box = QRectF(self.area.left(), self.middle(index) - self.row / 2, self.labels - 8, self.row)
        painting.paint_text(self.painter, box, text, self.now.font("table", bold=bold), self.now.colour("ink"))

    def _draw_bar(self, index: int, bar: Bar, start: Decimal) -> None:
        now, painter, middle = self.now, self.painter, self.middle(index)
        self._label(index, bar.label)
        half = min(now.control(10), self.row * 0.22)
        end = self.x(start + bar.likely)
        from_, to = sorted((self.x(start), end))
        box = QRectF(from_, middle - half, max(2.0, to - from_), 2 * half)
        painter.setPen(QPen(now.colour("accent"), 1))
        painter.setBrush(QBrush(now.colour("surface")) if bar.estimated else now.colour("accent"))
        painter.drawRect(box)
        if bar.estimated:
            painter.fillRect(box, QBrush(now.colour("accent"), Qt.BrushStyle.BDiagPattern))
        if bar.low < bar.high:
            below = middle + half + self.row * 0.10
            self._whisker(self.x(start + bar.low), self.x(start + bar.high), below)
        painter.setPen(QPen(now.colour("ink3"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(end, box.bottom(), end, self.middle(index + 1) - half))
        left = max(box.right(), self.x(start + bar.high)) + now.space(6)
        self._value(left, middle, bar.likely)

    def _value(self, left: float, middle: float, amount: Decimal) -> None:
        font, text = self.now.font("note"), _amount(amount)
        wide = QFontMetricsF(font).horizontalAdvance(text) + 1
        box = QRectF(min(left, self.area.right() - wide), middle - 10, wide, 20)
        self.painter.fillRect(box.adjusted(-2, 2, 2, -2), self.now.colour("surface"))  # no line of the axis through it
        painting.paint_text(self.painter, box, text, font, self.now.colour("ink2"))

    def _whisker(self, low: float, high: float, y: float) -> None:
        tick = self.now.control(3)
        self.painter.setPen(QPen(self.now.colour("ink2"), 1.5))
        self.painter.drawLine(QLineF(low, y, high, y))
        for end in (low, high):
            self.painter.drawLine(QLineF(end, y - tick, end, y + tick))

    def _draw_total(self, index: int) -> None:
        now, painter, middle, spec = self.now, self.painter, self.middle(index), self.spec
        self._label(index, spec.total_label, bold=True)
        half = min(now.control(10), self.row * 0.22)
        low, likely, high = self.x(spec.low), self.x(spec.likely), self.x(spec.high)
        box = QRectF(low, middle - half, high - low, 2 * half)
        painting.paint_box(painter, box, now.colour("accent_soft"), now.colour("accent"), 3)
        painter.setPen(QPen(now.colour("accent"), 3))
        painter.drawLine(QPointF(likely, middle - half - 3), QPointF(likely, middle + half + 3))
        font, text = now.font("table", bold=True), _amount(spec.likely)
        wide = QFontMetricsF(font).horizontalAdvance(text) + 1
        before = low - wide - now.space(6)
        left = before if before > self.left else high + now.space(6)
        painter.fillRect(QRectF(left - 2, middle - 10, wide + 4, 20), now.colour("surface"))
        painting.paint_text(painter, QRectF(left, middle - 12, wide, 24), text, font, now.colour("accent"))


def _amount(amount: Decimal) -> str:
    return f"{amount:,.0f}"
