"""The panel 依据与说明 at the right: docked where there is room, over the right edge where there is none."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from exporter_desk.ui import icons, theme
from exporter_desk.ui.fonts import Role
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.shell_state import Block, HelpContent, HelpFigure, HelpPairs, HelpPlaces, HelpSource, HelpText
from exporter_desk.ui.widgets.buttons import Button, IconButton
from exporter_desk.ui.widgets.cards import Card, ScrollPage, empty_layout
from exporter_desk.ui.widgets.labels import Chip, Label, MarkLabel, Paragraph, SourceMark


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
            for block in content.blocks:
                self.passages.add(_block(block))
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


def _block(block: Block) -> QWidget:
    if isinstance(block, HelpText):
        return _text(block)
    if isinstance(block, HelpSource):
        return _source(block)
    if isinstance(block, HelpFigure):
        return _figure(block)
    return _places(block) if isinstance(block, HelpPlaces) else _pairs(block)


def _box() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    column = QVBoxLayout(widget)
    theme.set_spacing(column, 4)
    return widget, column


def _text(block: HelpText) -> QWidget:
    widget, column = _box()
    if block.heading:
        column.addWidget(_wrapped(block.heading, "body", bold=True))
    column.addWidget(Paragraph(block.text, "table"))
    return widget


def _source(block: HelpSource) -> QWidget:
    card = Card("paper", padding=12, spacing=4)
    head = QHBoxLayout()
    theme.set_spacing(head, 8)
    head.addWidget(SourceMark(block.number, block.title, active=False), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(_wrapped(block.title, "table", bold=True), 1)
    if block.chip:
        head.addWidget(Chip(block.chip), 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(head)
    for line in block.lines:
        card.add(Paragraph(line, "note"))
    if block.warning:
        card.add(MarkLabel("warn", block.warning, "note"))
    if block.verbs:
        card.column.addLayout(_verbs(block.verbs))
    return card


def _figure(block: HelpFigure) -> QWidget:
    card = Card("paper", padding=12, spacing=4)
    card.add(_wrapped(block.name, "table", "ink2"))
    value = QHBoxLayout()
    theme.set_spacing(value, 8)
    value.addWidget(_wrapped(block.value, "section", bold=True), 1)
    if block.chip:
        value.addWidget(Chip(block.chip, "warn"), 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(value)
    for line in block.lines:
        card.add(_wrapped(line, "table", "ink2"))
    if block.verbs:
        card.column.addLayout(_verbs(block.verbs))
    return card


def _places(block: HelpPlaces) -> QWidget:
    widget, column = _box()
    there = translate("HelpPanel", "Go there")
    column.addWidget(_wrapped(block.heading, "body", bold=True))
    for name, value, act in block.rows:
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        row.addWidget(_wrapped(name, "table", "ink2"), 3)
        shown = _wrapped(value, "table")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(shown, 2)
        if act is not None:
            jump = IconButton("jump", f"{there}: {name}", "text", 24)
            jump.clicked.connect(lambda _checked=False, run=act: run())
            row.addWidget(jump)
        column.addLayout(row)
    return widget


def _verbs(verbs: tuple[tuple[str, Callable[[], None]], ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.set_spacing(row, 16)
    for text, act in verbs:
        button = Button(text, "text", small=True, flush=True)
        button.clicked.connect(lambda _checked=False, run=act: run())
        row.addWidget(button)
    row.addStretch(1)
    return row


def _pairs(block: HelpPairs) -> QWidget:
    widget, column = _box()
    column.addWidget(_wrapped(block.heading, "body", bold=True))
    for name, value in block.rows:
        row = QHBoxLayout()
        theme.set_spacing(row, 8)
        row.addWidget(_wrapped(name, "table", "ink2"), 3)
        shown = _wrapped(value, "table", bold=block.bold_values)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight if block.bold_values else Qt.AlignmentFlag.AlignLeft)
        row.addWidget(shown, 2 if block.bold_values else 5)
        column.addLayout(row)
    return widget


def _wrapped(text: str, role: Role, tone: str = "ink", *, bold: bool = False) -> Label:
    label = Label(text, role, tone, bold=bold)
    label.setWordWrap(True)
    return label
