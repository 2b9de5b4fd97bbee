"""Buttons in three ranks, icon buttons and the two-way switch; all painted here, so states look alike everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from exporter_desk.ui import icons, theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QLayout

    from exporter_desk.ui.theme import Theme

Rank = Literal["primary", "fill", "text"]
_PAD = 14
_ICON_GAP = 8
_KEY_GAP = 10


class Button(QPushButton):
    """A verb. One `primary` per page, `fill` second, `text` third; `flush` ones start a line without padding."""

    def __init__(
        self, text: str, rank: Rank = "fill", *, icon: str = "", key: str = "", small: bool = False, flush: bool = False
    ) -> None:
        super().__init__(text)
        self._rank: Rank = rank
        self._icon, self._key, self._small, self._flush = icon, key, small, flush
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(True)  # Enter presses the button that has the focus
        theme.set_role(self, "table" if small else "body", bold=rank == "primary")
        theme.set_control_size(self, None, 28 if small else 32)

    @property
    def rank(self) -> Rank:
        return self._rank

    def set_rank(self, rank: Rank) -> None:
        self._rank = rank
        theme.set_role(self, "table" if self._small else "body", bold=rank == "primary")
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    def _text_font(self) -> QFont:
        role: Literal["table", "body"] = "table" if self._small else "body"
        return theme.current().font(role, bold=self._rank == "primary")

    def _pad(self) -> int:
        return 0 if self._flush else theme.current().space(_PAD)

    def _words(self) -> str:
        return self.text().replace("&", "")

    def _parts(self, now: Theme) -> tuple[float, float, float]:
        """Widths of icon, text and key hint, with the gaps that belong to them."""
        picture = now.size("icon_button") + now.space(_ICON_GAP) if self._icon else 0
        words = QFontMetricsF(self._text_font()).horizontalAdvance(self._words())
        key = QFontMetricsF(now.font("note")).horizontalAdvance(self._key) + now.space(_KEY_GAP) if self._key else 0
        return picture, words, key

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        height = now.size("control_small" if self._small else "control")
        return QSize(int(sum(self._parts(now)) + 2 * self._pad()) + 1, height)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        ground, ink, hint = _colours(self, self._rank, now)
        painter = QPainter(self)
        if ground is not None:
            outlined = now.outlined and self._rank == "fill"
            border = now.colour("line") if outlined else None
            painting.paint_box(painter, QRectF(self.rect()), ground, border, now.radius("control"))
        picture, words, _ = self._parts(now)
        left: float = self._pad()
        if self._icon:
            side = now.size("icon_button")
            icons.paint(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), ink)
        area = QRectF(left + picture, 0, min(words + 1, self.width() - left - picture), self.height())
        painting.paint_text(painter, area, self._words(), self._text_font(), ink)
        if self._key:
            area = QRectF(area.right() + now.space(_KEY_GAP), 0, self.width(), self.height())
            painting.paint_text(painter, area, self._key, now.font("note"), hint)


def _colours(button: QAbstractButton, rank: Rank, now: Theme) -> tuple[QColor | None, QColor, QColor]:
    """Ground (None for bare text), text and key hint of a button in its present state."""
    if not button.isEnabled():
        grounds = {"primary": "sunken" if now.outlined else "line", "fill": "sunken", "text": ""}
        return (now.colour(grounds[rank]) if grounds[rank] else None), now.colour("ink3"), now.colour("ink3")
    state = "_press" if button.isDown() else "_hover" if button.underMouse() else ""
    if rank == "primary":
        soft = QColor(now.colour("on_accent"))
        soft.setAlphaF(0.82)
        return now.colour("accent" + state), now.colour("on_accent"), soft
    if rank == "fill":
        return now.colour("fill" + state), now.colour("ink"), now.colour("ink2")
    quiet = bool(button.property("quiet")) and not state
    return (now.colour("accent_soft") if state else None), now.colour("ink2" if quiet else "accent"), now.colour("ink3")


class PressButton(QAbstractButton):
    """A painted button that Enter presses too, as it does with Button."""

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(PressButton):
    """An icon alone: back, more, expand, and compact tool rows. Always with a name, also shown as tooltip."""

    def __init__(self, icon: str, name: str, rank: Rank = "fill", size: int = 32) -> None:
        super().__init__()
        self._icon, self._rank = icon, rank
        self.set_name(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.set_control_size(self, size + 6 if rank == "fill" else size, size, wordless=True)

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @guarded()
    def enterEvent(self, event: object) -> None:
        self.update()

    @guarded()
    def leaveEvent(self, event: object) -> None:
        self.update()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        ground, ink, _ = _colours(self, self._rank, now)
        painter = QPainter(self)
        if ground is not None:
            border = now.colour("line") if now.outlined and self._rank == "fill" else None
            painting.paint_box(painter, QRectF(self.rect()), ground, border, now.radius("control"))
        side = now.size("icon_button")
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
        icons.paint(painter, self._icon, box, ink)


class _Segment(PressButton):
    """One side of a switch."""

    spoken_role = "tab"

    def __init__(self, text: str, icon: str) -> None:
        super().__init__()
        self.setText(text)
        self._icon = icon
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.set_role(self, "table")

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        words = QFontMetricsF(now.font("table", bold=True)).horizontalAdvance(self.text())
        picture = now.size("icon_button") + now.space(6) if self._icon else 0
        return QSize(int(words + picture + 2 * now.space(_PAD)), now.size("control") - 4)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, checked = theme.current(), QPainter(self), self.isChecked()
        if checked:
            area = QRectF(self.rect())
            painting.paint_box(painter, area, now.colour("surface"), now.colour("line_strong"), now.radius("control"))
        ink = now.colour("accent" if checked else "ink2")
        left: float = now.space(_PAD)
        if self._icon:
            side = now.size("icon_button")
            icons.paint(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), ink)
            left += side + now.space(6)
        area = QRectF(left, 0, self.width() - left, self.height())
        painting.paint_text(painter, area, self.text(), now.font("table", bold=checked), ink)


class Switch(QWidget):
    """Choice between two or three views of the same data, such as guided and table mode."""

    spoken_role = "tabs"
    chosen = Signal(int)

    def __init__(self, entries: Sequence[tuple[str, str]], *, wraps: bool = False) -> None:
        """`entries` are (text, icon name or empty); many of them go on in a second line where room is missing."""
        super().__init__()
        self._group = QButtonGroup(self)
        row: QLayout = Flow(self) if wraps else QHBoxLayout(self)
        theme.set_spacing(row, 0, (2, 2, 2, 2))
        for index, (text, icon) in enumerate(entries):
            segment = _Segment(text, icon)
            self._group.addButton(segment, index)
            row.addWidget(segment)
        self.select(0)
        self._group.idClicked.connect(self.chosen)
        self._group.buttonToggled.connect(lambda _button, _checked: self._set_tab_stop())
        self._set_tab_stop()
        wide, high = QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        policy = QSizePolicy(wide, high) if wraps else QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)

    def select(self, index: int) -> None:
        self._group.button(index).setChecked(True)

    def selected(self) -> int:
        return self._group.checkedId()

    def has_cursor(self) -> bool:
        return any(button.hasFocus() for button in self._group.buttons())

    def take_cursor(self) -> None:
        self._group.button(self.selected()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_tab_stop(self) -> None:
        """Tab, from either side, comes to the chosen view; the arrows go on from there."""
        for button in self._group.buttons():
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def set_text(self, index: int, text: str) -> None:
        self._group.button(index).setText(text)
        self._group.button(index).updateGeometry()

    def name(self, index: int, name: str) -> None:
        """Accessible name and tooltip of a view that shows its icon alone."""
        self._group.button(index).setAccessibleName(name)
        self._group.button(index).setToolTip(name)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        border = now.colour("line") if now.outlined else None
        ground = now.colour("chrome" if now.variant == "light" else "fill")
        painting.paint_box(QPainter(self), QRectF(self.rect()), ground, border, now.radius("control"))
