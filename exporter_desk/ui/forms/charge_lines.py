"""The plan's own charges (费用行), typed line by line: what no rate card holds, or all of it without a card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.services.estimates.card_editing import LIMIT, PRICED, with_step, without_row
from exporter_desk.services.estimates.charge_lines import (
    DETAIL,
    HEAD,
    choices,
    in_language,
    is_blank,
    line_rows,
    lines_of,
    new_row,
    taken,
    with_details,
    without_rate,
)
from exporter_desk.ui import theme
from exporter_desk.ui.forms.charge_lines_model import ChargeLinesModel
from exporter_desk.ui.forms.code_lookup import CodeLookup
from exporter_desk.ui.forms.text_grid import TextGrid
from exporter_desk.ui.forms.word_completer import offer_words, show_all
from exporter_desk.ui.i18n import language, translate
from exporter_desk.ui.models.text_table import TextColumn
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.widgets import Button, CutLabel, LineEdit, Mark, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.json_value import JsonObject
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.estimates.charge_lines import Wrong
    from exporter_desk.services.session import Session
    from exporter_desk.ui.widgets import Alignment, MarkKind

_TOLD = 2
_SPARE = ("max_charge", "qty_min")
"""Columns that narrow windows leave out."""
_WIDTHS = {"name": 0, "stage": 116, "basis": 104, "quantity": 74, "currency": 58, LIMIT: 74, "rate": 96}
_OTHER = 78


class ChargeLines(QWidget):
    """A line counts as soon as it is complete: `written` gives all lines then; what is wrong stays as it was typed."""

    written = Signal(list)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._lookup = session, CodeLookup(session.desk)
        self._of: str | None = None
        self._lines: list[JsonObject] = []
        self._wrong: tuple[Wrong, ...] = ()
        self.intro, self.told = Paragraph("", "body"), Paragraph("", "table", "ink")
        self.mark, self.state = Mark("warn", "", 14), QWidget()
        keys = ("name", *HEAD, LIMIT, *PRICED)
        self.model = ChargeLinesModel(
            [TextColumn(key, partial(_title, key), _WIDTHS.get(key, _OTHER), _side(key)) for key in keys], self._why
        )
        self.grid, self.keys = TextGrid(self.model, self._help), CutLabel("", "note", "ink3")
        self.add, self.add_step, self.remove = Button("", "fill", icon="add"), Button("", "fill"), Button("", "fill")
        self.done = Button("", "primary")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._build()
        self.model.typed.connect(self._soon.start)
        self._soon.timeout.connect(self.take)
        self.grid.row_changed.connect(lambda _row: self._show_ready())
        self.add.clicked.connect(self.add_line)
        self.add_step.clicked.connect(lambda: self._change_rows(with_step))
        self.remove.clicked.connect(lambda: self._change_rows(without_row))
        self.done.clicked.connect(self.closed)
        QShortcut(Qt.Key.Key_F4, self.grid.view, self._open_words, context=Qt.ShortcutContext.WidgetShortcut)

    def _build(self) -> None:
        state = QHBoxLayout(self.state)
        theme.set_spacing(state, 6, (0, 0, 0, 0))
        state.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.told, 1)
        tools = QHBoxLayout()
        theme.set_spacing(tools, 8)
        for button in (self.add, self.add_step, self.remove):
            tools.addWidget(button)
        tools.addWidget(self.keys, 1)
        tools.addWidget(self.done)
        column = QVBoxLayout(self)
        theme.set_spacing(column, 10, (0, 0, 0, 0))
        for widget in (self.intro, self.grid, self.state):
            column.addWidget(widget, 1 if widget is self.grid else 0)
        column.addLayout(tools)
        column.addStretch(0)
        self.state.hide()

    # -- showing

    def show_case(self) -> None:
        """Show the lines of the plan; what is typed and not complete yet stays until the plan itself changes."""
        lines = lines_of(self._session.case.estimate)
        if self._of == self._session.case_id and lines == self._lines:
            return
        self._of, self._lines = self._session.case_id, lines
        self.model.show(line_rows(lines, language(), self._words))
        self._look()

    @property
    def _words(self) -> dict[str, Bilingual]:
        return cast("dict[str, Bilingual]", self._session.desk.cost_texts)

    def _why(self, row: int, key: str) -> str:
        """Why a cell cannot be taken; empty for one that is good."""
        found = next((one.finding for one in self._wrong if (one.row, one.key) == (row, key)), None)
        return "" if found is None else self._session.desk.in_words(found).text(language())

    def _look(self) -> None:
        """Judge what stands there and say it; nothing is written here."""
        self._wrong = taken(self.model.rows, self._lines, language(), self._words).wrong
        self.model.refresh()
        self.grid.restyle()
        self._show_state()
        self._show_ready()

    def _show_state(self) -> None:
        told = list(dict.fromkeys(self._session.desk.in_words(one.finding).text(language()) for one in self._wrong))
        unpriced = without_rate(self._lines, self._session.case.estimate)
        if told:
            words = translate("Costs", "Not counted yet:")
            self._tell("error", " ".join([words, *told[:_TOLD]]))
        elif unpriced:
            words = translate("Costs", "There is no exchange rate yet for {currencies}: type it among the inputs.")
            self._tell("warn", words.format(currencies=comma().join(unpriced)))
        self.state.setVisible(bool(told or unpriced))

    def _tell(self, kind: MarkKind, text: str) -> None:
        self.mark.set_kind(kind, text)
        self.told.set_text(text)

    def _show_ready(self) -> None:
        rows, at = self.model.rows, self.grid.view.currentIndex().row()
        here = 0 <= at < len(rows)
        self.add_step.setEnabled(here and with_step(rows, at) != rows)
        self.remove.setEnabled(here and without_row(rows, at) != rows)

    # -- what a person does

    def _help(self, editor: LineEdit, key: str) -> None:
        """Let the words of a closed list open under the cell."""
        row = self.grid.view.currentIndex().row()
        column = self.model.rows[row]["path"] if self.model.rows[row]["kind"] == DETAIL and key == "rate" else key
        if column == "currency":
            self._lookup.attach(editor, "currencies")
        else:
            offer_words(editor, choices(column, language(), self._words))

    def _open_words(self) -> None:
        """F4 on a cell: begin to type and show what may stand there."""
        index = self.grid.view.currentIndex()
        if index.isValid() and self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.grid.view.edit(index)
            for editor in self.grid.view.viewport().findChildren(LineEdit):
                show_all(editor)

    def take(self) -> None:
        """Write the lines when all of them are complete; else say what is missing and keep it as it was typed."""
        self.model.merge(with_details(self.model.rows, self._lines, language(), self._words))
        found = taken(self.model.rows, self._lines, language(), self._words)
        if not found.wrong and list(found.lines) != self._lines:
            blank = [row for row in self.model.rows if is_blank(row)]
            self._lines = list(found.lines)
            self.written.emit(list(found.lines))
            rows = line_rows(self._lines, language(), self._words)
            self.model.merge(rows + [row | {"index": str(len(rows) + n)} for n, row in enumerate(blank)])
        self._look()

    def add_line(self) -> None:
        """A new line at the end, with the cursor in it; its currency is that of the line before."""
        before = [row["currency"] for row in self.model.rows if row.get("currency")]
        currency = before[-1] if before else str(self._session.case.estimate.get("reporting") or "CNY")
        self.model.merge([*self.model.rows, new_row(self.model.rows, currency)])
        self._look()
        self.grid.view.go_to(self.model.index(len(self.model.rows) - 1, 0))
        self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_rows(self, change: Callable[[Sequence[dict[str, str]], int], list[dict[str, str]]]) -> None:
        at = self.grid.view.currentIndex().row()
        if not 0 <= at < len(self.model.rows):
            return
        self.model.merge(change(self.model.rows, at))
        self.take()
        last = len(self.model.rows) - 1
        if last >= 0:
            column = [one.key for one in self.model.columns].index(LIMIT)
            self.grid.view.go_to(self.model.index(min(at + 1 if change is with_step else at, last), column))
        self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_ready()

    # -- the frame

    def arrange(self, *, wide: bool) -> None:
        """Narrow windows leave out what prices seldom have; its title stays a column of what is copied."""
        for at, column in enumerate(self.model.columns):
            self.grid.view.setColumnHidden(at, not wide and column.key in _SPARE)
        self.grid.restyle()

    def retranslate(self) -> None:
        self.intro.set_text(
            translate(
                "Costs",
                "One charge a row; it counts together with those of the rate card. Free days: add a step, type the "
                "days as its limit and 0 as its price. F4 shows the words of a cell.",
            )
        )
        self.add.setText(translate("Costs", "Add a charge"))
        self.add_step.setText(translate("RateCards", "Add a step"))
        self.remove.setText(translate("RateCards", "Take the row away"))
        self.done.setText(translate("Costs", "Back to the inputs"))
        self.grid.view.setAccessibleName(translate("Costs", "Own charges"))
        self.keys.setText(self.grid.keys())
        if self._session.case_id is not None:
            self.model.merge(in_language(self.model.rows, self._lines, language(), self._words))
            self._look()


def _side(key: str) -> Alignment:
    return "left" if key in {"name", "stage", "basis", "currency"} else "right"


def _title(key: str) -> str:
    titles = {
        "name": translate("RateCards", "Charge"),
        "stage": translate("Costs", "Stage"),
        "basis": translate("RateCards", "For each"),
        "quantity": translate("Costs", "Quantity"),
        "currency": translate("Costs", "Currency"),
        LIMIT: translate("RateCards", "Up to"),
        "rate": translate("RateCards", "Price"),
        "min_charge": translate("RateCards", "Min. fee"),
        "max_charge": translate("RateCards", "Max. fee"),
        "qty_min": translate("RateCards", "Min. qty"),
        "qty_step": translate("RateCards", "In steps of"),
    }
    return titles[key]
