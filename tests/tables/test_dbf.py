"""DBF and FPT: what the format says is read, what is damaged is refused with its place."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.tables.dbf import DbfRefusedError, read_dbf
from tests.support import dbf_files
from tests.support.dbf_files import BLOCK

FIELDS = (("CODE", "C", 4), ("NAME", "C", 6))
ROWS = [[b"0805", "脐橙".encode("gb18030")], [b"9403", "木桌".encode("gb18030")]]
SOUND = dbf_files.table(FIELDS, ROWS)


def reason(data: bytes, memo: bytes | None = None) -> tuple[str, str]:
    with pytest.raises(DbfRefusedError) as caught:
        list(read_dbf(data, memo).records())
    return caught.value.reason, caught.value.place


def test_records_are_read_as_text() -> None:
    table = read_dbf(SOUND)
    assert [(column.name, column.type, column.length) for column in table.columns] == list(FIELDS)
    assert list(table.records()) == [{"CODE": "0805", "NAME": "脐橙"}, {"CODE": "9403", "NAME": "木桌"}]


def test_a_deleted_record_is_left_out() -> None:
    first = SOUND.index(b"\r") + 1
    deleted = SOUND[:first] + b"*" + SOUND[first + 1 :]
    assert [row["CODE"] for row in read_dbf(deleted).records()] == ["9403"]


def test_the_end_mark_may_be_missing() -> None:
    assert len(list(read_dbf(SOUND[:-1]).records())) == 2


@pytest.mark.parametrize("cut", [2, 5, 11])
def test_a_table_that_breaks_off_is_refused_whole(cut: int) -> None:
    assert reason(SOUND[: -1 - cut]) == ("truncated", "1")


def test_every_shorter_file_is_refused() -> None:
    for length in range(len(SOUND) - 1):
        assert reason(SOUND[:length])[0] in {"header", "fields", "truncated"}


@pytest.mark.parametrize(
    ("at", "byte", "expected"),
    [
        (0, 0x50, ("version", "0x50")),
        (29, 0x78, ("code_page", "0x78")),  # Big5
        (29, 0xC9, ("code_page", "0xC9")),  # Cyrillic
        (32, 0xFF, ("fields", "1")),
        (43, ord("Z"), ("fields", "1")),
        (48, 3, ("fields", "")),
        (8, 2, ("fields", "")),
    ],
)
def test_a_wrong_header_byte_is_refused(at: int, byte: int, expected: tuple[str, str]) -> None:
    assert reason(SOUND[:at] + bytes([byte]) + SOUND[at + 1 :]) == expected


def test_a_field_named_twice_is_refused() -> None:
    assert reason(dbf_files.table((("A", "C", 1), ("a", "C", 1)), [[b"1", b"2"]]))[0] == "fields"


def test_bytes_that_are_no_gb18030_are_refused_with_their_place() -> None:
    assert reason(dbf_files.table(FIELDS, [ROWS[0], [b"9403", b"\xff\xff"]])) == ("text", "2 NAME")


def test_a_name_cut_in_its_last_sign_keeps_the_rest() -> None:
    cut = dbf_files.table((("NAME", "C", 5),), [["脐橙汁".encode("gb18030")[:5]]])
    assert list(read_dbf(cut).records()) == [{"NAME": "脐橙"}]


def test_a_record_flag_that_is_neither_kept_nor_deleted_is_refused() -> None:
    first = SOUND.index(b"\r") + 1
    assert reason(SOUND[:first] + b"x" + SOUND[first + 1 :]) == ("record", "1")


def test_memos_are_followed() -> None:
    table, memo = dbf_files.names({"0805100000": "鲜或干的橙，包括脐橙" * 9, "9403": "其他家具"})
    assert [row["NAME"] for row in read_dbf(table, memo).records()] == ["鲜或干的橙，包括脐橙" * 9, "其他家具"]


def test_a_memo_pointer_may_be_ten_digits() -> None:
    table = dbf_files.table((("NAME", "M", 10),), [[b"         8"], [b" " * 10]])
    memo = struct.pack(">IHH", 0, 0, BLOCK).ljust(8 * BLOCK, b"\0") + struct.pack(">II", 1, 2) + b"ab"
    assert [row["NAME"] for row in read_dbf(table, memo).records()] == ["ab", ""]


def test_a_missing_memo_file_is_told() -> None:
    assert reason(dbf_files.names({"1": "名"})[0]) == ("no_memo", "1 NAME")


@pytest.mark.parametrize("damage", ["short", "beyond", "binary", "no_size", "header"])
def test_a_memo_that_does_not_fit_is_refused(damage: str) -> None:
    table, memo = dbf_files.names({"1": "很长的名称"})
    bad = {
        "short": memo[: 512 + 9],
        "beyond": memo[:512],
        "binary": memo[:512] + struct.pack(">I", 0) + memo[516:],
        "no_size": memo[:6] + b"\0\0" + memo[8:],
        "header": b"\0\0",
    }[damage]
    assert reason(table, bad) == ("memo", "1 NAME")


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_and_never_crash(data: bytes) -> None:
    with pytest.raises(DbfRefusedError):
        list(read_dbf(data).records())


@given(st.integers(0, len(SOUND) - 1), st.integers(0, 255))
def test_one_changed_byte_is_read_or_refused(at: int, byte: int) -> None:
    changed = SOUND[:at] + bytes([byte]) + SOUND[at + 1 :]
    with contextlib.suppress(DbfRefusedError):
        assert len(list(read_dbf(changed).records())) <= 2
