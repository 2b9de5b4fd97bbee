"""What tells the practice window from the real one: a coloured frame, a strip on top, and its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button, Label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from exporter_desk.ui.i18n import Language
    from exporter_desk.ui.main_window import MainWindow

_WIDTH = 4


class PracticeStrip(QFrame):
    """Says that this is practice, on every page, and leads to its page."""

    to_page = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_look(self, "ground", "warn_soft")
        self.name, self.text = Label("", "table", bold=True), Label("", "table")
        self.name.set_tone("warn")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.more = Button("", "text", small=True)
        self.more.clicked.connect(self.to_page)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 12, (16, 0, 8, 0))
        row.addWidget(self.name)
        row.addWidget(self.text, 1)
        row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        self.name.setText(translate("Practice", "Practice"))
        self.text.setText(
            translate("Practice", "Nothing here is a real shipment; every paper says that it is not for filing.")
        )
        self.more.setText(translate("Practice", "Start again …"))
        self.more.updateGeometry()
        self.setAccessibleName(f"{self.name.text()} {self.text.text()}")


class _Lines(QWidget):
    """Lies over the edges of the window and takes no part in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, half = QPainter(self), _WIDTH / 2
        pen = QPen(theme.current().colour("warn_mark"), _WIDTH)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))


class PracticeFrame(QObject):
    """Dresses a window as the one of the exercises; it lives as long as the window does."""

    def __init__(self, window: MainWindow, language: Language) -> None:
        super().__init__(window)
        self._window = window
        self.strip, self._lines = PracticeStrip(), _Lines(window)
        frame = window.centralWidget()
        layout = None if frame is None else frame.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, self.strip)
        window.installEventFilter(self)
        language.changed.connect(self.retranslate)
        self.retranslate()
        self._lay()
        self._lines.show()

    def retranslate(self) -> None:
        """Say everything in the language of the window, its title too."""
        self.strip.retranslate()
        name = translate("MainWindow", "Exporter Desk")
        self._window.setWindowTitle(translate("Practice", "{program} – PRACTICE").format(program=name))

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ChildAdded}:
            self._lay()
        return False

    def _lay(self) -> None:
        self._lines.setGeometry(self._window.rect())
        self._lines.raise_()
