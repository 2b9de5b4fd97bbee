"""The scenarios of a plan below each other, priced behind the window; without any the way to type some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.services.estimates.scenarios import KEYS, ScenarioTable, has_variants, scenario_table
from exporter_desk.ui import theme
from exporter_desk.ui.forms.plan_offers import PlanOffers
from exporter_desk.ui.forms.scrolling_table import WholeTable
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.put_back import say_refusal
from exporter_desk.ui.widgets import Alignment, CellState, Label

if TYPE_CHECKING:
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.ui.pages.step_page import StepPage
    from exporter_desk.ui.tasks import Task

_WIDTHS = (96, 76, 150, 140, 196, 96)


class CostScenarios(QWidget):
    """Computed when it is looked at and the case is another one than the shown."""

    def __init__(self, page: StepPage) -> None:
        super().__init__()
        self._page, self._words = page, page.session.desk.plan_form.words
        self._shown_for: Analysis | None = None
        self._task: Task[ScenarioTable | None] | None = None
        self._table: ScenarioTable | None = None
        self.title = Label("", "section", bold=True)
        self.offers = PlanOffers(page.session.desk.plan_form)
        sides: list[Alignment] = ["right" for _ in ("name", *KEYS)]
        sides[0] = "left"
        self.model = TitledRows([""] * len(sides), sides)
        self.table = WholeTable("list", row=30)
        self.table.set_model(self.model, (0, *_WIDTHS))
        column = QVBoxLayout(self)
        theme.set_spacing(column, 8)
        for widget in (self.title, self.offers, self.table):
            column.addWidget(widget)
        self.table.hide()

    def show_case(self) -> None:
        """Price the scenarios of the case as it is now, behind the window."""
        analysis = self._page.analysis
        if analysis is self._shown_for:
            return
        self._stop()
        self._shown_for = analysis
        varied = has_variants(analysis)
        self.offers.offer(() if varied else ("variants",))
        if not varied:
            self._take(None)
            return
        label = pick(self._words["scenarios"])
        task = self._page.tasks.start(label, lambda progress: scenario_table(analysis, progress.check))
        self._task = task
        task.succeeded.connect(lambda found: self._arrived(task, found))
        task.failed.connect(lambda error: self._failed(task, error))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _arrived(self, task: Task[ScenarioTable | None], found: ScenarioTable | None) -> None:
        if self._task is task:
            self._task = None
            self._take(found)

    def _failed(self, task: Task[ScenarioTable | None], error: Exception) -> None:
        if self._task is task:
            say_refusal(self._page.messages, error)
        self._arrived(task, None)

    def _take(self, found: ScenarioTable | None) -> None:
        self._table = found
        self.table.setVisible(found is not None)
        self.title.setVisible(found is not None or not self.offers.isHidden())
        self._show()

    def _show(self) -> None:
        table = self._table
        self.title.setText(pick(self._words["scenarios"]))
        if table is None:
            return
        self.model.set_titles((pick(self._words["scenario"]), *(pick(title) for title in table.titles)))
        rows = [
            (_cell(row.name or pick(self._words["plan"])), *(_figure(pick(one)) for one in row.figures))
            for row in table.rows
        ]
        self.model.show(rows)
        self.table.view.setAccessibleName(pick(self._words["scenarios"]))
        self.table.restyle()

    def retranslate(self) -> None:
        self.offers.retranslate()
        self._show()


def _cell(text: str) -> CellState:
    return CellState(text, bold=True, note=text)


def _figure(text: str) -> CellState:
    return CellState(text, alignment="right", note=text)
