"""Scans become small grey PDF pages, keep their place in the packet, and never replace a generated paper."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from exporter_desk.documents import preview, scans
from exporter_desk.documents.attachments import UploadFile, check, loose_fonts, page_sizes
from exporter_desk.documents.library import Library, load_library
from exporter_desk.documents.packet import make_packet
from exporter_desk.documents.plan import plan
from exporter_desk.documents.scans import Scan, ScanRefusedError, merged, scan
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


def test_pdfium_is_never_entered_by_two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is drawn anew behind the window while the preview draws another one; PDFium is not made for that."""
    render, held = pypdfium2.PdfPage.render, []

    def watched(page: pypdfium2.PdfPage, *args: object, **named: object) -> object:
        held.append(preview.ONE_AT_A_TIME.locked())
        return render(page, *args, **named)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", watched)
    pdf = taken(heavy_pdf()).pdf
    preview.page_image(pdf, 0, 40)
    assert held == [True, True]


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
        (empty_pdf(201), "too_many_pages"),
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


def tiff(pages: int, mode: str = "L") -> bytes:
    buffer = io.BytesIO()
    first, *rest = [Image.new(mode, (420, 600), number) for number in range(pages)]
    first.save(buffer, "TIFF", save_all=True, append_images=rest)
    return buffer.getvalue()


def test_every_page_of_a_tiff_is_taken() -> None:
    assert taken(tiff(3)).pages == 3


def test_a_tiff_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter_desk.documents.scans.MAX_PAGES", 2)
    with pytest.raises(ScanRefusedError, match="too_many_pages"):
        taken(tiff(3))


def shade(result: Scan, corner: tuple[int, int] = (100, 100)) -> int:
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        grey = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Scan).as_pil_image()
    found = grey.getpixel(corner)
    assert isinstance(found, int)
    return found


def saved(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def test_transparent_paper_is_white_and_sixteen_bits_keep_their_shade() -> None:
    assert shade(taken(saved(Image.new("RGBA", (400, 600), (0, 0, 0, 0)), "PNG"))) > 250
    assert shade(taken(saved(Image.new("LA", (400, 600), (0, 0)), "PNG"))) > 250
    assert abs(shade(taken(saved(Image.new("I;16", (400, 600), 40_000), "PNG"))) - 156) < 3


def pdf_page(width: float, height: float, turn: int = 0, *, font: bool = False, active: bool = False) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, height))
        page.Rotate = turn
        page.Contents = pikepdf.Stream(pdf, b"BT /F1 20 Tf 50 50 Td (Hello) Tj ET" if font else b"0 0 10 10 re f")
        if font:
            face = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
        if active:
            script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            pdf.Root.OpenAction = script
            page.obj["/AA"] = pikepdf.Dictionary(O=script)
            page.obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=script)])
            pdf.attachments["a.exe"] = b"MZ"
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("size", "turn", "across"),
    [
        ((842, 1191), 0, False),
        ((1191, 842), 0, True),
        ((612, 792), 0, False),
        ((200, 200), 0, False),
        ((842, 595), 90, False),
    ],
)
def test_pages_of_any_size_become_a4(size: tuple[float, float], turn: int, *, across: bool) -> None:
    with pikepdf.open(io.BytesIO(taken(pdf_page(*size, turn)).pdf)) as pdf:
        [page] = pdf.pages
        width, height = (round(float(side)) for side in page.mediabox[2:])
        shown = (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)
        assert shown == ((842, 595) if across else (595, 842))


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (5, 5, 5, 900), (600, 800, 0, 0), (0, 0, 14_400_000, 14_400_000)])
def test_a_page_of_an_absurd_size_is_taken_as_a4_or_refused(box: tuple[float, ...]) -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.MediaBox = pikepdf.Array(box)
        page.Contents = pikepdf.Stream(pdf, b"0 0 10 10 re f")
        pdf.save(buffer)
    with suppress(ScanRefusedError):
        result = taken(buffer.getvalue())
        with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
            sides = {round(abs(float(side))) for side in pdf.pages[0].mediabox}
            assert sides <= {0, 595, 600, 800, 842}


def test_nothing_active_comes_along() -> None:
    for size in ((595.3, 841.9), (612, 792)):
        data = taken(pdf_page(*size, active=True)).pdf
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert not {"/OpenAction", "/Names", "/AcroForm"} & set(pdf.Root.keys())
            assert not {"/AA", "/Annots"} & set(pdf.pages[0].keys())
        assert b"JavaScript" not in data


def test_a_page_with_fonts_of_another_computer_becomes_a_picture() -> None:
    result = taken(pdf_page(595, 842, font=True))
    assert result.redrawn == 1
    assert check([UploadFile("a.pdf", "transport", result.pdf)], library().limits_on(sample.DAY)) == ()


