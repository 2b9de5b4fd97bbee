"""Names of backups: read as they were written, and ordered by their number whatever the clock said."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.storage.backup_name import BackupName, named, next_number, read_name

FILE = Path("company.exdb")
NOON = datetime.fromisoformat("2026-11-22T12:00:00")
MOMENTS = st.datetimes(datetime.fromisoformat("1000-01-01")).map(lambda at: at.replace(microsecond=0))
NAMES = st.builds(BackupName, MOMENTS, st.sampled_from(("", "import", "pack", "person")), st.integers(0, 10**12))


@given(NAMES)
def test_a_name_is_read_as_it_was_written(name: BackupName) -> None:
    assert read_name(name.of(FILE), FILE) == name
    assert read_name(name.of(FILE) + ".sealed", FILE) == name


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("company.2026-11-22.exdb", BackupName(datetime.fromisoformat("2026-11-22"), is_daily=True)),
        ("company-20261122-120000.exdb", BackupName(NOON)),
        ("company-20261122-120000.before-import-2.exdb", BackupName(NOON, "import")),
        ("company.2026-13-22.exdb", None),
        ("company-20261122-120000.exdb.part", None),
        ("company.before-restore.exdb", None),
        ("other-20261122-120000.exdb", None),
        ("company.exdb", None),
    ],
)
def test_names_of_former_programs_and_of_other_files(name: str, read: BackupName | None) -> None:
    assert read_name(name, FILE) == read


@given(st.lists(MOMENTS, min_size=1, max_size=12))
def test_the_one_written_last_is_the_first_of_the_list_whatever_the_clock_said(
    tmp_path_factory: pytest.TempPathFactory, moments: list[datetime]
) -> None:
    folder = tmp_path_factory.mktemp("b")
    (folder / "company-99991231-235959.exdb").touch()  # of a former program
    for moment in moments:
        name = BackupName(moment, number=next_number(FILE, (folder,))).of(FILE)
        (folder / name).touch()
        assert named(FILE, folder)[0][0].name == name


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert named(FILE, tmp_path / "none") == []
    assert next_number(FILE, (tmp_path / "none",)) == 1
