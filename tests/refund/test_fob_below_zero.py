"""A FOB value of nothing or below cannot be: it is told, and nothing is computed from it or carried on."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from tests.support.refund_book import book

LINE = {
    "id": "1", "declaration": "310120260123456789001", "hs": "9403609990", "unit": "011", "qty": "60",
    "amount": "8760.00", "vat_rate": "0.13", "refund_rate": "0.13", "made": "own",
}  # fmt: skip
VAT = {
    "period": "202609", "filed": True, "output_tax": "1000.00", "input_tax": "9000.00", "previous_credit": "500.00",
    "carried_mdt": "0",
}  # fmt: skip


def result(freight: str, kind: str = "producer", **line: object) -> RefundResult:
    parts: dict[str, Any] = {
        "taxpayer": {"taxpayer": "general", "kind": kind},
        "terms": {"incoterm": "CFR", "currency": "USD", "freight": {"amount": freight, "currency": "USD"}},
        "lines": [{**LINE, **line}],
        "rates": [{"day": "2026-09-01", "currency": "USD", "cny": "7.1"}],
        "rate_rule": "first_of_month",
        "dates": {"export": "2026-09-10", "sale": "2026-09-10"},
        "vat": VAT,
        "state": {"own_name": True, "departed": True, "false_papers": False, "booked_as_sale": True,
                  "exchange": "collected", "archive_kept": True, "declared": False},
    }  # fmt: skip
    return assess(scenario.load(json.dumps(parts)).source, book(), date(2026, 11, 25))


@pytest.mark.parametrize("freight", ["8760.00", "9000.00"])
@pytest.mark.parametrize(
    "symbol", ["FOB", "FOB_CNY", "FOB_USD", "MDT", "MDT_CARRIED", "EXEMPT_CREDIT", "CREDIT_CARRIED"]
)
def test_nothing_is_computed_from_it(freight: str, symbol: str) -> None:
    found = [one for one in result(freight).quantities if one.symbol == symbol]
    assert found
    assert all(one.value is None and one.trace.missing == ("terms.freight.amount",) for one in found)


def test_the_refund_is_bounded_by_the_credit_alone() -> None:  # 1,000 − 9,000 − 500: a credit of 8,500
    refund = next(one for one in result("9000.00").quantities if one.symbol == "REFUND")
    assert (refund.value, str(refund.low), str(refund.high)) == (None, "0.00", "8500.00")


def test_it_is_told_with_its_figure_and_its_field() -> None:
    told = {one.code: one for one in result("9000.00").findings}
    assert (told["T12"].places, told["T12"].values["fob"]) == (("terms.freight.amount",), "-240.00")
    assert told["T52"].variant == "range_wrong"


def test_a_freight_below_the_price_is_taken_off() -> None:  # 8,760 − 760 = 8,000; × 7.1 × 13 % = 7,384
    kept = result("760.00")
    figures = {one.symbol: str(one.value) for one in kept.quantities if not one.line}
    assert (figures["FOB"], figures["MDT"], figures["REFUND"]) == ("8000.00", "7384.00", "7384.00")
    assert "T12" not in {one.code for one in kept.findings}
