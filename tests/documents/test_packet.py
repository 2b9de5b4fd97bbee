"""Plan and packet: who gets what in which order, drafts, the upload set, names, manifest."""

from __future__ import annotations

import hashlib
import io
import json
import random
from dataclasses import replace
from functools import cache

import pikepdf
import pypdf
import pytest

from exporter_desk.documents import packet as packets
from exporter_desk.documents.attachments import UploadFile, check
from exporter_desk.documents.dossier import Dossier, FindingView, PlaceView, ReplacedView
from exporter_desk.documents.furniture import DRAFT
from exporter_desk.documents.library import Library, load_library
from exporter_desk.documents.loader import FormRefusedError
from exporter_desk.documents.names import file_name
from exporter_desk.documents.packet import Packet, make_packet
from exporter_desk.documents.plan import DocumentPlan, plan, worst_status
from exporter_desk.documents.render import Paper
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.text import Bilingual, display_width
from exporter_desk.rules.texts import load_texts
from tests.documents import sample, views_sample

ERROR = FindingView(code="X4", severity=Severity.ERROR, text=Bilingual("件数对不上", "Packages differ"))


@cache
def library() -> Library:
    texts = load_texts(sample.files("text/findings", ".toml"), strict=True)
    return load_library(sample.files("forms", ".toml"), texts, sample.fonts())


def planned(*receivers: str, dossier: Dossier | None = None) -> DocumentPlan:
    return plan(dossier or views_sample.full(), receivers, library())


def made(*receivers: str, dossier: Dossier | None = None) -> tuple[Packet, dict[str, bytes]]:
    written: dict[str, bytes] = {}
    return make_packet(planned(*receivers, dossier=dossier), library(), written.update), written


def forms_of(result: DocumentPlan, place: int = 0) -> list[str]:
    return [entry.paper.form.id for entry in result.receivers[place].papers]


def test_each_receiver_gets_its_papers_in_order() -> None:
    result = planned("broker", "buyer", "forwarder")
    sheets = ["declaration_data", "declaration_check", "declaration_elements"]
    assert forms_of(result, 0)[:5] == [*sheets, "commercial_invoice", "packing_list"]
    assert forms_of(result, 1) == ["sales_contract", "commercial_invoice", "packing_list"]
    assert forms_of(result, 2) == ["commercial_invoice", "packing_list"]
    assert [entry.copies for entry in result.receivers[1].papers] == [2, 3, 3]


def test_stock_for_a_warehouse_goes_without_contract() -> None:
    stock = sample.dossier(case=sample.case(facts={"sale_state": "unsold"}))
    assert "sales_contract" not in forms_of(planned("broker", dossier=stock))


def test_a_paper_whose_condition_waits_for_an_answer_is_named() -> None:
    result = planned("broker", dossier=sample.dossier(case=sample.case(facts={})))
    assert "sales_contract" not in forms_of(result)
    assert "sales_contract" in result.receivers[0].undecided


def test_an_unknown_receiver_is_refused() -> None:
    with pytest.raises(KeyError):
        planned("nobody")


def test_the_contents_name_the_right_pages() -> None:
    _, written = made("broker")
    [data] = [data for path, data in written.items() if path.endswith(".pdf") and "/" not in path]
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    result = planned("broker")
    page = len(result.receivers[0].cover.pages) if result.receivers[0].cover else 0
    for entry in result.receivers[0].papers:
        assert entry.paper.title.zh in "".join(texts[page].split()) or "/" in entry.paper.title.zh
        page += len(entry.paper.pages)
    assert page == len(texts)


def test_a_long_list_of_open_items_moves_the_pages_in_the_contents() -> None:
    many = tuple(
        FindingView(code=f"X{n}", severity=Severity.CONFIRM, text=Bilingual(f"事项{n}" * 20, "item"), places=(f"p{n}",))
        for n in range(90)
    )
    result = planned("broker", dossier=views_sample.full(findings=many))
    cover = result.receivers[0].cover
    assert cover is not None
    assert len(cover.pages) > 1
    text = "\n".join(run.text for page in cover.pages for run in page.texts())
    assert all(f"X{n}" in text for n in range(90))
    first = [run.text for run in cover.pages[0].texts()]
    assert str(len(cover.pages) + 1) in first


