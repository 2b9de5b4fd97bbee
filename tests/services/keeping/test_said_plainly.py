"""What is said when a file, a folder or a disk is not what was meant: the right name, the right advice, plain words."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from exporter_desk.cli import main
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping import data_move
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.storage import faults, moving


@pytest.fixture
def database(desk_home: Path) -> Path:
    list_cases(Desk()).close()
    return company_path()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(list(words))
    return code, "".join(capsys.readouterr())


def test_a_look_at_data_that_nobody_entered_is_told_as_that(
    desk_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, "data", "check")
    assert (code, "还没有数据" in text, "U盘" in text) == (2, True, False)


def test_an_import_beside_a_newer_database_names_the_database(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    (tmp_path / "one.json").write_text("{}", encoding="utf-8")
    code, text = said(capsys, "data", "import", str(tmp_path / "one.json"))
    assert (code, "“company.exdb”是更新版本" in text, "before" in text) == (3, True, False)
    assert list((database.parent / "backups").glob("*before*")) == []


def test_a_move_to_a_full_disk_speaks_of_the_move(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise faults.DISK_FULL.error(name="company.exdb")

    monkeypatch.setattr(moving, "back_up_file", full)
    with pytest.raises(UserFacingError) as caught:
        data_move.move_to(tmp_path)
    assert caught.value.code == "S277"
    assert "没有搬" in caught.value.zh
    assert "不要关闭" not in caught.value.sentence("zh")
    assert database.exists()


@pytest.mark.parametrize("command", ["check", "advise"])
def test_a_folder_in_the_place_of_a_shipment_is_told_as_one(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, text = said(capsys, command, str(tmp_path))
    assert (code, "是文件夹" in text, "没有这个文件" in text) == (2, True, False)


@pytest.mark.parametrize("number", ["1" * 40, f"1.{'2' * 51}", f"-{'9' * 31}"])
def test_a_number_without_end_is_told_as_too_long(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    case = tmp_path / "one.json"
    case.write_text(json.dumps({"terms": {"freight": {"amount": number, "currency": "USD"}}}), encoding="utf-8")
    _, text = said(capsys, "check", str(case))
    assert "D05" in text
    assert "数字太长：最多 30 个字符" in text
    assert "要填数字" not in text


def test_a_word_in_the_place_of_a_number_is_still_told_as_that(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "one.json"
    case.write_text(json.dumps({"terms": {"freight": {"amount": "x" * 40}}}), encoding="utf-8")
    assert "要填数字" in said(capsys, "check", str(case))[1]


@pytest.mark.parametrize(
    ("data", "zh"),
    [
        ({"goods": {"a": 1}}, "应当是一个列表（写在方括号里），现在是一组项目。"),
        ({"terms": [1]}, "应当是一组项目（写在大括号里），现在是一个列表。"),
        ({"title": 5}, "应当是带引号的文字，现在是5。"),
        ([], "应当是一组项目（写在大括号里），现在是一个列表。"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_words(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: object, zh: str
) -> None:
    case = tmp_path / "one.json"
    case.write_text(json.dumps(data), encoding="utf-8")
    _, text = said(capsys, "check", str(case))
    assert zh in text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\0" * 100])
def test_a_broken_pack_is_told_in_chinese(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    pack = tmp_path / "one.edpack"
    pack.write_bytes(content)
    code, text = said(capsys, "pack", "install", str(pack))
    assert (code, "不是能读的 zip 文件" in text, "is no zip" in text) == (2, True, False)
    assert "is no zip that can be read" in said(capsys, "--lang", "en", "pack", "install", str(pack))[1]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "2026-903"),
        ("packet", "2026-903", "--out", "OUT"),
        ("data", "export", "OUT.json", "--case", "2026-903"),
    ],
)
def test_what_reads_a_newer_database_says_so_once_and_goes_on(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    here = [word.replace("OUT", str(tmp_path / "out")) for word in words]
    before = said(capsys, *here)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    written = database.read_bytes()
    again = [word.replace("OUT", str(tmp_path / "again")) for word in words]
    code, text = said(capsys, *again)
    assert (code, text.count("“company.exdb”是更新版本的程序写的")) == (before[0], 1)
    assert "更新版本" not in before[1]
    assert database.read_bytes() == written


def test_a_command_that_reads_no_database_says_nothing_of_it(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert said(capsys, "words", "en", "USD", "12450") == (
        0,
        "SAY US DOLLARS TWELVE THOUSAND FOUR HUNDRED AND FIFTY ONLY.\n",
    )
