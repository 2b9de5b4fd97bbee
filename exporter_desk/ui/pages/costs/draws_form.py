"""How often the risks are simulated, and from which seed: the same seed gives the same result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.costs.simulation.spreads import LEAST_RUNS, MOST_RUNS, MOST_SEED
from exporter_desk.services.estimates.study import USUAL_RUNS, Draws, read_draws
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick
from exporter_desk.ui.widgets import Label, LineEdit, plain_width

if TYPE_CHECKING:
    from exporter_desk.services.estimates.plan_inputs import PlanForm

NO_DRAWS = Draws()
_WIDTH = 92


class DrawsForm(QWidget):
    """Two small fields in a line; what is wrong is told behind them, and what was typed stays."""

    def __init__(self, form: PlanForm) -> None:
        super().__init__()
        self._words = form.words
        self.runs, self.seed = (LineEdit(str(value), normalise=plain_width) for value in (USUAL_RUNS, NO_DRAWS.seed))
        self.labels = (Label("", "table", "ink2"), Label("", "table", "ink2"))
        self.wrong = Label("", "note", "error")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8)
        for label, editor in zip(self.labels, (self.runs, self.seed), strict=True):
            theme.set_control_size(editor, _WIDTH)
            label.setBuddy(editor)
            row.addWidget(label)
            row.addWidget(editor)
        row.addWidget(self.wrong)

    def read(self) -> Draws | None:
        """What is typed; None after saying what cannot be read, with the cursor there."""
        runs, seed = read_draws(self.runs.text(), self.seed.text())
        for editor, value in ((self.runs, runs), (self.seed, seed)):
            editor.set_state("wrong" if value is None else "typed")
        self.wrong.setText("")
        if runs is None:
            self._refuse(self.runs, pick(self._words["draws_wrong"]).format(least=LEAST_RUNS, most=MOST_RUNS))
        elif seed is None:
            self._refuse(self.seed, pick(self._words["seed_wrong"]).format(most=MOST_SEED))
        return None if runs is None or seed is None else Draws(runs, seed)

    def _refuse(self, editor: LineEdit, words: str) -> None:
        self.wrong.setText(words)
        editor.setAccessibleDescription(words)
        editor.setFocus()

    def retranslate(self) -> None:
        for label, editor, key in zip(self.labels, (self.runs, self.seed), ("runs", "seed"), strict=True):
            label.setText(pick(self._words[key]))
            editor.setAccessibleName(label.text())
