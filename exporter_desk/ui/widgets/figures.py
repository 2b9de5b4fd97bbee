"""Figures at a glance: progress blocks, a low–likely–high range, a fill bar with its usual limit."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.labels import Chip, Label


class ProgressBlocks(QWidget):
    """n of 8 as blocks, and as a number behind them."""

    def __init__(self, done: int = 0, count: int = 8) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_progress(done, count)

    def set_progress(self, done: int, count: int = 8) -> None:
        self._done, self._count = done, count
        self.setAccessibleName(f"{done}/{count}")
        self.updateGeometry()
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        now = theme.current()
        words = QFontMetricsF(now.font("table")).horizontalAdvance(self.accessibleName())
        width = painting.blocks_width(now, self._count) + now.space(8) + words
        return QSize(int(width) + 2, now.control(22))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, middle = theme.current(), QPainter(self), self.height() / 2
        left = painting.paint_blocks(painter, 0, middle, self._done, self._count, now) + now.space(8)
        area = QRectF(left, 0, self.width() - left, self.height())
        painting.paint_text(painter, area, self.accessibleName(), now.font("table"), now.colour("ink"))


class RangeBox(QWidget):
    """A range in large type with the likely value small below: 121.56 – 196.78, 最可能 153.26 估算."""

    def __init__(self, caption: str = "") -> None:
        super().__init__()
        self.caption = Label(caption, "note", "ink3")
        self.range = Label("", "question")
        self.likely_word, self.likely = Label("", "table", "ink2"), Label("", "body", "accent", bold=True)
        self.chip = Chip("", "warn")
        row = QHBoxLayout()
        theme.set_spacing(row, 6)
        for widget in (self.likely_word, self.likely, self.chip):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 2)
        column.addWidget(self.caption)
        column.addWidget(self.range)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_range(self, low: str, likely: str, high: str, likely_word: str, estimated: str = "") -> None:
        """Formatted amounts; `estimated` is the chip's word and slants nothing but the digits of the range."""
        theme.set_role(self.range, "question", italic=bool(estimated))
        self.range.setText(f"{low} – {high}")
        self._show(likely_word, likely, estimated)

    def set_unknown(self, words: str) -> None:
        """No figure yet: say so in words, never 0 or blank."""
        theme.set_role(self.range, "section", bold=False)
        self.range.setText(words)
        self._show("", "", "")

    def _show(self, word: str, likely: str, estimated: str) -> None:
        self.likely_word.setText(word)
        self.likely.setText(likely)
        self.chip.set_text(estimated)
        self.chip.setVisible(bool(estimated))
        self.setAccessibleName(" ".join((self.caption.text(), self.range.text(), word, likely, estimated)).strip())


class FillBar(QWidget):
    """How full something is; the part beyond the usual limit is amber. Shares of 1, from the data's side."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._share, self._limit = 0.0, 1.0
        self.setAccessibleName(name)
        theme.set_control_size(self, None, 10, wordless=True)
        self.setMinimumWidth(80)

    def set_share(self, share: float, limit: float) -> None:
        """`share` may exceed 1; the bar is then full and the text beside it has to say so."""
        self._share, self._limit = share, limit
        self.setAccessibleDescription(f"{share:.1%}")
        self.update()

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(theme.current().control(200), self.minimumHeight())

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, width = theme.current(), QPainter(self), float(self.width())
        border = now.colour("line") if now.outlined else None
        empty = now.colour("surface" if now.outlined else "fill_press")
        painting.paint_box(painter, QRectF(self.rect()), empty, border, 3)
        reached, usual = width * min(1.0, self._share), width * min(1.0, self._limit)
        painting.paint_box(painter, QRectF(0, 0, min(reached, usual), self.height()), now.colour("accent"), None, 3)
        if reached > usual:
            over = QRectF(usual + 2, 0, reached - usual - 2, self.height())
            painting.paint_box(painter, over, now.colour("warn_mark"), None, 3)