def test_the_cover_says_what_the_program_does_not_do() -> None:
    cover = planned("archive").receivers[0].cover
    assert cover is not None
    assert "不申报，不签字，不盖章，不付款" in "".join(run.text for page in cover.pages for run in page.texts())


def test_the_buyer_gets_no_cover_and_no_internal_marks() -> None:
    packet, written = made("buyer")
    [file] = packet.files
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written[file.path])).pages)
    assert "cover" not in file.papers
    assert not any(word in text for word in ("base@", "未决", "资料袋", sample.dossier().data_hash))


def test_an_error_makes_every_page_a_draft_and_holds_back_the_upload_set() -> None:
    packet, written = made("broker", "buyer", dossier=views_sample.full(findings=(ERROR,)))
    assert [file.kind for file in packet.files] == ["packet", "packet"]
    assert packet.withheld == ("commercial_invoice", "packing_list", "sales_contract")
    for file in packet.files:
        assert file.status == "draft"
        assert file.path.startswith("草稿-")
        for page in pypdf.PdfReader(io.BytesIO(written[file.path])).pages:
            assert "草稿" in page.extract_text()


def test_an_error_inside_a_paper_marks_that_paper_and_its_packet_only() -> None:
    buyer = replace(sample.BUYER, name_en="𠮷 GMBH")
    case = sample.case(parties=(sample.SELLER, buyer, sample.BROKER))
    result = planned("archive", "broker", dossier=sample.dossier(case=case))
    assert not result.dossier.has_errors
    papers = result.receivers[0].all_papers
    named = {paper.form.id for paper in papers if "𠮷" in _printed(paper)}
    assert {"commercial_invoice", "declaration_check"} <= named
    assert {paper.form.id for paper in papers if paper.status == "open"} == named
    assert {paper.form.id for paper in papers if DRAFT.zh in _printed(paper)} >= named
    assert "mode_note" not in {paper.form.id for paper in papers if DRAFT.zh in _printed(paper)}
    assert {worst_status(one, result.dossier) for one in result.receivers} == {"draft"}


def _printed(paper: Paper) -> str:
    return "".join(text for _, text, _ in paper.prints)


def test_a_gap_known_to_several_papers_stands_once_on_the_cover() -> None:
    case = sample.case()
    case = replace(case, terms=replace(case.terms, invoice_no=None))
    result = planned("broker", dossier=sample.dossier(case=case))
    assert [one.places for one in result.findings if one.code == "X51"] == [("terms.invoice_no",)]


def test_the_upload_set_keeps_the_limits() -> None:
    packet, written = made("broker")
    uploads = [file for file in packet.files if file.kind == "upload"]
    assert [file.papers for file in uploads] == [("commercial_invoice",), ("packing_list",), ("sales_contract",)]
    assert uploads[0].path == "上传件/YK-2026-014_发票_20261125.pdf"
    assert [one for one in packet.findings if one.code != "X56"] == []
    for file in uploads:
        assert written[file.path].startswith(b"%PDF-1.")
        assert len(file.data) / file.pages <= 200_000


def test_the_manifest_tells_hashes_sizes_and_pages() -> None:
    packet, written = made("broker", "tax")
    body = json.loads(written[packets.MANIFEST])
    assert list(written)[-1] == packets.MANIFEST
    assert [entry["path"] for entry in body["files"]] == [file.path for file in packet.files]
    for entry in body["files"]:
        data = written[entry["path"]]
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["bytes"] == len(data)
        assert entry["pages"] == len(pypdf.PdfReader(io.BytesIO(data)).pages)
    own = [entry["code"] for entry in body["open"] if entry["code"] != "X56"]
    assert own == ["X16", "X10"]


def test_the_same_plan_gives_the_same_packet() -> None:
    assert made("broker", "archive")[1] == made("broker", "archive")[1]


