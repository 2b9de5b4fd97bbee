"""Line icons from SVG drawings, recoloured to the theme and cached by name, size and colour."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor

_DRAWN_STROKE = "#16211F"
_SMALL_PX = 18
_sources: list[Callable[[str], bytes]] = []


def use_source(read: Callable[[str], bytes]) -> None:
    """Say where drawings come from: read("icons/home.svg") gives the bytes."""
    _sources[:] = [read]
    _drawing.cache_clear()
    _pixmap.cache_clear()


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    if not _sources:
        raise RuntimeError("no icon source: the composition root calls icons.use_source first")
    return _sources[0](f"icons/{name}.svg").decode("utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    text = _drawing(name).replace(_DRAWN_STROKE, colour)
    if size <= _SMALL_PX:
        text = text.replace('stroke-width="1.5"', 'stroke-width="1.7"')
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode("utf-8"))).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, size: int, colour: QColor, ratio: float | None = None) -> QPixmap:
    """A drawing at `size` logical pixels in one colour."""
    return _pixmap(name, size, colour.name(), ratio or _screen_ratio())


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon centred in a rectangle."""
    size = int(min(rect.width(), rect.height()))
    left = rect.x() + (rect.width() - size) / 2
    top = rect.y() + (rect.height() - size) / 2
    painter.drawPixmap(QRectF(left, top, size, size).toRect(), pixmap(name, size, colour))


def _screen_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
