"""The chart paints what its spec says, at the place the axis says."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from exporter_desk.ui import theme
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets.chart_view import ChartView
from tests.ui.gallery import CHART


@pytest.fixture
def chart(qtbot: QtBot, appearance: Appearance) -> ChartView:
    view = ChartView(CHART)
    qtbot.addWidget(view)
    view.resize(650, 394)
    view.show()
    return view


def accent_run(picture: QImage, y: int) -> tuple[int, int]:
    """First and last column of accent colour in a line of pixels."""
    accent = theme.current().colour("accent").name()
    found = [x for x in range(picture.width()) if picture.pixelColor(x, y).name() == accent]
    return min(found), max(found)


def test_first_bar_starts_at_zero_and_is_as_long_as_its_amount(chart: ChartView) -> None:
    # axis from 98 to 650-52 = 598 for 0 to 25,000: 7,365.60 ends at 98 + 500 × 0.294624 = 245.3
    row = (394 - 44 - 28) / 7
    left, right = accent_run(chart.grab().toImage(), int(44 + row / 2))
    assert left == pytest.approx(98, abs=2)
    assert right == pytest.approx(245.3, abs=2)


def test_chart_can_be_read_out(chart: ChartView) -> None:
    assert chart.accessibleName() == "费用怎么叠起来"
    assert "仓储 1,808" in chart.accessibleDescription()
    assert "合计 14,587 – 23,614" in chart.accessibleDescription()


def test_estimate_is_hatched_not_filled(chart: ChartView) -> None:
    plain = replace(CHART, bars=tuple(replace(bar, estimated=False) for bar in CHART.bars))
    before = chart.grab().toImage()
    chart.set_spec(plain)
    assert chart.grab().toImage() != before


def test_an_amount_that_lowers_the_total_is_drawn_to_the_left(chart: ChartView) -> None:
    first = replace(CHART.bars[0], estimated=False)
    back = replace(first, likely=-first.likely, low=-first.likely, high=-first.likely)
    chart.set_spec(replace(CHART, bars=(first, back)))
    row = (394 - 44 - 28) / 3
    left, right = accent_run(chart.grab().toImage(), int(44 + row * 1.5))
    assert left == pytest.approx(98, abs=2)
    assert right > left + 50


def test_no_line_of_the_axis_runs_through_an_amount(chart: ChartView, appearance: Appearance) -> None:
    """In high contrast the lines are as white as the digits: 9,700 is written where the line of 10,000 stands."""
    appearance.set_variant("contrast")
    amount = Decimal(9_700)
    bars = (replace(CHART.bars[0], likely=amount, low=amount, high=amount), *CHART.bars[1:])
    chart.set_spec(replace(CHART, bars=bars))
    picture = chart.grab().toImage()
    middle, ground = int(44 + (394 - 44 - 28) / 14), theme.current().colour("surface").name()
    # 10,000 of 25,000 stands at 98 + 500 × 0.4 = 298
    assert {picture.pixelColor(x, y).name() for x in (297, 298) for y in (middle - 7, middle + 6)} == {ground}
    assert ground not in {picture.pixelColor(298, y).name() for y in (middle - 14, middle + 14)}