def test_a_later_version_says_what_it_replaces() -> None:
    price = PlaceView(
        name=Bilingual("商品 第1行 · 单价", "Goods line 1 · Unit price"),
        before=Bilingual("168.00", "168.00"),
        after=Bilingual("166.50", "166.50"),
    )
    replaced = ReplacedView(version=1, parts=(Bilingual("商品", "goods"),), places=(price,))
    later = views_sample.full(version=3, replaced={"broker": replaced})
    cover = planned("broker", dossier=later).receivers[0].cover
    assert cover is not None
    texts = [run.text for run in cover.pages[0].texts()]
    assert "替代第 1 版，改动：商品" in texts
    first = texts.index("商品 第1行 · 单价")
    assert texts[first : first + 3] == ["商品 第1行 · 单价", "168.00", "166.50"]


def test_a_later_version_with_everything_taken_back_says_that_nothing_differs() -> None:
    later = views_sample.full(version=3, replaced={"broker": ReplacedView(version=1, parts=())})
    cover = planned("broker", dossier=later).receivers[0].cover
    assert cover is not None
    assert "替代第 1 版，与那一版没有不同" in [run.text for run in cover.pages[0].texts()]


def test_a_receiver_without_an_earlier_version_is_told_of_none() -> None:
    replaced = ReplacedView(version=1, parts=(Bilingual("商品", "goods"),))
    later = views_sample.full(version=2, replaced={"tax": replaced})
    cover = planned("broker", dossier=later).receivers[0].cover
    assert cover is not None
    assert not any("替代" in run.text or "改动" in run.text for run in cover.pages[0].texts())


@pytest.mark.parametrize(
    ("number", "paper", "name"),
    [
        ("YK-2026-014", "发票", "YK-2026-014_发票_20261125.pdf"),
        ("A/B 1.2", "合同", "A-B-1-2_合同_20261125.pdf"),
        (None, "合同", "未编号_合同_20261125.pdf"),
    ],
)
def test_file_names(number: str | None, paper: str, name: str) -> None:
    assert file_name(number, paper, sample.DAY) == name


def test_a_long_name_loses_paper_words_never_the_number() -> None:
    number = "C" * 40
    name = file_name(number, "一份名称非常长的单证", sample.DAY)
    assert name.startswith(f"{number}_一")
    assert display_width(name) <= 64
    assert file_name("C" * 70, "发票", sample.DAY).startswith("C" * 70)


def upload(data: bytes, name: str = "a.pdf", kind: str = "invoice") -> UploadFile:
    return UploadFile(name, kind, data)


def variants(*files: UploadFile) -> list[str]:
    return [finding.variant for finding in check(files, library().limits_on(sample.DAY))]


def good_pdf() -> bytes:
    return next(file.data for file in made("broker")[0].files if file.kind == "upload")


def resaved(**options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        pdf.save(buffer, **options)
    return buffer.getvalue()


def test_files_that_break_a_limit_are_named() -> None:
    assert variants(upload(good_pdf())) == []
    assert variants(upload(good_pdf(), name="合" * 31 + ".pdf")) == ["name"]
    assert variants(upload(b"no pdf")) == ["unreadable"]
    assert variants(upload(good_pdf()), upload(good_pdf(), name="b.pdf")) == ["kind"]
    assert variants(upload(resaved(encryption=pikepdf.Encryption(owner="x", user="y")))) == ["encrypted"]
    assert variants(upload(resaved(encryption=pikepdf.Encryption(owner="x", user="")))) == ["encrypted"]
    assert variants(upload(resaved(force_version="1.3"))) == ["version"]


def test_a_heavy_page_and_a_heavy_file_are_named() -> None:
    noise = random.Random(1).randbytes(4_100_000)  # noqa: S311 - bytes that do not compress, not a secret
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"% " + noise.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n"))
        pdf.save(buffer)
    assert variants(upload(buffer.getvalue())) == ["file_size", "page_size"]


def test_a_font_that_is_not_embedded_is_named() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pdfVersion=(1, 4))
    canvas.drawString(100, 100, "text")
    canvas.save()
    [finding] = check([upload(buffer.getvalue())], library().limits_on(sample.DAY))
    assert (finding.variant, finding.values["found"]) == ("font", "/Helvetica")


def test_every_upload_finding_has_its_words() -> None:
    texts = library().texts
    for variant in ("name", "file_size", "page_size", "version", "encrypted", "font", "unreadable", "kind"):
        words = texts.texts["X22"].variant[variant]
        assert words.zh
        assert words.en


