"""Scans from disk: taken by kind, or refused in a sentence that says what to do."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from exporter_desk.documents.scans import MAX_BYTES
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.papers.packets import write_packet
from exporter_desk.services.papers.scans import scan_kinds, take_scan, take_scans
from exporter_desk.system import resources

DESK = Desk()
LIMITS = DESK.library.limits_on(date(2026, 11, 22))


def picture(path: Path, form: str = "PNG") -> Path:
    Image.new("RGB", (300, 420), "white").save(path, form)
    return path


def refusal(path: Path, kind: str = "transport") -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        take_scan(path, kind, LIMITS)
    assert caught.value.exit_code == 2
    return caught.value


def test_kinds_name_receivers_that_exist_and_codes_of_the_table() -> None:
    for kind in scan_kinds().values():
        assert set(kind.receivers) <= set(DESK.library.receivers)
        assert not kind.code or DESK.codes.has("attached_documents", kind.code)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_taken_by_what_it_is_not_by_its_name(tmp_path: Path, form: str) -> None:
    taken = take_scan(picture(tmp_path / "scan.dat", form), "transport", LIMITS)
    assert (taken.pages, taken.title.zh, taken.redrawn) == (1, "提运单", 1)


@pytest.mark.parametrize("head", [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"])
def test_a_disguised_program_is_not_opened(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "提单.pdf"
    path.write_bytes(head + b"%PDF-1.4" + b"\0" * 100)
    error = refusal(path)
    assert error.code == "S51"
    assert "不是扫描件" in error.zh
    assert "提单.pdf" in error.zh


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.tif"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    assert path.stat().st_size > MAX_BYTES
    assert "太大" in refusal(path).zh


def test_an_encrypted_a_broken_and_an_empty_file(tmp_path: Path) -> None:
    locked = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "密码" in refusal(locked).zh
    broken = picture(tmp_path / "b.jpg", "JPEG")
    broken.write_bytes(broken.read_bytes()[:200])
    assert "读不出来" in refusal(broken).zh
    empty = tmp_path / "c.pdf"
    empty.write_bytes(b"")
    assert "读不出来" in refusal(empty).zh


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.jpg").code.startswith("S0")
    assert refusal(tmp_path).code == "S38"


@pytest.mark.parametrize("named", ["transport", "=a.jpg", "transport=", "strange=a.jpg", ""])
def test_a_name_without_its_kind_is_told_with_the_kinds(named: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        take_scans([named], LIMITS)
    assert caught.value.code == "S50"
    assert "transport 提运单" in caught.value.remedy_zh


def test_scans_join_the_packets_of_those_who_need_them(tmp_path: Path) -> None:
    asking = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
    analysis = analyse(DESK.sample("apparel"), DESK, date(2026, 11, 22), asking)
    pages = [f"transport={picture(tmp_path / name)}" for name in ("1.png", "2.png")]
    packet = write_packet(analysis, tmp_path / "out", ("broker", "buyer"), scans=take_scans(pages, LIMITS))
    attached = [file for file in packet.files if file.papers == ("transport",)]
    assert [(file.receiver, file.kind, file.pages) for file in attached] == [("broker", "upload", 2)]
    with pikepdf.open(io.BytesIO(next(file.data for file in packet.files if file.receiver == "broker"))) as pdf:
        assert "/Scan" in pdf.pages[-1].resources["/XObject"]
