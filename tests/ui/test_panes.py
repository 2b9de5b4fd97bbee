"""The keyboard goes from pane to pane without a widget ever being taken for the child of another one."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
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


def test_stops_are_in_the_order_in_which_one_reads_not_in_which_they_were_made(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    #  a | b c      left column first where the columns have no line in common, then what stands below both
    #    | d
    #  e (row with a verb f in it)
    places = {"e": (0, 90, 200, 30), "d": (100, 40, 40, 20), "c": (150, 0, 40, 20), "a": (0, 10, 50, 60)}
    made = {name: QPushButton(name, window) for name in places}
    made["b"] = QPushButton("b", window)
    made["f"] = QPushButton("f", made["e"])
    for name, place in (places | {"b": (100, 0, 40, 20), "f": (150, 2, 40, 20)}).items():
        made[name].setGeometry(*place)
    QPushButton("hidden", window).hide()
    window.show()
    window_of_menu = QPushButton("window", window)
    window_of_menu.setWindowFlag(Qt.WindowType.Window)
    window_of_menu.show()
    assert [stop.property("text") for stop in panes.stops(window)] == ["a", "b", "c", "d", "e", "f"]


def test_tab_goes_from_pane_to_pane_and_round_and_out_of_a_row_to_its_verbs(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, row = QPushButton("first", window), QPushButton("row", window)
    verb = QPushButton("verb", row)
    window.show()
    order = (row, first)
    for before, step, after in ((row, 1, verb), (verb, 1, first), (first, 1, row), (row, -1, first), (first, -1, verb)):
        assert panes.tab(order, before, step)
        assert window.focusWidget() is after
    assert not panes.tab(order, None, 1)


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