def busy(pages: int) -> bytes:
    """Pages whose grey picture takes more than a hundred kilobytes each."""
    noise = [random.Random(number).randbytes(120 * 170) for number in range(pages)]  # noqa: S311 - noise
    images = [Image.frombytes("L", (120, 170), one).resize((1240, 1754)) for one in noise]
    buffer = io.BytesIO()
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:], compression="jpeg")
    return buffer.getvalue()


SHORT = 600_000


def narrow() -> Library:
    """The library with a file limit of a few pages instead of twenty."""
    return replace(library(), limits=tuple(replace(one, max_file_bytes=SHORT) for one in library().limits))


def taken_narrowly(data: bytes) -> Scan:
    return scan(data, "transport", TITLE, ("broker",), narrow().limits_on(sample.DAY))


def test_a_long_scan_is_pressed_into_one_attachment_while_it_can_be_read() -> None:
    pages = busy(6)
    assert len(taken(pages).pdf) > SHORT
    pressed = taken_narrowly(pages)
    assert pressed.pages == 6
    assert len(pressed.pdf) <= SHORT


def test_a_longer_one_is_parted_into_numbered_files_of_whole_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter_desk.documents.scans._LEAST_PAGE_BYTES", 200_000)
    files: dict[str, bytes] = {}
    planned = plan(views_sample.full(), ["broker"], narrow(), [taken_narrowly(busy(6))])
    made = make_packet(planned, narrow(), files.update)
    parts = [file for file in made.files if "提单_" in file.path]
    assert [file.path[-6:] for file in parts] == [f"-{number + 1}.pdf" for number in range(len(parts))]
    assert len(parts) > 1
    assert all(len(file.data) <= SHORT for file in parts)
    assert sum(file.pages for file in parts) == 6
    assert not [finding for finding in made.findings if finding.variant in {"kind", "file_size"}]


def print_page() -> Image.Image:
    """A page of small print: dark rows of letters on light paper, with the grain of a scanner."""
    noise = random.Random(5).randbytes(827 * 1170)  # noqa: S311 - noise
    grain = Image.frombytes("L", (827, 1170), noise).point(lambda value: 225 + value // 10)
    page = grain.resize((1654, 2339))
    draw, letters = ImageDraw.Draw(page), random.Random(6)  # noqa: S311 - noise
    for top in range(40, 2300, 26):
        for left in range(60, 1600, 13):
            width, height = letters.randrange(3, 11), letters.randrange(5, 19)
            draw.rectangle((left, top, left + width, top + height), fill=40)
            draw.line((left, top + height // 2, left + width, top + height // 2), fill=230)
    return page


def test_small_print_that_grey_makes_too_heavy_becomes_black_and_white() -> None:
    page = print_page()
    result = taken(saved(page, "PNG"))
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        image = pdf.pages[0].Resources.XObject.Scan
        assert (image.Filter, image.BitsPerComponent, int(image.Width)) == ("/CCITTFaxDecode", 1, 1654)
    rendered = pypdfium2.PdfDocument(result.pdf)[0].render(scale=200 / 72).to_pil().convert("L").resize((1654, 2339))
    spots = [(x, y) for x in range(200, 1500, 100) for y in range(200, 2200, 100)]
    agree = sum((page.getpixel(spot) < 128) == (rendered.getpixel(spot) < 128) for spot in spots)  # type: ignore[operator]
    assert agree > 0.9 * len(spots)


def test_scans_of_one_kind_become_one_paper() -> None:
    one, two, other = taken(picture(60, 80)), taken(tiff(2)), taken(picture(60, 80), kind="licence")
    first, second = merged([one, other, two])
    assert (first.kind, first.pages, first.redrawn) == ("transport", 3, 3)
    assert second is other


def test_a_disguised_program_is_no_scan() -> None:
    for head in (b"MZ\x90", b"\x7fELF", b"PK\x03\x04"):
        with pytest.raises(ScanRefusedError, match="not_a_scan"):
            taken(head + b"%PDF-1.4")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\x00"]),
)
def test_any_bytes_at_all_are_taken_or_refused(rest: bytes, head: bytes) -> None:
    with suppress(ScanRefusedError):
        assert taken(head + rest).pages


def test_forms_that_draw_each_other_are_looked_into_once() -> None:
    with pikepdf.new() as pdf:
        forms = [pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form) for _ in range(40)]
        every = pikepdf.Dictionary({f"/F{number}": form for number, form in enumerate(forms)})
        for form in forms:
            form.Resources = pikepdf.Dictionary(XObject=every)
            form.BBox = pikepdf.Array([0, 0, 9, 9])
        pdf.add_blank_page(page_size=(595, 842)).Resources = pikepdf.Dictionary(XObject=every)
        assert loose_fonts(pdf) == []  # by every path it would be 40 to the power of 40 looks


def test_pages_of_more_dots_together_than_can_be_pressed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_ALL_PIXELS", 3 * 420 * 600)
    assert taken(tiff(3)).pages == 3
    with pytest.raises(ScanRefusedError, match="too_large"):
        taken(tiff(4))
