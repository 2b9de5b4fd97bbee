"""A shipment in parts: goods in their order, packages with their goods, charges shared by value to the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter_desk.domain import totals
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.parts import parts, straddling
from exporter_desk.domain.shipment import Fee, Terms

TERMS = Terms(
    incoterm="CIF",
    currency="USD",
    freight=Fee(amount=Decimal("100.00"), currency="USD"),
    insurance=Fee(amount=Decimal("0.3"), mark="1"),
)


def shipment(count: int, terms: Terms = TERMS) -> Case:
    """`count` lines of 10 pieces at 1.00, each in two boxes of its own."""
    numbers = range(1, count + 1)
    goods = tuple(GoodsLine(id=f"g{n}", qty=Decimal(10), unit_price=Decimal("1.00")) for n in numbers)
    boxes = tuple(
        Package(id=f"p{n}", first=2 * n - 1, last=2 * n, contents={f"g{n}": Decimal(5)}, gross_kg=Decimal("2.5"))
        for n in numbers
    )
    return Case(goods=goods, packages=boxes, terms=terms)


@pytest.mark.parametrize(("lines", "sizes"), [(0, [0]), (1, [1]), (50, [50]), (51, [50, 1]), (200, [50] * 4)])
def test_parts_hold_so_many_lines(lines: int, sizes: list[int]) -> None:
    assert [len(part.goods) for part in parts(shipment(lines), 50)] == sizes


def test_no_limit_leaves_the_case_as_it_is() -> None:
    case = shipment(60)
    assert parts(case, 0) == (case,)


def test_each_part_has_its_own_totals() -> None:
    first, second = parts(shipment(53), 50)
    assert (totals.cartons(first).value, totals.cartons(second).value) == (100, 6)
    assert (totals.gross_kg(first).value, totals.gross_kg(second).value) == (Decimal("250.0"), Decimal("15.0"))
    assert (totals.invoice_total(first).value, totals.invoice_total(second).value) == (Decimal(500), Decimal(30))


def test_an_amount_is_shared_by_value_and_a_rate_stays() -> None:
    shared = [part.terms for part in parts(shipment(53), 50)]
    # 100 × 500 ÷ 530 = 94.339…; the last part takes what is left.
    assert [terms.freight.amount for terms in shared if terms.freight] == [Decimal("94.34"), Decimal("5.66")]
    assert [terms.insurance for terms in shared] == [TERMS.insurance, TERMS.insurance]


def test_a_charge_cannot_be_shared_while_a_price_is_unknown() -> None:
    case = shipment(53)
    open_price = replace(case, goods=(*case.goods[:-1], replace(case.goods[-1], unit_price=None)))
    assert [part.terms.freight and part.terms.freight.amount for part in parts(open_price, 50)] == [None, None]


def test_a_package_of_two_parts_has_no_count_in_either() -> None:
    case = shipment(53)
    mixed = replace(case.packages[0], contents={"g1": Decimal(5), "g51": Decimal(1)})
    torn = replace(case, packages=(mixed, *case.packages[1:]))
    assert straddling(torn, 50) == (mixed,)
    assert [totals.cartons(part).value for part in parts(torn, 50)] == [None, None]


@settings(deadline=None)
@given(st.integers(1, 130), st.integers(1, 60), st.decimals(0, 9999, places=2))
def test_nothing_is_lost_and_nothing_is_added(lines: int, most: int, freight: Decimal) -> None:
    case = shipment(lines, replace(TERMS, freight=Fee(amount=freight, currency="USD")))
    split = parts(case, most)
    assert tuple(line for part in split for line in part.goods) == case.goods
    assert tuple(package for part in split for package in part.packages) == case.packages
    assert sum((part.terms.freight.amount or Decimal(0) for part in split if part.terms.freight), Decimal(0)) == freight
