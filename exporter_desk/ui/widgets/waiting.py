"""What stands in place of content that is still being worked out behind the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets.buttons import Button
from exporter_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable

_UNNOTICED_MS = 200
"""Words that are gone sooner would only flicker."""


class Waiting(QWidget):
    """Says what one waits for once that takes noticeably long; where the work broke off, offers to try again."""

    def __init__(self, words: Callable[[], str]) -> None:
        super().__init__()
        self._words, self._gave_up = words, False
        self.text, self.again = Label("", "body", "ink2"), Button("", "fill")
        self.text.setWordWrap(True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_UNNOTICED_MS)
        self._soon.timeout.connect(self._say)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 12)
        column.addWidget(self.text)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()

    def begin(self) -> None:
        """Take the place of the content, without a word at first."""
        self._gave_up = False
        self.text.hide()
        self.again.hide()
        self.show()
        self._soon.start()

    def end(self) -> None:
        """Make room: the content is there."""
        self._soon.stop()
        self.hide()

    def give_up(self) -> None:
        """Say that nothing came of it."""
        self._gave_up = True
        self._soon.stop()
        self.show()
        self._say()

    def _say(self) -> None:
        self.retranslate()
        self.text.show()
        self.again.setVisible(self._gave_up)

    def retranslate(self) -> None:
        broken = translate("Waiting", "This could not be worked out. What was typed is saved.")
        self.text.setText(broken if self._gave_up else self._words())
        self.again.setText(translate("Waiting", "Try again"))
        self.again.updateGeometry()
