"""Figures at a glance: a figure or a range in large type, a fill bar with its usual limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.widgets import painting
from exporter_desk.ui.widgets.labels import Chip, Label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class RangeBox(QWidget):
    """A figure or a range in large type, what goes with it small below: 121.56 – 196.78, 最可能 153.26, 估算.

    A compact one is two lines high: the word of an estimate stands behind the figure, and what goes with it behind
    its name; without that word it has the place behind the figure itself.
    """

    def __init__(self, caption: str = "") -> None:
        super().__init__()
        self._name, self._note = caption, ""
        self._compact, self._known, self._slanted = False, True, False
        self.caption = Label(caption, "note", "ink3")
        self.range = Label("", "question")
        self.likely_word = Label("", "table", "ink2")
        self.chip = Chip("", "warn")
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        theme.set_spacing(row, 6)
        for widget in (self.likely_word, self.chip):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 2)
        column.addWidget(self.caption)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        theme.set_spacing(self._body, 2)
        self._body.addWidget(self.range)
        self._body.addWidget(self._foot)
        column.addLayout(self._body)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """What the figure is called, with its unit."""
        self._name = name
        self._dress()

    def set_compact(self, *, compact: bool) -> None:
        self._compact = compact
        self._dress()

    def set_unknown(self, words: str, note: str = "") -> None:
        """No figure yet: say so in words, never 0 or blank; `note` says why."""
        self.set_figure(words, note, known=False)

    def set_figure(self, value: str, note: str = "", estimated: str = "", *, known: bool = True) -> None:
        """A figure or a range as it is read, and the words below it; `estimated` is the chip's word."""
        self._note, self._known, self._slanted = note, known, bool(estimated)
        self.range.setText(value)
        self.likely_word.setText(note)
        self.chip.set_text(estimated)
        self.chip.setVisible(bool(estimated))
        self._dress()

    def _dress(self) -> None:
        """Large, or compact, or words in place of a figure."""
        large = self._known and not self._compact
        theme.set_role(self.range, "question" if large else "section", bold=self._known, italic=self._slanted)
        way = QBoxLayout.Direction.LeftToRight if self._compact else QBoxLayout.Direction.TopToBottom
        self._body.setDirection(way)
        theme.set_spacing(self._body, 6 if self._compact else 2)
        behind = self._compact and bool(self._note) and (self._slanted or not self._known)
        self.caption.setText(f"{self._name} · {self._note}" if behind else self._name)
        self.likely_word.setVisible(bool(self._note) and not behind)
        self._foot.setVisible(self._slanted or not self.likely_word.isHidden())
        told = (self._name, self.range.text(), self._note, self.chip.text())
        self.setAccessibleName(" ".join(one for one in told if one))


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
