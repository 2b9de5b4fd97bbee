"""A restless person at the window: goes about, types, changes look, language and size, and forgets parts of it."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exporter_desk import app
from exporter_desk.services.session import Session
from exporter_desk.system.paths import find_paths
from exporter_desk.ui.main_window import MainWindow
from exporter_desk.ui.theme import SCALES, VARIANTS
from exporter_desk.ui.widgets import ComboBox, Field, LineEdit

SIZES = ((1024, 560), (1366, 768), (1920, 1080))
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Escape,
    Qt.Key.Key_1, Qt.Key.Key_A, Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F8,
)  # fmt: skip
LONGEST_REST = 60  # milliseconds
SOON = (40, 2, 2)  # so many new objects make garbage due: far fewer than in the program


class Forgotten(Field):
    """A part of the window that nobody holds, but itself."""

    def __init__(self, editor: LineEdit | ComboBox) -> None:
        super().__init__("forgotten", editor)
        self.itself = self
        self.ensurePolished()
        editor.ensurePolished()


class Restless:
    """What one person does, all of it by chance."""

    def __init__(self, window: MainWindow, session: Session, chance: random.Random) -> None:
        self._window, self._chance = window, chance
        self._cases = [summary.id for summary in session.summaries()]
        self._places = tuple(app.pages(session, window, find_paths()))

    def act(self) -> None:
        """Do one thing, then let the window rest a while, or not."""
        choose, look = self._chance.choice, self._window.appearance
        acts: tuple[Callable[[], object], ...] = (
            self._go,
            self._press_keys,
            partial(look.set_scale, choose(SCALES)),
            partial(look.set_variant, choose(VARIANTS)),
            partial(self._window.language.set, choose(("zh", "en"))),
            partial(self._window.resize, *choose(SIZES)),
            partial(Forgotten, choose((LineEdit, ComboBox))()),
        )
        choose(acts)()
        choose((QApplication.processEvents, self._rest, self._nothing))()

    def _go(self) -> None:
        place = self._chance.choice(self._places)
        self._window.navigate(place, self._chance.choice(self._cases) if place.startswith("case.") else None)

    def _press_keys(self) -> None:
        for _ in range(self._chance.randrange(8)):
            QTest.keyClick(QApplication.focusWidget() or self._window, self._chance.choice(KEYS))

    def _rest(self) -> None:
        rest = QEventLoop()
        QTimer.singleShot(self._chance.randrange(LONGEST_REST), rest.quit)
        rest.exec()

    def _nothing(self) -> None:
        """Go on without a look at the events."""


def main() -> None:
    """Do so many things by chance from a seed, then leave as a person does."""
    seed, acts = int(sys.argv[1]), int(sys.argv[2])
    application, session, window = app.open_desk()
    gc.set_threshold(*SOON)
    person = Restless(window, session, random.Random(seed))  # noqa: S311  # no secret
    for _ in range(acts):
        person.act()
    window.close()
    window.tasks.finish(-1)
    session.close()
    sys.stdout.write("left\n")
    application.quit()


if __name__ == "__main__":
    main()
