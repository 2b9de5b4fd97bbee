"""The clock stands still on request, and every folder can be moved by one variable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import clock, paths

BEIJING = timezone(timedelta(hours=8))


def test_a_fixed_clock_keeps_the_users_day() -> None:
    fixed = clock.FixedClock(datetime(2026, 11, 25, 0, 30, tzinfo=BEIJING))
    assert fixed.today() == date(2026, 11, 25)
    assert fixed.now().utcoffset() == timedelta(hours=8)


def test_now_knows_its_zone() -> None:
    assert clock.now().tzinfo is not None
    assert clock.today() in {clock.now().date(), clock.now().date() - timedelta(days=1)}


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    found = paths.find_paths({paths.HOME_VARIABLE: str(tmp_path)})
    assert {found.data.parent, found.settings.parent, found.logs.parent, found.output.parent} == {tmp_path}


def test_folders_are_made_on_request_only(desk_home: Path) -> None:
    found = paths.find_paths()
    assert not desk_home.exists()
    found.make_folders()
    assert (found.data.is_dir(), found.logs.is_dir(), found.output.exists()) == (True, True, False)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserFacingError):
        paths.find_paths({paths.HOME_VARIABLE: str(tmp_path / "file")}).make_folders()


def test_papers_go_to_documents_when_there_are_any(throw_away_home: Path, tmp_path: Path) -> None:
    assert paths._documents(tmp_path) == tmp_path / "出口单证台"
    assert paths._documents(tmp_path / "none") == Path.home() / "出口单证台"


def test_the_users_own_places_are_below_the_home(throw_away_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    found = paths.find_paths()
    assert all(place.is_relative_to(throw_away_home) for place in (found.data, found.settings, found.logs))


def test_paths_cost_no_import_at_start(fresh_python: Callable[[str], str]) -> None:
    assert fresh_python("import sys, exporter_desk.system.paths; print('platformdirs' in sys.modules)") == "False\n"
