"""Painting of one CellState, the same in tables and in list cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from exporter_desk.ui import icons
from exporter_desk.ui.widgets import painting, text_layout
from exporter_desk.ui.widgets.painting import MARK_TEXT_TONE

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPainter

    from exporter_desk.ui.theme import Theme
    from exporter_desk.ui.widgets.cell import CellState, ValueState
    from exporter_desk.ui.widgets.painting import MarkKind

_GROUND: dict[ValueState, str] = {"to_confirm": "warn_soft", "wrong": "error_soft", "read_only": "sunken"}
_INK: dict[ValueState, str] = {"computed": "ink2", "unknown": "ink3", "to_confirm": "warn", "wrong": "error"}
_SIGN: dict[ValueState, str] = {"carried": "redo", "imported": "import", "overridden": "edit"}
_MARK: dict[ValueState, MarkKind] = {"to_confirm": "warn", "wrong": "error"}
_SHORT_CHIP: dict[ValueState, str] = {"estimated": "≈"}
_GAP = 6
_SIGN_SIDE = 13


def cell_ground(cell: CellState, theme: Theme) -> QColor | None:
    """Soft ground of the cell, or None when it lies on the row's own."""
    name = _GROUND.get(cell.state)
    return theme.colour(name) if name else None


def cell_font(cell: CellState, theme: Theme) -> QFont:
    return theme.font("table", bold=cell.bold, italic=cell.state == "estimated")


def cell_ink(cell: CellState, theme: Theme) -> QColor:
    if cell.tone:
        return theme.colour(cell.tone)
    if cell.mark and cell.state == "typed":
        return theme.colour(MARK_TEXT_TONE[cell.mark])
    return theme.colour(_INK.get(cell.state, "ink"))


def paint_cell(painter: QPainter, area: QRectF, cell: CellState, theme: Theme) -> None:
    """Draw the content of a cell inside `area`, which has its padding taken off already."""
    painter.save()
    painter.setClipRect(area.adjusted(-2, -2, 2, 2), Qt.ClipOperation.IntersectClip)
    if cell.state == "computed":
        painting.paint_text(painter, area, "ƒ", theme.font("table", italic=True), theme.colour("ink3"))
    if cell.verb:
        right, font = Qt.AlignmentFlag.AlignRight, theme.font("table")
        area = area.adjusted(0, 0, -theme.space(6), 0)
        drawn = painting.paint_text(painter, area, cell.verb, font, theme.colour("accent"), right)
        area = area.adjusted(0, 0, -drawn - theme.space(8), 0)
    if cell.wraps:
        _paint_lines(painter, area, cell, theme)
    elif cell.alignment == "right":
        _paint_right(painter, area, cell, theme)
    else:
        _paint_left(painter, area, cell, theme)
    painter.restore()


def _paint_lines(painter: QPainter, area: QRectF, cell: CellState, theme: Theme) -> None:
    font = cell_font(cell, theme)
    step = text_layout.single_step(font)
    layout, height = text_layout.lay_out(cell.text, font, area.width(), step)
    painter.setPen(cell_ink(cell, theme))
    layout.draw(painter, QPointF(area.left(), area.top() + max(0.0, (area.height() - height) / 2)))


def wrapped_height(cell: CellState, width: float, theme: Theme) -> int:
    """Height of a row in which all lines of the cell stand, at a width without the cell's padding."""
    font = cell_font(cell, theme)
    return int(text_layout.lay_out(cell.text, font, width, text_layout.single_step(font))[1] + theme.space(12)) + 1


def _paint_left(painter: QPainter, area: QRectF, cell: CellState, theme: Theme) -> None:
    middle, left = area.center().y(), area.left()
    if cell.state == "computed":
        left += theme.space(16)
    if cell.progress:
        left += painting.paint_blocks(painter, left, middle, *cell.progress, theme) + theme.space(8)
    mark = cell.mark or _MARK.get(cell.state)
    if mark:
        left += _paint_mark(painter, left, area, mark, theme)
    after = _width_after(cell, theme)
    font = cell_font(cell, theme)
    box = QRectF(left, area.top(), max(0.0, area.right() - left - after), area.height())
    if cell.alignment == "center":
        painting.paint_text(painter, box, cell.text, font, cell_ink(cell, theme), Qt.AlignmentFlag.AlignHCenter)
    else:
        left += painting.paint_text(painter, box, cell.text, font, cell_ink(cell, theme)) + theme.space(_GAP)
    left += _paint_sign(painter, left, middle, cell, theme)
    if cell.source_number is not None:
        left += painting.paint_source_number(painter, left, middle, cell.source_number, theme) + theme.space(_GAP)
    if cell.chip:
        painting.paint_chip(painter, left, middle, cell.chip, _chip_look(cell), theme)


