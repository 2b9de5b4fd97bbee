"""Goods of earlier shipments: found by name or code, told once, taken over without what belongs to that shipment."""

from __future__ import annotations

from exporter_desk.domain.origin import OriginKind
from exporter_desk.services.session import Session


def test_found_by_name_code_and_article(session: Session) -> None:
    names = {one.line.name_zh for one in session.earlier_goods()}
    assert {"实木餐桌", "实木餐椅", "实木长凳"} <= names
    line = session.earlier_goods()[0].line
    for text in (line.name_zh, line.hs):
        assert line in [one.line for one in session.earlier_goods(str(text))]
    assert session.earlier_goods("没有这种东西") == ()


def test_the_same_goods_are_told_once(session: Session) -> None:
    sample = next(one.id for one in session.summaries() if one.sample == "furniture")
    before = len(session.earlier_goods())
    session.copy_case(sample)
    session.new_case("又一票")
    assert len(session.earlier_goods()) == before


def test_taken_goods_are_carried_over_in_one_step(session: Session) -> None:
    session.type_text("terms.currency", "USD")
    (chosen,) = [one for one in session.earlier_goods() if one.currency == "USD" and one.line.unit_price][:1]
    session.take_earlier_goods([chosen])
    line = session.case.goods[0]
    assert (line.name_zh, line.hs, line.unit_price) == (chosen.line.name_zh, chosen.line.hs, chosen.line.unit_price)
    assert (line.qty, line.net_kg, line.supplier) == (None, None, None)
    origin = session.case.origins["goods.g1.hs"]
    assert (origin.kind, origin.note) == (OriginKind.CARRIED, chosen.number)
    session.undo()
    assert session.case.goods == ()


def test_price_in_another_currency_stays_behind(session: Session) -> None:
    session.type_text("terms.currency", "JPY")
    session.take_earlier_goods(session.earlier_goods()[:1])
    assert session.case.goods[0].unit_price is None
