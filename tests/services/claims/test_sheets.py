"""Sheets of receipts and of reversals: what is taken back brings no exchange, and keeps the value of its claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from exporter_desk.domain.case import Case
from exporter_desk.refund.sheet_values import SheetRow
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.services.claims.company_claims import member_of
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.desk import Desk
from tests.support import claim_cases
from tests.support.claim_cases import NUMBER

DESK = Desk()


def sheets(case: Case) -> Worksheets:
    member = member_of(case, DESK, date(2026, 6, 1))
    return case_worksheets(member.case, member.result, (), DESK.sheet_words)


def values(rows: tuple[SheetRow, ...], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name].value for name in names) for row in rows]


def test_a_receipt_of_nobody_knows_which_declaration_has_a_row_without_a_sale() -> None:
    """Two declarations of 1,000 each have rows of their own, and so has the receipt."""
    declarations = [
        {"id": f"d{at}", "number": f"{NUMBER[:-1]}{at}", "export_date": "2026-03-12", "lines": [f"g{at}"]}
        for at in (1, 2)
    ]
    rows = sheets(claim_cases.trader(declarations=declarations)).receipts
    assert values(rows, "declaration", "sales", "received") == [
        (f"{NUMBER[:-1]}1", D("1000.00"), None),
        (f"{NUMBER[:-1]}2", D("1000.00"), None),
        (None, None, D("1500.00")),
    ]
    assert rows[2]["declaration"].missing == ("tax.receipts.r1.declaration",)


def test_the_sale_of_a_declaration_is_what_is_not_taken_back() -> None:
    """1,000 of tables are taken back at 7,100: 1,000 of chairs are still to be paid, 7,100 in CNY."""
    lines = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13"} for one in ("g1", "g2")]
    back = {**lines[1], "reversal": True, "fob_cny": "7300.00"}
    claim = sheets(claim_cases.trader(lines=[lines[0], back]))
    assert values(claim.receipts, "sales", "sales_cny", "received") == [(D("1000.00"), D("7100.00"), D("1500.00"))]
    assert values(claim.exports, "fob_usd") == [(D("1000.00"),), (D("-1000.00"),)]


def test_the_rate_of_a_settled_value_is_open_on_the_sheet_of_a_producer() -> None:
    lines = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13", "made": "own"} for one in ("g1", "g2")]
    back = {**lines[1], "reversal": True, "fob_cny": "7300.00"}
    rows = sheets(claim_cases.producer(lines=[lines[0], back])).producer
    assert values(rows, "amount", "rate", "fob_cny", "usd_rate", "fob_usd") == [
        (D("1000.00"), D("7.1000"), D("7100.00"), D("7.1000"), D("1000.00")),
        (D("-1000.00"), None, D("-7300.00"), None, D("-1000.00")),
    ]


def test_a_rate_that_is_not_used_converts_no_receipt() -> None:  # 70.9 is ten times the reference rate of the day
    deal = {"day": "2026-03-01", "currency": "USD", "cny": "7.1000"}
    slipped = {"day": "2026-04-05", "currency": "USD", "cny": "70.900"}
    rows = sheets(claim_cases.trader(rates=[deal, slipped])).receipts
    assert values(rows, "received", "received_rate", "received_cny") == [(D("1500.00"), None, None)]


def test_a_declaration_that_lists_nothing_is_asked_for_its_goods() -> None:
    """Its number stands there; which of its items is which line, nobody said."""
    empty = [{"id": "d1", "number": NUMBER, "export_date": "2026-03-12"}]
    rows = sheets(claim_cases.trader(declarations=empty)).exports
    assert {row["declaration"].missing for row in rows} == {("tax.declarations.d1.lines",)}


def test_goods_without_any_declaration_wait_for_one() -> None:
    rows = sheets(claim_cases.trader(declarations=[])).exports
    assert {row["declaration"].missing for row in rows} == {("tax.declarations",)}
