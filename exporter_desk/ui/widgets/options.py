"""Guided answers: whole rows to click, number keys to pick, 不清楚 with the same weight as the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting, text_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent

    from exporter_desk.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEFT, _RIGHT = 50, 56


class RadioRow(QAbstractButton):
    """One answer: words, a hint below, the number key at the right end."""

    def __init__(self, text: str, hint: str = "", number: int = 0) -> None:
        super().__init__()
        self._hint, self._number, self._short = hint, number, False
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # announced as one of several, not as a box to tick
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_short(self, short: bool) -> None:
        """Lower rows where the window is short."""
        self._short = short
        self.updateGeometry()

    def _fonts(self, now: Theme) -> tuple[QFont, QFont]:
        return now.font("section", bold=self.isChecked()), now.font("table")

    def _heights(self, width: int) -> tuple[float, float]:
        now = theme.current()
        room = width - now.control(_LEFT + _RIGHT)
        words = now.font("section", bold=True)
        upper = text_layout.lay_out(self.text(), words, room, text_layout.single_step(words))[1]
        if not self._hint:
            return upper, 0.0
        small = now.font("table")
        return upper, text_layout.lay_out(self._hint, small, room, text_layout.single_step(small))[1]

    @guarded(instead=False)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(0)
    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        least = now.control(52) if self._short else now.size("option_row")
        return max(least, int(sum(self._heights(width)) + now.space(10)))

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        width = theme.current().control(480)
        return QSize(width, self.heightForWidth(width))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(240), theme.current().control(52))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, checked = theme.current(), QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, now)
        self._paint_ring(painter, now)
        left, room = now.control(_LEFT), self.width() - now.control(_LEFT + _RIGHT)
        words, small = self._fonts(now)
        upper, lower = self._heights(self.width())
        top = (self.height() - upper - lower) / 2
        painter.setPen(now.colour("ink"))
        text_layout.draw(painter, self.text(), words, QPointF(left, top), room, text_layout.single_step(words))
        if self._hint:
            painter.setPen(now.colour("ink2"))
            at = QPointF(left, top + upper)
            text_layout.draw(painter, self._hint, small, at, room, text_layout.single_step(small))
        if self._number:
            self._paint_key(painter, now, checked)

    def _paint_ground(self, painter: QPainter, now: Theme) -> None:
        ground = "accent_soft" if self.isChecked() else "sunken" if self.underMouse() else "surface"
        edge = "accent" if self.isChecked() else "line"
        width = 2 if self.isChecked() else 1
        painter.setBrush(now.colour(ground))
        painter.setPen(QPen(now.colour(edge), width))
        inset = width / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, now.radius("card"), now.radius("card"))

    def _paint_ring(self, painter: QPainter, now: Theme) -> None:
        side = now.control(17)
        ring = QRectF(now.control(18), (self.height() - side) / 2, side, side)
        painter.setBrush(now.colour("surface"))
        painter.setPen(QPen(now.colour("accent" if self.isChecked() else "line_strong"), 1.6))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent"))
            painter.drawEllipse(ring.adjusted(side * 0.24, side * 0.24, -side * 0.24, -side * 0.24))

    def _paint_key(self, painter: QPainter, now: Theme, checked: bool) -> None:
        side = now.control(21)
        box = QRectF(self.width() - now.control(16) - side, (self.height() - side) / 2, side, side)
        ground = now.colour("accent_soft" if checked else "surface")
        painting.paint_box(painter, box, ground, now.colour("line_strong"), now.radius("control"))
        painter.setFont(now.font("note", bold=True))
        painter.setPen(now.colour("ink2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class OptionList(QWidget):
    """The answers of one question. Digits pick, arrows move, Enter confirms what is picked."""

    chosen = Signal(int)
    confirmed = Signal(int)

    def __init__(self, options: Sequence[tuple[str, str]] = ()) -> None:
        """`options` are (words, hint)."""
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._column = QVBoxLayout(self)
        theme.set_spacing(self._column, 8)
        self.setMaximumWidth(theme.current().size("form_max"))
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        for row in self.rows():
            self._group.removeButton(row)
            self._column.removeWidget(row)
            row.deleteLater()
        for index, (text, hint) in enumerate(options):
            row = RadioRow(text, hint, index + 1)
            self._group.addButton(row, index)
            self._column.addWidget(row)

    def rows(self) -> list[RadioRow]:
        return [button for button in self._group.buttons() if isinstance(button, RadioRow)]

    def restyle(self) -> None:
        self.setMaximumWidth(theme.current().size("form_max"))

    def set_short(self, short: bool) -> None:
        for row in self.rows():
            row.set_short(short)

    def selected(self) -> int:
        """Index of the picked answer, -1 for none."""
        return self._group.checkedId()

    def select(self, index: int) -> None:
        button = self._group.button(index)
        if button is not None:
            button.setChecked(True)
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(self.rows()) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.select(number - 1)
        elif event.key() in _ENTER and self.selected() >= 0:
            self.confirmed.emit(self.selected())
        else:
            super().keyPressEvent(event)

    def _toggled(self, index: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(index)
