"""From a form and a dossier to pages, and from pages to PDF bytes: the same input gives the same bytes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.furniture import foot_inks, form_title, mark_inks, short_name
from exporter_desk.documents.ink import PT_PER_MM, Area, Line, Page, Text
from exporter_desk.documents.layouts import LAYOUTS
from exporter_desk.documents.pdfa import Metadata, finished
from exporter_desk.documents.schema import Form
from exporter_desk.documents.sheet import PT_TO_MM, Sheet
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

    from exporter_desk.documents.bound import Bound
    from exporter_desk.documents.dossier import Dossier
    from exporter_desk.documents.fonts import Fonts
    from exporter_desk.documents.scans import Scan


@dataclass(frozen=True, slots=True)
class Paper:
    """One composed paper: status ready | draft | open | sheet, its pages, and why it is not final."""

    form: Form
    title: Bilingual
    status: str
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]
    short_zh: str

    @property
    def prints(self) -> tuple[tuple[int, str, Bound | None], ...]:
        """Return page number, text and origin of every printed run."""
        return tuple(
            (number, text.text, text.origin) for number, page in enumerate(self.pages, 1) for text in page.texts()
        )


def compose(form: Form, dossier: Dossier, fonts: Fonts) -> Paper:
    """Compose one paper; it is marked as a draft when a needed value is unknown or an error finding is open."""
    sheet = Sheet(form, dossier, fonts)
    pages = LAYOUTS[form.layout](sheet)
    for page in pages:
        page.add(foot_inks(sheet, page))
    status = _status(form, dossier, sheet.findings)
    draft = dossier.has_errors or status == "open"
    for page in pages:
        page.inks[:0] = mark_inks(sheet, page, draft=draft)
    return Paper(form, form_title(sheet), status, tuple(pages), tuple(sheet.findings), short_name(sheet))


def _status(form: Form, dossier: Dossier, findings: list[Finding]) -> str:
    if form.status == "data_sheet":
        return "sheet"
    if form.status == "draft":
        return "draft"
    return "open" if findings or dossier.has_errors else "ready"


def to_pdf(
    papers: Sequence[Paper],
    fonts: Fonts,
    metadata: Metadata,
    scans: Sequence[Scan] = (),
    drawn: Callable[[], object] = lambda: None,
) -> bytes:
    """Draw papers one after another into one PDF/A-2b file; page numbers count within each paper.

    `scans` follow at the end; the page numbers of the packet count them too. `drawn` is called behind every paper.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pdfVersion=(1, 7), initialFontName=fonts.regular, invariant=1, pageCompression=1)
    canvas.setTitle(metadata.title)
    leaf, leaves = 0, sum(len(paper.pages) for paper in papers) + sum(one.pages for one in scans)
    for place, paper in enumerate(papers):
        for number, page in enumerate(paper.pages, start=1):
            if number == 1:
                key = f"paper{place}"
                canvas.bookmarkPage(key)
                canvas.addOutlineEntry(paper.title.zh, key, 0)
            leaf += 1
            numbers = {"page": number, "pages": len(paper.pages)}
            _draw_page(
                canvas,
                page,
                fonts,
                numbers | ({"leaf": leaf, "leaves": leaves} if len(papers) + len(scans) > 1 else {}),
            )
        drawn()
    canvas.save()
    return finished(buffer.getvalue(), metadata, [(one.title.zh, one.pdf) for one in scans])


def _draw_page(canvas: Canvas, page: Page, fonts: Fonts, numbers: dict[str, int]) -> None:
    canvas.setPageSize((page.width * PT_PER_MM, page.height * PT_PER_MM))
    pen = _Pen(canvas, fonts, page.height)
    for ink in page.inks:
        if isinstance(ink, Text):
            pen.text(ink, numbers)
        elif isinstance(ink, Line):
            pen.line(ink)
        else:
            pen.area(ink)
    pen.lift()
    canvas.showPage()


