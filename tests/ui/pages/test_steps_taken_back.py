"""Undo and redo at a page: what they say goes with the next edit, and the cursor comes back with the rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from exporter_desk.services.workflow import Step
from exporter_desk.ui.messages import Message
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.widgets import Button
from tests.ui.pages.company import Company

CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = "餐桌\tTable\t\t9403609990\t10\t件\t35.00\n"


@pytest.fixture
def page(company: Company) -> GoodsPage:
    """An empty shipment into which one row of goods was pasted."""
    company.begin(Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    QApplication.clipboard().setText(ROWS)
    found.paste()
    assert len(company.session.case.goods) == 1
    return found


def test_word_about_a_step_goes_with_the_next_edit(page: GoodsPage, company: Company) -> None:
    company.key(Qt.Key.Key_Z, CTRL)
    assert company.window.banner.text.text().startswith("已撤销")
    company.key(Qt.Key.Key_Y, CTRL)
    assert company.window.banner.text.text().startswith("已恢复")
    assert company.window.banner.isVisible()
    company.session.type_text("goods.g1.qty", "12")
    assert not company.window.banner.isVisible()


def test_word_that_came_after_that_about_a_step_stays(page: GoodsPage, company: Company) -> None:
    page.undo()
    company.window.messages.say(Message("warn", "磁盘快满了。"))
    company.session.type_text("terms.contract_no", "HT-1")
    assert company.window.banner.isVisible()
    assert company.window.banner.text.text() == "磁盘快满了。"


def test_cursor_comes_back_to_the_grid_with_its_rows(page: GoodsPage, company: Company) -> None:
    assert QApplication.focusWidget() is page.goods.view
    company.key(Qt.Key.Key_Z, CTRL)
    assert company.session.case.goods == ()
    assert QApplication.focusWidget() is page.empty.findChild(Button)
    company.key(Qt.Key.Key_Y, CTRL)
    assert QApplication.focusWidget() is page.goods.view
    index = page.goods.view.currentIndex()
    assert (index.row(), page.goods_model.columns[index.column()].field) == (0, "name_zh")


def test_cursor_that_is_somewhere_else_stays_there(page: GoodsPage, company: Company) -> None:
    company.key(Qt.Key.Key_Z, CTRL)
    page.done.setFocus()
    company.key(Qt.Key.Key_Y, CTRL)
    assert QApplication.focusWidget() is page.done
