"""Saved estimates: frozen with their input, refused when changed by hand, compared line by line."""

from __future__ import annotations

import json

from exporter_desk.costs.frozen import difference, freeze, is_frozen
from exporter_desk.domain.json_value import JsonObject

RESULT: JsonObject = {
    "lines": [
        {"stage": "storage", "charge_id": "s", "month": "2027-01", "amount_reporting": "5.00", "rate": "1"},
        {"stage": "storage", "charge_id": "s", "month": "2027-02", "amount_reporting": "6.00", "rate": "1"},
        {"stage": "domestic", "charge_id": "x", "month": None, "amount_reporting": "7.00", "rate": "7"},
        {"stage": "domestic", "charge_id": "x", "month": None, "amount_reporting": "8.00", "rate": "8"},
    ],
    "cards": [{"card_id": "C", "version": "1", "sha256": "aa"}],
    "totals": {"total": {"value": "26.00"}, "landed_to_shelf": {"value": None}},
    "decisions": {"profit": {"value": "1.00"}},
}
PLAN: JsonObject = {"price": {"amount": "9"}, "lots": [1, 2]}


def frozen(plan: JsonObject = PLAN, result: JsonObject = RESULT, engine: str = "1") -> JsonObject:
    copied: JsonObject = json.loads(json.dumps(freeze(plan, result, engine=engine)))
    return copied


def test_a_saved_estimate_knows_that_it_was_not_changed() -> None:
    kept = frozen()
    assert is_frozen(kept)
    assert not is_frozen(kept | {"engine": "2"})
    assert not is_frozen(kept | {"digest": ""})
    assert not is_frozen({"schema": "exporter-desk/estimate"})


def test_nothing_changed_says_so() -> None:
    assert difference(frozen(), frozen()) == {
        "engine": None,
        "input": [],
        "cards": [],
        "lines": [],
        "totals": {
            "total": {"from": "26.00", "to": "26.00", "change": "0.00"},
            "landed_to_shelf": {"from": None, "to": None, "change": None},
            "profit": {"from": "1.00", "to": "1.00", "change": "0.00"},
        },
    }


def test_lines_added_removed_and_changed() -> None:
    lines: list[JsonObject] = json.loads(json.dumps(RESULT["lines"]))
    lines[1]["amount_reporting"] = "9.50"
    later = RESULT | {"lines": [*lines[:3], {"stage": "duty", "charge_id": "d", "amount_reporting": "3.00"}]}
    assert difference(frozen(), frozen(result=later))["lines"] == [
        {"line": "storage s 2027-02", "what": "changed", "fields": ["amount_reporting"],
         "from": "6.00", "to": "9.50", "change": "3.50"},
        {"line": "domestic x #2", "what": "removed", "from": "8.00", "to": None, "change": None},
        {"line": "duty d", "what": "added", "from": None, "to": "3.00", "change": None},
    ]  # fmt: skip


def test_input_cards_and_engine() -> None:
    newer = RESULT | {"cards": [{"card_id": "C", "version": "2", "sha256": "bb"}]}
    found = difference(frozen(), frozen({"price": {"amount": "8"}, "lots": [1, 3], "day": 1}, newer, "2"))
    assert found["engine"] == {"from": "1", "to": "2"}
    assert found["cards"] == [{"card_id": "C", "from": "1", "to": "2"}]
    assert found["input"] == [
        {"path": "price.amount", "from": "9", "to": "8"},
        {"path": "lots.1", "from": 2, "to": 3},
        {"path": "day", "from": None, "to": 1},
    ]
