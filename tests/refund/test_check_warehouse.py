"""Warehouse goods: sales against the claim, what was reconciled and sold later, and days in the wrong order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.finding import Finding
from exporter_desk.domain.tax import PreRefund, WarehouseSale
from exporter_desk.refund.assess import assess
from exporter_desk.refund.inputs import Dates, Invoice, Line, RefundInput, Taxpayer
from tests.support.refund_book import book, texts

TODAY = date(2027, 2, 10)
DONE = date(2026, 10, 20)


def sale(day: date, qty: int, name: str = "w1") -> WarehouseSale:
    return WarehouseSale(id=name, goods="1", day=day, qty=D(qty))


def findings(
    outcome: str | None, *sales: WarehouseSale, reconciled: date | None = None, sold: int | None = 0
) -> dict[str, Finding]:
    source = RefundInput(
        mode="9810",
        taxpayer=Taxpayer(taxpayer="general", kind="trader"),
        dates=Dates(export=date(2026, 9, 10), claim=date(2026, 10, 10)),
        lines=(
            Line(id="1", qty=D(60), sold_qty=None if sold is None else D(sold), refund_rate=D("0.13"),
                 vat_rate=D("0.13")),
        ),
        invoices=(
            Invoice(id="1", qty=D(60), amount=D(21000), rate=D("0.13"), voucher="vat_special",
                    supplier_taxpayer="general"),
        ),
        pre_refunds=(
            PreRefund(id="p", goods="1", qty=D(60), refund=D(2730), done=DONE, outcome=outcome, reconciled=reconciled),
        ),
        warehouse_sales=sales,
    )  # fmt: skip
    return {one.code: one for one in assess(source, book(), TODAY).findings}


def test_the_day_of_the_reconciliation_is_asked_for_with_both_places() -> None:
    found = findings("adjusted", sale(date(2026, 11, 2), 45), sale(date(2027, 2, 1), 15, "w2"))["T64"]
    assert found.severity.value == "confirm"
    assert found.places == ("pre_refunds.p.reconciled", "warehouse_sales")
    assert "只算到 2027-01-31 的销售" in texts().render(found, book().rules.book.sources).zh


@pytest.mark.parametrize("reconciled", [date(2027, 2, 1), date(2027, 2, 5)])
def test_a_sale_up_to_the_day_contradicts_the_outcome(reconciled: date) -> None:
    sales = (sale(date(2026, 11, 2), 45), sale(date(2027, 2, 1), 15, "w2"))
    found = findings("adjusted", *sales, reconciled=reconciled)["T64"]
    assert (found.severity.value, found.variant) == ("error", "")


def test_a_sale_after_the_day_contradicts_nothing() -> None:
    sales = (sale(date(2026, 11, 2), 45), sale(date(2027, 2, 1), 15, "w2"))
    assert "T64" not in findings("adjusted", *sales, reconciled=date(2027, 1, 31))


def test_a_pre_refund_is_not_reconciled_before_it_is_finished_nor_in_the_future() -> None:
    found = findings("unsold", reconciled=date(2026, 10, 19))["T55"]
    assert found.places == ("pre_refunds.p.reconciled", "pre_refunds.p.done")
    assert "T55" not in findings("unsold", reconciled=DONE)
    assert findings("unsold", reconciled=date(2027, 2, 11))["T56"].places == ("pre_refunds.p.reconciled",)


@pytest.mark.parametrize(
    ("recorded", "later", "told"),
    [(10, 30, True), (19, 30, True), (20, 30, False), (30, 10, False), (None, 40, False)],
)
def test_sales_on_record_by_the_claim_are_not_fewer_than_were_claimed_as_sold(
    recorded: int | None, later: int, told: bool
) -> None:
    """20 were claimed as sold on 10 October; who records no sale before it says nothing about them."""
    before = () if recorded is None else (sale(date(2026, 9, 20), recorded),)
    found = findings(None, *before, sale(date(2026, 11, 2), later, "w2"), sold=20)
    assert ("T121" in found) is told


def test_both_places_and_both_quantities_are_named() -> None:
    sales = (sale(date(2026, 9, 20), 6), sale(date(2026, 10, 10), 4, "w2"), sale(date(2026, 10, 11), 10, "w3"))
    found = findings(None, *sales, sold=20)["T121"]
    assert found.places == ("lines.1.sold_qty", "warehouse_sales.w1.qty", "warehouse_sales.w2.qty")
    told = texts().render(found, book().rules.book.sources)
    assert "已售数量是 20，到 2026-10-10 为止的销售记录只有 10" in told.zh
    assert "entered as 20; by 2026-10-10 the sales records hold 10" in told.en


def test_a_sale_of_unknown_quantity_contradicts_nothing() -> None:
    unknown = WarehouseSale(id="w1", goods="1", day=date(2026, 9, 20))
    assert "T121" not in findings(None, unknown, sold=20)


def test_an_untold_quantity_is_asked_for_and_not_compared() -> None:
    found = findings(None, sale(date(2026, 9, 20), 10), sold=None)
    assert "T43" in found
    assert "T121" not in found
