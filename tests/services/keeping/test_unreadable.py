"""A database that was cut, and a shipment that cannot be read: what the commands say, and what stays usable."""

import json
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from exporter_desk.cli import main
from exporter_desk.domain.case_json import dump
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path
from exporter_desk.services.session import Session
from exporter_desk.storage.connection import connect
from exporter_desk.storage.travel import export_case
from exporter_desk.system import resources
from tests.storage.desk import CASE, EVENT, ID, STAMP, repository, with_one_case
from tests.support import claim_cases

OTHER = replace(CASE, id="9f00000000000001", number="2026-015")
SCHEMA = json.loads(resources.read_bytes("schemas/data.json"))


@pytest.fixture
def database(desk_home: Path) -> Path:
    """A company with two shipments."""
    path = with_one_case(company_path())
    desk = repository(path)
    desk.create(OTHER, STAMP, EVENT)
    desk.close()
    return path


def spoil(path: Path) -> None:
    with closing(connect(path, "rw")) as connection:
        connection.execute("UPDATE shipment SET day = 'nonsense' WHERE case_id = ?", (ID,))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-300])


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(list(words))
    return code, "".join(capsys.readouterr())


def data(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    main([*words, "--json"])
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, SCHEMA)
    return told


def test_the_refund_of_a_producers_shipment_is_told_beside_one_that_cannot_be_read(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its month before is looked for among the others; LD 2,000 - 568 - 500 = 932.00."""
    (tmp_path / "case.json").write_text(dump(claim_cases.producer("2026-201")), encoding="utf-8")
    assert said(capsys, "data", "import", str(tmp_path / "case.json"))[0] == 0
    spoil(database)
    told = json.loads(said(capsys, "refund", "2026-201", "--json")[1])
    assert [one["value"] for one in told["quantities"] if one["symbol"] == "REFUND"] == ["932.00"]


def test_a_backup_that_was_cut_is_not_restored(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.exdb"
    assert said(capsys, "data", "backup", str(copy))[0] == 0
    cut(copy)
    before = database.read_bytes()
    for words in (["data", "restore", str(copy), "--yes"], ["data", "check", str(copy)]):
        code, told = said(capsys, *words)
        assert (code, "copy.exdb”已损坏" in told) == (2, True)
    assert database.read_bytes() == before


def test_a_company_that_was_cut_is_told_everywhere_and_its_backup_stays_the_newest(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    assert said(capsys, "data", "export", str(case), "--case", "2026-014")[0] == 0
    sound = company_backups().write_now().report
    cut(database)
    commands = (
        ["data", "check"],
        ["data", "backup"],
        ["data", "import", str(case)],
        ["advise", "2026-014"],
        ["doctor"],
    )
    for words in commands:
        code, told = said(capsys, *words)
        assert (code, "company.exdb”已损坏" in told) == (3, True), words
    assert [one.path for one in company_backups().own()] == [sound.path]
    assert said(capsys, "data", "restore", "--newest", "--yes")[0] == 0
    assert said(capsys, "data", "check")[0] == 0


def test_a_travelling_file_is_sound_only_if_an_import_would_take_it(
    desk_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "一票.exdesk"
    export_case(CASE, file, STAMP, EVENT)
    assert said(capsys, "data", "check", str(file))[0] == 0
    with closing(connect(file, "rw")) as connection:
        connection.execute("CREATE TABLE foreign_one (id)")
    code, told = said(capsys, "data", "check", str(file))
    assert (code, "本程序从不写入的内容" in told) == (2, True)
    export_case(CASE, file, STAMP, EVENT)
    cut(file)
    code, told = said(capsys, "data", "check", str(file))
    assert (code, "已损坏" in told) == (2, True)


def test_a_shipment_that_cannot_be_read_is_named_and_the_other_one_stays_usable(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(database)
    for words in (["advise", "2026-014"], ["data", "check"]):
        code, told = said(capsys, *words)
        assert (code, "业务“2026-014”" in told) == (3, True)
    assert said(capsys, "advise", "2026-015")[0] in (0, 1)
    assert data(capsys, "data", "check")["unreadable"] == ["2026-014"]
    code, told = said(capsys, "doctor")
    assert (code, "2 票业务，其中 1 票读不出来" in told) == (3, True)


def test_a_backup_with_it_is_written_and_told_and_an_older_one_is_restored(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = company_backups().write_now().report
    spoil(database)
    code, told = said(capsys, "data", "backup")
    assert (code, "业务“2026-014”" in told) == (0, True)
    code, told = said(capsys, "data", "restore", "--newest", "--yes")
    assert (code, str(sound.path) in told) == (0, True)
    assert said(capsys, "data", "check")[0] == 0


def test_everything_else_is_exported_and_what_was_left_out_is_told(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(database)
    target = tmp_path / "all.zip"
    code, told = said(capsys, "data", "export", "--all", str(target))
    assert (code, "有 1 票没有导出" in told, "▲ 2026-014 业务“2026-014”" in told) == (1, True, True)
    with zipfile.ZipFile(target) as archive:
        assert [name for name in archive.namelist() if name.endswith("case.json")] == ["2026-015/case.json"]
    whole = data(capsys, "data", "export", "--all", str(target))
    assert whole["cases"] == 1
    assert [one["state"] for one in whole["shipments"]] == ["left_out", "exported"]  # type: ignore[attr-defined]  # JSON


def test_what_works_behind_the_window_goes_on_without_it(database: Path, session: Session) -> None:
    spoil(database)
    assert "2026-014" not in {case.number for case in session.without_steps()}
    assert OTHER.number in {case.number for case in session.without_steps()}
