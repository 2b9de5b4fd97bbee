"""Which deadlines concern an export: those whose missing would cost it a refund, or change how it is treated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.tax import PreRefund, WarehouseSale
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.inputs import Dates, Deal, ExportState, Line, RefundInput, Taxpayer
from tests.support.refund_book import book, told_of

WINDOW = {"filing_start", "regular_end", "regular_end_practical"}
LAPSE = {"lapse_last_day", "deemed_domestic"}
EXCHANGE = {"fx_deadline"}
TRADER = Taxpayer(taxpayer="general", kind="trader", channel="own")
SMALL = Taxpayer(taxpayer="small_scale", kind="other_unit", channel="own")
GROWER = Taxpayer(taxpayer="general", kind="grower", channel="own")
STATE = ExportState(own_name=True, departed=True, false_papers=False, booked_as_sale=True, archive_kept=True)
FRUIT = Line(id="a", hs="0805100000", qty=D(10), amount=D(1000), vat_rate=D("0.09"), refund_rate=D("0.09"), made="own")
TABLE = Line(id="b", hs="9403609990", qty=D(10), amount=D(1000), vat_rate=D("0.13"), refund_rate=D("0.13"))
TAXED = replace(TABLE, id="c", refund_rate=D(0), zero_flag="1")


def of(taxpayer: Taxpayer, *lines: Line, today: date = date(2026, 11, 23), **state: object) -> RefundResult:
    source = RefundInput(
        mode="0110", taxpayer=taxpayer, lines=lines, dates=Dates(export=date(2026, 9, 10)),
        state=replace(STATE, exchange="pending", declared=False, **state), terms=Deal(currency="USD"),
    )  # fmt: skip
    return assess(source, book(), today)


def dated(result: RefundResult) -> set[str]:
    return {one.id for one in result.deadlines if one.date is not None}


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2029, 9, 11)])
def test_own_grown_fruit_has_no_tax_day_and_no_day_for_the_exchange(today: date) -> None:
    """It stays exempt even when the 36 months are over (9(1)4(7)), and an exempt export needs no exchange."""
    result = of(GROWER, FRUIT, today=today)
    assert (result.policy.result, dated(result)) == ("exempt", WINDOW)


def test_fruit_of_which_nobody_knows_who_grew_it_keeps_its_tax_day() -> None:
    assert dated(of(GROWER, replace(FRUIT, made=None))) == WINDOW | LAPSE | EXCHANGE


def test_goods_that_are_taxed_anyhow_have_no_window_and_no_later_tax_day() -> None:
    result = of(TRADER, TAXED)
    assert (result.policy.result, dated(result)) == ("taxed", set())


def test_goods_taxed_for_want_of_a_declaration_keep_the_day_on_which_that_arose() -> None:
    result = of(TRADER, TABLE, today=date(2029, 9, 11))
    assert result.policy.result == "taxed"
    assert dated(result) >= LAPSE | WINDOW


def test_one_line_that_is_refunded_keeps_the_days_of_the_export() -> None:
    assert dated(of(TRADER, TAXED, TABLE)) == WINDOW | LAPSE | EXCHANGE


def test_of_two_export_days_only_that_of_the_refund_is_left() -> None:
    first = replace(TAXED, exported=date(2026, 9, 10))
    other = replace(TABLE, exported=date(2026, 10, 20))
    [one] = [one for one in of(TRADER, first, other).deadlines if one.id == "lapse_last_day"]
    assert (one.date, one.lines, one.export) == (date(2029, 10, 20), ("b",), date(2026, 10, 20))


@pytest.mark.parametrize(
    ("taxpayer", "line", "told"),
    [(SMALL, TABLE, 0), (GROWER, FRUIT, 0), (TRADER, TABLE, 1)],
)
def test_only_a_refund_is_to_be_paid_back_for_want_of_the_exchange(taxpayer: Taxpayer, line: Line, told: int) -> None:
    result = of(taxpayer, line, today=date(2027, 5, 1))
    assert len(told_of(result, "T77")) == told


def test_an_exempt_export_must_still_be_declared() -> None:
    assert dated(of(SMALL, TABLE)) == WINDOW | LAPSE


def test_a_claim_that_is_exempt_for_want_of_the_exchange_keeps_its_day() -> None:
    """The refund taken before is lost by that very day."""
    result = of(TRADER, TABLE)
    lost = replace(result.source, state=replace(result.source.state, exchange="not_collectable"))
    assert "fx_deadline" in dated(assess(lost, book(), date(2026, 11, 23)))


def stock(*sales: WarehouseSale, done: date, **changes: object) -> RefundResult:
    own = PreRefund(id="p", goods="b", qty=D(10), refund=D(100), done=done)
    source = RefundInput(
        mode="9810", taxpayer=TRADER, lines=(replace(TABLE, sold_qty=D(0)),), dates=Dates(export=date(2026, 9, 10)),
        state=replace(STATE, exchange="pending", declared=True), pre_refunds=(replace(own, **changes),),
        warehouse_sales=sales,
    )  # fmt: skip
    return assess(source, book(), date(2027, 5, 5))


@pytest.mark.parametrize(
    ("sales", "done", "variant"),
    [
        ((), date(2027, 1, 1), "stock"),  # its window runs to 30 April 2028
        ((WarehouseSale(id="s", goods="b", day=date(2027, 5, 1), qty=D(10)),), date(2027, 1, 1), "stock"),
        ((WarehouseSale(id="s", goods="b", day=date(2027, 4, 30), qty=D(10)),), date(2027, 1, 1), ""),
        ((WarehouseSale(id="s", goods="b", day=date(2027, 4, 30), qty=D(9)),), date(2027, 1, 1), "stock"),
        ((), date(2026, 10, 20), ""),  # its window ended on 30 April 2027
    ],
)
def test_stock_abroad_is_not_said_to_owe_a_refund(sales: tuple[WarehouseSale, ...], done: date, variant: str) -> None:
    assert [one.variant for one in told_of(stock(*sales, done=done), "T77")] == [variant]
