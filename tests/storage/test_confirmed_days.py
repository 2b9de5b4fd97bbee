"""Files of schema version 5 held any text as the day on which a code was confirmed: it waits as a draft."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.domain.edit import draft_findings, type_text
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.storage.rows import case_of, rows_of
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import CASE, EVENT, ID, STAMP, opened, repository

PATH = "goods.g1.hs_confirmed_on"
FIELD = "hs_confirmed_on"
# What stood there, the day that it is, and what waits to be mended.
TEXTS = [
    ("2026-11-20", date(2026, 11, 20), {}),
    ("2026/11/20", None, {PATH: "2026/11/20"}),
    ("11月20日，报关行", None, {PATH: "11月20日，报关行"}),
    ("2026-02-30", None, {PATH: "2026-02-30"}),
    ("0000-01-01", None, {PATH: "0000-01-01"}),
    ("now", None, {PATH: "now"}),
    (None, None, {}),
]


def older(file: Path, text: str | None) -> None:
    """Write a file of the former version."""
    desk = repository(file)
    desk.create(replace(CASE, goods=(GoodsLine(id="g1", hs="9403609990"),)), STAMP, EVENT)
    desk.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE goods_line SET hs_confirmed_on = ?", (text,))
        raw.execute("ALTER TABLE shipment DROP COLUMN handed_over")  # came with version 7
        raw.execute("PRAGMA user_version = 5")
        raw.commit()


@pytest.mark.parametrize(("text", "day", "waiting"), TEXTS)
def test_an_older_file_opens_with_days_and_what_is_none_waits(
    tmp_path: Path, text: str | None, day: date | None, waiting: dict[str, str]
) -> None:
    file = tmp_path / "a.db"
    older(file, text)
    reader = SqliteRepository(opened(file, read_only=True))
    desk_case = reader.load(ID)
    reader.close()
    desk = repository(file)
    for case in (desk_case, desk.load(ID)):
        assert (case.goods[0].hs_confirmed_on, dict(case.drafts)) == (day, waiting)
        assert [one.code for one in draft_findings(case)] == ["D06"] * len(waiting)
        assert case_json.load(case_json.dump(case)) == case
    desk.close()
    with closing(sqlite3.connect(file)) as raw:  # what was mended or cleared does not come back
        assert raw.execute("SELECT hs_confirmed_on FROM goods_line").fetchall() == [(day and day.isoformat(),)]


def test_a_step_that_is_undone_may_bring_back_a_text() -> None:
    rows = rows_of(Case(id=ID, goods=(GoodsLine(id="g1"),)))
    rows["goods_line", ("g1",)] |= {FIELD: "上周"}
    assert dict(case_of(ID, rows).drafts) == {PATH: "上周"}


@pytest.mark.parametrize("typed", ["2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", "20261120"])
def test_the_day_is_typed_as_any_other(typed: str) -> None:
    case = type_text(Case(goods=(GoodsLine(id="g1"),)), PATH, typed)
    assert (case.goods[0].hs_confirmed_on, dict(case.drafts)) == (date(2026, 11, 20), {})


def test_a_text_that_is_no_day_stays_where_it_was_typed() -> None:
    case = type_text(Case(goods=(GoodsLine(id="g1"),)), PATH, "上周")
    assert (case.goods[0].hs_confirmed_on, dict(case.drafts)) == (None, {PATH: "上周"})
    assert [(one.code, one.places) for one in draft_findings(case)] == [("D06", (PATH,))]
