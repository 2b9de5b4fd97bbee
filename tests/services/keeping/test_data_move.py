"""Moving the data: copied, compared, switched; whatever fails before leaves everything as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping import company_files, data_move, doctor
from exporter_desk.services.keeping.backups import company_backups
from exporter_desk.services.keeping.company import company_path, list_cases
from exporter_desk.storage import moving
from exporter_desk.storage.backup import read_backup
from exporter_desk.system import paths
from tests.campaign import kill_move
from tests.storage.desk import opened, with_one_case


@pytest.fixture(autouse=True)
def file(desk_home: Path) -> Path:
    path = with_one_case(company_path())
    company_backups().write_now()
    return path


def refused(act: Callable[[], object]) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        act()
    return caught.value


def state(folder: Path) -> dict[str, bytes]:
    """Every file that stays; journals and locks come and go."""
    passing = ("-wal", "-shm", ".lock")
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(passing)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_database_and_backups_move_and_the_old_one_is_kept(file: Path, tmp_path: Path) -> None:
    done = data_move.move_to(tmp_path / "D盘")
    assert company_path() == done.report.path == tmp_path / "D盘" / "company.exdb"
    assert (done.report.cases, done.backups, len(company_backups().listed())) == (1, 1, 1)
    assert done.kept.parent == file.parent
    assert read_backup(done.kept).cases == 1
    assert not file.exists()
    listing = list_cases(Desk())
    assert listing.count() == 1
    listing.close()


def test_there_and_back_again(file: Path, tmp_path: Path) -> None:
    data_move.move_to(tmp_path / "new")
    data_move.move_to(file.parent)
    assert company_path() == file
    assert read_backup(file).cases == 1
    assert not (file.parent / "company.place").exists()


@pytest.mark.parametrize("place", ["back_up_file", "_require_same", "_copied", "switch"])
def test_what_fails_before_the_switch_leaves_everything_as_it_was(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fails(*_: object) -> None:
        raise UserFacingError("S23", "磁盘出错。", "The disk failed.")

    if place == "switch":
        monkeypatch.setattr("exporter_desk.system.files.write_atomically", fails)
    else:
        monkeypatch.setattr(moving, place, fails)
    before = state(file.parent)
    assert refused(lambda: data_move.move_to(tmp_path / "new")).code == "S23"
    assert state(file.parent) == before
    assert state(tmp_path / "new") == {}
    assert company_path() == file


def test_an_old_database_that_cannot_be_renamed_stays_and_does_not_count(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self == file:
            raise PermissionError(13, "held by a scanner")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    done = data_move.move_to(tmp_path / "new")
    assert done.kept == file
    assert company_path() == tmp_path / "new" / "company.exdb"


def test_what_a_power_cut_left_behind_is_written_over(file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "company.arriving.exdb").write_bytes(b"half a copy")
    data_move.move_to(tmp_path / "new")
    assert set(state(tmp_path / "new")) == {
        "company.exdb",
        *(f"backups/{one.path.name}" for one in company_backups().listed()),
    }


def test_an_open_database_is_not_moved(file: Path, tmp_path: Path) -> None:
    store = opened(file)
    assert refused(lambda: data_move.move_to(tmp_path / "new")).code == "S28"
    store.close()
    assert company_path() == file


def test_a_database_in_the_new_place_is_never_replaced(file: Path, tmp_path: Path) -> None:
    other = with_one_case(tmp_path / "new" / "company.exdb")
    before = other.read_bytes()
    assert refused(lambda: data_move.move_to(tmp_path / "new")).code == "S271"
    assert other.read_bytes() == before
    assert company_path() == file


@pytest.mark.parametrize(("where", "code"), [("companies", "S272"), ("settings.json", "S273"), ("none/deeper", "S45")])
def test_places_that_cannot_be_meant(file: Path, where: str, code: str) -> None:
    (file.parents[1] / "settings.json").write_text("{}", encoding="utf-8")
    error = refused(lambda: data_move.move_to(file.parents[1] / where))
    assert (error.code, error.exit_code) == (code, 2)


def test_a_place_that_is_gone_is_told_and_no_new_database_is_made(file: Path, tmp_path: Path) -> None:
    data_move.move_to(tmp_path / "stick")
    shutil.move(tmp_path / "stick", tmp_path / "drawer")
    for act in (company_path, lambda: list_cases(Desk()), company_backups):
        error = refused(act)
        assert (error.code, error.exit_code) == ("S270", 3)
    assert state(tmp_path / "drawer")
    assert not file.exists()
    assert doctor.looks()
    shutil.move(tmp_path / "drawer", tmp_path / "stick")
    assert read_backup(company_path()).cases == 1


@pytest.mark.parametrize("text", ["", "[]", '{"folder": 3}', "\x00"])
def test_a_damaged_note_makes_no_new_database_either(file: Path, text: str) -> None:
    file.with_name("company.place").write_text(text, encoding="utf-8")
    assert refused(company_path).code == "S270"


def test_a_bad_place_needs_a_word(file: Path, tmp_path: Path) -> None:
    shown: list[Bilingual] = []

    def nobody(lines: tuple[Bilingual, ...]) -> None:
        shown.extend(lines)

    bad = tmp_path / "OneDrive"
    assert refused(lambda: data_move.run(str(bad), nobody)).code == "S274"
    assert any("OneDrive" in line.zh for line in shown)
    assert refused(lambda: data_move.run(str(bad), lambda _lines: False)).code == "S275"
    assert company_path() == file
    answer = data_move.run(str(bad), lambda _lines: True)
    assert answer.data is not None
    assert Path(str(answer.data["kept"])).exists()
    assert company_path().parent == bad
    [told] = company_files.run("check", None, None).messages
    assert "data move" in told.zh
    assert "OneDrive" in told.en


def test_a_move_that_is_killed_leaves_one_place_that_counts(tmp_path: Path) -> None:
    tally = kill_move.campaign(4, 7, tmp_path / "campaign")
    assert (tally.kills, tally.problems) == (4, [])


def in_practice(act: Callable[[], object]) -> object:
    with paths.practising():
        return act()


@pytest.mark.parametrize("below", ["", "companies", "companies/deep", "start"])
def test_real_data_does_not_move_among_the_exercises(file: Path, desk_home: Path, below: str) -> None:
    place = desk_home / "practice" / below
    place.mkdir(parents=True)
    before = state(desk_home)
    assert refused(lambda: data_move.move_to(place)).code == "S381"
    assert state(desk_home) == before


def test_exercises_do_not_move_to_where_the_real_data_will_lie(file: Path, desk_home: Path, tmp_path: Path) -> None:
    in_practice(lambda: with_one_case(company_path()))
    data_move.move_to(tmp_path / "D盘")
    before = state(tmp_path)
    for place in (file.parent, file.parent / "deep", tmp_path / "D盘", desk_home / "practice" / ".." / "companies"):
        assert refused(lambda at=place: in_practice(lambda: data_move.move_to(at))).code == "S381"  # type: ignore[misc]  # a default
    assert state(tmp_path) == before


def test_neither_moves_to_where_the_other_has_moved(file: Path, tmp_path: Path) -> None:
    in_practice(lambda: with_one_case(company_path()))
    in_practice(lambda: data_move.move_to(tmp_path / "练习盘"))
    assert refused(lambda: data_move.move_to(tmp_path / "练习盘" / "公司")).code == "S381"


def test_the_database_does_not_move_among_its_backups(file: Path) -> None:
    before = state(file.parent)
    for place in (file.parent / "backups", file.parent / "backups" / "deep"):
        assert refused(lambda at=place: data_move.move_to(at)).code == "S382"  # type: ignore[misc]  # a default
    assert state(file.parent) == before
