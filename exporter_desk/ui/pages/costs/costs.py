"""Warehouse costs (海外仓费用): the card and the range first, each line with formula and source, answers, inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from exporter_desk.services.estimates.figure_origins import PREFIX, figure_origin
from exporter_desk.services.estimates.headline import headlines
from exporter_desk.services.estimates.plan_open import REFUND_DAY, waited_for
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.charge_lines import ChargeLines
from exporter_desk.ui.forms.estimate_inputs import EstimateInputs
from exporter_desk.ui.forms.plan_offers import PlanOffers
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.pages.aim import take_aim
from exporter_desk.ui.pages.costs.cost_answers import CostAnswers
from exporter_desk.ui.pages.costs.cost_card import CostCard
from exporter_desk.ui.pages.costs.cost_compare import CostCompare
from exporter_desk.ui.pages.costs.cost_headline import CostHeadline
from exporter_desk.ui.pages.costs.cost_lines import CostLines
from exporter_desk.ui.pages.costs.cost_outputs import CostOutputs
from exporter_desk.ui.pages.costs.cost_work import CostWork
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.pages.waiting_line import WaitingLine
from exporter_desk.ui.widgets import EmptyState, Flow, Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.json_value import Json
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.services.session import Session
    from exporter_desk.services.value_origin import WhereFrom
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

_PLAN = "estimate."
LINES, CHART, ANSWERS, COMPARE, INPUTS = range(5)
_STUDY_AFTER_MS, _UNNOTICED_MS = 300, 200


class CostsPage(StepPage):
    """Five views: the lines (beside the chart where there is room), the chart, the answers, saved ones, the inputs.

    The answer stands above lines and chart. Figures are computed behind the window: those of before stay in sight
    until the new ones are there, and nothing of them can leave the page.
    """

    step = Step.COSTS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._begun, self._short = False, False
        self._shown_for: str | None = None
        self.work = CostWork(self)
        self.views = Switch([("", "")] * 5)
        self.card, self.offers = CostCard(session), PlanOffers(session.desk.plan_form)
        self.head, self.waiting, self.headline = QWidget(), WaitingLine(), CostHeadline()
        self.result = CostLines()
        self.answers = CostAnswers(self)
        self.outputs = CostOutputs(self)
        self.compare = CostCompare(self)
        self.inputs, self.own_lines, self._types_lines = EstimateInputs(session), ChargeLines(session), False
        self.empty = EmptyState("", ("",))
        self._later, self._soon = _once(self, _STUDY_AFTER_MS), _once(self, _UNNOTICED_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        flow = Flow(self.head)
        theme.set_spacing(flow, 12)
        flow.addWidget(self.views)
        flow.addWidget(self.card)
        flow.addWidget(self.offers)
        self.column.addWidget(self.head)
        self.column.addWidget(self.waiting)
        self.column.addWidget(self.headline)
        self.column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self.result, self.answers, self.compare, self.inputs, self.own_lines):
            self.column.addWidget(widget, 1)
        self.column.addStretch(0)
        self.waiting.hide()

    def _connect(self) -> None:
        self.views.chosen.connect(self.choose_view)
        self.card.chosen.connect(self._take_card)
        self.inputs.submitted.connect(self._take_inputs)
        self.inputs.dropped.connect(lambda: self.choose_view(LINES))
        self.inputs.own_lines.connect(lambda: self.type_lines(typing=True))
        self.own_lines.closed.connect(lambda: self.type_lines(typing=False))
        self.own_lines.written.connect(self._take_lines)
        for offers in (self.offers, self.answers.offers, self.compare.scenarios.offers):
            offers.wanted.connect(self.type_place)
        self.empty.acted.connect(lambda _index: self.choose_view(INPUTS))
        self.answers.arrived.connect(self._show_study)
        self.outputs.write.clicked.connect(self.write_down)
        self.work.arrived.connect(self._computed)
        self.work.broke_off.connect(self._not_computed)
        self.waiting.stopped.connect(self.stop_computing)
        self.waiting.wanted.connect(self.show_case)
        self._later.timeout.connect(self._study)
        self._soon.timeout.connect(self._say_waiting)

    # -- what is shown

    def show_case(self) -> None:
        """The figures: at once where they are known, else as soon as they are computed."""
        self._begun = bool(self.case.estimate)
        self.own_lines.show_case()
        if self.work.is_ready():
            self._show_estimate()
            return
        self.outputs.set_ready(ready=False)
        self.work.begin()
        self._soon.start()
        self._show_view()

    def _show_estimate(self) -> None:
        self._soon.stop()
        self.waiting.hide()
        self._shown_for = self.session.case_id
        self.inputs.show_case()
        view = self.analysis.costs(language())
        if view is not None:
            self.result.show_estimate(view, self._open())
        elif self._begun:
            self.result.show_unreadable(self._open())
            self.headline.show_nothing(translate("Costs", "Whole shipment"))
        self.card.show_case(self.analysis.day)
        self._show_view()
        self._show_study()
        if view is not None:
            self._later.start()

    def _computed(self) -> None:
        if self.isVisible():
            self._show_estimate()
            self.changed.emit()
            self.conclude()

    def _say_waiting(self) -> None:
        """What is gone in a moment is not worth a word."""
        if self.work.is_working():
            self.waiting.say_busy(lambda: translate("Costs", "Computing the costs"))
            self.waiting.show()

    def stop_computing(self) -> None:
        """Wait no longer; the figures of before stay, and cannot leave the page."""
        self.work.stop()
        self.waiting.say_stopped(
            lambda: (
                translate("Costs", "Stopped. The figures are not those of what is typed now.")
                if self._shows_this_case()
                else translate("Costs", "Stopped. Nothing is computed yet.")
            )
        )

    def _not_computed(self, error: Exception) -> None:
        self._soon.stop()
        self.waiting.say_failed(lambda: translate("Costs", "The costs could not be computed. What was typed is saved."))
        self.waiting.show()
        self.not_concluded(error)

    def _shows_this_case(self) -> bool:
        return self._shown_for is not None and self._shown_for == self.session.case_id

    def conclude(self) -> None:
        """Papers and findings follow the figures."""
        if self.work.is_ready():
            super().conclude()

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
        if self.isVisible() and self.work.is_ready():
            self.answers.show_case()

    def _show_study(self) -> None:
        """What the study says beside the lines; only that of the case as it is now."""
        if not self.work.is_ready():
            return
        current = self.answers.is_current()
        answers, studied = (self.answers.shown, self.answers.studied) if current else (None, None)
        estimate = self.analysis.estimate
        if estimate is not None:
            study = None if studied is None else studied.study
            self.headline.show_figures(headlines(estimate, study, self.session.desk.cost_texts))
        self._offer()
        self.result.show_movers(() if answers is None else answers.movers)
        self.outputs.set_ready(ready=answers is not None and studied is not None)
        self.compare.show_now()

    def _offer(self) -> None:
        """Where the figures say that the refund's day is not known, its field is one press away."""
        beside = self.views.selected() in {LINES, CHART} and not self._short
        studied = self.answers.studied if self.work.is_ready() and self.answers.is_current() else None
        waits = studied is not None and REFUND_DAY in waited_for(studied.study)
        self.offers.offer((REFUND_DAY,) if beside and waits else ())

    def _show_view(self) -> None:
        """Without an estimate there is nothing to look at from five sides: only what is needed, or the inputs."""
        view, ready = self.views.selected(), self.work.is_ready()
        there = self._shows_this_case() if not ready else True
        known = self._begun and there
        estimate = self.analysis.costs(language()) if ready else None
        has_chart = known and (not ready or (estimate is not None and estimate.chart is not None))
        self.head.setVisible(known)
        self.inputs.setVisible(view == INPUTS and there and not self._types_lines)
        self.own_lines.setVisible(view == INPUTS and there and self._types_lines)
        self.inputs.set_first(first=not self._begun)
        self.answers.setVisible(view == ANSWERS and known)
        self.compare.setVisible(view == COMPARE and known)
        if view == ANSWERS and known and ready:
            self.answers.show_case()
        if view == COMPARE and known:
            self.compare.show_case()
        self.empty.setVisible(view != INPUTS and not self._begun and there)
        self.result.setVisible(view in {LINES, CHART} and known)
        self.headline.setVisible(known and (view == LINES or (view == CHART and not self._short)))
        self.result.show_view(lines=view == LINES, has_chart=has_chart)
        self._offer()

    # -- what a person does

    def choose_view(self, view: int) -> None:
        self.views.select(view)
        self._types_lines = False
        self._show_view()

    def type_place(self, place: str) -> None:
        """Show the inputs with the cursor in the field of a place below `estimate`."""
        self.choose_view(INPUTS)
        self.inputs.show_place(place)

    def type_lines(self, *, typing: bool) -> None:
        """Show the plan's own charges instead of the other inputs, or those again."""
        self.views.select(INPUTS)
        self._types_lines = typing
        self._show_view()
        if typing and not self.own_lines.model.rows:
            self.own_lines.add_line()
        target = self.own_lines.grid.view if typing else self.inputs.lines
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_lines(self, lines: list[Json]) -> None:
        """Write the plan's own charges as one step; without any the plan has none."""
        self.together(lambda: self.session.set_value("estimate.lines", lines or None))

    def write_down(self) -> None:
        """Keep the estimate as it stands, then show what it means."""
        if self.outputs.write_down():
            self.choose_view(ANSWERS)

    def _take_card(self, key: str) -> None:
        """Compute with another rate card; what was typed beside it stays. Without a card lines are typed next."""
        wanted: list[Json] = [key] if key else []

        def take() -> None:
            self.attempt(lambda: self.session.set_value("estimate.cards", wanted))

        self.together(take)
        if not key and not self.case.estimate.get("cards"):
            self.type_lines(typing=True)

    def _take_inputs(self, values: dict[str, Json]) -> None:
        """Write the inputs as one round of edits, then show the lines."""

        def write() -> None:
            for path, value in values.items():
                self.session.set_value(f"estimate.{path}", value)

        def take() -> None:
            self.attempt(write)

        self.together(take)
        if self.case.estimate:
            self.choose_view(LINES)
            self.result.lines.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame

    def where_from(self, figure: str) -> WhereFrom | None:
        """The figures of the study are known to this page alone."""
        if not figure.startswith(PREFIX) or not self.work.is_ready():
            return super().where_from(figure)
        current = self.answers.is_current()
        studied, shown = (self.answers.studied, self.answers.shown) if current else (None, None)
        return figure_origin(figure, self.analysis, None if studied is None else studied.study, shown)

    def head_widget(self) -> QWidget | None:
        return self.outputs if self._begun else None

    def activated(self, case_id: str | None) -> None:
        if case_id is not None and case_id != self.session.case_id:
            self.views.select(LINES)
            self._types_lines = False
        super().activated(case_id)
        aim = take_aim()
        if aim:
            self.type_place(aim.removeprefix(_PLAN))

    def first_focus(self) -> QWidget | None:
        if self.own_lines.isVisibleTo(self):
            return self.own_lines.grid.view
        if self.inputs.isVisibleTo(self):
            return self.inputs.card
        return self.result.lines.view if self._begun else None

    def arrange(self, room: Room) -> None:
        self._short = room.short
        self.headline.set_compact(compact=room.short or not room.wide)
        self.result.arrange(room)
        self.own_lines.arrange(wide=room.wide)
        self.inputs.arrange(short=room.short)
        if self.has_case():
            self._show_view()

    def retranslate(self) -> None:
        words = (
            translate("Costs", "Lines"), translate("Costs", "Chart"), translate("Costs", "Does it pay"),
            translate("Costs", "Compare"), translate("Costs", "Inputs"),
        )  # fmt: skip
        for index, name in enumerate(words):
            self.views.set_text(index, name)
        parts = (self.card, self.result, self.inputs, self.own_lines, self.answers, self.compare, self.outputs)
        for part in (*parts, self.offers, self.waiting):
            part.retranslate()
        for button in self.empty.findChildren(type(self.inputs.run)):
            button.setText(translate("Costs", "Begin an estimate"))
        super().retranslate()


def _once(page: QWidget, after: int) -> QTimer:
    """A timer that runs once, anew whenever it is started."""
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(after)
    return timer
