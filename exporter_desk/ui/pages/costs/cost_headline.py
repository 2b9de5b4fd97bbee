"""The answer of the estimate above every table: a piece, the shipment, profit, cash tied up, months to sell out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from exporter_desk.services.estimates.figure_origins import PREFIX
from exporter_desk.ui import theme
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import pick, translate
from exporter_desk.ui.widgets import Flow, RangeBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from exporter_desk.services.estimates.headline import Headline

KEYS = ("per_unit", "total", "profit", "peak", "months")
_LARGE_GAP, _SMALL_GAP = 28, 12
_FIGURES = {"per_unit": "per_unit_sold"}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class HeadlineBox(RangeBox):
    """A figure of the headline that can be asked where it comes from."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._figure = f"{PREFIX}{_FIGURES.get(key, key)}"
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def figures_here(self) -> tuple[str, ...]:
        """This figure, for the question where it comes from."""
        return (self._figure,)


class CostHeadline(QWidget):
    """Five figures side by side, in the next line where room is missing; one that is not known says why.

    All of them are one stop for Tab; arrows go from one to the next.
    """

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {key: HeadlineBox(key) for key in KEYS}
        self.boxes["total"].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._flow = Flow(self, top=True)
        theme.set_spacing(self._flow, _LARGE_GAP)
        for box in self.boxes.values():
            self._flow.addWidget(box)

    def show_figures(self, figures: Sequence[Headline]) -> None:
        """Show these; a figure that is not among them has no place."""
        shown = {one.key: one for one in figures}
        for key, box in self.boxes.items():
            box.setVisible(key in shown)
            if key in shown:
                _show(box, shown[key])

    def show_nothing(self, name: str) -> None:
        """The input cannot be read: only that there is no total."""
        for key, box in self.boxes.items():
            box.setVisible(key == "total")
        self.boxes["total"].set_name(name)
        self.boxes["total"].set_unknown(translate("Costs", "cannot be given yet"))

    def set_compact(self, *, compact: bool) -> None:
        theme.set_spacing(self._flow, _SMALL_GAP if compact else _LARGE_GAP)
        for box in self.boxes.values():
            box.set_compact(compact=compact)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        boxes = [box for box in self.boxes.values() if box.isVisible()]
        at = next((index for index, box in enumerate(boxes) if box.hasFocus()), None)
        if step and at is not None:
            boxes[(at + step) % len(boxes)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _show(box: RangeBox, one: Headline) -> None:
    box.set_name(pick(one.name))
    box.setToolTip(pick(one.told))
    box.setAccessibleDescription(pick(one.told))
    if one.value:
        box.set_figure(one.value, pick(one.note), translate("Costs", "estimate") if one.estimated else "")
    elif one.pending:
        box.set_unknown(pick(one.note))
    else:
        box.set_unknown(translate("Costs", "cannot be given yet"), pick(one.note))
