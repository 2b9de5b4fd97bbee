"""Goods and packing, driven as a clerk does it: cells, paste, fill down, repair, totals, deal form, jumps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.services.workflow import Step
from exporter_desk.ui.forms.case_grid import CaseGrid
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.models.issues import obvious_repair
from exporter_desk.ui.models.packing_model import read_contents
from exporter_desk.ui.pages.aim import aim_at
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from exporter_desk.ui.pages.goods.totals_bar import fill_of
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CELL_ROLE, CellState, CheckBox, LineEdit
from tests.ui.pages.company import NO_KEY, Company

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


def cell(grid: CaseGrid, row: int, field: str) -> CellState:
    column = next(at for at, one in enumerate(grid.model.columns) if one.field == field)
    state = grid.model.index(row, column).data(CELL_ROLE)
    assert isinstance(state, CellState)
    return state


def test_totals_and_amounts_of_the_sample(page: GoodsPage) -> None:
    # 96 × 168.00, 384 × 34.50, 96 × 46.00 and their sum; 384 boxes; 96×38 + 192×14.6 + 96×13.5 kg.
    assert [cell(page.goods, row, "total").text for row in range(3)] == ["16,128.00", "13,248.00", "4,416.00"]
    shown = {name: figure.accessibleName() for name, figure in page.totals.figures.items()}
    assert shown["invoice_total"] == "合计 USD 33,792.00"
    assert shown["cartons"] == "箱数 384"
    assert shown["gross_kg"] == "毛重 kg 7,747.2 估算"
    assert shown["volume_cbm"] == "体积 m³ 62.26"
    assert page.totals.share.text() == "91.6 %"


def test_estimated_weight_is_marked_in_its_cell(page: GoodsPage) -> None:
    weight = cell(page.packing, 1, "gross_kg")
    assert (weight.text, weight.state, weight.chip) == ("14.6", "estimated", "估算")


def test_code_that_nobody_confirmed_is_to_confirm(page: GoodsPage) -> None:
    assert cell(page.goods, 1, "hs").state == "to_confirm"
    assert cell(page.goods, 0, "hs").state == "typed"


def test_typing_into_a_cell_goes_on_below(page: GoodsPage, company: Company, qtbot: QtBot) -> None:
    page.goods.reveal("goods.g1.qty")
    company.type("100")
    company.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.goods.path() == "goods.g2.qty", timeout=20_000)
    assert company.session.case.goods[0].qty == Decimal(100)
    assert cell(page.goods, 0, "total").text == "16,800.00"


def test_letter_for_a_digit_stays_and_is_repaired_by_one_press(page: GoodsPage, company: Company) -> None:
    company.session.type_text("goods.g2.qty", "38O")
    page.goods.reveal("goods.g2.qty")
    assert (cell(page.goods, 1, "qty").text, cell(page.goods, 1, "qty").state) == ("38O", "wrong")
    assert cell(page.goods, 1, "total").text == "不能算"
    assert page.strip.isVisible()
    assert "38O" in page.strip.text.text()
    assert page.strip.verb.text() == "改成 380"
    page.strip.verb.click()
    assert company.session.case.goods[1].qty == Decimal(380)
    assert not company.session.case.drafts


@pytest.mark.parametrize(
    ("typed", "meant"), [("48O", "480"), ("l2", "12"), ("38.5", ""), ("many", ""), ("12 kg", ""), ("480", "")]
)
def test_only_what_is_obvious_is_repaired(typed: str, meant: str) -> None:
    assert obvious_repair({"goods.g1.qty": typed}, "goods.g1.qty") == meant


def test_name_of_a_code_is_kept_as_the_code(page: GoodsPage, company: Company) -> None:
    page.goods_model.type_into(0, 10, "越南")
    page.goods_model.type_into(0, 6, "千克")
    assert (company.session.case.goods[0].origin, company.session.case.goods[0].unit) == ("VN", "035")
    assert cell(page.goods, 0, "origin").text == "越南"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_codes_are_offered_while_one_types(page: GoodsPage, company: Company) -> None:
    page.goods.reveal("goods.g1.hs")
    company.key(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEdit)
    editor.selectAll()
    company.type("940161")
    offered = editor.completer().model()
    codes = [str(offered.index(row, 0).data()) for row in range(offered.rowCount())]
    assert codes
    assert all(code.startswith("940161") for code in codes)


def test_rows_of_a_spreadsheet_are_pasted_as_new_lines_in_one_step(page: GoodsPage, company: Company) -> None:
    QApplication.clipboard().setText("中文品名\t数量\t单价\t单位\n餐边柜\t12\t210.00\t件\n角几\t2４\t19.5\t件\n")
    page.goods.view.setFocus()
    company.key(Qt.Key.Key_V, CTRL)
    added = company.session.case.goods[3:]
    assert [(line.name_zh, line.qty, line.unit_price, line.unit) for line in added] == [
        ("餐边柜", Decimal(12), Decimal("210.00"), "011"),
        ("角几", Decimal(24), Decimal("19.5"), "011"),
    ]
    company.session.undo()
    assert len(company.session.case.goods) == 3


def test_block_is_pasted_from_the_current_cell_on(page: GoodsPage, company: Company) -> None:
    page.goods.reveal("goods.g2.qty")
    page.goods.paste("400\t个\t33.00\n100\t个\t47,000.50")
    goods = company.session.case.goods
    assert [(line.qty, line.unit_price) for line in goods[1:]] == [
        (Decimal(400), Decimal("33.00")),
        (Decimal(100), Decimal("47000.50")),
    ]
    company.session.undo()
    assert [line.qty for line in company.session.case.goods] == [Decimal(96), Decimal(384), Decimal(96)]


@pytest.mark.parametrize("text", ["竹编A\tBamboo A\n竹编B\tBamboo B", "2\t竹编A\tBamboo A\n3\t竹编B\tBamboo B"])
def test_block_pasted_on_the_number_of_a_row_begins_with_the_name(page: GoodsPage, company: Company, text: str) -> None:
    page.goods.reveal("goods.g2.qty")
    company.key(Qt.Key.Key_Home)
    assert page.goods.view.currentIndex().column() == 0
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)
    names = [(line.name_zh, line.name_en) for line in company.session.case.goods]
    assert names[1:] == [("竹编A", "Bamboo A"), ("竹编B", "Bamboo B")]


def test_boxes_pasted_on_the_number_of_a_row_begin_with_the_first_box(page: GoodsPage, company: Company) -> None:
    """The number of a box that looks like that of the row is no number of a row."""
    page.packing.reveal("packages.p1.from")
    company.key(Qt.Key.Key_Home)
    page.packing.paste("1\t90")
    box = company.session.case.packages[0]
    assert (box.first, box.last) == (1, 90)


def test_whole_row_that_is_copied_comes_without_its_number(page: GoodsPage, company: Company) -> None:
    page.goods.view.clearSelection()
    page.goods.view.selectRow(1)
    page.goods.view.copy()
    assert QApplication.clipboard().text().split("\t")[:2] == ["实木餐椅", "Wooden dining chair"]
    page.goods.select(0, 0)
    page.goods.paste(QApplication.clipboard().text())
    assert company.session.case.goods[0].name_zh == "实木餐椅"


def test_enter_goes_down_and_marks_one_cell_while_shift_is_held(
    page: GoodsPage, company: Company, qtbot: QtBot
) -> None:
    page.goods.reveal("goods.g1.qty")
    company.type("100")
    QTest.keyPress(company.window, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    company.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.goods.path() == "goods.g2.qty", timeout=20_000)
    QTest.keyRelease(company.window, Qt.Key.Key_Shift)
    assert len(page.goods.view.selectedIndexes()) == 1


@pytest.mark.parametrize("key", [(Qt.Key.Key_Delete, NO_KEY), (Qt.Key.Key_X, CTRL), (Qt.Key.Key_D, CTRL)])
def test_keys_over_several_cells_are_one_step(
    page: GoodsPage, company: Company, key: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    before = company.session.case
    page.goods.select(0, 5)
    for row, column in ((1, 5), (1, 7), (2, 7)):
        index = page.goods_model.index(row, column)
        page.goods.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    page.goods.view.setFocus()
    company.key(*key)
    assert company.session.case.goods != before.goods
    company.session.undo()
    assert company.session.case.goods == before.goods


def test_fill_down_takes_the_cell_above(page: GoodsPage, company: Company) -> None:
    page.goods.reveal("goods.g2.unit_price")
    company.key(Qt.Key.Key_D, CTRL)
    assert company.session.case.goods[1].unit_price == Decimal("168.00")


def test_cut_and_paste_moves_a_value(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p1.net_kg")
    company.key(Qt.Key.Key_X, CTRL)
    assert company.session.case.packages[0].net_kg is None
    page.packing.reveal("packages.p2.net_kg")
    company.key(Qt.Key.Key_V, CTRL)
    assert company.session.case.packages[1].net_kg == Decimal(34)


@pytest.mark.parametrize(
    ("path", "text", "kept", "told"),
    [
        ("terms.currency", "USD EUR", "USD EUR", "USD EUR"),
        ("route.dest", "US FR", "US FR", "US FR"),
        ("route.dest", "DE 法国", "DE 法国", "DE 法国"),
        ("route.dest", "DE 德国", "DE", ""),
        ("route.dest", "de Germany", "DE", ""),
    ],
)
def test_words_behind_a_code_are_not_dropped_unless_they_name_it(
    page: GoodsPage, company: Company, path: str, text: str, kept: str, told: str
) -> None:
    page.choose_view(DEAL)
    field = (page.deal.terms if path.startswith("terms") else page.deal.route).field_at(path)
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setText(text)
    field.editor.editingFinished.emit()
    company.settle(Step.GOODS)
    assert company.session.shown_text(path) == kept
    assert told in field.message() if told else not field.message()


def test_a_price_in_the_column_of_the_codes_keeps_its_point(page: GoodsPage, company: Company) -> None:
    page.goods_model.type_into(0, 4, "3.2")
    page.goods_model.type_into(1, 4, "9401.69.00 90")
    assert [line.hs for line in company.session.case.goods[:2]] == ["3.2", "9401690090"]


def test_insert_adds_a_run_behind_the_last_box_and_ctrl_delete_takes_it_out(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p3.to")
    company.key(Qt.Key.Key_Insert)
    assert company.session.case.packages[-1].first == 385
    company.key(Qt.Key.Key_Delete, CTRL)
    assert len(company.session.case.packages) == 3


def test_contents_are_typed_by_name_or_row(page: GoodsPage, company: Company) -> None:
    page.packing_model.type_into(1, 3, "餐椅 1; 3×1")
    assert company.session.case.packages[1].contents == {"g2": Decimal(1), "g3": Decimal(1)}
    assert cell(page.packing, 1, "check").text == "少 192"  # 192 boxes with one chair of 384


def test_contents_that_name_nothing_stay_as_typed(page: GoodsPage, company: Company) -> None:
    page.packing_model.type_into(0, 3, "沙发 2")
    assert (cell(page.packing, 0, "contents").text, cell(page.packing, 0, "contents").state) == ("沙发 2", "wrong")
    assert company.session.case.packages[0].contents == {"g1": Decimal(1)}


def test_bare_number_means_the_only_line(company: Company) -> None:
    company.begin(Step.GOODS)
    company.session.add_item("goods")
    assert read_contents("4", company.session.case) == {"g1": "4"}


def test_container_is_chosen_in_the_totals(page: GoodsPage, company: Company) -> None:
    page.totals.container.setCurrentIndex(page.totals.container.findData("40GP"))
    page.totals.container.activated.emit(0)
    assert [one.kind for one in company.session.case.route.containers] == ["40GP"]
    assert "装不下" in page.totals.verdict.label.text()  # 62.26 m³ in 58


def test_unknown_volume_is_no_empty_container() -> None:
    assert fill_of(None, Decimal(68), Decimal("0.9")).share is None
    assert fill_of(Decimal("61.3"), Decimal(68), Decimal("0.9")).words != ""
    assert fill_of(Decimal("61.1"), Decimal(68), Decimal("0.9")).words == ""


def test_empty_shipment_offers_a_first_row(company: Company) -> None:
    company.begin(Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    assert page.empty.isVisible()
    assert page.totals.figures["invoice_total"].accessibleName().endswith("不能算")
    company.key(Qt.Key.Key_Space)
    assert len(company.session.case.goods) == 1
    assert cell(page.goods, 0, "name_zh").text == "未填"


def test_fields_of_the_deal_are_saved_when_one_leaves_them(page: GoodsPage, company: Company) -> None:
    page.choose_view(DEAL)
    field = page.deal.terms.field_at("terms.place")
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setFocus()
    field.editor.selectAll()
    company.type("BREMEN")
    company.key(Qt.Key.Key_Tab)
    assert company.session.case.terms.place == "BREMEN"
    assert field.label.buddy() is field.editor
    assert field.editor.accessibleName() == "指定地点"


def test_unreadable_date_stays_in_its_field_with_the_reason(page: GoodsPage, company: Company) -> None:
    page.choose_view(DEAL)
    field = page.deal.terms.field_at("terms.contract_date")
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setText("十一月")
    field.editor.editingFinished.emit()
    assert company.session.case.drafts == {"terms.contract_date": "十一月"}
    assert field.editor.text() == "十一月"
    assert "十一月" in field.message()


def test_roles_of_a_party_are_ticked(page: GoodsPage, company: Company) -> None:
    page.choose_view(DEAL)
    page.deal.roles.boxes["producer"].click()
    assert company.session.case.parties[0].roles == ("seller", "producer")


def test_elements_of_a_line_have_the_names_of_its_code(page: GoodsPage) -> None:
    page.choose_view(DEAL)
    names = [field.label.text() for field in page.deal.line.fields if ".elements." in field.path]
    assert names[:2] == ["品牌类型", "出口享惠情况"]


@pytest.mark.parametrize("path", ["goods.g2.hs", "packages.p2.gross_kg"])
def test_jump_lands_in_the_cell(company: Company, path: str) -> None:
    aim_at(path)
    company.open("furniture", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    grid = page.goods if path.startswith("goods") else page.packing
    assert grid.path() == path
    assert grid.view.hasFocus()


@pytest.mark.parametrize("path", ["route.trade_country", "parties.pt3.uscc", "goods.g2.hs_confirmed_by", "terms.place"])
def test_jump_lands_in_the_field_of_the_form(company: Company, path: str) -> None:
    aim_at(path)
    company.open("furniture", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    assert page.view() == DEAL
    groups = (page.deal.terms, page.deal.route, page.deal.party, page.deal.line)
    focused = [field.path for group in groups for field in group.fields if field.editor.hasFocus()]
    assert focused == [path]


def test_tab_leaves_the_grid_at_its_end(page: GoodsPage, company: Company) -> None:
    page.goods.select(2, 12)
    page.goods.view.setFocus()
    company.key(Qt.Key.Key_Tab)
    assert not page.goods.view.hasFocus()


def test_undo_button_names_the_step(page: GoodsPage, company: Company) -> None:
    assert not page.tools.undo.isVisible()
    company.session.type_text("goods.g1.qty", "90")
    assert page.tools.undo.accessibleName() == "撤销: 修改“商品 第1行 · 数量”"
    page.tools.undo.click()
    assert company.session.case.goods[0].qty == Decimal(96)


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((1024, 560), 1.0), ((1920, 1080), 2.0)])
def test_everything_is_inside_the_window(
    page: GoodsPage, company: Company, appearance: Appearance, size: tuple[int, int], scale: float
) -> None:
    appearance.set_scale(scale)
    company.window.resize(*size)
    QApplication.processEvents()
    bottom = page.done.mapTo(company.window, page.done.rect().bottomRight())
    assert bottom.x() < size[0]
    assert bottom.y() < size[1]


def test_list_with_titles_brings_fields_that_have_no_column(company: Company) -> None:
    company.begin(Step.GOODS)
    text = "中文品名\t规格\t法定数量\t法定单位\t申报要素\t征免\n针织衫\tXL\t12\t千克\t|0|针织||\t照章征税\n"
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)  # the cursor is on the button of the empty list
    (line,) = company.session.case.goods
    assert (line.name_zh, line.model, line.qty1, line.unit1) == ("针织衫", "XL", Decimal(12), "035")
    assert (line.elements, line.levy) == (("", "0", "针织", "", ""), "1")
    assert company.pages[Step.GOODS].goods.view.hasFocus()  # type: ignore[attr-defined]  # the page of this step


def test_the_titles_of_a_box_list_choose_the_packing(page: GoodsPage, company: Company) -> None:
    before = len(company.session.case.packages)
    QApplication.clipboard().setText("箱号从\t到\t每箱内装\n500\t501\t1×2\n")
    page.tools.paste.click()
    added = company.session.case.packages[before:]
    assert [(one.first, one.last, one.contents) for one in added] == [(500, 501, {"g1": Decimal(2)})]
    assert len(company.session.case.goods) == 3


def test_the_button_leads_to_the_step_that_is_needed(page: GoodsPage, company: Company) -> None:
    assert page.done.text() == "做完了，去海外仓费用"
    company.open("apparel", Step.GOODS)  # goes straight to the buyer
    assert page.done.text() == "做完了，去单证"


def test_tab_goes_through_the_form_in_reading_order(page: GoodsPage, company: Company) -> None:
    page.choose_view(DEAL)
    page.deal.parties.setCurrentIndex(1)
    page.deal.parties.activated.emit(1)  # the fields of another party are made anew
    page.deal.roles.boxes["seller"].setFocus()
    seen: list[str] = []
    for _ in range(len(page.deal.roles.boxes) + len(page.deal.party.fields) + 2):
        company.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        seen.append(focus.text() if isinstance(focus, CheckBox) else focus.accessibleName())
    roles = [box.text() for box in page.deal.roles.boxes.values()]
    fields = [field.label.text() for field in page.deal.party.fields]
    assert seen[: len(roles) - 1 + len(fields)] == [*roles[1:], *fields]
    assert seen[-2:] != seen[:2]


def test_fields_of_the_form_follow_each_other(page: GoodsPage, company: Company) -> None:
    page.choose_view(DEAL)
    page.deal.party.fields[-1].editor.setFocus()
    company.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.deal.terms.fields[0].editor
    page.deal.terms.fields[-1].editor.setFocus()
    company.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.deal.route.fields[0].editor


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_a_step_to_undo_pushes_nothing_out_of_the_window_in_english(
    company: Company, language: Language, size: tuple[int, int]
) -> None:
    language.set("en")
    company.window.resize(*size)
    company.open("apparel", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    for text in ("7", "8"):
        company.session.type_text("goods.g1.qty", text)
    company.session.undo()
    company.settle(Step.GOODS)
    for step in (page.tools.undo, page.tools.redo):
        assert step.isVisible()
    corner = page.tools.mode.mapTo(company.window, page.tools.mode.rect().bottomRight())
    assert corner.x() <= size[0] - 24
