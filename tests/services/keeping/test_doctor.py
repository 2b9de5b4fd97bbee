"""The self-check: each language whole, what should be mended named, packs with version, day and signer."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping import doctor
from exporter_desk.services.keeping.backups import Backups
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.keeping.doctor import OddError
from exporter_desk.services.keeping.upkeep import examine_installation
from exporter_desk.services.packs.store import PackStore
from exporter_desk.system import clock
from exporter_desk.system.clock import FixedClock
from tests.storage.desk import with_one_case
from tests.support.signed_packs import Maker, Profile

HANZI = re.compile(r"[一-鿿]")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "companies" / "company.exdb")


def odd(look: Callable[[], Bilingual]) -> Bilingual:
    with pytest.raises(OddError) as caught:
        look()
    return caught.value.words


@pytest.mark.usefixtures("desk_home")
def test_every_line_is_wholly_of_one_language() -> None:
    with_one_case(company_path())
    for line in examine_installation(Desk()).lines:
        assert not HANZI.search(line.en), line.en
        label, text = line.zh[2:].split("：", 1)
        assert not re.search("[A-Za-z]", label), line.zh
        # Versions, sizes and codes read the same; sentences do not.
        assert text == line.en[2:].split(": ", 1)[1] or HANZI.search(text), line.zh


@pytest.mark.usefixtures("desk_home")
def test_every_look_has_a_name_and_the_json_both_languages() -> None:
    answer = examine_installation(Desk())
    assert answer.data is not None
    checks = answer.data["checks"]
    assert isinstance(checks, list)
    assert {one["name"] for one in checks if isinstance(one, dict)} == set(doctor.NAMES)


def test_a_backup_from_days_to_come_is_told(file: Path) -> None:
    Backups(file, "", FixedClock(clock.now() + timedelta(days=1620))).write_now()
    backups = Backups(file)
    backups.write_now()
    words = odd(lambda: doctor.backups_line(backups))
    assert "时钟" in words.zh
    assert "clock" in words.en


def test_the_age_of_the_newest_backup(file: Path) -> None:
    backups = Backups(file)
    assert odd(lambda: doctor.backups_line(backups)).zh == "还没有备份"
    Backups(file, "", FixedClock(datetime(2026, 1, 1, tzinfo=UTC))).write_now()
    age = (clock.now() - datetime(2026, 1, 1, tzinfo=UTC)).days
    assert str(age) in odd(lambda: doctor.backups_line(backups)).zh
    backups.write_now()
    assert doctor.backups_line(backups).zh == "2 份，最近的 0 天前，第二个位置：没有"


def test_a_folder_that_takes_nothing_and_a_full_disk_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MB" in doctor.disk_line(tmp_path / "not" / "made").zh
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: usage._replace(free=5 << 20))
    words = odd(lambda: doctor.disk_line(tmp_path))
    assert (words.zh, words.en) == ("只剩 5 MB，备份需要更多", "only 5 MB are free; backups need more room")
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert "只读" in odd(lambda: doctor.disk_line(tmp_path)).zh


def test_a_synced_folder_is_told_in_both_languages(tmp_path: Path) -> None:
    words = odd(lambda: doctor.place_line(tmp_path / "OneDrive"))
    assert HANZI.search(words.zh)
    assert not HANZI.search(words.en)


def test_packs_are_listed_with_version_day_and_signer(tmp_path: Path) -> None:
    profile, maker = Profile(tmp_path), Maker(tmp_path)
    profile.trust(maker)
    today = date(2026, 11, 22)
    store = PackStore(profile.store.folder)
    assert doctor.packs_lines(store, today).zh == "没有另装，用程序自带的"
    profile.take(maker.signed())
    told = doctor.packs_lines(store, today)
    assert re.search(r"\S+ 2026\.\S+，有效到 \d{4}-\d\d-\d\d，签名 .+", told.zh)
    assert re.search(r"\S+ 2026\.\S+, until \d{4}-\d\d-\d\d, signed by .+", told.en)
    late = odd(lambda: doctor.packs_lines(store, date(2099, 1, 1)))
    assert "过期" in late.zh
    assert "有效到" in late.zh


def test_the_log_is_counted_and_its_last_lines_are_shown(tmp_path: Path) -> None:
    lines = [f"2026-11-22 10:00:{number:02d} WARNING code=S{number}\n" for number in range(10)]
    (tmp_path / "exporter-desk.log").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "crash-1.txt").touch()
    told = doctor.last_errors(tmp_path)
    assert told.zh.startswith("警告或错误 10 行，错误报告 1 份\n")
    assert len(told.en.splitlines()) == 1 + doctor.LAST_LINES


def test_an_account_that_never_had_a_printer_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_key(_root: object, name: str) -> object:
        raise FileNotFoundError(2, "File not found", name)

    monkeypatch.setitem(sys.modules, "winreg", SimpleNamespace(OpenKey=open_key, HKEY_CURRENT_USER=1))
    assert doctor._windows_printers() == 0


def test_the_printers_of_an_account_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"Software\\Microsoft\\Windows NT\\CurrentVersion\\Devices": (0, 3, 0)}  # subkeys, values, moment
    winreg = SimpleNamespace(OpenKey=lambda _root, name: held[name], HKEY_CURRENT_USER=1, QueryInfoKey=tuple)
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    assert doctor._windows_printers() == 3
