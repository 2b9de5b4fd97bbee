"""Typing on the refund pages: what cannot be read stays and says why, other spellings are read, undo brings back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
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
