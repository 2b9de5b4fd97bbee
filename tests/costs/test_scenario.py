"""Strict reading of a scenario: every problem is reported, together, with its path."""

from __future__ import annotations

import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.case_json import parse
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import line, scenario_of

TWO_OPEN: list[Json] = [{"rate": "1"}, {"rate": "2"}]
DECLARED: JsonObject = {"amount": "1", "currency": "usd"}
SKU: JsonObject = {"id": "a", "units": 5}
LOT: JsonObject = {"arrive": "2027-01-01", "units": 5}


def problems(data: JsonObject) -> list[tuple[str, str]]:
    base: JsonObject = {"reporting": "CNY"}
    reading = read_scenario(base | data)
    assert reading.scenario is None
    return [(finding.code, finding.places[0]) for finding in reading.findings]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ({"colour": "red"}, "C02", "estimate.colour"),
        ({"skus": {}}, "C03", "estimate.skus"),
        ({"skus": [{"units": 1}]}, "C09", "estimate.skus.0"),
        ({"skus": [SKU, SKU]}, "C10", "estimate.skus.a"),
        ({"skus": [SKU | {"cost": "cheap"}]}, "C05", "estimate.skus.a.cost"),
        ({"skus": [SKU | {"size_cm": ["1", "2"]}]}, "C12", "estimate.skus.a.size_cm"),
        ({"skus": [SKU | {"units": -1}]}, "C12", "estimate.skus.a.units"),
        ({"skus": [SKU | {"declared": DECLARED}]}, "C12", "estimate.skus.a.declared.currency"),
        ({"skus": [SKU | {"vat_pct": "13", "refund_pct": "20"}]}, "C12", "estimate.skus.a.refund_pct"),
        ({"skus": [SKU | {"vat_pct": "1300"}]}, "C12", "estimate.skus.a.vat_pct"),
        ({"duty": {"destination": "us"}}, "C12", "estimate.duty.destination"),
        ({"skus": [SKU | {"price": "-1"}]}, "C12", "estimate.skus.a.price"),
        ({"lots": [LOT | {"arrive": "soon"}]}, "C06", "estimate.lots.0.arrive"),
        ({"lines": [line("fixed", "unit", "1", season={"months": [13]})]}, "C12", "estimate.lines.0.season.months.0"),
        ({"lines": [line("fixed", "unit", "1", season={"months": [0]})]}, "C12", "estimate.lines.0.season.months.0"),
        ({"lines": [line("fixed", "unit", "1", season={})]}, "C13", "estimate.lines.0.season.months"),
        (
            {"lines": [line("fixed", "unit", "1", valid_from="2027-02-01", valid_to="2027-01-31")]},
            "C12",
            "estimate.lines.0.valid_to",
        ),
        (
            {"duty": {"layers": [{"id": "x", "from": "2027-02-01", "to": "2027-01-31"}]}},
            "C12",
            "estimate.duty.layers.x.to",
        ),
        ({"lots": [{"units": 3}]}, "C13", "estimate.lots.0.arrive"),
        ({"lots": [LOT | {"rejected": 6}]}, "C12", "estimate.lots.0.rejected"),
        ({"lots": [LOT | {"depart": "2027-01-02"}]}, "C12", "estimate.lots.0.depart"),
        ({"lots": [LOT | {"sku": "b"}], "skus": [SKU]}, "C15", "estimate.lots.0.sku"),
        ({"lots": [LOT], "skus": [SKU, {"id": "b"}]}, "C13", "estimate.lots.0.sku"),
        ({"demand": {}}, "C17", "estimate.demand.0"),
        ({"demand": {"per_day": 1, "sell_out_days": 3}}, "C17", "estimate.demand.0"),
        ({"demand": {"per_day": 1, "factors": {"13": "1"}}}, "C11", "estimate.demand.0.factors.13"),
        ({"demand": {"per_day": 1, "unmet": "cry"}}, "C11", "estimate.demand.0.unmet"),
        ({"demand": [{"per_day": 1}, {"per_day": 2}]}, "C10", "estimate.demand.0"),
        ({"returns": {"rate": "6"}}, "C12", "estimate.returns.rate"),
        ({"decay_per_day": "-0.1"}, "C12", "estimate.decay_per_day"),
        ({"fx": {"USD": "0"}}, "C12", "estimate.fx.USD"),
        ({"fx": {"dollar": "7"}}, "C12", "estimate.fx.dollar"),
        ({"lines": [line("goods", "bushel", "1")]}, "C11", "estimate.lines.0.basis"),
        ({"lines": [line("party", "unit", "1")]}, "C11", "estimate.lines.0.stage"),
        ({"lines": [line("fixed", "unit", "-1")]}, "C12", "estimate.lines.0.rate"),
        ({"lines": [line("fixed", "unit")]}, "C13", "estimate.lines.0.rate"),
        ({"lines": [line("fixed", "unit", {"low": "3", "likely": "2", "high": "4"})]}, "C12", "estimate.lines.0.rate"),
        ({"lines": [line("fixed", "unit", {"low": "3"})]}, "C03", "estimate.lines.0.rate"),
        ({"lines": [line("fixed", "unit", None, tiers=TWO_OPEN)]}, "C14", "estimate.lines.0.tiers"),
        ({"lines": [line("fixed", "unit", None, tiers=[{"to": 1, "rate": "1"}])]}, "C14", "estimate.lines.0.tiers"),
        ({"lines": [line("fixed", "unit", "1", counts=["nothing"])]}, "C11", "estimate.lines.0.counts.0"),
        ({"lines": [line("fixed", "rt", "1", density_kg_per_cbm=0)]}, "C12", "estimate.lines.0.density_kg_per_cbm"),
        ({"lines": [line("fixed", "unit", "1", round={"when": "never"})]}, "C11", "estimate.lines.0.round.when"),
        ({"lines": [line("fixed", "unit", "1", round={"dp": 3})]}, "C12", "estimate.lines.0.round.dp"),
        ({"lines": [line("fixed", "parcel", "1", weight={"step_kg": 0})]}, "C12", "estimate.lines.0.weight.step_kg"),
        ({"lots": [{"arrive": "9999-12-31"}]}, "C06", "estimate.lots.0.arrive"),
        ({"duty": {"basis": "EXW"}}, "C11", "estimate.duty.basis"),
        ({"duty": {"value": "-1"}}, "C12", "estimate.duty.value"),
        ({"duty": {"layers": [{"id": "x", "mode": "min"}]}}, "C11", "estimate.duty.layers.x.mode"),
        ({"price": {"amount": "-1"}}, "C12", "estimate.price"),
        ({"horizon": 0}, "C12", "estimate.horizon"),
        ({"horizon": "later"}, "C06", "estimate.horizon"),
        ({"counts": {"boxes": 1}}, "C11", "estimate.counts.boxes"),
        ({"cards": [5]}, "C03", "estimate.cards.0"),
        ({"reporting": "yuan"}, "C12", "estimate.reporting"),
        ({"reporting": None}, "C13", "estimate.reporting"),
    ],
)  # fmt: skip
def test_each_problem_has_its_code_and_path(data: JsonObject, code: str, place: str) -> None:
    assert (code, place) in problems(data)


