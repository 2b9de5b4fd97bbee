"""An invoice line that was entered twice: whichever entry is real, and however the list is ordered, nothing is firm."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from exporter_desk.domain.finding import Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from tests.support.refund_book import book

if TYPE_CHECKING:
    from collections.abc import Sequence

RATES = {"vat_rate": "0.13", "refund_rate": "0.13"}
LINES = [{**RATES, "id": "a", "qty": "60"}, {**RATES, "id": "b", "qty": "240"}]
PAPER = {"rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general", "simple_method": False}
SMALL = {"simple_method": True}
FIRST = {**PAPER, "id": "i1", "number": "11", "goods": "a", "qty": "60", "amount": "21000.00"}
OTHER = {**PAPER, "id": "i2", "number": "12", "goods": "b", "qty": "240", "amount": "24000.00"}  # 3,120.00
STATE = {"own_name": True, "departed": True, "false_papers": False, "booked_as_sale": True, "exchange": "collected"}
TWICE = [
    # 21,000 x 13 % = 2,730.00; an ordinary invoice gives nothing; 3 % of 21,000 = 630.00
    ("voucher", {}, {"voucher": "ordinary"}, ("3120.00", "5850.00")),
    ("rate", SMALL, {**SMALL, "rate": "0.03"}, ("3750.00", "5850.00")),
    # 60 of 600 at 21,000 are 2,100, at 13 % 273.00
    ("qty", {"qty": "600"}, {}, ("3393.00", "5850.00")),
    ("amount", {}, {"amount": "2100.00"}, ("3393.00", "5850.00")),
]


def assessed(
    *invoices: dict[str, Any], other: dict[str, Any] = OTHER, lines: Sequence[dict[str, Any]] = LINES
) -> RefundResult:
    data = {
        "mode": "0110",
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "dates": {"export": "2026-09-10"},
        "state": {**STATE, "archive_kept": True},
        "lines": lines,
        "invoices": [*invoices, other],
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))


def refund(result: RefundResult) -> tuple[str | None, str | None, str | None]:
    found = find(result.quantities, "REFUND")
    assert found is not None
    return tuple(None if one is None else str(one) for one in (found.value, found.low, found.high))  # type: ignore[return-value] # three of them


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("field", "first", "second", "bounds"), TWICE)
def test_a_line_entered_twice_gives_bounds_in_any_order(
    field: str, first: dict[str, Any], second: dict[str, Any], bounds: tuple[str, str], swapped: bool, turned: bool
) -> None:
    ids = ("i3", "i1") if swapped else ("i1", "i3")
    entries = [{**FIRST, **first, "id": ids[0]}, {**FIRST, **second, "id": ids[1]}]
    result = assessed(*(reversed(entries) if turned else entries))
    assert refund(result) == (None, *bounds)
    [told] = [one for one in result.findings if one.code == "T34"]
    assert set(told.places) == {f"invoices.i1.{field}", f"invoices.i3.{field}"}
    assert not [one for one in result.findings if one.code in {"T33", "T35"}]


@pytest.mark.parametrize("turned", [False, True])
def test_an_exact_copy_counts_once_in_any_order(turned: bool) -> None:
    entries = [FIRST, {**FIRST, "id": "i3"}]
    result = assessed(*(reversed(entries) if turned else entries))
    assert refund(result) == ("5850.00", None, None)
    assert [one.variant for one in result.findings if one.code == "T34"] == [""]


@pytest.mark.parametrize("number", [" 11", "１１", "1 1\u3000"])
def test_a_number_in_another_script_is_the_same_number(number: str) -> None:
    codes = {one.code for one in assessed(FIRST, {**FIRST, "id": "i3", "number": number}).findings}
    assert "T34" in codes


def test_versions_that_come_to_the_same_are_one_number() -> None:
    """Two days of one invoice: 2,730.00 by the one, by the other and by both."""
    result = assessed({**FIRST, "day": "2026-08-20"}, {**FIRST, "id": "i3", "day": "2026-08-21"})
    assert refund(result) == ("5850.00", None, None)
    assert {"T38"} == {one.code for one in result.findings if one.code in {"T34", "T38", "T52"}}


def test_two_lines_of_one_invoice_are_no_doubles() -> None:
    result = assessed(
        {**FIRST, "qty": "30", "amount": "10500.00"}, {**FIRST, "id": "i3", "qty": "40", "amount": "14000.00"}
    )
    assert not [one for one in result.findings if one.code == "T34"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_without_number_may_be_the_one_that_has_it(turned: bool) -> None:
    """Bought 240 for 24,000, once with number and once without: if it is one line 3,120.00, if two 6,240.00."""
    entries = [OTHER, {**OTHER, "id": "i3", "number": None, "supplier": "maker"}]
    lines = [LINES[0], {**LINES[1], "qty": "480"}]
    result = assessed(*(reversed(entries) if turned else entries), other=FIRST, lines=lines)
    assert refund(result) == (None, "5850.00", "8970.00")
    [told] = [one for one in result.findings if one.code == "T110"]
    assert set(told.places) == {"invoices.i3.number", "invoices.i2.number"}


@pytest.mark.parametrize("unlike", [{"day": "2026-08-22"}, {"supplier": "another"}, {"rate": "0.03"}])
def test_a_line_without_number_that_differs_is_another_one(unlike: dict[str, Any]) -> None:
    first = {**OTHER, "day": "2026-08-21", "supplier": "maker"}
    result = assessed(first, {**first, "id": "i3", "number": None, **unlike}, other=FIRST)
    assert not [one for one in result.findings if one.code == "T110"]


def test_an_invoice_without_quantity_is_taken_whole_at_the_most() -> None:
    """100 exported, an invoice of 24,000 for nobody knows how many: between nothing and 3,120.00."""
    result = assessed(FIRST, other={**OTHER, "qty": None}, lines=[LINES[0], {**LINES[1], "qty": "100"}])
    assert refund(result) == (None, "2730.00", "5850.00")
    assert "T31" in {one.code for one in result.findings}


HALVES = [{"qty": "120", "amount": "11000.00"}, {"qty": "120", "amount": "13000.00"}]
UNEVEN = [{"qty": "100", "amount": "12000.00"}, {"qty": "140", "amount": "12000.00"}]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("parts", [HALVES, UNEVEN])
def test_two_lines_of_one_invoice_that_hold_just_what_was_exported_are_both_real(
    parts: list[dict[str, str]], turned: bool
) -> None:
    """240 chairs exported, 24,000.00 in two lines of invoice 12: 3,120.00, and 2,730.00 of the tables."""
    lines = [{**OTHER, **part, "id": f"c{at}"} for at, part in enumerate(reversed(parts) if turned else parts)]
    result = assessed(FIRST, lines[0], other=lines[1])
    assert refund(result) == ("5850.00", None, None)
    told = [(one.code, one.variant, one.severity) for one in result.findings if one.code in {"T34", "T35", "T52"}]
    assert told == [("T34", "both", Severity.CONFIRM)]


@pytest.mark.parametrize("exported", ["239", "241"])
def test_two_lines_of_one_invoice_that_leave_something_over_or_short_stay_in_doubt(exported: str) -> None:
    lines = [{**OTHER, **part, "id": f"c{at}"} for at, part in enumerate(HALVES)]
    result = assessed(FIRST, lines[0], other=lines[1], lines=[LINES[0], {**LINES[1], "qty": exported}])
    assert refund(result)[0] is None
    assert [one.variant for one in result.findings if one.code == "T34"] == ["amount"]


def test_a_line_with_the_same_quantity_and_amount_is_a_double_even_where_both_are_needed() -> None:
    """120 for 12,000.00 entered twice, 240 exported: only one of them is sure, 1,560.00 besides 2,730.00."""
    half = {**OTHER, "qty": "120", "amount": "12000.00"}
    result = assessed(FIRST, half, other={**half, "id": "i3"})
    assert refund(result) == (None, "4290.00", "5850.00")
    assert [one.variant for one in result.findings if one.code == "T34"] == [""]


TABLES = {**FIRST, "day": "2026-08-20", "name_zh": "木制餐桌"}
COPY = {**TABLES, "id": "i9", "goods": "b"}


@pytest.mark.parametrize("turned", [False, True])
def test_an_invoice_line_under_two_goods_is_not_counted_twice_for_certain(turned: bool) -> None:
    """With a 2,730 + 3,120; with b 21,000 and 180 of 240 at 24,000: 2,730 + 2,340; with both 7,800."""
    entries = [TABLES, COPY]
    result = assessed(*(reversed(entries) if turned else entries), other={**OTHER, "day": "2026-08-21"})
    assert refund(result) == (None, "5070.00", "7800.00")
    told = [(one.code, one.variant, one.severity) for one in result.findings if one.code in {"T34", "T52"}]
    assert told == [("T34", "goods", Severity.ERROR), ("T52", "range_wrong", Severity.CONFIRM)]


@pytest.mark.parametrize(
    ("names", "bounds", "variant"),
    [
        # Each 60 at 21,000: 2,730.00 of one, or of both.
        (("木制餐桌", "木制餐桌"), ("5460.00", None, None), "both_goods"),
        (("木制餐桌", "木制餐椅"), (None, "2730.00", "5460.00"), "goods"),
    ],
)
def test_goods_of_one_name_may_share_an_invoice_line_in_halves(
    names: tuple[str, str], bounds: tuple[str | None, ...], variant: str
) -> None:
    lines = [{**one, "qty": "60", "name_zh": name} for one, name in zip(LINES, names, strict=True)]
    result = assessed(TABLES, other=COPY, lines=lines)
    assert refund(result) == bounds
    told = [(one.variant, one.severity) for one in result.findings if one.code == "T34"]
    assert told == [(variant, Severity.HINT if variant == "both_goods" else Severity.ERROR)]


@pytest.mark.parametrize("unlike", [{"name_zh": "木制餐椅"}, {"amount": "21000.01"}, {"qty": "61"}, {"number": "13"}])
def test_other_lines_of_an_invoice_belong_to_other_goods(unlike: dict[str, Any]) -> None:
    result = assessed(TABLES, {**COPY, **unlike}, other={**OTHER, "day": "2026-08-21"})
    assert "T34" not in {one.code for one in result.findings}
