"""The money on the first page: refunds to come and at risk, looked through behind the window after it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import Button, FactsStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.services.claims.watch import RefundWatch, Seen, Standing
    from exporter_desk.services.session import Session
    from exporter_desk.storage.summary import CaseSummary
    from exporter_desk.system.clock import Clock
    from exporter_desk.ui.tasks import Progress, Tasks
    from exporter_desk.ui.widgets import Fact

PAUSE_MS = 1500
"""The first page is painted before the rules are read."""
AT_ONCE = 10
"""How many shipments are read from the database in one go: reading happens in the thread of the window."""
IN_ONE_LINE = 2
"""So many facts stand side by side in a narrow window."""


class RefundStrip(QWidget):
    """Hidden while there is no refund to speak of; `told` each time that it says something else."""

    opened = Signal()
    told = Signal()

    def __init__(self, session: Session, tasks: Tasks | None, clock: Clock) -> None:
        super().__init__()
        self._session, self._tasks, self._clock = session, tasks, clock
        self._watch: RefundWatch | None = None
        self._listed: Sequence[CaseSummary] = ()
        self._unreadable: set[str] = set()
        self._busy = self._long = False
        self.facts = FactsStrip()
        self.open = Button("", "text", icon="right")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8)
        row.addWidget(self.facts, 1)
        row.addWidget(self.open)
        self.open.clicked.connect(self.opened)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._go_on)
        self.setVisible(False)

    def look(self, listed: Sequence[CaseSummary]) -> None:
        """Look through these shipments soon; those that did not change are known already."""
        self._listed = listed
        if self._tasks is not None and any(one.sample is None for one in listed):
            self._later.start()
        else:
            self._show()

    def is_long(self) -> bool:
        """A narrow window needs a second line for what is told."""
        return self._long

    def _go_on(self) -> None:
        if self._busy or self._tasks is None:
            return
        if self._session.is_closed or not self.window().isVisible():
            self._later.start()  # a restore is at work, or a slow machine shows its window after the pause
            return
        if self._watch is None:
            from exporter_desk.services.claims.watch import RefundWatch

            self._watch = RefundWatch(self._session.desk)
        watch, today = self._watch, self._clock.today()
        waiting = [one for one in watch.pending(self._listed, today) if one.id not in self._unreadable][:AT_ONCE]
        if not waiting and watch.is_reckoned:
            self._show()
            return
        cases = self._read(waiting)
        self._busy = True

        def work(_progress: Progress) -> tuple[list[Seen], Standing]:
            found = [watch.look(one, case, today) for one, case in cases]
            return found, watch.reckoned(found)

        self._tasks.start(_looking, work, self._take, self._failed)

    def _read(self, waiting: Sequence[CaseSummary]) -> list[tuple[CaseSummary, Case]]:
        """Return what can be read of these shipments; the others are told where they are opened."""
        found = [(one, self._session.cases.readable(one.id)) for one in waiting]
        self._unreadable |= {one.id for one, case in found if isinstance(case, UserFacingError)}
        return [(one, case) for one, case in found if not isinstance(case, UserFacingError)]

    def _take(self, known: tuple[list[Seen], Standing]) -> None:
        self._busy = False
        if self._watch is not None:
            self._watch.take(*known)
        self._show()
        self._go_on()

    def _failed(self, error: Exception) -> None:
        """Without these sums the page is as useful as before, but why they are missing is told."""
        self._busy = False
        if self._tasks is not None and isinstance(error, UserFacingError):
            self._tasks.unheard.emit(error)

    def _show(self) -> None:
        facts: tuple[Fact, ...] = ()
        if self._watch is not None:
            from exporter_desk.ui.models.refund_facts import standing_facts

            standing = self._watch.standing()
            facts = standing_facts(standing) if standing.shipments or standing.urgent else ()
        self.facts.set_facts(facts)
        self._long = len(facts) > IN_ONE_LINE
        self.setVisible(bool(facts))
        self.told.emit()

    def retranslate(self) -> None:
        self.open.setText(translate("Workbench", "By month"))
        self.open.updateGeometry()
        self._show()


def _looking() -> str:
    return translate("Workbench", "Looking through the refunds")
