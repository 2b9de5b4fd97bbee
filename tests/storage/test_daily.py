"""Daily backups: one a day, thinned to 7 days, 4 weeks and 12 months, whatever the clock says."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.storage import daily
from exporter_desk.storage.connection import Store
from exporter_desk.storage.daily import MANY_CHANGES, back_up_today, found, kept
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.storage.desk import ID, STAMP, STEP, opened, with_one_case

TODAY = date(2026, 11, 22)


def test_one_backup_a_day(tmp_path: Path) -> None:
    store = opened(with_one_case(tmp_path / "账套.db"))
    folder = tmp_path / "备份"
    first = back_up_today(store, folder, TODAY)
    assert first.report is not None
    assert (first.report.path.name, first.report.cases) == ("账套.2026-11-22.no0001.db", 1)
    assert back_up_today(store, folder, TODAY).report is None
    assert list(found(store.path, folder)) == [TODAY]
    store.close()


def test_two_years_of_days_become_seven_days_four_weeks_twelve_months() -> None:
    days = kept(TODAY - timedelta(days=back) for back in range(730))
    assert {TODAY - timedelta(days=back) for back in range(7)} <= days
    # 22 November 2026 is a Sunday: the weeks end on it, on the 15th, 8th and 1st; the months on their last days.
    assert {date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)} <= days
    assert {date(2026, 10, 31), date(2026, 2, 28), date(2025, 12, 31)} <= days
    assert len(days) == 7 + 3 + 11


def test_a_clock_wrong_by_years_removes_nothing_of_a_week() -> None:
    days = [TODAY - timedelta(days=back) for back in range(6)]
    assert kept([*days, date(2040, 1, 1)]) == {*days, date(2040, 1, 1)}


@given(st.lists(st.dates(), max_size=60, unique=True))
def test_what_was_written_last_always_stays_whatever_the_clock_said(days: list[date]) -> None:
    assert kept(days) <= set(days)
    assert len(kept(days)) >= min(len(days), 7)
    assert set(days[:1]) <= kept(days)


@pytest.mark.parametrize("thin", [True, False])
def test_thinning_touches_only_daily_backups_of_this_database(tmp_path: Path, thin: bool) -> None:
    store = opened(with_one_case(tmp_path / "c.db"))
    folder = tmp_path / "b"
    folder.mkdir()
    old = [folder / f"c.2026-09-{day:02d}.db" for day in range(1, 31)]
    others = [folder / name for name in ("d.2026-09-01.db", "c.2026-13-01.db", "notes.txt", "c.2026-09-01.db.bak")]
    for path in (*old, *others):
        path.write_bytes(b"x")
    done = back_up_today(store, folder, TODAY, thin=thin)
    left = found(store.path, folder)
    assert all(path.exists() for path in others)
    # 6 more days, of which the 30th also closes a week and the month; 27 and 20 September are the Sundays before.
    expected = {date(2026, 9, day) for day in (30, 29, 28, 27, 26, 25, 20)} | {TODAY}
    assert set(left) == (expected if thin else {TODAY, *(date(2026, 9, day) for day in range(1, 31))})
    assert len(done.removed) == (23 if thin else 0)
    store.close()


def test_years_of_a_wrong_clock_push_no_right_day_out() -> None:
    right = [TODAY - timedelta(days=back) for back in range(7)]
    future = [date(2040, 1, day) for day in range(1, 20)]
    past = [date(2009, 12, day) for day in range(1, 20)]
    written = [*right, *reversed(future), *reversed(past)]
    assert set(right) <= kept(written)
    assert {*future[-7:], *past[-7:]} <= kept(written)


def test_three_months_of_a_clock_ahead_push_no_right_day_out() -> None:
    right = [TODAY - timedelta(days=back) for back in range(7)]
    ahead = [TODAY + timedelta(days=90 - back) for back in range(20)]
    assert set(right) <= kept([*right, *ahead])


def test_a_clock_that_stands_behind_still_backs_up(tmp_path: Path) -> None:
    store = opened(with_one_case(tmp_path / "c.db"))
    folder = tmp_path / "b"
    back_up_today(store, folder, TODAY)
    for _each_start in range(2):
        assert back_up_today(store, folder, date(2010, 1, 1)).report is not None
    assert set(found(store.path, folder)) == {TODAY, date(2010, 1, 1)}
    assert back_up_today(store, folder, TODAY).report is None
    store.close()


def starts(tmp_path: Path, days: list[date]) -> list[Path]:
    """What lies in the folder, the one written last first, after a start on each of these days."""
    store = opened(with_one_case(tmp_path / "c.db"))
    for day in days:
        back_up_today(store, tmp_path / "b", day)
    store.close()
    return sorted((tmp_path / "b").iterdir(), key=lambda path: path.stem.rpartition("no")[2], reverse=True)


def test_a_clock_that_says_the_same_day_for_ever_still_backs_up(tmp_path: Path) -> None:
    left = starts(tmp_path, [date(2000, 1, 1)] * 12)
    assert [path.name for path in left] == [f"c.2000-01-01.no{number:04d}.db" for number in range(12, 5, -1)]


def test_a_clock_that_fell_back_after_right_days_keeps_those_and_the_last_of_its_own(tmp_path: Path) -> None:
    right = [TODAY - timedelta(days=1), TODAY]
    left = starts(tmp_path, [*right, *[TODAY - timedelta(days=200)] * 9])
    assert [path.name for path in left[:7]] == [f"c.2026-05-06.no{number:04d}.db" for number in range(11, 4, -1)]
    assert {path.name.split(".")[1] for path in left[7:]} == {str(day) for day in right}
    assert len(left) == 9


def test_when_the_clock_is_right_again_one_of_the_wrong_day_stays(tmp_path: Path) -> None:
    left = starts(tmp_path, [*[date(2000, 1, 1)] * 9, TODAY, TODAY])
    assert [path.name for path in left] == ["c.2026-11-22.no0010.db", "c.2000-01-01.no0009.db"]


def typed(store: Store, fields: int) -> None:
    """Accept so many fields, each as a step of its own."""
    desk = SqliteRepository(store)
    for _field in range(fields):
        case = desk.load(ID)
        desk.save(case, replace(case, note=f"{case.note or ''}."), STEP, STAMP)


def test_a_clock_that_stands_still_at_a_likely_day_backs_up_after_many_changes(tmp_path: Path) -> None:
    store, folder = opened(with_one_case(tmp_path / "c.db")), tmp_path / "b"
    assert back_up_today(store, folder, TODAY).report is not None
    typed(store, MANY_CHANGES - 1)
    assert back_up_today(store, folder, TODAY).report is None
    typed(store, 1)
    assert back_up_today(store, folder, TODAY).report is not None
    assert back_up_today(store, folder, TODAY).report is None
    store.close()
    assert [path.name for path in sorted(folder.iterdir())] == [f"c.2026-11-22.no000{one}.db" for one in (1, 2)]


def test_of_one_day_told_for_ever_the_last_seven_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "MANY_CHANGES", 1)
    store, folder = opened(with_one_case(tmp_path / "c.db")), tmp_path / "b"
    for _each_start in range(9):
        typed(store, 1)
        assert back_up_today(store, folder, TODAY).report is not None
    assert sorted(path.name for path in folder.iterdir()) == [f"c.2026-11-22.no000{one}.db" for one in range(3, 10)]
    back_up_today(store, folder, TODAY + timedelta(days=1))
    assert sorted(path.name for path in folder.iterdir()) == ["c.2026-11-22.no0009.db", "c.2026-11-23.no0010.db"]
    store.close()


def test_a_backup_of_the_day_that_cannot_be_read_is_written_again(tmp_path: Path) -> None:
    store, folder = opened(with_one_case(tmp_path / "c.db")), tmp_path / "b"
    first = back_up_today(store, folder, TODAY).report
    assert first is not None
    first.path.write_bytes(first.path.read_bytes()[:5000])
    again = back_up_today(store, folder, TODAY).report
    assert again is not None
    assert again.path != first.path
    store.close()
