"""A window that becomes smaller, or whose text grows, keeps the cursor where one works."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from exporter_desk.services.workflow import Step
from exporter_desk.ui import panes
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.costs.costs import CostsPage
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.todo import TodoPage
from exporter_desk.ui.widgets import LineEdit
from tests.ui.pages.company import Company

WIDE, LOW = (1366, 768), (1024, 560)


@pytest.fixture
def goods(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    return page


def cursor() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_row_of_the_list_keeps_the_cursor_and_enter_opens_its_step(company: Company) -> None:
    company.open("furniture", Step.CHECK)
    company.window.navigate(places.TODO, company.session.case_id)
    page = company.window.page(places.TODO)
    assert isinstance(page, TodoPage)
    company.bot.waitUntil(lambda: len(page.list.rows()) == 8 and not page.is_waiting(), timeout=20_000)
    page.list.rows()[2].setFocus()
    company.window.resize(*LOW)
    assert cursor() is page.list.rows()[2]
    QTest.keyClick(cursor(), Qt.Key.Key_Return)
    place = company.window.place()
    assert place is not None
    assert place.key == places.STEPS[Step.GOODS]


def test_cell_of_the_boxes_stays_in_sight_with_the_cursor(goods: GoodsPage, company: Company) -> None:
    goods.packing.reveal("packages.p2.gross_kg")
    company.window.resize(*LOW)
    assert goods.packing.isVisible()
    assert cursor() is goods.packing.view
    assert goods.packing.path() == "packages.p2.gross_kg"


def test_cell_that_is_being_typed_stays_open(goods: GoodsPage, company: Company) -> None:
    goods.packing.reveal("packages.p2.gross_kg")
    company.key(Qt.Key.Key_F2)
    company.window.resize(*LOW)
    editor = cursor()
    assert isinstance(editor, LineEdit)
    assert goods.packing.isAncestorOf(editor)


def test_button_of_the_boxes_gives_the_cursor_to_them(goods: GoodsPage, company: Company) -> None:
    goods.split.setFocus()
    company.window.resize(*LOW)
    assert cursor() is goods.packing.view


@pytest.mark.parametrize(("before", "after"), [(WIDE, LOW), (LOW, WIDE)])
def test_choice_of_view_keeps_the_cursor(
    goods: GoodsPage, company: Company, before: tuple[int, int], after: tuple[int, int]
) -> None:
    company.window.resize(*before)
    switch = goods.tools.two_views if before == WIDE else goods.tools.three_views
    switch.take_cursor()
    company.window.resize(*after)
    other = goods.tools.three_views if before == WIDE else goods.tools.two_views
    assert other.isAncestorOf(cursor())


def test_total_of_the_costs_stays_in_sight_and_keeps_the_cursor(company: Company) -> None:
    company.open("furniture", Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    page.result.total_line.view.setFocus()
    company.window.resize(*LOW)
    total = page.result.total_line.view
    assert cursor() is total
    assert total.isVisible()
    assert not total.visibleRegion().isEmpty()


@pytest.mark.parametrize("place", [places.RESULT, *(places.STEPS[step] for step in (Step.REFUND, Step.PACKET))])
def test_no_control_sends_the_cursor_out_of_the_page(company: Company, place: str) -> None:
    company.open("furniture", Step.CHECK)
    company.window.navigate(place, company.session.case_id)
    page = company.window.page(place)
    company.bot.waitUntil(lambda: not company.window.tasks.running() and page.isVisible(), timeout=20_000)
    number = 0
    while number < len(controls(company, page)):
        controls(company, page)[number].setFocus()
        company.window.resize(*LOW)
        assert page.isAncestorOf(cursor()), number
        company.window.resize(*WIDE)
        QApplication.sendPostedEvents()  # what a list made anew is shown by its layout
        number += 1
    assert number > 5


def controls(company: Company, page: QWidget) -> list[QWidget]:
    """What Tab comes to in the page and in the help beside it."""
    parts = [one for part in (page, company.window.help) for one in part.findChildren(QWidget)]
    return [one for one in parts if panes.takes_focus(one)]
