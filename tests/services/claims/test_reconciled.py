"""Pre-refunds reconciled, in words: outcome, right refund, difference, what is filed back, until when.

100 chairs, 60 bought at 50.00 and 40 at 55.00: 13 % of 5,200.00 is 676.00. 30 were claimed as sold (195.00), the other
70 pre-refunded: 30 × 50.00 + 40 × 55.00 = 3,700.00, 481.00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.tax import TaxFile
from exporter_desk.refund.assess import assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.services.claims.command import Wish, one_month
from exporter_desk.services.claims.reconciled import ReconciledRow, reconciled_rows
from exporter_desk.services.claims.refund_lines import refund_lines
from exporter_desk.services.desk import Desk
from exporter_desk.services.names import name_of
from tests.support import claim_cases

DAY = date(2026, 11, 25)
PRE: JsonObject = {"id": "pr1", "goods": "g1", "qty": "70", "refund": "481.00", "done": "2026-05-08"}
CLAIMED: JsonObject = {"id": "w1", "goods": "g1", "day": "2026-03-20", "qty": "30", "reference": "A-1"}
DESK = Desk()


def sold(qty: str, **more: str) -> list[JsonObject]:
    return [CLAIMED, {"id": "w2", "goods": "g1", "day": "2026-07-01", "qty": qty, "reference": "A-2", **more}]


def case_of(*sales: JsonObject, **pre: str | None) -> Case:
    return claim_cases.warehouse(pre_refunds=[{**PRE, **pre}], warehouse_sales=list(sales))


def row(case: Case, day: date = DAY) -> ReconciledRow:
    result = assess(from_case(case), DESK.refund_book, day)
    [found] = reconciled_rows(result, DESK, partial(name_of, DESK, case))
    return found


def told(case: Case, day: date = DAY) -> list[str]:
    return [line.zh for line in row(case, day).lines]


def test_a_part_of_the_pre_refunded_goods_sold() -> None:
    """40 sold: 30 × 50.00 + 10 × 55.00 = 2,050.00, 266.50 are right, 214.50 less than was refunded."""
    assert told(case_of(*sold("40"))) == [
        "海外仓预退 餐椅：70 个，481.00 元；核算期 2026-06-01 至 2027-04-30（还没有核算，还剩 156 天）",
        "已售 40 个，未售 30 个；按销售记录：调整；应有的退税额 266.50 元，差额 -214.50 元（预退多了，冲减）",
        "冲减预退：-70 个，退税额 -481.00 元",
        "按实际销售申报：40 个，退税额 266.50 元",
    ]


def test_the_claim_of_a_month_tells_it_with_its_shipment() -> None:
    case = case_of(*sold("40"))
    lines = one_month(DESK, [case, replace(case, id="b" * 16, tax=TaxFile())], "202604", DAY, Wish(), "zh").lines
    rows = [(f"{case.number}\t{one.zh}", f"{case.number}\t{one.en}") for one in row(case).lines]
    assert [(one.zh, one.en) for one in lines if (one.zh, one.en) in rows] == rows


def test_the_same_in_english() -> None:
    found = [line.en for line in row(case_of(*sold("40"))).lines]
    assert found[0].endswith("CNY 481.00; window 2026-06-01 to 2027-04-30 (not reconciled yet, 156 days left)")
    assert found[1].endswith(
        "adjustment; right refund CNY 266.50, difference CNY -214.50 (refunded too much, reversed)"
    )
    assert [line.rpartition(", refund")[2] for line in found[2:]] == [" CNY -481.00", " CNY 266.50"]


def test_all_sold_is_no_adjustment_and_files_nothing() -> None:
    found = row(case_of(*sold("70")))
    assert (found.outcome.zh, found.right.zh, found.difference.zh) == ("不调整", "481.00 元", "0.00 元")
    assert found.entries == ()


def test_what_was_said_to_be_unsold_is_reversed_and_paid_back() -> None:
    found = row(case_of(CLAIMED, outcome="unsold"))
    assert found.outcome.zh == "未售"
    assert found.difference.zh == "-481.00 元（冲减后缴回，卖出后再按正常申报）"
    assert [line.zh for line in found.entries] == ["冲减预退：-70 个，退税额 -481.00 元"]


def test_without_a_record_of_sales_nothing_is_taken_for_unsold() -> None:
    found = row(case_of())
    assert (found.sold.zh, found.left.zh, found.outcome.zh, found.difference.zh) == ("还不知道",) * 4
    assert told(case_of())[-1] == "核算还缺：海外仓销售"


def test_what_was_refunded_too_little_is_claimed_in_addition() -> None:
    assert row(case_of(*sold("70"), refund="480.00")).difference.zh == "1.00 元（预退少了，补报）"


@pytest.mark.parametrize(
    ("change", "day", "state"),
    [
        ({}, date(2026, 5, 31), "核算期还没有开始"),
        ({}, date(2026, 6, 1), "还没有核算，还剩 333 天"),
        ({}, date(2027, 4, 30), "还没有核算，还剩 0 天"),
        ({}, date(2027, 5, 1), "核算期已过，没有核算记录"),
        ({"outcome": "adjusted"}, date(2027, 5, 1), "已核算"),
        ({"outcome": "adjusted", "reconciled": "2026-08-10"}, date(2027, 5, 1), "2026-08-10 已核算"),
        ({"reconciled": "2026-08-10"}, date(2027, 5, 1), "核算期已过，没有核算记录"),
        ({"done": None}, date(2026, 6, 1), "没有预退办结日，核算期还不知道"),
    ],
)
def test_where_the_window_stands(change: dict[str, str | None], day: date, state: str) -> None:
    assert row(case_of(*sold("40"), **change), day).state.zh == state


def test_the_outcome_that_was_chosen_is_told_as_such() -> None:
    assert "；核算结果：调整；" in told(case_of(*sold("40"), outcome="adjusted"))[1]


def test_evidence_is_due_after_the_claim_and_after_the_sale() -> None:
    """What was claimed as sold: 15 days after 10 April; what was pre-refunded: 15 days after 1 July."""
    found = [line.zh for line in row(case_of(*sold("40"))).evidence]
    assert found == ["A-1：最迟 2026-04-25 归档", "A-2：最迟 2026-07-16 归档"]


def test_a_producer_is_told_of_its_own_amount() -> None:
    """70 of 100 chairs at USD 10.00 and 7.10: 4,970.00, 9 % is 447.30; sold at USD 630.00 of July at 7.00: 396.90."""
    rates = [{"day": day, "currency": "USD", "cny": rate} for day, rate in (("2026-03-01", "7.1"), ("2026-07-01", "7"))]
    lines = [
        {"id": one, "refund_rate": "0.09", "vat_rate": "0.13", "made": "own", "sold_qty": "30"} for one in ("g1", "g2")
    ]
    case = claim_cases.producer(
        lines=lines, rates=rates, pre_refunds=[{**PRE, "refund": "447.30"}],
        warehouse_sales=sold("70", amount="630.00", currency="USD"),
    )  # fmt: skip
    lines_told = told(case)
    assert "应有的免抵退税额 396.90 元，差额 -50.40 元" in lines_told[1]
    assert lines_told[3] == "按实际销售申报：70 个，免抵退税额 396.90 元"


def test_the_refund_command_prints_every_line_of_it() -> None:
    case = case_of(*sold("40"))
    result = assess(from_case(case), DESK.refund_book, DAY)
    printed = refund_lines(result, (), DESK, partial(name_of, DESK, case))
    assert set(row(case).lines) <= set(printed)
