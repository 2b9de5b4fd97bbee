"""Why a mode is not what was expected: the answers that weigh most, and what another answer would make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from exporter_desk.ui import theme
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Button, ComboBox, Label, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.domain.case import FactValue
    from exporter_desk.domain.text import Bilingual
    from exporter_desk.services.estimates.comparison import WeightView

    Compare = Callable[[str, FactValue], Bilingual]

_LONGEST = 300


class WhyNot(QWidget):
    """One row per weighing answer: a sentence, a list of other answers to try, and the way to the question itself.

    Trying an answer only tells; the shipment stays as it is.
    """

    answer_wanted = Signal(str)

    def __init__(self, code: str, found: Sequence[WeightView], compare: Compare) -> None:
        super().__init__()
        self._compare = compare
        self.tries: list[ComboBox] = []
        column = QVBoxLayout(self)
        theme.set_spacing(column, 8)
        column.addWidget(Label(_title(code, found), "table", bold=True))
        for weight in found:
            column.addWidget(self._row(weight))
        self.outcome = Paragraph("", "body", "ink")
        self.note = Label(translate("WhyNot", "Only compared; your answers stay as they are."), "note", "ink2")
        for widget in (self.outcome, self.note):
            widget.hide()
            column.addWidget(widget)

    def _row(self, weight: WeightView) -> QWidget:
        box = QWidget()
        column, row = QVBoxLayout(box), QHBoxLayout()
        theme.set_spacing(column, 4)
        theme.set_spacing(row, 8)
        column.addWidget(Paragraph(pick(weight.text), "body", "ink"))
        if weight.options:
            row.addWidget(self._try(weight))
        change = Button(translate("WhyNot", "Change this answer"), "text", small=True, flush=not weight.options)
        change.clicked.connect(lambda: self.answer_wanted.emit(weight.path))
        row.addWidget(change)
        row.addStretch(1)
        column.addLayout(row)
        return box

    def _try(self, weight: WeightView) -> ComboBox:
        prompt = translate("WhyNot", "Try another answer")
        options: list[tuple[str, object]] = [(prompt, None)]
        options += [(pick(option.text), option.value) for option in weight.options]
        box = ComboBox(options, look="fill", small=True)
        box.setAccessibleName(f"{pick(weight.name)}: {prompt}")
        box.setMaximumWidth(theme.current().control(_LONGEST))
        box.activated.connect(lambda index: self._tell(weight, box.itemData(index)))
        self.tries.append(box)
        return box

    def _tell(self, weight: WeightView, answer: FactValue | None) -> None:
        """Say what the chosen answer would make of it; the other lists go back to their prompt."""
        for box in self.tries:
            if box is not self.sender():
                box.setCurrentIndex(0)
        if answer is not None:
            self.outcome.set_text(pick(self._compare(weight.fact, answer)))
        self.outcome.setVisible(answer is not None)
        self.note.setVisible(answer is not None)


def _title(code: str, found: Sequence[WeightView]) -> str:
    if not found:
        return translate("WhyNot", "Nothing that you answered stands against {code}.").format(code=code)
    return translate("WhyNot", "What weighs most against {code}").format(code=code)
