"""Computes the estimate of the open shipment behind the window, so that neither opening nor typing ever waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from exporter_desk.services import engines
from exporter_desk.ui.i18n import language, translate

if TYPE_CHECKING:
    from exporter_desk.domain.text import Language
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.desk import Desk
    from exporter_desk.ui.pages.case_page import CasePage
    from exporter_desk.ui.tasks import Progress, Task


class CostWork(QObject):
    """One piece of work at a time: `arrived` when the estimate of the case as it is now can be shown at once."""

    arrived = Signal()
    broke_off = Signal(object)

    def __init__(self, page: CasePage) -> None:
        super().__init__(page)
        self._page = page
        self._task: Task[None] | None = None
        self._for: Analysis | None = None

    def is_ready(self) -> bool:
        """Engines, prices and the estimate are there: asking for them takes no time."""
        page = self._page
        if not page.has_case() or not engines.are_loaded() or not page.session.desk.has_prices():
            return False
        return page.analysis.knows("found")

    def begin(self) -> None:
        """Compute what is not known yet, unless that is being done."""
        wanted = self._page.analysis if engines.are_loaded() else None
        if self._task is not None and self._for is wanted:
            return
        self.stop()
        desk, spoken = self._page.session.desk, language()
        task = self._page.tasks.start(
            lambda: translate("Costs", "Computing the costs"), partial(_computed, wanted, desk, spoken), quiet=True
        )
        self._task, self._for = task, wanted
        task.succeeded.connect(lambda _: self._ended(task))
        task.failed.connect(lambda error: self._failed(task, error))

    def stop(self) -> None:
        """Wait no longer for what is being computed."""
        if self._task is not None:
            self._task.cancel()
            self._task = self._for = None

    def is_working(self) -> bool:
        return self._task is not None

    def _ended(self, task: Task[None]) -> None:
        if self._task is not task:
            return
        self._task = self._for = None
        if self.is_ready():
            self.arrived.emit()
        elif self._page.has_case() and self._page.isVisible():
            self.begin()

    def _failed(self, task: Task[None], error: Exception) -> None:
        if self._task is task:
            self._task = self._for = None
            self.broke_off.emit(error)


def _computed(wanted: Analysis | None, desk: Desk, spoken: Language, progress: Progress) -> None:
    """Load the engines first where they are not; between the parts somebody can stop it."""
    engines.load()
    progress.check()
    desk.prices  # noqa: B018  # read here, behind the window
    progress.check()
    if wanted is not None:
        wanted.work_out("found", between=progress.check)
        wanted.costs(spoken)
