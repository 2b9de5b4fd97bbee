"""The almost white sheet that lies on the desk and holds the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Sheet(QWidget):
    """The almost white sheet on the desk; its top left corner is round."""

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painting.fill(painter, QRectF(self.rect()), now.colour("chrome"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(now.colour("canvas"))
        painter.setPen(QPen(now.colour("line"), 1) if now.outlined else Qt.PenStyle.NoPen)
        area = self.rect().adjusted(0, 0, -1, -1) if now.outlined else self.rect()
        painter.drawPath(painting.rounded_corner(area, now.radius("sheet")))
