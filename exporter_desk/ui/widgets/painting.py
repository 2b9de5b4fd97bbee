"""Things that widgets and delegates paint alike: marks, chips, blocks, source numbers, text that never overruns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor

    from exporter_desk.ui.theme import Theme

MarkKind = Literal[
    "error", "warn", "hint", "ok", "waiting", "doing", "not_started", "blocked", "not_applicable", "possible"
]
MARK_KINDS: tuple[MarkKind, ...] = (
    "error", "warn", "hint", "ok", "waiting", "doing", "not_started", "blocked", "not_applicable", "possible",
)  # fmt: skip
_MARK_COLOUR: dict[MarkKind, str] = {
    "error": "error", "warn": "warn_mark", "hint": "hint", "ok": "ok", "waiting": "ink3", "doing": "accent",
    "not_started": "line_strong", "blocked": "ink3", "not_applicable": "line_strong", "possible": "accent",
}  # fmt: skip
MARK_TEXT_TONE: dict[MarkKind, str] = {
    "error": "error", "warn": "warn", "hint": "hint", "ok": "ink2", "waiting": "ink2", "doing": "accent",
    "not_started": "ink3", "blocked": "ink2", "not_applicable": "ink3", "possible": "accent",
}  # fmt: skip
NUDGE_Y = 0.06
CHIP_PAD = 6
CHIP_HEIGHT = 20
_WIDE = "\u2e80"  # where Hanzi and their punctuation begin
ChipLook = Literal["plain", "warn", "strong", "accent"]


def paint_mark(painter: QPainter, rect: QRectF, kind: MarkKind, theme: Theme) -> None:
    """Draw a mark centred in a rectangle, a little low so that it meets Hanzi."""
    side = min(rect.width(), rect.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center() + QPointF(0, side * NUDGE_Y))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(_MARK_COLOUR[kind]))
    _SHAPES[kind](painter, box, theme.colour(_MARK_COLOUR[kind]))
    painter.restore()


def _square(painter: QPainter, box: QRectF, colour: QColor) -> None:
    side = box.width()
    painter.drawRoundedRect(_inset(box, 0.12), side * 0.10, side * 0.10)


def _triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    side = box.width()
    corners = (QPointF(0.5, 0.10), QPointF(0.97, 0.90), QPointF(0.03, 0.90))
    painter.setPen(QPen(colour, side * 0.08, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([box.topLeft() + corner * side for corner in corners]))


def _disc(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawEllipse(_inset(box, 0.12))


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    side = box.width()
    points = (QPointF(0.10, 0.52), QPointF(0.38, 0.80), QPointF(0.92, 0.20))
    painter.setPen(QPen(colour, side * 0.15, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([box.topLeft() + point * side for point in points]))


def _ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, box.width() * 0.13))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_inset(box, 0.12))


def _half_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.drawPie(_inset(box, 0.12), 90 * 16, 180 * 16)
    _ring(painter, box, colour)


def _barred_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _ring(painter, box, colour)
    middle, side = box.center(), box.width()
    painter.drawLine(middle - QPointF(side * 0.19, 0), middle + QPointF(side * 0.19, 0))


def _bar(painter: QPainter, box: QRectF, colour: QColor) -> None:
    middle, side = box.center(), box.width()
    painter.setPen(QPen(colour, side * 0.13))
    painter.drawLine(middle - QPointF(side * 0.38, 0), middle + QPointF(side * 0.38, 0))


def _inset(box: QRectF, share: float) -> QRectF:
    by = box.width() * share
    return box.adjusted(by, by, -by, -by)


_SHAPES: dict[MarkKind, Callable[[QPainter, QRectF, QColor], None]] = {
    "error": _square, "warn": _triangle, "hint": _disc, "ok": _tick, "waiting": _ring, "doing": _half_ring,
    "not_started": _ring, "blocked": _barred_ring, "not_applicable": _bar, "possible": _ring,
}  # fmt: skip


def fill(painter: QPainter, area: QRectF, ground: QColor) -> None:
    """Fill a rectangle. QPainter.fillRect makes PySide load the gradients first, with 171 names: 1 ms of the start."""
    painter.save()
    painter.setBrush(ground)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRect(area)
    painter.restore()


def paint_box(painter: QPainter, rect: QRectF, ground: QColor, border: QColor | None, radius: float) -> None:
    """A rounded ground; a border lies inside the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if border else rect, radius, radius)
    painter.restore()


