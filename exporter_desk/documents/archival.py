"""Pages of scans as an archive keeps them: our own pictures as they are, pages of somebody else's PDF redrawn."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from exporter_desk.documents.preview import ONE_AT_A_TIME
from exporter_desk.documents.scan_pages import Press

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object, Page, Pdf
    from pypdfium2 import PdfDocument

_AMPLE = 8_000_000  # bytes of a page: in an archive the picture stays as sharp as it was scanned
_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"})
_PICTURE = frozenset(
    {
        "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms",
        "/Length",
    }
)  # fmt: skip
_FILTERS = frozenset({"/DCTDecode", "/CCITTFaxDecode"})
_DRAWING = re.compile(rb"q [\d.]+ 0 0 [\d.]+ [\d.]+ [\d.]+ cm /Scan Do Q")


def is_own_picture(page: Page) -> bool:
    """Tell whether a page is one of ours: one grey picture and nothing else, which PDF/A takes as it is."""
    if not frozenset(page.obj.keys()) <= _PAGE or list(page.resources.keys()) != ["/XObject"]:
        return False
    drawn = page.resources.XObject
    return (
        list(drawn.keys()) == ["/Scan"]
        and _is_grey(drawn.Scan)
        and _DRAWING.fullmatch(page.obj.Contents.read_bytes()) is not None
    )


def _is_grey(drawn: Object) -> bool:
    return (
        frozenset(drawn.keys()) <= _PICTURE
        and drawn.get("/Subtype") == "/Image"
        and drawn.get("/ColorSpace") == "/DeviceGray"
        and str(drawn.get("/Filter")) in _FILTERS
    )


def all_own_pictures(data: bytes) -> bool:
    """Tell whether every page of a scan is one of our pictures."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as scan:
        return all(is_own_picture(page) for page in scan.pages)


def kept_pages(scan: Pdf, data: bytes) -> Iterator[Page]:
    """Yield the pages of `scan`, read from `data`; those of a foreign PDF as pictures, as nobody can vouch for them."""
    import pypdfium2

    document: PdfDocument | None = None
    try:
        for number, page in enumerate(scan.pages):
            if is_own_picture(page):
                yield page
                continue
            with ONE_AT_A_TIME:
                document = document or pypdfium2.PdfDocument(data)
                picture = Press.rendered(document[number])
            redrawn = Press(_AMPLE).page(picture)
            yield page if redrawn is None else redrawn.pages[0]
    finally:
        if document is not None:
            with ONE_AT_A_TIME:
                document.close()
