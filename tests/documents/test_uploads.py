"""Scans in packets: every page fit for an archive, one upload file a kind, and a word about what became of each."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pikepdf
import pypdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from exporter_desk.documents.archival import is_own_picture
from exporter_desk.documents.dossier import FindingView
from exporter_desk.documents.library import Library
from exporter_desk.documents.packet import Packet, make_packet
from exporter_desk.documents.pdfa import is_archival
from exporter_desk.documents.plan import DocumentPlan, plan
from exporter_desk.documents.scans import Scan, scan
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import Bilingual
from tests.documents import sample, views_sample
from tests.documents.test_packet import library

TITLES = {"contract": Bilingual("合同", "Contract"), "licence": Bilingual("许可证件", "Licence")}


def picture(form: str, mode: str = "RGB", **saved: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (600, 850)).save(buffer, form, **saved)
    return buffer.getvalue()


def pages_of_tiff() -> bytes:
    return picture("TIFF", "L", save_all=True, append_images=[Image.new("1", (600, 850)), Image.new("L", (850, 600))])


def turned_photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


def foreign_pdf() -> bytes:
    """A page of a PDF that embeds its font, so that it is taken as it is."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, initialFontName=sample.fonts().regular)
    canvas.setFont(sample.fonts().regular, 20)
    canvas.drawString(100, 700, "FOREIGN WORDS")
    canvas.save()
    return buffer.getvalue()


def old_pdf() -> bytes:
    """PDF 1.3 with a font that lies on another computer."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pdfVersion=(1, 3))
    canvas.drawString(100, 700, "OLD WORDS")
    canvas.save()
    return buffer.getvalue()


def taken(data: bytes, kind: str = "contract") -> Scan:
    return scan(data, kind, TITLES[kind], ("broker", "archive"), library().limits_on(sample.DAY))


def made(*scans: Scan, receivers: tuple[str, ...] = ("broker",), **changes: object) -> Packet:
    result = plan(views_sample.full(**changes), receivers, library(), scans)
    return make_packet(result, library(), lambda files: None)


def upload(packet: Packet, word: str) -> list[bytes]:
    return [file.data for file in packet.files if file.kind == "upload" and word in file.path]


def fates(packet: Packet) -> list[str]:
    return [one.variant for one in packet.findings if one.code == "X22"]


@pytest.mark.parametrize("source", [picture("PNG", "RGBA"), turned_photo(), pages_of_tiff(), old_pdf(), foreign_pdf()])
def test_a_packet_with_a_scan_says_that_it_is_fit_for_an_archive_and_every_page_is(source: bytes) -> None:
    packet = made(taken(source), receivers=("archive",))
    [file] = packet.files
    assert is_archival(file.data)
    with pikepdf.open(io.BytesIO(file.data)) as pdf, pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
        added = pdf.pages[-taken(source).pages :]
        assert all(is_own_picture(page) for page in added)


def test_the_same_foreign_pages_give_the_same_packet() -> None:
    first, second = (made(taken(foreign_pdf()), receivers=("archive",)).files[0].sha256 for _ in range(2))
    assert first == second


def test_a_signed_contract_lies_behind_the_generated_one_in_one_file() -> None:
    plain, joined = made(), made(taken(turned_photo()))
    [before], [after] = upload(plain, "合同"), upload(joined, "合同")
    assert len(pypdf.PdfReader(io.BytesIO(after)).pages) == len(pypdf.PdfReader(io.BytesIO(before)).pages) + 1
    assert is_archival(after)
    papers = {file.kind: file.papers for file in joined.files if "contract" in " ".join(file.papers)}
    assert papers["upload"] == ("sales_contract", "scan:contract")
    assert papers["packet"][-1] == "scan:contract"
    assert fates(joined) == ["joined"]


def test_a_scan_waits_while_its_paper_is_a_draft() -> None:
    error = FindingView(code="X4", severity=Severity.ERROR, text=Bilingual("件数对不上", "Packages differ"))
    packet = made(taken(turned_photo()), findings=(error,))
    assert (upload(packet, "合同"), fates(packet)) == ([], ["waiting"])


def test_an_upload_of_a_scan_alone_has_title_language_and_the_mark_of_an_archive() -> None:
    [data] = upload(made(taken(turned_photo(), "licence")), "许可证件")
    assert is_archival(data)
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        assert (str(pdf.Root.Lang), xmp["dc:title"], pdf.docinfo["/Title"]) == ("zh-CN", "许可证件", "许可证件")


def test_foreign_pages_keep_their_text_in_the_upload_and_that_is_told() -> None:
    packet = made(taken(foreign_pdf(), "licence"))
    [data] = upload(packet, "许可证件")
    assert "FOREIGN WORDS" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert not is_archival(data)
    assert fates(packet) == ["uncoded", "foreign"]


def test_parts_of_a_long_file_say_which_one_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = replace(library().limits_on(sample.DAY), max_file_bytes=250_000)
    monkeypatch.setattr("exporter_desk.documents.library.Library.limits_on", lambda self, day: narrow)
    noise = Image.effect_noise((600, 850), 60)
    buffer = io.BytesIO()
    noise.save(buffer, "TIFF", save_all=True, append_images=[noise, noise])
    parts = upload(made(taken(buffer.getvalue(), "licence")), "许可证件")
    titles = [pypdf.PdfReader(io.BytesIO(part)).metadata.title for part in parts]
    assert len(parts) > 1
    assert titles == [f"许可证件 {number}/{len(parts)}" for number in range(1, len(parts) + 1)]
    assert all(map(is_archival, parts))


def narrow(**limits: int) -> Library:
    return replace(library(), limits=tuple(replace(one, **limits) for one in library().limits))


@pytest.mark.parametrize(
    ("limits", "place", "variant"),
    [({"max_name_width": 20}, "terms.contract_no", "name"), ({"max_page_bytes": 5_000}, "packet", "page_size")],
)
def test_a_broken_limit_makes_drafts_of_all_papers_and_the_list_tells_it(
    limits: dict[str, int], place: str, variant: str
) -> None:
    files: dict[str, bytes] = {}
    result = plan(views_sample.full(), ["broker", "buyer"], narrow(**limits))
    packet = make_packet(result, narrow(**limits), files.update)
    assert [(file.kind, file.status) for file in packet.files] == [("packet", "draft")] * 2
    assert packet.withheld == ("commercial_invoice", "packing_list", "sales_contract")
    assert {(one.variant, one.places) for one in packet.findings if one.code == "X22"} == {(variant, (place,))}
    for file in packet.files:
        assert file.path.startswith("草稿-")
        assert all("草稿" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files[file.path])).pages)
    told = json.loads(files["manifest.json"])["open"]
    assert {(one["code"], one["severity"]) for one in told} >= {("X22", "error")}


def test_papers_are_composed_once_while_every_limit_is_kept() -> None:
    def never(errors: Sequence[Finding]) -> DocumentPlan:
        raise AssertionError(errors)

    result = replace(plan(views_sample.full(), ["broker"], library()), with_errors=never)
    packet = make_packet(result, library(), lambda files: None)
    assert {file.status for file in packet.files} == {"final"}
