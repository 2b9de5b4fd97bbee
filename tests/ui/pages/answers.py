"""Answers a question of the window as a person does: by its verb, while the test waits in the call that asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox


@contextmanager
def answering(*verbs: str) -> Iterator[list[str]]:
    """Press these verbs, one for each question that comes and the last for all others; gives what was asked."""
    asked, again, left = list[str](), QTimer(), list(verbs)

    def press() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.extend((box.text(), box.informativeText()))
            verb = left.pop(0) if len(left) > 1 else left[0]
            next(button for button in box.buttons() if button.text() == verb).click()

    again.timeout.connect(press)
    again.start(20)
    try:
        yield asked
    finally:
        again.stop()
