"""What was reconciled and what was sold later: what is asked, what contradicts, and days in the wrong order."""

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


def findings(outcome: str, *sales: WarehouseSale, reconciled: date | None = None) -> dict[str, Finding]:
    source = RefundInput(
        mode="9810",
        taxpayer=Taxpayer(taxpayer="general", kind="trader"),
        dates=Dates(export=date(2026, 9, 10), claim=date(2026, 10, 10)),
        lines=(Line(id="1", qty=D(60), sold_qty=D(0), refund_rate=D("0.13"), vat_rate=D("0.13")),),
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
