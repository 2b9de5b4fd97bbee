"""What the estimate means for the owner: figures, charts over time, what moves the profit, simulated risks, files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from exporter_desk.documents.names import NO_NUMBER, cleaned
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.estimates.charts import CASH, SPREAD, STOCK, TORNADO
from exporter_desk.services.estimates.figure_origins import PREFIX
from exporter_desk.services.estimates.plan_open import waited_for
from exporter_desk.ui import theme
from exporter_desk.ui.forms.plan_offers import PlanOffers
from exporter_desk.ui.forms.scrolling_table import WholeTable
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.messages import Message
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.costs.chart_data import ChartData
from exporter_desk.ui.pages.costs.draws_form import NO_DRAWS, DrawsForm
from exporter_desk.ui.widgets import Button, Card, CellState, Flow, Label, ScrollPage
from exporter_desk.ui.widgets.picture_view import PictureView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.documents.dossier import AnswersView, EstimateView, FigureView
    from exporter_desk.domain.text import Language as Spoken
    from exporter_desk.services.analysis import Analysis
    from exporter_desk.services.estimates.files import Studied
    from exporter_desk.services.estimates.study import Draws
    from exporter_desk.ui.pages.step_page import StepPage
    from exporter_desk.ui.tasks import Progress, Task

    Found = tuple[Studied, EstimateView] | None

PAGE, FULL, SHEET = "page", "pdf", "xlsx"
_ORDER = (CASH, STOCK, TORNADO, SPREAD)


class CostAnswers(ScrollPage):
    """Computed behind the window whenever the case changed; simulated only when somebody asks, and stopped at will.

    `arrived` says that `studied` and `shown` are those of the case as it is now.
    """

    arrived = Signal()

    def __init__(self, page: StepPage) -> None:
        super().__init__(spacing=12)
        self._page = page
        self._task: Task[Found] | None = None
        self._shown_for: Analysis | None = None
        self._studied_for: Analysis | None = None
        self._spoken = language()
        self.studied: Studied | None = None
        self.shown: AnswersView | None = None
        self.ask_file: Callable[[str, str], Path | None] = self._ask_file
        self.simulate, self.stop = Button("", "primary"), Button("")
        self.draws = DrawsForm(page.session.desk.plan_form)
        self.state = Label("", "table", "ink2")
        self.files = {kind: Button("") for kind in (PAGE, FULL, SHEET)}
        self.model = TitledRows(["", ""], ("left", "right"))
        self.figures = WholeTable("list", row=30)
        self.figures.set_model(self.model, (0, 360))
        self.offers = PlanOffers(page.session.desk.plan_form)
        self.pictures = {name: PictureView() for name in _ORDER}
        self.data = {name: ChartData(name) for name in _ORDER}
        self.cards = {name: Card() for name in _ORDER}
        self._build()
        self.simulate.clicked.connect(self.draw)
        self.stop.clicked.connect(self.cancel)
        for kind, button in self.files.items():
            button.clicked.connect(lambda _=False, kind=kind: self.save(kind))
        self._show_state("")

    def _build(self) -> None:
        row, box = QHBoxLayout(), QWidget()
        theme.set_spacing(row, 10)
        for widget in (self.simulate, self.stop, self.draws, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        flow = Flow(box)
        theme.set_spacing(flow, 10)
        for button in self.files.values():
            flow.addWidget(button)
        self.column.addLayout(row)
        self.add(box, self.offers, self.figures)
        for name in _ORDER:
            self.cards[name].add(self.pictures[name], self.data[name])
            self.cards[name].hide()
            self.add(self.cards[name])

    # -- computing

    def show_case(self) -> None:
        """Compute again if the case is another one than the shown; what was simulated for it is gone then."""
        if not self._is_of_now():
            self.refresh()

    def draw(self) -> None:
        """Simulate as often and from the seed that the form says; what it cannot read is told there."""
        wanted = self.draws.read()
        if wanted is not None:
            self.refresh(wanted)

    def is_current(self) -> bool:
        """Tell whether what is shown was computed for the case as it is now."""
        return self._task is None and self._is_of_now()

    def _is_of_now(self) -> bool:
        """Tell whether the shown, or what is computed, is of the present case and in the present language."""
        return self._page.analysis is self._shown_for and self._spoken == language()

    def refresh(self, draws: Draws = NO_DRAWS) -> None:
        """Study the plan behind the window."""
        self.cancel()
        analysis, spoken = self._page.analysis, language()
        self._shown_for, self._spoken = analysis, spoken
        label = (
            translate("CostAnswers", "Simulating the risks") if draws.runs else translate("CostAnswers", "Computing")
        )
        task = self._page.tasks.start(label, lambda progress: _study(analysis, draws, spoken, progress))
        self._task = task
        task.succeeded.connect(lambda found: self._take(task, analysis, found))
        task.failed.connect(lambda error: self._failed(task, error))
        self._show_state(translate("CostAnswers", "Computing"))
        task.progressed.connect(self._show_progress)
        task.cancelled.connect(lambda: self._ended(task))

    def cancel(self) -> None:
        """Stop what is computed; the figures that are shown stay."""
        if self._task is not None:
            self._task.cancel()

    def _ended(self, task: Task[Found]) -> None:
        """The figures of before stay; where they are those of another plan, nothing of them can be written."""
        if self._task is task:
            self._task, self._shown_for = None, self._studied_for
            self._show_state(translate("CostAnswers", "Stopped"))
            self.arrived.emit()

    def _show_progress(self, done: int, of: int) -> None:
        words = translate("CostAnswers", "{done} of {of} draws").format(done=f"{done:,}", of=f"{of:,}")
        self._show_state(words)

    def _take(self, task: Task[Found], analysis: Analysis, found: Found) -> None:
        """Only what was asked for last counts: an answer may come after another was asked for."""
        if self._task is task:
            self._task, self._studied_for = None, analysis
            self._show(found)

    def _failed(self, task: Task[Found], error: Exception) -> None:
        if self._task is task:
            self._task, self._shown_for = None, self._studied_for
            self._show_state("")
            self._page.messages.say(Message("error", _unfinished, detail=repr(error)))

    # -- showing

    def _show(self, found: Found) -> None:
        self.studied = None if found is None else found[0]
        self.shown = answers = None if found is None else found[1].answers
        self.model.show([] if answers is None else list(_figure_rows(answers.figures)))
        self.offers.offer(() if self.studied is None else tuple(waited_for(self.studied.study)))
        self._show_titles()
        charts = {} if answers is None else answers.charts
        for name in _ORDER:
            self.pictures[name].set_chart(charts.get(name))
            self.data[name].show_chart(charts.get(name))
            self.cards[name].setVisible(name in charts)
        self._show_state("")
        self.arrived.emit()

    def _show_titles(self) -> None:
        """The head says the currency of every amount that names none."""
        figure = translate("CostAnswers", "Figure")
        if self.studied is not None:
            words = translate("CostAnswers", "Figure, amounts in {currency}")
            figure = words.format(currency=self.studied.study.estimate.reporting)
        self.model.set_titles((translate("CostAnswers", "Does it pay"), figure))

    def _show_state(self, words: str) -> None:
        busy = self._task is not None
        self.state.setText(words)
        self.stop.setVisible(busy)
        self.simulate.setEnabled(not busy)
        for button in self.files.values():
            button.setEnabled(not busy and self.studied is not None and self._is_of_now())

    # -- files

    def save(self, kind: str) -> None:
        """Write one of the files where the person wants it, behind the window."""
        studied, spoken = self.studied, language()
        if studied is None:
            return
        desk, suffix = self._page.session.desk, "xlsx" if kind == SHEET else "pdf"
        analysis = self._page.analysis
        target = self.ask_file(kind, f"{cleaned(self._page.case.number or NO_NUMBER)}-costs-{kind}.{suffix}")
        if target is None:
            return

        def work(progress: Progress) -> str:
            from exporter_desk.services.estimates.files import Outputs, write_outputs
            from exporter_desk.services.estimates.study import with_scenarios

            progress.check()
            told = studied if kind == PAGE else with_scenarios(studied, analysis, progress.check)
            write_outputs(told, desk, spoken, Outputs(**{kind: str(target)}))
            return target.name

        self._page.tasks.start(translate("CostAnswers", "Writing the file"), work, self._saved, self._refused)

    def _ask_file(self, kind: str, proposal: str) -> Path | None:
        kinds = "Excel (*.xlsx)" if kind == SHEET else "PDF (*.pdf)"
        chosen, _ = QFileDialog.getSaveFileName(self, self.files[kind].text(), proposal, kinds)
        return Path(chosen) if chosen else None

    def _saved(self, name: str) -> None:
        said = translate("CostAnswers", "Saved: {file}").format(file=name)
        self._page.messages.say(Message("ok", said))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserFacingError):
            self._page.messages.say(Message("error", error.sentence(language())))
        else:
            self._page.messages.say(Message("error", _unfinished, detail=repr(error)))

    def retranslate(self) -> None:
        self.simulate.setText(translate("CostAnswers", "Simulate the risks"))
        self.stop.setText(translate("CostAnswers", "Stop"))
        self.files[PAGE].setText(translate("CostAnswers", "One page as PDF"))
        self.files[FULL].setText(translate("CostAnswers", "Full calculation as PDF"))
        self.files[SHEET].setText(translate("CostAnswers", "Workbook with formulas"))
        self._show_titles()
        self.offers.retranslate()
        self.draws.retranslate()
        for data in self.data.values():
            data.retranslate()
        self.figures.view.setAccessibleName(translate("CostAnswers", "Does it pay"))
        self._shown_for = None
        if self.isVisible():
            self.show_case()


def _figure_rows(figures: Sequence[FigureView]) -> Iterator[tuple[CellState, ...]]:
    """Each figure with its name; of several with one key, such as the steps of a storage price, each by its number."""
    met, guess = Counter[str](), translate("Costs", "estimate")
    for one in figures:
        figure = f"{PREFIX}{one.figure}.{met[one.figure]}"
        met[one.figure] += 1
        name = CellState(pick(one.name), bold=one.main, figure=figure)
        shown = CellState(pick(one.text), "typed", "right", bold=one.main, figure=figure)
        yield name, replace(shown, state="estimated", chip=guess) if one.estimated else shown


def _study(analysis: Analysis, draws: Draws, spoken: Spoken, progress: Progress) -> Found:
    """Study and put into words; a report is also where stopping takes effect."""
    from exporter_desk.services.estimates.files import studied_view
    from exporter_desk.services.estimates.study import studied_case

    def told(done: int, of: int) -> bool:
        progress.report(done, of)
        return True

    studied = studied_case(analysis, runs=draws.runs, seed=draws.seed, progress=told)
    return None if studied is None else (studied, studied_view(studied, analysis.desk, spoken))


def _unfinished() -> str:
    return translate("CostAnswers", "The computation did not finish. What was typed is saved.")
