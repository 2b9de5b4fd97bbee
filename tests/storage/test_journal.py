"""The journal: a difference leads from one state to the other and back, also through its JSON text."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.storage import journal
from exporter_desk.storage.rows import differing_rows, rows_of
from tests.storage.strategies import cases


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases, cases)
def test_a_difference_leads_there_and_back(one: Case, other: Case) -> None:
    old, new = rows_of(one), rows_of(other)
    changes = journal.diff(old, new)
    assert journal.patched(old, changes) == new
    assert journal.patched(new, tuple(change.reversed for change in changes)) == old


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases, cases)
def test_a_difference_survives_its_text(one: Case, other: Case) -> None:
    changes = journal.diff(rows_of(one), rows_of(other))
    assert journal.read(journal.written(changes)) == tuple(c for c in changes if c.table != "last_id")


def test_a_changed_cell_is_stored_alone() -> None:
    changes = journal.diff({("t", (1,)): {"a": 1, "b": 2}}, {("t", (1,)): {"a": 1, "b": 3}})
    assert changes == (journal.RowChange("t", (1,), {"b": 2}, {"b": 3}),)


def shuffled(items: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    """Some of the items in another order, some of them as other objects that say the same."""
    kept = [item if chance.random() < 0.7 else replace(item) for item in items if chance.random() < 0.8]
    chance.shuffle(kept)
    return tuple(kept)


def stepped(one: Case, other: Case, chance: Random) -> Case:
    """What a step may make of a case: most parts are the same objects, some are another's, some are gone."""
    origins = {path: it for path, it in (one.origins | other.origins).items() if chance.random() < 0.8}
    return replace(
        chance.choice((one, other)),
        parties=one.parties, route=one.route,
        goods=shuffled(one.goods, chance), packages=shuffled(one.packages, chance),
        tax=replace(one.tax, purchase_invoices=shuffled(one.tax.purchase_invoices, chance)), origins=origins,
    )  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases, cases, st.randoms(use_true_random=False))
def test_a_step_writes_what_a_comparison_of_everything_finds(one: Case, other: Case, chance: Random) -> None:
    after = stepped(one, other, chance)
    assert journal.diff(*differing_rows(one, after)) == journal.diff(rows_of(one), rows_of(after))


def test_what_a_step_did_not_touch_is_not_looked_at() -> None:
    before = Case(goods=tuple(GoodsLine(id=f"g{number}") for number in range(5)))
    after = replace(before, goods=(*before.goods[:2], replace(before.goods[2], hs="9403609990"), *before.goods[3:]))
    for rows in differing_rows(before, after):
        assert [key for table, key in rows if table == "goods_line"] == [("g2",)]


def test_one_id_twice_is_refused_also_beside_what_stayed() -> None:
    before = Case(goods=(GoodsLine(id="g1"),))
    with pytest.raises(ValueError, match="g1"):
        differing_rows(before, replace(before, goods=(*before.goods, GoodsLine(id="g1"))))
