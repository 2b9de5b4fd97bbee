"""Codes found by code, by name in both languages, and by the reading of the Chinese name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from exporter_desk.rules.code_search import SearchIndex
from exporter_desk.rules.codes import CodeTables

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "codes"
HANZI = re.compile(r"[\u3400-\u9fff]")


@cache
def tables() -> CodeTables:
    return CodeTables.load({path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())})


@pytest.mark.parametrize(
    ("table", "text", "first"),
    [
        ("exit_ports", "yantian", "470601"),
        ("exit_ports", "yt", "470601"),
        ("ports", "luoshanji", "USA264"),
        ("ports", "luo shan ji", "USA264"),
        ("ports", "lsj", "USA264"),
        ("ports", "USA264", "USA264"),
        ("ports", "usa26", "USA261"),
        ("ports", "los angeles", "USA264"),
        ("countries", "deguo", "DE"),
        ("countries", "dg", "DE"),
        ("countries", "germany", "DE"),
        ("domestic_districts", "ganzhou", "36079"),
        ("customs_districts", "dphg", "5316"),
        ("customs_districts", "longnanhaiguan", "4008"),
        ("units", "qianke", "035"),
        ("units", "QK", "035"),
        ("supervision_modes", "yibanmaoyi", "0110"),
        ("supervision_modes", "ybmy", "0110"),
        ("packaging_types", "zhizhi", "22"),
        ("hs", "qicheng", "0805100000"),
    ],
)
def test_a_clerk_finds_the_code_by_what_he_types(table: str, text: str, first: str) -> None:
    row = tables().search(table, text, 3)[0]
    assert row["code"] == first


@pytest.mark.parametrize(("table", "name"), [("domestic_districts", "重庆"), ("customs_districts", "重庆")])
def test_names_with_two_readings_have_the_right_one(table: str, name: str) -> None:
    found = tables().search(table, "chongqing", 50)
    assert any(name in row["zh"] for row in found)
    assert not any(name in row["zh"] for row in tables().search(table, "zhongqing", 50))


READ = [table for table in tables().tables if "pinyin" in next(iter(tables().rows(table).values()))]


def test_the_tables_that_people_search_have_readings() -> None:
    assert {"ports", "countries", "domestic_districts", "customs_districts", "units", "supervision_modes"} <= set(READ)


@pytest.mark.parametrize("table", READ)
def test_every_hanzi_has_its_syllable(table: str) -> None:
    for code, row in tables().rows(table).items():
        syllables = row["pinyin"].partition(" / ")[0].split()
        assert all(re.fullmatch("[0-9a-z]+", syllable) for syllable in syllables), code
        assert len(syllables) >= len(HANZI.findall(row["zh"])), code


def index() -> SearchIndex:
    return SearchIndex(
        [
            ("A1", ("盐田", "Yantian"), "yan tian"),
            ("YT", ("别处", ""), "bie chu"),
            ("B2", ("大盐田", ""), "da yan tian / hai bian"),
            ("C3", ("烟台", "Yantai"), "yan tai"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("yt", ("YT", "A1", "C3", "B2")),  # the code itself, whole names by their letters, then inside
        ("yantian", ("A1", "B2")),
        ("tian", ("A1", "B2")),
        ("antian", ("A1",)),  # inside the English name; readings count from the start of a syllable
        ("盐 大", ("B2",)),
        ("haibian", ("B2",)),
        ("hb", ("B2",)),
        ("y", ("YT", "A1", "C3", "B2")),
        ("ＹＴ", ("YT", "A1", "C3", "B2")),
        ("yan xx", ()),
        ("  ", ()),
    ],
)
def test_the_best_come_first(text: str, codes: tuple[str, ...]) -> None:
    assert index().search(text, 9) == codes


def test_the_limit_is_kept() -> None:
    assert index().search("y", 2) == ("YT", "A1")
    assert index().search("y", 0) == index().search("y", -1) == ()


def test_a_row_without_reading_is_found_by_its_names() -> None:
    assert SearchIndex([("1", ("千克",), "")]).search("千", 1) == ("1",)
