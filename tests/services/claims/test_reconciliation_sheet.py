"""The working sheet of pre-refunds, re-read cell by cell and from the paper; where the evidence of sales is listed.

100 chairs, 60 bought at 50.00 and 40 at 55.00; 30 claimed as sold, 70 pre-refunded: 3,700.00 × 13 % = 481.00. 40 of
them were sold: 30 × 50.00 + 10 × 55.00 = 2,050.00, 266.50. 50 tables at 100.00, all pre-refunded (650.00) and sold.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pypdf
import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.refund.sheet_values import SheetRow
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.claims.company_claims import member_of, month_claim
from exporter_desk.services.claims.files import ClaimFile, claim_files
from exporter_desk.services.claims.papers import claim_dossier, claim_pdf, month_dossier
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.desk import Desk
from tests.support import claim_cases
from tests.support.claim_cases import NUMBER

DAY = date(2026, 11, 25)
DESK = Desk()
CHAIRS: JsonObject = {"id": "pr1", "goods": "g1", "qty": "70", "refund": "481.00", "done": "2026-05-08",
                      "outcome": "adjusted", "reconciled": "2026-08-10"}  # fmt: skip
TABLES: JsonObject = {"id": "pr2", "goods": "g2", "qty": "50", "refund": "650.00", "done": "2026-05-08"}
SALES: tuple[JsonObject, ...] = (
    {"id": "w1", "goods": "g1", "day": "2026-03-20", "qty": "30", "reference": "A-1"},
    {"id": "w2", "goods": "g1", "day": "2026-07-01", "qty": "25", "reference": "A-2"},
    {"id": "w3", "goods": "g1", "day": "2026-07-09", "qty": "15", "reference": "A-3"},
    {"id": "w4", "goods": "g2", "day": "2026-07-20", "qty": "50", "reference": "B-1"},
    {"id": "w5", "goods": "g1", "day": "2026-09-01", "qty": "30", "reference": "A-4"},
)
TITLES = [
    "序号", "出口货物报关单号", "出口商品名称", "计量单位", "出口数量", "按已售申报的数量", "预退数量", "预退税额",
    "预退办结日", "核算期起", "核算期止", "至今已售数量", "订单或凭证号", "未售数量", "核算结果", "核算日期",
    "应有税额", "差额", "冲减数量", "冲减税额", "按实际销售申报的数量", "按实际销售申报的税额",
    "核算的业务类型", "备注",
]  # fmt: skip
ROWS = [
    ["1", f"{NUMBER}001", "餐椅", "个", 100, 30, 70, 481, "2026-05-08", "2026-06-01", "2027-04-30", 40, "A-2、A-3", 30,
     "调整", "2026-08-10", 266.5, -214.5, -70, -481, 40, 266.5, None, None],
    ["2", f"{NUMBER}002", "餐桌", "个", 50, 0, 50, 650, "2026-05-08", "2026-06-01", "2027-04-30", 50, "B-1", 0,
     "不调整（还没有核算）", None, 650, 0, None, None, None, None, None, None],
]  # fmt: skip


def case_of(*pre_refunds: JsonObject, sales: tuple[JsonObject, ...] = SALES) -> Case:
    return claim_cases.warehouse(pre_refunds=list(pre_refunds), warehouse_sales=list(sales))


def sheets(case: Case) -> Worksheets:
    member = member_of(case, DESK, DAY)
    return case_worksheets(member.case, member.result, (), DESK.sheet_words)


def book(case: Case) -> ClaimFile:
    [found] = [one for one in claim_files(sheets(case), "C-1", DAY) if one.id == "reconciliation"]
    return found


def missing(row: SheetRow) -> dict[str, tuple[str, ...]]:
    return {name: value.missing for name, value in row.items() if value.value is None}


def test_the_workbook_cell_by_cell() -> None:
    made = book(case_of(CHAIRS, TABLES))
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).worksheets[0]
    assert (made.path, made.status) == ("C-1_预退核算_20261125.xlsx", "sheet")
    assert sheet["A1"].value == "海外仓预退核算表"
    assert [cell.value for cell in sheet[8]] == [f"{title}＊" for title in TITLES]  # nobody laid a layout down
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)] == ROWS


def test_the_paper_has_every_figure_and_the_totals() -> None:
    """481.00 and 650.00 were refunded, 266.50 and 650.00 are right: 1,131.00, 916.50, 214.50 less."""
    case = case_of(CHAIRS, TABLES)
    pdf = claim_pdf(claim_dossier(case, sheets(case), DESK, DAY), DESK)
    assert pdf is not None
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    [page] = [text for text in texts if "海外仓预退核算表（工作底稿）" in text]
    words = page.split()
    for figure in (f"{NUMBER}001", "481.00", "650.00", "266.50", "-214.50", "-481.00", "1131.00", "916.50"):
        assert figure in words, figure
    assert words.count("-214.50") == 2  # of the chairs and of both
    for day in ("2026-05-08", "2026-06-01", "2027-04-30", "2026-08-10"):
        assert day in words, day
    assert "待确认" not in page


def test_what_is_not_known_waits_for_its_place_and_is_a_draft() -> None:
    case = case_of({**CHAIRS, "outcome": None, "reconciled": None, "done": None}, sales=())
    assert book(case).status == "draft"
    [row] = sheets(case).reconciliations
    assert missing(row) == {
        **dict.fromkeys(("done", "from", "to", "window"), ("tax.pre_refunds.pr1.done",)),
        **dict.fromkeys(("sold", "left", "references", "outcome", "right", "difference"), ("tax.warehouse_sales",)),
        **dict.fromkeys(("back_qty", "back", "again_qty", "again"), ("tax.warehouse_sales",)),
    }


def test_an_outcome_without_its_day_and_a_sale_without_voucher_are_open() -> None:
    sales = ({**SALES[1], "qty": "40", "reference": None},)
    [row] = sheets(case_of({**CHAIRS, "reconciled": None}, sales=sales)).reconciliations
    assert missing(row) == {
        "reconciled": ("tax.pre_refunds.pr1.reconciled",),
        "references": ("tax.warehouse_sales.w2.reference",),
    }


def test_unsold_is_reversed_and_nothing_is_claimed() -> None:
    [row] = sheets(case_of({**CHAIRS, "outcome": "unsold"}, sales=())).reconciliations
    names = ("sold", "references", "outcome", "right", "difference", "back_qty", "back", "again_qty", "again")
    assert [str(row[name].value) for name in names] == ["0", "", "未售", "0.00", "-481.00", "-70", "-481.00", "", ""]


def test_goods_that_are_not_there_are_asked_for() -> None:
    [row] = sheets(case_of({**CHAIRS, "goods": "g9"})).reconciliations
    assert missing(row)["declaration"] == ("tax.pre_refunds.pr1.goods",)


@pytest.mark.parametrize(("pre_refunds", "rows"), [((), 0), ((CHAIRS, TABLES), 2)])
def test_a_month_lists_the_pre_refunds_of_its_shipments(pre_refunds: tuple[JsonObject, ...], rows: int) -> None:
    claim = month_claim([case_of(*pre_refunds)], "202604", DESK, DAY)
    assert len(claim.sheets.reconciliations) == rows


def test_without_pre_refunds_there_is_no_sheet_and_no_paper() -> None:
    case = case_of()
    assert "reconciliation" not in {one.id for one in claim_files(sheets(case), "C-1", DAY)}
    pdf = claim_pdf(claim_dossier(case, sheets(case), DESK, DAY), DESK)
    assert pdf is not None
    assert not any("预退核算" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def evidence(case: Case) -> list[tuple[object, object]]:
    member = member_of(case, DESK, DAY)
    papers = refund_papers(member.case, member.result, DESK)
    rows = case_worksheets(member.case, member.result, papers, DESK.sheet_words).catalogue
    return [(row["link"].value, row["batch"].value) for row in rows if "销售记账凭证" in str(row["paper"].value)]


def test_the_evidence_of_pre_refunded_goods_stands_with_their_line() -> None:
    """The chairs claimed as sold are line 1, those pre-refunded line 2 of the claim (公告2025年第3号 article 6)."""
    assert evidence(case_of()) == [("20260400100000002", "001/2"), ("20260400100000001", "001/1")]


def test_a_declaration_lists_no_evidence_of_lines_that_it_does_not_have() -> None:
    """Chairs and tables left by declarations of their own: of the tables nothing was sold by the claim."""
    declared = [
        {"id": f"d{at}", "number": f"{NUMBER[:-1]}{at}", "export_date": "2026-03-12", "lines": [f"g{at}"]}
        for at in (1, 2)
    ]
    found = evidence(claim_cases.warehouse(declarations=declared))
    assert [link for link, _ in found] == ["20260400100000002", "20260400100000001", "20260400100000003"]


def test_a_month_prints_the_pre_refunds_of_its_second_shipment() -> None:
    declared = [{"id": "d1", "number": "400420260000654321", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    second = replace(case_of(CHAIRS), id="b" * 16, number="2026-102")
    second = replace(
        second, tax=replace(second.tax, declarations=claim_cases.trader(declarations=declared).tax.declarations)
    )
    claim = month_claim([claim_cases.trader(), second], "202604", DESK, DAY)
    pdf = claim_pdf(month_dossier(claim, DESK, DAY), DESK)
    assert pdf is not None
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert [page.split().count("-214.50") for page in pages if "海外仓预退核算表" in page] == [2]
