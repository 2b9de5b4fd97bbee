"""Shows one rendered page of a finished PDF: the whole page, or as wide as the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from exporter_desk.documents.preview import PageImage

_MARGIN = 16


class _Sheet(QWidget):
    """The page on the desk, scaled down smoothly from a rendering with more pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QPixmap | None = None
        self.words = ""
        self._scaled: QPixmap | None = None
        self._of: QPixmap | None = None

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), now.colour("fill_press"))
        if self.picture is None:
            painter.setPen(now.colour("ink2"))
            painter.setFont(now.font("body"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.words)
            return
        scaled = self._fitting(self.picture)
        size = scaled.deviceIndependentSize().toSize()
        area = QRect(0, 0, size.width(), size.height())
        area.moveCenter(self.rect().center())
        painter.setPen(now.colour("line_strong"))
        painter.drawRect(area.adjusted(-1, -1, 0, 0))
        painter.drawPixmap(area.topLeft(), scaled)

    def _fitting(self, picture: QPixmap) -> QPixmap:
        """The page in the size of the widget; scaled once, because smooth scaling is slow."""
        ratio = self.devicePixelRatioF()
        room = (self.size() - QSize(2 * _MARGIN, 2 * _MARGIN)) * ratio
        size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if self._scaled is None or self._scaled.size() != size or self._of is not picture:
            how = Qt.TransformationMode.SmoothTransformation
            self._scaled, self._of = picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, how), picture
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled


class PageView(QScrollArea):
    """Page Up and Page Down turn pages (`turned`), arrows scroll."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._sheet = _Sheet()
        self._wide = False
        self.setWidget(self._sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_page(self, image: PageImage, name: str) -> None:
        """Show a rendered page; the pixels are copied."""
        picture = QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
        self._sheet.picture = QPixmap.fromImage(picture.copy())
        self.setAccessibleName(name)
        self._fit()
        self._sheet.update()
        self.verticalScrollBar().setValue(0)

    def say(self, words: str) -> None:
        """No page: why not, or that it is being made."""
        self._sheet.picture, self._sheet.words = None, words
        self.setAccessibleName(words)
        self._fit()
        self._sheet.update()

    def is_showing(self) -> bool:
        return self._sheet.picture is not None

    def set_wide(self, wide: bool) -> None:
        """As wide as the view instead of the whole page."""
        self._wide = wide
        self._fit()

    def _fit(self) -> None:
        room, picture = self.viewport().size(), self._sheet.picture
        if picture is not None and self._wide:
            inner = max(1, room.width() - 2 * _MARGIN)
            self._sheet.resize(room.width(), inner * picture.height() // picture.width() + 2 * _MARGIN)
        else:
            self._sheet.resize(room)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(theme.current().control(320), theme.current().control(200))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(200), theme.current().control(120))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if steps:
            self.turned.emit(steps)
        else:
            super().keyPressEvent(event)
