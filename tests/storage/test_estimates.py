"""Estimates that were written down: kept with their case, in backups and travelling files, whatever came before."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from exporter_desk.costs.frozen import freeze
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.storage.estimates import MOST_BYTES, Kept
from exporter_desk.storage.migrate import migrate, released_scripts
from exporter_desk.storage.travel import export_case, import_whole
from tests.storage.desk import CASE, EVENT, ID, STAMP, opened, repository, with_one_case


def frozen(total: str) -> bytes:
    import json

    return json.dumps(freeze({"number": total}, {"totals": {"total": {"value": total}}}, engine="1")).encode()


ONE, TWO = Kept("2026-11-22", frozen("1.00")), Kept("2026-11-22.002", frozen("2.00"))


def test_a_second_one_of_a_day_gets_a_number_and_none_is_changed(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    names = [desk.estimates.add(ID, "2026-11-22", one.text) for one in (ONE, TWO)]
    assert names == ["2026-11-22", "2026-11-22.002"]
    assert desk.estimates.listed(ID) == (TWO, ONE)
    assert desk.estimates.listed("0" * 16) == ()
    desk.close()


def test_they_outlive_the_program_and_go_with_their_case(tmp_path: Path) -> None:
    file = with_one_case(tmp_path / "c.db")
    desk = repository(file)
    desk.estimates.add(ID, ONE.name, ONE.text)
    desk.close()
    desk = repository(file)
    assert desk.estimates.listed(ID) == (ONE,)
    desk.set_deleted(ID, STAMP.at, EVENT)
    assert desk.estimates.listed(ID) == (ONE,)  # in the recycle bin nothing is lost
    desk.set_deleted(ID, "2026-01-01", EVENT)
    desk.remove_deleted("2026-06-01")
    assert desk.estimates.listed(ID) == ()
    desk.close()


def test_a_backup_holds_them(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    desk.estimates.add(ID, ONE.name, ONE.text)
    desk.back_up(tmp_path / "copy.db")
    desk.close()
    copy = repository(tmp_path / "copy.db")
    assert copy.estimates.listed(ID) == (ONE,)
    copy.close()


def test_they_travel_with_the_case(tmp_path: Path) -> None:
    export_case(CASE, tmp_path / "one.exdesk", STAMP, EVENT, saved=(TWO, ONE))
    assert import_whole(tmp_path / "one.exdesk").estimates == (TWO, ONE)


def test_a_travelling_estimate_that_was_changed_stays_outside(tmp_path: Path) -> None:
    forged = Kept("2026-11-23", ONE.text.replace(b"1.00", b"9.00"))
    export_case(CASE, tmp_path / "one.exdesk", STAMP, EVENT, saved=(forged, ONE))
    assert import_whole(tmp_path / "one.exdesk").estimates == (ONE,)


def test_what_cannot_be_unpacked_is_left_out(tmp_path: Path) -> None:
    """Bytes that are no text, a text larger than any estimate, a name that is no day: the others are still there."""
    file = with_one_case(tmp_path / "c.db")
    desk = repository(file)
    desk.estimates.add(ID, ONE.name, ONE.text)
    desk.close()
    bomb = zlib.compress(b"0" * (MOST_BYTES + 1))
    with closing(sqlite3.connect(file)) as raw, raw:
        for name, body in (("2026-11-23", b"none"), ("2026-11-24", bomb), ("../x", zlib.compress(TWO.text))):
            raw.execute(
                "INSERT INTO saved_estimate (case_id, name, size_bytes, body) VALUES (?, ?, 1, ?)", (ID, name, body)
            )
    desk = repository(file)
    assert desk.estimates.listed(ID) == (ONE,)
    desk.close()


def test_taking_over_is_done_once(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    assert [desk.estimates.take_over(ID, (ONE, TWO)) for _ in range(2)] == [2, 0]
    assert desk.estimates.take_over("0" * 16, (ONE,)) == 0
    assert desk.estimates.listed(ID) == (TWO, ONE)
    desk.close()


def test_a_name_that_is_no_day_is_refused(tmp_path: Path) -> None:
    desk = repository(with_one_case(tmp_path / "c.db"))
    with pytest.raises(ValueError, match="x"):
        desk.estimates.add(ID, "../x", ONE.text)
    desk.close()


def test_nothing_is_written_into_a_file_that_is_open_to_read(tmp_path: Path) -> None:
    file = with_one_case(tmp_path / "c.db")
    store = opened(file, read_only=True)
    from exporter_desk.storage.estimates import SqliteEstimates

    with pytest.raises(UserFacingError):
        SqliteEstimates(store).add(ID, ONE.name, ONE.text)
    store.close()


def test_a_file_of_the_schema_before_gets_its_table(tmp_path: Path) -> None:
    older = tmp_path / "old.db"
    with closing(sqlite3.connect(older, isolation_level=None)) as raw:
        migrate(raw, released_scripts()[:3])
        raw.execute("PRAGMA journal_mode = WAL")
    desk = repository(older)
    desk.create(CASE, STAMP, EVENT)
    assert desk.estimates.add(ID, ONE.name, ONE.text) == ONE.name
    desk.close()
