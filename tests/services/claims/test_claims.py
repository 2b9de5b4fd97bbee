"""Rows of a claim computed by hand, the month over several shipments, and workbooks re-read cell by cell."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import openpyxl
import pypdf
import pytest

from exporter_desk.documents.claim_books import Book, BooksRefusedError, load_books
from exporter_desk.documents.render import compose
from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.tax import PaperState
from exporter_desk.refund.sheet_values import SheetRow
from exporter_desk.refund.worksheets import Worksheets
from exporter_desk.services.advice.conclusions import refund_papers
from exporter_desk.services.claims.company_claims import MonthClaim, member_of, month_claim
from exporter_desk.services.claims.files import BOOKS, ClaimFile, claim_files
from exporter_desk.services.claims.papers import claim_dossier, claim_pdf, month_dossier
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.desk import Desk
from exporter_desk.system import resources
from tests.support import claim_cases
from tests.support.claim_cases import NUMBER

DAY = date(2026, 6, 1)
DESK = Desk()


def sheets(case: Case) -> Worksheets:
    member = member_of(case, DESK, DAY)
    return case_worksheets(
        member.case, member.result, refund_papers(member.case, member.result, DESK), DESK.sheet_words
    )


def values(rows: tuple[SheetRow, ...], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name].value for name in names) for row in rows]


def month(*cases: Case, period: str = "202604") -> MonthClaim:
    return month_claim(cases, period, DESK, DAY)


def test_a_trader_lists_each_line_with_its_number_and_declaration() -> None:
    rows = sheets(claim_cases.trader()).exports
    assert values(rows, "link", "declaration", "qty", "unit", "fob_usd", "kind") == [
        ("20260400100000001", f"{NUMBER}001", D(100), "个", D("1000.00"), ""),
        ("20260400100000002", f"{NUMBER}002", D(50), "个", D("1000.00"), ""),
    ]


def test_purchases_are_used_up_oldest_first_and_only_the_exported_part_is_listed() -> None:
    claim = sheets(claim_cases.trader())
    assert values(claim.purchases, "link", "number", "qty", "base", "vat_rate", "refund_rate", "refund") == [
        ("20260400100000001", "10", D(60), D(3000), D(13), D(13), D("390.00")),
        ("20260400100000001", "20", D(40), D("2200.00"), D(13), D(13), D("286.00")),
        ("20260400100000002", "30", D(50), D(5000), D(13), D(13), D("650.00")),
    ]
    assert claim.refund.value == D("1326.00")


def test_quantities_of_one_number_agree() -> None:
    claim = sheets(claim_cases.trader())
    for row in claim.exports:
        bought = [one["qty"].value for one in claim.purchases if one["link"] == row["link"]]
        assert sum(qty for qty in bought if isinstance(qty, D)) == row["qty"].value


def test_sold_and_unsold_goods_of_a_warehouse_have_numbers_of_their_own() -> None:
    claim = sheets(claim_cases.warehouse())
    assert values(claim.exports, "link", "qty", "fob_usd", "kind") == [
        ("20260400100000001", D(30), D("300.00"), ""),
        ("20260400100000002", D(70), D("700.00"), "HWC-YT"),
        ("20260400100000003", D(50), D("1000.00"), "HWC-YT"),
    ]
    assert values(claim.purchases, "link", "number", "qty", "refund") == [
        ("20260400100000001", "10", D(30), D("195.00")),
        ("20260400100000002", "10", D(30), D("195.00")),
        ("20260400100000002", "20", D(40), D("286.00")),
        ("20260400100000003", "30", D(50), D("650.00")),
    ]


def test_what_is_taken_back_stands_below_zero_with_a_remark() -> None:
    lines = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13", "reversal": True} for one in ("g1", "g2")]
    claim = sheets(claim_cases.trader(lines=lines, claim_period="202606"))
    assert values(claim.exports, "link", "qty", "fob_usd", "remark") == [
        ("20260600100000001", D(-100), D("-1000.00"), "冲减"),
        ("20260600100000002", D(-50), D("-1000.00"), "冲减"),
    ]
    assert values(claim.purchases, "number", "qty", "base", "refund", "remark") == [
        ("10", D(-60), D(-3000), D("-390.00"), "冲减"),
        ("20", D(-40), D("-2200.00"), D("-286.00"), "冲减"),
        ("30", D(-50), D(-5000), D("-650.00"), "冲减"),
    ]
    assert claim.refund.value == D("-1326.00")
    assert claim.receipts == ()


def test_a_producer_takes_back_line_by_line() -> None:
    lines = [
        {"id": "g1", "refund_rate": "0.09", "vat_rate": "0.13", "made": "own", "reversal": True},
        {"id": "g2", "refund_rate": "0.09", "vat_rate": "0.13", "made": "own"},
    ]
    claim = sheets(claim_cases.producer(lines=lines))
    assert values(claim.producer, "qty", "amount", "fob_cny", "bdm", "mdt", "remark") == [
        (D(-100), D("-1000.00"), D("-7100.00"), D("-284.00"), D("-639.00"), "冲减"),
        (D(50), D("1000.00"), D("7100.00"), D("284.00"), D("639.00"), ""),
    ]


def test_the_reversal_of_a_claim_is_no_second_claim_of_its_declaration() -> None:
    lines = [{"id": one, "refund_rate": "0.13", "vat_rate": "0.13", "reversal": True} for one in ("g1", "g2")]
    back = claim_cases.trader(lines=lines)
    claim = month(claim_cases.trader(), replace(back, id="b" * 16, number="2026-102"))
    assert "T70" not in {one.code for one in claim.view.findings}
    assert claim.sheets.refund.value == D("0.00")


def test_a_typed_number_counts_and_the_others_go_on() -> None:
    lines = [{"id": "g1", "refund_rate": "0.13", "vat_rate": "0.13", "link": "XY1"}]
    rows = sheets(claim_cases.trader(lines=lines)).exports
    assert values(rows, "link") == [("XY1",), ("20260400100000002",)]


def test_what_nobody_typed_is_open_and_never_zero() -> None:
    claim = sheets(claim_cases.trader(claim_period=None, rates=None, declarations=None))
    assert values(claim.exports, "period", "link", "declaration") == [(None, None, None)] * 2
    assert claim.exports[0]["link"].missing == ("tax.claim_period",)
    assert claim.receipts == ()


def test_receipts_stand_beside_their_sale() -> None:
    [row] = sheets(claim_cases.trader()).receipts
    assert values((row,), "declaration", "sales", "rate", "sales_cny", "received", "received_rate", "received_cny") == [
        (NUMBER, D("2000.00"), D("7.1000"), D("14200.00"), D("1500.00"), D("7.0900"), D("10635.00"))
    ]


def test_each_receipt_has_a_row_and_a_part_of_a_voucher_counts_as_such() -> None:
    receipts = [
        {"id": "r1", "day": "2026-04-05", "amount": "5000.00", "goods_amount": "1500.00", "currency": "USD"},
        {"id": "r2", "day": "2026-04-06", "amount": "500.00", "currency": "USD"},
    ]
    rows = sheets(claim_cases.trader(receipts=receipts)).receipts
    assert values(rows, "voucher_amount", "received", "received_rate") == [
        (D("5000.00"), D("1500.00"), D("7.0900")),
        (D("500.00"), D("500.00"), None),
    ]


def test_deemed_receipts_name_reason_and_evidence_and_take_the_sale() -> None:
    more = {"exchange": "deemed", "deemed_reason": "质量", "deemed_evidence": "检验报告", "receipts": None}
    [row] = sheets(claim_cases.trader(**more)).receipts
    assert values((row,), "reason", "evidence", "deemed_cny") == [("质量", "检验报告", D("14200.00"))]


def test_a_producer_lists_value_and_tax_of_each_line() -> None:
    claim = sheets(claim_cases.producer())
    assert values(claim.producer, "serial", "fob_cny", "fob_usd", "bdm", "mdt") == [
        ("00000001", D("7100.00"), D("1000.00"), D("284.00"), D("639.00")),
        ("00000002", D("7100.00"), D("1000.00"), D("284.00"), D("639.00")),
    ]
    assert (claim.exports, claim.form) == ((), "producer")


def test_the_summary_of_a_producer_is_that_of_the_formula() -> None:
    # TAX 500 − (2000 − 568) − 0 = −932; MDT 1278; refund 932, exempt credit 346.
    lines = {row["key"].value: row["current"].value for row in sheets(claim_cases.producer()).summary}
    assert (lines["fob_usd_goods"], lines["fob_cny"]) == (D("2000.00"), D("14200.00"))
    assert (lines["bdm"], lines["mdt"], lines["credit"]) == (D("568.00"), D("1278.00"), D("932.00"))
    assert (lines["refund"], lines["exempt_credit"], lines["mdt_carried"]) == (D("932.00"), D("346.00"), D("0.00"))


def test_papers_are_listed_for_each_declaration_without_the_list_itself() -> None:
    papers = [{"id": "BA-1", "state": "have", "number": "C-1", "place": "A-01", "kept_as": "paper"}]
    rows = sheets(claim_cases.trader(papers=papers)).catalogue
    assert values(rows[:1], "no", "batch", "declaration", "paper", "number", "kept_as", "place") == [
        ("1", "001/1", NUMBER, "出口合同", "C-1", "纸质", "A-01")
    ]
    assert all(row["number"].value is None for row in rows[1:])
    assert "出口货物备案单证目录" not in [row["paper"].value for row in rows]


# A month.


def test_numbers_that_stand_in_the_shipment_are_not_typed_again() -> None:
    case = claim_cases.trader()
    case = replace(case, route=replace(case.route, bl_no="COSU123"))
    member = member_of(case, DESK, DAY)
    numbers = {one.rule.id: one.number for one in refund_papers(member.case, member.result, DESK)}
    assert {key: numbers[key] for key in ("CLM-1", "CLM-2", "CLM-4", "BA-1", "BA-4", "BA-7")} == {
        "CLM-1": NUMBER, "CLM-2": "20、10、30", "CLM-4": "INV-1", "BA-1": "C-1", "BA-4": "COSU123", "BA-7": None,
    }  # fmt: skip
    [carried] = [row for row in sheets(case).catalogue if str(row["paper"].value).startswith("运输单据")]
    assert (carried["number"].value, carried["number"].inputs) == ("COSU123", ("route.bl_no",))
    noted = replace(case, tax=replace(case.tax, papers=(PaperState(id="BA-1", number="C-9"),)))
    found = {one.rule.id: one.number for one in refund_papers(noted, member.result, DESK)}
    assert found["BA-1"] == "C-9", "what was noted with the paper counts"


def test_warehouse_goods_list_their_booking_order_and_the_evidence_of_sales() -> None:
    """30 of the 100 are sold: evidence within 15 days of the claim, and of each later sale (A3 article 6)."""
    listed = [str(row["paper"].value) for row in sheets(claim_cases.warehouse()).catalogue]
    assert sum("订仓单" in one for one in listed) == 1
    assert sum("销售记账凭证" in one for one in listed) == 2


@pytest.mark.parametrize("mode", ["1039", "0110"])
def test_what_earns_no_refund_asks_for_no_voucher_of_a_claim(mode: str) -> None:
    case = claim_cases.trader()
    seller = replace(case.parties[0], taxpayer="small_scale" if mode == "0110" else "general")
    case = replace(case, parties=(seller, *case.parties[1:]), choices=(replace(case.choices[0], value=mode),))
    member = member_of(case, DESK, DAY)
    assert member.result.policy.result == "exempt"
    listed = {one.rule.id: one for one in refund_papers(member.case, member.result, DESK)}
    assert not listed.keys() & {"CLM-2", "CLM-5", "CLM-6", "CLM-11", "BA-1", "BA-9"}
    assert not [one.rule.id for one in listed.values() if "method" in one.missing]


def renamed(case: Case, number: str) -> Case:
    return replace(case, number=number, id=number[-1] * 16)


def test_a_month_tells_what_belongs_to_it_and_what_could() -> None:
    waiting = renamed(claim_cases.trader(claim_period=None, claim_date=None), "2026-102")
    later = renamed(claim_cases.trader(claim_period="202605", claim_date=None), "2026-103")
    prepared = renamed(claim_cases.trader(claim_date=None), "2026-104")
    unknown = renamed(claim_cases.trader(claim_period=None, claim_date=None, declarations=None), "2026-105")
    claim = month(claim_cases.trader(), waiting, later, prepared, unknown)
    assert [one.standing for one in claim.view.shipments] == ["claimed", "open", "other", "prepared", "no_day"]
    # both claim the same two items of one declaration, and so does the one of May: if that one stays, neither does
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("2652.00"))
    assert claim.view.open.low == D("1326.00")


@pytest.mark.parametrize(("period", "standing"), [("202603", "other"), ("202604", "open"), ("202712", "open")])
def test_a_shipment_can_be_claimed_from_the_month_after_its_export(period: str, standing: str) -> None:
    case = claim_cases.trader(claim_period=None, claim_date=None)
    assert month(case, period=period).view.shipments[0].standing == standing


def test_numbers_run_through_all_shipments_of_a_month() -> None:
    other = renamed(claim_cases.trader(), "2026-102")
    links = [row["link"].value for row in month(claim_cases.trader(), other).sheets.exports]
    assert links == [f"202604001{number:08d}" for number in (1, 2, 3, 4)]


def test_every_shipment_keeps_its_batch_and_numbers_run_through_a_batch() -> None:
    typed = [{"id": "g2", "refund_rate": "0.13", "vat_rate": "0.13", "link": "20260400200000002"}]
    second = claim_cases.trader(claim_batch="002")
    third = renamed(claim_cases.trader(claim_batch="003"), "2026-103")
    claim = month(second, third, renamed(claim_cases.trader(claim_batch="002", lines=typed), "2026-104"))
    assert values(claim.sheets.exports, "batch", "link") == [
        ("002", "20260400200000001"),
        ("002", "20260400200000002"),  # typed for a line of another shipment
        ("002", "20260400200000003"),
        ("002", "20260400200000004"),
        ("003", "20260400300000001"),
        ("003", "20260400300000002"),
    ]
    assert claim.sheets.batch.value == "002、003"


def test_a_shipment_without_a_batch_does_not_take_that_of_another() -> None:
    claim = month(claim_cases.trader(), renamed(claim_cases.trader(claim_batch=None), "2026-103"))
    assert [one[0] for one in values(claim.sheets.exports, "batch")] == ["001", "001", None, None]
    assert claim.sheets.batch.value is None
    assert claim.sheets.batch.missing == ("tax.claim_batch",)


def test_producers_of_a_month_are_computed_together() -> None:
    # MDT 2556, BDM 1136; TAX 500 − (2000 − 1136) = −364: refund 364, exempt credit 2192.
    other = [{"id": "d1", "number": NUMBER[:-1] + "7", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    claim = month(claim_cases.producer("2026-201"), claim_cases.producer("2026-202", declarations=other))
    lines = {row["key"].value: row["current"].value for row in claim.sheets.summary}
    assert (lines["bdm"], lines["mdt"]) == (D("1136.00"), D("2556.00"))
    assert (lines["refund"], lines["exempt_credit"]) == (D("364.00"), D("2192.00"))


def test_vat_returns_that_differ_are_told() -> None:
    vat = {"period": "202604", "output_tax": "1.00", "input_tax": "2000.00", "previous_credit": "0.00"}
    found = month(claim_cases.producer("2026-201"), claim_cases.producer("2026-202", vat=vat)).view.findings
    assert "T72" in [one.code for one in found]


# Workbooks.


def cells(file: ClaimFile) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def files(case: Case) -> dict[str, ClaimFile]:
    return {one.id: one for one in claim_files(sheets(case), "C-1", DAY)}


def test_the_upload_sheet_of_exports_is_read_back_cell_by_cell() -> None:
    rows = cells(files(claim_cases.trader())["trader_exports"])
    assert rows[7][:14] == [
        "申报年月", "申报批次", "关联号", "出口货物报关单号", "代理出口货物证明号", "出口发票号", "出口日期",
        "出口商品代码", "出口商品名称", "计量单位", "出口数量", "美元离岸价", "申报商品代码", "退（免）税业务类型",
    ]  # fmt: skip
    assert [title[-1] for title in map(str, rows[7][14:16])] == ["＊", "＊"]
    assert rows[8] == [
        "202604", "001", "20260400100000001", f"{NUMBER}001", None, "INV-1", "2026-03-12", "9401690099", "餐椅", "个",
        100, 1000, None, None, None, None, None,
    ]  # fmt: skip
    assert len(rows) == 10
    assert len(rows[8]) == 17


def test_the_upload_sheet_of_purchases_is_read_back_cell_by_cell() -> None:
    rows = cells(files(claim_cases.trader())["trader_purchases"])
    assert rows[9] == [
        "202604", "001", "20260400100000001", "V|增值税", "02|增值税专用发票", "20", "2026-02-10", "91360700MA0000226P",
        "9401690099", "餐椅", "个", 40, 2200, 13, 13, 286, None,
    ]  # fmt: skip


def test_texts_that_look_like_formulas_stay_texts() -> None:
    receipts = [
        {"id": "r1", "day": "2026-04-05", "amount": "1.00", "currency": "USD", "payer": "=1+1", "reference": "-5"}
    ]
    file = files(claim_cases.trader(receipts=receipts))["receipts"]
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    assert sheet is not None
    found = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value in ("=1+1", "-5")}
    assert found == {"=1+1": "s", "-5": "s"}


def test_codes_keep_their_leading_zeros() -> None:
    rows = cells(files(claim_cases.producer())["producer"])
    assert rows[8][0] == "00000001"


def test_equal_claims_give_equal_files_and_open_cells_make_a_draft() -> None:
    first, again = (files(claim_cases.trader()) for _ in range(2))
    assert {key: one.data for key, one in first.items()} == {key: one.data for key, one in again.items()}
    assert first["trader_exports"].path == "C-1_出口明细_20260601.xlsx"
    waiting = files(claim_cases.trader(claim_batch=None))["trader_exports"]
    assert (waiting.status, waiting.path) == ("draft", "草稿-C-1_出口明细_20260601.xlsx")
    assert waiting.missing == ("tax.claim_batch",)


def books() -> tuple[Book, ...]:
    return load_books(resources.read_bytes(BOOKS))


def test_the_upload_sheets_have_the_columns_a_to_q_under_row_eight() -> None:
    shapes = {book.id: (len(book.columns), book.title_row) for book in books()}
    assert shapes["trader_exports"] == shapes["trader_purchases"] == (17, 8)


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff",
        b"x",
        b"[book]",
        b"[[book]]\nid = 'a'",
        resources.read_bytes(BOOKS).replace(b'rows = "exports"', b'rows = "nothing"'),
        resources.read_bytes(BOOKS).replace(b'kind = "amount"', b'kind = "money"'),
        resources.read_bytes(BOOKS).replace(b"title_row = 8", b"title_row = 1"),
    ],
)
def test_wrong_data_of_workbooks_is_refused(bad: bytes) -> None:
    with pytest.raises(BooksRefusedError):
        load_books(bad)


# Papers.


def test_the_papers_of_a_month_carry_the_same_figures() -> None:
    claim = month(claim_cases.trader())
    pdf = claim_pdf(month_dossier(claim, DESK, DAY), DESK)
    assert pdf is not None
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert [title for title in TITLES if any(title in page for page in pages)] == list(TITLES)
    for text in ("20260400100000002", f"{NUMBER}002", "2200.00", "286.00", "1326.00", "14200.00"):
        assert any(text in page for page in pages), text


TITLES = (
    "外贸企业出口退税出口明细申报表（工作底稿）",
    "外贸企业出口退税进货明细申报表（工作底稿）",
    "出口业务收汇情况表（工作底稿）",
    "出口货物备案单证目录",
)


def test_the_list_of_papers_is_final_once_every_paper_is_noted() -> None:
    note = {"state": "have", "number": "N-1", "place": "A-01", "kept_as": "digital"}
    papers = [{"id": one, **note} for one in kept_papers()]
    member = member_of(claim_cases.trader(papers=papers), DESK, DAY)
    dossier = claim_dossier(member.case, sheets(claim_cases.trader(papers=papers)), DESK, DAY)
    form = DESK.library.forms["refund_catalogue"]
    assert compose(form, dossier, DESK.library.fonts).status == "ready"
    without = claim_dossier(member.case, sheets(claim_cases.trader()), DESK, DAY)
    assert compose(form, without, DESK.library.fonts).status != "ready"


def kept_papers() -> list[str]:
    member = member_of(claim_cases.trader(), DESK, DAY)
    listed = refund_papers(member.case, member.result, DESK)
    return [one.rule.id for one in listed if one.rule.group == "archive" and one.needed is not None]


def test_a_claim_without_rows_has_no_papers() -> None:
    claim = month(claim_cases.trader(), period="203001")
    assert claim_pdf(month_dossier(claim, DESK, DAY), DESK) is None


def test_a_number_that_was_typed_with_its_item_is_not_doubled() -> None:
    declared = [{"id": "d1", "number": f"{NUMBER}001", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    rows = sheets(claim_cases.trader(declarations=declared)).exports
    assert values(rows, "declaration") == [(f"{NUMBER}001",), (f"{NUMBER}002",)]


def test_more_sold_than_exported_leaves_the_quantity_open() -> None:
    lines = [{"id": "g1", "refund_rate": "0.13", "vat_rate": "0.13", "sold_qty": "101"}]
    claim = sheets(claim_cases.warehouse(lines=lines))
    assert values(claim.exports, "qty")[0] == (None,)


@pytest.mark.parametrize(("period", "batch"), [("2026-4", "001"), ("202613", "001"), ("202604", "1"), ("abc", "x")])
def test_a_month_or_batch_that_is_none_is_open(period: str, batch: str) -> None:
    rows = sheets(claim_cases.trader(claim_period=period, claim_batch=batch)).exports
    assert values(rows, "link") == [(None,), (None,)]


def test_a_claim_without_taxpayer_is_a_draft() -> None:
    case = claim_cases.trader()
    case = replace(case, parties=(replace(case.parties[0], uscc=None), *case.parties[1:]))
    assert [one.status for one in claim_files(sheets(case), "C-1", DAY) if one.id == "trader_exports"] == ["draft"]


def test_no_figure_on_paper_is_broken_by_a_narrow_column() -> None:
    """A shipment of more than a million dollars: every amount and rate stands on the paper in one piece."""
    goods = [
        {"id": "g1", "name_zh": "餐椅", "hs": "9401690099", "qty": "100", "unit": "007", "unit_price": "9876.54"},
        {"id": "g2", "name_zh": "餐桌", "hs": "9403609990", "qty": "50", "unit": "007", "unit_price": "2000.01"},
    ]
    receipts = [
        {"id": "r1", "day": "2026-04-05", "amount": "987654.00", "currency": "USD", "payer": "B", "reference": "R"}
    ]
    for made in (claim_cases.trader, claim_cases.producer):
        data = json.loads(case_json.dump(made(receipts=receipts)))
        case = case_json.load(json.dumps({**data, "goods": goods}))
        claim = sheets(case)
        pdf = claim_pdf(claim_dossier(case, claim, DESK, DAY), DESK)
        assert pdf is not None
        words = {word for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for word in page.extract_text().split()}
        rows = (*claim.exports, *claim.purchases, *claim.producer, *claim.receipts)
        figures = [value for row in rows for value in (one.value for one in row.values()) if isinstance(value, D)]
        assert {f"{value:.2f}" for value in figures if abs(value) > 1000} <= words
        assert {"7.1", "7.09"} <= words or made is claim_cases.trader


@pytest.mark.parametrize(("amount", "told"), [("3000.00", False), ("3000.01", True)])
def test_one_invoice_has_one_amount_in_all_shipments(amount: str, told: bool) -> None:
    data = json.loads(case_json.dump(claim_cases.trader()))
    data["tax"]["purchase_invoices"][1]["amount"] = amount
    data["tax"]["declarations"][0]["number"] = "400420260000654321"
    other = case_json.load(json.dumps({**data, "id": "b" * 16, "number": "2026-102"}))
    found = [one for one in month(claim_cases.trader(), other).view.findings if one.variant == "amount"]
    assert [one.values["number"] for one in found] == (["10"] if told else [])
