"""Splitting into boxes: full ones, the rest, numbers that go on, and that nothing gets lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.boxing import Run, Wish, last_box, runs, unpacked
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package

TABLE = GoodsLine(id="g1", qty=Decimal(100))


def test_full_boxes_and_one_with_the_rest() -> None:
    # 100 tables, 8 in a box: 12 boxes are 96, the 13th holds 4; 30 chairs, 6 in a box: 5 boxes, no rest.
    wishes = [Wish("g1", Decimal(100), Decimal(8)), Wish("g2", Decimal(30), Decimal(6))]
    assert runs(wishes, 20) == (
        Run("g1", 21, 32, Decimal(8), full=True),
        Run("g1", 33, 33, Decimal(4), full=False),
        Run("g2", 34, 38, Decimal(6), full=True),
    )


def test_less_than_one_box() -> None:
    assert runs([Wish("g1", Decimal(3), Decimal(8))], 0) == (Run("g1", 1, 1, Decimal(3), full=False),)


def test_kilograms_are_split_too() -> None:
    # 100.5 kg, 15 kg a carton: 6 cartons are 90 kg, 10.5 kg remain.
    found = runs([Wish("g1", Decimal("100.5"), Decimal(15))], 0)
    assert [(run.count, run.each) for run in found] == [(6, Decimal(15)), (1, Decimal("10.5"))]


@pytest.mark.parametrize(("quantity", "each"), [("0", "8"), ("-5", "8"), ("5", "0"), ("5", "-1"), ("10000001", "1")])
def test_what_makes_no_sense_gives_no_box(quantity: str, each: str) -> None:
    assert runs([Wish("g1", Decimal(quantity), Decimal(each))], 0) == ()


@given(
    st.decimals(min_value="0.001", max_value="100000", places=3),
    st.decimals(min_value="0.5", max_value="500", places=2),
    st.integers(min_value=0, max_value=10**6),
)
def test_nothing_gets_lost_and_numbers_go_on(quantity: Decimal, each: Decimal, after: int) -> None:
    found = runs([Wish("g1", quantity, each)], after)
    assert sum(run.count * run.each for run in found) == quantity
    assert [run.first for run in found] == [after + 1, *(run.last + 1 for run in found[:-1])]
    assert all(Decimal(0) < run.each <= each for run in found)


def test_what_is_packed_already_is_taken_off() -> None:
    run = Package(id="p1", first=1, last=10, contents={"g1": Decimal(8)})
    assert unpacked(Case(goods=(TABLE,)), TABLE) == 100
    assert unpacked(Case(goods=(TABLE,), packages=(run,)), TABLE) == 20
    assert last_box(Case(packages=(run,))) == 10


def test_a_run_without_numbers_leaves_it_open() -> None:
    run = Package(id="p1", contents={"g1": Decimal(8)})
    assert unpacked(Case(goods=(TABLE,), packages=(run,)), TABLE) is None
    assert unpacked(Case(), GoodsLine(id="g2")) is None
