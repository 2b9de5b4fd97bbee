"""The ring around the control that has the keyboard; fields show their own border instead."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from exporter_desk.ui import theme

_WIDTH, _GAP, _RADIUS = 2, 1, 6
_WITHOUT_RING = (QAbstractItemView, QAbstractScrollArea, QComboBox, QLineEdit, QMenu, QMenuBar, QPlainTextEdit)
_KEYBOARD = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)  # a shortcut comes only as the second
_POINTER = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class _RingStyle(QProxyStyle):
    """Draws the frame; set on the frame itself, because an application style sheet hides an application style."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element != QStyle.ControlElement.CE_FocusFrame:
            super().drawControl(element, option, painter, widget)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("focus"), _WIDTH))
        inset = _WIDTH / 2
        area = QRectF(option.rect).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in {QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin}:
            return _WIDTH + _GAP
        return super().pixelMetric(metric, option, widget)


class FocusRing(QObject):
    """Follows the keyboard focus of one window and keeps quiet after a mouse press."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._style = _RingStyle()
        self._frame = QFocusFrame(window)
        self._frame.setStyle(self._style)
        self._by_keyboard = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def watch(self) -> None:
        """Listen to the native window, once it exists, to know whether mouse or keyboard was used last."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _POINTER:
            self._by_keyboard = False
            self._frame.hide()
        elif event.type() in _KEYBOARD:
            self._by_keyboard = True
        return False

    def target(self) -> QWidget | None:
        """The control that wears the ring now."""
        return self._frame.widget() if self._frame.isVisible() else None

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        wanted = new is not None and self._by_keyboard and new.window() is self._window
        if new is None or not wanted or isinstance(new, _WITHOUT_RING) or new.property("ownFocus"):
            self._frame.hide()
            return
        self._frame.setWidget(new)
        self._frame.setVisible(new.isVisible())
        self._frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
