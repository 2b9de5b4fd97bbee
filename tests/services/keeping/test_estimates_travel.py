"""Saved estimates in the zip of all shipments: they come back with their shipment; a changed one does not."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import jsonschema
import pytest

from exporter_desk.costs.frozen import freeze
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import all_commands, export_all, import_all
from exporter_desk.services.keeping.company import open_cases
from exporter_desk.storage.estimates import Kept, SqliteEstimates
from exporter_desk.system import resources

if TYPE_CHECKING:
    from pathlib import Path

    from exporter_desk.services.case_service import CaseService
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.session import Session

DAY = date(2026, 11, 23)
OLDER, NEWER = (json.dumps(freeze({}, {"totals": {"n": one}}, engine="1")).encode() for one in ("1", "2"))


@pytest.fixture
def target(session: Session, tmp_path: Path) -> Path:
    """The zip of a company whose own shipment has two estimates of one day, and whose first sample has one."""
    own = session.cases.import_case(Case(number="E-1"))
    for text in (OLDER, NEWER):
        session.cases.estimates.add(str(own.id), "2026-11-22", text)
    session.cases.estimates.add(sample_of(session.cases), "2026-11-20", OLDER)
    export_all.export_all(session.cases, session.desk, tmp_path / "all.zip", DAY, "zh")
    return tmp_path / "all.zip"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: Path, desk: Desk) -> CaseService:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "elsewhere"))
    return open_cases(desk)


def sample_of(cases: CaseService) -> str:
    return min(one.id for one in cases.cases(limit=100) if one.sample == "furniture")


def taken(cases: CaseService, desk: Desk, path: Path) -> dict[str, import_all.Taken]:
    with import_all.opened(path) as parcel:
        return {one.wanted: one for one in import_all.import_all(cases, desk, parcel, DAY)}


def test_they_come_back_under_their_days_the_newest_first(there: CaseService, desk: Desk, target: Path) -> None:
    outcomes = taken(there, desk, target)
    kept = there.estimates.listed(str(there.find("E-1")))
    assert kept == (Kept("2026-11-22.002", NEWER), Kept("2026-11-22", OLDER))
    assert (outcomes["E-1"].estimates, outcomes["E-1"].estimates_left) == (2, 0)
    there.close()


def test_a_sample_that_is_here_gets_what_was_estimated_with_it(there: CaseService, desk: Desk, target: Path) -> None:
    assert sum(one.estimates for one in taken(there, desk, target).values() if one.state == import_all.PRESENT) == 1
    assert sum(one.estimates for one in taken(there, desk, target).values() if one.state == import_all.PRESENT) == 0
    assert [one.text for one in there.estimates.listed(sample_of(there))] == [OLDER]
    there.close()


@pytest.mark.parametrize(
    ("name", "text"),
    [("2026-11-24", NEWER.replace(b'"2"', b'"3"')), ("2026-11-24", b"{"), ("x", NEWER), ("latest", NEWER)],
)
def test_what_was_changed_or_is_no_estimate_stays_out_and_is_told(
    there: CaseService, desk: Desk, tmp_path: Path, name: str, text: bytes
) -> None:
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("a/case.json", json.dumps({"schema": "exporter-desk/case", "schema_version": 1}))
        archive.writestr("a/estimates/2026-11-22.json", OLDER)
        archive.writestr(f"a/estimates/{name}.json", text)
    with import_all.opened(tmp_path / "one.zip") as parcel:
        [one] = import_all.import_all(there, desk, parcel, DAY)
    assert (one.state, one.estimates, one.estimates_left) == ("imported", 1, 1)
    there.close()


def test_a_shipment_whose_estimates_cannot_be_written_is_in_all_the_same(
    there: CaseService, desk: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise UserFacingError("S20", "满", "full")

    monkeypatch.setattr(SqliteEstimates, "take_over", full)
    one = taken(there, desk, target)["E-1"]
    assert (one.state, one.estimates, one.estimates_left) == ("imported", 0, 2)
    there.close()


def test_both_commands_count_them(session: Session, there: CaseService, desk: Desk, target: Path) -> None:
    there.close()
    schema, said = json.loads(resources.read_bytes("schemas/data.json")), list[str]()
    back = all_commands.run_import(str(target), "zh", said.append)
    jsonschema.validate(back.data, schema)
    assert any(line.endswith("E-1；2 份存档的测算") for line in said)
    out = all_commands.run_export(str(target.with_name("again.zip")), None, "zh", said.append)
    jsonschema.validate(out.data, schema)
    assert out.data is not None
    assert out.data["estimates"] == 3
    assert out.lines[0].zh.endswith("，含 3 份存档的测算。")
