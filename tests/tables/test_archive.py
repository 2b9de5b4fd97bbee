"""Archives: only what is wanted is read, and nothing that leads out, is locked, swells, or is damaged."""

from __future__ import annotations

import pytest

from exporter_desk.tables import archive
from exporter_desk.tables.archive import ArchiveRefusedError, read_members
from tests.support.dbf_files import zipped


def reason(data: bytes) -> tuple[str, str]:
    with pytest.raises(ArchiveRefusedError) as caught:
        read_members(data, lambda name: name.endswith(".dbf"))
    return caught.value.reason, caught.value.name


def test_only_wanted_files_are_read() -> None:
    data = zipped({"文库/a.dbf": b"1", "readme.txt": b"2"})
    assert read_members(data, lambda name: name.endswith(".dbf")) == {"文库/a.dbf": b"1"}


def test_names_written_by_a_chinese_windows_are_understood() -> None:
    data = zipped({"XXXX.dbf": b"1"})
    renamed = data.replace(b"XXXX", "文库".encode("gb18030"))
    assert list(read_members(renamed, lambda name: True)) == ["文库.dbf"]


@pytest.mark.parametrize("name", ["../a.dbf", "/etc/a.dbf", "a/../../b.dbf", "C:/a.dbf", "..\\a.dbf"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert reason(zipped({name: b"1"})) == ("unsafe", name.replace("\\", "/"))


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", zipped({"a.dbf": b"1"})[:-4]])
def test_what_is_no_archive_is_told(data: bytes) -> None:
    assert reason(data)[0] == "no_zip"


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1000)
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1500)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert reason(zipped({"a.dbf": bytes(1001)})) == ("too_large", "a.dbf")
    assert reason(zipped({"a.dbf": bytes(900), "b.dbf": bytes(900)})) == ("too_large", "b.dbf")
    assert reason(zipped({f"{n}.dbf": b"" for n in range(4)})) == ("too_many", "4")


def test_a_file_larger_than_it_claims_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1000)
    data = zipped({"a.dbf": bytes(5000)})
    lying = data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert reason(lying)[0] in {"too_large", "damaged"}


def test_an_archive_beyond_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ARCHIVE_BYTES", 10)
    assert reason(zipped({"a.dbf": b"1"})) == ("too_large", "")


def test_a_locked_file_is_told() -> None:
    data = bytearray(zipped({"a.dbf": b"12345678"}))
    data[6] |= 1  # general purpose flag of the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and of the directory
    assert reason(bytes(data)) == ("encrypted", "a.dbf")


def test_changed_content_is_damaged() -> None:
    data = bytearray(zipped({"a.dbf": bytes(range(256)) * 4}))
    data[60] ^= 0xFF
    assert reason(bytes(data))[0] == "damaged"


def test_an_unknown_compression_is_damaged() -> None:
    data = bytearray(zipped({"a.dbf": b"12345678"}))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 97
    assert reason(bytes(data)) == ("damaged", "a.dbf")
