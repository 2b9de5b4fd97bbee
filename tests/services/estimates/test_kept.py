"""Estimates of earlier versions lay as files in the profile: they come to their shipments, once, and stay there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exporter_desk.costs.frozen import freeze
from exporter_desk.services.estimates.kept import old_folder, take_over_files
from tests.storage.desk import ID, opened, repository, with_one_case

TEXT = json.dumps(freeze({}, {"totals": {}}, engine="1"))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "home"))


def old_file(case_id: str, name: str, text: str = TEXT) -> Path:
    folder = old_folder() / case_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_old_files_come_to_their_shipment_once(tmp_path: Path) -> None:
    file = old_file(ID, "2026-11-20.json")
    old_file("1" * 16, "2026-11-20.json")  # of a shipment of another company
    desk = repository(with_one_case(tmp_path / "c.db"))
    assert [take_over_files(desk) for _ in range(2)] == [1, 0]
    assert [(one.name, one.text) for one in desk.estimates.listed(ID)] == [("2026-11-20", TEXT.encode())]
    assert file.exists()
    desk.close()


@pytest.mark.parametrize(("name", "text"), [("notes.json", TEXT), ("2026-11-20.json", "{"), ("2026-11-20.txt", TEXT)])
def test_other_files_are_left_alone(name: str, text: str, tmp_path: Path) -> None:
    old_file(ID, name, text)
    desk = repository(with_one_case(tmp_path / "c.db"))
    assert take_over_files(desk) == 0
    desk.close()


def test_without_old_files_or_open_to_read_nothing_happens(tmp_path: Path) -> None:
    from exporter_desk.storage.sqlite_repository import SqliteRepository

    file = with_one_case(tmp_path / "c.db")
    desk = repository(file)
    assert take_over_files(desk) == 0
    desk.close()
    old_file(ID, "2026-11-20.json")
    read_only = SqliteRepository(opened(file, read_only=True))
    assert take_over_files(read_only) == 0
    read_only.close()
