"""What is wrong with swings, risks, events, direct sale and lot sizes is told with its place."""

from __future__ import annotations

import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.json_value import Json, JsonObject

GAMMA: JsonObject = {"factor": "demand", "shape": "gamma", "cv": "0.3"}


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("swings", [{"factor": "weather", "low_pct": "-5", "high_pct": "5"}], "swings.0.factor"),
        ("swings", [{"factor": "price", "low_pct": "-5"}], "swings.0"),
        ("swings", [{"factor": "price", "low": "1", "high": "2"}], "swings.0"),
        ("swings", [{"factor": "duty", "low": "1", "high": "2", "low_pct": "1", "high_pct": "2"}], "swings.0"),
        ("swings", [{"factor": "price", "low_pct": "-150", "high_pct": "5"}], "swings.0.low_pct"),
        ("swings", [{"factor": "returns", "low": "0", "high": "1.5"}], "swings.0.high"),
        ("risks", [GAMMA | {"shape": "cauchy"}], "risks.0.shape"),
        ("risks", [{"factor": "demand", "shape": "gamma"}], "risks.0.cv"),
        ("risks", [GAMMA | {"cv": "3"}], "risks.0.cv"),
        ("risks", [GAMMA | {"factor": "fx.US"}], "risks.0.factor"),
        ("risks", [GAMMA, GAMMA], "risks.1"),
        ("risks", [{"factor": "returns", "shape": "beta", "mean": "0.5", "cv": "2"}], "risks.0.cv"),
        ("risks", [{"factor": "transit", "shape": "triangular", "low": "5", "mode": "3", "high": "9"}], "risks.0"),
        ("risks", [{"factor": "duty", "shape": "discrete"}], "risks.0.values"),
        (
            "risks",
            [{"factor": "duty", "shape": "discrete", "values": [{"value": "1", "weight": "-1"}]}],
            "risks.0.values",
        ),
        ("events", [{"id": "exam", "probability": "1.2", "cost": "5"}], "events.exam.probability"),
        ("events", [{"id": "exam", "probability": "0.2"}], "events.exam.cost"),
        ("direct", {"price": "-1"}, "direct.price"),
        ("lot_size", {"candidates": [0]}, "lot_size.candidates.0"),
        ("lot_size", {"candidates": [1] * 201}, "lot_size.candidates"),
        ("reorder", {"lead_days": -1}, "reorder.lead_days"),
        ("refund_after_days", -1, "refund_after_days"),
    ],
)
def test_each_problem_has_its_place(key: str, value: Json, place: str) -> None:
    reading = read_scenario({"reporting": "USD", key: value})
    assert reading.scenario is None
    assert any(found.places[0].startswith(f"estimate.{place}") for found in reading.findings)


@pytest.mark.parametrize("factor", ["price", "freight", "storage", "last_mile", "fx", "fx.EUR", "returns"])
def test_factors_and_stages_can_be_swung(factor: str) -> None:
    swing: JsonObject = {"factor": factor, "low_pct": "-5", "high_pct": "5"}
    assert read_scenario({"reporting": "USD", "swings": [swing]}).findings == ()
