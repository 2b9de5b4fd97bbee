"""The shipped code tables: shape, look-up, search, and names typed in place of codes."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest

from exporter_desk.domain.case_json import load
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.typed_codes import normalise_codes

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "codes"


@cache
def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}


@cache
def tables() -> CodeTables:
    return CodeTables.load(files())


def test_every_file_is_described_and_every_description_has_a_file() -> None:
    described = {f"{table}.csv" for table in tables().tables}
    assert described == {name for name in files() if name.endswith(".csv")}


@pytest.mark.parametrize("table", tables().tables)
def test_codes_have_their_shape_and_occur_once(table: str) -> None:
    keys = [row[tables().info(table).key] for row in csv.DictReader(io.StringIO(files()[f"{table}.csv"].decode()))]
    assert [key for key in keys if not tables().has_shape(table, key)] == []
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("table", [table for table in tables().tables if table != "hs_obsolete"])
def test_every_row_has_a_chinese_name(table: str) -> None:
    assert [code for code, row in tables().rows(table).items() if not row["zh"]] == []


@pytest.mark.parametrize("table", ["units", "currencies", "countries", "packaging_types", "transport_modes"])
def test_tables_for_english_papers_are_translated_whole(table: str) -> None:
    assert [code for code, row in tables().rows(table).items() if not row["en"]] == []


@pytest.mark.parametrize("table", tables().tables)
def test_a_table_names_its_source_and_never_claims_to_be_official(table: str) -> None:
    info = tables().info(table)
    assert info.source
    assert info.confidence in {"secondary", "unconfirmed"}
    assert info.notes.zh
    assert info.notes.en


@pytest.mark.parametrize(
    ("table", "code", "zh"),
    [
        ("units", "035", "千克"),
        ("currencies", "EUR", "欧元"),
        ("customs_districts", "5316", "大鹏海关"),
        ("exit_ports", "470601", "盐田"),
        ("ports", "DEU063", "汉堡"),
        ("domestic_districts", "36079", "赣州"),
        ("packaging_types", "22", "纸制或纤维板制盒/箱"),
        ("trade_terms", "2", "C&F"),
        ("countries", "NA", "纳米比亚"),
    ],
)
def test_known_codes_have_their_known_names(table: str, code: str, zh: str) -> None:
    assert tables().name(table, code, "zh") == zh


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("0110", "一般贸易"),
        ("9610", "电子商务"),
        ("9710", "跨境电商B2B直接出口"),
        ("9810", "跨境电商出口海外仓"),
        ("1210", "保税电商"),
        ("1039", "市场采购"),
    ],
)
def test_modes_are_printed_by_their_short_names(code: str, short: str) -> None:
    row = tables().row("supervision_modes", code)
    assert row is not None
    assert (row["short_zh"], row["offered"]) == (short, "Y")


def test_country_codes_translate_between_the_three_sets() -> None:
    assert tables().alpha3("DE") == "DEU"
    assert [tables().alpha2(code) for code in ("DE", "deu", "304", "德国", "X")] == ["DE", "DE", "DE", "DE", None]


def test_what_is_not_known_is_none() -> None:
    assert tables().name("ports", "XXX999", "zh") is None
    assert tables().name("customs_districts", "3706", "en") is None
    assert tables().label("customs_districts", "3706", "en") == "龙岩海关"
    assert tables().code_of("units", "piece") is None, "several units are called piece in English"


@pytest.mark.parametrize(
    ("table", "text", "first"),
    [
        ("ports", "汉堡", "DEU063"),
        ("ports", "hamburg", "DEU063"),
        ("ports", "DEU063", "DEU063"),
        ("units", "千克", "035"),
    ],
)
def test_search_finds_by_code_chinese_and_english(table: str, text: str, first: str) -> None:
    assert tables().search(table, text, 5)[0]["code"] == first


def test_search_without_words_finds_nothing_and_keeps_its_limit() -> None:
    assert tables().search("ports", "  ") == ()
    assert len(tables().search("ports", "港", 7)) == 7


def test_typed_names_become_codes() -> None:
    text = """{"goods": [{"id": "g1", "unit": "千克", "unit1": "035", "origin": "CHN", "source_district": "赣州"}],
      "packages": [{"id": "p1", "kind": "22"}], "terms": {"currency": "美元", "freight": {"currency": "usd"}},
      "route": {"dest": "德国", "dest_port": "汉堡", "exit_port": "盐田"},
      "tax": {"receipts": [{"id": "r", "currency": "欧元"}], "warehouse_sales": [{"id": "w", "currency": "美元"}]}}"""
    case = normalise_codes(load(text), tables())
    line, route, terms = case.goods[0], case.route, case.terms
    assert (line.unit, line.unit1, line.origin, line.source_district) == ("035", "035", "CN", "36079")
    assert (route.dest, route.dest_port, route.exit_port) == ("DE", "DEU063", "470601")
    assert (terms.currency, terms.freight and terms.freight.currency) == ("USD", "USD")
    assert (case.tax.receipts[0].currency, case.tax.warehouse_sales[0].currency) == ("EUR", "USD")


def test_a_name_of_no_or_several_codes_stays_as_typed() -> None:
    case = load('{"goods": [{"id": "g1", "unit": "堆", "source_district": "吉林其他"}], "route": {"dest": "XX"}}')
    assert normalise_codes(case, tables()) == case
