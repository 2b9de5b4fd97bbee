"""Pictures of finished pages: the preview and the printer show the saved PDF and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

POINTS_PER_INCH = 72
# PDFium is not made for several threads at once.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One rendered page: `pixels` are rows of 32-bit BGRx, `stride` bytes each."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_image(pdf: bytes, index: int, dpi: int) -> PageImage:
    """Render page `index` (from 0) at `dpi` on white; raises IndexError for a page that is not there."""
    import pypdfium2

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= index < len(document):
                raise IndexError(index)
            page = document[index]
            bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=False, prefer_bgrx=True)
            image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
            return image
        finally:
            document.close()
