"""The JSON of an estimate fits its schema, and every finding has its words in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from exporter_desk.costs.estimate import Estimate
from exporter_desk.costs.explain import to_json
from exporter_desk.costs.items import WORDED_FACTS
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.stock import WORDED
from exporter_desk.domain.case_json import CaseRefusedError, parse
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.rules.texts import FindingTexts, RenderedFinding, load_texts
from tests.costs.support import ROOT, line, priced, worked

ODD: tuple[JsonObject, ...] = (
    {"reporting": "CNY"},
    {"reporting": "CNY", "lines": [line("fixed", "shipment", {"low": "1", "likely": "2", "high": "3"}, "VND")]},
    {"reporting": "USD", "duty": {"value": "9", "hs": "9403501000", "destination": "US", "day": "2026-11-22"}},
    {"reporting": "CNY", "cards": ["DE-EXAMPLE-2026", "US-CN3PL-2024", "NOWHERE"]},
)


@cache
def texts() -> FindingTexts:
    folder = ROOT / "resources" / "text" / "findings"
    return load_texts({path.name: path.read_bytes() for path in folder.glob("C*.toml")}, strict=True)


def words(finding: Finding) -> RenderedFinding:
    return texts().render(finding, {})


def estimates() -> list[Estimate]:
    return [worked(name) for name in ("tables_us", "oranges_my", "shirts_de")] + [priced(data) for data in ODD]


def schema() -> JsonObject:
    return parse((ROOT / "resources" / "schemas" / "estimate.json").read_bytes())


@pytest.mark.parametrize("index", range(7))
def test_an_estimate_fits_its_schema(index: int) -> None:
    Draft202012Validator.check_schema(schema())
    published = json.loads(json.dumps(to_json(estimates()[index], words), ensure_ascii=False))
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(published)] == []


@pytest.mark.parametrize("change", [{"lines": [{"stage": "x"}]}, {"schema_version": 2}, {"total": 5}])
def test_the_schema_refuses_what_is_not_an_estimate(change: JsonObject) -> None:
    published = to_json(worked("tables_us"), words) | change
    assert list(Draft202012Validator(schema()).iter_errors(published))


def scalars(data: Json) -> Iterator[Json]:
    if isinstance(data, dict):
        for value in data.values():
            yield from scalars(value)
    elif isinstance(data, list):
        for value in data:
            yield from scalars(value)
    else:
        yield data


def test_decimals_travel_as_text() -> None:
    published = to_json(worked("tables_us"), words)
    assert {type(value).__name__ for value in scalars(published)} <= {"str", "int", "bool", "NoneType"}
    totals = published["totals"]
    assert isinstance(totals, dict)
    assert totals["total"] == {"value": "602521.95", "low": None, "high": None, "reason": None}


def test_an_unknown_figure_says_why() -> None:
    published = to_json(priced({"reporting": "CNY"}), words)
    decisions = published["decisions"]
    assert isinstance(decisions, dict)
    profit = decisions["profit"]
    assert isinstance(profit, dict)
    reason = profit["reason"]
    assert isinstance(reason, dict)
    assert profit["value"] is None
    assert "货物清单" in str(reason["zh"])


def test_what_is_left_out_is_named_in_both_languages() -> None:
    left_out = to_json(worked("tables_us"), words)["not_included"]
    assert isinstance(left_out, list)
    assert {
        "id": "advertising",
        "stage": "platform",
        "zh": "平台广告费",
        "en": "Advertising on the platform",
    } in left_out


def test_every_wording_names_only_what_its_finding_gives() -> None:
    broken = ['{"skus": 1, "colour": 2, "lots": [{"rejected": 3}], "demand": {}, "price": 1.5}']
    for text in broken:
        for finding in read_scenario(parse(text)).findings:
            assert words(finding).zh


@pytest.mark.parametrize("code", sorted(path.stem for path in (ROOT / "resources/text/findings").glob("C*.toml")))
def test_texts_are_bilingual_and_end_like_sentences(code: str) -> None:
    file = texts().texts[code]
    for text in (file, *file.variant.values()):
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        assert text.remedy_zh.endswith("。")
        assert "!" not in text.zh + text.en


def test_every_named_input_has_its_wording() -> None:
    assert texts().texts["C20"].variant.keys() == WORDED
    assert texts().texts["C43"].variant.keys() == WORDED_FACTS | {"line"}


def test_lines_without_name_take_the_name_of_their_step() -> None:
    names = {found.charge_id: (found.name_zh, found.name_en) for found in worked("tables_us").lines}
    assert names["capital"] == ("资金占用", "Financing of the goods")
    assert names["pickup"][0].startswith("国内提货")
    assert names["unload_40ft"][0] == "40 尺散箱整柜卸货"
    assert names["ocean_40hq"][0].startswith("头程运输")


def test_without_the_chain_a_line_without_name_stays_so() -> None:
    result = priced({"reporting": "CNY", "lines": [line("fixed", "shipment", "1")]}, chain=False)
    assert [found.name_zh for found in result.lines] == [""]


def test_the_weakest_label_is_the_label_of_the_whole() -> None:
    assert [worked(name).confidence for name in ("tables_us", "shirts_de")] == ["medium", "user"]
    assert to_json(priced({"reporting": "CNY"}), words)["confidence"] is None


def test_deep_nonsense_is_refused_by_the_reader() -> None:
    with pytest.raises(CaseRefusedError):
        parse("[" * 100_000)


def test_a_missing_divisor_is_named() -> None:
    goods: JsonObject = {"id": "a", "units": 10, "gross_kg": "5", "cbm": "0.1"}
    result = priced({"reporting": "USD", "skus": [goods], "lines": [line("headhaul", "chargeable_kg", "2", "USD")]})
    found = next(one.unknown for one in result.lines if one.unknown)
    assert (found.code, found.variant) == ("C20", "divisor_cm_kg")
