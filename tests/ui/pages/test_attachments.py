"""Attachments at the window: dropped or chosen, looked at, turned, kept, seen in packet and refund file, taken off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.aim import aim_at, home_of
from exporter_desk.ui.pages.papers.attachments import AttachmentsPage
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.refund.refund import PAPERS, RefundPage
from exporter_desk.ui.tasks import Cancelled
from exporter_desk.ui.widgets import CELL_ROLE
from tests.support import scan_files
from tests.support.scan_files import put
from tests.ui.pages.company import Company

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(company: Company) -> AttachmentsPage:
    company.open("furniture", Step.REFUND)
    company.window.navigate(places.ATTACHMENTS, company.session.case_id)
    found = company.window.page(places.ATTACHMENTS)
    assert isinstance(found, AttachmentsPage)
    return found


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    return put(tmp_path / "提单.jpg", scan_files.jpeg())


def wait(company: Company, until: Callable[[], object]) -> None:
    company.bot.waitUntil(lambda: bool(until()) and not company.window.tasks.running(), timeout=20_000)


def attach(page: AttachmentsPage, company: Company, path: Path, paper: str) -> None:
    count = len(company.session.case.attachments)
    page.paper.set_value(paper)
    page.take_files([path])
    wait(company, page.offer.isVisible)
    company.key(Qt.Key.Key_Return, CONTROL)
    wait(company, lambda: len(company.session.case.attachments) == count + 1)


def banner(company: Company) -> str:
    return company.window.banner.text.text()


def drop(page: AttachmentsPage | RefundPage | PacketPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    over = QDragEnterEvent(QPoint(9, 9), *held)
    QApplication.sendEvent(page, over)
    assert over.isAccepted()
    dropped = QDropEvent(QPointF(9, 9), *held)
    QApplication.sendEvent(page, dropped)
    assert dropped.isAccepted()


def test_an_empty_list_says_what_to_do(page: AttachmentsPage) -> None:
    assert page.none.isVisible()
    assert page.none.text().startswith("还没有附件。")
    assert not page.offer.isVisible()
    assert page.first_focus() is page.attach


def test_nothing_is_kept_before_a_person_saw_the_pages(page: AttachmentsPage, company: Company, bill: Path) -> None:
    page.take_files([bill])
    wait(company, page.offer.isVisible)
    wait(company, page.preview.view.is_showing)
    assert page.offer.title.text() == "还没有附上：提单.jpg。请先看看页面是否清楚。"
    assert "1 页重新压缩成灰度" in page.offer.about.text()
    assert company.session.case.attachments == ()
    page.offer.discard.click()
    assert not page.offer.isVisible()
    assert company.session.case.attachments == ()


def test_keys_attach_remove_and_bring_back(page: AttachmentsPage, company: Company, bill: Path) -> None:
    attach(page, company, bill, "transport")
    [one] = company.session.case.attachments
    assert (one.paper, banner(company)) == ("transport", "已附上 提单.jpg。")
    wait(company, page.preview.view.is_showing)
    assert page.about.text().startswith(f"1 页重新压缩成灰度；SHA-256 {one.sha256[:12]}")  # type: ignore[index]
    page.list.view.setFocus()
    company.key(Qt.Key.Key_Delete)
    assert company.session.case.attachments == ()
    assert "30 天内可以撤销" in banner(company)
    company.key(Qt.Key.Key_Z, CONTROL)
    assert company.session.case.attachments == (one,)


def test_pages_are_turned_before_they_are_kept(page: AttachmentsPage, company: Company, bill: Path) -> None:
    page.take_files([bill])
    wait(company, page.offer.isVisible)
    page.offer.turn.click()
    wait(company, lambda: "转了 90 度" in page.offer.about.text())
    company.key(Qt.Key.Key_Return, CONTROL)
    wait(company, lambda: company.session.case.attachments)
    assert company.session.case.attachments[0].turn == 90


def test_several_dropped_files_come_one_after_the_other(
    page: AttachmentsPage, company: Company, bill: Path, tmp_path: Path
) -> None:
    second = put(tmp_path / "第二.tif", scan_files.tiff(2))
    drop(page, bill, second)
    wait(company, page.offer.isVisible)
    page.paper.set_value("payment")
    page.keep()
    wait(company, lambda: "第二.tif" in page.offer.title.text() and page.offer.isVisible())
    page.keep()
    wait(company, lambda: len(company.session.case.attachments) == 2)
    assert [one.pages for one in company.session.case.attachments] == [1, 2]


def test_the_dialog_may_choose_and_may_choose_nothing(
    page: AttachmentsPage, company: Company, bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([], ""))
    company.key(Qt.Key.Key_Return, CONTROL)
    assert not company.window.tasks.running()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(bill)], ""))
    page.attach.click()
    wait(company, page.offer.isVisible)


def test_a_disguised_program_is_refused_in_a_sentence(page: AttachmentsPage, company: Company, tmp_path: Path) -> None:
    page.take_files([put(tmp_path / "提单.pdf", b"MZ\x90" + b"%PDF-1.4")])
    wait(company, lambda: "不是扫描件" in banner(company))
    assert not page.offer.isVisible()
    assert page.attach.isEnabled()


def test_the_same_file_twice_is_said_and_not_offered_again(page: AttachmentsPage, company: Company, bill: Path) -> None:
    attach(page, company, bill, "contract")
    page.take_files([bill])
    wait(company, page.offer.isVisible)
    page.offer.keep.click()
    assert "已经附在这份单证上" in banner(company)
    assert not page.offer.isVisible()
    assert len(company.session.case.attachments) == 1


def test_work_is_cancelled(
    page: AttachmentsPage, company: Company, bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(told: Callable[[int], object]) -> None:
        while True:
            told(1)

    monkeypatch.setattr(page.desk, "preparing", lambda _path, _paper: slow)
    page.take_files([bill, bill])
    assert page.cancel.isVisible()
    page.cancel.click()
    wait(company, page.attach.isVisible)
    assert not page.offer.isVisible()
    assert issubclass(Cancelled, Exception)


def test_a_copy_is_saved(page: AttachmentsPage, company: Company, bill: Path, tmp_path: Path) -> None:
    attach(page, company, bill, "contract")
    page.save_to(page._views[0], tmp_path / "copy.jpg")
    wait(company, (tmp_path / "copy.jpg").exists)
    assert (tmp_path / "copy.jpg").read_bytes() == bill.read_bytes()


def test_a_changed_original_has_a_mark(page: AttachmentsPage, company: Company, bill: Path) -> None:
    attach(page, company, bill, "contract")
    bill.write_bytes(scan_files.jpeg("ANOTHER"))
    page._originals.clear()
    page.show_case()
    wait(company, lambda: page.model.index(0, 0).data(CELL_ROLE).mark == "warn")
    assert "后来改过" in page.about.text()


def test_the_refund_file_leads_to_the_paper_and_shows_its_scan(
    page: AttachmentsPage, company: Company, bill: Path
) -> None:
    company.open("furniture", Step.REFUND)
    refund = company.pages[Step.REFUND]
    assert isinstance(refund, RefundPage)
    row = [paper.rule.id for paper in refund._papers].index("BA-4")
    refund.tables[PAPERS].select(row)
    drop(refund, bill)
    assert company.window.page(places.ATTACHMENTS).isVisible()
    wait(company, page.offer.isVisible)
    assert page.paper.currentData() == "BA-4"
    page.keep()
    wait(company, lambda: company.session.case.attachments)
    company.window.navigate(places.STEPS[Step.REFUND], company.session.case_id)
    row = [paper.rule.id for paper in refund._papers].index("BA-4")
    cell = refund.models[PAPERS].index(row, 1).data(CELL_ROLE)
    assert cell.chip == "扫描件 1 页"
    refund.tables[PAPERS].select(row)
    digest = (company.session.case.attachments[0].sha256 or "")[:8]
    assert refund.note.scanned.text() == f"扫描件 1 页 {digest}…"


def test_the_packet_lists_the_scan_and_shows_its_page(page: AttachmentsPage, company: Company, bill: Path) -> None:
    attach(page, company, bill, "transport")
    company.window.navigate(places.STEPS[Step.PACKET], company.session.case_id)
    company.settle(Step.PACKET)
    packet = company.pages[Step.PACKET]
    assert isinstance(packet, PacketPage)
    scans = [number for number, row in enumerate(packet.rows()) if row.paper is None]
    assert [packet.rows()[number].receiver for number in scans] == ["broker", "tax", "archive"]
    cells = [packet.model.index(scans[0], column).data(CELL_ROLE).text for column in range(5)]
    assert cells == ["报关行", "提运单", "1", "1", "扫描件"]
    packet.list.select(scans[0])
    wait(company, packet.preview.view.is_showing)
    shown = packet.preview.number.text().split(" / ")
    assert shown[0] == shown[1]  # the last page of the broker's file
    packet.scans.click()
    assert company.window.page(places.ATTACHMENTS).isVisible()


def test_a_finding_about_an_attachment_leads_to_its_row(
    page: AttachmentsPage, company: Company, bill: Path, tmp_path: Path
) -> None:
    attach(page, company, bill, "transport")
    attach(page, company, put(tmp_path / "b.jpg", scan_files.jpeg("B")), "contract")
    company.open("furniture", Step.REFUND)
    aim_at("attachments.a1")
    company.window.navigate(home_of(company.session, "attachments.a1"), company.session.case_id)
    assert page.list.view.currentIndex().row() == 0


def test_another_shipment_begins_with_an_empty_page(page: AttachmentsPage, company: Company, bill: Path) -> None:
    page.take_files([bill])
    wait(company, page.offer.isVisible)
    company.window.navigate(places.ATTACHMENTS, company.session.new_case("别的"))
    assert not page.offer.isVisible()
    assert page.none.isVisible()


def test_words_follow_the_language(page: AttachmentsPage, company: Company, bill: Path) -> None:
    page.take_files([bill])
    wait(company, page.offer.isVisible)
    company.window.language.set("en")
    assert page.offer.title.text() == "Not attached yet: 提单.jpg. Look at the pages first."
    assert (
        page.offer.about.text() == "A4 pages: 1, 15 KB; 1 page recompressed in grey" or "KB" in page.offer.about.text()
    )
    assert page.attach.text() == "Attach a scan …"
