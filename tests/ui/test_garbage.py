"""Garbage dies in the window's thread between two events, so that Qt never goes through freed widgets."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

from pytestqt.qtbot import QtBot

HEAD = """
import gc, threading
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from exporter_desk.system import resources
from exporter_desk.ui.garbage import Collector
from exporter_desk.ui.tasks import Tasks
from exporter_desk.ui.theme import Appearance, Tokens

died = []

class Forgotten(QWidget):
    def __init__(self):
        super().__init__()
        self.cycle = self
        self.ensurePolished()  # from now on the style sheet knows it

    def __del__(self):
        died.append(threading.current_thread() is threading.main_thread())

app = QApplication(["test", "-style", "fusion"])
look = Appearance(app, Tokens.from_text(resources.read_text("theme/tokens.json")), resources.read_text("theme/app.qss"))
gc.set_threshold(50, 1, 1)
Collector(app)
"""
WORKER = """
tasks = Tasks()
for round in range(12):
    for _ in range(20):
        Forgotten()
    tasks.start("", lambda _progress: [[] for _ in range(5000)])
    tasks.finish(-1)
    assert len(died) == 20 * round
    look.step_scale(-1 if round % 2 else 1)
    rest = QEventLoop()
    QTimer.singleShot(1, rest.quit)
    rest.exec()
print(len(died), all(died))
"""
RESTYLED = """
class Busy(QWidget):
    def changeEvent(self, event):
        super().changeEvent(event)
        self.made = [[] for _ in range(500)]

kept = []
for round in range(12):
    for _ in range(60):
        kept.append(QComboBox())
        kept[-1].view()  # has parts that Python has not seen
        kept.append(Busy())
        kept[-1].ensurePolished()
        Forgotten()
    look.step_scale(-1 if round % 2 else 1)
print(len(died), look.theme.scale)
"""


def test_work_in_another_thread_kills_no_widget(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python(HEAD + WORKER) == "240 True\n"


def test_no_widget_dies_while_the_look_changes(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python(HEAD + RESTYLED) == "0 1.0\n"


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_goes_when_nothing_is_left_to_do(qtbot: QtBot) -> None:
    knot = weakref.ref(Knot())
    kept: list[list[object]] = [[] for _ in range(3 * gc.get_threshold()[0])]
    assert knot() is not None
    qtbot.wait(1)
    assert knot() is None
    assert kept
