"""A settled FOB value in CNY beside the deal at the present rate: half to double may be, beyond that it strays."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.inputs import Line
from exporter_desk.refund.settled import strays

RATE = Trace(D("7"), "7")


def settled(cny: str, amount: str = "-1000") -> Line:
    return Line(id="a", amount=D(amount), fob_cny=D(cny), reversal=True)


@pytest.mark.parametrize(
    ("cny", "deducts", "told"),
    [
        ("-14000.00", False, None),  # 1,000 at 7 are 7,000: twice that, and half of it, may still be
        ("-14000.01", False, D("-7000.00")),
        ("-3500.00", False, None),
        ("-3499.99", False, D("-7000.00")),
        ("-3499.99", True, None),  # the price holds freight that nobody told: only the upper bound stands
        ("-14000.01", True, D("-7000.00")),
    ],
)
def test_a_value_beyond_twice_or_below_half_strays(cny: str, deducts: bool, told: D | None) -> None:
    assert strays(settled(cny), deducts, RATE) == told


def test_without_a_rate_or_an_amount_nobody_can_tell() -> None:
    assert strays(settled("-14000.01"), False, Trace(None, "")) is None
    assert strays(settled("-14000.01", amount="0"), False, RATE) is None
