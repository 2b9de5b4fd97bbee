"""Amounts that follow from the policy: surcharges, small-scale output tax, bounds, and split lines of a producer."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
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


def figure(symbol: str, data: dict[str, Any]) -> Quantity:
    found = find(assess(scenario.load(json.dumps(data)).source, book(), DAY).quantities, symbol)
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


def test_surcharges_wait_for_the_place() -> None:
    assert figure("SURCHARGE", producer([D(100)])).trace.missing == ("taxpayer.place", "taxpayer.small_profit")


@pytest.mark.parametrize(("export", "expected"), [("2026-06-01", "1000.00"), ("2028-06-01", "2941.75")])
def test_small_scale_output_tax_follows_the_levy_of_the_day(export: str, expected: str) -> None:
    line = {"amount": "101000", "vat_rate": "0.13", "refund_rate": "0", "zero_flag": "1"}
    data = {"taxpayer": {"taxpayer": "small_scale"}, "terms": CNY, "lines": [line], "dates": {"export": export}}
    assert figure("OUTPUT_DEEMED", data).value == D(expected)  # 101,000 ÷ 1.01 × 1 %; 101,000 ÷ 1.03 × 3 %


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