class _Pen:
    """Draws on one page; texts that follow one another are one run, and what stays the same is told only once."""

    def __init__(self, canvas: Canvas, fonts: Fonts, height: float) -> None:
        self.canvas, self.fonts, self.height = canvas, fonts, height
        self._run: PDFTextObject | None = None
        self._look: tuple[bool, float, float] | None = None
        self._fill: float | None = None
        self._stroke: tuple[float, float, tuple[float, ...]] | None = None

    def text(self, ink: Text, numbers: dict[str, int]) -> None:
        text = ink.text
        if ink.paged:
            for name, value in numbers.items():
                text = text.replace(f"{{{name}}}", str(value))
            if "{leaf}" in text:
                return
        x, y = ink.x * PT_PER_MM, (self.height - ink.y) * PT_PER_MM
        if ink.turn:
            self._turned(ink, text, x, y)
            return
        if self._run is None:
            self._run, self._look = self.canvas.beginText(), None
        if self._look != (ink.bold, ink.size, ink.grey):
            self._look = (ink.bold, ink.size, ink.grey)
            self._run.setFont(self.fonts.name(bold=ink.bold), ink.size)
            self._run.setFillGray(ink.grey)
        # What setTextOrigin and textOut write, without the width that they measure to know where the cursor ends.
        code = self._run._code  # noqa: SLF001 - see above
        code.append(f"1 0 0 1 {_number(x)} {_number(y)} Tm")
        code.append(self._run._formatText(text))  # noqa: SLF001 - see above

    def _turned(self, ink: Text, text: str, x: float, y: float) -> None:
        self.lift()
        self.canvas.saveState()
        self.canvas.setFillGray(ink.grey)
        self.canvas.setFont(self.fonts.name(bold=ink.bold), ink.size)
        self.canvas.translate(x, y)
        self.canvas.rotate(ink.turn)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def lift(self) -> None:
        """Put the run of texts on the page, before anything else is drawn over it."""
        if self._run is not None:
            self.canvas.drawText(self._run)
            self._run = self._fill = None

    def line(self, ink: Line) -> None:
        self.lift()
        self._stroke_with(ink.grey, ink.width, ink.dash)
        start, end = (
            f"{_number(x * PT_PER_MM)} {_number((self.height - y) * PT_PER_MM)}"
            for x, y in ((ink.x, ink.y), (ink.x2, ink.y2))
        )
        self.canvas._code.append(f"n {start} m {end} l S")  # noqa: SLF001 - what canvas.line writes

    def area(self, ink: Area) -> None:
        self.lift()
        self._fill_with(ink.grey)
        self._stroke_with(ink.grey, ink.width, ())
        sizes = [value * PT_PER_MM for value in (ink.x, self.height - ink.y - ink.h, ink.w, ink.h)]
        self.canvas.rect(*sizes, stroke=int(ink.width > 0), fill=int(ink.width == 0))

    def _fill_with(self, grey: float) -> None:
        if self._fill != grey:
            self._fill = grey
            self.canvas.setFillGray(grey)

    def _stroke_with(self, grey: float, width: float, dash: tuple[float, ...]) -> None:
        if self._stroke != (grey, width, tuple(dash)):
            self._stroke = (grey, width, tuple(dash))
            self.canvas.setStrokeGray(grey)
            self.canvas.setLineWidth(width * PT_PER_MM)
            self.canvas.setDash([part * PT_PER_MM for part in dash])


def _number(value: float) -> str:
    """Write a coordinate in points to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def texts_outside(pages: Iterable[Page], fonts: Fonts) -> list[Text]:
    """Return texts that reach beyond their page; there should be none."""
    return [text for page in pages for text in page.texts() if not text.turn and not _inside(text, page, fonts)]


def _inside(text: Text, page: Page, fonts: Fonts) -> bool:
    shown = re.sub(r"\{\w+\}", "99", text.text) if text.paged else text.text
    right = text.x + fonts.width(shown, text.size, bold=text.bold)
    return text.x >= 0 and text.y - text.size * PT_TO_MM >= 0 and text.y <= page.height and right <= page.width
