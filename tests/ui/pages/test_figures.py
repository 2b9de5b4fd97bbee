"""Where a figure comes from, asked by keys and by menu: cells, totals, fields, cost lines; and marking estimates."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.costs.costs import ANSWERS, CostsPage
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from exporter_desk.ui.widgets import CELL_ROLE, IconButton, Label, LineEdit
from tests.ui.pages.company import Company

NO_GRABBING = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


def told(company: Company) -> list[str]:
    """What the panel says, label by label; nothing while it is closed."""
    panel = company.window.help
    return [label.text() for label in panel.findChildren(Label) if label.text()] if panel.isVisible() else []


def menu_at(widget: QWidget) -> list[str]:
    """What the context menu of a widget offers, as the menu key opens it."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(widget, event)
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    words = [action.text() for menu in menus for action in menu.actions() if action.text()]
    for menu in menus:
        menu.close()
    return words


def test_computed_cell_shows_formula_and_leads_to_its_inputs(page: GoodsPage, company: Company) -> None:
    page.goods.select(0, 9)
    page.goods.view.setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    words = told(company)
    assert {"从哪来", "商品 第1行 · 总价", "16,128.00", "来源：计算", "商品 第1行 · 数量"} <= set(words)
    jumps = [one for one in company.window.help.findChildren(IconButton) if one.isVisible()]
    assert [one.accessibleName() for one in jumps] == ["去那里: 商品 第1行 · 数量", "去那里: 商品 第1行 · 单价"]
    jumps[1].click()
    assert page.goods.path() == "goods.g1.unit_price"
    assert page.goods.view.hasFocus()


def test_panel_follows_the_cursor_and_closes_by_esc(page: GoodsPage, company: Company) -> None:
    page.goods.select(0, 5)
    page.goods.view.setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    company.key(Qt.Key.Key_Down)
    assert "商品 第2行 · 数量" in told(company)
    company.session.type_text("goods.g2.qty", "400")
    assert "400" in told(company)
    company.key(Qt.Key.Key_Escape)
    assert told(company) == []
    assert page.goods.view.hasFocus()


def test_panel_speaks_the_language_of_the_window(page: GoodsPage, company: Company, language: Language) -> None:
    page.goods.select(0, 5)
    page.goods.view.setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    language.set("en")
    assert {"Where this comes from", "Goods line 1 · Quantity", "Origin: Typed"} <= set(told(company))


def test_total_is_asked_about_by_keys(page: GoodsPage, company: Company) -> None:
    page.totals.figures["gross_kg"].setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    assert {"毛重合计 kg", "7,747.2", "14.6 （估算）"} <= set(told(company))
    company.key(Qt.Key.Key_Right)
    company.key(Qt.Key.Key_I, CTRL)
    assert "净重合计 kg" in told(company)


def test_f8_marks_cells_as_estimates_and_back(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p1.gross_kg")
    company.key(Qt.Key.Key_F8)
    assert company.session.case.is_estimated("packages.p1.gross_kg")
    company.key(Qt.Key.Key_F8)
    assert not company.session.case.is_estimated("packages.p1.gross_kg")
    company.session.undo()
    assert company.session.case.is_estimated("packages.p1.gross_kg")


def test_text_is_no_estimate_and_the_banner_says_so(page: GoodsPage, company: Company) -> None:
    page.goods.reveal("goods.g1.name_zh")
    company.key(Qt.Key.Key_F8)
    assert "只有填好的数" in company.window.banner.text.text()


@NO_GRABBING
def test_context_menu_of_a_cell(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p2.gross_kg")
    keys = [
        "剪切\tCtrl+X",
        "复制\tCtrl+C",
        "粘贴\tCtrl+V",
        "向下填充\tCtrl+D",
        "加一行\tInsert",
        "删这一行\tCtrl+Delete",
    ]
    assert menu_at(page.packing.view) == [*keys, "从哪来\tCtrl+I", "不再是估算\tF8"]
    page.goods.reveal("goods.g1.name_zh")
    assert menu_at(page.goods.view)[-1:] == ["从哪来\tCtrl+I"]


@NO_GRABBING
def test_field_of_the_deal_is_asked_about_and_marked(page: GoodsPage, company: Company) -> None:
    company.session.type_text("terms.freight.amount", "1850")
    page.choose_view(DEAL)
    field = page.deal.terms.field_at("terms.freight.amount")
    assert field is not None
    assert isinstance(field.editor, LineEdit)
    field.editor.setFocus()
    assert menu_at(field.editor)[-2:] == ["从哪来\tCtrl+I", "标为估算\tF8"]
    company.key(Qt.Key.Key_F8)
    assert company.session.case.is_estimated("terms.freight.amount")
    assert (field.editor.property("state"), field.message()) == ("estimated", "估算")
    field.editor.selectAll()
    company.type("1900")
    company.key(Qt.Key.Key_Tab)
    assert not company.session.case.is_estimated("terms.freight.amount")
    assert (field.editor.property("state"), field.message()) == ("typed", "")


def test_line_of_the_estimate_has_formula_and_price_list(company: Company) -> None:
    company.open("furniture", Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    view = page.analysis.dossier.estimate
    assert view is not None
    row = next(row for row, line in enumerate(view.lines) if line.source)
    page.result.lines.select(row)
    page.result.lines.view.setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    assert {view.lines[row].source, "来源：计算"} <= set(told(company))


def test_no_figure_under_the_cursor(page: GoodsPage, company: Company) -> None:
    page.done.setFocus()
    company.key(Qt.Key.Key_I, CTRL)
    assert "Ctrl+I" in company.window.banner.text.text()
    assert told(company) == []


@pytest.mark.parametrize("place", range(6))
def test_verbs_of_the_menu_do_what_their_keys_do(page: GoodsPage, company: Company, place: int) -> None:
    page.goods.reveal("goods.g2.qty")
    QApplication.clipboard().setText("7")
    menu = QMenu()
    page.extend_menu(menu, page.goods.view)
    menu.actions()[place].trigger()
    qty = [line.qty for line in company.session.case.goods]
    assert (qty, QApplication.clipboard().text()) == [
        ([96, None, 96], "384"),  # cut
        ([96, 384, 96], "384"),  # copied
        ([96, 7, 96], "7"),  # pasted
        ([96, 96, 96], "7"),  # filled down
        ([96, 384, 96, None], "7"),  # a row added
        ([96, 96], "7"),  # the row taken out
    ][place]


def test_headline_and_answers_say_where_they_come_from(company: Company) -> None:
    company.open("furniture", Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.headline.boxes["total"].setFocus()
    company.key(Qt.Key.Key_Right)
    company.key(Qt.Key.Key_I, CTRL)
    assert {"从哪来", "利润", "来源：计算", "销售收入（不含税、减退款）"} <= set(told(company))
    page.choose_view(ANSWERS)
    company.bot.waitUntil(lambda: page.answers.is_current() and page.answers.studied is not None, timeout=20_000)
    for row in range(page.answers.model.rowCount()):
        page.answers.figures.select(row)
        page.answers.figures.view.setFocus()
        company.key(Qt.Key.Key_I, CTRL)
        assert page.answers.model.index(row, 0).data(CELL_ROLE).text in told(company)
