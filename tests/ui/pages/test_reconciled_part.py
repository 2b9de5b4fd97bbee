"""What comes of pre-refunds, below their records: figures by hand, words of the chosen one, read only, never cut.

100 chairs, 60 bought at 50.00 and 40 at 55.00. 30 were claimed as sold; the other 70 cost 30 × 50.00 + 40 × 55.00 =
3,700.00, 13 % of which, 481.00, was refunded in advance. 50 tables were bought at 100.00: 650.00.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from exporter_desk.domain.json_value import JsonObject
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.refund.refund import RefundPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company
from tests.ui.pages.room import whole
from tests.ui.pages.test_warehouse_records import PRE, PRE_REFUNDS, SALE, SALES, warehouse_page

TABLES: JsonObject = {"id": "pr2", "goods": "g2", "qty": "50", "refund": "650.00", "done": "2026-05-08"}


def figures(page: RefundPage, row: int = 0) -> list[str]:
    model = page.records.reconciled.model
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_a_part_sold_is_adjusted(company: Company) -> None:
    """40 sold: 30 × 50.00 + 10 × 55.00 = 2,050.00, 13 % of it 266.50, 214.50 less than 481.00."""
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    assert figures(page) == ["1", "餐椅", "2026-06-01 至 2027-04-30", "40 个", "30 个", "调整", "266.50", "-214.50"]
    told = page.records.reconciled.words.text().split("\n")
    assert told[2:] == ["冲减预退：-70 个，退税额 -481.00 元", "按实际销售申报：40 个，退税额 266.50 元"]


def test_it_follows_what_is_typed(company: Company) -> None:
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    page.records.grids[SALES].model.type_into(0, 3, "70")
    company.bot.waitUntil(lambda: figures(page)[3:] == ["70 个", "0 个", "不调整", "481.00", "0.00"], timeout=20_000)
    company.session.undo()
    company.bot.waitUntil(lambda: figures(page)[5:] == ["调整", "266.50", "-214.50"], timeout=20_000)


def test_without_sales_nothing_is_taken_for_unsold(company: Company) -> None:
    page = warehouse_page(company, pre_refunds=[PRE])
    assert figures(page)[3:] == ["还不知道"] * 5
    assert "核算还缺：海外仓销售" in page.records.reconciled.words.text()


def test_without_a_pre_refund_there_is_nothing_to_reconcile(company: Company) -> None:
    page = warehouse_page(company, warehouse_sales=[SALE])
    assert page.records.reconciled.isHidden()
    page.records.adds[PRE_REFUNDS].click()
    company.bot.waitUntil(page.records.reconciled.isVisible, timeout=20_000)
    company.session.undo()
    company.bot.waitUntil(page.records.reconciled.isHidden, timeout=20_000)


@pytest.mark.parametrize(("said", "mark"), [("adjusted", "error"), ("equal", None)])
def test_an_outcome_that_the_sales_do_not_lead_to_is_marked(company: Company, said: str, mark: str | None) -> None:
    page = warehouse_page(company, pre_refunds=[{**PRE, "outcome": said}], warehouse_sales=[{**SALE, "qty": "70"}])
    cell = page.records.reconciled.model.index(0, 5).data(CELL_ROLE)
    assert (cell.text, cell.mark) == ("不调整", mark)


def test_the_words_are_of_the_pre_refund_that_one_is_at(company: Company) -> None:
    sale = {"id": "w2", "goods": "g2", "day": "2026-07-01", "qty": "50"}
    page = warehouse_page(company, pre_refunds=[PRE, TABLES], warehouse_sales=[SALE, sale])
    part = page.records.reconciled
    assert "餐椅" in part.words.text()
    page.records.reveal_path(f"{PRE_REFUNDS}.pr2.outcome")
    assert "餐桌" in part.words.text()
    assert "差额 0.00 元" in part.words.text()
    page.records.grids[PRE_REFUNDS].model.type_into(1, 5, "不调整")
    company.bot.waitUntil(lambda: "（已核算）" in part.words.text(), timeout=20_000)
    part.table.select(0)
    assert "餐椅" in part.words.text()


def test_it_cannot_be_typed_into(company: Company) -> None:
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    model = page.records.reconciled.model
    assert not any(model.flags(model.index(0, at)) & Qt.ItemFlag.ItemIsEditable for at in range(model.columnCount()))


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_no_figure_is_cut(company: Company, language: Language, size: tuple[int, int], spoken: str) -> None:
    company.window.resize(*size)
    large = {**PRE, "refund": "1234567.89"}
    page = warehouse_page(company, pre_refunds=[large], warehouse_sales=[SALE])
    language.set(spoken)
    company.bot.waitUntil(lambda: all(whole(page.records.reconciled.table, 0, at) for at in range(8)), timeout=20_000)
    grid = page.records.grids[PRE_REFUNDS]
    assert all(whole(grid, 0, column) for column in range(7))
