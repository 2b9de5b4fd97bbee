"""Charts over time, tornado and distribution: axes, shapes inside their room, the data behind the picture."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.chart import Chart, SpreadChart, TimeChart, TornadoBar, TornadoChart, ticks
from exporter_desk.domain.chart_drawing import Box, Canvas, Stroke, Words, drawn

D = Decimal
AMOUNTS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)
CANVAS = Canvas(380, 260, 16, lambda text: 7.0 * len(text))
START = date(2026, 12, 20)


def over_time(values: list[Decimal]) -> TimeChart:
    days = tuple(START + timedelta(days=3 * n) for n in range(len(values)))
    return TimeChart("t", "c", "CNY", days, tuple(values), ("Day", "Balance"), ((days[-1], "last"),))


def tornado(ends: list[tuple[Decimal, Decimal]]) -> TornadoChart:
    named = ((f"a rather long factor {n}", low, high, n % 2 == 0) for n, (low, high) in enumerate(ends))
    bars = tuple(TornadoBar(name, low, high, "±", usual) for name, low, high, usual in named)
    return TornadoChart("t", "c", "CNY", ends[0][0], bars, ("a", "b", "c", "d"))


def inside(chart: Chart) -> None:
    for shape in drawn(chart, CANVAS):
        if isinstance(shape, Box):
            assert -0.01 <= shape.x <= shape.x + shape.w <= CANVAS.width + 0.6
            assert -0.01 <= shape.y <= shape.y + shape.h <= CANVAS.height + 0.01
        elif isinstance(shape, Stroke):
            assert all(-0.01 <= x <= CANVAS.width + 0.01 and 0 <= y <= CANVAS.height for x, y in shape.points)
        else:
            assert 0 <= shape.y <= CANVAS.height


@given(AMOUNTS, AMOUNTS)
def test_ticks_are_few_and_hold_every_amount(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert marks[0] <= low <= high <= marks[-1]
    assert 2 <= len(marks) <= 9
    assert len({later - earlier for earlier, later in pairwise(marks)}) == 1


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_curves_stay_inside(values: list[Decimal]) -> None:
    inside(over_time(values))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=10))
def test_tornadoes_stay_inside(ends: list[tuple[Decimal, Decimal]]) -> None:
    inside(tornado(ends))


def test_a_curve_steps_and_never_slopes() -> None:
    [curve] = [one for one in drawn(over_time([D(-5), D(3), D(8)]), CANVAS) if isinstance(one, Stroke) and one.thick]
    pairs = pairwise(curve.points)
    assert all(x == x2 or y == y2 for (x, y), (x2, y2) in pairs)


def test_longer_bars_are_wider_and_hatch_tells_rules_of_thumb() -> None:
    boxes = [one for one in drawn(tornado([(D(-9), D(9)), (D(-2), D(2))]), CANVAS) if isinstance(one, Box)]
    assert boxes[0].w == pytest.approx(boxes[1].w * 4.5)
    assert [box.hatched for box in boxes] == [True, False]


def test_losses_are_hatched_and_the_highest_bar_fills_the_room() -> None:
    chart = SpreadChart("t", "c", "CNY", ((D(-10), D(0), 4), (D(0), D(10), 8)), ("a", "b", "n"), (("P50", D(2)),))
    boxes = [one for one in drawn(chart, CANVAS) if isinstance(one, Box)]
    assert [box.hatched for box in boxes] == [True, False]
    assert boxes[1].h == pytest.approx(2 * boxes[0].h)
    assert "P50" in [one.text for one in drawn(chart, CANVAS) if isinstance(one, Words)]
    inside(chart)


def test_the_data_behind_a_chart_is_the_data() -> None:
    assert over_time([D(1), D(2)]).rows() == (("2026-12-20", D(1)), ("2026-12-23", D(2)))
    assert tornado([(D(1), D(4))]).rows() == (("a rather long factor 0", "±", D(1), D(4)),)
    with pytest.raises(ValueError, match="every day"):
        TimeChart("t", "c", "CNY", (START,), (), ("a", "b"))
