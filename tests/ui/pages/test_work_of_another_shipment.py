"""Another shipment is opened while work behind the window goes on: each piece keeps to the one it was begun for."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from exporter_desk.documents.preview import PageImage
from exporter_desk.domain.attachment import Attachment
from exporter_desk.services.analysis import Analysis
from exporter_desk.services.papers import packets
from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages import places
from exporter_desk.ui.pages.papers.attachments import AttachmentsPage
from exporter_desk.ui.pages.papers.packet import PacketPage
from exporter_desk.ui.pages.step_page import StepPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.support import scan_files
from tests.support.scan_files import put
from tests.ui.pages.company import Company

OURS, OTHER = "furniture", "apparel"
CONTROL = Qt.KeyboardModifier.ControlModifier
CONTRACT = {OURS: "KX2026-DE-021", OTHER: "XY2026-AU-033"}


@pytest.fixture
def page(company: Company) -> PacketPage:
    company.open(OURS, Step.PACKET)
    found = company.pages[Step.PACKET]
    assert isinstance(found, PacketPage)
    company.bot.waitUntil(found.preview.view.is_showing, timeout=20_000)
    return found


@contextmanager
def busy(company: Company) -> Iterator[None]:
    """Let nothing begin behind the window before the block ends."""
    gate, pool = Event(), company.window.tasks._pool
    for _ in range(pool.maxThreadCount()):
        company.window.tasks.start("busy", lambda _progress: gate.wait(60))
    try:
        yield
    finally:
        gate.set()


def go(company: Company, sample: str, step: Step) -> None:
    """Go to a step of a sample as a click in the list does, without waiting for anything."""
    found = {one.sample: one.id for one in company.session.summaries()}
    company.window.navigate(places.STEPS[step], found[sample])


def rest(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=60_000)


def idle(company: Company) -> bool:
    """Nothing works behind the window, also nothing that a person does not hear of."""
    return not (company.window.tasks._running or company.window.tasks._quiet)


def printer_to(file: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def words(page: StepPage) -> list[str]:
    """Everything that a page says: its labels, its fields, and the cells of its lists."""
    said = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    said += [one.text() for one in page.findChildren(QLineEdit) if one.isVisible()]
    for view in (one for one in page.findChildren(QTableView) if one.isVisible()):
        model = view.model()
        places = ((row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
        said += [str(model.index(*place).data(Qt.ItemDataRole.AccessibleTextRole)) for place in places]
    return said


@pytest.mark.parametrize("step", [Step.GOODS, Step.COSTS, Step.REFUND, Step.CHECK, Step.PACKET])
def test_a_page_says_of_a_shipment_what_it_says_without_another_before_it(company: Company, step: Step) -> None:
    company.open(OURS, step)
    shown = company.pages[step]
    company.bot.waitUntil(lambda: idle(company) and len(words(shown)) > 10, timeout=20_000)
    expected = words(shown)
    with busy(company):
        go(company, OTHER, step)
        go(company, OURS, step)
    company.settle(step)
    company.bot.waitUntil(lambda: idle(company) and words(shown) == expected, timeout=20_000)


@pytest.mark.parametrize("verb", ["make", "stick"])
def test_a_packet_is_that_of_the_shipment_it_was_asked_for(
    page: PacketPage, company: Company, tmp_path: Path, verb: str
) -> None:
    page.folder.setText(str(tmp_path / "of ours"))
    page.outputs.folder = lambda: tmp_path
    with busy(company):
        getattr(page, verb).click()
        go(company, OTHER, Step.PACKET)
    rest(company)
    (manifest,) = tmp_path.rglob("manifest.json")
    assert manifest.parent.name == "of ours" or manifest.parent.name.startswith("2026-902 ")
    names = [one["path"] for one in json.loads(manifest.read_text("utf-8"))["files"]]
    assert names
    assert all(CONTRACT[OURS] in name for name in names)
    assert not any(CONTRACT[OTHER] in name for name in names)
    assert not page.open.isVisible()


def test_a_packet_that_was_refused_is_not_tried_again_for_another_shipment(
    page: PacketPage, company: Company, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    page.folder.setText(str(tmp_path / "a file"))
    with busy(company):
        page.make.click()
        go(company, OTHER, Step.PACKET)
    company.bot.waitUntil(company.window.banner.isVisible, timeout=20_000)
    assert not company.window.banner.verb.isVisible()
    rest(company)


def test_every_printed_paper_is_that_of_the_shipment_it_was_asked_for(
    page: PacketPage, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, gate, drawn = Event(), Event(), list[str]()
    draw = packets.receiver_pdf

    def slow(analysis: Analysis, receiver: str) -> bytes:
        pdf = draw(analysis, receiver)
        if first.is_set():
            gate.wait(60)
        first.set()
        told = pypdf.PdfReader(io.BytesIO(pdf)).metadata
        drawn.append(str(told and told.title))
        return pdf

    page.outputs.ask = lambda _page, _title: printer_to(tmp_path / "printed.pdf")
    monkeypatch.setattr(packets, "receiver_pdf", slow)
    receivers = len(dict.fromkeys(row.receiver for row in page.rows()))
    assert receivers > 1
    page.print.click()
    company.bot.waitUntil(first.is_set, timeout=20_000)
    go(company, OTHER, Step.CHECK)
    gate.set()
    rest(company)
    assert len(drawn) == receivers
    assert all(title.startswith(CONTRACT[OURS]) for title in drawn)


@pytest.mark.parametrize("fails", [False, True])
def test_a_picture_that_comes_late_is_not_taken_for_that_of_another_shipment(
    page: PacketPage, company: Company, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    begun, gate, draw, shown = Event(), Event(), company.session.page_image, list[object]()
    came_late = list[PageImage]()

    def late(pdf: bytes, index: int, dpi: int) -> PageImage:
        if begun.is_set():
            return draw(pdf, index, dpi)
        begun.set()
        gate.wait(60)
        if fails:
            raise ValueError("late")
        came_late.append(draw(pdf, index, dpi))
        return came_late[0]

    monkeypatch.setattr(company.session, "page_image", late)
    monkeypatch.setattr(sys, "excepthook", lambda *_error: None)
    view = page.preview.view
    show, say = view.show_page, view.say

    def show_page(image: PageImage, name: str) -> None:
        shown.append(image)
        show(image, name)

    def words(text: str) -> None:
        shown.append(text)
        say(text)

    monkeypatch.setattr(view, "show_page", show_page)
    monkeypatch.setattr(view, "say", words)
    page.preview._render()
    company.bot.waitUntil(begun.is_set, timeout=20_000)
    go(company, OTHER, Step.PACKET)
    assert not view.is_showing()
    company.bot.waitUntil(view.is_showing, timeout=20_000)
    gate.set()
    rest(company)
    assert len(came_late) == (0 if fails else 1)
    assert not any(one is late_one for one in shown for late_one in came_late)
    assert not any("late" in text for text in shown if isinstance(text, str))
    assert view.is_showing()


def attach(company: Company, sample: str, original: Path) -> AttachmentsPage:
    """Attach a scan as the only one of a sample."""
    company.open(sample, Step.CHECK)
    company.window.navigate(places.ATTACHMENTS, company.session.case_id)
    page = company.window.page(places.ATTACHMENTS)
    assert isinstance(page, AttachmentsPage)
    page.take_files([put(original, scan_files.jpeg())])
    company.bot.waitUntil(page.offer.isVisible, timeout=20_000)
    rest(company)
    page.keep()
    company.bot.waitUntil(lambda: len(company.session.case.attachments) == 1, timeout=20_000)
    rest(company)
    return page


def test_a_changed_original_is_not_marked_at_another_shipment(company: Company, tmp_path: Path) -> None:
    """Both have an attachment a1; the file of the first was changed, and the look at it takes long."""
    attach(company, OTHER, tmp_path / "other.jpg")
    page = attach(company, OURS, tmp_path / "ours.jpg")
    (tmp_path / "ours.jpg").write_bytes(scan_files.jpeg("ANOTHER"))
    page._originals.clear()
    other = next(one.id for one in company.session.summaries() if one.sample == OTHER)
    looks = page.desk.originals
    gate = Event()

    def slow(listed: Sequence[Attachment]) -> object:
        found = looks(listed)
        if "changed" in found.values():
            gate.wait(60)
        return found

    page.desk.originals = slow  # type: ignore[assignment,method-assign]  # the look takes long
    page.show_case()
    company.window.navigate(places.ATTACHMENTS, other)
    company.bot.waitUntil(lambda: page._originals == {"a1": "same"}, timeout=20_000)
    gate.set()
    rest(company)
    assert page._originals == {"a1": "same"}
    assert page.model.index(0, 0).data(CELL_ROLE).mark != "warn"


def test_nothing_is_printed_or_written_of_papers_that_are_out_of_date(
    page: PacketPage, company: Company, tmp_path: Path
) -> None:
    asked = list[str]()
    page.outputs.ask = lambda _page, title: asked.append(title)
    page.folder.setText(str(tmp_path / "out"))
    with busy(company):
        company.session.type_text("packages.p1.net_kg", "40")
        for key in (Qt.Key.Key_P, Qt.Key.Key_Return):
            company.key(key, CONTROL)
    company.settle(Step.PACKET)
    assert asked == []
    assert not (tmp_path / "out").exists()
