"""While a window lives, garbage is collected in its thread between two events, and nowhere else."""

from __future__ import annotations

import gc
from time import perf_counter

from PySide6.QtCore import QAbstractEventDispatcher, QObject

NOTICED_S = 0.03
"""A window that stands still this long is felt."""


class Collector(QObject):
    """Stands in for Python's automatic collection until `stop`.

    Python collects wherever it happens to make an object: in a worker's thread, or in a method that Qt calls while it
    goes through all widgets. A widget among the garbage dies there, and Qt goes on to what was freed. Of a death in
    another thread it hears only by a queued signal, so QApplication.setStyleSheet ended the process even later.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._events = QAbstractEventDispatcher.instance()
        self._events.aboutToBlock.connect(self._collect)

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._events.aboutToBlock.disconnect(self._collect)
        gc.enable()

    def _collect(self) -> None:
        """Nothing is left to do before the next event: collect the oldest generation that is due."""
        ages = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [age for age, (count, limit) in enumerate(ages) if 0 < limit < count]
        if due:
            self._collect_down_to(due[-1])

    @staticmethod
    def _collect_down_to(age: int) -> None:
        """Collect. What made it last that long (the rules, once loaded) stays for good and is not looked at again."""
        begun = perf_counter()
        gc.collect(age)
        if perf_counter() - begun > NOTICED_S:
            gc.freeze()
