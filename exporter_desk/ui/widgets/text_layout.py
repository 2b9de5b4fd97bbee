"""Wrapping of plain text with a fixed line step, for Hanzi and Latin alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter


def lay_out(text: str, font: QFont, width: float, step: float) -> tuple[QTextLayout, float]:
    """Lay text out in a width; returns the layout and its height. `step` is the distance of base lines."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1.0))
        line.setPosition(QPointF(0, top + (step - line.height()) / 2))
        top += step
    layout.endLayout()
    return layout, top


def single_step(font: QFont) -> float:
    """Line distance of text that is not a paragraph."""
    return QFontMetricsF(font).height()


def draw(painter: QPainter, text: str, font: QFont, at: QPointF, width: float, step: float) -> float:
    """Draw wrapped text with the painter's pen; returns the height."""
    layout, height = lay_out(text, font, width, step)
    layout.draw(painter, at)
    return height
