"""Warehouse costs (海外仓费用): the card and the range first, each line with formula and source, answers, inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.estimate_inputs import EstimateInputs
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages.aim import take_aim
from exporter_desk.ui.pages.cost_answers import CostAnswers
from exporter_desk.ui.pages.cost_card import CostCard
from exporter_desk.ui.pages.cost_compare import CostCompare
from exporter_desk.ui.pages.cost_lines import CostLines
from exporter_desk.ui.pages.cost_outputs import CostOutputs
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import EmptyState, Flow, Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.json_value import Json
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

LINES, CHART, ANSWERS, COMPARE, INPUTS = range(5)
_STUDY_AFTER_MS = 300


class CostsPage(StepPage):
    """Five views: the lines (beside the chart where there is room), the chart, the answers, saved ones, the inputs."""

    step = Step.COSTS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._begun = False
        self.views = Switch([("", "")] * 5)
        self.card = CostCard(session)
        self.result = CostLines()
        self.answers = CostAnswers(self)
        self.outputs = CostOutputs(self)
        self.compare = CostCompare(self)
        self.inputs = EstimateInputs(session)
        self.empty = EmptyState("", ("",))
        self._later = QTimer(self)
        self._build()
        self.views.chosen.connect(self.choose_view)
        self.card.chosen.connect(self._take_card)
        self.inputs.submitted.connect(self._take_inputs)
        self.empty.acted.connect(lambda _index: self.choose_view(INPUTS))
        self.answers.arrived.connect(self._show_study)
        self.outputs.write.clicked.connect(self.write_down)
        self._later.timeout.connect(self._study)
        self.retranslate()

    def _build(self) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(_STUDY_AFTER_MS)
        head = QWidget()
        flow = Flow(head)
        theme.set_spacing(flow, 12)
        flow.addWidget(self.views)
        flow.addWidget(self.card)
        self.column.addWidget(head)
        self.column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self.result, self.answers, self.compare, self.inputs):
            self.column.addWidget(widget, 1)

    # -- what is shown

    def show_case(self) -> None:
        self._begun = bool(self.case.estimate)
        self.inputs.show_case()
        view = self.analysis.costs(language())
        if view is not None:
            self.result.show_estimate(view, self._open())
        elif self._begun:
            self.result.show_unreadable(self._open())
        self.card.show_case(self.analysis.day)
        self._show_view()
        self._show_study()
        if view is not None:
            self._later.start()

    def _open(self) -> Sequence[RenderedFinding]:
        return [one for one in self.analysis.own_findings if one.code.startswith("C")]

    def show_conclusions(self) -> None:
        if not self._begun:
            self._say_empty(needed=self.analysis.progress.warehouse_used)

    def _say_empty(self, *, needed: bool | None) -> None:
        if needed is False:
            text = translate("Costs", "The goods do not go through an overseas warehouse, so no estimate is needed.")
        elif needed is None:
            text = translate("Costs", "How the goods travel is not said yet. An estimate can be begun all the same.")
        else:
            text = translate("Costs", "No estimate yet. Choose a rate card and type a few inputs; a range comes out.")
        self.empty.paragraph.set_text(text)

    def _study(self) -> None:
        """Answer the owner's questions behind the window, once nothing was typed for a moment."""
        if self.isVisible() and self.has_case():
            self.answers.show_case()

    def _show_study(self) -> None:
        """What the study says beside the lines; only that of the case as it is now."""
        current = self.answers.is_current()
        answers = self.answers.shown if current else None
        self.result.show_movers(() if answers is None else answers.movers)
        self.outputs.set_ready(ready=answers is not None and self.answers.studied is not None)
        self.compare.show_now()

    def _show_view(self) -> None:
        view, known = self.views.selected(), self._begun
        estimate = self.analysis.costs(language())
        has_chart = known and estimate is not None and estimate.chart is not None
        self.card.setVisible(known)
        self.inputs.setVisible(view == INPUTS)
        self.answers.setVisible(view == ANSWERS and known)
        self.compare.setVisible(view == COMPARE and known)
        if view == ANSWERS and known:
            self.answers.show_case()
        if view == COMPARE and known:
            self.compare.show_case()
        self.empty.setVisible(view != INPUTS and not known)
        self.result.setVisible(view in {LINES, CHART} and known)
        self.result.show_view(lines=view == LINES, has_chart=has_chart)

    # -- what a person does

    def choose_view(self, view: int) -> None:
        self.views.select(view)
        self._show_view()

    def write_down(self) -> None:
        """Keep the estimate as it stands, then show what it means."""
        if self.outputs.write_down():
            self.choose_view(ANSWERS)

    def _take_card(self, key: str) -> None:
        """Compute with another rate card; what was typed beside it stays."""
        wanted: list[Json] = [key] if key else []

        def take() -> None:
            self.attempt(lambda: self.session.set_value("estimate.cards", wanted))

        self.together(take)

    def _take_inputs(self, values: dict[str, Json]) -> None:
        """Write the inputs as one round of edits, then show the lines."""

        def write() -> None:
            for path, value in _whole_blocks(values, self.case.estimate):
                self.session.set_value(f"estimate.{path}", value)

        def take() -> None:
            self.attempt(write)

        self.together(take)
        if self.case.estimate:
            self.choose_view(LINES)
            self.result.lines.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame

    def head_widget(self) -> QWidget | None:
        return self.outputs

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        if take_aim():
            self.choose_view(INPUTS)

    def first_focus(self) -> QWidget | None:
        if self.inputs.isVisibleTo(self):
            return self.inputs.card
        return self.result.lines.view if self._begun else None

    def arrange(self, room: Room) -> None:
        self.result.arrange(room)
        if self.has_case():
            self._show_view()

    def retranslate(self) -> None:
        words = (
            translate("Costs", "Lines"), translate("Costs", "Chart"), translate("Costs", "Does it pay"),
            translate("Costs", "Compare"), translate("Costs", "Inputs"),
        )  # fmt: skip
        for index, name in enumerate(words):
            self.views.set_text(index, name)
        for part in (self.card, self.result, self.inputs, self.answers, self.compare, self.outputs):
            part.retranslate()
        for button in self.empty.findChildren(type(self.inputs.run)):
            button.setText(translate("Costs", "Begin an estimate"))
        super().retranslate()


def _whole_blocks(values: dict[str, Json], before: object) -> Sequence[tuple[str, Json]]:
    """Paths that can be written: the first lot is written whole while there is no list of lots."""
    known = before if isinstance(before, dict) else {}
    lot = {path.rpartition(".")[2]: value for path, value in values.items() if path.startswith("lots.")}
    rest = [(path, value) for path, value in values.items() if not path.startswith("lots.")]
    if known.get("lots"):
        return [*rest, *((f"lots.0.{field}", value) for field, value in lot.items())]
    said: dict[str, Json] = {field: value for field, value in lot.items() if value is not None}
    first: list[Json] = [said]
    return [*rest, ("lots", first)] if said else rest
