"""Amounts that follow from the policy: surcharges, small-scale output tax, bounds, and split lines of a producer."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from itertools import product
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.quantity import Quantity, find
from tests.support.refund_book import book

DAY = date(2026, 11, 22)
RATES = {"vat_rate": "0.13", "refund_rate": "0.13"}
VAT = {"output_tax": "19500", "input_tax": "92000", "previous_credit": "0"}
CNY = {"incoterm": "FOB", "currency": "CNY"}


def figure(symbol: str, data: dict[str, Any], day: date = DAY) -> Quantity:
    found = find(assess(scenario.load(json.dumps(data)).source, book(), day).quantities, symbol)
    assert found is not None, symbol
    return found


def producer(amounts: list[D], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    taxpayer = {"taxpayer": "general", "kind": "producer", **more.pop("taxpayer", {})}
    lines = [{"amount": str(amount), **RATES} for amount in amounts]
    return {"taxpayer": taxpayer, "terms": CNY, "lines": lines, "vat": VAT, **more}


@pytest.mark.parametrize(
    ("place", "small", "export", "expected"),
    [
        ("city", False, "2026-03-15", "901.20"),  # 525.70 + 225.30 + 150.20
        ("county", False, "2026-03-15", "751.00"),  # 375.50 + 225.30 + 150.20
        ("city", True, "2026-03-15", "450.60"),  # 262.85 + 112.65 + 75.10
        ("city", True, "2028-01-01", "901.20"),  # the relief has ended
    ],
)
def test_surcharges_on_the_exempt_credit(place: str, small: bool, export: str, expected: str) -> None:
    taxpayer = {"place": place, "small_profit": small}
    data = producer([D("615461.76")], taxpayer=taxpayer, dates={"export": export})
    assert figure("SURCHARGE", data).value == D(expected)  # of 7,510.03


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"vat": {**VAT, "period": "202801"}}, "901.20"),
        ({"claim_period": "202801"}, "901.20"),
        ({"dates": {"export": "2027-12-10", "claim": "2028-01-12"}}, "901.20"),
        ({"vat": {**VAT, "period": "202712"}, "claim_period": "202801"}, "450.60"),
        ({}, "450.60"),
    ],
)
def test_the_relief_of_the_surcharges_ends_with_the_month_of_the_return(when: dict[str, Any], expected: str) -> None:
    """Exported on 2027-12-10; what is halved is the surcharge of the month in which the exempt credit arises."""
    taxpayer = {"place": "city", "small_profit": True}
    data = producer([D("615461.76")], taxpayer=taxpayer, **{"dates": {"export": "2027-12-10"}, **when})
    assert figure("SURCHARGE", data).value == D(expected)


def test_the_month_of_a_return_that_nobody_told_may_be_of_either_law() -> None:
    """7,510.03 × 12 % = 901.20, half of it until 2027-12; seen on 2028-02-15 it may be of December or of later."""
    taxpayer = {"place": "city", "small_profit": True}
    data = producer([D("615461.76")], taxpayer=taxpayer, dates={"export": "2027-12-10"})
    found = figure("SURCHARGE", data, date(2028, 2, 15))
    assert (found.value, found.low, found.high) == (None, D("450.60"), D("901.20"))
    assert found.trace.missing == ("vat.period",)
    assert figure("SURCHARGE", data, date(2027, 12, 31)).value == D("450.60")


def test_only_the_city_tax_waits_for_the_place() -> None:
    data = producer([D("615461.76")], taxpayer={"small_profit": False}, dates={"export": "2026-03-15"})
    assert figure("SURCHARGE_EDUCATION", data).value == D("225.30")  # 7,510.03 x 3 %
    assert figure("SURCHARGE_LOCAL_EDUCATION", data).value == D("150.20")  # x 2 %
    assert figure("SURCHARGE", data).trace.missing == ("taxpayer.place",)


def test_nobody_is_asked_for_a_relief_that_has_ended() -> None:
    data = producer([D("615461.76")], taxpayer={"place": "city"}, dates={"export": "2028-01-01"})
    assert figure("SURCHARGE", data).value == D("901.20")


def test_surcharges_wait_for_the_place() -> None:
    assert figure("SURCHARGE", producer([D(100)])).trace.missing == ("taxpayer.place", "taxpayer.small_profit")


@pytest.mark.parametrize(("export", "expected"), [("2026-06-01", "1000.00"), ("2028-06-01", "2941.75")])
def test_small_scale_output_tax_follows_the_levy_of_the_day(export: str, expected: str) -> None:
    line = {"amount": "101000", "vat_rate": "0.13", "refund_rate": "0", "zero_flag": "1"}
    data = {"taxpayer": {"taxpayer": "small_scale"}, "terms": CNY, "lines": [line], "dates": {"export": export}}
    assert figure("OUTPUT_DEEMED", data).value == D(expected)  # 101,000 ÷ 1.01 × 1 %; 101,000 ÷ 1.03 × 3 %


FLAGGED = {"amount": "7000", "vat_rate": "0.13", "refund_rate": "0", "zero_flag": "1"}
BOUGHT = {"amount": "7000", "vat_rate": "0.13", "refund_rate": "0.13"}


@pytest.mark.parametrize(
    ("line", "state", "export", "day", "expected"),
    [
        (FLAGGED, {"declared": True}, "2026-02-28", date(2026, 11, 23), "69.31"),  # 7,000 / 1.01 x 1 %
        (FLAGGED, {"declared": True}, "2026-02-28", date(2029, 3, 1), "69.31"),
        (BOUGHT, {"declared": True, "false_papers": True}, "2026-02-28", date(2029, 3, 1), "69.31"),
        (BOUGHT, {"declared": False}, "2026-02-28", date(2029, 3, 1), "203.88"),  # 7,000 / 1.03 x 3 %
        (FLAGGED, {"declared": True}, "2025-12-31", date(2026, 11, 23), "69.31"),
        (FLAGGED, {"declared": True}, "2028-01-01", date(2028, 3, 1), "203.88"),
    ],
)
def test_only_the_tax_of_a_lapse_arises_after_the_36_months(
    line: dict[str, str], state: dict[str, bool], export: str, day: date, expected: str
) -> None:
    whole = {"own_name": True, "departed": True, "false_papers": False, **state}
    data = {"taxpayer": {"taxpayer": "small_scale", "kind": "other_unit"}, "terms": CNY, "lines": [line]}
    assert figure("OUTPUT_DEEMED", {**data, "dates": {"export": export}, "state": whole}, day).value == D(expected)


def test_tax_that_arises_in_any_case_waits_for_the_day_where_the_levy_changed() -> None:
    """Flag 1 by the export of 2026 gives 1 %, by a lapse of 2029 3 %: nobody knows whether it was declared."""
    data = {"taxpayer": {"taxpayer": "small_scale", "kind": "other_unit"}, "terms": CNY, "lines": [FLAGGED]}
    whole = {**data, "dates": {"export": "2026-02-28"}, "state": {"own_name": True, "departed": True}}
    assert figure("OUTPUT_DEEMED", whole, date(2029, 2, 28)).value == D("69.31")
    assert figure("OUTPUT_DEEMED", whole, date(2029, 3, 1)).trace.missing == ("declared",)
    assert figure("REFUND", whole, date(2029, 3, 1)).value == 0


def test_tax_of_an_unknown_export_day_lies_between_all_levies() -> None:
    """7,000 ÷ 1.01 × 1 % = 69.31; ÷ 1.03 × 3 % = 203.88; of two lines twice that, whatever day it is looked at."""
    data = {"taxpayer": {"taxpayer": "small_scale", "kind": "other_unit"}, "terms": CNY, "lines": [FLAGGED, FLAGGED]}
    whole = {**data, "state": {"own_name": True, "departed": True, "declared": True, "false_papers": False}}
    for day, symbol in product((date(2027, 12, 31), date(2028, 1, 1)), ("OUTPUT_DEEMED", "NET_DEEMED")):
        found = figure(symbol, whole, day)
        assert (found.value, found.low, found.high) == (None, D("138.62"), D("407.76"))
        assert found.trace.missing == ("dates.export",)


def test_a_levy_that_is_not_in_the_rules_is_not_asked_of_the_user() -> None:
    data = {"taxpayer": {"taxpayer": "small_scale"}, "terms": CNY, "lines": [FLAGGED]}
    assert figure("OUTPUT_DEEMED", {**data, "dates": {"export": "2021-03-01"}}).trace.missing == ("policy",)


def test_an_uncovered_quantity_leaves_only_a_lower_bound() -> None:
    paper = {"amount": "1000", "qty": "10", "rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general"}
    data = {
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "lines": [{"qty": "12", **RATES}],
        "invoices": [paper],
    }
    refund = figure("REFUND", data)
    assert (refund.value, refund.low, refund.high) == (None, D("130.00"), None)


def test_an_unknown_firm_gets_no_number_at_all() -> None:
    refund = figure("REFUND", {"lines": [RATES], "invoices": []})
    assert (refund.value, refund.low, refund.high) == (None, None, None)
    assert {"taxpayer", "kind"} <= set(refund.trace.missing)


def test_taxed_and_exempt_lines_stay_out_of_the_claim() -> None:
    data = producer([D(1000), D(2000)])
    data["lines"][1] |= {"refund_rate": "0", "zero_flag": "2"}
    assert figure("MDT", data).value == D("130.00")


cents = st.decimals(min_value=1, max_value=1_000_000, places=2)


@settings(deadline=None)
@given_by(cents, cents)
def test_splitting_a_line_moves_only_the_rounding(first: D, second: D) -> None:
    whole = figure("MDT", producer([first + second])).value
    split = figure("MDT", producer([first, second])).value
    assert whole is not None
    assert split is not None
    assert abs(whole - split) <= D("0.015")  # three roundings of half a cent
