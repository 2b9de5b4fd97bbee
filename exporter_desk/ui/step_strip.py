"""The eight-step strip under every case title: where the case stands, and a way to each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.buttons import PressButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from exporter_desk.ui.shell_state import Step, StepStateName
    from exporter_desk.ui.widgets.painting import MarkKind

_MARKS: dict[StepStateName, MarkKind] = {
    "done": "ok", "doing": "doing", "not_started": "not_started", "problem": "error", "blocked": "blocked",
    "waiting": "waiting",
}  # fmt: skip
_INK: dict[StepStateName, str] = {
    "done": "ink", "doing": "ink", "not_started": "ink2", "problem": "ink", "blocked": "ink2",
    "waiting": "ink2",
}  # fmt: skip
_GAP = 8
"""Token pixels between a step and the next; where room is missing they may be less."""


def state_word(state: StepStateName) -> str:
    """The five words of the to-do list, and one for what is still being worked out; no others are used."""
    words = {
        "done": translate("StepStrip", "Done"),
        "doing": translate("StepStrip", "In progress"),
        "not_started": translate("StepStrip", "Not started"),
        "problem": translate("StepStrip", "Problem"),
        "blocked": translate("StepStrip", "Not yet possible"),
        "waiting": translate("StepStrip", "Being worked out"),
    }
    return words[state]


def state_mark(state: StepStateName) -> MarkKind:
    return _MARKS[state]


class StepButton(PressButton):
    """One step: mark, number and name. Where room is missing, only the current one keeps its name."""

    spoken_role = "tab"

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self.step = step
        self._number, self._brief = number, False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(f"{number} {step.name}")
        self.setAccessibleName(f"{number} {step.name}, {state_word(step.state)}")
        self.setToolTip(self.accessibleName())
        theme.set_role(self, "table")
        theme.set_control_size(self, None, 40)

    def set_brief(self, brief: bool) -> None:
        self._brief = brief
        self.updateGeometry()
        self.update()

    def shown_text(self) -> str:
        return str(self._number) if self._brief and not self.isChecked() else self.text()

    def full_width(self) -> int:
        return self._width_for(self.text())

    def _width_for(self, text: str) -> int:
        now = theme.current()
        words = QFontMetricsF(now.font("table", bold=True)).horizontalAdvance(text)
        return int(now.control(14) + now.space(5 + 6) + now.space(_GAP) + words) + 2

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self._width_for(self.shown_text()), self.height())

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, current = theme.current(), QPainter(self), self.isChecked()
        side, left = now.control(14), now.space(6)
        if self.underMouse() and not current:
            area = QRectF(self.rect()).adjusted(0, 4, 0, -4)
            painting.paint_box(painter, area, now.colour("sunken"), None, now.radius("control"))
        box = QRectF(left, (self.height() - side) / 2, side, side)
        painting.paint_mark(painter, box, _MARKS[self.step.state], now)
        ink = now.colour("accent" if current else _INK[self.step.state])
        area = QRectF(box.right() + now.space(5), 0, self.width() - box.right() - now.space(5), self.height())
        painting.paint_text(painter, area, self.shown_text(), now.font("table", bold=current), ink)
        if current:
            wide = min(self.width(), self.full_width() + now.space(12))
            bar = QRectF(0, self.height() - 3, wide, 3)
            painting.paint_box(painter, bar, now.colour("accent"), None, 1.5)


def _within(room: int, widths: Sequence[int]) -> list[int]:
    """Widths that fit: where room is missing each gives up of its gap alike, and the longest then of its name."""
    missing = max(0, sum(widths) - room)
    gap = min(theme.current().space(_GAP), -(-missing // len(widths)))
    still, longest = max(0, missing - gap * len(widths)), widths.index(max(widths))
    return [width - gap - (still if at == longest else 0) for at, width in enumerate(widths)]


class StepStrip(QWidget):
    """Arrows move between steps, Enter or Space opens one."""

    spoken_role = "tabs"
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[StepButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[Step], current: str) -> None:
        """Show the steps; the same steps again only change states and place."""
        if [button.step for button in self._buttons] != list(steps):
            self._rebuild(steps)
        for button in self._buttons:
            button.setChecked(button.step.key == current)
        self.setVisible(bool(steps))
        self._fit()

    def buttons(self) -> Sequence[StepButton]:
        return tuple(self._buttons)

    def _rebuild(self, steps: Sequence[Step]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [StepButton(number, step) for number, step in enumerate(steps, start=1)]
        for button in self._buttons:
            button.clicked.connect(lambda _checked=False, chosen=button: self._open(chosen))
            button.setParent(self)
            button.show()

    def _open(self, button: StepButton) -> None:
        button.setChecked(not button.isChecked())
        self.opened.emit(button.step.key)

    def restyle(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Natural widths as far as there is room, and what is left over in equal parts between them."""
        if not self._buttons:
            return
        self.setFixedHeight(self._buttons[0].height())
        brief = sum(button.full_width() for button in self._buttons) > self.width()
        for button in self._buttons:
            button.set_brief(brief)
        widths = _within(self.width(), [button.sizeHint().width() for button in self._buttons])
        extra = max(0, self.width() - sum(widths)) // len(widths)
        left = 0
        for button, width in zip(self._buttons, widths, strict=True):
            button.setGeometry(left, 0, width + extra, button.height())
            left += width + extra

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.minimumHeight())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        at = next((index for index, button in enumerate(self._buttons) if button.hasFocus()), None)
        if at is not None and steps:
            self._buttons[(at + steps) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        line = theme.current().colour("line")
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, line)