def _paint_right(painter: QPainter, area: QRectF, cell: CellState, theme: Theme) -> None:
    """Numbers: digits end at the right edge; chip and signs stand before them, the mark of an error behind."""
    middle, right, left = area.center().y(), area.right(), area.left()
    mark = cell.mark or _MARK.get(cell.state)
    if mark:
        side = theme.control(13)
        painting.paint_mark(painter, QRectF(right - side, middle - side / 2, side, side), mark, theme)
        right -= side + theme.space(_GAP)
    if cell.source_number is not None:
        right -= theme.size("source_mark")
        painting.paint_source_number(painter, right, middle, cell.source_number, theme)
        right -= theme.space(_GAP)
    sign = theme.space(16) if cell.state == "computed" else 0.0
    font, words = cell_font(cell, theme), fitting_chip(cell, theme, right - left - sign)
    chip = painting.chip_width(theme, words) + theme.space(_GAP) if words else 0.0
    room = max(0.0, right - left - chip - sign)
    box = QRectF(right - room, area.top(), room, area.height())
    drawn = painting.paint_text(painter, box, cell.text, font, cell_ink(cell, theme), Qt.AlignmentFlag.AlignRight)
    if words:
        painting.paint_chip(painter, right - drawn - chip, middle, words, _chip_look(cell), theme)
    elif cell.state in _SIGN:
        _paint_sign(painter, left, middle, cell, theme)


def fitting_chip(cell: CellState, theme: Theme, room: float) -> str:
    """What stands before a number: its chip, the sign of an estimate where that is too long, or nothing.

    The figure comes first: slanted digits tell an estimate even where no chip fits.
    """
    free = room - QFontMetricsF(cell_font(cell, theme)).horizontalAdvance(cell.text) - theme.space(_GAP)
    chips = (cell.chip, _SHORT_CHIP.get(cell.state, "")) if cell.chip else ()
    return next((chip for chip in chips if chip and painting.chip_width(theme, chip) <= free), "")


def _chip_look(cell: CellState) -> painting.ChipLook:
    return "warn" if cell.chip_warns or cell.state in {"estimated", "to_confirm"} else "plain"


def _paint_mark(painter: QPainter, left: float, area: QRectF, mark: MarkKind, theme: Theme) -> float:
    side = theme.control(13)
    painting.paint_mark(painter, QRectF(left, area.center().y() - side / 2, side, side), mark, theme)
    return side + theme.space(_GAP)


def _paint_sign(painter: QPainter, left: float, middle: float, cell: CellState, theme: Theme) -> float:
    name = _SIGN.get(cell.state)
    if name is None:
        return 0.0
    side = theme.control(_SIGN_SIDE)
    icons.paint(painter, name, QRectF(left, middle - side / 2, side, side), theme.colour("ink2"))
    return side + theme.space(_GAP)


def _width_after(cell: CellState, theme: Theme) -> float:
    """Room that must stay free behind the text for sign, source number and chip."""
    width = 0.0
    if cell.state in _SIGN:
        width += theme.control(_SIGN_SIDE) + theme.space(_GAP)
    if cell.source_number is not None:
        width += theme.size("source_mark") + theme.space(_GAP)
    if cell.chip:
        width += painting.chip_width(theme, cell.chip) + theme.space(_GAP)
    return width


def natural_width(cell: CellState, theme: Theme) -> float:
    """Width the cell needs to show everything, without the cell's padding."""
    words = QFontMetricsF(cell_font(cell, theme)).horizontalAdvance(cell.text)
    before = theme.space(16) if cell.state == "computed" else 0.0
    if cell.mark or cell.state in _MARK:
        before += theme.control(13) + theme.space(_GAP)
    if cell.progress:
        before += painting.blocks_width(theme, cell.progress[1]) + theme.space(8)
    verb = QFontMetricsF(theme.font("table")).horizontalAdvance(cell.verb) + theme.space(14) if cell.verb else 0.0
    return before + words + _width_after(cell, theme) + verb + 2
