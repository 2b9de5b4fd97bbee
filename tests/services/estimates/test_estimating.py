"""Estimates on the command line: draws, variants, saved estimates compared, own cards in use."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.costs.own_cards import card_json, copied, vouched
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.own_cards import own_cards_folder, read_shelf, save_own_card
from exporter_desk.system import resources
from tests.costs.support import scenario_json

Estimate = Callable[..., tuple[int, JsonObject]]


@pytest.fixture
def estimate(capsys: pytest.CaptureFixture[str], desk_home: Path, tmp_path: Path) -> Estimate:
    """Estimate a scenario through the command line; its exit code and checked JSON."""

    def call(data: JsonObject, *options: str) -> tuple[int, JsonObject]:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        code = main(["estimate", str(path), "--json", *options])
        answer: JsonObject = json.loads(capsys.readouterr().out)
        schema = "error" if code == 2 else "estimate"
        jsonschema.validate(answer, json.loads(resources.read_bytes(f"schemas/{schema}.json")))
        return code, answer

    return call


OPEN: JsonObject = {
    "reporting": "USD",
    "duty": {
        "value": "10000",
        "hs": "9403609990",
        "destination": "US",
        "day": "2027-01-01",
        "conditions": {"ocean": False},
    },
}


def test_a_total_that_waits_for_an_answer_is_a_range(estimate: Estimate, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = estimate(OPEN)
    total = part(answer, "totals", "total")
    assert (code, total["value"], total["low"], total["high"]) == (0, None, "3784.64", "7534.64")
    assert part(total, "reason")["places"] == ["estimate.duty.conditions.kitchen_cabinet"]


def test_the_range_is_said_in_words(tmp_path: Path, desk_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(OPEN), encoding="utf-8")
    assert main(["--language", "zh", "estimate", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "合计 USD 3,784.64 … 7,534.64（取决于没有回答的问题）"


def test_a_key_that_cannot_share_costs_is_an_error(estimate: Estimate) -> None:
    skus = [{"id": name, "units": 1, "cost": "0"} for name in "ab"]
    code, answer = estimate({"reporting": "USD", "skus": skus, "allocate_by": "value"})
    assert (code, [one["code"] for one in objects(answer, "findings")]) == (1, ["C60"])


def part(data: JsonObject, *path: str) -> JsonObject:
    for name in path:
        inner = data[name]
        assert isinstance(inner, dict)
        data = inner
    return data


def objects(data: JsonObject, name: str) -> list[JsonObject]:
    listed = data[name]
    assert isinstance(listed, list)
    return [entry for entry in listed if isinstance(entry, dict)]


def test_the_same_seed_prints_the_same_table(estimate: Estimate) -> None:
    first, second, other = (
        part(estimate(scenario_json("tables_us"), "--runs", "300", "--seed", seed)[1], "simulation", "monte_carlo")
        for seed in ("5", "5", "6")
    )
    assert first == second
    assert first["percentiles"] != other["percentiles"]
    assert {entry["factor"] for entry in objects(first, "assumptions")} >= {"demand", "freight", "fx"}


@pytest.mark.parametrize("options", [("--runs", "5"), ("--runs", "999999"), ("--runs", "200", "--seed", "-1")])
def test_runs_and_seed_out_of_range_are_refused(estimate: Estimate, options: tuple[str, ...]) -> None:
    code, answer = estimate(scenario_json("tables_us"), *options)
    assert code == 2
    assert objects(answer, "findings")[0]["code"] == "C12"


def test_without_runs_there_is_no_table(estimate: Estimate) -> None:
    assert part(estimate(scenario_json("tables_us"))[1], "simulation")["monte_carlo"] is None


def test_variants_stand_side_by_side(estimate: Estimate) -> None:
    data = scenario_json("tables_us") | {
        "variants": [
            {"id": "february", "changes": {"lines.ocean_40hq.rate": "2214"}},
            {"id": "september", "changes": {"lines.ocean_40hq.rate": "7185"}},
        ]
    }
    rows = objects(estimate(data)[1], "variants")
    assert [(row["id"], row["profit"]) for row in rows] == [
        ("", "-4865.25"), ("february", "19033.86"), ("september", "-17120.18"),
    ]  # fmt: skip
    assert rows[1]["profit_change"] == "23899.11"


def test_a_variant_with_a_mistake_is_refused_with_its_place(estimate: Estimate) -> None:
    data = scenario_json("tables_us") | {"variants": [{"id": "v", "changes": {"lines.ocean_40hq.rate": "x"}}]}
    code, answer = estimate(data)
    assert code == 2
    assert objects(answer, "findings")[0]["code"] == "C05"


def test_a_saved_estimate_is_compared_and_estimated_again(estimate: Estimate, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    estimate(scenario_json("tables_us"), "--save", str(saved))
    kept = json.loads(saved.read_text(encoding="utf-8"))
    assert kept["schema"] == "exporter-desk/saved-estimate"
    again = estimate(kept)[1]
    assert part(again, "totals", "total")["value"] == "602521.95"
    dearer = scenario_json("tables_us") | {"price": {"amount": "201", "currency": "USD"}}
    difference = part(estimate(dearer, "--against", str(saved))[1], "difference")
    assert part(difference, "totals", "profit")["change"] == "5105.61"
    assert objects(difference, "input") == [{"path": "price.amount", "from": "199", "to": "201"}]
    assert {entry["line"] for entry in objects(difference, "lines")} == {"platform referral"}


def test_a_saved_estimate_changed_by_hand_is_no_comparison(estimate: Estimate, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    estimate(scenario_json("tables_us"), "--save", str(saved))
    kept = json.loads(saved.read_text(encoding="utf-8"))
    kept["result"]["totals"]["total"]["value"] = "1.00"
    saved.write_text(json.dumps(kept), encoding="utf-8")
    code, answer = estimate(scenario_json("tables_us"), "--against", str(saved))
    assert code == 2
    assert objects(answer, "findings")[0]["code"] == "C58"


def test_an_own_card_wins_and_its_history_stays(estimate: Estimate) -> None:
    folder, day = own_cards_folder(), date(2026, 11, 20)
    card = vouched(
        copied(Desk().prices.cards["US-CN3PL-2024"], card_id="US-CN3PL-2024", day=day), source="报价", day=day
    )
    names = [save_own_card(folder, card_json(card), day) for _ in range(2)]
    assert names == ["US-CN3PL-2024/2026-11-20.toml", "US-CN3PL-2024/2026-11-20.002.toml"]
    assert len(read_shelf(folder).versions("US-CN3PL-2024")) == 2
    answer = estimate(scenario_json("tables_us"))[1]
    assert [entry["version"] for entry in objects(answer, "cards")] == ["2026-11-20.002"]
    assert "C41" not in {entry["code"] for entry in objects(answer, "findings")}


def test_a_card_that_cannot_be_read_is_not_kept(desk_home: Path) -> None:
    outcome = save_own_card(own_cards_folder(), {"card": {"card_id": "X"}}, date(2026, 11, 20))
    assert not isinstance(outcome, str)
    assert read_shelf(own_cards_folder()).files == {}
