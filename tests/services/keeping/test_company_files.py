"""What `data` refuses: the sentence names the file that is at fault, and the exit code says whose matter it is."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.keeping import company_files
from exporter_desk.services.keeping.backup_commands import Wish, back_up, restore
from exporter_desk.services.keeping.company import company_path
from exporter_desk.storage.backup import read_backup
from tests.storage.desk import CASE, EVENT, ID, STAMP, STEP, repository, with_one_case

PHRASE = "桌子 窗户 铅笔"


@pytest.fixture(autouse=True)
def file(desk_home: Path) -> Path:
    return with_one_case(company_path())


@pytest.fixture
def travelling(tmp_path: Path, file: Path) -> Path:
    company_files.run("export", str(tmp_path / "one.exdesk"), ID)
    return tmp_path / "one.exdesk"


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:12288] + b"A" * (len(content) - 12288))


def refused(act: Callable[[], object]) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        act()
    return caught.value


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_single_shipment_never_takes_the_place_of_the_company(travelling: Path, file: Path) -> None:
    before = file.read_bytes()
    error = refused(lambda: restore(Wish(target=str(travelling))))
    assert (error.code, error.exit_code) == ("S267", 2)
    assert "data import one.exdesk" in error.remedy_zh
    assert file.read_bytes() == before


def test_a_restore_says_what_is_inside_and_what_it_replaces_before_it_is_done(file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(file, tmp_path / "copy.exdb"))
    desk = repository(file)
    desk.create(replace(CASE, id="9f00000000000001", number="2026-015"), STAMP, EVENT)
    desk.close()
    shown: list[str] = []

    def no(lines: tuple[Bilingual, ...]) -> bool:
        shown.extend(line.zh for line in lines)
        return False

    error = refused(lambda: restore(Wish(target=str(copy), agreed=no)))
    assert (error.code, shown[0]) == ("S268", f"备份 {copy}：1 票业务，最后改动 2026-11-22。")
    assert shown[1].startswith("它代替现在的数据：2 票业务，")
    assert read_backup(file).cases == 2
    answer = restore(Wish(target=str(copy)))
    assert [line.zh for line in answer.lines[:2]] == shown
    assert answer.data is not None
    assert read_backup(Path(str(answer.data["kept"]))).cases == 2


@pytest.mark.parametrize("act", [lambda: back_up(Wish(), "zh"), lambda: company_files.run("check", None, None)])
def test_a_damaged_company_is_named_and_is_the_machines_matter(file: Path, act: Callable[[], object]) -> None:
    damage(file)
    error = refused(act)
    assert (error.code, error.exit_code) == ("S24", 3)
    assert "company.exdb" in error.zh


def test_an_import_into_a_damaged_company_names_the_company(travelling: Path, file: Path) -> None:
    damage(file)
    error = refused(lambda: company_files.run("import", str(travelling), None))
    assert (error.code, error.exit_code) == ("S24", 3)
    assert "company.exdb" in error.zh


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM shipment", "S34"),
        ("CREATE TRIGGER t AFTER INSERT ON shipment BEGIN SELECT 1; END", "S263"),
        ("CREATE VIEW v AS SELECT 1", "S263"),
    ],
)
def test_a_travelling_file_that_is_none_is_unreadable_input(travelling: Path, change: str, code: str) -> None:
    execute(travelling, change)
    error = refused(lambda: company_files.run("import", str(travelling), None))
    assert (error.code, error.exit_code) == (code, 2)


def test_a_damaged_travelling_file_is_unreadable_input(travelling: Path) -> None:
    travelling.write_bytes(travelling.read_bytes()[:5000])
    error = refused(lambda: company_files.run("import", str(travelling), None))
    assert (error.code, error.exit_code) == ("S24", 2)
    assert "one.exdesk" in error.zh


@pytest.mark.parametrize("action", ["import", "check"])
def test_a_folder_is_told_as_one(tmp_path: Path, action: str) -> None:
    error = refused(lambda: company_files.run(action, str(tmp_path), None))
    assert (error.code, error.exit_code) == ("S38", 2)
    assert refused(lambda: restore(Wish(target=str(tmp_path)))).code == "S38"


@pytest.fixture
def sealed(tmp_path: Path, file: Path) -> Path:
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")
    wish = Wish(target=str(tmp_path / "s.sealed"), seal=True, passphrase_file=str(tmp_path / "phrase"))
    back_up(wish, "zh")
    return tmp_path / "s.sealed"


def test_a_sealed_backup_is_no_shipment(sealed: Path) -> None:
    error = refused(lambda: company_files.run("import", str(sealed), None))
    assert (error.code, error.exit_code) == ("S264", 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda whole: whole[:-5], "S66"),
        (lambda whole: whole + b"x", "S63"),
        (lambda whole: whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:], "S63"),
        (lambda whole: whole[:10], "S61"),
        (lambda whole: b"", "S61"),
    ],
)
def test_a_sealed_backup_that_was_changed_is_unreadable_input(
    sealed: Path, change: Callable[[bytes], bytes], code: str
) -> None:
    sealed.write_bytes(change(sealed.read_bytes()))
    phrase = str(sealed.parent / "phrase")
    error = refused(lambda: restore(Wish(target=str(sealed), passphrase_file=phrase)))
    assert (error.code, error.exit_code) == (code, 2)


def test_nothing_makes_a_folder_that_may_be_mistyped(tmp_path: Path) -> None:
    for name in ("x.exdesk", "x.json"):
        error = refused(lambda name=name: company_files.run("export", str(tmp_path / "none" / name), ID))
        assert (error.code, error.exit_code) == ("S45", 2)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_takes_no_files_is_told_as_read_only(
    file: Path, travelling: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def closed(path: object, flags: int, *more: int, **also: object) -> int:
        if flags & os.O_CREAT and file.parent in Path(os.fsdecode(path)).parents:  # type: ignore[arg-type]  # a path
            raise OSError(errno.EROFS, "read-only file system")
        return real(path, flags, *more, **also)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(os, "open", closed)
    monkeypatch.setattr("exporter_desk.storage.backup._require_space", lambda *_: None)
    for act in (lambda: back_up(Wish(), "zh"), lambda: company_files.run("import", str(travelling), None)):
        error = refused(act)
        assert (error.code, error.exit_code) == ("S21", 3)


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of POSIX")
def test_only_the_owner_reads_what_the_program_keeps(file: Path, sealed: Path, travelling: Path) -> None:
    def rights(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    kept = restore(Wish(target=str(back_up(Wish(), "zh").data["path"]))).data["kept"]  # type: ignore[index]  # there
    backups = list((file.parent / "backups").iterdir())
    assert backups
    assert {rights(path) for path in (file, sealed, Path(str(kept)), *backups)} == {0o600}
    assert {rights(path) for path in (file.parent, file.parent / "backups")} == {0o700}
    # What is handed to others is as everybody's files are.
    assert rights(travelling) & 0o044


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of POSIX")
def test_a_database_of_a_former_program_is_closed_to_others_when_it_is_opened(file: Path) -> None:
    file.chmod(0o644)
    desk = repository(file)
    desk.save(CASE, CASE, STEP, STAMP)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in file.parent.glob("company.exdb*")} == {0}
    desk.close()
