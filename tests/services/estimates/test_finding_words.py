"""Every finding of the cost part is a Chinese sentence in Chinese: no key of a scenario file is left in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from exporter_desk.costs.cards import read_card
from exporter_desk.costs.estimate import estimate
from exporter_desk.costs.own_cards import card_json
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.scenario_schema import scenario_schema
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.card_command import card_words
from exporter_desk.services.estimates.card_sheet import read_card_sheet
from tests.costs.support import DAY, ROOT, prices, scenario_json
from tests.costs.test_nonsense import leaves, replaced

DESK = Desk()
WORD = re.compile(r"[A-Za-z_]*[a-z_][A-Za-z_]*")
# Units, what a broker reads in English on the paper itself, and what stands in a file to be typed as it is.
FIT = frozenset({
    "kg", "cm", "m", "lb", "informal", "Windows", "SHA", "LAX", "West", "Other", "base", "smart", "managed",
    "container", "loading", "floor", "programme", "rates", "cards", "ceil", "true", "false", "_",
})  # fmt: skip
# What somebody named or wrote himself, what is cited, and a key that is typed as it is beside its word.
OWN = re.compile(r"“[^”]*”|\"[^\"]*\"|（[a-z0-9_.A-Z]+）|\{[a-z_]+\}")
CITED = ("source", "provider", "card", "charge", "charge_zh", "gap_zh", "note", "sku", "detail", "found", "old_zh",
         "new_zh", "layer_zh", "fact", "name")  # fmt: skip
NONSENSE: tuple[Json, ...] = (-1, True, None, "", [], {}, "x", "9999-12-31", "pct_of_sale", 10**13)


def foreign(text: str) -> list[str]:
    """Return the words of a sentence that are neither Chinese nor fit."""
    return [word for word in WORD.findall(OWN.sub("", text)) if word not in FIT]


def sentences() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "resources" / "text" / "findings").glob("C*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for part in (table, *table.get("variant", {}).values()):
            for key in ("zh", "remedy_zh"):
                yield path.stem, part[key]


def test_no_wording_holds_a_key() -> None:
    assert [(path, words) for path, text in sentences() if (words := foreign(text))] == []


def findings_of(plan: JsonObject) -> tuple[Finding, ...]:
    reading = read_scenario(plan)
    if reading.scenario is None:
        return reading.findings
    return (*reading.findings, *estimate(reading.scenario, day=DAY, prices=prices()).findings)


def said(finding: Finding) -> list[str]:
    """Return the Chinese of a finding without what it cites."""
    told = DESK.in_words(finding)
    texts = [told.zh, told.remedy_zh]
    cited = [finding.values.get(name, "") for name in CITED]
    if finding.code == "C15" or ".sizes" in finding.places[0]:  # what there is: ids that somebody gave
        cited += finding.values.get("allowed", "").split(" / ")
    for value in filter(None, cited):
        whole = re.compile(rf"(?<![A-Za-z_0-9]){re.escape(value)}(?![A-Za-z_0-9])")
        texts = [whole.sub("", text) for text in texts]
    return texts


@pytest.mark.parametrize("name", ["tables_us", "oranges_my", "shirts_de"])
def test_a_plan_with_nonsense_in_one_place_is_answered_in_chinese(name: str) -> None:
    base, wrong = scenario_json(name), set()
    for number, path in enumerate(path for path in leaves(base) if path):
        for value in (NONSENSE[number % len(NONSENSE)], "x"):
            for finding in findings_of(replaced(base, path, value)):
                wrong |= {(finding.code, text) for text in said(finding) if foreign(text)}
    assert wrong == set()


def questions() -> Iterator[JsonObject]:
    """Plans with a wrong word in each closed list, and with what stands in the way of one another."""
    line: JsonObject = {"stage": "storage", "charge_id": "a", "basis": "cbm_day", "rate": "1", "currency": "CNY"}
    wrong_lines: list[JsonObject] = [
        {"tier_by": "x", "tiers": [{"rate": "1"}]}, {"mode": "x"}, {"each": "x"}, {"snapshot": "x"}, {"counts": ["x"]},
        {"round": {"when": "x"}}, {"weight": {"mode": "x"}}, {"snapshot_day": 40}, {"basis": "x"}, {"stage": "x"},
        {"basis": "pct_of_stage"}, {"basis": "pct_of_stage", "of": ["x"]}, {"tiers": [{"rate": "1"}]},
        {"confidence": "x"}, {"rate": {"low": "3", "likely": "2", "high": "1"}}, {"rate": {"low": "3"}},
        {"basis": "chargeable_kg", "stage": "headhaul"}, {"basis": "order", "per_sku": True}, {"season": {}},
        {"basis": "month", "rate": None, "minimum_spend": "5"}, {"in_tax_base": True}, {"zone": "x"}, {"fixed": "1"},
        {"basis": "parcel", "surcharges": [{"id": "a", "pct": "1", "on": ["b"]}]}, {"rate_times": "2"},
        {"basis": "parcel", "surcharges": [{"id": "a", "flat": "1", "if": {"x": "1"}}]}, {"valid_to": "x"},
    ]  # fmt: skip
    for one in wrong_lines:
        yield {"lines": [{key: value for key, value in (line | one).items() if value is not None}]}
    swing: JsonObject = {"factor": "price", "low_pct": "-5", "high_pct": "5"}
    swings: list[JsonObject] = [
        {"factor": "x"}, {"low": "1"}, {"low_pct": "-500"}, {"factor": "price.x"},
    ]  # fmt: skip
    for one in swings:
        yield {"swings": [swing | one]}
    risk: JsonObject = {"factor": "price", "shape": "lognormal"}
    risks: list[JsonObject] = [
        {"shape": "x"}, {}, {"shape": "beta", "mean": "0.5", "cv": "2"}, {"sigma": "9"}, {"factor": "x"},
        {"shape": "discrete"}, {"shape": "triangular", "low": "3", "mode": "2", "high": "1"},
    ]  # fmt: skip
    for one in risks:
        yield {"risks": [risk | one]}
    yield {"risks": [risk | {"sigma": "0.1"}, risk | {"sigma": "0.1"}]}
    yield {"events": [{"id": "exam", "probability": "2"}]}
    plans: list[JsonObject] = [
        {"allocate_by": "x"}, {"lot_size": {"candidates": [0]}}, {"reorder": {"z": "-1"}}, {"facts": []},
        {"direct": {"price": "-1"}}, {"counts": {"x": "1"}}, {"counts": {"container": "-1"}},
        {"demand": {"unmet": "x"}}, {"demand": {"per_day": "1", "sell_out_days": 3}}, {"unknown": "1"},
        {"demand": {"per_day": "1", "factors": {"13": "1"}}}, {"duty": {"basis": "x"}},
        {"demand": {"per_day": "1", "factors": {"3": "-1"}}}, {"returns": {"rate": "2"}},
        {"duty": {"layers": [{"mode": "x"}]}}, {"horizon": True}, {"fx": {"usd": "1"}},
    ]  # fmt: skip
    yield from plans


def test_every_closed_list_is_told_in_chinese() -> None:
    found = [one for plan in questions() for one in read_scenario(plan).findings]
    assert len(found) > 40
    assert {(one.code, text) for one in found for text in said(one) if foreign(text)} == set()


@pytest.mark.parametrize("card_id", ["US-CN3PL-2024", "US-FBA-2026", "DE-EXAMPLE-2026"])
def test_a_card_with_nonsense_in_one_place_is_refused_in_chinese(card_id: str) -> None:
    card = card_json(prices().cards[card_id])
    wrong = set()
    for number, path in enumerate([path for path in leaves(card) if path][::7]):
        broken = replaced(card, path, NONSENSE[number % len(NONSENSE)])
        for finding in read_card(broken, "card").findings:
            wrong |= {(finding.code, text) for text in said(finding) if foreign(text)}
    assert wrong == set()


SHEETS = (
    [["a", "b"]],
    [["编号", "环节", "计费单位", "单价"]],
    [["编号", "环节", "计费单位", "单价", "分档依据", "计入环节", "可信度"], ["a", "仓", "车", "贵", "x", "x", "x"]],
    [["编号", "环节", "计费单位", "单价"], ["a", "仓储", "百分比", "1"]],
    [["编号", "环节", "计费单位", "单价", "分档上限"], ["a", "仓储", "托·天", "1", "30"],
     ["a", "仓储", "托·天", "2", ""]],
    [["编号", "环节", "计费单位", "单价", "续重单价"], ["a", "尾程派送", "包裹", "1", "2"]],
    [["编号", "环节", "计费单位", "单价", "附加于"], ["a", "尾程派送", "包裹", "1", "x"]],
    [["编号", "环节", "计费单位", "单价", "附加于", "条件"], ["a", "尾程派送", "包裹", "1", "", ""],
     ["b", "", "包裹", "1", "a", "size=3"]],
    [["编号", "环节", "计费单位", "单价", "免费天数"], ["a", "国内段", "柜", "1", "3"]],
    [["编号", "环节", "计费单位", "单价", "生效", "数量进位", "qty_rounding"],
     ["a", "国内段", "柜", "1", "x", "x", "x"]],
)  # fmt: skip


@pytest.mark.parametrize("rows", SHEETS)
def test_a_sheet_that_cannot_be_read_is_told_in_chinese(rows: list[list[str]]) -> None:
    found = [one for sheet in read_card_sheet(rows, card_words(DESK)) for one in sheet.findings]
    assert found
    assert {(one.code, text) for one in found for text in said(one) if foreign(text)} == set()


def test_everything_in_a_plan_has_a_name() -> None:
    """The keys of the published schema: a finding that points at one of them says it in words."""
    schema = scenario_schema()
    records = schema["$defs"]
    assert isinstance(records, dict)
    keys: set[str] = set()
    for record in (schema, *records.values()):
        assert isinstance(record, dict)
        properties = record["properties"]
        assert isinstance(properties, dict)
        keys |= properties.keys()
    assert keys - DESK.cost_places.keys() == set()