def chip_colours(theme: Theme, look: ChipLook) -> tuple[QColor, QColor, QColor | None]:
    """Ground, text and border of a chip."""
    pairs = {
        "plain": ("chrome" if theme.variant == "light" else "line", "ink2"),
        "warn": ("warn_soft", "warn"),
        "strong": ("accent", "on_accent"),
        "accent": ("accent_soft", "accent"),
    }
    ground, ink = pairs[look]
    if theme.outlined and look != "strong":
        return theme.colour("surface"), theme.colour(ink), theme.colour("line")
    return theme.colour(ground), theme.colour(ink), None


def chip_width(theme: Theme, text: str) -> float:
    return QFontMetricsF(theme.font("note")).horizontalAdvance(text) + 2 * theme.space(CHIP_PAD)


def paint_chip(painter: QPainter, left: float, middle: float, text: str, look: ChipLook, theme: Theme) -> float:
    """Draw a chip whose left edge and vertical middle are given; returns its width."""
    ground, ink, border = chip_colours(theme, look)
    width, height = chip_width(theme, text), theme.control(CHIP_HEIGHT)
    box = QRectF(left, middle - height / 2, width, height)
    paint_box(painter, box, ground, border, theme.radius("mark_chip"))
    painter.setFont(theme.font("note", bold=look == "strong"))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return width


def paint_source_number(painter: QPainter, left: float, middle: float, number: int, theme: Theme) -> float:
    """Draw the small number of a source; returns its width."""
    side = theme.size("source_mark")
    box = QRectF(left, middle - side / 2, side, side)
    border = theme.colour("line") if theme.outlined else None
    paint_box(painter, box, theme.colour("accent_soft"), border, theme.radius("mark_chip"))
    painter.setFont(theme.font("note", bold=True))
    painter.setPen(theme.colour("accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
    return side


def blocks_width(theme: Theme, count: int) -> float:
    return count * theme.control(12) + (count - 1) * 2


def paint_blocks(painter: QPainter, left: float, middle: float, done: int, count: int, theme: Theme) -> float:
    """Draw progress as small blocks; returns the width. Empty blocks are outlined in high contrast."""
    side = theme.control(12)
    empty = theme.colour("surface" if theme.outlined else ("fill_press" if theme.variant == "light" else "fill_hover"))
    for index in range(count):
        box = QRectF(left + index * (side + 2), middle - side / 2, side, side)
        filled = index < done
        border = theme.colour("line") if theme.outlined and not filled else None
        paint_box(painter, box, theme.colour("accent") if filled else empty, border, 2)
    return blocks_width(theme, count)


def paint_text(
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag | None = None
) -> float:
    """Draw one line, elided at the right where it does not fit; returns the width drawn."""
    metrics = QFontMetricsF(font)
    shown, width = text, metrics.horizontalAdvance(text)
    if width > rect.width():
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(shown)
    painter.setPen(colour)
    if font.italic() and any(map(_stays_upright, shown)):
        return _paint_slanted(painter, rect, shown, font, align)
    painter.setFont(font)
    painter.drawText(rect, (align or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter, shown)
    return width


def _paint_slanted(painter: QPainter, rect: QRectF, text: str, font: QFont, align: Qt.AlignmentFlag | None) -> float:
    """Slant the digits of an estimate and what stands between them; words in any script stay upright."""
    upright = QFont(font)
    upright.setItalic(False)
    parts = [("".join(signs), upright if is_word else font) for is_word, signs in groupby(text, key=_stays_upright)]
    widths = [QFontMetricsF(own).horizontalAdvance(words) for words, own in parts]
    whole = sum(widths)
    free = rect.width() - whole
    shift = {Qt.AlignmentFlag.AlignRight: free, Qt.AlignmentFlag.AlignHCenter: free / 2}
    left = rect.left() + (0.0 if align is None else shift.get(align, 0.0))
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for (words, own), width in zip(parts, widths, strict=True):
        painter.setFont(own)
        painter.drawText(QRectF(left, rect.top(), width + 1, rect.height()), middle, words)
        left += width
    return whole


def _stays_upright(sign: str) -> bool:
    return sign >= _WIDE or (sign.isascii() and sign.isalpha())


def rounded_corner(rect: QRect, radius: float) -> QPainterPath:
    """The sheet's outline: only its top left corner is round."""
    area = QRectF(rect)
    path = QPainterPath(QPointF(area.left(), area.bottom() + 1))
    path.lineTo(area.left(), area.top() + radius)
    path.quadTo(area.left(), area.top(), area.left() + radius, area.top())
    path.lineTo(area.right() + 1, area.top())
    path.lineTo(area.right() + 1, area.bottom() + 1)
    path.closeSubpath()
    return path
