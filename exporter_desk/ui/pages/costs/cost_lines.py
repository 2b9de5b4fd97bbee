"""The lines of an estimate: each with formula and source, the total and what is left out in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from exporter_desk.domain.numbers import grouped
from exporter_desk.services.estimates.charts import BUILD_UP
from exporter_desk.ui import theme
from exporter_desk.ui.forms.amount_lines import AmountLines
from exporter_desk.ui.forms.scrolling_table import ScrollingTable
from exporter_desk.ui.guard import guarded
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.models.estimate_rows import line_rows, total_row
from exporter_desk.ui.models.titled_rows import TitledRows
from exporter_desk.ui.models.word_lists import comma
from exporter_desk.ui.pages.costs.chart_data import ChartData
from exporter_desk.ui.widgets import Alignment, Button, Card, Label, MarkLabel, Paragraph, TableCard
from exporter_desk.ui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.documents.dossier import EstimateView, MoverView
    from exporter_desk.rules.texts import RenderedFinding
    from exporter_desk.ui.shell_state import Room

MOST_OPEN, FEW_OPEN, MOST_TOLD = 4, 2, 3
_LOW, _HIGH = 2, 4
_TITLES: tuple[Alignment, ...] = ("left", "left", "right", "right", "right", "left")
_WIDE, _NARROW, _TIGHT = (190, 0, 84, 92, 84, 150), (200, 0, 88, 96, 88, 130), (0, 10, 84, 100, 84, 120)
_TIGHT_UNDER = 800


class CostLines(QWidget):
    """Beside the lines the chart of the build-up where there is room; alone it, or its figures, fill the page."""

    def __init__(self) -> None:
        super().__init__()
        self._room: Room | None = None
        self._ranged, self._known, self._guessed = True, False, 0
        self._all_movers = False
        self._movers: Sequence[MoverView] = ()
        self._findings: Sequence[RenderedFinding] = ()
        self.model = TitledRows([""] * len(_TITLES), _TITLES)
        self.sums = TitledRows([""] * len(_TITLES), _TITLES)
        self.lines, self.total_line = ScrollingTable("list", row=36), _OneRow("list", row=36)
        self.lines.set_model(self.model, _WIDE)
        self.lines.view.verticalScrollBar().rangeChanged.connect(self._keep_in_line)
        self.total_line.set_model(self.sums, _WIDE)
        self.open_card, self.left_out_card = (
            Card("warn_soft", padding=12, spacing=4),
            Card("sunken", padding=12, spacing=4),
        )
        self.open_title, self.open_text = MarkLabel("warn", "", bold=True), Paragraph("", "table")
        self.movers, self.more = AmountLines(), Button("", "text", small=True)
        self.left_out_title, self.left_out_text = Label("", "body", bold=True), Paragraph("", "table")
        self.chart_card, self.chart = Card(), ChartView()
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.data = ChartData(BUILD_UP)
        self.left = QWidget()
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme.set_spacing(head, 8)
        head.addWidget(self.open_title, 1)
        head.addWidget(self.more)
        theme.set_control_size(self.more, None, 22)
        self.open_card.column.addLayout(head)
        self.open_card.add(self.movers, self.open_text)
        self.more.clicked.connect(self._toggle_movers)
        self.left_out_card.add(self.left_out_title, self.left_out_text)
        self._cards = QHBoxLayout()
        theme.set_spacing(self._cards, 12)
        for card in (self.open_card, self.left_out_card):
            card.column.addStretch(1)
            self._cards.addWidget(card)
        left = self._column = QVBoxLayout(self.left)
        theme.set_spacing(left, 10, (0, 0, 0, 0))
        table = QVBoxLayout()
        table.setSpacing(0)
        table.addWidget(self.lines, 30)
        table.addWidget(self.total_line)
        left.addLayout(table, 30)
        left.addLayout(self._cards)
        left.addStretch(1)
        self.chart_card.add(self.chart, self.data)
        self.data.toggled.connect(lambda is_open: self.chart.setVisible(not is_open))
        row = QHBoxLayout(self)
        theme.set_spacing(row, 20, (0, 0, 0, 0))
        row.addWidget(self.left, 1)
        row.addWidget(self.chart_card, 0)

    # -- showing

    def show_estimate(self, view: EstimateView, findings: Sequence[RenderedFinding]) -> None:
        """Lines, total, what could still move it, and what is left out."""
        self.model.show(line_rows(view))
        self.sums.show([total_row(view)])
        spans = [(view.low, view.likely, view.high), *((line.low, line.likely, line.high) for line in view.lines)]
        self._ranged = any(len({trace.value for trace in span}) > 1 for span in spans)
        self._guessed, self._findings = sum(line.likely.estimated for line in view.lines), findings
        self._known = view.likely.value is not None
        self._show_open()
        self.left_out_text.set_text(comma().join(pick(step) for step in view.not_included) or "–")
        if view.chart is not None:
            self.chart.set_spec(view.chart)
            self.data.show_chart(view.chart)
        self._set_columns()

    def show_unreadable(self, findings: Sequence[RenderedFinding]) -> None:
        """The block was begun but cannot be read: no total at all, and why."""
        self.model.show([])
        self.sums.show([])
        self._movers, self._findings, self._guessed, self._known = (), findings, 0, False
        self._show_open()
        self.left_out_text.set_text(translate("Costs", "Nothing was computed."))

    def show_movers(self, movers: Sequence[MoverView]) -> None:
        """What moves the total, and by how much; a usual range is told as one."""
        self._movers = movers
        self._show_open()

    def _show_movers(self, *, short: bool) -> None:
        """All of them; in a low window the first ones, how many more there are, and the way to those."""
        movers = self._movers
        few = short and len(movers) > FEW_OPEN
        most = FEW_OPEN if few and not self._all_movers else MOST_OPEN
        more = translate("Costs", "{count} more").format(count=len(movers[:MOST_OPEN]) - FEW_OPEN)
        self.more.setVisible(few)
        self.more.setText(translate("Costs", "Show fewer") if self._all_movers else more)
        self.more.updateGeometry()
        usual = translate("Costs", "{factor}, usual range")
        names = [usual.format(factor=pick(one.name)) if one.usual else pick(one.name) for one in movers[:most]]
        amounts = [f"± {grouped(one.amount, 0)}" for one in movers[:most]]
        self.movers.show_lines(list(zip(names, amounts, strict=True)))
        self.movers.setVisible(bool(names))

    def _toggle_movers(self) -> None:
        self._all_movers = not self._all_movers
        self._show_open()

    def _show_open(self) -> None:
        """What could still move the total: what is open, worst first, what moves it most, how many are estimates.

        While there is no total, what it waits for has the room; later one line is enough, and none in a low window,
        where the line of the total counts the estimates.
        """
        short = self._room is not None and self._room.short
        findings, most = self._findings, MOST_TOLD if not self._known else 0 if short else 1
        self._show_movers(short=short)
        counted = []
        if len(findings) > most:
            words = translate("Costs", "and {count} more in the check report")
            counted.append(words.format(count=len(findings) - most))
        if self._guessed and not (short and self._known):
            counted.append(translate("Costs", "{count} lines are estimates").format(count=self._guessed))
        title, foot = translate("Costs", "Could still move the total"), " · ".join(counted)
        if short and self._known:
            title, foot = " · ".join((title, *counted)), ""
        self.open_title.set_state("warn", title)
        lines = [*(one.text(language()) for one in findings[:most]), *([foot] if foot else [])]
        nothing = "" if self._movers else translate("Costs", "Nothing that is known of.")
        self.open_text.set_text("\n".join(lines) or nothing)
        self.open_text.setVisible(bool(self.open_text.text()))

    # -- the frame

    def show_view(self, *, lines: bool, has_chart: bool) -> None:
        """The lines with the chart beside them, or the chart alone."""
        wide = self._room is None or (self._room.wide and not self._room.short)
        self.left.setVisible(lines)
        self.chart_card.setVisible(has_chart and (not lines or wide))
        self.data.setVisible(not lines)
        self.chart.setVisible(lines or not self.data.is_open())
        theme.set_control_size(self.chart_card, 370 if lines else None)
        if not lines:
            self.chart_card.setMaximumWidth(16777215)
            self.chart_card.setMinimumWidth(0)

    def arrange(self, room: Room) -> None:
        """In a low window rows and cards are lower; lines, total and what could move it stay in sight."""
        self._room = room
        theme.set_spacing(self._column, 4 if room.short else 10, (0, 0, 0, 0))
        for place, share in enumerate((2, 3) if room.short else (1, 1)):
            self._cards.setStretch(place, share)
        for card in (self.open_card, self.left_out_card):
            side = 6 if room.short else 12
            theme.set_spacing(card.column, 2 if room.short else 4, (12, side, 12, side))
        theme.set_spacing(self.chart_card.column, 8, (16, 10, 16, 6) if room.short else (16, 16, 16, 16))
        for table in (self.lines, self.total_line):
            table.set_row(30 if room.short else 34)
        self._set_columns()
        self._show_open()

    def _keep_in_line(self, _least: int, most: int) -> None:
        """The total stands below the amounts, whether a scroll bar takes room beside them or not."""
        bar = self.lines.view.verticalScrollBar().sizeHint().width() if most else 0
        layout = self.total_line.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, bar, 0)

    def _set_columns(self) -> None:
        """Without any range low and high say nothing: their room goes to names and sources."""
        room = self._room
        tight = room is not None and room.width / room.scale < _TIGHT_UNDER
        widths = _TIGHT if tight else _WIDE if room is None or room.wide else _NARROW
        if not self._ranged and not tight:
            chip = 24 if self._guessed else 0
            widths = (widths[0] + 14, *widths[1:5], widths[5] + (70 if room is None or room.wide else 84) + chip)
        for table in (self.lines, self.total_line):
            table.set_widths(widths)
            for column in (_LOW, _HIGH):
                table.view.setColumnHidden(column, not self._ranged)
            table.view.setColumnHidden(1, tight)

    def retranslate(self) -> None:
        titles = (
            translate("Costs", "Item"), translate("Costs", "How it is computed"), translate("Costs", "Low"),
            translate("Costs", "Likely"), translate("Costs", "High"), translate("Costs", "Source"),
        )  # fmt: skip
        self.model.set_titles(titles)
        self.sums.set_titles(titles)
        self.lines.view.setAccessibleName(translate("Costs", "Lines"))
        self.total_line.view.setAccessibleName(translate("Costs", "Total"))
        self._show_open()
        self.data.retranslate()
        self.left_out_title.setText(translate("Costs", "Not included"))


class _OneRow(TableCard):
    """The row below a scrolling table: always in sight, without a head of its own."""

    def restyle(self) -> None:
        self.view.horizontalHeader().hide()
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        super().restyle()
        self.setFixedHeight(self.view.row_height() + 2)

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.view.row_height() + 2)
