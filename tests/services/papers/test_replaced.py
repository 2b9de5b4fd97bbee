"""What a later version replaces, in the words of the window: places by their names, answers by their options."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from exporter_desk.documents.dossier import PlaceView
from exporter_desk.domain import handover
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine
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


def test_a_row_that_went_is_told_by_what_it_was() -> None:
    view = replaced_views(DESK, replace(handed(CASE), goods=()))["broker"]
    removed = Bilingual("已删去", "removed")
    assert view.places == (PlaceView(name=Bilingual("商品", "Goods"), before=Bilingual("餐桌", "餐桌"), after=removed),)
