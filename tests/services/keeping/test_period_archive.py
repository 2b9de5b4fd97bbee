"""The archive of a period: who is in it, by which month, what lies in it, until when to keep it, whole or not."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.tax import Declaration, PaperState, TaxFile
from exporter_desk.services.case_service import CaseService
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping import archive_commands
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.services.keeping.period_archive import DIGESTS, LIST, archive_period, month_of
from exporter_desk.services.typed_words import read_period
from exporter_desk.system import resources

DAY = date(2026, 11, 23)
DESK = Desk()


def shipment(number: str, **tax: object) -> Case:
    """A sample of a trader under another number, with what was noted of its refund."""
    sample = DESK.sample("furniture")
    noted = replace(sample.tax, **tax)  # type: ignore[arg-type]  # fields by name
    return replace(sample, id=None, sample=None, number=number, tax=noted)


@pytest.fixture
def cases(desk_home: Path) -> Iterator[CaseService]:
    opened = open_cases(DESK)
    contract = PaperState(id="BA-1", state="have", number="HT-1", place="柜 3")
    opened.import_case(shipment("2026-050", claim_date=date(2027, 2, 10), papers=(contract,)))
    opened.import_case(shipment("2026-051"))
    opened.import_case(Case(number="2026-052", title="没日期"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("2026-02", ["202602"]),
        ("２０２６０２", ["202602"]),
        ("2026-Q4", ["202610", "202611", "202612"]),
        ("2026q1", ["202601", "202602", "202603"]),
        ("2026", [f"2026{month:02d}" for month in range(1, 13)]),
    ],
)
def test_periods_are_months_quarters_and_years(typed: str, months: list[str]) -> None:
    assert list(read_period(typed)) == months


@pytest.mark.parametrize("typed", ["2026-13", "2026-Q5", "", "20261", "Q1", "2026-00", "0000", "0000-01", "9999-Q4"])
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        read_period(typed)
    assert refused.value.code == "S360"


@pytest.mark.parametrize(
    ("tax", "export", "filed"),
    [
        (TaxFile(claim_period="202703", claim_date=date(2027, 2, 10)), date(2026, 12, 18), ("202703", "claim")),
        (TaxFile(claim_date=date(2027, 2, 10)), date(2026, 12, 18), ("202702", "claim")),
        (TaxFile(), date(2026, 12, 31), ("202612", "export")),
        (TaxFile(), None, None),
    ],
)
def test_the_claim_counts_before_the_export(tax: TaxFile, export: date | None, filed: object) -> None:
    assert month_of(Case(tax=tax), export) == filed


def test_shipments_of_the_period_lie_in_folders_with_their_digests(cases: CaseService, tmp_path: Path) -> None:
    done = archive_period(cases, DESK, ("202702",), tmp_path / "归档.zip", DAY, "zh")
    assert [one.exported.number for one in done.shipments] == ["2026-050"]
    assert done.undated == ("2026-052",)
    with zipfile.ZipFile(done.path) as archive:
        names = archive.namelist()
        assert names == [f"2026-050/{name}" for name in ("case.json", "goods.xlsx", "archive.pdf")] + [LIST, DIGESTS]
        told = dict(line.split("  ")[::-1] for line in archive.read(DIGESTS).decode().splitlines())
        assert told == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]}


def test_the_list_says_how_each_paper_stands_and_until_when_to_keep_it(cases: CaseService, tmp_path: Path) -> None:
    done = archive_period(cases, DESK, ("202702",), tmp_path / "a.zip", DAY, "zh")
    with zipfile.ZipFile(done.path) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read(LIST)))
    rows = list(book["备案单证"].iter_rows(min_row=2, values_only=True))
    contract = next(row for row in rows if row[6] == "出口合同")
    # Ten years from the claim of 2027-02-10 by the rules of 2026.
    assert contract[:5] == ("2026-050", contract[1], "申报年月", "202702", "2026-12-18")
    assert contract[7:10] == ("有", "HT-1", "柜 3")
    assert {row[11] for row in rows} == {"2037-02-10"}
    assert done.shipments[0].have == 1
    assert done.shipments[0].papers == len(rows)


def test_without_a_day_of_the_claim_the_keeping_time_is_open(cases: CaseService, tmp_path: Path) -> None:
    done = archive_period(cases, DESK, ("202610", "202611", "202612"), tmp_path / "q.zip", DAY, "en")
    [one] = done.shipments
    assert (one.exported.number, one.basis, one.month, one.keep_until) == ("2026-051", "export", "202612", None)
    with zipfile.ZipFile(done.path) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read(LIST)))
    assert {row[11] for row in book["Papers kept"].iter_rows(min_row=2, values_only=True)} == {
        "To confirm: no day of the claim"
    }


def test_a_period_without_shipments_leaves_the_archive_that_was_there(cases: CaseService, tmp_path: Path) -> None:
    target = tmp_path / "n.zip"
    target.write_bytes(b"before")
    done = archive_period(cases, DESK, ("202001",), target, DAY, "zh")
    assert done.shipments == ()
    assert target.read_bytes() == b"before"
    assert archive_commands.summary(done).zh.startswith("这段时间没有要归档的业务")


def test_the_command_says_that_a_period_is_empty_and_what_has_no_month(cases: CaseService, tmp_path: Path) -> None:
    cases.close()
    with pytest.raises(UserFacingError) as refused:
        archive_commands.run_archive(DESK, "2020", str(tmp_path / "n.zip"), "zh", print)
    assert (refused.value.code, refused.value.exit_code) == ("S365", 2)
    assert "2026-052" in refused.value.sentence("zh")


def test_a_desk_without_a_database_has_nothing_to_archive(desk_home: Path, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as refused:
        archive_commands.run_archive(DESK, "2027-02", str(tmp_path / "n.zip"), "zh", print)
    assert refused.value.code == "S365"


def test_stopping_leaves_no_archive_and_the_old_one_as_it_was(cases: CaseService, tmp_path: Path) -> None:
    target = tmp_path / "old.zip"
    target.write_bytes(b"before")

    def enough(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive_period(cases, DESK, ("202702",), target, DAY, "zh", enough)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["old.zip"]


def test_equal_shipments_give_equal_bytes(cases: CaseService, tmp_path: Path) -> None:
    first, second = (
        archive_period(cases, DESK, ("202702",), tmp_path / name, DAY, "zh").path.read_bytes()
        for name in ("1.zip", "2.zip")
    )
    assert first == second


def test_declarations_give_the_month_where_no_export_date_was_typed(cases: CaseService, tmp_path: Path) -> None:
    shipped = Declaration(id="d1", number="531620260123456789", export_date=date(2025, 7, 31))
    cases.import_case(Case(number="2025-009", tax=TaxFile(declarations=(shipped,))))
    done = archive_period(cases, DESK, ("202507",), tmp_path / "d.zip", DAY, "zh")
    assert [(one.exported.number, one.basis) for one in done.shipments] == [("2025-009", "export")]


def test_the_answer_of_the_command_follows_its_schema(cases: CaseService, tmp_path: Path) -> None:
    cases.close()
    said: list[str] = []
    answer = archive_commands.run_archive(DESK, "2027-02", str(tmp_path / "c.zip"), "zh", said.append)
    jsonschema.validate(answer.data, json.loads(resources.read_bytes("schemas/archive.json")))
    assert answer.exit_code == 0
    assert said == ["[1/1]"]
    assert any("2026-052" in line.zh for line in answer.messages)


def test_an_archive_is_a_zip(desk_home: Path, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as refused:
        archive_commands.run_archive(DESK, "2027-02", str(tmp_path / "归档"), "zh", print)
    assert refused.value.code == "S362"
