"""What a file to import asks of an item is said in plain words: no code set and no format by its own sign."""

from __future__ import annotations

import pytest

from exporter_desk.documents.messages.build import Gap
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.papers.limit_words import limit_words

DESK = Desk()
NAME = Bilingual("毛重", "gross weight")


def said(reason: str, limit: str) -> tuple[str, str]:
    words = limit_words(Gap(NAME, reason, found="x", limit=limit), DESK.codes)
    return words.zh, words.en


@pytest.mark.parametrize(
    ("reason", "limit", "zh", "en"),
    [
        ("length", "..400", "最多 400 个字", "at most 400 characters"),
        ("bytes", "..100", "最多 100 个字", "at most 100 characters"),
        ("length", "=36", "正好 36 个字", "exactly 36 characters"),
        ("length", "3..4", "3 到 4 个字", "3 to 4 characters"),
        ("digits", "19,4", "最多 19 位数字，其中小数 4 位", "at most 19 digits, 4 of them after the point"),
        ("digits", "9", "最多 9 位数字，没有小数", "at most 9 digits and no decimals"),
        ("code", "units", "不在“计量单位”代码表里", "not in the code table “Units of measure”"),
        ("code", "1|2|3", "只能填 1、2、3", "one of 1, 2, 3 has to stand here"),
        ("too_many", "100", "100", "100"),
        ("sign", "..30", "..30", "..30"),  # its text names no limit
    ],
)
def test_limits_are_said_in_plain_words(reason: str, limit: str, zh: str, en: str) -> None:
    assert said(reason, limit) == (zh, en)


@pytest.mark.parametrize("table", ["hs", "units", "domestic_districts", "customs_districts", "exit_ports", "ports"])
def test_no_code_table_is_named_by_its_file(table: str) -> None:
    zh, en = said("code", table)
    assert DESK.codes.info(table).title.zh in zh
    assert "_" not in en
    assert table not in zh
