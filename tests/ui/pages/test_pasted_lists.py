"""Lists pasted over the goods and the packing: whose titles are understood, and where the others go."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.pages.goods.sheet_import import SheetImportPage
from tests.ui.pages.company import Company

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("品名\t数量\t单价\n椅子\t5\t3.2\n", ("椅子", None, None)),
        ("货名\tHS编码\t数量(件)\t单价(USD)\n椅子\t9401.69.0090\t5\t3.2\n", ("椅子", None, "9401690090")),
        ("Description\tHS Code\tQty\tUnit Price\nChair\t9401690090\t5\t3.2\n", (None, "Chair", "9401690090")),
        ("No.\tDescription of Goods\tQuantity\tPrice\n1\tChair\t5\t3.2\n", (None, "Chair", None)),
    ],
)
def test_titles_of_other_people_are_understood_when_pasted(
    company: Company, text: str, taken: tuple[str | None, ...]
) -> None:
    company.begin(Step.GOODS)
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)
    (line,) = company.session.case.goods
    assert (line.name_zh, line.name_en, line.hs) == taken
    assert (line.model, line.qty, line.unit_price) == (None, Decimal(5), Decimal("3.2"))
    company.session.undo()
    assert company.session.case.goods == ()


@pytest.mark.parametrize(
    ("text", "kind", "fields", "left"),
    [
        (
            "中文品名\t英文品名\t数量\t备注列\t颜色\n椅子\tChair\t5\t重要\t红\n",
            0, {0: "name_zh", 1: "name_en", 2: "qty"}, "不要的列：备注列、颜色。",
        ),
        ("商品名称\t数量\t单价\t金额\n椅子\t5\t3.2\t16\n", 0, {0: "name_zh", 1: "qty", 2: "unit_price"}, "金额"),
        ("品名\t数量\t单价(CNY)\n椅子\t5\t3.2\n", 0, {0: "name_zh", 1: "qty", 2: "unit_price"}, ""),
        ("某某公司\n品名\t数量\t单价\n椅子\t5\t3.2\n", 0, {0: "name_zh", 1: "qty", 2: "unit_price"}, ""),
        ("品名\t数量\t单价\n椅子\t5\t3.2\n合计\t5\t\n", 0, {0: "name_zh", 1: "qty", 2: "unit_price"}, "1 行合计"),
        ("箱号\t品名\t箱数\t毛重\n1-3\t实木餐桌\t3\t30\n", 1, {0: "box", 1: "goods", 2: "count", 3: "gross_total"}, ""),
    ],
)  # fmt: skip
def test_a_list_that_does_not_fit_as_it_is_goes_to_where_its_columns_are_named(
    page: GoodsPage, company: Company, text: str, kind: int, fields: dict[int, str], left: str
) -> None:
    """The sample is sold in USD: a price in CNY is none of its prices."""
    before = company.session.case
    page.goods.reveal("goods.g1.name_zh")
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)
    shown = company.window.page(places.IMPORT)
    assert isinstance(shown, SheetImportPage)
    assert shown.isVisible()
    assert company.session.case == before
    assert (shown.kind.selected(), shown.mapping.fields()) == (kind, fields)
    assert left in shown.told.text()
    company.key(Qt.Key.Key_Return, CTRL)
    assert page.isVisible()
    assert len(company.session.case.goods) + len(company.session.case.packages) == 7
    company.session.undo()
    after = company.session.case
    assert (after.goods, after.packages) == (before.goods, before.packages)


def test_goods_that_are_pasted_over_the_packing_come_to_the_goods(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p1.from")
    QApplication.clipboard().setText("品名\t数量\t单价\n椅子\t5\t3.2\n")
    company.key(Qt.Key.Key_V, CTRL)
    assert company.session.case.goods[-1].name_zh == "椅子"
    assert page.goods.view.hasFocus()


def test_a_list_that_was_copied_here_with_its_titles_comes_back_whole(page: GoodsPage, company: Company) -> None:
    page.goods.view.selectAll()
    page.goods.view.copy(header=True)
    page.goods.paste(QApplication.clipboard().text())
    first, copy = company.session.case.goods[0], company.session.case.goods[3]
    assert (copy.name_zh, copy.hs, copy.qty, copy.unit_price) == (first.name_zh, first.hs, first.qty, first.unit_price)
    assert len(company.session.case.goods) == 6


def test_cells_beyond_the_last_column_are_told(page: GoodsPage, company: Company) -> None:
    page.packing.reveal("packages.p1.net_kg")
    page.packing.paste("35\t0.2\tagrees\t1-9 号柜\tx")
    assert company.session.case.packages[0].net_kg == Decimal(35)
    assert company.window.banner.text.text() == "表里没有对应的列，没有写进来：1-9 号柜、x"


@pytest.mark.parametrize("text", ["面料\tFabric\n里料\tLining", "Model airplane\tName plate\t\t\t5\nRug\tMat\t\t\t6"])
def test_goods_that_are_called_like_a_column_are_no_titles(company: Company, text: str) -> None:
    company.begin(Step.GOODS)
    QApplication.clipboard().setText(text)
    company.key(Qt.Key.Key_V, CTRL)
    assert len(company.session.case.goods) == 2
