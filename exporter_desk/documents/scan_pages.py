"""Single clean A4 pages: of a picture pressed until it fits, or of a page of somebody else's PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import A4, PT_PER_MM

if TYPE_CHECKING:
    from pikepdf import Page, Pdf
    from PIL.Image import Image
    from pypdfium2 import PdfPage

DPI = 200
MM_PER_INCH = 25.4
# Dots per inch and JPEG quality, best first; 0 is black and white, which suits print that grey makes too heavy.
# Below the last pair small print can no longer be read.
_STEPS = ((200, 80), (200, 65), (200, 50), (200, 38), (150, 50), (200, 0), (150, 38), (150, 28))
_FRAME = 4_000  # bytes that a page of its own takes besides its picture
_SAME_SIZE = 0.03
_QUARTER = 90
# What may run or lead elsewhere; the rest of what stays behind is only book-keeping.
_ACTIVE = ("/AA", "/Annots")
_LEFT_BEHIND = ("/AA", "/Annots", "/B", "/Trans", "/Metadata", "/PieceInfo", "/Thumb", "/Tabs", "/StructParents")


class Press:
    """Makes clean pages of at most `most_bytes`, turned by `turn` degrees to the right (a multiple of 90).

    It counts all `pages`, those it `pressed` into grey pictures, `fitted` onto A4, `turned` upright because the camera
    had noted that they lie on their side, and `cleaned` of something active.
    """

    def __init__(self, most_bytes: int, turn: int = 0) -> None:
        if turn % _QUARTER:
            raise ValueError("pages are turned by quarters")
        self.most_bytes, self.turn = most_bytes, turn % 360
        self.pressed = self.pages = self.fitted = self.turned = self.cleaned = 0

    def page(self, image: Image) -> Pdf | None:
        """Return one page with the picture as sharp as the limit allows; None when it would be unreadable."""
        upright = _upright(image)
        self.turned += upright is not image
        grey = _grey(upright if not self.turn else upright.rotate(-self.turn, expand=True))
        size = A4 if grey.height >= grey.width else (A4[1], A4[0])
        for dpi, quality in _STEPS:
            shown = grey.copy()
            shown.thumbnail((round(size[0] / MM_PER_INCH * dpi), round(size[1] / MM_PER_INCH * dpi)))
            picture = _jpeg(shown, quality) if quality else _fax(shown)
            if len(picture.data) + _FRAME <= self.most_bytes:
                self.pressed += 1
                return picture_page(picture, size)
        return None

    @staticmethod
    def rendered(page: PdfPage) -> Image:
        """Return a page of a PDF as a picture, no larger than A4 at 200 dots per inch."""
        longest = max(*page.get_size(), 1.0)
        image: Image = page.render(scale=min(DPI / 72, A4[1] * PT_PER_MM * DPI / 72 / longest)).to_pil()
        return image

    def clean(self, source: Pdf, number: int) -> Pdf:
        """Return one page of another PDF alone: as it is when it is A4, else scaled onto A4, nothing active with it."""
        import pikepdf

        pdf = pikepdf.new()
        pdf.pages.append(source.pages[number])
        page = pdf.pages[0]
        self.cleaned += any(key in page for key in _ACTIVE)
        for key in _LEFT_BEHIND:
            if key in page:
                del page[key]
        if self.turn:
            page.rotate(self.turn, relative=True)
        width, height = _shown_size(page)
        if _is_a4(width, height):
            return pdf
        self.fitted += 1
        placed = pikepdf.new()
        target = blank_page(placed, across=width > height)
        target.add_overlay(page, pikepdf.Rectangle(target.mediabox))
        return placed


def _upright(image: Image) -> Image:
    """Return the picture as it was seen by the camera; the same object when it noted no turning."""
    from PIL import ExifTags, ImageOps

    if image.getexif().get(ExifTags.Base.Orientation, 1) in (0, 1):
        return image
    return ImageOps.exif_transpose(image)


def _grey(turned: Image) -> Image:
    """Grey on white: transparent parts are paper, not ink, and sixteen bits become eight."""
    import PIL.Image

    if turned.mode in {"I", "F"} or turned.mode.startswith("I;16"):
        return turned.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in turned.getbands() or "transparency" in turned.info:
        drawn = turned.convert("RGBA")
        paper = PIL.Image.new("RGBA", drawn.size, "white")
        return PIL.Image.alpha_composite(paper, drawn).convert("L")
    return turned.convert("L")


def blank_page(pdf: Pdf, *, across: bool) -> Page:
    """Add one A4 page."""
    width, height = (side * PT_PER_MM for side in ((A4[1], A4[0]) if across else A4))
    return pdf.add_blank_page(page_size=(width, height))


@dataclass(frozen=True, slots=True)
class Picture:
    """A pressed picture: its bytes, width and height in dots, and whether each dot is only black or white."""

    data: bytes
    pixels: tuple[int, int]
    fax: bool = False


def _jpeg(grey: Image, quality: int) -> Picture:
    buffer = io.BytesIO()
    grey.save(buffer, "JPEG", quality=quality, optimize=True)
    return Picture(buffer.getvalue(), grey.size)


def _fax(grey: Image) -> Picture:
    """Black and white as telefax presses it (group 4), taken out of the TIFF that Pillow writes."""
    import PIL.Image

    limit = _ink_limit(grey.histogram())
    buffer = io.BytesIO()
    drawn = grey.point(lambda value: 255 if value > limit else 0).convert("1")
    drawn.save(buffer, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: grey.height, _PHOTOMETRIC: 0})
    with PIL.Image.open(buffer) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]  # a TIFF has tags
        [offset], [count] = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
    return Picture(buffer.getvalue()[offset : offset + count], grey.size, fax=True)


_ROWS_PER_STRIP, _PHOTOMETRIC, _STRIP_OFFSETS, _STRIP_BYTES = 278, 262, 273, 279


def _ink_limit(histogram: list[int]) -> int:
    """Return the shade that parts ink from paper best: the greatest spread between both classes (Otsu)."""
    total, weighed = sum(histogram), sum(shade * count for shade, count in enumerate(histogram))
    best, limit, dark, dark_weighed = -1.0, 127, 0, 0
    for shade, count in enumerate(histogram[:-1]):
        dark, dark_weighed = dark + count, dark_weighed + shade * count
        if 0 < dark < total:
            apart = dark_weighed / dark - (weighed - dark_weighed) / (total - dark)
            if (spread := dark * (total - dark) * apart * apart) > best:
                best, limit = spread, shade
    return limit


def picture_page(picture: Picture, size: tuple[float, float]) -> Pdf:
    """Return a PDF of one page of `size` (mm) with the picture in its middle."""
    import pikepdf

    pdf = pikepdf.new()
    page = blank_page(pdf, across=size[0] > size[1])
    width, height = (side * PT_PER_MM for side in size)
    scale = min(width / picture.pixels[0], height / picture.pixels[1])
    shown = (picture.pixels[0] * scale, picture.pixels[1] * scale)
    drawn = pikepdf.Stream(pdf, picture.data)
    drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    drawn.Width, drawn.Height = picture.pixels
    drawn.ColorSpace, drawn.BitsPerComponent = pikepdf.Name.DeviceGray, 1 if picture.fax else 8
    drawn.Filter = pikepdf.Name.CCITTFaxDecode if picture.fax else pikepdf.Name.DCTDecode
    if picture.fax:
        drawn.DecodeParms = pikepdf.Dictionary(K=-1, Columns=picture.pixels[0], Rows=picture.pixels[1])
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=drawn))
    left, bottom = (width - shown[0]) / 2, (height - shown[1]) / 2
    drawing = f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {left:.3f} {bottom:.3f} cm /Scan Do Q"
    page.Contents = pikepdf.Stream(pdf, drawing.encode("ascii"))
    return pdf


def _shown_size(page: Page) -> tuple[float, float]:
    """Return width and height in points as a reader shows the page."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _is_a4(width: float, height: float) -> bool:
    short, long = sorted((width, height))
    return all(abs(side / (wanted * PT_PER_MM) - 1) <= _SAME_SIZE for side, wanted in ((short, A4[0]), (long, A4[1])))
