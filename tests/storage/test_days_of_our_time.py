"""Files of former schema versions held days of any year: one that can be of no shipment waits as a draft."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter_desk.domain import case_json, paths
from exporter_desk.domain.case import Case
from exporter_desk.domain.edit import draft_findings, type_text
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.shipment import Route, Terms
from exporter_desk.domain.tax import Declaration, PreRefund, PurchaseInvoice, Rate, Receipt, TaxFile
from exporter_desk.storage.rows import case_of, rows_of
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import CASE, EVENT, ID, STAMP, opened, repository

FAR = date(9999, 12, 31)
PLACES = (
    "day", "terms.contract_date", "route.departed", "goods.g1.hs_confirmed_on", "tax.claim_date",
    "tax.declarations.d1.export_date", "tax.purchase_invoices.pi1.day", "tax.receipts.r1.day", "tax.rates.0.day",
    "tax.pre_refunds.f1.done",
)  # fmt: skip


def far(day: date) -> Case:
    tax = TaxFile(
        claim_date=day,
        declarations=(Declaration(id="d1", export_date=day),),
        purchase_invoices=(PurchaseInvoice(id="pi1", day=day),),
        receipts=(Receipt(id="r1", day=day),),
        rates=(Rate(day=day),),
        pre_refunds=(PreRefund(id="f1", done=day),),
    )
    goods = (GoodsLine(id="g1", hs_confirmed_on=day),)
    return replace(
        CASE, day=day, terms=Terms(contract_date=day), route=Route(departed=day), goods=goods, tax=tax, drafts={}
    )


def older(file: Path, day: date) -> None:
    """Write a file of a former version, which knew of no first and no last year."""
    desk = repository(file)
    desk.create(far(day), STAMP, EVENT)
    desk.close()
    with closing(sqlite3.connect(file)) as raw:
        # Undo what the versions between added, so that their scripts can run again.
        raw.execute("ALTER TABLE shipment DROP COLUMN handed_over")
        raw.execute("PRAGMA user_version = 6")
        raw.commit()


@pytest.mark.parametrize("day", [FAR, date(1, 1, 1), date(2100, 1, 1), date(1999, 12, 31)])
def test_an_older_file_opens_and_its_far_days_wait(tmp_path: Path, day: date) -> None:
    file = tmp_path / "a.db"
    older(file, day)
    reader = SqliteRepository(opened(file, read_only=True))
    read = reader.load(ID)
    reader.close()
    desk = repository(file)
    for case in (read, desk.load(ID)):
        assert dict(case.drafts) == dict.fromkeys(PLACES, day.isoformat())
        assert {(one.code, one.variant) for one in draft_findings(case)} == {("D06", "years")}
        assert (case.day, case.tax.claim_date, case.tax.rates[0].day) == (None, None, None)
        assert case_json.load(case_json.dump(case)) == case
    desk.close()
    with closing(sqlite3.connect(file)) as raw:  # what was mended or cleared does not come back
        assert raw.execute("SELECT day FROM receipt UNION SELECT day FROM shipment").fetchall() == [(None,)]
        assert raw.execute("SELECT count(*) FROM answer WHERE kind = 'day'").fetchone() == (0,)


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2099, 12, 31)])
def test_days_of_our_time_stay(tmp_path: Path, day: date) -> None:
    file = tmp_path / "a.db"
    older(file, day)
    desk = repository(file)
    assert desk.load(ID) == far(day)
    desk.close()


def test_a_step_that_is_undone_may_bring_back_a_far_day() -> None:
    assert set(case_of(ID, rows_of(far(FAR))).drafts) == set(PLACES)


@pytest.mark.parametrize("typed", ["9999-12-31", "1999/12/31", "2100年1月1日", "00010101"])
def test_a_far_day_stays_where_it_was_typed(typed: str) -> None:
    case = type_text(Case(), "tax.claim_date", typed)
    assert (case.tax.claim_date, dict(case.drafts)) == (None, {"tax.claim_date": typed})
    assert [(one.code, one.variant) for one in draft_findings(case)] == [("D06", "years")]
    assert paths.read(type_text(case, "tax.claim_date", "2099-12-31"), "tax.claim_date") == date(2099, 12, 31)
