"""A plain text drawn as a page to print: a heading, labels beside their values, lines to write on by hand."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import A4, PT_PER_MM, SOFT, Line, Page, Text
from exporter_desk.documents.pdfa import finished
from exporter_desk.documents.pen import Pen

if TYPE_CHECKING:
    from exporter_desk.documents.fonts import Fonts
    from exporter_desk.documents.pdfa import Metadata

_LEFT, _TOP, _WIDTH, _FOOT, _COLUMN = 25.0, 32.0, 160.0, 275.0, 34.0
_HEADING_PT, _BODY_PT, _STEP, _GAP, _WRITING = 16.0, 10.5, 6.2, 3.4, 12.0
_RULE, _BY_HAND = re.compile(r"=+"), re.compile(r"\s*_+\s*")
_LABELLED = re.compile(r"(?P<label>\S.*?[：:])\s{2,}(?P<value>\S.*)")
_DEEP = 6  # blanks before a line that goes on with the value above it


def text_pages(text: str, fonts: Fonts) -> tuple[Page, ...]:
    """Return the pages of a text.

    Its first line is the heading; a line of `=` is left out, one of `_` is a line to write on; behind a colon and two
    blanks stands a value in a column of its own, which goes on in deeply indented lines.
    """
    heading, *lines = text.strip("\n").split("\n")
    pages = [Page.empty(A4)]
    pages[0].inks.append(Text(_LEFT, _TOP, _drawable(heading, fonts), _HEADING_PT, bold=True))
    pages[0].inks.append(Line(_LEFT, _TOP + 4, _LEFT + _WIDTH, _TOP + 4, grey=SOFT))
    y = _TOP + 14
    for line in lines:
        if y > _FOOT:
            pages.append(Page.empty(A4))
            y = _TOP
        y += _line(pages[-1], line, y, fonts)
    return tuple(pages)


def _line(page: Page, line: str, y: float, fonts: Fonts) -> float:
    """Draw one line of the text and return how much room it took."""
    if _RULE.fullmatch(line.strip()):
        return 0
    if not line.strip():
        return _GAP
    if _BY_HAND.fullmatch(line):
        page.inks.append(Line(_LEFT, y + _WRITING - 4, _LEFT + _WIDTH, y + _WRITING - 4, 0.3))
        return _WRITING
    found = _LABELLED.fullmatch(line.strip())
    if found is None:
        indent = len(line) - len(line.lstrip())
        return _text(page, line.strip(), (_COLUMN if indent > _DEEP else indent * 1.5, y), fonts)
    page.inks.append(Text(_LEFT, y, _drawable(found["label"], fonts), _BODY_PT, bold=True))
    beside = max(_COLUMN, fonts.width(found["label"], _BODY_PT, bold=True) + 3)
    return _text(page, found["value"], (beside, y), fonts)


def _text(page: Page, text: str, place: tuple[float, float], fonts: Fonts) -> float:
    shift, y = place
    parts = fonts.lines(_drawable(text, fonts), _WIDTH - shift, _BODY_PT)
    for number, part in enumerate(parts):
        page.inks.append(Text(_LEFT + shift, y + number * _STEP, part, _BODY_PT))
    return len(parts) * _STEP


def _drawable(text: str, fonts: Fonts) -> str:
    """A name of a file may hold what no font has."""
    return "".join("□" if char in fonts.missing(text) else char for char in text)


def text_pdf(text: str, fonts: Fonts, metadata: Metadata) -> bytes:
    """Return a text as PDF/A, see `text_pages`; the same text gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    buffer, pages = io.BytesIO(), text_pages(text, fonts)
    canvas = Canvas(buffer, pdfVersion=(1, 7), initialFontName=fonts.regular, invariant=1, pageCompression=1)
    canvas.setTitle(metadata.title)
    pen = Pen(canvas, fonts)
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width * PT_PER_MM, page.height * PT_PER_MM))
        pen.page(page.inks, page.height, {"page": number, "pages": len(pages)})
        canvas.showPage()
    canvas.save()
    return finished(buffer.getvalue(), metadata)
