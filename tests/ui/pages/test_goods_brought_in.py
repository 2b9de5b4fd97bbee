"""Goods and boxes that are brought in: split into boxes, goods of earlier shipments, one question at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exporter_desk.domain.origin import OriginKind
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.goods.boxing import BoxingPage
from exporter_desk.ui.pages.goods.earlier_goods import EarlierGoodsPage
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.goods.guided_goods import GuidedGoodsPage
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import LineEdit
from tests.ui.pages.company import Company

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def goods(company: Company) -> GoodsPage:
    """A new shipment of 100 tables and 30 chairs."""
    company.begin(Step.GOODS)
    rows = [{"name_zh": "餐桌", "qty": "100", "unit": "011"}, {"name_zh": "餐椅", "qty": "30", "unit": "011"}]
    company.session.add_rows("goods", rows)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


def paste(company: Company, text: str) -> None:
    """Put Hanzi into the field with the cursor, as an input method would."""
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)


@pytest.fixture
def boxing(company: Company, goods: GoodsPage) -> BoxingPage:
    goods.split.click()
    page = company.window.page(places.BOXING)
    assert isinstance(page, BoxingPage)
    return page


def test_boxes_are_shown_before_they_are_taken_and_are_one_step(
    company: Company, boxing: BoxingPage, qtbot: QtBot
) -> None:
    assert not boxing.take.isEnabled()
    company.type("8")
    company.key(Qt.Key.Key_Return)
    qtbot.waitUntil(boxing.take.isEnabled, timeout=20_000)
    # 100 tables, 8 in a box: 12 full ones and one with 4.
    shown = [[cell.text for cell in row] for row in boxing.result._rows]  # what the list shows
    assert [row[:4] for row in shown] == [["1–12", "12", "餐桌", "8"], ["13", "1", "餐桌", "4"]]
    assert company.session.case.packages == ()
    boxing.table.fill([(0, 4, "纸箱"), (0, 5, "60×40×40"), (0, 6, "18.5"), (0, 7, "17")])
    company.key(Qt.Key.Key_Return, CTRL)
    full, rest = company.session.case.packages
    assert (full.first, full.last, full.contents, full.gross_kg) == (1, 12, {"g1": Decimal(8)}, Decimal("18.5"))
    assert (rest.first, rest.last, rest.contents) == (13, 13, {"g1": Decimal(4)})
    assert (rest.gross_kg, rest.net_kg, rest.size_cm) == (None, None, full.size_cm)
    assert company.window.place().key == places.STEPS[Step.GOODS]  # type: ignore[union-attr]  # some place it is
    company.session.undo()
    assert company.session.case.packages == ()


def test_what_is_packed_is_not_offered_again(company: Company, boxing: BoxingPage) -> None:
    boxing.table.fill([(0, 3, "50"), (1, 3, "7")])
    boxing.take.click()
    assert [one.count for one in company.session.case.packages] == [2, 4, 1]
    company.window.navigate(places.BOXING, company.session.case_id)
    assert boxing.table.rowCount() == 0
    assert "都已经装箱" in boxing.nothing.text()


@pytest.mark.parametrize("text", ["0", "-3", "很多", ""])
def test_nonsense_makes_no_box(boxing: BoxingPage, text: str) -> None:
    boxing.table.fill([(0, 3, text)])
    assert not boxing.take.isEnabled()
    assert boxing.table.index(0, 3).data() in (text or "每箱几件", "每箱几件")


def test_leaving_changes_nothing(company: Company, boxing: BoxingPage) -> None:
    boxing.table.fill([(0, 3, "8")])
    boxing.leave.click()
    assert company.session.case.packages == ()


def test_goods_of_earlier_shipments_are_ticked_by_keys(company: Company, goods: GoodsPage, qtbot: QtBot) -> None:
    goods.tools.earlier.click()
    page = company.window.page(places.EARLIER)
    assert isinstance(page, EarlierGoodsPage)
    before = page.rows.rowCount()
    paste(company, "实木餐椅")
    qtbot.waitUntil(lambda: 0 < page.rows.rowCount() < before, timeout=20_000)
    page.list.view.setFocus()
    company.key(Qt.Key.Key_Space)
    assert page.told.text().startswith("已选 1")
    company.key(Qt.Key.Key_Return, CTRL)
    line = company.session.case.goods[2]
    assert "实木餐椅" in str(line.name_zh)
    assert company.session.case.origins[f"goods.{line.id}.hs"].kind is OriginKind.CARRIED
    assert goods.goods.path() == f"goods.{line.id}.qty"


@pytest.fixture
def guide(company: Company, goods: GoodsPage) -> GuidedGoodsPage:
    goods.goods.reveal("goods.g2.qty")
    goods.to_guide()
    page = company.window.page(places.GUIDED)
    assert isinstance(page, GuidedGoodsPage)
    return page


def test_guide_opens_at_the_place_of_the_cursor_and_leads_back(company: Company, guide: GuidedGoodsPage) -> None:
    assert guide.text.text() == "成交了多少，单价多少？"
    assert "第 2 行" in guide.topic.text()
    editor = QApplication.focusWidget()
    assert isinstance(editor, LineEdit)
    editor.selectAll()
    company.type("45")
    guide.to_table()
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    assert page.goods.path() == "goods.g2.qty"
    assert company.session.case.goods[1].qty == Decimal(45)


def test_enter_goes_on_and_back_keeps_everything(company: Company, guide: GuidedGoodsPage) -> None:
    company.type("46")
    company.key(Qt.Key.Key_Return)
    assert "净重" in guide.text.text()
    assert company.session.case.goods[1].qty is not None
    company.key(Qt.Key.Key_Left, ALT)
    assert "单价" in guide.text.text()


def test_guide_through_a_new_line_ends_in_the_table(company: Company, guide: GuidedGoodsPage) -> None:
    guide.add_line()
    assert len(company.session.case.goods) == 3
    assert "第 3" in guide.text.text()
    paste(company, "边柜")
    for _ in range(5):
        company.key(Qt.Key.Key_Return)
    assert company.session.case.goods[2].name_zh == "边柜"
    assert company.window.place().key == places.STEPS[Step.GOODS]  # type: ignore[union-attr]  # some place it is


def test_guide_begins_an_empty_shipment(company: Company) -> None:
    company.begin(Step.GOODS)
    company.window.navigate(places.GUIDED, company.session.case_id)
    page = company.window.page(places.GUIDED)
    assert isinstance(page, GuidedGoodsPage)
    assert page.more.hasFocus()
    page.more.click()
    assert len(company.session.case.goods) == 1


@pytest.mark.parametrize("place", [places.BOXING, places.EARLIER, places.GUIDED])
@pytest.mark.parametrize(("size", "scale"), [((1024, 560), 1.0), ((1920, 1080), 2.0)])
def test_everything_is_inside_the_window(
    company: Company, goods: GoodsPage, appearance: Appearance, place: str, size: tuple[int, int], scale: float
) -> None:
    company.window.navigate(place, company.session.case_id)
    appearance.set_scale(scale)
    company.window.resize(*size)
    QApplication.processEvents()
    page = company.window.page(place)
    button = page.on if isinstance(page, GuidedGoodsPage) else page.take  # type: ignore[attr-defined]
    corner = button.mapTo(company.window, button.rect().bottomRight())
    assert corner.x() < size[0]
    assert corner.y() < size[1]
