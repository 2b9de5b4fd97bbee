"""Records that name goods or a declaration that a shipment does not have are told, each with both places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.tax import PurchaseInvoice
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

RECEIPT = {"id": "r1", "day": "2026-04-05", "amount": "2000.00", "currency": "USD", "payer": "B", "reference": "FT1"}
RATES = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13"} for one in ("g1", "g2")]
NUMBER = claim_cases.NUMBER


def assessed(case: Case) -> RefundResult:
    return assess(from_case(case), book(), date(2026, 6, 1))


def told(case: Case, code: str) -> list[Finding]:
    return told_of(assessed(case), code)


def test_a_receipt_of_no_declaration_of_the_shipment() -> None:
    (finding,) = told(claim_cases.trader(receipts=[{**RECEIPT, "declaration": "d9"}]), "T106")
    assert finding.places == ("tax.receipts.r1.declaration", "tax.declarations")
    assert (finding.variant, finding.values) == ("receipt", {"found": "d9", "reference": "FT1"})
    assert told(claim_cases.trader(receipts=[{**RECEIPT, "declaration": "d1"}]), "T106") == []
    assert told(claim_cases.trader(receipts=[RECEIPT]), "T106") == []


def test_refund_data_of_no_goods_of_the_shipment() -> None:
    (finding,) = told(claim_cases.trader(lines=[*RATES, {"id": "g9", "refund_rate": "0.09"}]), "T106")
    assert (finding.variant, finding.places) == ("line", ("tax.lines.g9", "goods"))
    assert told(claim_cases.trader(lines=RATES), "T106") == []


def test_an_invoice_of_no_goods_is_told_and_nothing_is_said_to_be_left_of_it() -> None:
    """The table's 50 pieces have no invoice then: sure are the chairs, 13 % of 3,000.00 + 40 of 80 of 4,400.00."""
    case = claim_cases.trader()
    *others, table = case.tax.purchase_invoices
    stray = replace(case, tax=replace(case.tax, purchase_invoices=(*others, replace(table, goods="g9"))))
    (finding,) = told(stray, "T03")
    assert finding.places == ("tax.purchase_invoices.i3.goods", "goods")
    left = {one.places[0] for one in told(stray, "T35")}
    assert left == {"tax.purchase_invoices.i2.qty"}  # 40 of 80 chairs, as without the mistake
    figure = find(assessed(stray).quantities, "REFUND")
    assert figure is not None
    assert (figure.value, figure.low) == (None, D("676.00"))


def test_an_invoice_row_in_which_nothing_stands_yet_is_only_to_be_filled() -> None:
    case = claim_cases.trader()
    kept = case.tax.purchase_invoices
    for row, severity in ((PurchaseInvoice(id="i9"), Severity.CONFIRM), (replace(kept[2], goods=None), Severity.ERROR)):
        invoices = (*kept[:2], row)
        (finding,) = told(replace(case, tax=replace(case.tax, purchase_invoices=invoices)), "T03")
        assert (finding.variant, finding.severity) == ("missing", severity)


def test_one_number_on_two_declarations_names_both() -> None:
    own = {"export_date": "2026-03-12"}
    declared = [
        {"id": "d1", "number": NUMBER, "lines": ["g1"], **own},
        {"id": "d2", "number": NUMBER, "lines": ["g2"], **own},
    ]
    (finding,) = told(claim_cases.trader(declarations=declared), "T119")
    assert finding.places == ("tax.declarations.d1.number", "tax.declarations.d2.number")
    assert (finding.variant, finding.values) == ("number", {"number": NUMBER, "count": "2"})
    assert told(claim_cases.trader(declarations=declared), "T45") == []


def test_two_declarations_with_numbers_of_their_own_are_not_told() -> None:
    own = {"export_date": "2026-03-12"}
    declared = [
        {"id": "d1", "number": NUMBER, "lines": ["g1"], **own},
        {"id": "d2", "number": "400420260000123457", "lines": ["g2"], **own},
    ]
    assert told(claim_cases.trader(declarations=declared), "T119") == []
