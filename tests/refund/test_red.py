"""Red invoices take back what was invoiced: off the right invoice, bounds where nobody can say which that is."""

from __future__ import annotations

from typing import Any

import pytest

from exporter_desk.refund.assess import RefundResult
from tests.refund.test_doubts import FIRST, OTHER, PAPER, assessed, refund

# Of the 240 chairs for 24,000 forty came back to the maker; 200 left: 20,000 x 13 % = 2,600.00 (taxed amount of the
# goods really exported). The 60 tables give 21,000 x 13 % = 2,730.00.
RED = {**PAPER, "id": "r1", "number": "13", "goods": "b", "qty": "-40", "amount": "-4000.00"}
LINES = [
    {"id": "a", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "60"},
    {"id": "b", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "200"},
]


def told(result: RefundResult) -> list[tuple[str, str]]:
    codes = {"T03", "T04", "T30", "T34", "T35", "T111"}
    return [(one.code, one.variant) for one in result.findings if one.code in codes]


def test_a_red_line_is_taken_off_the_only_invoice_of_supplier_and_goods() -> None:
    result = assessed(FIRST, RED, lines=LINES)
    assert refund(result) == ("5330.00", None, None)
    assert told(result) == [("T111", "")]
    [found] = [one for one in result.findings if one.code == "T111"]
    assert found.places == ("invoices.r1.number", "invoices.i2.number")


def test_a_red_line_leaves_no_invoice_for_what_is_beyond_the_rest() -> None:
    """240 exported, 200 left on the invoice: at least 2,730.00 + 2,600.00."""
    result = assessed(FIRST, RED)
    assert refund(result) == (None, "5330.00", None)
    assert ("T30", "") in told(result)


@pytest.mark.parametrize(("red", "value"), [
    ({"qty": "-240", "amount": "-24000.00"}, (None, "2730.00", None)),  # nothing is left of the chairs
    ({"qty": None, "amount": "-4000.00"}, ("5330.00", None, None)),  # a rebate: 240 for 20,000
])  # fmt: skip
def test_the_whole_or_a_rebate_is_taken_off(red: dict[str, Any], value: tuple[str | None, ...]) -> None:
    lines = [LINES[0], {**LINES[1], "qty": "240"}]
    assert refund(assessed(FIRST, {**RED, **red}, lines=lines)) == value


def test_of_two_invoices_at_other_prices_only_bounds_are_known() -> None:
    """40 at 100 and 80 at 120, 4,000 taken back for 40: 80 left for 9,600 by either way, 1,248.00.

    Exported 40: taken off the dear ones the cheap 4,000 are first, 520.00; off the cheap ones 40 x 120, 624.00.
    """
    first = {**OTHER, "id": "i2", "day": "2026-08-01", "qty": "40", "amount": "4000.00"}
    second = {**OTHER, "id": "i4", "number": "14", "day": "2026-08-02", "qty": "80", "amount": "9600.00"}
    for exported, value in (("80", ("3978.00", None, None)), ("40", (None, "3250.00", "3354.00"))):
        result = assessed(FIRST, second, RED, other=first, lines=[LINES[0], {**LINES[1], "qty": exported}])
        assert refund(result) == value
        assert ("T111", "several") in told(result)


def test_the_same_number_tells_which_one() -> None:
    first = {**OTHER, "id": "i2", "qty": "40", "amount": "4000.00"}
    second = {**OTHER, "id": "i4", "number": "14", "qty": "80", "amount": "9600.00"}
    red = {**RED, "number": "14"}
    lines = [LINES[0], {**LINES[1], "qty": "80"}]
    result = assessed(FIRST, second, red, other=first, lines=lines)
    assert refund(result) == ("3978.00", None, None)  # 2,730.00 + (4,000 + 5,600) x 13 %
    assert told(result) == [("T111", "")]


@pytest.mark.parametrize("red", [
    {"supplier": "another"}, {"qty": "-400", "amount": "-40000.00"}, {"rate": "0.03"}, {"qty": "-240"},
])  # fmt: skip
def test_a_red_line_of_nothing_that_is_here_leaves_no_firm_figure(red: dict[str, Any]) -> None:
    result = assessed(FIRST, {**RED, **red}, other={**OTHER, "supplier": "maker"}, lines=LINES)
    value, low, _ = refund(result)
    assert (value, low) == (None, "2730.00")
    assert ("T111", "alone") in told(result)


def test_a_red_line_entered_twice_is_taken_off_once() -> None:
    result = assessed(FIRST, RED, {**RED, "id": "r2"}, lines=LINES)
    assert refund(result) == ("5330.00", None, None)
    assert sorted(told(result)) == [("T111", ""), ("T111", "twice")]


@pytest.mark.parametrize("field", ["qty", "amount"])
def test_one_figure_below_zero_is_no_red_invoice(field: str) -> None:
    other = {**OTHER, field: f"-{OTHER[field]}"}
    result = assessed(FIRST, other=other, lines=LINES)
    assert refund(result)[0] is None
    assert ("T04", "invoice") in told(result)
