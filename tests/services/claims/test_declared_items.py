"""Goods of a declaration are typed by row, range or name, shown by row, and proposed only where one answer fits."""

from __future__ import annotations

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.tax import Declaration, TaxFile, TaxLine
from exporter_desk.services.claims.declared_items import items_read, items_text, proposed_items

NAMES = ("实木餐桌", "实木餐椅", "床头柜", "Bench, oak")
GOODS = tuple(GoodsLine(id=f"g{at}", name_zh=name, sku=f"S-{at}") for at, name in enumerate(NAMES, start=1))
CASE = Case(goods=GOODS)


@pytest.mark.parametrize(
    ("typed", "goods"),
    [
        ("1,2,3", "g1 g2 g3"),
        ("商品1、2", "g1 g2"),
        ("第3行、第1行", "g3 g1"),
        ("２，１", "g2 g1"),
        ("1-3", "g1 g2 g3"),
        ("3 至 1；4", "g3 g2 g1 g4"),
        ("1 2 4", "g1 g2 g4"),
        ("实木餐椅、床头柜", "g2 g3"),
        ("2 实木餐椅, S-4", "g2 g4"),
        ("g2", "g2"),
        ("goods 1, 2", "g1 g2"),
        ("Bench, oak", "g4"),
        ("1,9", "g1 9"),
        ("1,1", "g1 g1"),
        ("0-99999", "0-99999"),
        ("1234567890123", "1234567890123"),
        ("沙发", "沙发"),
        (" 、", ""),
    ],
)
def test_goods_are_named_by_row_range_name_or_id(typed: str, goods: str) -> None:
    assert items_read(CASE, typed) == tuple(goods.split())


@pytest.mark.parametrize(
    ("lines", "text"),
    [("g1 g2 g3", "1-3"), ("g2 g3", "2, 3"), ("g3 g1 g2", "3, 1, 2"), ("g1 g2 g3 g1", "1-3, 1"), ("g4 x", "4, “x”")],
)
def test_what_is_shown_is_read_again_as_the_same(lines: str, text: str) -> None:
    assert items_text(CASE, lines.split()) == text
    assert items_read(CASE, text) == tuple(lines.split())


def proposed(*listed: str, lines: tuple[TaxLine, ...] = ()) -> dict[str, tuple[str, ...]]:
    found = (Declaration(id=f"d{at}", lines=tuple(one.split())) for at, one in enumerate(listed, start=1))
    return proposed_items(Case(goods=GOODS, tax=TaxFile(declarations=tuple(found), lines=lines)))


def test_one_declaration_has_all_goods_in_the_order_of_the_draft() -> None:
    assert proposed("") == {"d1": ("g1", "g2", "g3", "g4")}


def test_the_last_of_several_has_what_the_others_leave() -> None:
    assert proposed("g3 g1", "") == {"d2": ("g2", "g4")}


def test_nothing_is_proposed_where_nobody_can_know() -> None:
    assert proposed() == proposed("", "") == proposed("g1 g2 g3 g4", "") == {}


def test_what_takes_an_earlier_claim_back_is_not_proposed() -> None:
    back = tuple(TaxLine(id=line.id, reversal=True) for line in GOODS)
    assert proposed("", lines=back[:1]) == {"d1": ("g2", "g3", "g4")}
    assert proposed("", lines=back) == {}
