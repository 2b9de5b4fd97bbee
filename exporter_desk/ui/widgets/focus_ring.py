"""The ring around the control that has the keyboard; fields show their own border instead. Pages scroll to either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_WIDTH, _GAP, _RADIUS = 2, 1, 6
_OUT = _WIDTH + _GAP
_BESIDE = 32
"""Room above and below a control that a page scrolled to: its ring and the label of a field are wanted too."""
_WITHOUT_RING = (QAbstractItemView, QAbstractScrollArea, QComboBox, QLineEdit, QMenu, QMenuBar, QPlainTextEdit)
_KEYBOARD = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)  # a shortcut comes only as the second
_POINTER = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_PLACE = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ParentChange)


class _Ring(QWidget):
    """Lies over the window and takes no part in it. QFocusFrame would be clipped by the control's parent."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("focus"), _WIDTH))
        inset = _WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)


class FocusRing(QObject):
    """Follows the keyboard focus of one window and keeps quiet after a mouse press."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring = _Ring(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._by_keyboard = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def watch(self) -> None:
        """Listen to the native window, once it exists, to know whether mouse or keyboard was used last."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def target(self) -> QWidget | None:
        """The control that wears the ring now."""
        return self._target if self._ring.isVisible() else None

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched in self._watched:
            if kind in _PLACE:
                self._lay()
        elif kind in _POINTER:
            self._by_keyboard = False
            self._ring.hide()
        elif kind in _KEYBOARD:
            self._by_keyboard = True
        return False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in filter(isValid, self._watched):  # the focus also leaves what is being deleted
            widget.removeEventFilter(self)
        self._watched, self._target = [], None
        wanted = new is not None and self._by_keyboard and new.window() is self._window
        if new is not None and wanted:
            self._bring(new)
        if new is not None and wanted and not isinstance(new, _WITHOUT_RING) and not new.property("ownFocus"):
            self._target = new
            self._watched = self._chain(new)
            for widget in self._watched:
                widget.installEventFilter(self)
        self._lay()

    def _bring(self, widget: QWidget) -> None:
        """Scroll to what the keyboard came to: Qt does so only where it comes from inside of the same page."""
        for area in self._chain(widget)[1:]:
            page = area.widget() if isinstance(area, QScrollArea) else None
            if not isinstance(area, QScrollArea) or page is None:
                continue
            if widget.height() <= area.viewport().height():
                area.ensureWidgetVisible(widget, 0, theme.current().space(_BESIDE))
            elif widget.visibleRegion().isEmpty():  # such as a long table: it looks after its own cell
                area.ensureVisible(0, widget.mapTo(page, QPoint(0, 0)).y(), 0, area.viewport().height() // 2)

    def _chain(self, widget: QWidget) -> list[QWidget]:
        """The control and everything whose moving moves it too."""
        found: list[QWidget] = []
        up: QWidget | None = widget
        while up is not None and up is not self._window:
            found.append(up)
            up = up.parentWidget()
        return found

    def _lay(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self._ring.hide()
            return
        area = _in_window(target, self._window).adjusted(-_OUT, -_OUT, _OUT, _OUT)
        self._ring.setGeometry(area)
        views = [widget.viewport() for widget in self._watched if isinstance(widget, QAbstractScrollArea)]
        seen = area
        for view in views:
            seen = seen.intersected(_in_window(view, self._window).adjusted(-_OUT, -_OUT, _OUT, _OUT))
        self._ring.setMask(QRegion(seen.translated(-area.topLeft())))
        self._ring.raise_()
        self._ring.setVisible(not seen.isEmpty())


def _in_window(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