def test_a_surcharge_by_an_unknown_size_is_refused() -> None:
    surcharge: Json = [{"id": "big", "flat": "1", "if": {"colour_gt": 3}}]
    assert ("C11", "estimate.lines.0.surcharges.big.if.colour_gt") in problems(
        {"lines": [line("last_mile", "parcel", "1", surcharges=surcharge)]}
    )


def test_floats_are_refused() -> None:
    data = parse('{"price": 199.5, "skus": [{"id": "a", "cbm": 0.1452}], "lines": [{"rate": 1e3}]}')
    found = problems(data)
    assert ("C04", "estimate.price") in found
    assert ("C04", "estimate.skus.a.cbm") in found
    assert ("C04", "estimate.lines.0.rate") in found


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"lots": [LOT | {"arrive": "2027-02-29"}]}, "estimate.lots.0.arrive"),
        ({"lines": [line("fixed", "unit", "NaN")]}, "estimate.lines.0.rate"),
        ({"lines": [line("fixed", "unit", "abc")]}, "estimate.lines.0.rate"),
    ],
)
def test_what_cannot_be_read_is_not_called_blank_as_well(data: JsonObject, place: str) -> None:
    found = read_scenario(data).findings
    assert [one.places for one in found] == [(place,)]
    assert found[0].code != "C13"


def test_all_problems_are_reported_together() -> None:
    found = problems({"lots": [{}], "demand": {}, "fx": {"USD": "-1"}})
    assert {code for code, _ in found} == {"C12", "C13", "C17"}


def test_short_forms_stand_for_the_long_ones() -> None:
    scenario = scenario_of({"reporting": "CNY", "price": "5", "demand": {"per_day": 1}, "cards": ["X"], "horizon": 30})
    assert scenario.price is not None
    assert (scenario.price.currency, scenario.cards[0].card_id) == (None, "X")
    assert len(scenario.demand) == 1
    assert scenario.horizon is not None
    assert scenario.horizon.days == 30


def test_not_known_is_not_a_problem() -> None:
    assert scenario_of({"reporting": "CNY", "price": None, "duty": None}).price is None


def test_a_plan_that_names_no_currency_is_reported_in_yuan() -> None:
    reading = read_scenario({"duty": {"value": "1000.00", "layers": [{"rate_pct": "5"}]}})
    assert reading.findings == ()
    assert reading.scenario is not None
    assert reading.scenario.reporting == "CNY"
