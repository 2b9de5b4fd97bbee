"""An error inside a method that Qt calls becomes one crash report, and the program goes on."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from types import FunctionType

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from exporter_desk import ui
from exporter_desk.ui.guard import guarded, is_guarded

# Errors of C code (a list, a date) are those that end the process when they leave an override.
BROKEN = """
import sys, tempfile
from datetime import datetime
from pathlib import Path
from exporter_desk.system import crash, resources
folder = Path(tempfile.mkdtemp())
crash.install(folder, lambda report: print(report.kind.split()[0]))
from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QApplication, QWidget
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.theme import Appearance, Tokens
from exporter_desk.ui.widgets import TableCard

class Broken(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 3
    def columnCount(self, parent=None):
        return 2
    @guarded()
    def data(self, index, role=0):
        return datetime.fromisoformat("yesterday")
    @guarded()
    def headerData(self, section, orientation, role=0):
        return [][section]

class Torn(QWidget):
    @guarded()
    def paintEvent(self, event):
        from PySide6.QtGui import QPainter
        painter = QPainter(self)
        painter.drawPoint(1 // 0, 0)

app = QApplication([])
look = Appearance(app, Tokens.from_text(resources.read_text("theme/tokens.json")), "")
for kind in ("list", "grid"):
    card, model = TableCard(kind), Broken()
    card.set_model(model, (0, 100))
    card.resize(400, 200)
    card.show()
    card.select(1)
    for _ in range(3):
        app.processEvents()
        card.grab()
    print(card.view.isVisible(), repr(model.index(0, 0).data()))
torn = Torn()
torn.show()
for _ in range(3):
    torn.grab()
print(len(list(folder.glob("crash-*.txt"))))
"""


def test_broken_model_and_painting_are_told_once_each(fresh_python: Callable[[str], str]) -> None:
    told = fresh_python(BROKEN).splitlines()
    assert sorted(told) == ["3", "IndexError", "True None", "True None", "ValueError", "ZeroDivisionError"]


@guarded(QSize(1, 2))
def broken_size(numbers: list[int]) -> object:
    """Answers for a widget."""
    return numbers[3]


def test_qt_gets_the_answer_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: caught.append(kind))
    assert broken_size([]) == QSize(1, 2)
    assert caught == [IndexError]


def test_answer_of_a_sound_override_is_kept() -> None:
    assert broken_size([0, 1, 2, 3]) == 3
    assert broken_size.__doc__ == "Answers for a widget."


def test_hook_that_fails_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.excepthook", lambda _kind: None)
    assert broken_size([]) == QSize(1, 2)


def _ui_classes() -> Iterator[type]:
    """Every class of the window that Qt knows, each once."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, shiboken6.Object) and kind.__module__ == module.name:
                yield kind


def _overrides(kind: type) -> Iterator[FunctionType]:
    """The methods that a class has instead of those of Qt: Qt may call them while Python code called Qt."""
    theirs = [base for base in kind.__mro__ if base.__module__.startswith(("PySide6", "Shiboken"))]
    for name, method in vars(kind).items():
        if (
            isinstance(method, FunctionType)
            and not name.startswith("__")
            and any(name in vars(base) for base in theirs)
        ):
            yield method


def test_every_override_of_qt_is_guarded() -> None:
    found = {f"{kind.__name__}.{method.__name__}": method for kind in _ui_classes() for method in _overrides(kind)}
    assert {"CellTable.keyPressEvent", "Flow.setGeometry", "GridModel.rowCount", "_Sheet.paintEvent"} <= found.keys()
    assert [name for name, method in found.items() if not is_guarded(method)] == []


def test_an_override_without_a_guard_is_seen() -> None:
    bare = type("Bare", (QWidget,), {"wheelEvent": lambda _self, _event: None, "own": lambda _self: None})
    assert [is_guarded(method) for method in _overrides(bare)] == [False]


@guarded()
def _fail(_widget: QWidget, event: QKeyEvent) -> None:
    datetime.fromisoformat(event.text())


def test_key_that_fails_is_told_and_the_next_one_counts(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: caught.append(kind))
    field = type("Clumsy", (QWidget,), {"keyPressEvent": _fail})()
    qtbot.addWidget(field)
    QTest.keyClicks(field, "ab")
    assert caught == [ValueError, ValueError]
