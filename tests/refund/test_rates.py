"""Exchange rates: both rules for the day, quotes for 100 units, and days without a quote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.tax import Rate
from exporter_desk.refund.rates import middle_rate, rate_day

RATES = (
    Rate(day=date(2026, 4, 30), currency="USD", cny=D("7.11")),
    Rate(day=date(2026, 5, 6), currency="USD", cny=D("7.12")),
    Rate(day=date(2026, 5, 6), currency="JPY", cny=D("4.65"), per=D(100)),
)


@pytest.mark.parametrize(
    ("rule", "expected"), [("day", date(2026, 5, 18)), ("first_of_month", date(2026, 5, 1)), (None, None)]
)
def test_the_rule_gives_the_day(rule: str | None, expected: date | None) -> None:
    assert rate_day(rule, date(2026, 5, 18)) == expected


def test_nothing_is_assumed_without_a_sale_day() -> None:
    assert rate_day("day", None) is None


def test_a_holiday_takes_the_nearest_earlier_quote_and_says_so() -> None:
    found = middle_rate("USD", date(2026, 5, 1), RATES)
    assert (found.trace.value, found.used, found.earlier) == (D("7.11"), date(2026, 4, 30), True)


def test_the_day_itself_is_not_earlier() -> None:
    assert middle_rate("USD", date(2026, 5, 6), RATES).earlier is False


@pytest.mark.parametrize(("day", "age", "estimated"), [(16, 10, False), (17, 11, True)])
def test_a_quote_more_than_ten_days_older_makes_an_estimate(day: int, age: int, estimated: bool) -> None:
    found = middle_rate("USD", date(2026, 5, day), RATES)
    assert (found.age_days, found.trace.estimated) == (age, estimated)


def test_quotes_for_a_hundred_units() -> None:
    assert middle_rate("JPY", date(2026, 5, 6), RATES).trace.value == D("0.0465")


def test_no_quote_so_early() -> None:
    found = middle_rate("USD", date(2026, 1, 1), RATES)
    assert (found.trace.value, found.trace.missing) == (None, ("rates.USD.2026-01-01",))


def test_home_currency_needs_no_quote() -> None:
    assert middle_rate("CNY", None, ()).trace.value == 1
