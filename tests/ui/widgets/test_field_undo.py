"""Undo and redo in an editor: its own typing first, then what the page around it can take back."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import ComboBox, LineEdit, TextEdit

EDITORS: tuple[Callable[[], QWidget], ...] = (LineEdit, TextEdit, lambda: ComboBox([("1", 1)], editable=True))
UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class Around(QMainWindow):
    """A page with one editor that counts what it is asked to take back."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()
        self.setCentralWidget(editor)
        for name, key in (("undo", UNDO), ("redo", REDO)):
            action = QAction(name, self)
            action.setShortcuts(key)
            action.triggered.connect(lambda _=False, name=name: self.asked.update([name]))
            self.addAction(action)

    def press(self, key: QKeySequence.StandardKey) -> None:
        pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know that it is a sequence
        QTest.keyClick(self.windowHandle(), pressed.key(), pressed.keyboardModifiers())


@pytest.fixture(params=EDITORS, ids=("line", "note", "combo"))
def around(request: pytest.FixtureRequest, qtbot: QtBot, appearance: Appearance) -> Around:
    window = Around(request.param())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.centralWidget().setFocus()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    return window


def test_without_typing_of_its_own_the_page_undoes_and_redoes(around: Around) -> None:
    around.press(UNDO)
    around.press(REDO)
    assert around.asked == {"undo": 1, "redo": 1}


def test_its_own_typing_is_undone_first(around: Around) -> None:
    QTest.keyClick(around.windowHandle(), Qt.Key.Key_7)
    around.press(UNDO)
    assert not around.asked
    around.press(UNDO)
    assert around.asked == {"undo": 1}
