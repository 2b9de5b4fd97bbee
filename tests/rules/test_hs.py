"""The commodity code table: units, elements, rates, marks, search, obsolete codes and the JSON of the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.hs import HsCode, HsTable, hs_json

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
CODES = CodeTables.load({path.name: path.read_bytes() for path in (RESOURCES / "codes").iterdir()})
TABLE = HsTable(CODES)
CHAIR, ORANGE, SHIRT, OLD_SHIRT = "9401690090", "0805100000", "6109100000", "6109100021"


def entry(code: str) -> HsCode:
    found = TABLE.lookup(code)
    assert found is not None
    return found


def test_a_wooden_chair_is_counted_in_pieces_and_kilograms() -> None:
    assert entry(CHAIR).units == ("007", "035")
    assert entry(CHAIR).units_complete


def test_an_orange_has_one_unit_nine_percent_and_export_inspection() -> None:
    orange = entry(ORANGE)
    assert orange.units == ("035",)
    assert (orange.vat_pct, orange.refund_pct, orange.refund_confidence) == (Decimal(9), Decimal(9), "secondary")
    assert orange.supervision == "AB"


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        (ORANGE, {"inspection": True}),  # AB, P.R/Q.S, both seen
        (CHAIR, {"inspection": False}),  # AB, P/Q, carried over within the heading
        ("4406110000", {"licence": True, "inspection": True}),  # 4ABxy, P/Q
        ("4403970000", {"ban": True, "inspection": False}),  # 8A, M.P/Q: the class alone tells the side of exports
        (SHIRT, {}),  # A, M/: the side of imports
        ("9403200000", {}),  # seen as none
    ],
)
def test_marks_of_the_side_of_exports_ask_something(code: str, asked: dict[str, bool]) -> None:
    assert {demand.asks: demand.sure for demand in TABLE.demands(entry(code))} == asked


def test_unknown_marks_ask_nothing() -> None:
    unknown = next(code for code, row in CODES.rows("hs").items() if row["supervision"] == row["inspection"] == "")
    assert TABLE.demands(entry(unknown)) == ()


def test_every_mark_of_the_table_has_a_meaning() -> None:
    rows = CODES.rows("hs").values()
    for column, table in (("supervision", "control_marks"), ("inspection", "inspection_marks")):
        used = {mark for row in rows if row[column] != "无" for mark in row[column] if mark not in "./"}
        assert used <= CODES.rows(table).keys()


def test_a_recalled_rate_stays_unconfirmed() -> None:
    assert (entry(CHAIR).refund_pct, entry(CHAIR).refund_confidence) == (Decimal(13), "unconfirmed")


def test_marks_seen_as_none_differ_from_marks_not_known() -> None:
    unknown = next(code for code, row in CODES.rows("hs").items() if row["supervision"] == "")
    assert entry("9403200000").supervision == ""
    assert entry(unknown).supervision is None


def test_elements_start_with_brand_kind_and_preference_and_end_with_the_tail() -> None:
    shirt = entry(SHIRT)
    assert shirt.elements[:2] == ("品牌类型", "出口享惠情况")
    assert shirt.required_elements == shirt.elements[:-3]
    assert len(shirt.required_elements) == 10


@pytest.mark.parametrize(
    ("text", "first"), [("0805.10", ORANGE), ("0805 1000", ORANGE), ("木框架的坐具", "9401619010")]
)
def test_search_by_prefix_and_by_chinese(text: str, first: str) -> None:
    assert TABLE.search(text)[0].code == first


def test_search_looks_into_the_hints_of_the_elements() -> None:
    assert [code.code for code in TABLE.search("脐橙")] == [ORANGE]


def test_search_by_english_words_needs_all_of_them() -> None:
    found = TABLE.search("seats wooden", 50)
    assert CHAIR in {code.code for code in found}
    assert TABLE.search("seats oranges") == ()


def test_an_obsolete_code_names_the_codes_that_share_its_digits() -> None:
    old = TABLE.obsolete(OLD_SHIRT)
    assert old is not None
    assert (old.match_digits, old.candidates) == (8, (SHIRT,))
    assert TABLE.lookup(OLD_SHIRT) is None
    assert TABLE.obsolete(SHIRT) is None


def test_the_table_says_which_headings_it_covers() -> None:
    assert TABLE.covers("9403999999")
    assert not TABLE.covers("8517130000")


@pytest.mark.parametrize("text", [ORANGE, OLD_SHIRT, "坐具", "no such goods"])
def test_the_json_follows_its_schema(text: str) -> None:
    schema = json.loads((RESOURCES / "schemas" / "hs.json").read_text(encoding="utf-8"))
    jsonschema.validate(hs_json(CODES, text), schema)


def test_the_json_of_a_code_says_where_its_rate_stands() -> None:
    answer = hs_json(CODES, CHAIR)
    result = answer["results"]
    assert isinstance(result, list)
    assert isinstance(result[0], dict)
    assert (result[0]["refund_pct"], result[0]["refund_confidence"]) == ("13", "unconfirmed")
    assert answer["as_of"] == "2026-03-24"


def test_the_json_of_an_obsolete_code_offers_candidates() -> None:
    assert hs_json(CODES, OLD_SHIRT)["obsolete"] == {"code": OLD_SHIRT, "match_digits": 8, "candidates": [SHIRT]}
