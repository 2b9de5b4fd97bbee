"""Lists of purchase invoices: what their columns mean, which lines count, what is kept of cells nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.domain.watched import watched_by
from exporter_desk.services.claims.invoice_list import InvoicePlan, plan_lists, titles_of
from exporter_desk.services.desk import Desk

CODES = Desk().codes
TITLES = (
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "开票日期", "货物或应税劳务名称",
    "单位", "数量", "金额", "税率", "税额", "发票票种", "发票状态",
)  # fmt: skip
USCC = "91360702MA35XXXX0A"
CASE = Case(
    goods=(GoodsLine(id="g1", name_zh="餐桌"), GoodsLine(id="g2", name_zh="餐椅"), GoodsLine(id="g3", name_zh="餐椅")),
    parties=(Party(id="pt1", roles=("supplier",), name_zh="某木业", uscc=USCC),),
)


def line(**cells: str) -> tuple[str, ...]:
    """A line of the list: a digital special invoice of the known supplier, but for what is said."""
    usual = {
        "序号": "1", "数电发票号码": "25362000000000000001", "销方识别号": USCC, "销方名称": "某木业",
        "开票日期": "2026-06-03 10:22:33", "货物或应税劳务名称": "*家具*餐桌", "单位": "件", "数量": "120",
        "金额": "21,600.00", "税率": "13%",
        "税额": "2808.00", "发票票种": "数电发票（增值税专用发票）", "发票状态": "正常",
    }  # fmt: skip
    return tuple({**usual, **cells}.get(title, "") for title in TITLES)


def planned(*lines: Sequence[str], case: Case = CASE) -> InvoicePlan:
    plan = plan_lists(case, [[("进项发票明细",), TITLES, *lines]], CODES)
    assert plan is not None
    return plan


def test_a_line_becomes_a_record_of_its_goods_and_supplier() -> None:
    [one] = planned(line()).after.tax.purchase_invoices
    assert (one.id, one.number, one.day) == ("i1", "25362000000000000001", date(2026, 6, 3))
    assert (one.goods, one.name_zh, one.unit, one.supplier) == ("g1", "餐桌", "011", "pt1")
    assert (one.qty, one.amount, one.rate) == (Decimal(120), Decimal("21600.00"), Decimal("0.13"))
    assert one.voucher == "vat_special"


def test_a_paper_invoice_has_its_code_before_its_number() -> None:
    plan = planned(line(数电发票号码="", 发票代码="3600231130", 发票号码="01234567", 发票票种="增值税普通发票"))
    [one] = plan.after.tax.purchase_invoices
    assert (one.number, one.voucher) == ("360023113001234567", "ordinary")


@pytest.mark.parametrize("text", ["免税", "不征税", "0%", "0"])
def test_words_for_no_tax_are_a_rate_of_nought(text: str) -> None:
    assert planned(line(税率=text)).after.tax.purchase_invoices[0].rate == 0


def test_a_name_of_two_goods_lines_is_left_to_a_person() -> None:
    plan = planned(line(货物或应税劳务名称="*家具*餐椅"), line(货物或应税劳务名称="运费"))
    assert [one.goods for one in plan.after.tax.purchase_invoices] == [None, None]
    assert plan.unlinked == 2


def test_void_invoices_and_totals_are_left_out() -> None:
    plan = planned(line(发票状态="已作废"), line(发票状态="全额红冲"), ("合计", *[""] * 9, "99999"))
    assert (plan.added, plan.void) == (0, 2)
    assert plan.after.tax.purchase_invoices == ()


def test_a_list_taken_twice_adds_nothing_but_equal_lines_of_one_list_stay() -> None:
    once = planned(line(), line())
    assert once.added == 2
    again = planned(line(), line(), line(数量="7"), case=once.after)
    assert (again.added, again.known) == (1, 2)
    assert [one.id for one in again.after.tax.purchase_invoices] == ["i1", "i2", "i3"]


def test_a_new_supplier_is_added_once() -> None:
    plan = planned(*(line(销方识别号="91360702MA35YYYY0B", 销方名称="另一家", 数电发票号码=str(n)) for n in range(3)))
    assert plan.suppliers == 1
    added = plan.after.parties[-1]
    assert (added.id, added.roles, added.uscc, added.name_zh) == ("pt2", ("supplier",), "91360702MA35YYYY0B", "另一家")
    assert {one.supplier for one in plan.after.tax.purchase_invoices} == {"pt2"}


def test_cells_that_cannot_be_read_wait_in_their_fields() -> None:
    plan = planned(line(数量="一百二", 开票日期="2026-13-01"))
    assert plan.unread == 2
    assert plan.after.drafts == {
        "tax.purchase_invoices.i1.day": "2026-13-01",
        "tax.purchase_invoices.i1.qty": "一百二",
    }
    assert plan.after.tax.purchase_invoices[0].qty is None


def test_full_width_signs_are_read() -> None:
    [one] = planned(line(金额="２１，６００．００", 税率="１３％", 数量="１２０")).after.tax.purchase_invoices
    assert (one.amount, one.rate, one.qty) == (Decimal("21600.00"), Decimal("0.13"), Decimal(120))


def test_red_lines_come_with_their_signs() -> None:
    [one] = planned(line(数量="-20", 金额="-3600.00", 发票状态="正常")).after.tax.purchase_invoices
    assert (one.qty, one.amount) == (Decimal(-20), Decimal("-3600.00"))


@pytest.mark.parametrize("rows", [[], [("品名", "数量")], [("发票号码", "开票日期", "数量"), ("1", "2", "3")]])
def test_what_is_no_list_of_invoices_is_none(rows: list[tuple[str, ...]]) -> None:
    assert plan_lists(CASE, [rows], CODES) is None


def test_titles_are_found_below_a_head() -> None:
    assert titles_of([("某公司",), ("",), TITLES])[0] == 2


def test_ten_thousand_lines_are_told_and_can_be_stopped() -> None:
    lines = [line(数电发票号码=f"{number:020d}") for number in range(10_000)]
    told: list[tuple[int, int]] = []
    with watched_by(lambda done, total: told.append((done, total))):
        plan = planned(*lines)
    assert plan.added == 10_000
    assert told[:2] == [(0, 10_000), (100, 10_000)]

    def enough(done: int, _total: int) -> None:
        if done >= 300:
            raise InterruptedError

    with pytest.raises(InterruptedError), watched_by(enough):
        planned(*lines)
    assert CASE.tax.purchase_invoices == ()


def test_every_list_of_a_workbook_comes_in() -> None:
    september, october = [TITLES, line()], [TITLES, line(数电发票号码="25362000000000000002")]
    plan = plan_lists(CASE, [september, [("说明",)], october], CODES)
    assert plan is not None
    assert [one.number for one in plan.after.tax.purchase_invoices] == ["25362000000000000001", "25362000000000000002"]


def test_a_line_without_an_amount_is_counted_and_a_remark_is_not() -> None:
    plan = planned(line(), line(金额=""), ("制表人：某某",))
    assert (plan.added, plan.left) == (1, 1)


def test_a_number_that_the_spreadsheet_cut_waits_in_its_field() -> None:
    plan = planned(line(数电发票号码="2.63620000000030E+19"))
    assert plan.after.tax.purchase_invoices[0].number is None
    assert plan.after.drafts == {"tax.purchase_invoices.i1.number": "2.63620000000030E+19"}


def test_invoices_taken_back_in_part_are_told() -> None:
    plan = planned(line(发票状态="部分红冲"))
    assert (plan.added, plan.partly) == (1, 1)


def test_a_supplier_known_by_name_gets_its_tax_number() -> None:
    case = Case(parties=(Party(id="pt1", roles=("supplier",), name_zh="某木业"),))
    plan = planned(line(), line(数量="7"), case=case)
    assert [(one.id, one.uscc) for one in plan.after.parties] == [("pt1", USCC)]
    assert plan.suppliers == 0


def test_a_namesake_with_another_tax_number_is_another_supplier() -> None:
    plan = planned(line(销方识别号="91360702MA35YYYY0B"))
    assert [one.uscc for one in plan.after.parties] == [USCC, "91360702MA35YYYY0B"]
    assert plan.after.tax.purchase_invoices[0].supplier == "pt2"


CUT = "2.53620000000000E+19"  # what a spreadsheet leaves of 25362000000000000001


def test_a_mended_list_gives_the_line_its_number() -> None:
    """One invoice stays one: a second line would double what was bought."""
    first = planned(line(数电发票号码=CUT))
    assert first.cut == 1
    again = planned(line(), case=first.after)
    assert (again.added, again.numbered) == (0, 1)
    [one] = again.after.tax.purchase_invoices
    assert (one.id, one.number, again.after.drafts) == ("i1", "25362000000000000001", {})
    assert (planned(line(), case=again.after).known, planned(line(数电发票号码=CUT), case=again.after).known) == (1, 1)


@pytest.mark.parametrize("cells", [
    {"数电发票号码": "26362000000000000001"}, {"开票日期": "2026-06-04"}, {"金额": "21,600.01"}, {"数量": "121"},
    {"销方识别号": "91360702MA35YYYY0B", "销方名称": "另一家"},
])  # fmt: skip
def test_a_line_that_differs_is_another_one(cells: dict[str, str]) -> None:
    again = planned(line(**cells), case=planned(line(数电发票号码=CUT)).after)
    assert (again.added, again.numbered) == (1, 0)


def test_two_equal_lines_without_numbers_take_two_numbers() -> None:
    first = planned(line(数电发票号码=CUT), line(数电发票号码=CUT))
    again = planned(line(), line(数电发票号码="25362000000000000002"), case=first.after)
    assert (again.added, again.numbered) == (0, 2)
    assert [one.number for one in again.after.tax.purchase_invoices] == ["25362000000000000001", "25362000000000000002"]


@pytest.mark.parametrize("text", ['="25362000000000000001"', "'25362000000000000001", "\t25362000000000000001"])
def test_signs_that_keep_a_number_as_text_are_no_part_of_it(text: str) -> None:
    assert planned(line(数电发票号码=text)).after.tax.purchase_invoices[0].number == "25362000000000000001"
