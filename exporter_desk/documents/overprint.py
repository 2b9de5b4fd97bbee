"""Prints words across pages that are not ours: scans of an exercise carry its mark as the other papers do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import A4, PT_PER_MM, Text
from exporter_desk.documents.pen import Pen

if TYPE_CHECKING:
    from exporter_desk.documents.fonts import Fonts
    from exporter_desk.documents.scans import Scan

_GREY, _WIDTH_SHARE, _LARGEST_PT, _TURN = 0.72, 0.75, 64.0, 35.0


def marked_pages(scan: Scan, words: str, fonts: Fonts) -> bytes:
    """Return the pages of a scan as PDF with `words` across each of them; equal input gives equal bytes."""
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan.pdf)) as pages, pikepdf.open(io.BytesIO(_page(words, fonts))) as mark:
        drawn = pages.copy_foreign(mark.pages[0].as_form_xobject())
        for page in pages.pages:  # every scan is A4, as the mark is
            name = page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name("/Mark"))
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ q {name} Do Q\n".encode())
        pages.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _page(words: str, fonts: Fonts) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    width, height = A4
    size = min(_LARGEST_PT, _WIDTH_SHARE * width / max(0.1, fonts.width(words, 1.0, bold=True)))
    half = fonts.width(words, size, bold=True) / 2
    text = Text(width / 2 - half * 0.82, height / 2 + half * 0.57, words, size, bold=True, grey=_GREY, turn=_TURN)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pdfVersion=(1, 7), initialFontName=fonts.regular, invariant=1, pageCompression=1)
    canvas.setPageSize((width * PT_PER_MM, height * PT_PER_MM))
    Pen(canvas, fonts).page([text], height, {})
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
