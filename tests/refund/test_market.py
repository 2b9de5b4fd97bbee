"""Typed exchange rates against the reference table: limits of 5 % and 15 %, a factor of 1.5, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.book import RefundBook
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book, told_of

TABLE = {"USD": {date(2026, 9, 1): "6.70", date(2026, 10, 30): "6.60"}, "JPY": {date(2026, 9, 1): "0.042"}}
LINE = {"id": "1", "vat_rate": "0.13", "refund_rate": "0.13", "made": "own", "qty": "10", "amount": "1000.00"}
VAT = {
    "period": "202609",
    "filed": True,
    "output_tax": "0",
    "input_tax": "9000",
    "previous_credit": "0",
    "carried_mdt": "0",
}


@dataclass(frozen=True)
class Quote:
    rate: Decimal
    as_of: date | None


def quoted(currency: str, day: date) -> Quote | None:
    known = [one for one in TABLE.get(currency, {}) if one <= day]
    return Quote(Decimal(TABLE[currency][max(known)]), max(known)) if known else None


def with_table() -> RefundBook:
    return replace(book(), market=quoted)


def result(rates: list[tuple[str, str, str, str]], currency: str = "USD", sale: str = "2026-09-10") -> RefundResult:
    data = {
        "taxpayer": {"taxpayer": "general", "kind": "producer"},
        "terms": {"incoterm": "FOB", "currency": currency},
        "lines": [LINE],
        "vat": VAT,
        "rate_rule": "first_of_month",
        "dates": {"export": sale, "sale": sale},
        "rates": [{"day": day, "currency": code, "cny": cny, "per": per} for day, code, cny, per in rates],
    }
    return assess(scenario.load(json.dumps(data)).source, with_table(), date(2026, 11, 25))


def told(one: RefundResult) -> list[Finding]:
    return told_of(one, "T105", "T107")


# The table says 6.70: 5 % of it is 0.335, so 6.365 to 7.035; 1.5 times it 10.05, a 1.5th 4.4666…
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("6.7", None), ("7.035", None), ("6.365", None), ("7.0351", "T105"), ("6.3649", "T105"), ("7.1234", "T105"),
        ("10.0499", "T105"), ("10.05", "T107"), ("4.47", "T105"), ("4.46", "T107"), ("0.67", "T107"), ("71.1", "T107"),
    ],
)  # fmt: skip
def test_distance_from_the_table(typed: str, code: str | None) -> None:
    found = told(result([("2026-09-01", "USD", typed, "1")]))
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.places == ("rates.0.cny",) for one in found)


def test_a_distant_rate_is_told_with_the_day_of_the_table_and_used() -> None:  # EX-1: 7.1234; 7.1234 / 6.70 = 1.0632
    one = result([("2026-09-01", "USD", "7.1234", "1")])
    [found] = told(one)
    assert found.severity is Severity.CONFIRM
    assert found.values == {
        "currency": "USD", "day": "2026-09-01", "typed": "7.1234", "per": "1", "table": "6.7",
        "table_day": "2026-09-01", "percent": "6.3",
    }  # fmt: skip
    mdt = find(one.quantities, "MDT")  # 1,000 x 7.1234 = 7,123.40; x 13 % = 926.042
    assert mdt is not None
    assert str(mdt.value) == "926.04"


# Ten days after its last quote the table still speaks for the day, later only by the wider band: 15 % of 6.60 is 0.99.
@pytest.mark.parametrize(
    ("day", "typed", "variant"),
    [
        ("2026-11-09", "7.00", ""), ("2026-11-10", "7.00", None), ("2026-11-10", "7.59", None),
        ("2026-12-01", "7.1000", None), ("2026-12-01", "7.60", "old"), ("2027-06-01", "5.60", "old"),
    ],
)  # fmt: skip
def test_an_older_table_judges_more_widely(day: str, typed: str, variant: str | None) -> None:
    found = told(result([(day, "USD", typed, "1")]))
    assert [one.variant for one in found] == ([] if variant is None else [variant])
    assert all(one.values["table_day"] == "2026-10-30" for one in found)


def test_a_quote_for_a_hundred_units_without_them_is_not_used() -> None:  # 4.2 / 0.042 = 100 times
    one = result([("2026-09-01", "JPY", "4.2", "1")], currency="JPY")
    [found] = told(one)
    assert (found.code, found.variant, found.severity, found.values["times"]) == ("T107", "per", Severity.ERROR, "100")
    mdt, refund = find(one.quantities, "MDT"), find(one.quantities, "REFUND")
    assert mdt is not None
    assert refund is not None
    assert (mdt.value, mdt.trace.missing, refund.value) == (None, ("rates.0.cny",), None)
    asked = [finding.places for finding in one.findings if finding.code in {"T10", "T11"}]
    assert asked == [("rates.USD.2026-09-01",)]  # of the yen nothing more is asked
    assert [finding.variant for finding in one.findings if finding.code == "T52"] == ["range_wrong"]


def test_with_its_units_it_is_used() -> None:  # 1,000 yen x 0.042 = 42.00; x 13 % = 5.46
    one = result([("2026-09-01", "JPY", "4.2", "100")], currency="JPY")
    mdt = find(one.quantities, "MDT")
    assert mdt is not None
    assert (str(mdt.value), told(one)) == ("5.46", [])


def test_no_earlier_rate_stands_in_for_a_refused_one_but_another_of_its_day_does() -> None:
    earlier = ("2026-08-31", "USD", "6.7", "1")
    value = find(result([("2026-09-01", "USD", "67", "1"), earlier]).quantities, "FOB_CNY")
    assert value is not None
    assert (value.value, value.trace.missing) == (None, ("rates.0.cny",))
    other = find(result([("2026-09-01", "USD", "67", "1"), ("2026-09-01", "USD", "6.7", "1")]).quantities, "FOB_CNY")
    assert other is not None
    assert str(other.value) == "6700.00"


@pytest.mark.parametrize("rate", [("2026-09-01", "THB", "2.1", "1"), ("2026-08-01", "USD", "71", "1")])
def test_what_the_table_lacks_is_not_judged(rate: tuple[str, str, str, str]) -> None:
    assert not told(result([rate]))


def test_without_a_table_nothing_is_judged() -> None:
    data = {"rates": [{"day": "2026-09-01", "currency": "USD", "cny": "71"}]}
    found = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25)).findings
    assert not {"T105", "T107"} & {one.code for one in found}
