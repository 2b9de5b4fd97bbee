"""Scans (JPG, PNG, PDF) made into clean PDF pages small enough for the customs upload."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.attachments import page_sizes
from exporter_desk.documents.ink import A4, PT_PER_MM
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Pdf
    from PIL.Image import Image

    from exporter_desk.documents.library import AttachmentLimits

MAX_BYTES = 60_000_000
MAX_PIXELS = 120_000_000
MAX_PAGES = 200
DPI = 200
_QUALITIES = (80, 65, 50, 38, 28, 20)
_FRAME = 4_000  # bytes that a page of its own takes besides its picture


class ScanRefusedError(Exception):
    """A scan that cannot be taken; `reason` is a code: too_large, unreadable, encrypted, empty, page_too_heavy."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper that exists on paper only: its kind (contract, invoice …), title, receivers, and its PDF pages."""

    kind: str
    title: Bilingual
    short_zh: str
    receivers: tuple[str, ...]
    pdf: bytes
    pages: int


def scan(data: bytes, kind: str, title: Bilingual, receivers: tuple[str, ...], limits: AttachmentLimits) -> Scan:
    """Read a JPG, PNG or PDF and return it as a scan within `limits`; raises ScanRefusedError.

    Pictures, and PDF pages that are too heavy, become grey pictures at 200 dpi; the caller shows the result before it
    is kept. Scripts, forms and links of a foreign PDF are left behind.
    """
    import pikepdf

    if len(data) > MAX_BYTES:
        raise ScanRefusedError("too_large")
    with pikepdf.new() as target:
        for page in _pdf_pages(data, limits) if data[:5] == b"%PDF-" else _picture_pages(data, limits):
            target.pages.extend(page.pages)
        if not target.pages:
            raise ScanRefusedError("empty")
        buffer = io.BytesIO()
        target.save(buffer, deterministic_id=True, min_version="1.4")
        return Scan(kind, title, title.zh, receivers, buffer.getvalue(), len(target.pages))


def _picture_pages(data: bytes, limits: AttachmentLimits) -> Iterator[Pdf]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ScanRefusedError("too_large")
            yield _page_of(image, limits)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ScanRefusedError("unreadable") from error


def _pdf_pages(data: bytes, limits: AttachmentLimits) -> Iterator[Pdf]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            if source.is_encrypted:
                raise ScanRefusedError("encrypted")
            if len(source.pages) > MAX_PAGES:
                raise ScanRefusedError("too_large")
            sizes = page_sizes(source)
            for number, size in enumerate(sizes):
                yield _copied(source, number) if size <= limits.max_page_bytes else _redrawn(data, number, limits)
    except pikepdf.PasswordError as error:
        raise ScanRefusedError("encrypted") from error
    except pikepdf.PdfError as error:
        raise ScanRefusedError("unreadable") from error


def _copied(source: Pdf, number: int) -> Pdf:
    import pikepdf

    single = pikepdf.new()
    single.pages.append(source.pages[number])
    for key in ("/AA", "/Annots", "/B", "/Trans"):
        if key in single.pages[0]:
            del single.pages[0][key]
    return single


def _redrawn(data: bytes, number: int, limits: AttachmentLimits) -> Pdf:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number]
        width, height = page.get_size()
        longest = max(width, height, 1.0)
        picture = page.render(scale=min(DPI / 72, A4[1] * PT_PER_MM * DPI / 72 / longest)).to_pil()
        return _page_of(picture, limits)
    finally:
        document.close()


def _page_of(image: Image, limits: AttachmentLimits) -> Pdf:
    """Return one page with the picture in grey at most 200 dpi, as good as the page limit allows."""
    from PIL import ImageOps

    grey = ImageOps.exif_transpose(image).convert("L")
    size = A4 if grey.height >= grey.width else (A4[1], A4[0])
    grey.thumbnail((round(size[0] / 25.4 * DPI), round(size[1] / 25.4 * DPI)))
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        grey.save(buffer, "JPEG", quality=quality, optimize=True)
        if len(buffer.getvalue()) + _FRAME <= limits.max_page_bytes:
            return _picture_page(buffer.getvalue(), grey.size, size)
    raise ScanRefusedError("page_too_heavy")


def _picture_page(jpeg: bytes, pixels: tuple[int, int], size: tuple[float, float]) -> Pdf:
    import pikepdf

    pdf = pikepdf.new()
    width, height = (side * PT_PER_MM for side in size)
    page = pdf.add_blank_page(page_size=(width, height))
    scale = min(width / pixels[0], height / pixels[1])
    shown = (pixels[0] * scale, pixels[1] * scale)
    picture = pikepdf.Stream(pdf, jpeg)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height = pixels
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    picture.Filter = pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
    left, bottom = (width - shown[0]) / 2, (height - shown[1]) / 2
    drawing = f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {left:.3f} {bottom:.3f} cm /Scan Do Q"
    page.Contents = pikepdf.Stream(pdf, drawing.encode("ascii"))
    return pdf
