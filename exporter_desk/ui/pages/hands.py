"""Whether a person moved the cursor while a page waited for its conclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from exporter_desk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_F6)


class Hands(QObject):
    """Watches the keyboard and the mouse between `watch` and `rest`.

    Where the focus is says nothing of the person: Qt moves it too when a page goes, a list is disabled or a window
    becomes active, and the last of these may come late.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.moved = False

    def watch(self) -> None:
        """Begin anew: nothing was moved yet."""
        self.moved = False
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # a page has an application

    def rest(self) -> None:
        """Look no more; `moved` stays."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # a page has an application

    @guarded(instead=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key that is a command of the window comes as ShortcutOverride alone.
        keys = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        by_key = keys and isinstance(event, QKeyEvent) and event.key() in _KEYS
        self.moved = self.moved or by_key or event.type() == QEvent.Type.MouseButtonPress
        return False
