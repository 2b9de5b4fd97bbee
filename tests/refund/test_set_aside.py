"""Invoices beside a claim: own purchases where a service company claims, and unrefundable ones in another unit."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book, checklists, texts

RATES = {"vat_rate": "0.13", "refund_rate": "0.13"}
TABLE = {**RATES, "id": "a", "name_zh": "餐桌", "unit": "011", "qty": "60", "amount": "30715.20"}
CHAIR = {**RATES, "id": "b", "name_zh": "餐椅", "unit": "011", "qty": "240", "amount": "31568.40"}
CHAIR |= {"unit1": "011", "qty1": "240", "unit2": "035", "qty2": "960"}
STATE = {"own_name": True, "departed": True, "false_papers": False, "booked_as_sale": True, "exchange": "collected"}
PAPER = {"rate": "0.13", "unit": "011", "supplier_taxpayer": "general", "simple_method": False}
SPECIAL, AGENCY = {**PAPER, "voucher": "vat_special"}, {**PAPER, "voucher": "agency_refund"}
PRODUCER = {"taxpayer": "general", "kind": "producer", "channel": "service_company", "name": "maker"}
TRADER = {"taxpayer": "general", "kind": "trader"}
# 30,715.20 and 31,568.40 at 13 %: 3,992.98 and 4,103.89
OF_TABLES = {**AGENCY, "id": "z1", "number": "81", "goods": "a", "qty": "60", "amount": "30715.20", "name_zh": "餐桌"}
OF_CHAIRS = {**AGENCY, "id": "z2", "number": "82", "goods": "b", "qty": "240", "amount": "31568.40", "name_zh": "餐椅"}
BOARDS = {**SPECIAL, "id": "m", "number": "77", "goods": "a", "qty": "40", "amount": "15000.00", "name_zh": "板材"}
# 21,000.00 and 24,000.00 at 13 %: 2,730.00 and 3,120.00
TABLES = {**SPECIAL, "id": "i1", "number": "11", "goods": "a", "qty": "60", "amount": "21000.00", "name_zh": "餐桌"}
CHAIRS = {**SPECIAL, "id": "i2", "number": "12", "goods": "b", "qty": "240", "amount": "24000.00", "name_zh": "餐椅"}
SETS = {**CHAIRS, "id": "o", "number": "55", "qty": "10", "amount": "300.00", "voucher": "ordinary", "unit": "006"}


def assessed(taxpayer: dict[str, str], *invoices: dict[str, Any]) -> RefundResult:
    data = {
        "mode": "0110",
        "taxpayer": taxpayer,
        "terms": {"incoterm": "FOB", "currency": "CNY"},
        "dates": {"export": "2026-09-10"},
        "state": {**STATE, "archive_kept": True},
        "lines": [TABLE, CHAIR],
        "invoices": invoices,
    }
    result = assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))
    for finding in result.findings:
        texts().render(finding, checklists().book.sources)
    return result


def refund(result: RefundResult) -> tuple[str | None, tuple[str, ...]]:
    found = find(result.quantities, "REFUND")
    assert found is not None
    return None if found.value is None else str(found.value), found.trace.missing


def codes(result: RefundResult) -> set[tuple[str, str]]:
    return {(one.code, one.variant) for one in result.findings if one.code != "T41"}


@pytest.mark.parametrize("unit", ["011", "035", "006", None])
def test_material_bought_by_the_producer_takes_nothing_from_the_agency_invoice(unit: str | None) -> None:
    result = assessed(PRODUCER, {**BOARDS, "unit": unit}, OF_TABLES, OF_CHAIRS)
    assert refund(result) == ("8096.87", ())
    assert codes(result) == {("T114", "")}
    assert result.rests == ()


def test_without_an_agency_invoice_nothing_is_estimated() -> None:
    result = assessed(PRODUCER, TABLES, CHAIRS)
    assert refund(result) == (None, ("invoices",))
    assert codes(result) == {("T30", "agency"), ("T114", ""), ("T52", "")}


def test_an_invoice_of_a_kind_that_nobody_told_is_called_no_agency_invoice() -> None:
    result = assessed(PRODUCER, {**OF_TABLES, "voucher": None, "amount": "30000.00"}, OF_CHAIRS)
    assert refund(result) == (None, ("invoices.z1.voucher",))
    assert not codes(result) & {("T50", ""), ("T114", "")}


def test_the_producer_makes_the_agency_invoice_out_itself() -> None:
    result = assessed(PRODUCER, {**OF_TABLES, "supplier": "maker"}, {**OF_CHAIRS, "supplier": "maker"})
    assert refund(result) == ("8096.87", ())


def test_an_agency_invoice_that_is_not_at_fob_leaves_the_refund_between_both_amounts() -> None:
    """20,715.20 billed where FOB is 30,715.20, at 13 %: 2,692.98 to 3,992.98, with 4,103.89 of the chairs."""
    result = assessed(PRODUCER, {**OF_TABLES, "amount": "20715.20"}, OF_CHAIRS)
    assert refund(result) == (None, ("invoices.z1.amount", "lines.a.amount"))
    found = find(result.quantities, "REFUND")
    assert found is not None
    assert (str(found.low), str(found.high)) == ("6796.87", "8096.87")
    assert codes(result) == {("T50", ""), ("T52", "range")}


@pytest.mark.parametrize("unit", ["006", "035"])
def test_an_invoice_without_refund_in_another_unit_leaves_the_covered_goods_firm(unit: str) -> None:
    result = assessed(TRADER, TABLES, CHAIRS, {**SETS, "unit": unit})
    assert refund(result) == ("5850.00", ())
    [told] = [one for one in result.findings if one.code == "T114"]
    assert (told.variant, told.places) == ("unit", ("invoices.o.unit",))


@pytest.mark.parametrize("qty", ["239", None])
def test_while_the_goods_are_not_covered_the_odd_unit_is_asked(qty: str | None) -> None:
    result = assessed(TRADER, TABLES, {**CHAIRS, "qty": qty}, SETS)
    assert refund(result) == (None, ("invoices.o.unit",))
    assert "T114" not in {one.code for one in result.findings}


def test_of_two_refundable_invoices_the_odd_unit_is_asked() -> None:
    assert refund(assessed(TRADER, TABLES, CHAIRS, {**SETS, "voucher": "vat_special"}))[1] == ("invoices.o.unit",)


def test_an_invoice_without_refund_in_the_same_unit_still_takes_its_share() -> None:
    """10 of 240 chairs on an ordinary invoice of an earlier day: 230 of 240 at 24,000.00 are 23,000.00."""
    earlier = {**SETS, "unit": "011", "day": "2026-08-01"}
    assert refund(assessed(TRADER, TABLES, {**CHAIRS, "day": "2026-08-20"}, earlier)) == ("5720.00", ())
