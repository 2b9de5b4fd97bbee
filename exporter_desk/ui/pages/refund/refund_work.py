"""Works out the refund of a shipment: a small one at once, a large one behind the window, told and stoppable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from exporter_desk.domain.watched import watched_by
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.telling import seldom
from exporter_desk.ui.widgets import Banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.domain.case import Case
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.ui.tasks import Progress, Task, Tasks

AT_ONCE = 40
"""So many goods lines and records together are worked out while a key goes up."""
PARTS = ("found", "own_findings", "refund_view", "reconciled", "worksheets")


class RefundWork(Banner):
    """Seen while the work goes on, with how far it is and the way to stop it; `ready` follows when it is done."""

    ready = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._task: Task[None] | None = None
        self._wanted: Analysis | None = None
        self._round = 0
        self._words: Callable[[], str] = _working
        self.acted.connect(self._act)
        self.hide()

    def knows(self, analysis: Analysis) -> bool:
        """Tell whether everything that the page shows is known; what is not is begun, unless somebody stopped it."""
        if _size(analysis.case) <= AT_ONCE:
            analysis.work_out(*PARTS)
        if analysis.knows(*PARTS):
            self._leave()
            return True
        if self._wanted is not analysis:
            self._leave()
            self._wanted = analysis
            self._begin()
        return False

    def is_working(self) -> bool:
        """The work goes on, or waits for somebody who stopped it."""
        return self._wanted is not None

    def _begin(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._round += 1
        work, ended = partial(_in_the_background, wanted), partial(self._ended, self._round)
        task = self._tasks.start(_label, work, lambda _: ended(None), lambda _error: ended(_broken))
        self._task = task
        task.progressed.connect(lambda *_: self._show())
        task.cancelled.connect(partial(ended, _halted))
        self._say(_working)

    def _leave(self) -> None:
        """Nobody waits for this any more: what still runs is stopped."""
        task, self._task, self._wanted = self._task, None, None
        if task is not None:
            task.cancel()
        self.hide()

    def _ended(self, begun: int, unless_done: Callable[[], str] | None) -> None:
        """What ends after something else was begun is of no interest any more."""
        if self._wanted is None or self._round != begun:
            return
        self._task = None
        if unless_done is None:
            self.ready.emit()
        else:
            self._say(unless_done)

    def _act(self) -> None:
        """Stop, also what still waits for its turn; or begin again."""
        task, self._task = self._task, None
        if task is None:
            self._begin()
        else:
            task.cancel()
            self._say(_halted)

    def _say(self, words: Callable[[], str]) -> None:
        self._words = words
        self._show()
        self.show()

    def _show(self) -> None:
        running = self._task is not None
        text = self._words()
        if self._task is not None and self._task.total:
            text += " " + translate("Refund", "{done} of {total} lines").format(
                done=self._task.done, total=self._task.total
            )
        verb = translate("Refund", "Stop") if running else translate("Refund", "Work it out again")
        self.say("hint" if running else "warn", "", text, verb)

    def retranslate(self) -> None:
        if self._wanted is not None:
            self._show()


def _size(case: Case) -> int:
    tax = case.tax
    records = (tax.purchase_invoices, tax.declarations, tax.receipts, tax.pre_refunds, tax.warehouse_sales)
    return len(case.goods) + sum(map(len, records))


def _in_the_background(analysis: Analysis, progress: Progress) -> None:
    """Work it out; what is stopped leaves no part half done: a part is kept when it is whole."""
    with watched_by(seldom(progress)):
        analysis.work_out(*PARTS)


def _label() -> str:
    return translate("Refund", "Working out the refund")


def _working() -> str:
    return translate("Refund", "Working out the refund; the figures follow.")


def _halted() -> str:
    return translate("Refund", "Stopped: the refund was not worked out. What was typed is saved.")


def _broken() -> str:
    return translate("Refund", "The refund could not be worked out. What was typed is saved.")
