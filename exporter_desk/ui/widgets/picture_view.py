"""Paints a chart over time, a tornado or a distribution from its shapes; the table behind it is read out too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.domain.chart_drawing import Box, Canvas, Words, drawn, height_in_lines
from exporter_desk.domain.numbers import grouped
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from exporter_desk.domain.chart import Cell, Chart
    from exporter_desk.domain.chart_drawing import Stroke
    from exporter_desk.ui.fonts import Role
    from exporter_desk.ui.theme import Theme

_SPOKEN_ROWS = 12
_FONTS: dict[str, tuple[Role, bool]] = {
    "title": ("section", False),
    "strong": ("note", True),
    "note": ("note", False),
}
_INKS = {"title": "ink", "strong": "ink", "note": "ink2"}
_LINES = {"strong": "accent", "ink": "ink2", "faint": "line"}


class PictureView(QWidget):
    """Shows one chart; without one it stays empty and takes little room."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_chart(self, chart: Chart | None) -> None:
        self.chart = chart
        self.setVisible(chart is not None)
        if chart is not None:
            self.setAccessibleName(chart.title)
            rows = [", ".join(_spoken(cell) for cell in row) for row in chart.rows()[:_SPOKEN_ROWS]]
            self.setAccessibleDescription("; ".join((chart.caption, *rows)))
        self.updateGeometry()
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(theme.current().control(380), self._height())

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(240), self._height())

    def _height(self) -> int:
        return 0 if self.chart is None else round(height_in_lines(self.chart) * _line(theme.current()))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.chart is None:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(now.font("note"))
        canvas = Canvas(self.width(), self.height(), _line(now), metrics.horizontalAdvance)
        for shape in drawn(self.chart, canvas):
            if isinstance(shape, Words):
                _paint_words(painter, shape, now)
            elif isinstance(shape, Box):
                _paint_box(painter, shape, now)
            else:
                _paint_stroke(painter, shape, now)


def _line(now: Theme) -> float:
    return QFontMetricsF(now.font("note")).height() * 1.12


def _paint_words(painter: QPainter, words: Words, now: Theme) -> None:
    role, bold = _FONTS[words.look]
    font = now.font(role, bold=bold)
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(words.text)
    x = words.x - {"left": 0.0, "centre": wide / 2, "right": wide}[words.align]
    painter.setFont(font)
    painter.setPen(now.colour(_INKS[words.look]))
    painter.drawText(QPointF(x, words.y + (metrics.ascent() - metrics.descent()) / 2), words.text)


def _paint_box(painter: QPainter, box: Box, now: Theme) -> None:
    rect = QRectF(box.x, box.y, box.w, box.h)
    if not box.hatched:
        painter.fillRect(rect, now.colour("accent" if box.shade == "strong" else "accent_soft"))
        return
    painter.fillRect(rect, now.colour("surface"))
    painter.fillRect(rect, QBrush(now.colour("accent"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(now.colour("accent"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_stroke(painter: QPainter, stroke: Stroke, now: Theme) -> None:
    style = Qt.PenStyle.DotLine if stroke.dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(now.colour(_LINES[stroke.shade]), 2.0 if stroke.thick else 1.0, style))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in stroke.points]))


def _spoken(cell: Cell) -> str:
    return cell if isinstance(cell, str) else grouped(cell, 0)
