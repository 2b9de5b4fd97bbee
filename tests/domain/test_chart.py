"""Charts as data: starts, axis and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.chart import Bar, ChartSpec

D = Decimal


def spec(*likely: str, high: str = "0") -> ChartSpec:
    bars = tuple(Bar(str(n), D(value), D(value), D(value)) for n, value in enumerate(likely))
    total = sum((bar.likely for bar in bars), D(0))
    return ChartSpec("", "", "USD", bars, "合计", total, total, max(total, D(high)))


def test_bars_start_where_the_one_before_ended() -> None:
    assert spec("7365.60", "1350", "768").starts() == (D(0), D("7365.60"), D("8715.60"))


@pytest.mark.parametrize(
    ("high", "step"), [("23613.68", "5000"), ("6", "1"), ("12", "2"), ("13", "2.5"), ("90", "20"), ("0", "1")]
)
def test_axis_has_round_steps(high: str, step: str) -> None:
    assert spec("0", high=high).axis_step() == D(step)


@given(st.decimals(min_value="0.01", max_value="100000000", places=2))
def test_axis_never_needs_more_than_six_steps(top: Decimal) -> None:
    assert spec("0", high=str(top)).axis_step() * 6 >= top


def test_low_above_likely_is_refused() -> None:
    with pytest.raises(ValueError, match="仓储"):
        Bar("仓储", D(2), D(3), D(4))
