"""The published schema of a scenario is the one of the records, and takes what the reader takes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from exporter_desk.costs.scenario_schema import scenario_schema
from exporter_desk.domain.json_value import JsonObject
from tests.costs.case_files import CostCase, cases
from tests.costs.support import ROOT, scenario_json

VALIDATOR = jsonschema.Draft202012Validator(scenario_schema())
PUBLISHED = ROOT / "resources" / "schemas" / "estimate_input.json"


def test_the_published_file_is_up_to_date() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == scenario_schema()


@pytest.mark.parametrize("name", ["tables_us", "oranges_my", "shirts_de", "furniture_de_estimate"])
def test_the_worked_examples_fit(name: str) -> None:
    VALIDATOR.validate(scenario_json(name))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_fits(case: CostCase) -> None:
    VALIDATOR.validate(case.scenario)


@pytest.mark.parametrize(
    "change", [{"prise": "1"}, {"price": 1.5}, {"skus": {}}, {"horizon": True}, {"lots": [{"units": "5"}]}]
)
def test_what_the_reader_refuses_does_not_fit(change: JsonObject) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"reporting": "USD"} | change)
