"""What a later version replaces, in the words of the window: places by their names, answers by their options."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from exporter_desk.documents.dossier import PlaceView
from exporter_desk.domain import handover
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.shipment import Container, Route
from exporter_desk.domain.tax import PurchaseInvoice, TaxFile
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.papers.replaced import replaced_views

DESK = Desk()
TABLE = GoodsLine(id="g1", name_zh="餐桌", qty=Decimal(96))
CASE = Case(number="2026-014", goods=(TABLE,), facts={"want_refund": True, "sale_state": "unsold"})


def handed(case: Case) -> Case:
    facts, found = handover.basis(case, "李某")
    noted = Choice(what=handover.WHAT, value="broker", day=date(2026, 11, 22), facts=facts, found=found)
    return replace(case, choices=(*case.choices, noted))


def told(after: Case) -> dict[str, tuple[str, str]]:
    return {one.name.zh: (one.before.zh, one.after.zh) for one in replaced_views(DESK, after)["broker"].places}


def test_nothing_is_replaced_before_a_hand_over() -> None:
    assert replaced_views(DESK, CASE) == {}
    assert replaced_views(DESK, handed(CASE)) == {}


def test_changes_are_told_by_name() -> None:
    bench = GoodsLine(id="g2", name_zh="长凳")
    facts = {"want_refund": False, "sale_state": "sold"}
    after = replace(handed(CASE), goods=(replace(TABLE, qty=Decimal(95)), bench), facts=facts, number=None)
    words = told(after)
    assert words["商品 第1行 · 数量"] == ("96", "95")
    assert words["商品 第2行"] == ("（空）", "新增：长凳")
    assert words["业务编号"] == ("2026-014", "（空）")
    refund = DESK.rules.facts["want_refund"].zh
    assert words[refund] == ("是", "否")
    state = {one.value: one.zh for one in DESK.rules.facts["sale_state"].allowed}
    assert words[DESK.rules.facts["sale_state"].zh] == (state["unsold"], state["sold"])


def views(after: Case) -> dict[str, tuple[PlaceView, ...]]:
    return {receiver: one.places for receiver, one in replaced_views(DESK, after).items()}


REMOVED = Bilingual("已删去", "removed")


def test_a_row_that_went_is_told_by_what_it_was_and_where_it_stood() -> None:
    chair = GoodsLine(id="g2", name_zh="餐椅", name_en="Chair")
    boxes = (Package(id="p1", first=1, last=96), Package(id="p2", first=97, last=288))
    case = replace(CASE, goods=(TABLE, chair), packages=boxes)
    assert views(replace(handed(case), goods=(TABLE,), packages=boxes[:1]))["broker"] == (
        PlaceView(
            name=Bilingual("商品 原第2行", "Goods, former line 2"), before=Bilingual("餐椅", "Chair"), after=REMOVED
        ),
        PlaceView(
            name=Bilingual("装箱 原第2行", "Packing, former line 2"),
            before=Bilingual("箱号 97-288", "boxes 97-288"),
            after=REMOVED,
        ),
    )


def test_an_invoice_that_went_is_told_to_those_whose_business_it_is() -> None:
    number = "26362000000000000001"
    case = replace(CASE, tax=TaxFile(purchase_invoices=(PurchaseInvoice(id="i1", number=number),)))
    told = views(replace(handed(case), tax=TaxFile()))
    row = PlaceView(
        name=Bilingual("进项发票 原第1行", "Purchase invoice, former line 1"),
        before=Bilingual(number, number),
        after=REMOVED,
    )
    assert (told["tax"], told["archive"], told["broker"]) == ((row,), (row,), ())


def test_a_container_that_stays_is_called_by_its_row_of_now() -> None:
    first, second = Container(number="CSQU3054383"), Container(number="MSKU0000004", kind="20GP")
    case = replace(CASE, route=Route(containers=(first, second)))
    told = views(replace(handed(case), route=Route(containers=(replace(second, kind="40HQ"),))))["broker"]
    assert [(one.name.zh, one.before.zh, one.after.zh) for one in told] == [
        ("集装箱 第1行 · 箱型", "20GP", "40HQ"),
        ("集装箱 原第1行", "CSQU3054383", "已删去"),
    ]
