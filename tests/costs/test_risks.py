"""The bundled rules of thumb: read strictly, with their source; what a plan says itself wins."""

from __future__ import annotations

import pytest

from exporter_desk.costs.risks import read_risks, risks_of, swings_of
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import prices, scenario_of

TABLE = prices().risks
STAGES = {"headhaul", "last_mile"}
USUAL = {"demand", "freight", "transit", "fx", "returns", "last_mile"}


def factors(data: JsonObject, stages: set[str] = STAGES) -> set[str]:
    plan = scenario_of({"reporting": "USD", "returns": {"rate": "0.1"}} | data)
    return {risk.factor for risk in risks_of(plan, TABLE, stages)}


def test_the_bundled_table_says_where_it_comes_from() -> None:
    assert TABLE.confidence == "unconfirmed"
    assert TABLE.source is not None
    assert all(risk.source and risk.zh and risk.en for risk in TABLE.risks)


def test_usual_risks_of_a_plan() -> None:
    assert factors({}) == USUAL


def test_a_plan_without_freight_last_mile_or_returns_has_no_such_risk() -> None:
    assert factors({"returns": {"rate": "0"}}, set()) == {"demand", "transit", "fx"}


def test_one_currency_of_its_own_stands_for_all() -> None:
    own: JsonObject = {"risks": [{"factor": "fx.USD", "shape": "normal", "sigma": "0.03"}]}
    assert factors(own) == (USUAL - {"fx"}) | {"fx.USD"}


def test_own_swings_come_first_and_replace_the_usual_ones() -> None:
    plan = scenario_of({"reporting": "USD", "swings": [{"factor": "price", "low_pct": "-3", "high_pct": "3"}]})
    found = [swing for swing in swings_of(plan, TABLE) if swing.factor == "price"]
    assert [str(swing.high_pct) for swing in found] == ["3"]


@pytest.mark.parametrize("text", ["as_of = 2026-01-01", "[[risk]]\nfactor = 1"])
def test_a_broken_table_is_refused(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_risks(text.encode())


def test_variants_beside_a_plan_are_no_unknown_key() -> None:
    assert read_scenario({"reporting": "USD", "variants": []}).findings == ()
