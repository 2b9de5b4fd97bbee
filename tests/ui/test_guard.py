"""An error inside a method that Qt calls becomes one crash report, and the program goes on."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize

from exporter_desk.ui.guard import guarded
from tests.support.source_tree import ROOT

MARKED = frozenset({
    "createEditor", "currentChanged", "data", "eventFilter", "focusInEvent", "focusOutEvent", "headerData", "paint",
    "paintEvent", "paintSection", "resizeEvent", "setData", "showEvent", "viewportEvent",
})  # fmt: skip
"""What Qt may call while Python code called Qt; a key press or a click only comes from the event loop."""

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
look = Appearance(app, Tokens.from_text(resources.read_text("theme/tokens.toml")), "")
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


def _unguarded() -> list[str]:
    found: list[str] = []
    for path in sorted((ROOT / "exporter_desk" / "ui").rglob("*.py")):
        for owner in ast.walk(ast.parse(path.read_text("utf-8"))):
            methods = owner.body if isinstance(owner, ast.ClassDef) else []
            for method in methods:
                if isinstance(method, ast.FunctionDef) and method.name in MARKED:
                    marks = [ast.unparse(mark) for mark in method.decorator_list]
                    if not any(mark.startswith("guarded(") for mark in marks):
                        found.append(f"{path.name}:{method.lineno} {method.name}")
    return found


def test_what_qt_calls_in_between_is_guarded() -> None:
    assert _unguarded() == []
