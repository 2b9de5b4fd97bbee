"""Scans of refund papers: the digest of the bytes, and what became of the file since."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.tax import PaperState
from exporter_desk.services.papers.paper_scans import note_scan, scan_state

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4, example of "abc"


def scanned(folder: Path, name: str = "合同.pdf") -> PaperState:
    path = folder / name
    path.write_bytes(b"abc")
    note = note_scan(path)
    return PaperState(id="BA-1", file=note.file, sha256=note.sha256, kept_as=note.kept_as)


def test_a_scan_is_noted_with_its_digest(tmp_path: Path) -> None:
    paper = scanned(tmp_path)
    assert (paper.sha256, paper.kept_as, scan_state(paper)) == (ABC, "image", "same")


@pytest.mark.parametrize(("name", "kept_as"), [("发票.OFD", "digital"), ("a.xml", "digital"), ("a.JPG", "image")])
def test_the_way_of_storage_goes_by_the_kind_of_file(tmp_path: Path, name: str, kept_as: str) -> None:
    assert scanned(tmp_path, name).kept_as == kept_as


def test_a_file_that_changed_or_went_is_told(tmp_path: Path) -> None:
    paper = scanned(tmp_path)
    (tmp_path / "合同.pdf").write_bytes(b"abd")
    assert scan_state(paper) == "changed"
    (tmp_path / "合同.pdf").unlink()
    assert scan_state(paper) == "gone"
    assert scan_state(None) == scan_state(PaperState(id="BA-1")) == "none"


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError):
        note_scan(tmp_path / "nothing.pdf")
