"""Words on a page: labels by role and tone, paragraphs, marks, chips, source numbers, section headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting, text_layout
from exporter_desk.ui.widgets.buttons import PressButton
from exporter_desk.ui.widgets.flow import Flow, Gap
from exporter_desk.ui.widgets.painting import MARK_TEXT_TONE

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLayout

    from exporter_desk.ui.fonts import Role
    from exporter_desk.ui.widgets.painting import ChipLook, MarkKind

PARAGRAPH_STEP = 1.5
LEAST_WORDS = 120
"""Token pixels that words which may be cut keep where room is missing."""


class Label(QLabel):
    """One line (or wrapped lines) of text by role and tone."""

    def __init__(
        self, text: str = "", role: Role = "body", tone: str = "ink", *, bold: bool | None = None, italic: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self, role, bold=bold, italic=italic)
        theme.set_tone(self, tone)

    def set_tone(self, tone: str) -> None:
        theme.set_tone(self, tone)


def least_of_cut(widget: QWidget) -> QSize:
    """Return how small a line may become that is cut where room is missing."""
    whole = widget.sizeHint()
    return QSize(min(whole.width(), theme.current().control(LEAST_WORDS)), whole.height())


def tell_cut(widget: QWidget, text: str) -> None:
    """Let the tooltip say all of a line that is cut."""
    widget.setToolTip(text if widget.width() < widget.sizeHint().width() else "")


class CutLabel(Label):
    """One line that is cut where room is missing; the tooltip then says all of it."""

    def __init__(self, text: str, role: Role, tone: str = "ink") -> None:
        super().__init__(text, role, tone)
        self._tone = tone

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        super().set_tone(tone)

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return least_of_cut(self)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tell_cut(self, self.text())

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.current().colour(self._tone)
        painting.paint_text(QPainter(self), QRectF(self.rect()), self.text(), self.font(), ink)


class Paragraph(QWidget):
    """Running text with a line step of 1.5, wrapped between any two Hanzi."""

    def __init__(self, text: str = "", role: Role = "body", tone: str = "ink2") -> None:
        super().__init__()
        self._text, self._tone, self._role = text, tone, role
        theme.set_role(self, role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def _step(self) -> float:
        return float(round(self.font().pixelSize() * PARAGRAPH_STEP))

    @guarded(instead=False)
    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(0)
    def heightForWidth(self, width: int) -> int:
        return int(text_layout.lay_out(self._text, self.font(), width, self._step())[1])

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        width = min(theme.current().control(460), int(self.fontMetrics().horizontalAdvance(self._text)) + 2)
        return QSize(width, self.heightForWidth(width))

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().control(80), int(self._step()))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().colour(self._tone))
        text_layout.draw(painter, self._text, self.font(), QPointF(0, 0), self.width(), self._step())


class Mark(QWidget):
    """A drawn mark of a state; its word goes beside it or into the accessible name."""

    def __init__(self, kind: MarkKind, word: str = "", size: int = 14) -> None:
        super().__init__()
        self._kind = kind
        self.setAccessibleName(word)
        theme.set_control_size(self, size, size, wordless=True)

    @property
    def kind(self) -> MarkKind:
        return self._kind

    def set_kind(self, kind: MarkKind, word: str = "") -> None:
        self._kind = kind
        self.setAccessibleName(word)
        self.update()

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painting.paint_mark(QPainter(self), QRectF(self.rect()), self._kind, theme.current())


class MarkLabel(QWidget):
    """A mark and its word, in the word's own tone."""

    def __init__(self, kind: MarkKind, text: str, role: Role = "body", *, bold: bool | None = None) -> None:
        super().__init__()
        self.mark = Mark(kind, text, 15 if role == "body" else 14)
        self.label = Label(text, role, MARK_TEXT_TONE[kind], bold=bold)
        row = QHBoxLayout(self)
        theme.set_spacing(row, 6)
        row.addWidget(self.mark)
        row.addWidget(self.label)

    def set_state(self, kind: MarkKind, text: str) -> None:
        self.mark.set_kind(kind, text)
        self.label.setText(text)
        self.label.set_tone(MARK_TEXT_TONE[kind])


class Chip(QWidget):
    """A short word on a soft ground: 估算 (warn), 示例 (plain), 推荐 (strong)."""

    def __init__(self, text: str, look: ChipLook = "plain") -> None:
        super().__init__()
        self._text, self._look = text, look
        theme.set_role(self, "note")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(int(painting.chip_width(now, self._text)) + 1, now.control(painting.CHIP_HEIGHT))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painting.paint_chip(QPainter(self), 0, self.height() / 2, self._text, self._look, theme.current())


class SourceMark(PressButton):
    """The small number behind a sentence; a click opens the source it stands for. Beside the source it is no button."""

    opened = Signal(int)

    def __init__(self, number: int, name: str = "", *, active: bool = True) -> None:
        super().__init__()
        self._number = number
        self.setAccessibleName(name or str(number))
        self.setToolTip(name)
        self.setEnabled(active)
        if active:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if active else Qt.FocusPolicy.NoFocus)
        theme.set_control_size(self, 18, 18, wordless=True)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self._number)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painting.paint_source_number(QPainter(self), 0, self.height() / 2, self._number, theme.current())


class SectionHeader(QWidget):
    """A section title with its count behind it and, at the right end, what belongs to the section.

    With `wraps` that goes on in a next line where room is missing.
    """

    def __init__(self, title: str, count: str = "", *, wraps: bool = False) -> None:
        super().__init__()
        self.title = Label(title, "section")
        self.count = Label(count, "body", "ink3")
        self._row: QLayout = Flow(self) if wraps else QHBoxLayout(self)
        theme.set_spacing(self._row, 8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.count)
        if isinstance(self._row, QHBoxLayout):
            self._row.addStretch(1)
        else:
            self._row.addWidget(Gap())

    def set_text(self, title: str, count: str = "") -> None:
        self.title.setText(title)
        self.count.setText(count)

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
