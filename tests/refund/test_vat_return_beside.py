"""What a producer's VAT return says beside the claim: another month, no exports, other input tax than its invoices."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book, told_of

LINE: dict[str, object] = {
    "id": "1",
    "vat_rate": "0.13",
    "refund_rate": "0.13",
    "qty": "10",
    "unit": "011",
    "made": "own",
}
PAPER = {"id": "p", "amount": "70000", "qty": "10", "unit": "011", "rate": "0.13", "voucher": "vat_special"}
RETURN: dict[str, object] = {
    "filed": True,
    "period": "202610",
    "output_tax": "0",
    "previous_credit": "0",
    "carried_mdt": "0",
}


def result(vat: dict[str, object], **more: str) -> RefundResult:
    data: dict[str, object] = {
        "taxpayer": {"taxpayer": "general", "kind": "producer"},
        "lines": [{**LINE, "fob_cny": "100000"}],
        "invoices": [{**PAPER, "supplier_taxpayer": "general"}],
        "dates": {"export": "2026-10-05"},
        "vat": {**RETURN, **vat},
        **more,
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))


def told(one: RefundResult) -> list[Finding]:
    return told_of(one, "T115")


@pytest.mark.parametrize(
    ("vat", "more", "variant", "places"),
    [
        ({"input_tax": "5000"}, {"claim_period": "202611"}, "", ("vat.period", "claim_period")),
        ({"input_tax": "5000", "no_exports": True}, {}, "exports", ("vat.no_exports", "lines")),
        # 70,000 x 13 % = 9,100 beside 5,000
        (
            {"input_tax": "5000", "input_from_invoices": True},
            {},
            "input",
            ("vat.input_tax", "vat.input_from_invoices"),
        ),
    ],
)
def test_what_the_return_says_beside_the_claim_is_told(
    vat: dict[str, object], more: dict[str, str], variant: str, places: tuple[str, ...]
) -> None:
    one = result(vat, **more)
    [found] = told(one)
    assert (found.severity, found.variant, found.places) == (Severity.CONFIRM, variant, places)
    refund = find(one.quantities, "REFUND")
    assert refund is not None
    assert str(refund.value) == "5000.00"  # of 100,000 x 13 % = 13,000 no more than the credit of 5,000


def test_the_input_tax_of_the_invoices_is_named() -> None:
    [found] = told(result({"input_tax": "5000", "input_from_invoices": True}))
    assert (found.values["typed"], found.values["own"]) == ("5,000.00", "9,100.00")


@pytest.mark.parametrize("vat", [{"input_tax": "5000"}, {"input_tax": "9100.50", "input_from_invoices": True}])
def test_a_return_of_the_same_month_with_the_same_input_tax_is_not_told(vat: dict[str, object]) -> None:
    assert told(result(vat, claim_period="202610")) == []
