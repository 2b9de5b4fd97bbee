"""Scans (JPG, PNG, TIFF, PDF) made into clean A4 pages small enough for the customs upload."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from exporter_desk.documents.attachments import loose_fonts, page_sizes
from exporter_desk.documents.preview import ONE_AT_A_TIME
from exporter_desk.documents.scan_pages import Press
from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Pdf
    from PIL.Image import Image

    from exporter_desk.documents.library import AttachmentLimits

MAX_BYTES = 60_000_000
MAX_PIXELS = 80_000_000
MAX_PAGES = 200
# Two hundred pages at 300 dots per inch; empty pages of more pixels take no bytes, but the more time.
MAX_ALL_PIXELS = 2_000_000_000
# What readers of pictures and PDFs let out for damaged ones.
_UNREADABLE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)
_PICTURES = ("JPEG", "PNG", "TIFF")
# How programs, packages and office files begin, whatever their name says.
_NO_SCANS = (b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"Rar!", b"7z\xbc\xaf")
_PDF_STARTS_WITHIN = 1024
_FILE_FRAME = 100_000
# A page of small print at 150 dots per inch; a file that needs less is parted instead.
_LEAST_PAGE_BYTES = 60_000


class ScanRefusedError(Exception):
    """A scan that cannot be taken.

    `reason` is a code: too_large, too_many_pages, not_a_scan, unreadable, encrypted, empty, page_too_heavy.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper that exists on paper only: its kind (contract, invoice …), title, receivers, and its PDF pages.

    `source` are the bytes of the pages, or gives them when they are needed; `files` name what the pages were made of by
    SHA-256. `redrawn` counts the pages that became pictures: a person should look whether they can still be read.
    `fitted` ones were put on A4, `turned` ones stood on their side, `cleaned` ones lost something active. `code` is the
    customs code of the kind as an attachment, empty where the broker decides.
    """

    kind: str
    title: Bilingual
    short_zh: str
    receivers: tuple[str, ...]
    source: bytes | Callable[[], bytes]
    pages: int
    redrawn: int = 0
    fitted: int = 0
    turned: int = 0
    cleaned: int = 0
    files: tuple[str, ...] = ()
    code: str = ""

    @property
    def pdf(self) -> bytes:
        """Return the pages as PDF; reading them may raise UserFacingError."""
        return self.source if isinstance(self.source, bytes) else self.source()


def scan(
    data: bytes,
    kind: str,
    title: Bilingual,
    receivers: tuple[str, ...],
    limits: AttachmentLimits,
    short_zh: str = "",
    turn: int = 0,
    told: Callable[[int], object] = lambda pages: None,
) -> Scan:
    """Read a JPG, PNG, TIFF or PDF and return it as a scan within `limits`; raises ScanRefusedError.

    `turn` are degrees to the right by which every page is turned first. `told` hears after every page how many there
    are; what it raises ends the work.

    Pictures, and PDF pages that are too heavy or use fonts of another computer, become grey pictures; the caller shows
    the result before it is kept. Every page is A4. Scripts, forms, links and files in a foreign PDF are left behind.
    """
    if len(data) > MAX_BYTES:
        raise ScanRefusedError("too_large")
    if data.startswith(_NO_SCANS):
        raise ScanRefusedError("not_a_scan")
    pdf, press = _collected(data, limits, Press(limits.max_page_bytes, turn), told)
    count, tighter = press.pages, (limits.max_file_bytes - _FILE_FRAME) // press.pages
    if len(pdf) > limits.max_file_bytes and tighter >= _LEAST_PAGE_BYTES:
        pdf, press = _collected(data, limits, Press(tighter, turn), told, or_else=(pdf, press))
    changes = (press.pressed, press.fitted, press.turned, press.cleaned)
    return Scan(kind, title, short_zh or title.zh, receivers, pdf, count, *changes)


def media_of(data: bytes) -> str:
    """Return what a file that was taken is by its first bytes: pdf, png, tiff or jpeg."""
    if _is_pdf(data):
        return "pdf"
    return "png" if data.startswith(b"\x89PNG") else "tiff" if data[:2] in (b"II", b"MM") else "jpeg"


def merged(scans: Sequence[Scan]) -> tuple[Scan, ...]:
    """Return one scan for each kind of paper: the pages of all its files in the order given."""
    kinds = dict.fromkeys(one.kind for one in scans)
    return tuple(_joined([one for one in scans if one.kind == kind]) for kind in kinds)


def _joined(scans: list[Scan]) -> Scan:
    if len(scans) == 1:
        return scans[0]
    return replace(
        scans[0],
        receivers=tuple(dict.fromkeys(name for one in scans for name in one.receivers)),
        source=partial(_in_one_file, tuple(scans)),
        pages=sum(one.pages for one in scans),
        redrawn=sum(one.redrawn for one in scans),
        fitted=sum(one.fitted for one in scans),
        turned=sum(one.turned for one in scans),
        cleaned=sum(one.cleaned for one in scans),
        files=tuple(file for one in scans for file in one.files),
    )


def _in_one_file(scans: tuple[Scan, ...]) -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    with ExitStack() as opened, pikepdf.new() as target:
        for one in scans:
            target.pages.extend(opened.enter_context(pikepdf.open(io.BytesIO(one.pdf))).pages)
        target.save(buffer, deterministic_id=True, min_version="1.4")
    return buffer.getvalue()


def _collected(
    data: bytes,
    limits: AttachmentLimits,
    press: Press,
    told: Callable[[int], object],
    or_else: tuple[bytes, Press] | None = None,
) -> tuple[bytes, Press]:
    """Return all pages within what `press` allows; where one cannot be pressed so far, `or_else` or a refusal."""
    import pikepdf

    with pikepdf.new() as target:
        for page in _pdf_pages(data, press) if _is_pdf(data) else _picture_pages(data, press):
            if page is None and or_else is not None:
                return or_else
            if page is None:
                raise ScanRefusedError("page_too_heavy")
            target.pages.extend(page.pages)
            press.pages += 1
            told(press.pages)
        if not press.pages:
            raise ScanRefusedError("empty")
        buffer = io.BytesIO()
        target.save(buffer, deterministic_id=True, min_version=limits.least_pdf_version)
    return buffer.getvalue(), press


def _is_pdf(data: bytes) -> bool:
    """Readers take a PDF whose head stands behind some other bytes."""
    return b"%PDF-" in data[:_PDF_STARTS_WITHIN]


def _picture_pages(data: bytes, press: Press) -> Iterator[Pdf | None]:
    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged tags are no problem of ours, size is checked below
            with Image.open(io.BytesIO(data), formats=_PICTURES) as image:
                room = MAX_ALL_PIXELS
                for number, frame in enumerate(ImageSequence.Iterator(image)):
                    room -= frame.width * frame.height
                    _check_size(frame, number, room)
                    yield press.page(frame)
    except _UNREADABLE as error:
        raise ScanRefusedError("unreadable") from error
    except Image.DecompressionBombError as error:
        raise ScanRefusedError("too_large") from error


def _check_size(frame: Image, number: int, room: int) -> None:
    if frame.width * frame.height > MAX_PIXELS or room < 0:
        raise ScanRefusedError("too_large")
    if number >= MAX_PAGES:
        raise ScanRefusedError("too_many_pages")


def _pdf_pages(data: bytes, press: Press) -> Iterator[Pdf | None]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            if source.is_encrypted:
                raise ScanRefusedError("encrypted")
            if len(source.pages) > MAX_PAGES:
                raise ScanRefusedError("too_many_pages")
            for number in range(len(source.pages)):
                clean = press.clean(source, number)
                heavy = page_sizes(clean)[0] > press.most_bytes
                yield _redrawn(data, number, press) if heavy or loose_fonts(clean) else clean
    except pikepdf.PasswordError as error:
        raise ScanRefusedError("encrypted") from error
    except (pikepdf.PdfError, *_UNREADABLE) as error:
        raise ScanRefusedError("unreadable") from error


def _redrawn(data: bytes, number: int, press: Press) -> Pdf | None:
    with ONE_AT_A_TIME:
        picture = _rendered(data, number, press)
    return press.page(picture)


def _rendered(data: bytes, number: int, press: Press) -> Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ScanRefusedError("unreadable") from error
    try:
        return press.rendered(document[number])
    finally:
        document.close()
