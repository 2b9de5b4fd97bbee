"""Backups of a company: daily and by hand, in two places, before risky acts, sealed, and brought back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from pypdf import PdfReader

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.keeping import sealed_backups
from exporter_desk.services.keeping.backups import BEFORE_KEPT, MARK_FILE, Backups
from exporter_desk.storage.backup import read_backup
from exporter_desk.system.clock import FixedClock
from exporter_desk.system.sealed import Cost, is_sealed
from tests.storage.desk import with_one_case

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUICK = Cost(n=2**14)
PHRASE = "桌子 窗户 铅笔"
MARK = "aa11bb22"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = with_one_case(tmp_path / "companies" / "company.exdb")
    (made.parent / MARK_FILE).write_text(MARK, encoding="ascii")
    return made


def ours(stick: Path) -> Path:
    """The folder of this computer in the second place."""
    return stick / f"company-{MARK}"


def at(moment: datetime, file: Path, second: Path | str = "") -> Backups:
    return Backups(file, str(second), FixedClock(moment))


def test_a_backup_by_hand_goes_to_both_places(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups = at(NOON, file, stick)
    done = backups.write_now()
    assert (done.report.cases, done.second, done.second_failed) == (1, ours(stick) / done.report.path.name, None)
    assert read_backup(ours(stick) / done.report.path.name).cases == 1
    assert [(one.kind, one.second) for one in backups.listed()] == [("by_hand", False), ("by_hand", True)]


def test_a_stick_in_a_drawer_is_no_failure_and_is_written_when_it_is_back(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    backups = at(NOON, file, stick)
    first = backups.write_daily()
    assert first is not None
    assert (first.second, first.second_failed) == (None, None)
    stick.mkdir()
    again = backups.write_daily()
    assert again is not None
    assert again.second == ours(stick) / "company.2026-11-22.no0001.exdb"
    assert backups.write_daily() is None


def test_a_full_stick_is_told_and_the_first_copy_stands(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, usage = tmp_path / "stick", shutil.disk_usage(tmp_path)
    stick.mkdir()
    monkeypatch.setattr(
        "exporter_desk.storage.backup.shutil.disk_usage",
        lambda folder: usage._replace(free=100) if stick in folder.parents else usage,
    )
    done = at(NOON, file, stick).write_now()
    assert done.report.path.exists()
    assert done.second_failed is not None
    assert done.second_failed.code == "S35"
    assert list(ours(stick).iterdir()) == []


def test_both_places_are_thinned_but_not_after_a_restore(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for back in range(20, 0, -1):
        at(NOON - timedelta(days=back), file, stick).write_daily()
    counts = [len(list(folder.iterdir())) for folder in (file.parent / "backups", ours(stick))]
    # Seven days of 14 to 20 November, the Sundays of the weeks before, the end of October is too young to be there.
    assert counts[0] == counts[1] < 20
    resting = at(NOON, file, stick)
    resting.after_restore()
    resting.write_daily()
    assert len(list(ours(stick).iterdir())) == counts[1] + 1


def test_two_computers_on_one_stick_leave_each_other_alone(file: Path, tmp_path: Path) -> None:
    stick, other = tmp_path / "stick", with_one_case(tmp_path / "other" / "company.exdb")
    stick.mkdir()
    mine = at(NOON, file, stick)
    copy = mine.write_now().second
    for back in range(20, 0, -1):
        at(NOON - timedelta(days=back), other, stick).write_daily()
    theirs = at(NOON + timedelta(days=1), other, stick)
    written = theirs.write_now()
    assert copy is not None
    assert copy.exists()
    assert {one.path.parent for one in mine.own()} == {file.parent / "backups", copy.parent}
    newest = mine.newest_sound().backup
    assert newest is not None
    assert newest.path.name == copy.name
    assert written.second in [one.path for one in mine.listed() if one.foreign]


def test_a_new_computer_finds_what_the_broken_one_wrote(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = at(NOON, file, stick).write_now().second
    (tmp_path / "new").mkdir()
    offer = at(NOON, tmp_path / "new" / "company.exdb", stick).newest_sound()
    assert offer.backup is not None
    assert offer.backup.path == copy


def test_before_risky_acts_the_last_five_stay(file: Path) -> None:
    for minute in range(8):
        kept = at(NOON + timedelta(minutes=minute), file).before("import")
        assert kept is not None
    at(NOON, file).before("pack")
    names = sorted(path.name for path in (file.parent / "backups").iterdir())
    assert sum("before-import" in name for name in names) == BEFORE_KEPT
    assert sum("before-pack" in name for name in names) == 1
    assert kept.name in names


def test_without_a_database_there_is_nothing_to_save_before(tmp_path: Path) -> None:
    assert at(NOON, tmp_path / "none.exdb").before("import") is None


def test_the_newest_sound_one_takes_the_place_of_a_damaged_database(file: Path) -> None:
    backups = at(NOON, file)
    good = backups.write_now().report.path
    later = at(NOON + timedelta(hours=1), file).write_now().report.path
    later.write_bytes(later.read_bytes()[:5000])
    damaged = file.read_bytes()[:6000]
    file.write_bytes(damaged)
    offer = backups.newest_sound()
    assert offer.backup is not None
    assert (offer.backup.path, offer.unsound) == (good, (later,))
    kept = backups.restore(offer.backup.path)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert read_backup(file).cases == 1
    assert [one.path for one in backups.listed() if one.kind == "set_aside"] == [kept]


def test_a_sealed_backup_is_read_back_and_leaves_no_open_copy(file: Path, tmp_path: Path) -> None:
    backups, target = at(NOON, file), tmp_path / "stick.exdb.sealed"
    report = sealed_backups.write_sealed(backups, target, PHRASE, cost=QUICK)
    assert (report.cases, report.path, is_sealed(target)) == (1, target, True)
    journal = {"company.exdb-wal", "company.exdb-shm"}
    assert {path.name for path in file.parent.iterdir()} - journal == {"company.exdb", "company.exdb.lock", MARK_FILE}
    with sealed_backups.opened_backup(backups, target, lambda: PHRASE) as plain:
        backups.restore(plain)
    assert not plain.exists()
    with (
        pytest.raises(UserFacingError, match="S62"),
        sealed_backups.opened_backup(backups, target, lambda: "another one"),
    ):
        pass


def test_the_recovery_sheet_names_the_file_and_never_the_passphrase(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "stick.exdb.sealed"
    report = sealed_backups.write_sealed(at(NOON, file), target, PHRASE, cost=QUICK)
    for language in ("zh", "en"):
        sheet = sealed_backups.recovery_sheet(report, NOON, language)
        assert "stick.exdb.sealed" in sheet
        assert "2026-11-22 12:00" in sheet
        assert not any(word in sheet for word in PHRASE.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_recovery_sheet_is_one_page_to_print_or_a_text(
    file: Path, tmp_path: Path, language: Literal["zh", "en"]
) -> None:
    target = tmp_path / "stick.exdb.sealed"
    report = sealed_backups.write_sealed(at(NOON, file), target, PHRASE, cost=QUICK)
    sealed_backups.write_sheet(tmp_path / "sheet.PDF", report, NOON, language)
    sealed_backups.write_sheet(tmp_path / "sheet.txt", report, NOON, language)
    [page] = PdfReader(tmp_path / "sheet.PDF").pages
    drawn = "".join(page.extract_text().split())
    text = (tmp_path / "sheet.txt").read_text(encoding="utf-8-sig")
    for line in text.splitlines():
        if not set(line.strip()) <= set("=_"):
            assert "".join(line.split()) in drawn, line


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_a_passphrase_file_without_a_passphrase_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p").write_bytes(content)
    with pytest.raises(UserFacingError, match="S90"):
        sealed_backups.passphrase_from(tmp_path / "p")


def test_a_passphrase_file_of_the_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"\xef\xbb\xbf" + PHRASE.encode() + b"\r\nsecond line\r\n")
    assert sealed_backups.passphrase_from(tmp_path / "p") == PHRASE


def test_files_touched_into_the_future_push_no_backup_out(file: Path) -> None:
    for minute in range(BEFORE_KEPT):
        kept = at(NOON + timedelta(minutes=minute), file).before("import")
        assert kept is not None
        os.utime(kept, (2_000_000_000, 2_000_000_000))
    written = at(NOON + timedelta(hours=1), file).before("import")
    assert written is not None
    assert written.exists()
    assert len(list((file.parent / "backups").iterdir())) == BEFORE_KEPT


def test_a_backup_of_a_clock_ahead_is_not_the_newest_one(file: Path) -> None:
    ahead = at(datetime(2031, 1, 1, tzinfo=UTC), file).write_now().report.path
    right = at(NOON, file).write_now().report.path
    backups = at(NOON, file)
    assert [one.path for one in backups.listed()] == [right, ahead]
    offer = backups.newest_sound()
    assert offer.backup is not None
    assert offer.backup.path == right
    assert backups.is_ahead(backups.listed()[1].at)
    assert not backups.is_ahead(backups.listed()[0].at)


@pytest.mark.parametrize("act", [Backups.write_daily, Backups.write_now, Backups.tidy, lambda one: one.before("x")])
def test_what_a_killed_program_left_beside_the_database_goes(file: Path, act: Callable[[Backups], object]) -> None:
    part, private = file.with_name(".company.exdb.0123456789ab.part"), file.with_name(".sealing-x1y2")
    private.mkdir()
    (private / "company.exdb").write_bytes(file.read_bytes())
    part.touch()
    for path in (part, private):
        os.utime(path, (0, 0))
    act(at(NOON, file))
    assert not part.exists()
    assert not private.exists()
