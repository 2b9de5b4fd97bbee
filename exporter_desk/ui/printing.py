"""Printing through the system's dialog: the pages on paper are pictures of the saved PDF, nothing is laid out anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRect
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from exporter_desk.domain.errors import UserFacingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from exporter_desk.documents.preview import PageImage
    from exporter_desk.ui.tasks import Progress

MOST_DPI = 300
"""Finer than a page of text needs; a whole page at 600 dots would take 140 MB."""
NO_PRINTER = UserFacingError(
    "S80",
    "这台电脑没有打印机。",
    "This computer has no printer.",
    "可以先生成 PDF，用 U 盘拿到有打印机的电脑上打印。",
    "Make the PDF files and print them on another computer.",
)
NOT_PRINTED = UserFacingError(
    "S81",
    "打印机没有接受这次打印。",
    "The printer did not take the job.",
    "请看看它是否开机、有纸、没有卡住，然后再打印一次。",
    "See whether it is on, has paper and is not jammed, and print again.",
)


@dataclass(frozen=True)
class Sheet:
    """One page to print: a page of a finished PDF, counted from 0."""

    pdf: bytes
    page: int


def collated(pages: Sequence[Sequence[Sheet]], copies: Sequence[int]) -> tuple[Sheet, ...]:
    """The sheets in the order they come out: each paper as often as its copies say, page after page."""
    return tuple(sheet for paper, count in zip(pages, copies, strict=True) for _ in range(count) for sheet in paper)


def ask_printer(parent: QWidget, title: str) -> QPrinter | None:
    """Let the person choose in the system's dialog; None after Cancel. Raises NO_PRINTER."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise NO_PRINTER
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_sheets(
    printer: QPrinter,
    sheets: Sequence[Sheet],
    picture: Callable[[bytes, int, int], PageImage],
    progress: Progress,
) -> int:
    """Paint the sheets onto the paper in their true size and return how many there were.

    `picture(pdf, page, dpi)` renders one page. Cancelling stops before the next page. Raises NOT_PRINTED.
    """
    printer.setFullPage(True)
    dpi = min(printer.resolution(), MOST_DPI)
    painter = QPainter()
    try:
        for number, sheet in enumerate(sheets):
            progress.report(number, len(sheets))
            image = picture(sheet.pdf, sheet.page, dpi)
            _turn(printer, image)
            _begin_page(painter, printer, first=number == 0)
            _paint(painter, image, printer.resolution() / dpi)
    except BaseException:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return len(sheets)


def _begin_page(painter: QPainter, printer: QPrinter, *, first: bool) -> None:
    if not (painter.begin(printer) if first else printer.newPage()):
        raise NOT_PRINTED


def _turn(printer: QPrinter, image: PageImage) -> None:
    """Lay the paper as the page lies; the pages of a packet are A4 upright or across."""
    across = image.width > image.height
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF()))


def _paint(painter: QPainter, image: PageImage, scale: float) -> None:
    picture = QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
    painter.drawImage(QRect(0, 0, round(image.width * scale), round(image.height * scale)), picture)
