"""Where items of a list stand: the same answer by a walk and by the remembered places, also after a change."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.positions import position, positions
from exporter_desk.domain.tax import Rate

NAMES = st.lists(st.sampled_from([f"g{number}" for number in range(60)]), max_size=60)


@given(NAMES, st.sampled_from(["g0", "g7", "g59", "3", ""]))
def test_long_and_short_lists_answer_as_a_walk_does(names: list[str], wanted: str) -> None:
    items = tuple(GoodsLine(id=name) for name in names)
    expected = names.index(wanted) if wanted in names else None
    assert position(items, wanted) == expected
    assert position(list(items), wanted) == expected


def test_items_without_an_id_are_named_by_their_number() -> None:
    rates = tuple(Rate() for _ in range(40))
    assert position(rates, "39") == 39
    assert position(rates, "40") is None


def test_what_is_remembered_of_one_list_is_not_said_of_the_next() -> None:
    case = Case(goods=tuple(GoodsLine(id=f"g{number}") for number in range(50)))
    for number in range(49, 0, -1):
        assert position(case.goods, f"g{number}") == number
        case = replace(case, goods=case.goods[:number])
        assert position(case.goods, f"g{number}") is None


def test_the_first_of_two_items_with_one_id_counts() -> None:
    items = tuple(GoodsLine(id="g1") for _ in range(30))
    assert positions(items) == {"g1": 0}
