"""Edits of a plan: values in and out by place, entries of lists, and the fewest places to write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.plan_block import (
    edits_between,
    entries_of,
    entry_value,
    value_at,
    with_entries,
    with_entry_value,
    with_value,
    with_values,
)
from exporter_desk.services.estimates.plan_inputs import PlanList

_NAME = Bilingual("{number}", "{number}")
DEMAND = PlanList(path="demand", name=_NAME, add=_NAME, single=True)
CARDS = PlanList(path="cards", name=_NAME, add=_NAME, short="card_id")
VARIANTS = PlanList(path="variants", name=_NAME, add=_NAME, changes="changes")


def test_a_value_is_put_in_with_what_holds_it() -> None:
    assert with_value({}, "direct.price", "95") == {"direct": {"price": "95"}}
    assert with_value({}, "lots.0.arrive", "2027-01-18") == {"lots": [{"arrive": "2027-01-18"}]}


def test_a_month_is_a_name_and_no_place_in_a_list() -> None:
    assert with_value({}, "demand.factors.1", "0.8") == {"demand": {"factors": {"1": "0.8"}}}


def test_taking_out_the_last_value_takes_out_what_held_it() -> None:
    plan: JsonObject = {"direct": {"price": "95"}, "lots": [{"arrive": "2027-01-18"}], "reporting": "CNY"}
    assert with_values(plan, {"direct.price": None, "lots.0.arrive": None}) == {"reporting": "CNY"}


def test_what_was_empty_before_stays_as_it_was() -> None:
    assert with_value({"returns": {}}, "returns.resale", None) == {"returns": {}}


def test_the_plan_before_the_edit_is_not_changed() -> None:
    plan: JsonObject = {"lots": [{"units": 1}]}
    with_value(plan, "lots.0.units", 2)
    assert plan == {"lots": [{"units": 1}]}


def test_a_place_without_a_number_is_the_first_entry() -> None:
    plan: JsonObject = {"demand": [{"sku": "a", "per_day": "4"}, {"sku": "b", "per_day": "1"}]}
    assert value_at(plan, "demand.per_day") == "4"
    assert value_at(with_value(plan, "demand.per_day", "5"), "demand.0.per_day") == "5"


def test_one_demand_stands_without_its_list_and_two_in_one() -> None:
    plan: JsonObject = {"demand": {"per_day": "4"}}
    assert entries_of(plan, DEMAND) == [{"per_day": "4"}]
    assert with_entries(plan, DEMAND, [{"per_day": "5"}]) == {"demand": {"per_day": "5"}}
    two: list[JsonObject] = [{"sku": "a", "per_day": "5"}, {"sku": "b", "per_day": "1"}]
    assert with_entries(plan, DEMAND, two) == {"demand": two}


def test_a_card_with_nothing_else_is_kept_as_its_id() -> None:
    plan: JsonObject = {"cards": ["A"]}
    assert entries_of(plan, CARDS) == [{"card_id": "A"}]
    entries: list[JsonObject] = [{"card_id": "A"}, {"card_id": "B", "only": ["storage"]}]
    assert with_entries(plan, CARDS, entries)["cards"] == ["A", {"card_id": "B", "only": ["storage"]}]


def test_entries_without_anything_are_left_out() -> None:
    assert with_entries({"cards": ["A"]}, CARDS, [{}, {}]) == {}


def test_a_change_of_a_variant_stands_under_its_whole_name() -> None:
    variant = with_entry_value({"id": "low"}, VARIANTS, "price.amount", "179")
    assert variant == {"id": "low", "changes": {"price.amount": "179"}}
    assert entry_value(variant, VARIANTS, "price.amount") == "179"
    assert entry_value(variant, VARIANTS, "id") == "low"
    assert with_entry_value(variant, VARIANTS, "price.amount", None) == {"id": "low"}


def test_edits_name_the_fewest_places() -> None:
    before: JsonObject = {"returns": {"rate": "0.05", "resale": "0"}, "capital_pct": "6", "lots": [{"units": 1}]}
    after: JsonObject = {"returns": {"rate": "0.05", "resale": "0.6"}, "lots": [{"units": 2}]}
    assert dict(edits_between(before, after)) == {
        "returns.resale": "0.6", "capital_pct": None, "lots": [{"units": 2}],
    }  # fmt: skip


def test_names_with_dots_are_written_whole() -> None:
    """A path could not lead to them."""
    assert dict(edits_between({"facts": {"a.b": "1"}}, {"facts": {"a.b": "2"}})) == {"facts": {"a.b": "2"}}


PLACES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(".".join)


@given(st.dictionaries(PLACES, st.integers(1, 9), max_size=4), PLACES, st.integers(1, 9))
def test_putting_in_and_taking_out_leaves_no_trace(values: dict[str, Json], place: str, value: int) -> None:
    plan = with_values({}, {key: one for key, one in values.items() if not _crosses(key, place)})
    assert with_value(with_value(plan, place, value), place, None) == plan


def _crosses(first: str, second: str) -> bool:
    return f"{first}.".startswith(f"{second}.") or f"{second}.".startswith(f"{first}.")
