"""Exchange rates: the scenario's own first, then the bundled table on the nearest earlier day, and exact crosses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.costs.fx import NO_HISTORY, Exchange, read_history
from tests.costs.support import prices

TABLE = "date,USD_CNY,100JPY_CNY,EUR_CNY\n2026-10-29,6.661635,4.214643,\n2026-10-30,6.652882,4.230760,7.432600\n"
HISTORY = read_history(TABLE, "test")
D = Decimal


def exchange(day: str = "2026-11-02", own: dict[str, str] | None = None, reporting: str = "CNY") -> Exchange:
    rates = {code: D(rate) for code, rate in (own or {}).items()}
    return Exchange(reporting, rates, HISTORY, date.fromisoformat(day))


def test_the_shipped_table_begins_and_ends_where_it_says() -> None:
    days = prices().fx.days
    assert (days[0], days[-1], len(days)) == (date(2024, 1, 2), date(2026, 10, 30), 724)
    quote = prices().fx.on("USD", date(2024, 1, 2))
    assert quote is not None
    assert quote.rate == D("7.143483")


@pytest.mark.parametrize(
    ("day", "rate"), [("2026-10-29", "6.661635"), ("2026-10-30", "6.652882"), ("2026-11-01", "6.652882")]
)
def test_a_weekend_takes_the_day_before_it(day: str, rate: str) -> None:
    quote = HISTORY.on("USD", date.fromisoformat(day))
    assert quote is not None
    assert (quote.rate, quote.estimated) == (D(rate), True)


def test_a_gap_of_one_currency_looks_further_back_or_finds_nothing() -> None:
    assert HISTORY.on("EUR", date(2026, 10, 29)) is None
    assert HISTORY.on("USD", date(2026, 10, 28)) is None
    assert HISTORY.on("VND", date(2026, 10, 30)) is None


def test_a_rate_for_a_hundred_units_is_brought_to_one() -> None:
    quote = HISTORY.on("JPY", date(2026, 10, 30))
    assert quote is not None
    assert quote.rate == D("0.04230760")


def test_the_scenarios_own_rate_wins() -> None:
    fx = exchange(own={"USD": "7.10"})
    assert fx.convert(D("290.62"), "USD", "CNY") == D("2063.40")
    assert fx.findings() == ()


def test_between_two_foreign_currencies_the_cross_is_exact_and_rounded_once() -> None:
    fx = exchange(own={"USD": "7.10", "EUR": "8.25", "MYR": "1.70"})
    assert fx.convert(D("11115.82"), "USD", "EUR") == D("9566.34")
    assert fx.convert(D("18149.93"), "USD", "MYR") == D("75802.65")


def test_the_same_currency_is_only_rounded() -> None:
    assert exchange().convert(D("1.005"), "USD", "USD") == D("1.01")


def test_a_bundled_rate_is_told_and_an_old_one_must_be_confirmed() -> None:
    fx, late = exchange("2026-11-09"), exchange("2026-11-10")  # 10 and 11 days after the quote of 30 October
    assert fx.convert(D(100), "USD", "CNY") == D("665.29")
    late.quote("USD")
    assert [(one.code, one.severity, one.variant) for one in fx.findings() + late.findings()] == [
        ("C22", "hint", ""),
        ("C22", "confirm", "old"),
    ]


def test_reporting_in_a_foreign_currency_crosses_the_bundled_rates() -> None:
    assert exchange(reporting="USD").convert(D("6652.882"), "CNY", "USD") == D("1000.00")


def test_a_missing_rate_is_unknown_and_said() -> None:
    fx = exchange()
    assert fx.convert(D(1), "VND", "CNY") is None
    assert [one.code for one in fx.findings()] == ["C21"]
    assert Exchange("CNY", {}, NO_HISTORY, date(2026, 1, 1)).quote("USD") is None


@pytest.mark.parametrize("row", ["soon,1,1,1", "2026-10-30,x,1,1"])
def test_a_broken_table_is_named_by_its_line(row: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_history(f"date,USD_CNY,100JPY_CNY,EUR_CNY\n{row}\n", "test")
