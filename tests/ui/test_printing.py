"""Printing: true size, each paper as often as its copies say, cancelling, a printer that refuses."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pypdf
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from exporter_desk.documents.preview import PageImage, page_count, page_image
from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.printing import MOST_DPI, Sheet, collated, print_sheets
from exporter_desk.ui.tasks import Cancelled, Progress


def paper(*sizes: tuple[float, float]) -> bytes:
    """Blank pages of these sizes in points, each with a black square 100 points from top and left."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer)
    for width, height in sizes:
        canvas.setPageSize((width, height))
        canvas.rect(100, height - 150, 50, 50, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


A4, ACROSS = (595.276, 841.89), (841.89, 595.276)


@pytest.fixture
def printer(tmp_path: Path, qapp: QApplication) -> QPrinter:
    """A printer that writes a PDF."""
    found = QPrinter(QPrinter.PrinterMode.HighResolution)
    found.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    found.setOutputFileName(str(tmp_path / "printed.pdf"))
    return found


def progress() -> Progress:
    return Progress(lambda _done, _total: None, Event())


def as_image(image: PageImage) -> QImage:
    return QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32).copy()


def test_page_is_printed_in_its_true_size(printer: QPrinter, tmp_path: Path) -> None:
    pdf = paper(A4, ACROSS)
    assert print_sheets(printer, [Sheet(pdf, 0), Sheet(pdf, 1)], page_image, progress()) == 2
    printed = (tmp_path / "printed.pdf").read_bytes()
    sizes = [
        (float(page.mediabox.width), float(page.mediabox.height))
        for page in pypdf.PdfReader(tmp_path / "printed.pdf").pages
    ]
    assert [tuple(round(side) for side in size) for size in sizes] == [(595, 842), (842, 595)]
    for number in range(2):
        image = as_image(page_image(printed, number, 72))
        black = [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).lightness() < 100
        ]
        left, top = min(x for x, _ in black), min(y for _, y in black)
        assert abs(left - 100) <= 1
        assert abs(top - 100) <= 1
        assert abs(len(black) - 2500) < 200


def test_pages_are_rendered_no_finer_than_needed(printer: QPrinter) -> None:
    asked: list[int] = []

    def picture(pdf: bytes, page: int, dpi: int) -> PageImage:
        asked.append(dpi)
        return page_image(pdf, page, 20)

    printer.setResolution(1200)
    print_sheets(printer, [Sheet(paper(A4), 0)], picture, progress())
    assert asked == [MOST_DPI]


def test_copies_come_out_collated() -> None:
    invoice, contract = [Sheet(b"a", 0), Sheet(b"a", 1)], [Sheet(b"a", 2)]
    assert [sheet.page for sheet in collated([invoice, contract], [2, 1])] == [0, 1, 0, 1, 2]
    assert collated([invoice], [0]) == ()


def test_cancelling_stops_before_the_next_page(printer: QPrinter, tmp_path: Path) -> None:
    stop, pdf = Event(), paper(A4, A4, A4)
    done: list[int] = []

    def picture(pdf: bytes, page: int, dpi: int) -> PageImage:
        done.append(page)
        stop.set()
        return page_image(pdf, page, 20)

    with pytest.raises(Cancelled):
        print_sheets(printer, [Sheet(pdf, n) for n in range(3)], picture, Progress(lambda _done, _total: None, stop))
    assert done == [0]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_printer_that_takes_nothing_says_what_to_do(tmp_path: Path, qapp: QApplication) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    with pytest.raises(UserFacingError) as error:
        print_sheets(printer, [Sheet(paper(A4), 0)], page_image, progress())
    assert error.value.code == "S81"


def test_blank_paper_has_the_pages_it_says() -> None:
    assert page_count(paper(A4, ACROSS)) == 2
