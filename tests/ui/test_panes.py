"""The keyboard goes from pane to pane without a widget ever being taken for the child of another one."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exporter_desk.ui import panes

UI = Path(panes.__file__).parent


def test_first_control_that_can_be_used_gets_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pane, line = QWidget(), QHBoxLayout(window)
    line.addWidget(QPushButton("before"))
    line.addWidget(pane)
    inside, off, first = QHBoxLayout(pane), QLineEdit(), QLineEdit()
    off.setEnabled(False)
    for widget in (off, first, QLineEdit()):
        inside.addWidget(widget)
    window.show()
    panes.focus_pane(pane)
    assert window.focusWidget() is first


def test_looking_for_the_focus_changes_no_family(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pane, button = QWidget(window), QPushButton(window)
    panes.focus_pane(pane)
    shiboken6.delete(button)
    shiboken6.delete(pane)
    assert shiboken6.isValid(window)


def test_nobody_asks_for_the_focus_chain() -> None:
    asking = [file.name for file in UI.rglob("*.py") if ".nextInFocusChain()" in file.read_text("utf-8")]
    assert asking == []
