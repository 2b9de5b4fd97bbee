"""Attaching a scan: looked at first, kept with its hash, in the right packets, undone, taken along, never believed."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from exporter_desk.domain.attachment import Attachment
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.services.analysis import analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.keeping.company import company_path, open_cases
from exporter_desk.services.papers import arriving, attached, attaching
from exporter_desk.services.papers.attachment_desk import AttachmentDesk
from exporter_desk.services.papers.attachment_view import attachment_views, changes_words, state_words
from exporter_desk.services.papers.packets import read_manifest, receiver_pdf, write_packet
from exporter_desk.services.papers.shelf import EMPTY
from exporter_desk.services.session import Session
from tests.support import scan_files
from tests.support.scan_files import put

DAY = date(2026, 11, 22)


def attach(session: Session, path: Path, paper: str) -> str:
    """Attach a file as the window does, and return the id."""
    at_work = AttachmentDesk(session)
    made = at_work.preparing(path, paper)(lambda _pages: None)
    at_work.keeping(made)(lambda _done, _total: None)
    return at_work.add(made)


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    return put(tmp_path / "提单 3.jpg", scan_files.jpeg())


def test_what_is_attached_is_listed_with_its_hash_and_undone(session: Session, bill: Path) -> None:
    assert attach(session, bill, "transport") == "a1"
    [one] = session.case.attachments
    assert (one.paper, one.name, one.media, one.pages) == ("transport", "提单 3.jpg", "jpeg", 1)
    assert one.sha256 == hashlib.sha256(bill.read_bytes()).hexdigest()
    assert one.size_bytes == len(bill.read_bytes())
    assert session.undo_name is not None
    assert session.undo_name.zh == "附上“提单 3.jpg”"
    session.undo()
    assert session.case.attachments == ()
    session.redo()
    assert session.cases.contents.read(one.sha256 or "") == bill.read_bytes()
    AttachmentDesk(session).remove("a1")
    session.undo()
    assert session.case.attachments == (one,)


def test_a_paper_of_the_refund_file_is_there_once_its_scan_is(session: Session, bill: Path) -> None:
    attach(session, bill, "BA-4")
    [noted] = session.case.tax.papers
    assert (noted.id, noted.state, noted.kept_as) == ("BA-4", "have", "image")
    item = next(one for one in session.analysis().papers if one.rule.id == "BA-4")
    assert [scan.name for scan in item.scans] == ["提单 3.jpg"]
    session.undo()
    assert session.case.tax.papers == ()


def test_a_kind_shows_the_papers_that_it_is(session: Session, bill: Path) -> None:
    attach(session, bill, "contract")
    book = session.desk.checklists
    assert set(attached.by_paper(session.case, book)) == {"contract", "BA-1"}
    assert [(one.id, one.state) for one in session.case.tax.papers] == [("BA-1", "have")]


def test_the_same_file_twice_is_refused(session: Session, bill: Path) -> None:
    attach(session, bill, "contract")
    with pytest.raises(UserFacingError, match="S54"):
        attach(session, bill, "contract")
    assert attach(session, bill, "transport") == "a2"


def test_an_unknown_paper_is_refused(session: Session, bill: Path) -> None:
    with pytest.raises(UserFacingError, match="S59"):
        attach(session, bill, "love letter")


def test_scans_lie_in_the_packets_of_their_receivers_in_order(session: Session, tmp_path: Path) -> None:
    for name, data, paper in (
        ("c.tif", scan_files.tiff(2), "CLM-1"),
        ("b.jpg", scan_files.jpeg("TWO"), "transport"),
        ("a.jpg", scan_files.jpeg("ONE"), "agency"),
    ):
        attach(session, put(tmp_path / name, data), paper)
    analysis = session.analysis()
    found = {one.receiver.id: [(scan.kind, scan.pages) for scan in one.scans] for one in analysis.plan.receivers}
    # The order of scan_kinds.toml, then that of the refund file.
    assert found["tax"] == [("transport", 1), ("agency", 1), ("CLM-1", 2)]
    assert found["broker"] == [("transport", 1), ("agency", 1)]
    assert (found["bank"], found["buyer"]) == ([("transport", 1)], [])
    own = sum(len(one.pages) for one in next(r for r in analysis.plan.receivers if r.receiver.id == "tax").all_papers)
    reader = pypdf.PdfReader(io.BytesIO(receiver_pdf(analysis, "tax")))
    assert len(reader.pages) == own + 4
    assert [entry["/Title"] for entry in reader.outline][-3:] == ["提运单", "代理报关委托协议", "出口货物报关单"]


def test_the_manifest_names_what_the_pages_were_made_of(session: Session, bill: Path, tmp_path: Path) -> None:
    attach(session, bill, "transport")
    packet = write_packet(session.analysis(), tmp_path / "out", ("bank",))
    [scan] = packet.scans
    assert scan.files == (hashlib.sha256(bill.read_bytes()).hexdigest(),)
    assert scan.files[0] in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert len(read_manifest(tmp_path / "out")) == len(packet.files)


def test_two_scans_of_a_kind_are_one_paper(session: Session, tmp_path: Path) -> None:
    for number in (1, 2):
        attach(session, put(tmp_path / f"{number}.jpg", scan_files.jpeg(f"N {number}")), "payment")
    bank = next(one for one in session.analysis().plan.receivers if one.receiver.id == "bank")
    [scan] = bank.scans
    assert (scan.pages, len(scan.files)) == (2, 2)
    assert len(pypdf.PdfReader(io.BytesIO(scan.pdf)).pages) == 2


def test_a_photo_on_its_side_is_turned_and_said_so(session: Session, tmp_path: Path) -> None:
    attach(session, put(tmp_path / "side.jpg", scan_files.jpeg(orientation=scan_files.ON_ITS_SIDE)), "other")
    [one] = session.case.attachments
    assert (one.turned, one.redrawn) == (1, 1)
    assert changes_words(one).zh == "1 页转正，1 页重新压缩成灰度"
    assert changes_words(one).en == "1 page turned upright, 1 page recompressed in grey"


def test_a_person_turns_the_pages_before_keeping_them(session: Session, bill: Path) -> None:
    at_work = AttachmentDesk(session)
    made = at_work.preparing(bill, "other")(lambda _pages: None)
    tall = pypdf.PdfReader(io.BytesIO(made.scan.pdf)).pages[0].mediabox
    turned = at_work.turning(made)(lambda _pages: None)
    wide = pypdf.PdfReader(io.BytesIO(turned.scan.pdf)).pages[0].mediabox
    assert (turned.turn, tall.height > tall.width, wide.width > wide.height) == (90, True, True)
    once_more = at_work.turning(at_work.turning(at_work.turning(turned)(print))(print))(print)
    assert (once_more.turn, once_more.scan.pdf) == (0, made.scan.pdf)


def test_nothing_active_comes_along(session: Session, tmp_path: Path) -> None:
    attach(session, put(tmp_path / "armed.pdf", scan_files.armed_pdf()), "other")
    [one] = session.case.attachments
    pages = session.cases.contents.read(one.pdf_sha256 or "")
    assert not any(word in pages for word in (b"JavaScript", b"/Annots", b"OpenAction", b"EmbeddedFile"))
    assert (one.cleaned, one.fitted) == (1, 1)
    assert "1 页去掉链接或脚本" in changes_words(one).zh


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"MZ\x90\x00" + b"%PDF-1.4" * 9, "不是扫描件"),
        (b"%PDF-1.4 broken", "读不出来"),
        (b"", "读不出来"),
        (scan_files.locked_pdf(), "密码"),
    ],
)
def test_hostile_files_are_refused_and_nothing_is_kept(
    session: Session, tmp_path: Path, data: bytes, word: str
) -> None:
    with pytest.raises(UserFacingError, match="S51") as refused:
        attach(session, put(tmp_path / "提单.pdf", data), "transport")
    assert word in refused.value.zh
    assert session.case.attachments == ()
    with closing(sqlite3.connect(company_path())) as other:
        assert other.execute("SELECT count(*) FROM content").fetchone() == (0,)


def test_work_on_pages_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    def stop(pages: int) -> None:
        if pages == 2:
            raise LookupError("enough")

    with pytest.raises(LookupError):
        attaching.prepare(put(tmp_path / "t.tif", scan_files.tiff(4)), "other", desk, DAY, told=stop)


def test_a_changed_original_is_noticed_and_the_kept_one_stays(session: Session, bill: Path) -> None:
    attach(session, bill, "transport")
    before = bill.read_bytes()

    def state() -> str:
        [view] = attachment_views(session.case, session.cases.shelf(session.case), session.desk.checklists)
        return view.original

    assert state() == "same"
    bill.write_bytes(scan_files.jpeg("ANOTHER"))
    assert state() == "changed"
    [one] = session.case.attachments
    assert session.cases.contents.read(one.sha256 or "") == before
    bill.unlink()
    assert state() == "gone"


def test_an_attachment_that_is_not_here_is_told_and_left_out(session: Session, bill: Path) -> None:
    attach(session, bill, "transport")
    analysis = analyse(session.case, session.desk, DAY, session.questions, shelf=EMPTY)
    assert [(one.code, one.places) for one in analysis.not_here] == [("X57", ("attachments.a1",))]
    assert analysis.scans == ()
    [view] = attachment_views(session.case, EMPTY, session.desk.checklists)
    assert state_words(view).zh == "内容不在这里"


def test_a_travelled_shipment_brings_its_scans_and_none_of_their_places(
    session: Session, bill: Path, tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(session, bill, "transport")
    [sent] = session.case.attachments
    session.cases.export_file(str(session.case.id), tmp_path / "one.exdesk")
    monkeypatch.setenv("EXPORTER_DESK_HOME", str(tmp_path / "elsewhere"))
    cases = open_cases(desk)
    arrival = arriving.arrived(tmp_path / "one.exdesk", desk, DAY)
    arriving.keep_files(cases, arrival)
    case = arriving.take_over(cases, arrival)
    assert case.attachments == (replace(sent, source=None),)
    assert cases.contents.read(sent.sha256 or "") == bill.read_bytes()
    assert cases.contents.lost() == ()
    cases.close()


def test_pages_that_a_stranger_made_are_not_taken(session: Session, tmp_path: Path, desk: Desk) -> None:
    """The file says that its armed PDF is the clean page of a scan; the page is made anew from the scan."""
    armed, clean = scan_files.armed_pdf(), scan_files.jpeg()
    session.cases.contents.keep(armed)
    session.cases.contents.keep(clean)
    forged = Attachment(
        id="a1",
        paper="transport",
        name="x.jpg",
        sha256=hashlib.sha256(clean).hexdigest(),
        pdf_sha256=hashlib.sha256(armed).hexdigest(),
        pages=7,
        size_bytes=1,
    )
    session.cases.change(
        replace(session.case, attachments=(forged,)), session.desk.case_wording.say("step.edit", field="")
    )
    session.cases.export_file(str(session.case.id), tmp_path / "one.exdesk")
    arrival = arriving.arrived(tmp_path / "one.exdesk", desk, DAY)
    [taken] = arriving.take_over(session.cases, arrival).attachments
    assert (taken.pages, taken.size_bytes) == (1, len(clean))
    assert taken.pdf_sha256 not in (None, forged.pdf_sha256)


def test_a_copy_as_a_new_shipment_begins_without_attachments(session: Session, bill: Path) -> None:
    attach(session, bill, "transport")
    session.copy_case(str(session.case.id))
    assert session.case.attachments == ()


def test_the_catalogue_of_kept_papers_names_the_file_that_is_attached(session: Session, bill: Path) -> None:
    attach(session, bill, "transport")
    item = next(one for one in session.analysis().papers if one.rule.id == "BA-4")
    digest = hashlib.sha256(bill.read_bytes()).hexdigest()[:8]
    assert attached.place_words(item.scans) == f"提单 3.jpg, 1 p., {digest}"
    view = next(one for one in session.analysis().dossier.refund.papers if one.path == "tax.papers.BA-4")  # type: ignore[union-attr]
    assert view.place == f"提单 3.jpg, 1 p., {digest}"


def test_a_shipment_that_is_not_open_is_examined_with_its_scans(session: Session, bill: Path) -> None:
    attach(session, bill, "transport")
    case = session.case
    session.new_case("另一票")
    analysis = session.examine(case)
    assert (analysis.not_here, [one.kind for one in analysis.scans]) == ((), ["transport"])
    assert analysis.scans[0].pdf.startswith(b"%PDF-")
