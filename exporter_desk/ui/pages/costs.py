"""Warehouse costs (海外仓费用): the range first, each line with formula and source, what is left out always in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.estimate_inputs import EstimateInputs
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.estimate_rows import line_row, range_words, total_row
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.aim import take_aim
from exporter_desk.ui.pages.cost_answers import CostAnswers
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import Card, EmptyState, Label, MarkLabel, Paragraph, RangeBox, Switch
from exporter_desk.ui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from exporter_desk.documents.dossier import EstimateView
    from exporter_desk.domain.json_value import Json
    from exporter_desk.domain.trace import Trace
    from exporter_desk.services.session import Session
    from exporter_desk.ui.messages import Messages
    from exporter_desk.ui.shell_state import Room
    from exporter_desk.ui.tasks import Tasks

LINES, CHART, ANSWERS, INPUTS = range(4)
MOST_OPEN = 4
_WIDE, _NARROW = (156, 0, 88, 90, 88, 96), (190, 0, 96, 96, 96, 110)


class CostsPage(StepPage):
    """Four views: the lines (beside the chart where there is room), the chart, what it means, the inputs."""

    step = Step.COSTS
    docks_help = False

    def __init__(self, session: Session, messages: Messages, tasks: Tasks | None = None) -> None:
        super().__init__(session, messages, tasks)
        self._wide, self._short, self._begun = True, False, False
        self.views = Switch([("", "")] * 4)
        self.card_note = MarkLabel("warn", "", "table")
        self.per_unit, self.total = RangeBox(), RangeBox()
        self.model = TitledRows([""] * 6, ("left", "left", "right", "right", "right", "left"))
        self.lines = ScrollingTable("list", row=36)
        self.lines.set_model(self.model, _WIDE)
        self.open_card, self.left_out_card = (
            Card("warn_soft", padding=12, spacing=4),
            Card("sunken", padding=12, spacing=4),
        )
        self.open_title, self.open_text = MarkLabel("warn", "", bold=True), Paragraph("", "table")
        self.left_out_title, self.left_out_text = Label("", "body", bold=True), Paragraph("", "table")
        self.chart_card, self.chart = Card(), ChartView()
        self.answers = CostAnswers(self)
        self.inputs = EstimateInputs(session)
        self.empty = EmptyState("", ("",))
        self.result = QWidget()
        self._build()
        self.views.chosen.connect(self.choose_view)
        self.inputs.submitted.connect(self._take_inputs)
        self.empty.acted.connect(lambda _index: self.choose_view(INPUTS))
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 14)
        head.addWidget(self.views)
        head.addWidget(self.card_note)
        head.addStretch(1)
        ranges = QHBoxLayout()
        theme.set_spacing(ranges, 36)
        for box in (self.per_unit, self.total):
            ranges.addWidget(box)
        ranges.addStretch(1)
        self.open_card.add(self.open_title, self.open_text)
        self.left_out_card.add(self.left_out_title, self.left_out_text)
        cards = QHBoxLayout()
        theme.set_spacing(cards, 12)
        for card, share in ((self.open_card, 2), (self.left_out_card, 3)):
            card.column.addStretch(1)
            cards.addWidget(card, share)
        left = QVBoxLayout()
        theme.set_spacing(left, 10)
        left.addLayout(ranges)
        left.addWidget(self.lines, 30)
        left.addLayout(cards)
        left.addStretch(1)
        self.left = QWidget()
        self.left.setLayout(left)
        self.chart_card.add(self.chart)
        row = QHBoxLayout(self.result)
        theme.set_spacing(row, 20)
        row.addWidget(self.left, 1)
        row.addWidget(self.chart_card, 0)
        self.column.addLayout(head)
        self.column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        for widget in (self.result, self.answers, self.inputs):
            self.column.addWidget(widget, 1)

    # -- what is shown

    def show_case(self) -> None:
        self._begun = bool(self.case.estimate)
        self.inputs.show_case()
        view = self.analysis.dossier.estimate
        if view is not None:
            self._show_ranges(view)
            self.model.show([*(line_row(index, line) for index, line in enumerate(view.lines)), total_row(view)])
            self._show_open(view)
            self.left_out_text.set_text(comma().join(pick(step) for step in view.not_included) or "–")
            if view.chart is not None:
                self.chart.set_spec(view.chart)
        elif self._begun:
            self._show_unreadable()
        self._show_card_note(view)
        self._show_view()

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

    def _show_ranges(self, view: EstimateView) -> None:
        self.total.caption.setText(translate("Costs", "Whole shipment, {currency}").format(currency=view.currency))
        self._show_range(self.total, view.low, view.likely, view.high)
        self.per_unit.caption.setText(translate("Costs", "Each piece sold, {currency}").format(currency=view.currency))
        one = view.per_unit
        self.per_unit.setVisible(one is not None)
        if one is not None:
            self._show_range(self.per_unit, one, one, one)

    def _show_range(self, box: RangeBox, low: Trace[Decimal], likely: Trace[Decimal], high: Trace[Decimal]) -> None:
        words, middle = range_words(low, high), range_words(likely, likely)
        if words is None or middle is None:
            box.set_unknown(translate("Costs", "cannot be given yet"))
            return
        estimated = translate("Costs", "estimate") if likely.estimated else ""
        for label in (box.likely_word, box.likely):
            label.setVisible(words[0] != words[1])
        if words[0] == words[1]:
            box.set_range(words[0], "", words[1], "", estimated)
            box.range.setText(words[0])
            box.setAccessibleName(f"{box.caption.text()} {words[0]} {estimated}".strip())
        else:
            box.set_range(words[0], middle[0], words[1], translate("Costs", "most likely"), estimated)

    def _show_open(self, view: EstimateView) -> None:
        """What could still move the total: missing inputs first, then what is only estimated."""
        found = [one for one in self.analysis.own_findings if one.code.startswith("C")]
        lines = [one.text(language()) for one in found[:MOST_OPEN]]
        if len(found) > MOST_OPEN:
            lines.append(
                translate("Costs", "and {count} more in the check report").format(count=len(found) - MOST_OPEN)
            )
        estimated = sum(line.likely.estimated for line in view.lines)
        if estimated:
            lines.append(translate("Costs", "{count} lines are estimates").format(count=estimated))
        self.open_text.set_text("\n".join(lines) or translate("Costs", "Nothing that is known of."))

    def _show_unreadable(self) -> None:
        """The block was begun but cannot be read: no total at all, and why."""
        self.model.show([])
        self.total.caption.setText(translate("Costs", "Whole shipment"))
        self.total.set_unknown(translate("Costs", "cannot be given yet"))
        self.per_unit.hide()
        found = [one.text(language()) for one in self.analysis.own_findings if one.code.startswith("C")]
        self.open_text.set_text("\n".join(found[:MOST_OPEN]))
        self.left_out_text.set_text(translate("Costs", "Nothing was computed."))

    def _show_card_note(self, view: EstimateView | None) -> None:
        until = view.valid_until if view is not None else None
        self.card_note.setVisible(until is not None)
        if view is not None and until is not None:
            days = (until - self.analysis.day).days
            late = translate("Costs", "{card}: expired on {day}").format(card=view.card, day=until)
            soon = translate("Costs", "{card}: valid to {day}, {days} days left")
            words = late if days < 0 else soon.format(card=view.card, day=until, days=days)
            self.card_note.set_state("warn" if days < 60 else "ok", words)

    def _show_view(self) -> None:
        view, known = self.views.selected(), self._begun
        has_chart = known and self.analysis.dossier.estimate is not None
        has_chart = has_chart and self.analysis.dossier.estimate.chart is not None  # type: ignore[union-attr]
        self.inputs.setVisible(view == INPUTS)
        self.answers.setVisible(view == ANSWERS and known)
        if view == ANSWERS and known:
            self.answers.show_case()
        self.empty.setVisible(view != INPUTS and not known)
        self.result.setVisible(view in {LINES, CHART} and known)
        self.left.setVisible(view == LINES)
        self.chart_card.setVisible(has_chart and (view == CHART or (self._wide and not self._short)))
        theme.set_control_size(self.chart_card, 400 if view == LINES else None)
        if view == CHART:
            self.chart_card.setMaximumWidth(16777215)
            self.chart_card.setMinimumWidth(0)

    # -- what a person does

    def choose_view(self, view: int) -> None:
        self.views.select(view)
        self._show_view()

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
            self.lines.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame

    def activated(self, case_id: str | None) -> None:
        super().activated(case_id)
        if take_aim():
            self.choose_view(INPUTS)

    def first_focus(self) -> QWidget | None:
        if self.inputs.isVisibleTo(self):
            return self.inputs.card
        return self.lines.view if self._begun else None

    def arrange(self, room: Room) -> None:
        self._wide, self._short = room.wide, room.short
        self.lines.set_widths(_WIDE if room.wide else _NARROW)
        self.lines.set_row(32 if room.short else 36)
        if self.has_case():
            self._show_view()

    def retranslate(self) -> None:
        for index, words in enumerate(
            (
                translate("Costs", "Lines"),
                translate("Costs", "Chart"),
                translate("Costs", "Does it pay"),
                translate("Costs", "Inputs"),
            )
        ):
            self.views.set_text(index, words)
        self.model.set_titles(
            (translate("Costs", "Item"), translate("Costs", "How it is computed"), translate("Costs", "Low"),
             translate("Costs", "Likely"), translate("Costs", "High"), translate("Costs", "Source"))
        )  # fmt: skip
        self.lines.view.setAccessibleName(translate("Costs", "Lines"))
        self.open_title.set_state("warn", translate("Costs", "Could still move the total"))
        self.left_out_title.setText(translate("Costs", "Not included"))
        self.inputs.retranslate()
        self.answers.retranslate()
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
