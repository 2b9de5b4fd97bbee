"""What a shipment claims on without a unit or a supplier is told: nobody compared it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.tax import PurchaseInvoice
from exporter_desk.refund.assess import assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

PAPERS = claim_cases.trader().tax.purchase_invoices


def with_papers(papers: Iterable[PurchaseInvoice], case: Case | None = None) -> Case:
    case = case or claim_cases.trader()
    return replace(case, tax=replace(case.tax, purchase_invoices=tuple(papers)))


def told(case: Case, *codes: str) -> list[Finding]:
    result = assess(from_case(case), book(), date(2026, 6, 1))
    figure = find(result.quantities, "REFUND")
    assert figure is not None
    assert figure.value == D("1326.00")  # what was not compared changes no figure
    return told_of(result, *codes)


def test_nothing_is_told_of_a_shipment_that_says_both() -> None:
    assert told(claim_cases.trader(), "T32", "T118") == []


def test_an_invoice_without_a_unit_was_not_compared() -> None:
    chair, *others = PAPERS
    (finding,) = told(with_papers([replace(chair, unit=None), *others]), "T32")
    assert (finding.severity, finding.variant) == (Severity.CONFIRM, "no_unit")
    assert (finding.places, finding.values["invoice_zh"]) == (("tax.purchase_invoices.i2.unit",), "20")


def test_goods_without_any_unit_were_not_compared_and_their_invoices_are_not_named_again() -> None:
    case = claim_cases.trader()
    chairs, tables = case.goods
    bare = replace(case, goods=(replace(chairs, unit=None), tables))
    for papers in (PAPERS, [replace(one, unit=None) if one.goods == "g1" else one for one in PAPERS]):
        (finding,) = told(with_papers(papers, bare), "T32")
        assert (finding.variant, finding.places) == ("goods_unit", ("goods.g1.unit",))


def test_a_statutory_unit_is_compared() -> None:
    case = claim_cases.trader()
    chairs, tables = case.goods
    second = replace(chairs, unit=None, unit2="007", qty2=D(100), unit1="035", qty1=D(900))
    assert told(replace(case, goods=(second, tables)), "T32") == []


def test_a_special_invoice_without_a_supplier_is_told() -> None:
    (finding,) = told(with_papers([replace(one, supplier=None) for one in PAPERS]), "T118")
    assert (finding.severity, finding.variant) == (Severity.CONFIRM, "absent")
    assert finding.places == (*(f"tax.purchase_invoices.{one}.supplier" for one in ("i1", "i2", "i3")), "parties")
    assert finding.values["invoice_zh"] == "10、20、30"


def test_of_many_invoices_the_first_are_named_and_all_are_counted() -> None:
    """The table's 5,000.00 on two invoices of 25 pieces: 325.00 + 325.00 instead of 650.00."""
    *chairs, table = PAPERS
    halves = [replace(table, id=f"i{n}", number=str(n), qty=D(25), amount=D("2500.00")) for n in (4, 5)]
    (finding,) = told(with_papers([replace(one, supplier=None) for one in (*chairs, *halves)]), "T118")
    assert finding.values["invoice_zh"] == "10、20、4 等 4 张"
    assert finding.values["invoice_en"] == "10, 20, 4 and 1 more"
