"""Variants side by side: paths that are changed, and every mistake told with its place."""

from __future__ import annotations

import pytest

from exporter_desk.costs.variants import split_variants
from exporter_desk.domain.json_value import Json, JsonObject

PLAN: JsonObject = {
    "reporting": "USD",
    "price": {"amount": "10", "currency": "USD"},
    "lines": [{"charge_id": "ocean", "rate": "1"}, {"charge_id": "rail", "rate": "2"}],
    "skus": [{"id": "a", "units": 5}],
}


def changed(changes: JsonObject) -> JsonObject:
    plan, variants, findings = split_variants(PLAN | {"variants": [{"id": "v", "changes": changes}]})
    assert findings == ()
    assert plan == PLAN
    return variants[0].data


def test_values_are_set_by_path() -> None:
    data = changed({"price.amount": "12", "lines.ocean.rate": "3", "lines.1.rate": "4", "skus.a.units": 6, "day": 1})
    assert data == {
        "reporting": "USD",
        "price": {"amount": "12", "currency": "USD"},
        "lines": [{"charge_id": "ocean", "rate": "3"}, {"charge_id": "rail", "rate": "4"}],
        "skus": [{"id": "a", "units": 6}],
        "day": 1,
    }


def test_a_null_takes_a_value_away() -> None:
    assert "price" not in changed({"price": None})


@pytest.mark.parametrize(
    "path", ["lines.air.rate", "lines.7.rate", "price.amount.x", "prise.amount", "lines.-1", "variants"]
)
def test_a_way_that_is_not_there_is_told(path: str) -> None:
    _, _, findings = split_variants(PLAN | {"variants": [{"id": "v", "changes": {path: "1"}}]})
    assert [finding.code for finding in findings] == ["C15"]


@pytest.mark.parametrize(
    ("variants", "code"),
    [
        ("all", "C03"),
        (["x"], "C03"),
        ([{"id": "v"}], "C03"),
        ([{"id": "v", "changes": {}}], "C03"),
        ([{"id": 1, "changes": {"day": 1}}], "C03"),
        ([{"id": "v", "changes": {"day": 1}, "extra": 1}], "C03"),
        ([{"id": "v", "changes": {"day": 1}}] * 2, "C10"),
        ([{"id": f"v{n}", "changes": {"day": 1}} for n in range(21)], "C03"),
    ],
)
def test_shapes_that_are_no_variants(variants: Json, code: str) -> None:
    _, _, findings = split_variants(PLAN | {"variants": variants})
    assert [finding.code for finding in findings] == [code]


def test_a_plan_without_variants_stays_as_it_is() -> None:
    assert split_variants(PLAN) == (PLAN, (), ())
