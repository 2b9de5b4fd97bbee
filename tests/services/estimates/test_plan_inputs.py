"""The inputs that the window draws: every part of what an estimate can be told has a field."""

from __future__ import annotations

import json

import pytest

from exporter_desk.services.estimates.plan_inputs import PlanForm, PlanGroup
from exporter_desk.services.estimates.plan_values import CHOSEN, KINDS, read_value
from exporter_desk.system import resources

FORM = PlanForm.load(resources.read_bytes("text/plan_inputs.toml"))
SCHEMA = json.loads(resources.read_bytes("schemas/estimate_input.json"))
FIRST = {
    "reporting", "lots.depart", "lots.arrive", "demand.sell_out_days", "returns.rate", "returns.delay_days",
    "capital_pct", "price", "price_vat_pct", "fx",
}  # fmt: skip
# Typed elsewhere: the plan's own charges in their editor, answers and layers where the estimate asks for them.
ELSEWHERE = {"lines", "duty.conditions", "duty.without"}
# Notes of a risk in two languages: its source says where it is from, the factor is named by the program.
NOT_OFFERED = {"risks.zh", "risks.en"}


def _places() -> set[str]:
    """Every property of the scenario, with those of its records one level down."""
    found = set()
    for name, schema in SCHEMA["properties"].items():
        record = _record(schema)
        found |= {name} if record is None or name in _WHOLE else {f"{name}.{key}" for key in record}
    return found


_WHOLE = {"fx", "facts", "counts", "lines", "cards", "price", "refund", "horizon", "variants"}


def _record(schema: object) -> dict[str, object] | None:
    text = json.dumps(schema)
    names = [name for name in SCHEMA["$defs"] if f'"#/$defs/{name}"' in text]
    return SCHEMA["$defs"][names[0]]["properties"] if names else None


def _offered() -> set[str]:
    found = set()
    for group in FORM.groups:
        lead = f"{group.entries.path}." if group.entries else ""
        found |= {lead + ".".join(one.key.split(".")[: 1 if lead else 2]) for one in group.fields}
    return found


def test_every_part_of_a_plan_can_be_typed() -> None:
    offered = _offered() | FIRST | ELSEWHERE | NOT_OFFERED
    names = {place.split(".")[0] for place in offered}
    missing = {place for place in _places() if place not in offered and not (place in _WHOLE and place in names)}
    assert missing - {"duty.layers"} == set()
    assert any(place.startswith("duty.layers.") for place in offered)


def test_no_field_leads_to_a_place_that_the_plan_does_not_have() -> None:
    known = _places() | {"duty.layers"}
    strange = {
        place
        for place in _offered()
        if ".".join(place.split(".")[:2]) not in known and place.split(".")[0] not in _WHOLE
    }
    assert strange == set()


@pytest.mark.parametrize("group", FORM.groups, ids=lambda group: group.id)
def test_every_field_says_what_it_wants(group: PlanGroup) -> None:
    for one in group.fields:
        assert one.kind in KINDS
        assert one.kind in CHOSEN or FORM.expected[one.kind].zh
        assert one.label.zh
        assert one.label.en
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in one.label.en + one.help.en + one.example)
        if one.example:
            assert one.kind == "choice" or read_value(one.kind, one.example) is not None


def test_fields_of_a_choice_that_others_depend_on_are_there() -> None:
    for group in FORM.groups:
        choices = {one.key: {choice.value for choice in one.options} for one in group.fields if one.kind == "choice"}
        for one in group.fields:
            for key, values in one.only.items():
                assert key in choices
                assert not choices[key] or set(values) <= choices[key]


def test_months_are_twelve_fields() -> None:
    demand = next(group for group in FORM.groups if group.id == "demand")
    months = [one for one in demand.fields if one.key.startswith("factors.")]
    assert [one.key for one in months] == [f"factors.{month}" for month in range(1, 13)]
    assert months[11].label.zh == "12 月系数"
