"""Scans become small grey PDF pages, keep their place in the packet, and never replace a generated paper."""

from __future__ import annotations

import io
import random
from functools import cache

import pikepdf
import pypdf
import pytest
from PIL import Image

from exporter_desk.documents.attachments import UploadFile, check, page_sizes
from exporter_desk.documents.library import Library, load_library
from exporter_desk.documents.packet import make_packet
from exporter_desk.documents.plan import plan
from exporter_desk.documents.scans import Scan, ScanRefusedError, scan
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.texts import load_texts
from tests.documents import sample, views_sample

TITLE = Bilingual("提单", "Bill of lading")


@cache
def library() -> Library:
    return load_library(sample.files("forms", ".toml"), load_texts({}), sample.fonts())


def taken(data: bytes, kind: str = "transport") -> Scan:
    return scan(data, kind, TITLE, ("broker", "archive"), library().limits_on(sample.DAY))


def picture(width: int, height: int, form: str = "PNG", *, noisy: bool = False) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    if noisy:
        image = Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))  # noqa: S311 - noise
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_becomes_one_grey_page_at_most_200_dpi(form: str) -> None:
    result = taken(picture(3000, 4200, form))
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        [page] = pdf.pages
        image = page.Resources.XObject.Scan
        assert (image.ColorSpace, image.Filter) == ("/DeviceGray", "/DCTDecode")
        assert int(image.Width) <= 1654
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_a_wide_picture_lies_across() -> None:
    with pikepdf.open(io.BytesIO(taken(picture(900, 400)).pdf)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].mediabox[3])


def test_a_detailed_picture_is_pressed_below_the_page_limit_or_refused() -> None:
    result = taken(picture(700, 900, noisy=True))
    assert check([UploadFile("a.pdf", "transport", result.pdf)], library().limits_on(sample.DAY)) == ()
    with pytest.raises(ScanRefusedError, match="page_too_heavy"):
        taken(picture(1654, 2339, noisy=True))


def heavy_pdf() -> bytes:
    """Two pages with a script each, the first one with a lot of bytes that cannot be compressed."""
    noise = random.Random(3).randbytes(300_000).replace(b"\n", b" ").replace(b"\r", b" ")  # noqa: S311 - noise
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        for drawing in (b"% " + noise + b"\n", b"0 0 10 10 re f"):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj["/Contents"] = pikepdf.Stream(pdf, drawing)
            page.obj["/AA"] = pikepdf.Dictionary()
        pdf.save(buffer)
    return buffer.getvalue()


def test_only_heavy_pages_of_a_pdf_are_drawn_again_and_scripts_stay_behind() -> None:
    result = taken(heavy_pdf())
    assert result.pages == 2
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert max(page_sizes(pdf)) <= 200_000
        assert not any("/AA" in page for page in pdf.pages)


def encrypted(user: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(taken(picture(60, 80)).pdf)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user=user))
    return buffer.getvalue()


def empty_pdf(pages: int = 0) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a scan", "unreadable"),
        (b"%PDF-1.4 broken", "unreadable"),
        (picture(50, 50)[:80], "unreadable"),
        (b"x" * 60_000_001, "too_large"),
    ],
)
def test_what_cannot_be_taken_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ScanRefusedError) as caught:
        taken(data)
    assert caught.value.reason == reason


def test_locked_empty_and_endless_files_are_refused() -> None:
    for data, reason in [
        (encrypted("secret"), "encrypted"),
        (encrypted(""), "encrypted"),
        (empty_pdf(), "empty"),
        (empty_pdf(201), "too_large"),
    ]:
        with pytest.raises(ScanRefusedError, match=reason):
            taken(data)


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter_desk.documents.scans.MAX_PIXELS", 1000)
    with pytest.raises(ScanRefusedError, match="too_large"):
        taken(picture(50, 50))


def written(*scans: Scan) -> tuple[list[str], dict[str, bytes]]:
    files: dict[str, bytes] = {}
    made = make_packet(plan(views_sample.full(), ["broker"], library(), scans), library(), files.update)
    return [file.path for file in made.files], files


def test_scans_follow_the_papers_and_stand_in_the_contents() -> None:
    paths, files = written(taken(picture(600, 800)))
    reader = pypdf.PdfReader(io.BytesIO(files[paths[0]]))
    assert "提单" in reader.pages[0].extract_text()
    assert "扫描件" in reader.pages[0].extract_text()
    assert len(reader.pages[-1].images) == 1
    assert reader.outline[-1]["/Title"] == "提单"
    assert f"共 {len(reader.pages)} 页" in reader.pages[0].extract_text()


def test_a_scan_joins_the_upload_set_unless_the_paper_is_generated() -> None:
    page = picture(600, 800)
    assert "上传件/YK-2026-014_提单_20261125.pdf" in written(taken(page))[0]
    assert "上传件/YK-2026-014_提单_20261125.pdf" not in written(taken(page, kind="invoice"))[0]


def test_the_same_scan_gives_the_same_bytes() -> None:
    assert taken(picture(600, 800)).pdf == taken(picture(600, 800)).pdf
