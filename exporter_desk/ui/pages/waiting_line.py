"""What a page says while it has nothing to show yet: what is being done, that it was stopped, that it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.messages import said
from exporter_desk.ui.widgets import Button, MarkLabel

if TYPE_CHECKING:
    from exporter_desk.ui.messages import Words
    from exporter_desk.ui.widgets.painting import MarkKind


class WaitingLine(QWidget):
    """One line with one verb: stop while something is done, again once it was stopped or failed."""

    stopped = Signal()
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: Words = ""
        self.words = MarkLabel("waiting", "")
        self.stop, self.again = Button("", "fill"), Button("", "fill")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 12, (0, 4, 0, 4))
        for widget in (self.words, self.stop, self.again):
            row.addWidget(widget)
        row.addStretch(1)
        self.stop.clicked.connect(self.stopped)
        self.again.clicked.connect(self.wanted)
        self.retranslate()

    def say_busy(self, words: Words) -> None:
        """Something is being done; it can be stopped."""
        self._say("waiting", words, busy=True)

    def say_stopped(self, words: Words) -> None:
        """Somebody stopped it; it can be begun again."""
        self._say("not_started", words, busy=False)

    def say_failed(self, words: Words) -> None:
        """It did not end well; it can be begun again."""
        self._say("error", words, busy=False)

    def _say(self, kind: MarkKind, words: Words, *, busy: bool) -> None:
        self._words = words
        self.words.set_state(kind, said(words))
        self.stop.setVisible(busy)
        self.again.setVisible(not busy)

    def retranslate(self) -> None:
        self.words.set_state(self.words.mark.kind, said(self._words))
        self.stop.setText(translate("Waiting", "Stop"))
        self.again.setText(translate("Waiting", "Try again"))
