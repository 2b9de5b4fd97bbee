"""The table behind a chart (图后的数据): shown and hidden by a button that mouse and keys reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.domain.chart import ChartSpec
from exporter_desk.domain.money import is_currency, round_money
from exporter_desk.domain.numbers import grouped, money_text
from exporter_desk.services.estimates.charts import BUILD_UP
from exporter_desk.services.estimates.figure_origins import PREFIX
from exporter_desk.ui import theme
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.widgets import Button, CellState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.chart import Cell, Chart
    from exporter_desk.ui.widgets import Alignment

    Rows = Sequence[Sequence[Cell]]

_ROW, _MOST_ROWS = 28, 10


class ChartData(QWidget):
    """A button and, once it was pressed, the figures of one chart; `toggled` tells the owner to make room."""

    toggled = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._figure = PREFIX + ("total" if name == BUILD_UP else name)
        self._title = ""
        self.button = Button("", "text", small=True, flush=True)
        self.table = (ScrollingTable if name == BUILD_UP else _Figures)("list", row=_ROW)
        self.table.hide()
        column = QVBoxLayout(self)
        theme.set_spacing(column, 6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 30)
        column.addStretch(1)
        self._fit()
        self.button.clicked.connect(lambda: self.set_open(is_open=not self.is_open()))
        self.retranslate()

    def is_open(self) -> bool:
        return not self.table.isHidden()

    def set_open(self, *, is_open: bool) -> None:
        """Show or hide the table; the button stays where it is and keeps the focus."""
        self.table.setVisible(is_open)
        self._fit()
        self.retranslate()
        self.toggled.emit(is_open)

    def _fit(self) -> None:
        """Closed it takes the height of its button alone, so that a chart above it has the rest."""
        tall = QSizePolicy.Policy.Expanding if self.is_open() else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)

    def show_chart(self, chart: Chart | ChartSpec | None) -> None:
        """Take the figures of a chart; without one there is nothing to show."""
        self.setVisible(chart is not None)
        if chart is None:
            return
        heads, rows = _build_up(chart) if isinstance(chart, ChartSpec) else (chart.heads, chart.rows())
        words = sum(isinstance(cell, str) for cell in rows[0]) if rows else 1
        sides: list[Alignment] = ["left" if place < words else "right" for place in range(len(heads))]
        model = TitledRows(heads, sides)
        model.show([self._row(row, sides, chart.unit) for row in rows])
        self.table.set_model(model, (0, *(130,) * (len(heads) - 1)))
        self._model, self._title = model, chart.title
        self.retranslate()

    def _row(self, cells: Sequence[Cell], sides: Sequence[Alignment], unit: str) -> tuple[CellState, ...]:
        return tuple(
            CellState(shown_cell(cell, unit), alignment=side, figure=self._figure)
            for cell, side in zip(cells, sides, strict=True)
        )

    def retranslate(self) -> None:
        words = translate("Charts", "Hide the figures") if self.is_open() else translate("Charts", "Show the figures")
        self.button.setText(words)
        self.button.setAccessibleName(f"{words}: {self._title}")
        self.table.view.setAccessibleName(self._title)


class _Figures(ScrollingTable):
    """A short table is whole; a long one scrolls inside, so that the page does not get endless."""

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        header, row = self.view.horizontalHeader().height(), self.view.row_height()
        return QSize(super().minimumSizeHint().width(), min(self.maximumHeight(), header + _MOST_ROWS * row + 2))

    def restyle(self) -> None:
        super().restyle()
        self.setMaximumHeight(min(self.maximumHeight(), self.minimumSizeHint().height()))


def shown_cell(cell: Cell, unit: str) -> str:
    """Amounts with the decimals of the currency that is the unit of the chart, counts as whole numbers."""
    if isinstance(cell, str):
        return cell
    is_count = cell.as_tuple().exponent == 0 or not is_currency(unit)
    text = (
        grouped(cell, 0) if is_count else money_text(round_money(cell, unit) + 0, unit)
    )  # + 0: no minus before nothing
    return text.replace("-", "−")


def _build_up(chart: ChartSpec) -> tuple[Sequence[str], Rows]:
    """The bars with their spans, the total last."""
    heads = (
        translate("Costs", "Item"), translate("Costs", "Low"), translate("Costs", "Likely"), translate("Costs", "High"),
    )  # fmt: skip
    bars = [(bar.label, bar.low, bar.likely, bar.high) for bar in chart.bars]
    return heads, [*bars, (chart.total_label, chart.low, chart.likely, chart.high)]
