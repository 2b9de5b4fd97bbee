"""The second place of backups while it is away: what lies there is remembered by its day, for that place alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from exporter_desk.services.keeping import second_place
from exporter_desk.services.keeping.backups import Backups
from exporter_desk.system.clock import FixedClock
from tests.storage.desk import with_one_case

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "companies" / "company.exdb")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "U盘 备份"
    place.mkdir()
    return place


def at(moment: datetime, file: Path, second: Path | str) -> Backups:
    return Backups(file, str(second), FixedClock(moment))


def test_an_unplugged_stick_is_told_with_the_day_of_the_last_copy_on_it(file: Path, stick: Path) -> None:
    at(NOON, file, stick).write_daily()
    assert at(NOON, file, stick).told_away() is None
    away = stick.rename(stick.with_name("out"))
    later = at(NOON + timedelta(days=3), file, stick)
    later.write_daily()
    told = later.told_away()
    assert told is not None
    assert f"“{stick}”现在不在" in told.zh
    assert "那里最近一份是 2026-11-22 的" in told.zh
    assert "the newest copy there is of 2026-11-22" in told.en
    away.rename(stick)
    later.write_daily()
    assert (later.told_away(), later.second_last()) == (None, date(2026, 11, 25))


def test_a_copy_by_hand_counts_as_well(file: Path, stick: Path) -> None:
    at(NOON, file, stick).write_now()
    assert at(NOON, file, stick).second_last() == date(2026, 11, 22)


def test_what_earlier_programs_wrote_there_is_noted_at_the_next_start(file: Path, stick: Path) -> None:
    backups = at(NOON, file, stick)
    backups.write_daily()
    (file.parent / second_place.NOTE_FILE).unlink()
    assert backups.write_daily() is None
    assert backups.second_last() == date(2026, 11, 22)


def test_what_lay_in_another_place_is_not_said_of_this_one(file: Path, stick: Path, tmp_path: Path) -> None:
    at(NOON, file, stick).write_daily()
    other = at(NOON, file, tmp_path / "never there")
    assert other.second_last() is None
    told = other.told_away()
    assert told is not None
    assert "没有那里写好过备份的记录" in told.zh


def test_without_a_second_place_nothing_is_said(file: Path) -> None:
    backups = at(NOON, file, "")
    assert (backups.told_away(), backups.second_last()) == (None, None)


@pytest.mark.parametrize("content", [b"", b"2026-13-40\n/x\n", b"\xff\xfe\x00", b"2026-11-22\n"])
def test_a_note_that_cannot_be_read_says_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / second_place.NOTE_FILE
    file.write_bytes(content)
    assert second_place.noted(file, Path("/x")) is None
    second_place.note(file, Path("/x"), date(2026, 11, 22))
    assert second_place.noted(file, Path("/x")) == date(2026, 11, 22)


@pytest.mark.parametrize(("days", "old"), [(0, False), (8, False), (9, True), (-1, False)])
def test_a_copy_of_more_than_eight_days_is_old(days: int, old: bool) -> None:
    assert second_place.is_old(NOON.date() - timedelta(days=days), NOON.date()) is old


def test_an_unknown_copy_is_old() -> None:
    assert second_place.is_old(None, NOON.date())


def test_a_window_that_is_left_open_wants_a_backup_of_the_next_day(file: Path) -> None:
    at(NOON, file, "").write_daily()
    assert not at(NOON, file, "").wants_a_new_day()
    assert at(NOON + timedelta(days=1), file, "").wants_a_new_day()
