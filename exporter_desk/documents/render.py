"""From a form and a dossier to pages, and from pages to PDF bytes: the same input gives the same bytes."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.furniture import foot_inks, form_title, mark_inks, short_name
from exporter_desk.documents.ink import PT_PER_MM, Page, Text
from exporter_desk.documents.layouts import LAYOUTS
from exporter_desk.documents.pdfa import Metadata, finished
from exporter_desk.documents.pen import Pen
from exporter_desk.documents.schema import Form
from exporter_desk.documents.sheet import MISSING, PT_TO_MM, Sheet
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import Bilingual
from exporter_desk.domain.watched import still_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    still_wanted()
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
    if form.status == "final":
        return "open" if findings or dossier.has_errors else "ready"
    waits = any(one.severity is Severity.ERROR or one.code == MISSING for one in findings)
    return "open" if waits else "sheet" if form.status == "data_sheet" else "draft"


def to_pdf(
    papers: Sequence[Paper],
    fonts: Fonts,
    metadata: Metadata,
    scans: Sequence[Scan] = (),
    drawn: Callable[[], object] = lambda: None,
    *,
    foreign: bool = False,
) -> bytes:
    """Draw papers one after another into one PDF/A-2b file; page numbers count within each paper.

    `scans` follow at the end, `foreign` pages of them as they are (see `finished`); the page numbers of the packet
    count them too. `drawn` is called behind every paper.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pdfVersion=(1, 7), initialFontName=fonts.regular, invariant=1, pageCompression=1)
    canvas.setTitle(metadata.title)
    pen = Pen(canvas, fonts)
    leaf, leaves = 0, sum(len(paper.pages) for paper in papers) + sum(one.pages for one in scans)
    for place, paper in enumerate(papers):
        for page, counted in zip(paper.pages, _numbered(paper.pages), strict=True):
            if page is paper.pages[0]:
                key = f"paper{place}"
                canvas.bookmarkPage(key)
                canvas.addOutlineEntry(paper.title.zh, key, 0)
            leaf += 1
            numbers = {"page": counted[0], "pages": counted[1]}
            if len(papers) + len(scans) > 1:
                numbers |= {"leaf": leaf, "leaves": leaves}
            canvas.setPageSize((page.width * PT_PER_MM, page.height * PT_PER_MM))
            pen.page(page.inks, page.height, numbers)
            canvas.showPage()
        drawn()
    canvas.save()
    return finished(buffer.getvalue(), metadata, [(one.title.zh, one.pdf) for one in scans], foreign=foreign)


def _numbered(pages: Sequence[Page]) -> list[tuple[int, int]]:
    """Return number and count of every page, those of the form and those of its annex each for themselves."""
    count = Counter(page.annex for page in pages)
    running: Counter[bool] = Counter()
    numbered = []
    for page in pages:
        running[page.annex] += 1
        numbered.append((running[page.annex], count[page.annex]))
    return numbered


def texts_outside(pages: Iterable[Page], fonts: Fonts) -> list[Text]:
    """Return texts that reach beyond their page; there should be none."""
    return [text for page in pages for text in page.texts() if not text.turn and not _inside(text, page, fonts)]


def _inside(text: Text, page: Page, fonts: Fonts) -> bool:
    shown = re.sub(r"\{\w+\}", "99", text.text) if text.paged else text.text
    right = text.x + fonts.width(shown, text.size, bold=text.bold)
    return text.x >= 0 and text.y - text.size * PT_TO_MM >= 0 and text.y <= page.height and right <= page.width
