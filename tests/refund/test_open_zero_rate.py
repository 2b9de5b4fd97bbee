"""A zero rate without a flag leaves a producer's refund between what taxation and what exemption would give."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import Quantity, find
from tests.support.refund_book import book

DAY = date(2026, 11, 22)
D = Decimal


def result(vat: dict[str, object], flag: str | None = None) -> RefundResult:
    """Goods 1 without refund rate, FOB 30,715.20; goods 2 at 13 %, FOB 31,568.40: MDT = 4,103.89."""
    whole = {"output_tax": "1000.00", "previous_credit": "500.00", "carried_mdt": "0", "carried_bdm_deduction": "0"}
    made = {"made": "own", "vat_rate": "0.13"}
    data = {
        "mode": "0110",
        "taxpayer": {"taxpayer": "general", "kind": "producer"},
        "terms": {"incoterm": "FOB", "currency": "CNY"},
        "dates": {"export": "2026-09-10"},
        "lines": [
            {**made, "id": "1", "refund_rate": "0", "zero_flag": flag, "amount": "30715.20"},
            {**made, "id": "2", "refund_rate": "0.13", "amount": "31568.40"},
        ],
        "vat": {**whole, **vat},
    }
    return assess(scenario.load(json.dumps(data)).source, book(), DAY)


def refund(one: RefundResult) -> Quantity:
    found = find(one.quantities, "REFUND")
    assert found is not None
    return found


def test_without_a_flag_only_bounds_are_given() -> None:
    # exempt: TAX = 1,000 - 4,000 - 500 = -3,500 -> 3,500.00 at the most; taxed: output 30,715.20 / 1.13 x 13 % =
    # 3,533.61 more, TAX = 33.61 -> 0.00 (A11 7(1)1, annex: §1.2 rows 4 to 6)
    one = result({"input_tax": "4000.00"})
    assert (refund(one).value, refund(one).low, refund(one).high) == (None, D("0.00"), D("3500.00"))
    assert "T52" in {finding.code for finding in one.findings}
    deemed = find(one.quantities, "OUTPUT_DEEMED")
    assert deemed is not None
    assert (deemed.value, deemed.low, deemed.high) == (None, D("0.00"), D("3533.61"))


def test_what_the_flag_cannot_change_stays_a_number() -> None:
    # taxed: TAX = 1,000 + 3,533.61 - 9,000 - 500 = -4,966.39; exempt: -8,500 (its input is out of the 9,000 already):
    # the credit is above MDT 4,103.89 either way
    one = result({"input_tax": "9000.00", "input_without_exempt": True})
    assert refund(one).value == D("4103.89")


@pytest.mark.parametrize(("flag", "expected"), [("1", "0.00"), ("2", "3500.00")])
def test_with_the_flag_there_is_one_number(flag: str, expected: str) -> None:
    vat = {"input_tax": "4000.00", "output_has_deemed": False, "input_without_exempt": True}
    assert refund(result(vat, flag)).value == D(expected)
