"""Review ticks: what turns one, what does not, and that they travel with the case."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.domain import handover
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.case_json import dump, load
from exporter_desk.domain.edit import type_text
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.lists import remove
from exporter_desk.domain.shipment import Terms
from exporter_desk.domain.ticks import WHAT, TickState, digest, noted, ticks

CASE = Case(
    goods=(
        GoodsLine(id="g1", name_zh="椅子", hs="9401619090", qty=Decimal(60), unit_price=Decimal("72.00")),
        GoodsLine(id="g2", name_zh="桌子", hs="9403609990", qty=Decimal(5)),
    ),
    terms=Terms(incoterm="CIF", contract_no="C-1"),
    facts={"pack": "furniture"},
    choices=(Choice(what="mode", value="9710"),),
)


def ticked(case: Case, path: str, *, on: bool = True, by: str = "李某") -> Case:
    choice = Choice(what=WHAT, value=path, by=by, at="2026-11-23T09:00:00", found=noted(case, path, on=on))
    return replace(case, choices=(*case.choices, choice))


def state(case: Case, path: str) -> TickState:
    return ticks(case)[path].state


def test_a_tick_says_who_and_when_and_holds_while_nothing_changes() -> None:
    [tick] = ticks(ticked(CASE, "goods.g1.hs")).values()
    assert (tick.path, tick.by, tick.at, tick.state) == (
        "goods.g1.hs", "李某", "2026-11-23T09:00:00", TickState.HOLDS,
    )  # fmt: skip
    assert tick.seen == digest(CASE, "goods.g1.hs")


@pytest.mark.parametrize(
    ("path", "changed", "value"),
    [
        ("goods.g1.hs", "goods.g1.hs", "9401619099"),
        ("goods.g1", "goods.g1.unit_price", "72.01"),
        ("terms.incoterm", "terms.incoterm", "FOB"),
        ("terms", "terms.contract_no", "C-2"),
        ("facts.pack", "facts.pack", "apparel"),
        ("goods.g1.qty", "goods.g1.qty", "6O"),  # a letter: kept as it was typed, and no number any more
    ],
)
def test_a_change_of_the_value_turns_its_tick(path: str, changed: str, value: str) -> None:
    assert state(type_text(ticked(CASE, path), changed, value), path) is TickState.CHANGED


@pytest.mark.parametrize(
    ("path", "changed", "value"),
    [
        ("goods.g1.hs", "goods.g1.qty", "61"),
        ("goods.g1", "goods.g2.hs", "9401619090"),
        ("terms.incoterm", "terms.contract_no", "C-2"),
        ("choices.mode", "goods.g1.hs", "9401619099"),
        ("goods.g1.qty", "goods.g1.qty", "60.000"),
    ],
)
def test_another_change_does_not(path: str, changed: str, value: str) -> None:
    assert state(type_text(ticked(CASE, path), changed, value), path) is TickState.HOLDS


def test_a_decision_is_a_value_too() -> None:
    other = ticked(CASE, "choices.mode")
    again = replace(other, choices=(*other.choices, Choice(what="mode", value="9810")))
    assert state(again, "choices.mode") is TickState.CHANGED


def test_the_tick_of_a_removed_row_is_gone_and_a_value_that_comes_back_holds_again() -> None:
    assert state(remove(ticked(CASE, "goods.g2"), "goods.g2"), "goods.g2") is TickState.GONE
    changed = type_text(ticked(CASE, "goods.g1.qty"), "goods.g1.qty", "61")
    assert state(type_text(changed, "goods.g1.qty", "60"), "goods.g1.qty") is TickState.HOLDS


def test_a_tick_is_taken_back_and_set_again() -> None:
    assert ticks(ticked(ticked(CASE, "goods.g1"), "goods.g1", on=False)) == {}
    changed = type_text(ticked(CASE, "goods.g1"), "goods.g1.qty", "61")
    [tick] = ticks(ticked(changed, "goods.g1", by="王某")).values()
    assert (tick.by, tick.state) == ("王某", TickState.HOLDS)


def test_ticks_travel_with_the_case_and_make_no_new_version() -> None:
    case = ticked(CASE, "goods.g1")
    assert ticks(load(dump(case))) == ticks(case)
    assert handover.check_sums(case) == handover.check_sums(CASE)
    assert handover.without(case) == CASE
