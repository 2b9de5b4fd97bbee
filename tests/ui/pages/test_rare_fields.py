"""Fields of the tax records that few shipments need, and which goods stand on which declaration."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from exporter_desk.domain.tax import Declaration, Receipt
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.refund.refund import RECORDS, RefundPage
from exporter_desk.ui.widgets import CELL_ROLE, CellState, ComboBox
from tests.ui.pages.company import Company

NUMBER = "531620260160000017"


@pytest.fixture
def page(company: Company) -> RefundPage:
    company.open("furniture", Step.REFUND)
    found = company.pages[Step.REFUND]
    assert isinstance(found, RefundPage)
    found.choose_view(RECORDS)
    return found


def declare(company: Company, *declarations: Declaration) -> None:
    tax = replace(company.session.case.tax, declarations=declarations)
    company.session.take_change(replace(company.session.case, tax=tax), "paste")
    company.settle(Step.REFUND)


def column(page: RefundPage, place: str, field: str) -> int:
    return [one.field for one in page.records.models[place].columns].index(field)


def cell(page: RefundPage, row: int = 0) -> CellState:
    model = page.records.models["tax.declarations"]
    state = model.index(row, column(page, "tax.declarations", "lines")).data(CELL_ROLE)
    assert isinstance(state, CellState)
    return state


def typed(page: RefundPage, place: str, field: str, text: str, row: int = 0) -> None:
    page.records.models[place].type_into(row, column(page, place, field), text)


def test_a_declaration_alone_is_offered_all_goods_and_holds_them_with_one_act(
    company: Company, page: RefundPage
) -> None:
    goods = tuple(line.id for line in company.session.case.goods)
    declare(company, Declaration(id="d1", number=NUMBER))
    assert (cell(page).state, cell(page).chip) == ("to_confirm", "建议")
    assert company.session.case.tax.declarations[0].lines == ()
    page.records.take_items.setFocus()
    company.key(Qt.Key.Key_Space)
    assert company.session.case.tax.declarations[0].lines == goods
    assert (cell(page).state, page.records.take_items.isVisible()) == ("typed", False)
    assert page.records.grids["tax.declarations"].path() == "tax.declarations.d1.lines"
    company.session.undo()
    assert company.session.case.tax.declarations[0].lines == ()


def test_two_declarations_are_asked_which_goods_stand_where(company: Company, page: RefundPage) -> None:
    first, second, *others = (line.id for line in company.session.case.goods)
    declare(company, Declaration(id="d1", number=NUMBER), Declaration(id="d2", number=f"{NUMBER[:-1]}8"))
    assert [cell(page, row).state for row in (0, 1)] == ["unknown", "unknown"]
    typed(page, "tax.declarations", "lines", "2,1", row=1)
    assert company.session.case.tax.declarations[1].lines == (second, first)
    assert page.records.models["tax.declarations"].proposed() == ({"d1": tuple(others)} if others else {})


def test_a_supplier_of_the_simple_method_is_typed_where_the_finding_leads(company: Company, page: RefundPage) -> None:
    place = "tax.purchase_invoices"
    grid, at = page.records.grids[place], column(page, place, "simple_method")
    assert grid.view.isColumnHidden(at)
    assert page.records.reveal_path(f"{place}.i1.simple_method")
    assert (grid.view.isColumnHidden(at), grid.path()) == (False, f"{place}.i1.simple_method")
    for text, kept in (("是", True), ("否", False), ("", None)):
        typed(page, place, "simple_method", text)
        assert company.session.case.tax.purchase_invoices[0].simple_method is kept
        assert grid.model.text_at(0, at) == text


def test_the_relation_of_a_payer_is_typed(company: Company, page: RefundPage) -> None:
    tax = replace(company.session.case.tax, receipts=(Receipt(id="r1", payer="Other Ltd"),))
    company.session.take_change(replace(company.session.case, tax=tax), "paste")
    company.settle(Step.REFUND)
    assert page.records.reveal_path("tax.receipts.r1.payer_relation")
    typed(page, "tax.receipts", "payer_relation", "母公司")
    assert company.session.case.tax.receipts[0].payer_relation == "母公司"


def test_how_a_paper_is_kept_is_chosen_where_the_finding_leads(company: Company, page: RefundPage) -> None:
    aim_at("tax.papers.BA-2.kept_as")
    page.activated(company.session.case_id)
    box = page.first_focus()
    assert isinstance(box, ComboBox)
    box.setFocus()
    company.key(Qt.Key.Key_Down)
    assert [(one.id, one.kept_as) for one in company.session.case.tax.papers] == [("BA-2", "paper")]
    company.session.undo()
    assert not [one for one in company.session.case.tax.papers if one.kept_as]
