"""Typing on the refund pages: what cannot be read stays and says why, other spellings are read, undo brings back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.refund.refund import ANSWERS, RECORDS, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE, CellState, LineEdit
from tests.ui.pages.company import Company

INVOICES = "tax.purchase_invoices"


@pytest.fixture
def page(company: Company) -> RefundPage:
    company.open("furniture", Step.REFUND)
    found = company.pages[Step.REFUND]
    assert isinstance(found, RefundPage)
    return found


def cell(page: RefundPage, field: str, text: str) -> CellState:
    """What a cell of the first invoice shows after `text` was typed into it."""
    model = page.records.grids[INVOICES].model
    column = [one.field for one in model.columns].index(field)
    model.type_into(0, column, text)
    state = model.index(0, column).data(CELL_ROLE)
    assert isinstance(state, CellState)
    return state


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("amount", "八万"),
        ("amount", "12a"),
        ("qty", "1,2,3."),
        ("day", "2026-13-01"),
        ("day", "2026-02-29"),
        ("rate", "x"),
    ],
)
def test_what_cannot_be_read_stays_and_says_why(company: Company, page: RefundPage, field: str, text: str) -> None:
    shown = cell(page, field, text)
    assert (shown.text, shown.state) == (text, "wrong")
    assert text in shown.note
    assert company.session.case.drafts == {f"{INVOICES}.i1.{field}": text}
    company.session.undo()
    assert company.session.case.drafts == {}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("amount", "1,234.56", Decimal("1234.56")),
        ("amount", "１２３４．５６", Decimal("1234.56")),
        ("amount", "-500", Decimal(-500)),
        ("day", "２０２６／６／３", date(2026, 6, 3)),
        ("day", "2026年6月3日", date(2026, 6, 3)),
        ("qty", "　９６", Decimal(96)),
    ],
)
def test_other_spellings_are_understood(
    company: Company, page: RefundPage, field: str, text: str, value: object
) -> None:
    cell(page, field, text)
    assert getattr(company.session.case.tax.purchase_invoices[0], field) == value


def test_a_rate_is_typed_in_per_cent_and_one_that_cannot_be_read_is_told(company: Company, page: RefundPage) -> None:
    assert cell(page, "rate", "９％").text == "0.09"
    company.settle(Step.REFUND)
    assert not page.wrong.isVisible()
    cell(page, "rate", "九个点")
    company.settle(Step.REFUND)
    assert page.wrong.isVisible()
    assert "九个点" in page.wrong.text.text()


@pytest.mark.parametrize(("path", "text"), [("tax.claim_date", "2026-13-01"), ("tax.sale_date", "下周")])
def test_a_field_keeps_what_was_typed_and_says_why(company: Company, page: RefundPage, path: str, text: str) -> None:
    page.choose_view(ANSWERS)
    field = page.answers.groups["claim"].field_at(path)
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setText(text)
    field.editor.editingFinished.emit()
    company.settle(Step.REFUND)
    assert field.editor.text() == text
    assert text in field.message()


def test_tab_goes_through_the_page_in_reading_order(company: Company, page: RefundPage) -> None:
    page.choose_view(RECORDS)
    page.sheets.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget | None] = []
    for _ in range(40):
        company.key(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    places = [page.calendar, page.records.take_list, page.records.adds[INVOICES], page.records.adds["tax.receipts"]]
    assert [seen.index(one) for one in places] == sorted(seen.index(one) for one in places)


def test_a_row_with_the_name_of_other_goods_names_no_goods(page: RefundPage) -> None:
    """The first line of the sample are tables, the second chairs (实木餐桌, 实木餐椅)."""
    model = page.records.grids[INVOICES].model
    column = next(one for one in model.columns if one.field == "goods")
    table, chair = page.session.case.goods[:2]
    assert [model.meant(column, text) for text in ("1", f"1 {table.name_zh}", f"2 {chair.name_en}")] == [
        table.id, table.id, chair.id
    ]  # fmt: skip
    assert model.meant(column, f"1 {chair.name_zh}") == f"1 {chair.name_zh}"


LINE = "25361234567890123456\t2026-06-03\t\t\t1\t实木餐桌\t4\t件\t1000.00\t0.13"
"""Number, day, voucher, supplier, goods line, name, quantity, unit, amount, rate: the columns of an invoice."""


@pytest.mark.parametrize("width", [1024, 1920])
def test_a_line_without_titles_means_the_same_in_every_window(company: Company, page: RefundPage, width: int) -> None:
    """A narrow window leaves the column of the supplier out; what is pasted goes through it all the same."""
    page.choose_view(RECORDS)
    company.window.resize(width, 768)
    company.bot.wait(100)
    grid = page.records.grids["tax.purchase_invoices"]
    supplier = next(at for at, column in enumerate(grid.model.columns) if column.field == "supplier")
    assert grid.view.isColumnHidden(supplier) is (width == 1024)
    before = len(company.session.case.tax.purchase_invoices)
    grid.view.setCurrentIndex(QModelIndex())
    grid.paste(LINE)
    *_, taken = company.session.case.tax.purchase_invoices
    assert len(company.session.case.tax.purchase_invoices) == before + 1
    assert (taken.number, taken.supplier, taken.goods) == (
        "25361234567890123456", None, company.session.case.goods[0].id
    )  # fmt: skip
    assert (taken.name_zh, taken.qty, taken.unit, str(taken.amount)) == ("实木餐桌", 4, "011", "1000.00")


def test_a_copied_line_has_the_hidden_column_too(company: Company, page: RefundPage) -> None:
    page.choose_view(RECORDS)
    company.window.resize(1024, 768)
    company.bot.wait(100)
    grid = page.records.grids["tax.purchase_invoices"]
    grid.view.selectRow(0)
    grid.view.copy()
    cells = QApplication.clipboard().text().split("\t")
    assert len(cells) == len(grid.model.columns) - 2  # all but the number of the row, and a last one nothing stands in
    first = company.session.case.tax.purchase_invoices[0]
    assert cells[0] == first.number
    assert cells[3] == grid.model.text_at(0, 4)
    assert cells[3]


def test_what_is_cut_and_pasted_stays_what_it_was(company: Company, page: RefundPage) -> None:
    page.choose_view(RECORDS)
    company.window.resize(1024, 768)
    company.bot.wait(100)
    grid = page.records.grids["tax.purchase_invoices"]
    before = company.session.case.tax.purchase_invoices[0]
    grid.view.selectRow(0)
    grid.cut()
    emptied = company.session.case.tax.purchase_invoices[0]
    assert (emptied.number, emptied.supplier) == (None, None)
    grid.select(0, 0)
    grid.paste(QApplication.clipboard().text())
    assert company.session.case.tax.purchase_invoices[0] == before
