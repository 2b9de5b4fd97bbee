"""What stands rightly on papers brings no question about the way out, marks, names or the packhouse's own report."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from exporter_desk.domain.case_json import load
from exporter_desk.domain.finding import Finding, Severity
from tests.checklist.test_consistency import found, put, sample_data


def findings(sample: str, path: str, value: object) -> set[tuple[str, str]]:
    data = sample_data(sample)
    put(data, path.split("."), value)
    return {_key(finding) for finding in found(load(json.dumps(data)))}


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.variant


@pytest.mark.parametrize("mark", ["MADE IN CHINA", "Made in P.R. China", "PRODUCE OF CHINA", "MADE IN ITALIAN STYLE"])
def test_marks_that_name_no_other_origin_ask_nothing(mark: str) -> None:
    assert ("X62", "mark") not in findings("apparel", "route.marks", ["ABC", mark])


@pytest.mark.parametrize(
    ("mark", "told"), [("MADE IN KOREA", False), ("MADE IN VIET NAM", True), ("MADE IN USA", True)]
)
def test_one_name_of_two_countries_is_either(mark: str, told: bool) -> None:
    data: dict[str, Any] = sample_data("apparel")
    for line in data["goods"]:
        line["origin"] = "KR"
    put(data, ["route", "marks"], [mark])
    assert (("X62", "mark") in {_key(finding) for finding in found(load(json.dumps(data)))}) is told


@pytest.mark.parametrize("place", ["SHANGHAI", "NINGBO, CHINA", "YANTIAN", "深圳盐田", "GANZHOU"])
def test_fob_from_a_place_at_home_asks_no_port_abroad(place: str) -> None:
    assert ("X13", "loading_abroad") not in findings("apparel", "terms.place", place)


@pytest.mark.parametrize("words", ["未检出", "没有不合格", "无不符合项", "未发现不合格", "合格"])
def test_a_report_that_found_nothing_passes(words: str) -> None:
    assert ("X60", "not_passed") not in findings("navel-orange", "facts.inspection_result", words)


@pytest.mark.parametrize("name", ["扑克牌", "广告牌", "男式T恤衫"])
def test_a_name_of_goods_that_are_no_brand_asks_nothing(name: str) -> None:
    assert ("X15", "brand_in_name") not in findings("apparel", "goods.g1.name_zh", name)


@pytest.mark.parametrize(
    "address", ["NO. 1 SAMPLE RD, GANZHOU, CHINA", "GANZHOU, P.R. CHINA", "Ganzhou 341000, P. R. C."]
)
def test_an_address_that_names_the_country_asks_nothing(address: str) -> None:
    assert ("X6", "no_china") not in findings("apparel", "parties.pt1.address_en", address)


def test_a_scan_that_says_the_same_asks_nothing() -> None:
    data: dict[str, Any] = sample_data("furniture")
    gross = sum((Decimal(box["gross_kg"]) * (box["to"] - box["from"] + 1) for box in data["packages"]), Decimal(0))
    scan = {"id": "a1", "paper": "invoice", "stated_number": f" {data['terms']['invoice_no']} ".lower()}
    scan["stated_currency"] = data["terms"]["currency"]
    scan["stated_gross_kg"] = str(gross.quantize(Decimal(1), ROUND_HALF_UP))  # a bill of lading has whole kilograms
    data["attachments"] = [scan]
    assert "X77" not in {finding.code for finding in found(load(json.dumps(data)))}


def test_a_paper_that_nobody_compares_asks_nothing() -> None:
    data = sample_data("furniture")
    data["attachments"] = [{"id": "a1", "paper": "agency", "stated_number": "1", "stated_gross_kg": "1"}]
    assert "X77" not in {finding.code for finding in found(load(json.dumps(data)))}


@pytest.mark.parametrize("sample", ["furniture", "apparel", "navel-orange"])
def test_a_row_of_goods_in_which_nothing_stands_yet_is_no_error(sample: str) -> None:
    """It is no goods that were forgotten in packing; its name and everything else is asked for."""
    data = sample_data(sample)
    row = len(data["goods"]) + 1
    data["goods"].append({"id": "g99"})
    (told,) = (one for one in found(load(json.dumps(data))) if (one.code, one.variant) == ("X4", "unpacked"))
    assert (told.severity, told.values["line_zh"]) == (Severity.CONFIRM, f"商品第 {row} 行")
    data["goods"][-1]["name_zh"] = "竹篮"
    (told,) = (one for one in found(load(json.dumps(data))) if (one.code, one.variant) == ("X4", "unpacked"))
    assert (told.severity, told.values["line_zh"]) == (Severity.ERROR, f"商品第 {row} 行（竹篮）")


@pytest.mark.parametrize(
    "elements",
    [["0", "2", "瓦楞纸板", "无品牌", "", "", ""], ["0", "0", "瓦楞纸板"], ["1", "0", "瓦楞纸板", "垚木牌", "NO. 7"]],
)
def test_right_elements_of_a_code_without_a_list_are_only_to_be_looked_up(elements: list[str]) -> None:
    """Their number and order cannot be judged; with a confirmed code that is a reminder, no fault."""
    data: dict[str, Any] = sample_data("furniture")
    data["goods"][0] |= {"hs": "4819100000", "elements": elements}
    told = [finding for finding in found(load(json.dumps(data))) if finding.code == "X15"]
    assert [(one.variant, one.severity) for one in told] == [("no_list", Severity.HINT)]


@pytest.mark.parametrize(
    ("code", "elements"),
    [
        ("9403609990", ["0", "0", "餐厅用", "橡胶木", "无品牌", "1400mm"]),  # the table has the list of this code
        ("8517130000", ["0", "0", "通话用", "无品牌", "A-1"]),  # X7 says already that elements cannot be checked
        ("94036099", ["0", "0"]),  # no code at all
        ("9999990000", ["0", "0"]),  # no such chapter
        ("4418200020", ["0", "0"]),  # gone
        ("4819100000", []),  # nothing typed yet: asked for as a whole
    ],
)
def test_a_missing_list_is_told_only_where_it_is_the_question(code: str, elements: list[str]) -> None:
    data: dict[str, Any] = sample_data("furniture")
    data["goods"][0] |= {"hs": code, "elements": elements}
    assert not {finding.variant for finding in found(load(json.dumps(data)))} & {"no_list", "no_list_head"}


@pytest.mark.parametrize("code", ["4819100000", "9403609990"])
def test_an_empty_kind_of_brand_is_told_once(code: str) -> None:
    data: dict[str, Any] = sample_data("furniture")
    data["goods"][0] |= {"hs": code, "elements": ["", "0", "餐厅用", "橡胶木", "无品牌", "1400mm"]}
    told = [finding for finding in found(load(json.dumps(data))) if "goods.g1.elements.0" in finding.places]
    assert [(finding.code, finding.variant, finding.severity) for finding in told] == [("X15", "empty", Severity.ERROR)]
