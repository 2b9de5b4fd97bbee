"""What an edited plan would be refused for, and the field at which it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.estimates.plan_problems import field_of, new_problems

PLAN: JsonObject = {
    "skus": [{"id": "a", "units": 10}, {"id": "b", "units": 5}],
    "demand": [{"sku": "a", "per_day": "1"}, {"sku": "b", "per_day": "1"}],
}


def case(plan: JsonObject) -> Case:
    return replace(Case(id="5a3d1e0000000009"), estimate=plan)


def test_a_sound_edit_has_no_problem() -> None:
    assert new_problems(case(PLAN), {**PLAN, "capital_pct": "6"}) == ()


def test_what_was_wrong_before_does_not_stand_in_the_way() -> None:
    assert new_problems(case({"capital_pct": "-1"}), {"capital_pct": "-1", "receivable_days": 14}) == ()


def test_a_problem_of_a_scenario_is_told_at_the_scenario() -> None:
    low: JsonObject = {"id": "low", "changes": {"price.amount": "-1"}}
    after: JsonObject = {**PLAN, "price": {"amount": "9"}, "variants": [low]}
    places = [place for one in new_problems(case(PLAN), after) for place in one.places]
    assert places == ["estimate.variants.0.changes.price"]


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("estimate.skus.b.units", "skus.1.units"),
        ("estimate.demand.0", "demand.per_day"),
        ("estimate.demand.0.per_day", "demand.per_day"),
        ("estimate.demand.1.per_day", "demand.1.per_day"),
        ("estimate.lot_size.candidates.3", "lot_size.candidates"),
        ("estimate.direct.price.currency", "direct.price"),
        ("estimate.lines.0.rate", None),
    ],
)
def test_a_problem_finds_its_field(place: str, field: str | None) -> None:
    fields = (
        "demand.per_day",
        "demand.1.per_day",
        "skus.0.units",
        "skus.1.units",
        "lot_size.candidates",
        "direct.price",
    )
    assert field_of(place, fields, PLAN) == field
