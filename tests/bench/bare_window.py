"""The baseline of the start: a window of plain PySide6, shown, painted once and closed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    """Ends the process after its first paint."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - a name that Qt calls
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)


def main() -> int:
    application = QApplication(sys.argv)
    window = BareWindow()
    window.resize(1200, 800)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
