"""The figures behind a chart have the decimals of its currency: none for yen and won, up to three for dinars."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from exporter_desk.domain.chart import Bar, Chart, ChartSpec, SpreadChart, TornadoBar, TornadoChart
from exporter_desk.services.estimates.charts import BUILD_UP, SPREAD, TORNADO
from exporter_desk.ui.pages.costs.chart_data import ChartData, shown_cell
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CELL_ROLE


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        (Decimal("1234567.50"), "JPY", "1,234,568"),  # half up to a whole yen
        (Decimal("-76538.31"), "JPY", "−76,538"),
        (Decimal("-0.40"), "JPY", "0"),
        (Decimal("880.00"), "KRW", "880"),
        (Decimal("1234.5"), "USD", "1,234.50"),
        (Decimal("1234.567"), "KWD", "1,234.567"),
        (Decimal(37), "USD", "37"),  # how often, not how much
        (Decimal(96), "件", "96"),
        ("2026-11-22", "JPY", "2026-11-22"),
    ],
)
def test_a_figure_has_the_decimals_of_the_currency(cell: Decimal | str, unit: str, text: str) -> None:
    assert shown_cell(cell, unit) == text


def build_up(currency: str) -> ChartSpec:
    bars = (Bar("运费", Decimal("1200.00"), Decimal("1100.00"), Decimal("1300.00")),)
    return ChartSpec("t", "c", currency, bars, "合计", Decimal("1100.00"), Decimal("1200.00"), Decimal("1300.00"))


def tornado(currency: str) -> TornadoChart:
    bars = (TornadoBar("售价", Decimal("-5000.00"), Decimal("7000.25"), "−10 % … +10 %"),)
    return TornadoChart("t", "c", currency, Decimal("1000.00"), bars, ("a", "b", "c", "d"))


def spread(currency: str) -> SpreadChart:
    return SpreadChart("t", "c", currency, ((Decimal("10.20"), Decimal("20.70"), 41),), ("a", "b", "c"))


@pytest.mark.parametrize(
    ("name", "chart", "row"),
    [
        (BUILD_UP, build_up("JPY"), ["运费", "1,100", "1,200", "1,300"]),
        (BUILD_UP, build_up("EUR"), ["运费", "1,100.00", "1,200.00", "1,300.00"]),
        (TORNADO, tornado("JPY"), ["售价", "−10 % … +10 %", "−5,000", "7,000"]),
        (TORNADO, tornado("CNY"), ["售价", "−10 % … +10 %", "−5,000.00", "7,000.25"]),
        (SPREAD, spread("JPY"), ["10", "21", "41"]),
        (SPREAD, spread("GBP"), ["10.20", "20.70", "41"]),
    ],
)
def test_the_table_of_a_chart_in_yen_has_no_cents(
    qtbot: QtBot, appearance: Appearance, name: str, chart: Chart | ChartSpec, row: list[str]
) -> None:
    data = ChartData(name)
    qtbot.addWidget(data)
    data.show_chart(chart)
    model = data.table.view.model()
    assert [model.index(0, column).data(CELL_ROLE).text for column in range(model.columnCount())] == row
