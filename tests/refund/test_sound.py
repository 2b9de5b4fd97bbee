"""What cannot be is told by name and place, and nothing is computed from it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from exporter_desk.refund.late_claim import claim_day
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book, checklists, texts

LINE = {"vat_rate": "0.13", "refund_rate": "0.13", "qty": "10", "amount": "100"}
PAPER = {"amount": "1000", "qty": "10", "rate": "0.13"}
TOLD: list[tuple[str, str, str, dict[str, Any]]] = [
    ("T04", "", "lines.1.qty", {"lines": [{**LINE, "qty": "-1"}]}),
    ("T04", "zero", "lines.1.qty", {"lines": [{**LINE, "qty": "0"}]}),
    ("T04", "zero", "lines.1.amount", {"lines": [{**LINE, "amount": "0"}]}),
    ("T04", "", "lines.1.sold_qty", {"lines": [{**LINE, "sold_qty": "-1"}]}),
    (
        "T04",
        "above_line",
        "lines.1.fob_cny",
        {"lines": [{**LINE, "fob_cny": "5", "qty": None, "amount": None, "reversal": True}]},
    ),
    ("T04", "zero", "lines.1.qty", {"lines": [{"qty": "0", "amount": "-5", "reversal": True}]}),
    ("T02", "", "lines.1.vat_rate", {"lines": [{**LINE, "vat_rate": "13", "refund_rate": "0.09"}]}),
    ("T25", "", "lines.1.refund_rate", {"lines": [{**LINE, "vat_rate": "0.09"}]}),
    ("T04", "zero", "invoices.1.qty", {"lines": [LINE], "invoices": [{**PAPER, "qty": "0"}]}),
    ("T04", "invoice", "invoices.1.amount", {"lines": [LINE], "invoices": [{**PAPER, "amount": "-0.01"}]}),
    ("T02", "", "invoices.1.rate", {"lines": [LINE], "invoices": [{**PAPER, "rate": "1.13"}]}),
    ("T04", "", "terms.freight.amount", {"lines": [LINE], "terms": {"freight": {"amount": "-3"}}}),
    ("T04", "", "rates.0.cny", {"lines": [LINE], "rates": [{"day": "2026-05-20", "currency": "USD", "cny": "-7"}]}),
    ("T04", "zero", "receipts.1.amount", {"lines": [LINE], "receipts": [{"amount": "0"}]}),
    ("T04", "", "pre_refunds.1.qty", {"lines": [LINE], "pre_refunds": [{"qty": "-1"}]}),
    ("T04", "zero", "warehouse_sales.1.qty", {"lines": [LINE], "warehouse_sales": [{"qty": "0"}]}),
    ("T04", "", "vat.input_tax", {"lines": [LINE], "vat": {"input_tax": "-1"}}),
    ("T04", "above", "vat.carried_mdt", {"lines": [LINE], "vat": {"carried_mdt": "1"}}),
    ("T04", "cents", "invoices.1.amount", {"lines": [LINE], "invoices": [{**PAPER, "amount": "21000.005"}]}),
    ("T04", "cents", "lines.1.fob_cny", {"lines": [{**LINE, "fob_cny": "7100.001"}]}),
    ("T04", "cents", "pre_refunds.1.refund", {"lines": [LINE], "pre_refunds": [{"refund": "0.001"}]}),
    ("T04", "cents", "vat.output_tax", {"lines": [LINE], "vat": {"output_tax": "19500.005"}}),
    ("T04", "cents", "vat.input_tax", {"lines": [LINE], "vat": {"input_tax": "92000.999"}}),
    ("T04", "cents", "vat.previous_credit", {"lines": [LINE], "vat": {"previous_credit": "0.005"}}),
    ("T04", "cents", "vat.carried_mdt", {"lines": [LINE], "vat": {"carried_mdt": "-1278.005"}}),
    ("T04", "cents", "vat.carried_bdm_deduction", {"lines": [LINE], "vat": {"carried_bdm_deduction": "0.1234"}}),
    (
        "T04",
        "cents",
        "vat.exempt_material.0.amount",
        {"lines": [LINE], "vat": {"exempt_material": [{"amount": "1.111"}]}},
    ),
    (
        "T04",
        "cents",
        "vat.domestic_sales.0.amount",
        {"lines": [LINE], "vat": {"domestic_sales": [{"amount": "1.111"}]}},
    ),
    ("T02", "", "vat.domestic_sales.0.vat_rate", {"lines": [LINE], "vat": {"domestic_sales": [{"vat_rate": "13"}]}}),
]


def told(parts: dict[str, Any]) -> list[Finding]:
    result = assess(scenario.load(json.dumps(parts)).source, book(), date(2026, 11, 22))
    for finding in result.findings:
        texts().render(finding, checklists().book.sources)
    return [finding for finding in result.findings if finding.code in {"T01", "T02", "T04", "T25"}]


@pytest.mark.parametrize(("code", "variant", "place", "parts"), TOLD)
def test_each_impossible_value_is_told_where_it_stands(
    code: str, variant: str, place: str, parts: dict[str, Any]
) -> None:
    assert [(one.code, one.variant, one.places[0]) for one in told(parts)] == [(code, variant, place)]


@pytest.mark.parametrize(
    "parts",
    [
        {"lines": [{**LINE, "sold_qty": "0", "refund_rate": "0"}]},
        {"lines": [{**LINE, "refund_rate": "0.13"}]},
        {"lines": [{"fob_cny": "-5", "qty": "-1", "reversal": True}]},
        {"lines": [LINE], "terms": {"freight": {"amount": "0"}}},
        {"lines": [LINE], "vat": {"input_tax": "0", "carried_mdt": "0", "output_tax": "-5"}},
    ],
)
def test_what_can_be_is_left_alone(parts: dict[str, Any]) -> None:
    assert told(parts) == []


def test_a_word_that_nobody_knows_in_a_case_is_told_with_the_answers() -> None:
    case = {"schema": "exporter-desk/case", "tax": {"exchange": "maybe"}}
    found = told(case)
    assert [(one.code, one.places) for one in found] == [("T01", ("tax.exchange",))]
    assert "collected（已收汇）" in found[0].values["allowed_zh"]
    assert found[0].values["where_zh"] == "收汇情况"


def test_codes_may_be_typed_in_small_letters() -> None:
    data = {"lines": [LINE], "terms": {"incoterm": " fob", "currency": "usd"}}
    source = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 22)).source
    assert (source.terms.incoterm, source.terms.currency) == ("FOB", "USD")


@pytest.mark.parametrize("month", ["000001", "000012", "999912"])
def test_a_month_that_has_no_month_beside_it_is_told_and_not_used(month: str) -> None:
    data = {"lines": [LINE], "claim_period": month, "vat": {"period": month}}
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 22))
    assert {place for one in result.findings if one.code == "T06" for place in one.places} == {
        "claim_period",
        "vat.period",
    }
    assert (result.source.claim_period, result.source.vat.period) == (None, None)


@pytest.mark.parametrize("month", ["000001", "999912", "202613", "abcdef"])
def test_a_text_that_is_no_month_gives_no_day_of_a_claim(month: str) -> None:
    assert claim_day(scenario.load(json.dumps({"lines": [LINE], "claim_period": month})).source) is None


@pytest.mark.parametrize(
    ("batch", "wrong"), [("000", True), ("1", True), ("001", False), ("010", False), ("999", False)]
)
def test_a_batch_is_counted_from_001(batch: str, *, wrong: bool) -> None:
    result = assess(
        scenario.load(json.dumps({"lines": [LINE], "claim_batch": batch})).source, book(), date(2026, 11, 22)
    )
    assert any(one.code == "T06" and one.places == ("claim_batch",) for one in result.findings) is wrong


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("21000.00", "2730.00"),  # x 13 %
        ("21000.000", "2730.00"),  # more noughts are no more places
        ("21000.005", None),
        ("21000.004", None),
    ],
)
def test_an_amount_beyond_the_cent_makes_no_refund(amount: str, expected: str | None) -> None:
    paper = {
        **PAPER,
        "amount": amount,
        "voucher": "vat_special",
        "supplier_taxpayer": "general",
        "simple_method": False,
    }
    parts = {"taxpayer": {"taxpayer": "general", "kind": "trader"}, "lines": [LINE], "invoices": [paper]}
    result = assess(scenario.load(json.dumps(parts)).source, book(), date(2026, 11, 22))
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert refund.value == (None if expected is None else D(expected))
    assert refund.trace.missing == (() if expected else ("invoices.1.amount",))
