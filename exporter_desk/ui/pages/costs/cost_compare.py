"""Estimates side by side: the one of now beside those that were written down, and what is different in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.services.estimates.saved import changes_between, frozen_now, side_by_side, written_down
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import WholeTable
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.pages.costs.cost_scenarios import CostScenarios
from exporter_desk.ui.widgets import CellState, ComboBox, Field, Label, Paragraph, ScrollPage

if TYPE_CHECKING:
    from exporter_desk.services.estimates.saved import SavedEstimate
    from exporter_desk.ui.pages.costs.costs import CostsPage

MOST = 3
_COLUMNS = 5


class CostCompare(ScrollPage):
    """Everything is read from the frozen files; nothing of them is computed again."""

    def __init__(self, page: CostsPage) -> None:
        super().__init__(spacing=12)
        self._page = page
        self._saved: tuple[SavedEstimate, ...] = ()
        self.empty = Paragraph("", "body", "ink2")
        self.figures_model = TitledRows([""] * _COLUMNS, ("left", "right", "right", "right", "right"))
        self.figures = WholeTable("list", row=30)
        self.figures.set_model(self.figures_model, (0, 150, 150, 150, 150))
        self.against = ComboBox()
        self.field = Field("", self.against, width=220)
        self.title = Label("", "section", bold=True)
        self.changes_model = TitledRows([""] * 4, ("left", "right", "right", "right"))
        self.changes = WholeTable("list", row=30)
        self.changes.set_model(self.changes_model, (0, 170, 170, 130))
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        theme.set_spacing(row, 12, (0, 0, 0, 0))
        row.addWidget(self.title, 1)
        row.addWidget(self.field)
        self.scenarios = CostScenarios(page)
        self.add(self.scenarios, self.empty, self.figures, self.body, self.changes)
        self.against.activated.connect(lambda _index: self._show_changes())

    def show_case(self) -> None:
        """Read what was written down for the open shipment, and show it beside the estimate of now."""
        case_id = self._page.session.case_id
        self._saved = () if case_id is None else written_down(self._page.session.cases.estimates, case_id)
        self.against.set_entries([(one.name, number) for number, one in enumerate(self._saved)])
        self.show_now()

    def show_now(self) -> None:
        """The estimate of now came anew, or the shipment did."""
        if not self.isVisibleTo(self._page):
            return
        if self._page.work.is_ready():
            self.scenarios.show_case()
        studied, desk = self._page.answers.studied, self._page.session.desk
        ready = studied is not None and self._page.answers.is_current() and bool(self._saved)
        for widget in (self.figures, self.body, self.changes):
            widget.setVisible(ready)
        self.empty.setVisible(not ready)
        self.empty.set_text(self._words())
        if not ready or studied is None:
            return
        self._now = frozen_now(studied, desk)
        shown = self._saved[:MOST]
        rows = side_by_side([self._now, *(one.frozen for one in shown)], desk.cost_texts)
        self.figures_model.show([_row(tuple(pick(cell) for cell in row)) for row in rows])
        self.figures_model.set_titles(
            (translate("Costs", "Figure"), translate("Costs", "Now"), *(one.name for one in shown),
             *[""] * (MOST - len(shown)))
        )  # fmt: skip
        for column in range(_COLUMNS):
            self.figures.view.setColumnHidden(column, column > 1 + len(shown))
        self._show_changes()

    def _words(self) -> str:
        if not self._saved:
            return translate(
                "Costs",
                "Nothing is kept yet. “Write into ‘Does it pay’” keeps the estimate as it is now, to compare with.",
            )
        return translate("Costs", "The estimate is being computed.")

    def _show_changes(self) -> None:
        chosen = self.against.currentData()
        number = chosen if isinstance(chosen, int) else 0
        if not number < len(self._saved):
            return
        desk = self._page.session.desk
        found = changes_between(self._saved[number].frozen, self._now, desk.cost_texts, desk.cost_places)
        self.changes_model.show(
            [_row((pick(one.name), pick(one.before), pick(one.now), pick(one.change))) for one in found]
        )
        self.changes.restyle()

    def retranslate(self) -> None:
        self.scenarios.retranslate()
        self.field.set_label(translate("Costs", "Compare with"))
        self.title.setText(translate("Costs", "What is different"))
        titles = (
            translate("Costs", "What"), translate("Costs", "Then"), translate("Costs", "Now"),
            translate("Costs", "Difference"),
        )  # fmt: skip
        self.changes_model.set_titles(titles)
        self.figures.view.setAccessibleName(translate("Costs", "Compare"))
        self.changes.view.setAccessibleName(translate("Costs", "What is different"))
        self.show_now()


def _row(texts: tuple[str, ...]) -> tuple[CellState, ...]:
    cells = [CellState(texts[0], note=texts[0])]
    cells += [CellState(text, alignment="right", note=text) for text in texts[1:]]
    return (*cells, *[CellState("")] * max(0, _COLUMNS - len(cells)))
