"""The panel 依据与说明 at the right: docked where there is room, over the right edge where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from exporter_desk.ui import icons, theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets.buttons import Button
from exporter_desk.ui.widgets.cards import ScrollPage, empty_layout
from exporter_desk.ui.widgets.labels import Label, Paragraph

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from exporter_desk.ui.help_content import HelpContent


class HelpPanel(QWidget):
    """Shows a HelpContent, or a widget of the page's own. Esc asks to close it.

    What is inside is made when there is something to say or to see: the window opens on a page without notes.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._content: HelpContent | None = None
        self._own: QWidget | None = None
        self.setAutoFillBackground(True)
        theme.set_control_size(self, 288, None)

    def _make(self) -> None:
        self._icon = QLabel()
        self.title = Label("", "body", bold=True)
        self.title.setWordWrap(True)
        head = QHBoxLayout()
        theme.set_spacing(head, 8)
        head.addWidget(self._icon)
        head.addWidget(self.title, 1)
        self._close = Button("", "text", key="F1", small=True, flush=True)
        self._close.clicked.connect(self.closed)
        head.addWidget(self._close)
        self.passages = ScrollPage(spacing=12)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 8, (20, 12, 20, 12))
        column.addLayout(head)
        column.addWidget(self.passages, 1)
        self._say_content(None)

    def _is_made(self) -> bool:
        return self.layout() is not None

    def show_content(self, content: HelpContent | None) -> None:
        """Replace what the panel says; None says that this page has no help. The same content keeps its place."""
        if content is not None and not self._is_made():
            self._make()
        if self._is_made():
            self._say_content(content)

    def _say_content(self, content: HelpContent | None) -> None:
        if self._own is None and content == self._content and self.passages.column.count():
            return
        self._clear()
        self._content = content
        if content is None:
            self.passages.add(Paragraph(translate("HelpPanel", "This page has no notes."), "table"))
        else:
            from exporter_desk.ui.help_blocks import shown

            for block in content.blocks:
                self.passages.add(shown(block))
        self._head()

    def show_widget(self, widget: QWidget, content: HelpContent | None) -> None:
        """Show the page's own widget below the head taken from `content`."""
        if not self._is_made():
            self._make()
        if widget is not self._own:
            self._clear()
            self.passages.add(widget)
            widget.show()
        self._content, self._own = content, widget
        self._head()

    def _clear(self) -> None:
        if self._own is not None:
            self.passages.column.removeWidget(self._own)
            self._own.setParent(None)
            self._own = None
        empty_layout(self.passages.column)

    def _head(self) -> None:
        content = self._content
        self.title.setText(content.title if content else translate("HelpPanel", "Sources and help"))
        self._close.setAccessibleName(translate("HelpPanel", "Close"))
        self._close.setToolTip(translate("HelpPanel", "Close"))
        self.setAccessibleName(self.title.text())
        self.restyle()

    def restyle(self) -> None:
        if not self._is_made():
            return
        now = theme.current()
        name = self._content.icon if self._content else "help"
        self._icon.setPixmap(icons.pixmap(name, now.size("icon_button"), now.colour("accent")))

    def retranslate(self) -> None:
        if not self._is_made():
            return
        if self._content is None and self._own is None:
            self._clear()
            self.show_content(None)
        self._head()

    @guarded()
    def setVisible(self, visible: bool) -> None:
        if visible and not self._is_made():
            self._make()
        super().setVisible(visible)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("sunken"))
        painter.fillRect(0, 0, 1, self.height(), theme.current().colour("line"))
