"""A saved estimate names nobody, and estimated again it comes to the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter_desk.cli import main
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.nameless import nameless
from tests.costs.support import scenario_json

Run = Callable[..., JsonObject]
PEOPLE = {
    "contact": "王小梅", "phone": "13800138000", "email": "mei@example.com", "name_zh": "王小梅家具店",
    "address_zh": "赣州市南康区某路 1 号", "bank_account": "6222000000000000",
}  # fmt: skip


@pytest.fixture
def run(desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(data: JsonObject, *options: str) -> JsonObject:
        path = tmp_path / "given.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        main(["estimate", str(path), "--json", *options])
        told: JsonObject = json.loads(capsys.readouterr().out)
        return told

    return call


def shipment() -> JsonObject:
    """The furniture sample with people in each place that can name one."""
    case: JsonObject = json.loads(Desk().sample_text("furniture"))
    parties = case["parties"]
    assert isinstance(parties, list)
    case["parties"] = [{**one, **PEOPLE} for one in parties if isinstance(one, dict)]
    tax = case.get("tax") or {}
    assert isinstance(tax, dict)
    case["tax"] = {**tax, "receipts": [{"id": "rc1", "day": "2026-11-20", "amount": "1", "currency": "USD",
                                        "payer": "王小梅"}]}  # fmt: skip
    case["note"] = "王小梅说的"
    case["choices"] = [{"what": "mode", "value": "9810", "by": "王小梅", "at": "", "rules": ""}]
    return case


def test_a_saved_estimate_names_nobody_and_comes_to_the_same_again(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    first = run(shipment(), "--save", str(saved))
    text = saved.read_text(encoding="utf-8")
    assert [word for word in ("王小梅", *PEOPLE.values()) if word in text] == []
    again = run(json.loads(text))
    assert again["totals"] == first["totals"]
    assert again["lines"] == first["lines"]


def test_nothing_is_different_against_what_was_saved_just_now(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    run(shipment(), "--save", str(saved))
    difference = run(shipment(), "--against", str(saved))["difference"]
    assert isinstance(difference, dict)
    assert difference["input"] == []


def test_a_plan_that_is_no_case_is_kept_as_it_is() -> None:
    assert nameless(scenario_json("tables_us")) == scenario_json("tables_us")


def test_what_decides_the_refund_of_a_party_stays() -> None:
    parties = nameless(shipment())["parties"]
    assert isinstance(parties, list)
    kept = {key for one in parties if isinstance(one, dict) for key in one}
    assert {"roles", "country", "taxpayer", "kind"} <= kept
    assert not kept & set(PEOPLE)
