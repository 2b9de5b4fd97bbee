"""Records of goods in a warehouse abroad and of exempt material: where they stand, typed, pasted, undone, led to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.domain.tax import ExemptMaterial, PreRefund, WarehouseSale
from exporter_desk.services.workflow import Step
from exporter_desk.ui import theme
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.refund.refund import RECORDS, RefundPage
from exporter_desk.ui.widgets import Label, LineEdit
from tests.support import claim_cases
from tests.ui.pages.company import Company
from tests.ui.pages.test_refund_room import file_of

PRE_REFUNDS, SALES, MATERIAL = "tax.pre_refunds", "tax.warehouse_sales", "tax.exempt_material"
SPECIAL = (PRE_REFUNDS, SALES, MATERIAL)
CTRL = Qt.KeyboardModifier.ControlModifier
POPS_UP = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
PRE: JsonObject = {"id": "pr1", "goods": "g1", "qty": "70", "refund": "481.00", "done": "2026-05-08"}
SALE: JsonObject = {"id": "w1", "goods": "g1", "day": "2026-07-01", "qty": "40", "amount": "480.00", "currency": "USD"}
PASTED = (
    "对应商品\t销售日期\t销售数量\t销售额（离岸价）\t币种\t订单或凭证号\n"
    "1\t2026-07-01\t40\t480.00\tUSD\tA-2\n"
    "餐椅\t2026年7月9日\t10\t120\t美元\tA-3\n"
)


def records_of(company: Company, case: Case) -> RefundPage:
    """The records of a shipment that was brought in."""
    page = file_of(company, company.session.cases.import_case(case).id)
    page.choose_view(RECORDS)
    return page


def warehouse_page(company: Company, **tax: object) -> RefundPage:
    return records_of(company, claim_cases.warehouse(**tax))


def offered(page: RefundPage) -> list[str]:
    return [place for place in SPECIAL if page.records.titles[place].isVisible()]


def typed_into(company: Company, grid: CaseGrid, cells: dict[str, str]) -> None:
    """Type into cells of the current row as a person does, each followed by Enter."""
    record = grid.path().rpartition(".")[0]
    for field, text in cells.items():
        assert grid.reveal(f"{record}.{field}")
        company.type(text)
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Return)
        company.bot.waitUntil(lambda: grid.view.state() != QAbstractItemView.State.EditingState, timeout=20_000)
        company.window.activateWindow()  # this platform makes a list that opened the active window
        company.bot.waitUntil(company.window.isActiveWindow, timeout=20_000)


def in_sight(page: RefundPage, place: str) -> bool:
    """Whether the current cell of a grid is seen, however far the page was scrolled."""
    view, area = page.records.grids[place].view, page.records.viewport()
    cell = view.visualRect(view.currentIndex())
    top, bottom = (view.viewport().mapTo(area, spot).y() for spot in (cell.topLeft(), cell.bottomLeft()))
    return top >= 0 and bottom < area.height() and view.viewport().rect().contains(cell)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (claim_cases.trader(), []),
        (claim_cases.warehouse(), [PRE_REFUNDS, SALES]),
        (claim_cases.producer(), [MATERIAL]),
        (claim_cases.trader(pre_refunds=[PRE]), [PRE_REFUNDS]),
        (claim_cases.trader(exempt_material=[{"id": "m1"}]), [MATERIAL]),
    ],
)
def test_records_stand_where_they_are_asked_for_or_filled(company: Company, case: Case, expected: list[str]) -> None:
    assert offered(records_of(company, case)) == expected


def test_they_come_and_go_with_the_mode(company: Company) -> None:
    page = warehouse_page(company)
    company.session.type_text("choices.mode", "0110")
    company.bot.waitUntil(lambda: offered(page) == [], timeout=20_000)
    company.session.type_text("choices.mode", "9810")
    company.bot.waitUntil(lambda: offered(page) == [PRE_REFUNDS, SALES], timeout=20_000)


@POPS_UP
def test_a_pre_refund_is_typed_and_stored(company: Company) -> None:
    page = warehouse_page(company)
    company.bot.mouseClick(page.records.adds[PRE_REFUNDS], Qt.MouseButton.LeftButton)
    grid = page.records.grids[PRE_REFUNDS]
    assert grid.path() == f"{PRE_REFUNDS}.pr1.goods"
    company.bot.waitUntil(lambda: in_sight(page, PRE_REFUNDS), timeout=20_000)
    cells = {"goods": "1", "qty": "70", "refund": "481", "done": "2026/5/8", "outcome": "adjusted"}
    typed_into(company, grid, cells)
    kept = PreRefund(
        id="pr1", goods="g1", qty=Decimal(70), refund=Decimal(481), done=date(2026, 5, 8), outcome="adjusted"
    )
    company.bot.waitUntil(lambda: company.session.case.tax.pre_refunds == (kept,), timeout=20_000)
    company.settle(Step.REFUND)
    assert company.session.cases.peek("a" * 16).tax.pre_refunds == (kept,)
    assert [grid.model.text_at(0, column) for column in (1, 5)] == ["1 餐椅", "调整"]


@pytest.mark.parametrize(
    ("typed", "kept"), [("不", "equal"), ("调", "adjusted"), ("未售", "unsold"), ("equal", "equal"), ("卖完", "卖完")]
)
def test_the_outcome_is_chosen_by_its_words(company: Company, typed: str, kept: str) -> None:
    """What is no outcome stays as it was typed: a finding tells it."""
    page = warehouse_page(company, pre_refunds=[PRE])
    model = page.records.grids[PRE_REFUNDS].model
    model.type_into(0, 5, typed)
    assert company.session.case.tax.pre_refunds[0].outcome == kept


@POPS_UP
@pytest.mark.parametrize(
    ("field", "typed", "keys", "kept"),
    [
        ("goods", "2", "↓⏎", "g2"),
        ("goods", "1", "⏎", "g1"),
        ("outcome", "", "↓↓⏎", "adjusted"),
        ("outcome", "u", "↓↓↓⏎", "unsold"),
        ("outcome", "uns", "⏎", "unsold"),
    ],
)
def test_the_words_of_a_list_open_under_the_cell_and_enter_takes_one(
    company: Company, language: Language, field: str, typed: str, keys: str, kept: str
) -> None:
    """F4 shows all of them where nothing is typed; Enter ends the editing of the cell, also in the last row."""
    page = warehouse_page(company, pre_refunds=[{**PRE, "goods": None}])
    language.set("en")
    grid = page.records.grids[PRE_REFUNDS]
    page.records.reveal_path(f"{PRE_REFUNDS}.pr1.{field}")
    company.type(typed) if typed else company.key(Qt.Key.Key_F4)
    for key in keys:
        shown = QApplication.activePopupWidget()
        assert shown is not None
        QTest.keyClick(shown, {"↓": Qt.Key.Key_Down, "⏎": Qt.Key.Key_Return}[key])
    company.bot.waitUntil(lambda: grid.view.state() != QAbstractItemView.State.EditingState, timeout=20_000)
    assert getattr(company.session.case.tax.pre_refunds[0], field) == kept


@POPS_UP
@pytest.mark.parametrize("path", [f"{PRE_REFUNDS}.pr1.outcome", "tax.purchase_invoices.i1.unit"])
def test_a_list_that_opens_has_a_ground_of_its_own(company: Company, path: str) -> None:
    """It is a window: on a clear ground its words would stand on black."""
    page = warehouse_page(company, pre_refunds=[PRE])
    page.records.reveal_path(path)
    company.key(Qt.Key.Key_F4)
    shown = QApplication.activePopupWidget()
    assert shown is not None
    ground = shown.grab().toImage().pixelColor(shown.width() - 6, shown.height() - 6)
    assert ground == theme.current().colour("surface")


def test_outcomes_are_told_in_the_language_of_the_window(company: Company, language: Language) -> None:
    page = warehouse_page(company, pre_refunds=[{**PRE, "outcome": "unsold"}])
    language.set("en")
    model = page.records.grids[PRE_REFUNDS].model
    assert model.text_at(0, 5) == "unsold"
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(1, 6)]
    assert titles == ["Goods line", "Quantity", "Amount", "Finished on", "Outcome"]
    assert page.records.titles[SALES].title.text() == "Warehouse sales"


def test_sales_are_pasted_as_one_step_and_undone(company: Company) -> None:
    page = warehouse_page(company, pre_refunds=[PRE])
    page.records.adds[SALES].click()
    page.records.grids[SALES].view.setFocus()
    QApplication.clipboard().setText(PASTED)
    company.key(Qt.Key.Key_V, CTRL)
    sales = company.session.case.tax.warehouse_sales
    assert sales[1] == WarehouseSale(
        id="w2", goods="g1", day=date(2026, 7, 1), qty=Decimal(40), amount=Decimal("480.00"), currency="USD",
        reference="A-2",
    )  # fmt: skip
    assert (sales[2].day, sales[2].qty, sales[2].amount) == (date(2026, 7, 9), Decimal(10), Decimal(120))
    company.session.undo()
    assert [sale.id for sale in company.session.case.tax.warehouse_sales] == ["w1"]
    company.session.undo()
    assert company.session.case.tax.warehouse_sales == ()
    company.bot.waitUntil(page.records.grids[SALES].isHidden, timeout=20_000)


def test_what_is_being_typed_stays_when_results_come_in(company: Company) -> None:
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    page.records.reveal_path(f"{SALES}.w1.qty")
    company.type("12")
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEdit)
    page.show_case()
    assert editor.text() == "12"
    company.key(Qt.Key.Key_Return)
    company.bot.waitUntil(lambda: company.session.case.tax.warehouse_sales[0].qty == Decimal(12), timeout=20_000)


def test_exempt_material_is_typed_and_lessens_what_may_not_be_deducted(company: Company) -> None:
    """3,000.00 at 13 % less 9 % is 120.00 off the 568.00 that two lines of 7,100.00 at 4 % come to: 448.00."""
    page = records_of(company, claim_cases.producer())
    page.records.adds[MATERIAL].click()
    typed_into(company, page.records.grids[MATERIAL], {"amount": "3000", "vat_rate": "0.13", "refund_rate": "0.09"})
    kept = ExemptMaterial(id="m1", amount=Decimal(3000), vat_rate=Decimal("0.13"), refund_rate=Decimal("0.09"))
    assert company.session.case.tax.exempt_material == (kept,)
    company.settle(Step.REFUND)
    [found] = [one for one in page.analysis.refund.quantities if one.symbol == "BDM" and not one.line]
    assert found.trace.value == Decimal("448.00")


def test_a_figure_says_where_it_is_from(company: Company) -> None:
    page = warehouse_page(company, warehouse_sales=[SALE])
    assert page.records.reveal_path(f"{SALES}.w1.qty")
    company.key(Qt.Key.Key_I, CTRL)
    told = {label.text() for label in company.window.help.findChildren(Label)}
    assert {"海外仓销售 第1行 · 销售数量", "40", "来源：手填"} <= told


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_a_finding_leads_to_the_cell_and_the_cell_is_in_sight(company: Company, size: tuple[int, int]) -> None:
    """All 70 are sold, so nothing is adjusted, whatever was noted."""
    company.window.resize(*size)
    sale = {**SALE, "qty": "70"}
    case = claim_cases.warehouse(pre_refunds=[{**PRE, "outcome": "adjusted"}], warehouse_sales=[sale])
    page = file_of(company, company.session.cases.import_case(replace(case, day=None)).id)
    [found] = [one for one in page.analysis.own_findings if one.code == "T64"]
    company.window.navigate(places.HOME)
    aim_at(found.places[0])
    company.window.navigate(places.STEPS[Step.REFUND], "a" * 16)
    company.bot.waitUntil(lambda: page.views.selected() == RECORDS and in_sight(page, PRE_REFUNDS), timeout=20_000)
    assert page.records.grids[PRE_REFUNDS].path() == f"{PRE_REFUNDS}.pr1.outcome"
    assert page.records.grids[PRE_REFUNDS].view.hasFocus()


def test_a_place_that_is_not_asked_for_is_there_for_who_was_led_to_it(company: Company) -> None:
    page = records_of(company, claim_cases.trader())
    assert page.records.reveal_path(PRE_REFUNDS)
    assert offered(page) == [PRE_REFUNDS]
    assert page.records.adds[PRE_REFUNDS].hasFocus()
    page.show_case()
    assert offered(page) == [PRE_REFUNDS]
    other = replace(claim_cases.trader(), id="b" * 16, number="2026-102")
    assert offered(records_of(company, other)) == []


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_a_row_that_is_added_is_in_sight(company: Company, size: tuple[int, int]) -> None:
    company.window.resize(*size)
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    for place in (SALES, PRE_REFUNDS, "tax.rates"):
        page.records.adds[place].click()
        company.settle(Step.REFUND)
        company.bot.waitUntil(lambda place=place: in_sight(page, place), timeout=20_000)


def test_who_scrolls_away_is_left_there(company: Company) -> None:
    company.window.resize(1024, 560)
    page = warehouse_page(company, pre_refunds=[PRE], warehouse_sales=[SALE])
    page.records.adds[SALES].click()
    company.bot.waitUntil(lambda: in_sight(page, SALES), timeout=20_000)
    company.settle(Step.REFUND)
    bar = page.records.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    QTest.qWait(50)
    bar.rangeChanged.emit(0, bar.maximum())
    assert bar.value() == 0
