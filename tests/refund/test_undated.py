"""Purchase invoices without a day: a firm figure only where it does not matter which of them is used up first."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.quantity import find
from exporter_desk.refund.undated import MOST_UNDATED
from tests.support.refund_book import book, checklists, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

PAPER = {"rate": "0.13", "voucher": "vat_special", "supplier_taxpayer": "general", "simple_method": False}
STATE = {"own_name": True, "departed": True, "false_papers": False, "booked_as_sale": True, "exchange": "collected"}
CHAIRS = [{"id": "a", "vat_rate": "0.13", "refund_rate": "0.13", "qty": "240"}]
CHEAP = {"id": "o", "number": "90", "qty": "240", "amount": "20000"}
DEAR = {"id": "s", "number": "91", "qty": "240", "amount": "24000"}


def assessed(*invoices: dict[str, Any], lines: Sequence[dict[str, Any]] = CHAIRS, **more: object) -> RefundResult:
    data = {
        "mode": "0110",
        "taxpayer": {"taxpayer": "general", "kind": "trader"},
        "dates": {"export": "2026-09-10"},
        "state": {**STATE, "archive_kept": True},
        "lines": lines,
        "invoices": [{**PAPER, **one} for one in invoices],
        **more,
    }
    return assess(scenario.load(json.dumps(data)).source, book(), date(2026, 11, 25))


def refund(result: RefundResult, line: str = "") -> tuple[str | None, str | None, str | None]:
    found = find(result.quantities, "REFUND_LINE" if line else "REFUND", line)
    assert found is not None
    return tuple(None if one is None else str(one) for one in (found.value, found.low, found.high))  # type: ignore[return-value] # three of them


def told(result: RefundResult) -> list[tuple[str, ...]]:
    found = [one for one in result.findings if one.code == "T109"]
    for one in found:
        assert "{" not in texts().render(one, checklists().book.sources).zh
    return [one.places for one in found]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 240 chairs: of the cheap invoice 20,000 x 13 % = 2,600.00, of the dear one 24,000 x 13 % = 3,120.00
        ("2026-08-01", "2026-08-20", ("2600.00", None, None)),
        ("2026-08-30", "2026-08-20", ("3120.00", None, None)),
        (None, "2026-08-20", (None, "2600.00", "3120.00")),
        (None, None, (None, "2600.00", "3120.00")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_used_up_first_hangs_on_the_day(
    first: str | None, second: str | None, expected: tuple[str | None, ...], turned: bool
) -> None:
    papers = [{**CHEAP, "day": first}, {**DEAR, "day": second}]
    result = assessed(*(reversed(papers) if turned else papers))
    assert refund(result) == expected
    open_days = {f"invoices.{one['id']}.day" for one in papers if one["day"] is None}
    assert {place for places in told(result) for place in places} == open_days
    whole = find(result.quantities, "REFUND")
    assert whole is not None
    assert set(whole.trace.missing) == open_days
    assert bool(result.rests) is not bool(open_days)  # which of both is left over is not known either
    assert ("T35" in {one.code for one in result.findings}) is not bool(open_days)


@pytest.mark.parametrize(
    ("papers", "lines", "more", "expected"),
    [
        # all of both is exported: 44,000 x 13 %
        ([CHEAP, DEAR], [{**CHAIRS[0], "qty": "480"}], {}, "5720.00"),
        # both at 100.00 a piece
        ([CHEAP | {"qty": "200"}, DEAR], CHAIRS, {}, "3120.00"),
        # the user chose the order of the list
        ([CHEAP, DEAR], CHAIRS, {"match": "as_listed"}, "2600.00"),
        # one invoice has no order: 240 of 480 for 24,000
        ([DEAR | {"qty": "480"}], CHAIRS, {}, "1560.00"),
    ],
)
def test_where_the_order_does_not_matter_the_figure_is_firm(
    papers: list[dict[str, Any]], lines: list[dict[str, Any]], more: dict[str, Any], expected: str
) -> None:
    result = assessed(*papers, lines=lines, **more)
    assert (refund(result), told(result)) == ((expected, None, None), [])


def test_between_two_others_may_be_less_than_before_or_after_both() -> None:
    """150 of: 100 at 1, 100 at 10, and 100 at 5 without a day.

    Used first, 500 + 50 = 550 x 13 % = 71.50; second, 100 + 250 = 350 x 13 % = 45.50; last, 100 + 500 = 600 x 13 % =
    78.00.
    """
    dated = [
        {"id": "1", "number": "1", "day": "2026-08-01", "qty": "100", "amount": "100"},
        {"id": "2", "number": "2", "day": "2026-08-02", "qty": "100", "amount": "1000"},
    ]
    result = assessed(*dated, {"id": "u", "qty": "100", "amount": "500"}, lines=[{**CHAIRS[0], "qty": "150"}])
    assert refund(result) == (None, "45.50", "78.00")


def test_two_lines_that_use_all_up_share_a_firm_total() -> None:
    """Each line of 240 earns 2,600.00 or 3,120.00, both together 5,720.00 whichever comes first."""
    lines = [{**CHAIRS[0], "goods": "c"}, {**CHAIRS[0], "id": "b", "goods": "c"}]
    result = assessed(CHEAP | {"goods": "c"}, DEAR | {"goods": "c"}, lines=lines)
    assert refund(result) == ("5720.00", None, None)
    assert refund(result, "a") == refund(result, "b") == (None, "2600.00", "3120.00")
    assert told(result) == [("invoices.o.day", "invoices.s.day")]


def test_many_invoices_without_a_day_lie_between_the_cheapest_and_the_dearest() -> None:
    """Six of 10 pieces for 100 to 600, 20 are exported: 100 + 200 = 300 -> 39.00, 500 + 600 = 1,100 -> 143.00."""
    papers = [{"id": f"i{at}", "number": str(at), "qty": "10", "amount": f"{at}00"} for at in range(1, 7)]
    result = assessed(*papers, lines=[{**CHAIRS[0], "qty": "20"}])
    assert refund(result) == (None, "39.00", "143.00")
    (places,) = told(result)
    assert len(places) == MOST_UNDATED


def test_too_many_orders_of_unlike_invoices_give_no_figure() -> None:
    papers: list[dict[str, Any]] = [{"id": f"i{at}", "qty": "10", "amount": f"{at}00"} for at in range(1, 7)]
    papers[0] |= {"rate": "0.03", "simple_method": True}
    result = assessed(*papers, lines=[{**CHAIRS[0], "qty": "20"}])
    assert refund(result) == (None, None, None)
    assert told(result)


def test_sold_and_unsold_of_warehouse_goods_hang_on_the_order() -> None:
    """All 480 exported, 240 of them sold: together 5,720.00, but nobody knows how much of it was sold."""
    lines = [{**CHAIRS[0], "qty": "480", "sold_qty": "240"}]
    result = assessed(CHEAP, DEAR, lines=lines, mode="9810")
    assert refund(result) == ("5720.00", None, None)
    sold = find(result.quantities, "SOLD_REFUND")
    assert sold is not None
    assert (sold.value, set(sold.trace.missing)) == (None, {"invoices.o.day", "invoices.s.day"})


def test_a_red_invoice_is_taken_off_before_the_orders_are_tried() -> None:
    """60 of the dear one for 6,000 taken back: 180 at 100.00 and 60 at 83.33 are 18,000 + 5,000 = 23,000 -> 2,990.00.

    The cheap one first: 20,000 -> 2,600.00.
    """
    red = {"id": "r", "number": "91", "qty": "-60", "amount": "-6000"}
    result = assessed(CHEAP | {"day": "2026-08-20"}, DEAR, red)
    assert refund(result) == (None, "2600.00", "2990.00")


def test_a_red_invoice_that_leaves_nothing_over_leaves_no_order() -> None:
    """240 of the cheap one are taken back whole: only the dear one is there."""
    red = {"id": "r", "number": "90", "qty": "-240", "amount": "-20000"}
    result = assessed(CHEAP, DEAR, red)
    assert (refund(result), told(result)) == (("3120.00", None, None), [])


def test_doubled_and_undated_are_tried_together() -> None:
    """The dear one entered with 24,000 and with 12,000: 240 of 20,000, 24,000 or 12,000, so 1,560.00 to 3,120.00."""
    result = assessed(CHEAP, DEAR, {**DEAR, "id": "t", "amount": "12000"})
    assert refund(result) == (None, "1560.00", "3120.00")


def test_a_producer_is_not_asked() -> None:
    result = assessed(CHEAP, DEAR, taxpayer={"taxpayer": "general", "kind": "producer"})
    assert told(result) == []


PARTS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 99)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=60)
@given(PARTS, st.lists(st.tuples(st.integers(1, 9), st.integers(1, 99)), min_size=1, max_size=2), st.integers(1, 40))
def test_the_bounds_are_those_of_all_orders(
    dated: list[tuple[int, int]], loose: list[tuple[int, int]], wanted: int
) -> None:
    """By every order that keeps the dated ones in theirs, counted out a second time."""
    papers = [(qty, qty * price, at) for at, (qty, price) in enumerate(dated)]
    papers += [(qty, qty * price, -1) for qty, price in loose]
    found = [
        _taken(way, wanted)
        for way in permutations(papers)
        if [at for *_, at in way if at >= 0] == sorted(at for *_, at in papers if at >= 0)
    ]
    listed = [
        {"id": f"i{at}", "number": str(at), "qty": str(qty), "amount": str(amount)}
        | ({} if day < 0 else {"day": str(date(2026, 8, 1) + timedelta(days=day))})
        for at, (qty, amount, day) in enumerate(papers)
    ]
    value, low, high = refund(assessed(*listed, lines=[{**CHAIRS[0], "qty": str(wanted)}]))
    if wanted > sum(qty for qty, *_ in papers):
        assert value is None  # a part has no invoice
    elif value is not None:
        assert {D(value)} == set(found)
    else:
        assert low is not None
        assert high is not None
        assert (D(low), D(high)) == (min(found), max(found))


def _taken(way: Sequence[tuple[int, int, int]], wanted: int) -> D:
    refunds = D(0)
    for qty, amount, _ in way:
        part = min(qty, wanted)
        wanted -= part
        refunds += (D(amount) * part / qty * D("0.13")).quantize(D("0.01"), ROUND_HALF_UP)
    return refunds
