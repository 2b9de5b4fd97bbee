"""What happened to a shipment, latest first, as dots on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.pages.moments import local_moment
from exporter_desk.ui.widgets import Label, Paragraph, empty_layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from PySide6.QtGui import QPaintEvent

    from exporter_desk.storage.summary import Event

SHOWN = 5
_LEFT, _DOT = 22, 9


class Timeline(QWidget):
    """The latest events of a case."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        theme.set_spacing(self._column, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_events(self, events: Sequence[Event], zone: tzinfo | None) -> None:
        """`events` oldest first, as the session keeps them; `zone` is where the user is."""
        empty_layout(self._column)
        latest = list(reversed(events))[:SHOWN]
        for index, event in enumerate(latest):
            self._column.addWidget(_Entry(event, zone, first=index == 0, last=index == len(latest) - 1))


class _Entry(QWidget):
    """One event: what, when and by whom."""

    def __init__(self, event: Event, zone: tzinfo | None, *, first: bool, last: bool) -> None:
        super().__init__()
        self._first, self._last = first, last
        when = local_moment(event.at, zone)
        moment = (event.at if when is None else f"{when:%m-%d %H:%M}") + (f" · {event.by}" if event.by else "")
        column = QVBoxLayout(self)
        theme.set_spacing(column, 0, (_LEFT, 0, 0, 12))
        column.addWidget(Paragraph(pick(event.text), "table", "ink"))
        column.addWidget(Label(moment, "note", "ink3"))
        self.setAccessibleName(f"{moment} {pick(event.text)}")

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = now.control(_DOT), now.control(10)
        centre = QPointF(now.control(6), middle)
        painter.setPen(QPen(now.colour("line"), 1.4))
        painter.drawLine(QPointF(centre.x(), 0 if not self._first else middle), centre)
        if not self._last:
            painter.drawLine(centre, QPointF(centre.x(), self.height()))
        painter.setPen(QPen(now.colour("accent" if self._first else "line_strong"), 1.6))
        painter.setBrush(now.colour("accent" if self._first else "canvas"))
        dot = QRectF(0, 0, side, side)
        dot.moveCenter(centre)
        painter.drawEllipse(dot)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(120), super().minimumSizeHint().height())
