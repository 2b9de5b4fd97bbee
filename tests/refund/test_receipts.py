"""What came in for an export: against the FOB value where too little came, against the invoice where too much did."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import assess
from tests.support.refund_book import book

CIF = {
    "incoterm": "CIF",
    "currency": "EUR",
    "freight": {"amount": "1000.00", "currency": "EUR"},
    "insurance": {"amount": "106.45", "currency": "EUR"},
    "other_charges": {"amount": "0", "currency": "EUR"},
}
FOB = {"incoterm": "FOB", "currency": "USD"}
OF_RECEIPTS = {"T59", "T67", "T73", "T74"}


def told(terms: dict[str, Any], lines: list[dict[str, Any]], *receipts: dict[str, Any]) -> list[Finding]:
    rates = {"vat_rate": "0.13", "refund_rate": "0.13", "qty": "1"}
    data = {"terms": terms, "lines": [{**rates, **one} for one in lines], "receipts": list(receipts)}
    found = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25)).findings
    return [one for one in found if one.code in OF_RECEIPTS]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("5000.00", [("T59", "9,018.76", "4,018.76")]),  # 10,125.21 - 1,000.00 - 106.45 = 9,018.76
        ("9018.76", []),
        ("10125.21", []),  # the buyer pays freight and insurance too
        ("10125.22", [("T74", "10,125.21", "0.01")]),
    ],
)
def test_under_cif_at_least_fob_and_at_most_the_invoice(amount: str, expected: list[tuple[str, ...]]) -> None:
    found = told(CIF, [{"amount": "10125.21"}], {"amount": amount, "currency": "EUR"})
    assert [(one.code, one.values["declared"], one.values["difference"]) for one in found] == expected


def test_another_currency_is_set_beside_the_fob_value() -> None:
    receipts = ({"amount": "5000.00", "currency": "EUR"}, {"amount": "10.00", "currency": "USD"})
    [found] = told(CIF, [{"amount": "10125.21"}], *receipts)
    assert (found.code, found.variant, found.values["difference"]) == ("T73", "", "4,018.76")


@pytest.mark.parametrize(
    ("amount", "expected"), [("4320", []), ("4319.99", [("T59", "0.01")]), ("4320.01", [("T74", "0.01")])]
)
def test_what_is_taken_back_brings_no_exchange(amount: str, expected: list[tuple[str, str]]) -> None:
    lines: list[dict[str, Any]] = [{"amount": "4320"}, {"amount": "-4440", "qty": "-1", "reversal": True}]
    found = told(FOB, lines, {"amount": amount, "currency": "USD"})
    assert [(one.code, one.values["difference"]) for one in found] == expected


def test_of_two_declarations_somebody_has_to_say_which_one_is_paid() -> None:
    lines: list[dict[str, Any]] = [
        {"amount": "60", "declaration": f"53162026016000001{at}", "item": 1} for at in (1, 2)
    ]
    [found] = told(FOB, lines, {"id": "r", "amount": "120", "currency": "USD"})
    assert (found.code, found.places) == ("T67", ("receipts.r.declaration",))
    assert told(FOB, lines[:1], {"id": "r", "amount": "60", "currency": "USD"}) == []
