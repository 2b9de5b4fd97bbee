"""Opening: foreign, damaged, newer, older, read-only and occupied files each end in a sentence and without loss."""

import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.storage import connection as opening
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder, lock_path
from exporter_desk.storage.migrate import released_scripts
from exporter_desk.storage.sqlite_repository import SqliteRepository
from tests.conftest import ROOT
from tests.storage.desk import CASE, EVENT, ID, STAMP, STEP, opened, repository, with_one_case

CHILD_HOLDS = """
import sys
from pathlib import Path
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
store = open_store(Path(sys.argv[1]), Holder(who="王芳@PC-1", since="2026-11-22T08:00"))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return with_one_case(tmp_path / "账套 一.db")


def refusal(path: Path) -> UserFacingError:
    before = path.read_bytes()
    with pytest.raises(UserFacingError) as refused:
        opened(path)
    assert path.read_bytes() == before
    for text in (refused.value.sentence("zh"), refused.value.sentence("en")):
        assert path.name in text
    return refused.value


def test_the_settings_that_make_a_step_durable(file: Path) -> None:
    store = opened(file)
    values = [store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert values == ["wal", 2]
    assert store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    store.close()


def test_a_new_file_is_whole_from_its_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise sqlite3.OperationalError("power cut")

    monkeypatch.setattr(opening, "migrate", breaks)
    with pytest.raises(UserFacingError):
        opened(tmp_path / "new" / "company.db")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["company.db.lock"]


def test_a_closed_file_is_one_file(file: Path) -> None:
    assert {path.name for path in file.parent.iterdir()} == {file.name, lock_path(file).name}


def test_an_empty_file_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "zero.db").touch()
    assert refusal(tmp_path / "zero.db").code == "S25"


@pytest.mark.parametrize("share", [0.0001, 0.001, 0.01, 0.1, 0.3, 0.5, 0.75, 0.9, 0.99, 0.9999])
def test_a_truncated_file_is_told(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: max(1, int(len(data) * share))])
    assert refusal(file).code == "S24"


@pytest.mark.parametrize("length", [1, 15, 16, 17, 99, 100, 511, 512, 4095, 4096, 4097])
def test_a_file_cut_near_a_page_end_is_told(file: Path, length: int) -> None:
    file.write_bytes(file.read_bytes()[:length])
    assert refusal(file).code == "S24"


def test_a_page_of_zeros_inside_is_told(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:8192] = bytes(4096)
    file.write_bytes(data)
    assert refusal(file).code == "S24"


@pytest.mark.parametrize("data", [b"PK\x03\x04 a zip", b"%PDF-1.7 " * 300, "编号,货物\n".encode("gb18030") * 500])
def test_a_file_of_another_kind_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "list.db").write_bytes(data)
    assert refusal(tmp_path / "list.db").code == "S26"


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
    assert refusal(tmp_path / "other.db").code == "S26"


@pytest.mark.parametrize("read_only", [False, True])
def test_a_foreign_file_gets_no_lock_beside_it(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 " * 300)
    with pytest.raises(UserFacingError, match="S26"):
        opened(tmp_path / "a.pdf", read_only=read_only)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_damaged_file_is_not_read_either(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:8192] = bytes(4096)
    file.write_bytes(data)
    with pytest.raises(UserFacingError, match="S24"):
        opened(file, read_only=True)


def test_a_lock_of_somebody_else_is_not_broken_by_a_refused_opening(file: Path) -> None:
    store = opened(file)
    for _ in range(2):
        with pytest.raises(UserFacingError, match="S28"):
            opened(file)
    store.close()
    repository(file).close()


def test_whoever_sits_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "li")
    assert opening.this_user("now").who == f"li@{platform.node()}"


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows account always has a name")
def test_an_account_without_a_name_still_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(opening.os, "getuid", lambda: 2**31 - 7)
    assert opening.this_user("now").who == f"?@{platform.node()}"


def test_a_missing_file_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="S29"):
        opened(tmp_path / "none.db", read_only=True)


def test_a_newer_file_is_read_and_not_changed(file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    desk = repository(file)
    assert desk.notice is not None
    assert (desk.read_only, desk.notice.code, desk.load(ID)) == (True, "S27", CASE)
    with pytest.raises(UserFacingError, match="S27"):
        desk.save_company(Party(id="own"), STAMP)
    desk.close()
    assert file.read_bytes() == before


@pytest.mark.parametrize("lines", [0, 1, 3])
@pytest.mark.parametrize("english", ["Dining table", "", None])
def test_an_older_list_learns_the_english_names(tmp_path: Path, lines: int, english: str | None) -> None:
    file = tmp_path / "a.db"
    goods = tuple(GoodsLine(id=f"g{number}", name_zh="餐桌", name_en=english) for number in range(1, lines + 1))
    desk = repository(file)
    desk.create(replace(CASE, goods=goods), STAMP, EVENT)
    desk.close()
    with closing(sqlite3.connect(file)) as older:
        older.executescript(
            "DROP TABLE common_state; DROP TABLE writer; DROP TABLE saved_estimate;"
            "ALTER TABLE shipment DROP COLUMN goods_en; ALTER TABLE shipment DROP COLUMN handed_over;"
        )
        older.execute("PRAGMA user_version = 2")
    again = repository(file)
    expected = {0: "", 1: english or "餐桌", 3: f"{english or '餐桌'} (+2)"}[lines]
    assert again.summaries()[0].shown.goods_en == expected
    again.close()


VERSION = len(released_scripts())
SECOND = "ALTER TABLE party ADD COLUMN fax TEXT;"


def test_an_older_file_is_copied_first_and_then_upgraded(file: Path) -> None:
    store = opened(file, scripts=(*released_scripts(), SECOND))
    assert (store.read_only, SqliteRepository(store).load(ID)) == (False, CASE)
    assert store.connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    store.close()
    copy = file.with_name(f"账套 一.v{VERSION}.db")
    older = repository(copy)
    assert older.load(ID) == CASE
    older.close()


def test_a_failed_upgrade_leaves_the_older_file(file: Path) -> None:
    scripts = (*released_scripts(), SECOND, "CREATE TABLE party (x);")
    with pytest.raises(UserFacingError, match="S30") as failed:
        opened(file, scripts=scripts)
    assert f"账套 一.v{VERSION}.db" in failed.value.zh
    desk = repository(file)
    assert (desk.read_only, desk.load(ID)) == (False, CASE)
    desk.close()


def test_the_second_person_sees_who_has_it_and_may_read(file: Path) -> None:
    command = [sys.executable, "-c", CHILD_HOLDS, str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(UserFacingError, match="S28") as held:
            opened(file)
        assert "王芳@PC-1" in held.value.zh
        assert "(since 2026-11-2" in held.value.en  # told in local time
        reader = SqliteRepository(opened(file, read_only=True))
        assert (reader.read_only, reader.load(ID)) == (True, CASE)
        reader.close()
        child.kill()
    writer = repository(file)  # a killed holder holds nothing
    assert not writer.read_only
    writer.close()


def test_a_reader_sees_what_the_writer_adds(file: Path) -> None:
    writer = repository(file)
    reader = SqliteRepository(opened(file, read_only=True))
    assert reader.notice is not None
    assert reader.notice.code == "S36"
    writer.save(CASE, changed := replace(CASE, note="neu"), STEP, STAMP)
    assert reader.load(ID) == changed
    with pytest.raises(UserFacingError, match="S36"):
        reader.create(CASE, STAMP, EVENT)
    reader.close()
    writer.close()


READS_AS_NOBODY = """
import os, sys
from pathlib import Path
from exporter_desk.storage.connection import open_store
from exporter_desk.storage.lock import Holder
from exporter_desk.storage.sqlite_repository import SqliteRepository
HOLDER = Holder(who="", since="")
open_store(Path(sys.argv[1]), HOLDER, read_only=True).close()  # loads every module while they can be read
if os.geteuid() == 0:
    os.setuid(65534)
