"""Travelling files: one case goes out and comes back the same, and nothing else goes with it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from exporter_desk.domain.attachment import Attachment, without_sources
from exporter_desk.domain.case import Case
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage import travel
from exporter_desk.storage.travel import export_case, import_case, import_whole
from tests.storage.desk import CASE, EVENT, ID, STAMP, repository, with_one_case
from tests.storage.strategies import cases

SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25, deadline=None
)
@given(cases)
def test_a_case_comes_back_as_it_went(tmp_path: Path, case: Case) -> None:
    export_case(case, tmp_path / "票 1.exdesk", STAMP, EVENT)
    assert import_case(tmp_path / "票 1.exdesk") == without_sources(case)


def test_a_travelling_file_is_one_file_without_undo(tmp_path: Path) -> None:
    file = tmp_path / "out" / "one.exdesk"
    file.parent.mkdir()
    export_case(CASE, file, STAMP, EVENT)
    assert list(file.parent.iterdir()) == [file]
    assert file.read_bytes()[18:20] == b"\x01\x01"  # no WAL in the header (sqlite.org/fileformat.html)
    desk = repository(file)
    assert (desk.load(ID), desk.history(ID).undo, desk.count()) == (CASE, (), 1)
    desk.close()


def test_importing_does_not_touch_the_file(tmp_path: Path) -> None:
    export_case(CASE, tmp_path / "one.exdesk", STAMP, EVENT)
    before = (tmp_path / "one.exdesk").read_bytes()
    import_case(tmp_path / "one.exdesk")
    assert [path.name for path in tmp_path.iterdir()] == ["one.exdesk"]
    assert (tmp_path / "one.exdesk").read_bytes() == before


@pytest.mark.parametrize("count", [0, 2])
def test_a_whole_database_is_not_one_case(tmp_path: Path, count: int) -> None:
    desk = repository(tmp_path / "c.db")
    for number in range(count):
        desk.create(replace(CASE, id=f"{number:016x}", number=None), STAMP, EVENT)
    desk.close()
    with pytest.raises(UserFacingError, match="S34"):
        import_case(tmp_path / "c.db")


def test_a_case_in_the_recycle_bin_travels_too(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    desk.set_deleted(ID, "2026-11-22", EVENT)
    desk.close()
    assert import_case(tmp_path / "c.db") == CASE


@pytest.mark.parametrize(("data", "code"), [(b"", "S25"), (b"PK\x03\x04", "S26"), (b"SQLite format 3\0", "S24")])
def test_what_is_no_travelling_file_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "one.exdesk").write_bytes(data)
    with pytest.raises(UserFacingError, match=code) as refused:
        import_case(tmp_path / "one.exdesk")
    assert ("再导出一次" in refused.value.remedy_zh) is (code == "S24")


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError):
        export_case(CASE, tmp_path / "none" / "one.exdesk", STAMP, EVENT)


DATA = b"%PDF-" + bytes(range(256)) * 3000
DIGEST = sha256(DATA).hexdigest()
FILES = ({DIGEST}, lambda _digest: DATA)
WITH = replace(
    CASE,
    attachments=(
        Attachment(id="a1", name="提单.pdf", sha256=DIGEST, size_bytes=len(DATA), source="D:/李敏/提单.pdf"),
        Attachment(id="a2", name="same.pdf", sha256=DIGEST, size_bytes=len(DATA)),
    ),
)


def test_attachments_travel_once_and_not_where_they_lay(tmp_path: Path) -> None:
    file = tmp_path / "one.exdesk"
    export_case(WITH, file, STAMP, EVENT, FILES)
    assert "李敏".encode() not in file.read_bytes()
    assert file.stat().st_size < 1.5 * len(DATA)
    found = import_whole(file)
    assert (found.case, found.files) == (without_sources(WITH), {DIGEST: DATA})


def test_a_forged_file_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "one.exdesk"
    export_case(WITH, file, STAMP, EVENT, FILES)
    with closing(sqlite3.connect(file)) as forged, forged:
        forged.execute("UPDATE content_piece SET body = zeroblob(9000) WHERE place = 0")
    assert import_whole(file).files == {}


def test_too_much_for_one_file_is_told_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel, "MOST_ATTACHED", 700_000)
    with pytest.raises(UserFacingError, match="S57"):
        export_case(WITH, tmp_path / "one.exdesk", STAMP, EVENT, FILES)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def gone(_digest: str) -> bytes:
        raise OSError(5, "Input/output error")

    with pytest.raises(UserFacingError, match="S23"):
        export_case(WITH, tmp_path / "one.exdesk", STAMP, EVENT, ({DIGEST}, gone))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sound", "harm"),
    [
        (b"STRICT", b"STRI\xffT"),  # SQLite names the word in its message, which then is no text
        (b"CREATE TABLE not_known", b"CREATE TABLE \xff\xfe\xffknown"),
        ("餐桌".encode(), b"\xff\xfe\xff\xfe\xff\xfe"),
    ],
)
def test_bytes_that_are_no_text_are_damage(tmp_path: Path, sound: bytes, harm: bytes) -> None:
    file = tmp_path / "a.exdesk"
    export_case(replace(CASE, title="餐桌"), file, STAMP, EVENT)
    assert sound in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(sound, harm))
    with pytest.raises(UserFacingError) as refused:
        import_whole(file)
    assert refused.value.code == "S24"


@pytest.mark.parametrize(("table", "column"), [("shipment", "title"), ("goods_line", "name_zh")])
def test_a_value_longer_than_any_of_ours_is_told_as_such(tmp_path: Path, table: str, column: str) -> None:
    file = tmp_path / "a.exdesk"
    export_case(CASE, file, STAMP, EVENT)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE {table} SET {column} = hex(zeroblob(6000000))")  # noqa: S608  # names of this test
    with pytest.raises(UserFacingError) as refused:
        import_whole(file)
    assert refused.value.code == "S263"
