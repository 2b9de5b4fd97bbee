"""A trader's FOB value is to be in keeping with what the goods cost: far off is asked about, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.finding import Severity
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

DAY = date(2026, 6, 1)


def bought_for(amount: str) -> RefundResult:
    """The 50 tables sell for FOB 1,000.00 USD at 7.10 = 7,100.00 CNY, and cost `amount` without tax."""
    case = claim_cases.trader()
    papers = tuple(replace(one, amount=D(amount)) if one.id == "i3" else one for one in case.tax.purchase_invoices)
    changed = replace(case, tax=replace(case.tax, purchase_invoices=papers))
    return assess(from_case(changed), book(), DAY)


@pytest.mark.parametrize(
    ("amount", "variants"),
    [
        # 70 % of 10,142.85 is 7,099.995, of 10,142.86 it is 7,100.002; 5 times 1,420.00 is 7,100.00
        ("10142.85", []),
        ("10142.86", [""]),
        ("1420.00", []),
        ("1419.99", ["above"]),
        ("99999999999.99", [""]),
        ("0.01", ["above"]),
    ],
)
def test_far_below_or_above_the_purchase_is_asked_about(amount: str, variants: list[str]) -> None:
    assert [one.variant for one in told_of(bought_for(amount), "T127")] == variants


def test_both_figures_are_named_and_the_refund_is_as_before() -> None:
    result = bought_for("50000.00")
    (found,) = told_of(result, "T127")
    assert found.severity is Severity.CONFIRM
    assert (found.values["goods_zh"], found.values["fob"], found.values["base"]) == ("餐桌", "7,100.00", "50,000.00")
    assert found.places == ("tax.purchase_invoices.i3.amount", "goods.g2.unit_price")
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert refund.value == D("7176.00")  # 5,200.00 of chairs and 50,000.00 of tables at 13 %


def test_a_producer_buys_no_goods_that_it_sells() -> None:
    case = claim_cases.producer()
    papers = claim_cases.trader().tax.purchase_invoices
    bought = tuple(replace(one, amount=D("900000.00")) for one in papers)
    changed = replace(case, tax=replace(case.tax, purchase_invoices=bought))
    assert told_of(assess(from_case(changed), book(), DAY), "T127") == []