desk = SqliteRepository(open_store(Path(sys.argv[1]), HOLDER))
case = desk.load(sys.argv[2])
print(desk.read_only, desk.notice.code, case.title, case.note)
desk.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders of Windows have no such rights")
@pytest.mark.parametrize("unfinished", [False, True])
def test_a_read_only_folder_opens_for_reading_with_all_that_was_saved(unfinished: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "stick"
        folder.mkdir()
        file = with_one_case(folder / "company.db")
        if unfinished:  # as a stick looks that was pulled out: a journal is left
            leave_a_journal(file)
        lock_path(file).unlink()
        for path, mode in ((file, 0o444), (folder, 0o555), (Path(name), 0o755)):
            path.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", READS_AS_NOBODY, str(file), ID],
            cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.stdout.strip() == f"True S21 餐桌椅 {'late' if unfinished else None}", done.stderr
        folder.chmod(0o755)


def leave_a_journal(file: Path) -> None:
    """Save a step and keep the files as they are while the database is open."""
    desk = repository(file)
    desk.save(CASE, replace(CASE, note="late"), STEP, STAMP)
    kept = {path: path.read_bytes() for path in (file, file.with_name(file.name + "-wal"))}
    desk.close()
    for path, data in kept.items():
        path.write_bytes(data)
        path.chmod(0o444)


def test_a_folder_without_room_for_a_lock_is_opened_for_reading(file: Path) -> None:
    lock_path(file).unlink()
    lock_path(file).mkdir()
    desk = repository(file)
    assert (desk.read_only, desk.load(ID)) == (True, CASE)
    desk.close()


def test_a_lock_without_a_readable_holder_is_still_a_lock(file: Path) -> None:
    store = opened(file)
    lock_path(file).write_bytes(b"\xff")
    with pytest.raises(UserFacingError, match="S28"):
        open_store(file, Holder(who="x", since=""))
    store.close()


def test_a_file_of_schema_version_1_opens_forever(tmp_path: Path) -> None:
    copy = tmp_path / "company_v0001.exdesk"
    shutil.copyfile(ROOT / "tests" / "data" / "company_v0001.exdesk", copy)
    desk = repository(copy)
    rows = desk.summaries()
    assert [(row.number, row.sample) for row in rows] == [("2026-002", None), ("2026-001", "oranges")]
    furniture = desk.load(rows[0].id)
    assert (furniture.goods[0].name_zh, str(furniture.packages[0].gross_kg)) == ("餐桌", "20.10")
    assert furniture.not_known == {"terms.insurance", "facts.licence"}
    assert furniture.drafts == {"goods.g2.net_kg": "48O"}
    assert len(desk.history(rows[0].id).undo) == 3
    undone = desk.undo(furniture, STAMP)
    assert undone is not None
    assert (furniture.goods[0].name_en, undone.case.goods[0].name_en) == ("DINING TABLE", None)
    desk.close()


def test_a_name_with_hanzi_blanks_and_signs_is_normal(tmp_path: Path) -> None:
    path = with_one_case(tmp_path / "赣州 100% #1?" / "账套&.db")
    reader = SqliteRepository(opened(path, read_only=True))
    assert reader.load(ID) == CASE
    reader.close()
