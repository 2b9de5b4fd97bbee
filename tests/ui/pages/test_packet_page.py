"""The packet: ticked receivers, the real PDF beside the list, files in the folder, refusals that lose nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.domain.finding import Severity
from exporter_desk.domain.handover import hand_overs
from exporter_desk.services.analysis import Analysis
from exporter_desk.services.papers import packets
from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.hand_over import HandOverPage
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.papers.packet_outputs import folder_name
from exporter_desk.ui.theme import Appearance
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> PacketPage:
    company.open("furniture", Step.PACKET)
    found = company.pages[Step.PACKET]
    assert isinstance(found, PacketPage)
    company.bot.waitUntil(found.preview.view.is_showing, timeout=20_000)
    return found


def only(page: PacketPage, receiver: str) -> None:
    for key, box in page.ticks.items():
        if box.isChecked() != (key == receiver):
            box.click()


def texts(page: PacketPage, column: int) -> list[str]:
    return [page.model.index(row, column).data(CELL_ROLE).text for row in range(page.model.rowCount())]


def test_list_follows_the_ticks(page: PacketPage) -> None:
    only(page, "buyer")
    assert set(texts(page, 0)) == {"客户"}
    assert texts(page, 2)[:2] == ["3", "3"]  # invoice and packing list, three copies each
    assert set(texts(page, 2)[2:]) <= {"1"}  # papers of the destination
    only(page, "")
    assert not page.make.isEnabled()
    assert page.state.label.text() == "还没有勾选交给谁。"


def test_page_down_turns_pages_and_the_list_follows(page: PacketPage, company: Company) -> None:
    only(page, "broker")
    company.bot.waitUntil(page.preview.view.is_showing, timeout=20_000)
    total = sum(int(text) for text in texts(page, 3))
    company.bot.waitUntil(lambda: page.preview.number.text() == f"1 / {total}", timeout=20_000)
    page.preview.view.setFocus()
    company.key(Qt.Key.Key_PageDown)
    assert page.preview.number.text() == f"2 / {total}"
    for _ in range(total):
        company.key(Qt.Key.Key_PageDown)
    assert page.preview.number.text() == f"{total} / {total}"
    assert page.list.view.currentIndex().row() == page.model.rowCount() - 1
    assert not page.preview.after.isEnabled()


def test_points_to_confirm_are_counted_where_no_paper_is_a_draft(company: Company) -> None:
    company.open("apparel", Step.PACKET)
    page = company.pages[Step.PACKET]
    assert isinstance(page, PacketPage)
    only(page, "buyer")
    points = sum(finding.severity is Severity.CONFIRM for finding in page.analysis.findings)
    assert points > 0
    assert page.state.label.text() == f"还有 {points} 处待确认。核对结果里全部列出；每份封面列出与它的单证有关的。"
    assert page.state.mark.kind == "warn"


def test_open_values_are_said_before_the_button(page: PacketPage) -> None:
    assert "草稿" in page.state.label.text()
    assert page.state.mark.kind == "warn"


def test_error_makes_everything_a_draft(page: PacketPage, company: Company) -> None:
    company.session.type_text("packages.p1.net_kg", "40")
    company.settle(Step.PACKET)
    assert page.state.label.text().startswith("有 2 个错误")
    assert set(texts(page, 4)) == {"草稿"}


def test_files_are_made_in_the_folder(page: PacketPage, company: Company, qtbot: QtBot, tmp_path: Path) -> None:
    only(page, "buyer")
    page.folder.setText(str(tmp_path / "给客户"))
    page.make.click()
    qtbot.waitUntil(page.open.isVisible, timeout=20_000)
    made = sorted((tmp_path / "给客户").rglob("*.pdf"))
    assert len(made) == 1
    assert len(pypdf.PdfReader(made[0]).pages) == sum(int(text) for text in texts(page, 3))
    assert "1 个文件" in banner_text(company)


def banner_text(company: Company) -> str:
    return company.window.banner.text.text()


@pytest.mark.parametrize("act", ["make_files", "print_packet", "copy_to_drive"])
def test_packet_that_is_not_composed_yet_is_said_and_not_written(
    page: PacketPage, company: Company, tmp_path: Path, act: str
) -> None:
    page.folder.setText(str(tmp_path / "out"))
    page.outputs.folder = lambda: tmp_path / "out"
    company.session.type_text("goods.g1.name_en", "Typed just now")
    (page.make_files if act == "make_files" else getattr(page.outputs, act))()
    assert company.window.banner.text.text() == (
        "单证还在按业务现在的内容编制，这次没有写任何文件。列表出来后再按一次。"
    )
    company.settle(Step.PACKET)
    assert page.make.isEnabled()
    assert not (tmp_path / "out").exists()


def test_packet_for_nobody_is_said(page: PacketPage, company: Company) -> None:
    only(page, "")
    company.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert company.window.banner.text.text() == "至少勾选一个交给谁。"
    assert not company.out.exists()


def test_folder_is_proposed_below_the_output(page: PacketPage, company: Company) -> None:
    assert Path(page.folder.text()) == company.out / "2026-902"


def test_a_number_written_as_a_way_to_elsewhere_names_a_folder_below_the_output(company: Company) -> None:
    shipment = company.session.new_case("新业务")
    company.session.type_text("number", "../../elsewhere")
    company.window.navigate(places.STEPS[Step.PACKET], shipment)
    company.settle(Step.PACKET)
    page = company.pages[Step.PACKET]
    assert isinstance(page, PacketPage)
    assert Path(page.folder.text()) == company.out / "------elsewhere"


def test_refusal_of_the_machine_is_shown_with_a_way_on(
    page: PacketPage, company: Company, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = UserFacingError("S03", "磁盘满了。", "The disk is full.", "请腾出空间。", "Make room.")

    def refuse(*_told: object) -> None:
        raise refusal

    monkeypatch.setattr(packets, "write_packet", refuse)
    before = company.session.case
    page.make.click()
    qtbot.waitUntil(lambda: "磁盘满了" in banner_text(company), timeout=20_000)
    assert "请腾出空间" in banner_text(company)
    assert page.make.isEnabled()
    assert company.session.case == before
    monkeypatch.undo()
    company.window.banner.verb.click()
    qtbot.waitUntil(page.open.isVisible, timeout=30_000)


def test_packet_is_put_on_a_drive_and_read_back(
    page: PacketPage, company: Company, qtbot: QtBot, tmp_path: Path
) -> None:
    only(page, "buyer")
    page.outputs.folder = lambda: tmp_path / "优盘"
    page.stick.click()
    qtbot.waitUntil(lambda: "读回" in banner_text(company), timeout=20_000)
    (folder,) = (tmp_path / "优盘").iterdir()
    assert folder.name.startswith("2026-902 ")
    (made,) = folder.rglob("*.pdf")
    assert read_packet(company, "buyer") == made.read_bytes()


def read_packet(company: Company, receiver: str) -> bytes:
    return packets.receiver_pdf(company.session.analysis(), receiver)


def test_spoilt_copy_is_told(
    page: PacketPage, company: Company, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = packets.write_packet

    def spoil(analysis: Analysis, out: Path, receivers: tuple[str, ...], *others: object) -> object:
        made = make(analysis, out, receivers)
        next(out.rglob("*.pdf")).write_bytes(b"%PDF-1.4 spoilt")
        return made

    monkeypatch.setattr(packets, "write_packet", spoil)
    page.outputs.folder = lambda: tmp_path
    page.stick.click()
    qtbot.waitUntil(lambda: "不一样" in banner_text(company), timeout=20_000)
    assert ".pdf" in banner_text(company)


def test_making_is_stopped_before_anything_is_written(page: PacketPage, company: Company, tmp_path: Path) -> None:
    page.folder.setText(str(tmp_path / "out"))
    page.make.click()
    page.cancel.click()
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)
    assert "已停下" in banner_text(company)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("*.pdf"))
    assert page.make.isEnabled()


@pytest.mark.parametrize(
    ("name", "folder"),
    [("2026-014 桌/椅: 德国*", "2026-014 桌 椅 德国"), ("...", "exporter-desk"), ("a" * 99, "a" * 60), ("x\n", "x")],
)
def test_folder_names_that_every_system_takes(name: str, folder: str) -> None:
    assert folder_name(name) == folder


def test_hand_over_is_noted_and_a_change_makes_the_next_version(page: PacketPage, company: Company) -> None:
    assert page.version.text().startswith("第 1 版")
    page.record.click()
    form = company.window.page(places.HAND_OVER)
    assert isinstance(form, HandOverPage)
    for key, box in form.ticks.items():
        box.setChecked(key == "broker")
    form.to.setText("李某")
    form.day.setText("2026-11-23")
    form.take.click()
    (one,) = hand_overs(company.session.case)
    assert (one.receiver, one.to, one.version, str(one.day)) == ("broker", "李某", 1, "2026-11-23")
    assert "已交付" in page.version.text()
    assert any("李某" in event.text.zh for event in company.session.timeline())
    company.session.type_text("terms.place", "BREMEN")
    company.settle(Step.PACKET)
    assert page.version.text().startswith("第 2 版")
    dossier = company.session.analysis().dossier
    replaced = dossier.replaced["broker"]
    assert (dossier.version, replaced.version, [text.zh for text in replaced.parts]) == (2, 1, ["成交条件"])
    assert [(one.before.zh, one.after.zh) for one in replaced.places] == [("HAMBURG, GERMANY", "BREMEN")]
    company.session.undo()
    company.session.undo()
    assert hand_overs(company.session.case) == ()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "请填交付的日期，例如 2026-11-22。"),
        ("今天", "“今天”不是日期，请写成 2026-11-22 这样。"),
        ("2026-13-01", "日历上没有 2026-13-01 这一天，请核对。"),
        ("2026-02-29", "日历上没有 2026-02-29 这一天，请核对。"),
        ("2099-01-01", "2099-01-01 还没到：没有发生的交付不能记录。请填实际交出的日期。"),
    ],
)
def test_hand_over_needs_a_day_and_says_what_is_wrong_with_it(
    page: PacketPage, company: Company, day: str, told: str
) -> None:
    page.record.click()
    form = company.window.page(places.HAND_OVER)
    assert isinstance(form, HandOverPage)
    assert form.take.isEnabled()
    form.day.setText(day)
    assert not form.take.isEnabled()
    assert form.told.text() == told


def test_hand_over_needs_a_receiver(page: PacketPage, company: Company) -> None:
    page.record.click()
    form = company.window.page(places.HAND_OVER)
    assert isinstance(form, HandOverPage)
    for box in form.ticks.values():
        box.setChecked(True)
        box.click()
    assert not form.take.isEnabled()
    assert form.told.text() == "请勾选资料交给了谁。"


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
@pytest.mark.parametrize("code", ["zh", "en"])
def test_how_many_copies_and_which_status_stand_whole(
    page: PacketPage, company: Company, language: Language, size: tuple[int, int], code: Literal["zh", "en"]
) -> None:
    language.set(code)
    company.window.resize(*size)
    company.settle(Step.PACKET)
    view = page.list.view
    for row in range(page.model.rowCount()):
        for column in (0, 2, 3, 4):
            assert view.columnWidth(column) >= view.needed_width(page.model.index(row, column))
    assert view.horizontalHeader().length() <= view.horizontalHeader().width()


def test_verbs_of_a_wide_window_have_their_words(page: PacketPage, company: Company) -> None:
    company.window.resize(1366, 768)
    assert [one.text() for one in (page.print, page.stick, page.scans)] == ["打印…", "另存到 U 盘", "扫描件…"]
    assert page.record.geometry().right() <= page.left.width()


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((1024, 560), 1.0), ((1920, 1080), 2.0)])
def test_button_and_preview_are_inside_the_window(
    page: PacketPage, company: Company, appearance: Appearance, size: tuple[int, int], scale: float
) -> None:
    appearance.set_scale(scale)
    company.window.resize(*size)
    for widget in (page.make, page.record, page.preview.view):
        corner = widget.mapTo(company.window, widget.rect().bottomRight())
        assert corner.x() < size[0]
        assert corner.y() < size[1]


def test_packet_is_printed_with_its_copies(page: PacketPage, company: Company, qtbot: QtBot, tmp_path: Path) -> None:
    only(page, "buyer")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.outputs.ask = lambda _page, _title: printer
    company.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    pages = sum(int(copies) * int(count) for copies, count in zip(texts(page, 2), texts(page, 3), strict=True))
    qtbot.waitUntil(lambda: f"{pages} 页已交给打印机" in banner_text(company), timeout=30_000)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == pages


def test_machine_without_a_printer_says_what_to_do(
    page: PacketPage, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    page.print.click()
    assert "没有打印机" in banner_text(company)
    assert "U 盘" in banner_text(company)


def test_nothing_is_printed_after_cancel(page: PacketPage, company: Company) -> None:
    page.outputs.ask = lambda _page, _title: None
    page.print.click()
    assert not company.window.tasks.running()
    assert banner_text(company) == ""


def test_documents_are_looked_at_and_the_packet_is_made(company: Company) -> None:
    company.open("apparel", Step.PACKET)
    made = company.pages[Step.PACKET]
    assert isinstance(made, PacketPage)
    assert made.about.text() == "给每个收件方做一份 PDF，可以打印、交出去，并记下交给了谁。"
    company.window.navigate(places.STEPS[Step.DOCUMENTS], company.session.case_id)
    looked = company.window.page(places.STEPS[Step.DOCUMENTS])
    assert isinstance(looked, PacketPage)
    company.bot.waitUntil(lambda: looked.list.isVisible() and not company.window.tasks.running(), timeout=20_000)
    assert "第 8 步" in looked.about.text()
    files = (looked.make, looked.print, looked.stick, looked.record, looked.folder, looked.open, looked.uploads)
    assert not any(widget.isVisible() for widget in files)
    QTest.mouseClick(looked.further, Qt.MouseButton.LeftButton)
    assert made.isVisible()
    assert made.make.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_no_button_of_the_foot_is_cut_in_english(company: Company, language: Language, size: tuple[int, int]) -> None:
    language.set("en")
    company.window.resize(*size)
    company.open("furniture", Step.PACKET)
    page = company.pages[Step.PACKET]
    assert isinstance(page, PacketPage)
    shown = [one for one in page._verbs if one.isVisible()]
    cut = [(one.text(), one.width(), one.sizeHint().width()) for one in shown if one.width() < one.sizeHint().width()]
    assert cut == []


def test_open_points_are_said_to_be_where_they_are(company: Company) -> None:
    company.open("apparel", Step.PACKET)
    page = company.pages[Step.PACKET]
    assert isinstance(page, PacketPage)
    for key, box in page.ticks.items():
        box.setChecked(key == "bank")
    page._show_rows()
    assert page.state.label.text().endswith("核对结果里全部列出；每份封面列出与它的单证有关的。")


def test_drafts_among_the_files_to_import_are_named_and_the_tip_says_why(page: PacketPage, language: Language) -> None:
    only(page, "broker")
    assert "导入文件里还是草稿的：报关资料工作簿、" in page.uploads.text()
    assert "装箱 第2行 · 单箱毛重 kg 是估算" in page.uploads.toolTip()
    language.set("en")
    assert "Drafts among the files to import: Workbook for the broker, " in page.uploads.text()
    assert "Packing line 2 · Gross kg of one is an estimate" in page.uploads.toolTip()
    only(page, "buyer")
    assert page.uploads.text() == page.uploads.toolTip() == ""
