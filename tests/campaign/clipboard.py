"""Owns the clipboard of a screen: takes one JSON text a line on stdin and answers `ok` when it can be pasted."""

from __future__ import annotations

import json
import sys
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication


class Copied(QObject):
    """Brings lines from the reading thread to the one that may touch the clipboard."""

    text = Signal(str)
    ended = Signal()

    def read(self) -> None:
        for line in sys.stdin:
            self.text.emit(json.loads(line))
        self.ended.emit()


def main() -> int:
    """Serve until stdin ends."""
    application = QGuiApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    copied = Copied()

    def take(text: str) -> None:
        application.clipboard().setText(text)
        sys.stdout.write("ok\n")
        sys.stdout.flush()

    copied.text.connect(take, Qt.ConnectionType.QueuedConnection)
    copied.ended.connect(application.quit, Qt.ConnectionType.QueuedConnection)
    Thread(target=copied.read, daemon=True).start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
