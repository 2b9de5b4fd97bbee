"""A full disk is told by what was to be written, with advice that fits: the first start, a copy, a second place."""

import errno
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from exporter_desk.cli import main
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping import doctor
from exporter_desk.services.keeping.backups import Backups
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.storage import backup, faults, lock, travel
from exporter_desk.storage.connection import part_name
from exporter_desk.storage.travel import export_case
from exporter_desk.system import paths, settings
from tests.storage.desk import CASE, EVENT, STAMP, with_one_case


@pytest.fixture
def file(desk_home: Path) -> Path:
    return with_one_case(company_path())


def full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refused(act: object) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        act()  # type: ignore[operator]  # a callable
    return caught.value


@pytest.mark.parametrize("practice", [False, True])
def test_a_first_start_on_a_full_disk_says_so(desk_home: Path, monkeypatch: pytest.MonkeyPatch, practice: bool) -> None:
    if practice:
        monkeypatch.setenv(paths.PRACTICE_VARIABLE, "1")
    with monkeypatch.context() as disk:
        disk.setattr(lock.os, "write", full)
        error = refused(lambda: list_cases(Desk()))
    assert (error.code, error.zh) == ("S385", "磁盘满了，“company.exdb”没有建成，什么都没有留下。")
    assert [path for path in desk_home.rglob("*") if path.is_file()] == []
    list_cases(Desk()).close()


@pytest.mark.parametrize("again", [False, True])
def test_a_hidden_part_is_told_by_the_name_it_will_get(tmp_path: Path, again: bool) -> None:
    part = part_name(tmp_path / "company.exdb")
    part = part_name(part) if again else part
    assert "“company.exdb”" in faults.DAMAGED.error(name=part.name).zh
    assert "“.company.part”" in faults.DAMAGED.error(name=".company.part").zh


def little_room(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the disk of these folders be full."""
    usage = shutil.disk_usage

    def told(folder: Path) -> object:
        seen = usage(folder)
        return seen._replace(free=1000) if any(Path(folder).name.startswith(name) for name in names) else seen

    monkeypatch.setattr(backup.shutil, "disk_usage", told)


def test_a_full_second_place_is_named_as_the_user_did_and_the_first_copy_stands(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    settings.load(paths.find_paths().settings).set(settings.BACKUP_SECOND, str(stick))
    little_room(monkeypatch, "company-")
    assert main(["data", "backup"]) == 0
    told = "".join(capsys.readouterr())
    assert f"第一份备份已写好，第二份没有写。第二个位置“{stick}”的磁盘空间不够。" in told
    assert "company-" not in told.split("第一份备份已写好")[1]


def test_a_second_place_that_is_away_is_told(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick = tmp_path / "U盘"
    settings.load(paths.find_paths().settings).set(settings.BACKUP_SECOND, str(stick))
    assert main(["data", "backup"]) == 0
    told = "".join(capsys.readouterr())
    assert f"第二个位置“{stick}”现在不在，这次只写了一份" in told
    with pytest.raises(doctor.OddError) as odd:
        doctor.backups_line(Backups(file, str(stick)))
    assert odd.value.words.zh.endswith("第二个位置：已设置，现在不在，没有那里写好过备份的记录，请接好它再备份一次")
    stick.mkdir()
    assert main(["data", "backup"]) == 0
    assert "现在不在" not in "".join(capsys.readouterr())
    assert doctor.backups_line(Backups(file, str(stick))).zh.endswith("第二个位置：有")
    stick.rename(tmp_path / "拔掉的U盘")
    assert main(["data", "backup"]) == 0
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    assert f"只写了一份；那里最近一份是 {today} 的。" in "".join(capsys.readouterr())
    assert doctor.backups_line(Backups(file, str(stick))).zh.endswith(f"现在不在，那里最近一份是 {today} 的")


def test_a_sealed_backup_names_no_hidden_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    phrase = tmp_path / "phrase.txt"
    phrase.write_text("桌子 窗户 铅笔 台灯", encoding="utf-8")
    little_room(monkeypatch, ".sealing-")
    assert main(["data", "backup", "--seal", "--passphrase-file", str(phrase)]) == 3
    told = "".join(capsys.readouterr())
    assert "“companies”所在的磁盘空间不够" in told
    assert ".sealing" not in told


def test_an_export_and_a_backup_to_a_full_disk_give_advice_that_fits(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise faults.DISK_FULL.error(name="x")

    monkeypatch.setattr(travel, "new_database", stopped)
    error = refused(lambda: export_case(CASE, tmp_path / "一票.exdesk", STAMP, EVENT))
    assert (error.code, "关闭程序" in error.sentence("zh")) == ("S386", False)
    monkeypatch.setattr(backup, "copy_database", stopped)
    error = refused(lambda: Backups(file).write_to(tmp_path / "U盘" / "copy.exdb"))
    assert (error.code, "“U盘”所在的磁盘空间不够" in error.zh) == ("S35", True)
