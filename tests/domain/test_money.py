"""Money: roundings and splits. Expected figures by hand, or from the published cost-splitting cases named below."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.money import Money, round_deal, round_half_up, round_money, split_largest, split_last

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
WEIGHTS = st.lists(st.decimals(min_value=D("0.01"), max_value=10**6, places=2), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1.005", "USD", "1.01"),
        ("-1.005", "USD", "-1.01"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("2.4449", "EUR", "2.44"),
    ],
)
def test_rounding_goes_away_from_zero_at_the_minor_unit(amount: str, currency: str, expected: str) -> None:
    assert str(round_money(D(amount), currency)) == expected


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        ("80", ["120", "200", "0"], ["30.00", "50.00", "0.00"]),  # ERPNext landed cost voucher, restated
        ("0.04", ["1"] * 7, ["0.01"] * 4 + ["0.00"] * 3),  # equal remainders: the earlier row first
        ("10", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("-10", ["1", "1", "1"], ["-3.34", "-3.33", "-3.33"]),
    ],
)
def test_costs_are_split_by_largest_remainder(total: str, weights: list[str], expected: list[str]) -> None:
    assert split_largest(D(total), [D(w) for w in weights], "USD") == tuple(D(e) for e in expected)


def test_tax_leaves_the_remainder_on_the_last_line() -> None:
    assert split_last(D("10"), [D(1), D(1), D(1)], "CNY") == (D("3.33"), D("3.33"), D("3.34"))


@pytest.mark.parametrize("weights", [["0"], ["100.10", "200.20", "-300.30"], ["0.004"]])
def test_a_key_that_sums_to_nothing_is_refused(weights: list[str]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_largest(D(1), [D(w) for w in weights], "USD")


@given(AMOUNTS, WEIGHTS)
def test_splits_always_sum_to_the_total(total: D, weights: list[D]) -> None:
    assert sum(split_largest(total, weights, "USD")) == total
    assert sum(split_last(total, weights, "USD")) == total


@given(st.decimals(min_value=0, max_value=10**6, places=2), WEIGHTS)
def test_largest_remainder_never_gives_a_negative_share(total: D, weights: list[D]) -> None:
    assert min(split_largest(total, weights, "USD")) >= 0


def test_money_refuses_floats_and_mixed_currencies() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "USD")  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(ValueError, match="EUR"):
        Money(D(1), "USD") + Money(D(1), "EUR")
    assert Money(D("1.10"), "USD") - Money(D("0.20"), "USD") == Money(D("0.90"), "USD")


def test_a_currency_is_three_capitals() -> None:
    with pytest.raises(ValueError, match="usd"):
        Money(D(1), "usd")


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=6))
def test_rounding_moves_by_at_most_half_a_unit(value: D) -> None:
    assert abs(round_half_up(value, 2) - value) <= D("0.005")


@pytest.mark.parametrize(
    ("currency", "cost", "deal"),
    [("KWD", "1.235", "1.24"), ("BHD", "1.235", "1.24"), ("USD", "1.24", "1.24"), ("JPY", "1", "1"), ("CLP", "1", "1")],
)
def test_an_amount_of_the_deal_has_two_decimals_at_most_as_customs_print_it(
    currency: str, cost: str, deal: str
) -> None:
    assert (str(round_money(D("1.2351"), currency)), str(round_deal(D("1.2351"), currency))) == (cost, deal)