def test_a_form_for_an_unknown_receiver_is_refused() -> None:
    files = dict(sample.files("forms", ".toml"))
    files["receivers.toml"] = b'[broker]\nzh = "a"\nen = "a"\ncover = true\n'
    with pytest.raises(FormRefusedError, match="is not in receivers"):
        load_library(files, library().texts, sample.fonts())


@pytest.mark.parametrize(
    "content", [b'[broker]\nzh = "a"\n', b'[broker]\nzh = "a"\nen = "a"\ncover = true\nmore = 1\n']
)
def test_a_wrong_receiver_file_is_refused(content: bytes) -> None:
    with pytest.raises(FormRefusedError):
        load_library({**sample.files("forms", ".toml"), "receivers.toml": content}, library().texts, sample.fonts())


def test_limits_without_a_day_are_refused() -> None:
    files = {**sample.files("forms", ".toml"), "attachment_limits.toml": b'[[limit]]\nfrom = "2013"\n'}
    with pytest.raises(FormRefusedError, match="starts on a day"):
        load_library(files, library().texts, sample.fonts())


def test_open_items_call_places_by_their_names() -> None:
    case = sample.case()
    case = replace(case, terms=replace(case.terms, invoice_no=None))
    result = plan(
        sample.dossier(case=case), ["archive"], library(), name_of=lambda path: Bilingual(f"〔{path}〕", path.upper())
    )
    [finding] = [one for one in result.dossier.paper_findings if one.code == "X51"]
    assert "〔terms.invoice_no〕" in finding.text.zh
    assert "TERMS.INVOICE_NO" in finding.text.en


def test_a_text_made_of_many_places_is_not_blamed_on_the_first_alone() -> None:
    base = sample.case()
    nameless = tuple(replace(line, name_en=None) for line in base.goods)
    to_us = replace(base.route, dest="US")  # where the data for PPQ 505 list all goods of wood in one box
    case = replace(base, goods=nameless, route=to_us, facts={**base.facts, "pack": "furniture"})
    result = plan(sample.dossier(case=case), ["archive"], library(), name_of=lambda path: Bilingual(path, path))
    several = [one for one in result.findings if one.code == "X51" and len(set(one.places)) > 1]
    assert [one.values["place_zh"] for one in several] == ["goods.g1.name_en 等 2 处"]
    assert [one.values["place_en"] for one in several] == ["goods.g1.name_en and 1 more"]


def test_a_gap_that_the_case_has_told_is_not_told_again() -> None:
    case = sample.case()
    case = replace(case, terms=replace(case.terms, invoice_no=None))
    told = replace(views_sample.findings()[0], places=("terms.invoice_no",))
    found = planned("broker", dossier=sample.dossier(case=case, findings=(told,))).findings
    assert [one for one in found if one.code != "X56"] == []


def test_a_customs_sheet_with_a_gap_makes_the_packet_a_draft_but_not_its_invoice() -> None:
    trader = replace(sample.SELLER, roles=("seller",))
    dossier = sample.dossier(case=sample.case(parties=(trader, *sample.case().parties[1:]), facts={}))
    packet, _ = made("broker", dossier=dossier)
    states = {file.papers[0]: file.status for file in packet.files if file.kind == "upload"}
    assert [file.status for file in packet.files if file.kind == "packet"] == ["draft"]
    assert states["commercial_invoice"] == "final"
    assert "facts.declarant" in {place for one in packet.findings if one.code == "X51" for place in one.places}


def test_a_reminder_that_names_a_place_does_not_hide_that_a_paper_waits_for_it() -> None:
    trader = replace(sample.SELLER, roles=("seller",))
    case = sample.case(parties=(trader, *sample.case().parties[1:]), facts={})
    hint = FindingView(
        code="T41", severity=Severity.HINT, text=Bilingual("提醒", "Reminder"), places=("facts.declarant",)
    )
    found = planned("broker", dossier=sample.dossier(case=case, findings=(hint,))).findings
    assert ("facts.declarant",) in [one.places for one in found if one.code == "X51"]
