"""Checks files for the customs upload (X22): size per file and page, name, PDF version, encryption, embedded fonts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pikepdf import Object, Pdf

    from exporter_desk.documents.library import AttachmentLimits

CODE = "X22"


@dataclass(frozen=True, slots=True)
class UploadFile:
    """One file for the upload: its name without folder, the kind of paper, and its bytes."""

    name: str
    kind: str
    data: bytes


def check(files: Iterable[UploadFile], limits: AttachmentLimits) -> tuple[Finding, ...]:
    """Return the findings of all files, one per broken limit; an unreadable file is a finding too."""
    listed = list(files)
    kinds = [file.kind for file in listed]
    findings = [finding for file in listed for finding in _check_one(file, limits)]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    return (*findings, *(_finding("kind", kind, limit="1", found=str(kinds.count(kind))) for kind in twice))


def _check_one(file: UploadFile, limits: AttachmentLimits) -> Iterator[Finding]:
    if display_width(file.name) > limits.max_name_width:
        yield _finding("name", file.name, limit=str(limits.max_name_width), found=str(display_width(file.name)))
    if len(file.data) > limits.max_file_bytes:
        yield _finding(
            "file_size", file.name, limit=_kilobytes(limits.max_file_bytes), found=_kilobytes(len(file.data))
        )
    yield from _check_content(file, limits)


def _check_content(file: UploadFile, limits: AttachmentLimits) -> Iterator[Finding]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(file.data)) as pdf:
            if pdf.is_encrypted:
                yield _finding("encrypted", file.name)
            if _version(pdf.pdf_version) < _version(limits.least_pdf_version):
                yield _finding("version", file.name, limit=limits.least_pdf_version, found=pdf.pdf_version)
            largest = max(page_sizes(pdf), default=0)
            if largest > limits.max_page_bytes:
                yield _finding(
                    "page_size", file.name, limit=_kilobytes(limits.max_page_bytes), found=_kilobytes(largest)
                )
            for font in loose_fonts(pdf):
                yield _finding("font", file.name, found=font)
    except pikepdf.PasswordError:
        yield _finding("encrypted", file.name)
    except pikepdf.PdfError:
        yield _finding("unreadable", file.name)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _finding(variant: str, name: str, **values: str) -> Finding:
    return Finding(CODE, Severity.ERROR, ("packet",), {"file": name} | values, variant=variant)


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000)} KB"


def page_sizes(pdf: Pdf) -> list[int]:
    """Return the size in bytes of each page saved as a file of its own, as the upload counts it."""
    import pikepdf

    sizes = []
    for page in pdf.pages:
        with pikepdf.new() as single:
            single.pages.append(page)
            buffer = io.BytesIO()
            single.save(buffer)
            sizes.append(len(buffer.getvalue()))
    return sizes


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def split(data: bytes, most_bytes: int) -> tuple[bytes, ...]:
    """Return a PDF as one file, or as several of at most `most_bytes` with whole pages; a huge page stays alone."""
    import pikepdf

    if len(data) <= most_bytes:
        return (data,)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes, groups, room = page_sizes(pdf), list[list[int]](), 0
        for number, size in enumerate(sizes):
            if size > room:
                groups.append([])
                room = most_bytes
            groups[-1].append(number)
            room -= size
        return tuple(_pages(pdf, group) for group in groups)


def _pages(pdf: Pdf, numbers: list[int]) -> bytes:
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.new() as part:
        part.pages.extend(pdf.pages[number] for number in numbers)
        part.save(buffer, deterministic_id=True, min_version=pdf.pdf_version)
    return buffer.getvalue()


def loose_fonts(pdf: Pdf) -> list[str]:
    """Return the names of fonts that are not embedded, those inside of forms drawn on a page included."""
    names: dict[str, None] = {}
    seen = set[tuple[int, int]]()
    for page in pdf.pages:
        for font in _fonts(page.resources, seen):
            if not _is_embedded(font):
                names[str(font.get("/BaseFont", "?"))] = None
    return list(names)


def _fonts(resources: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """Yield fonts; each form is looked into once, for forms may draw each other without end."""
    open_ones = [resources]
    while open_ones:
        inside = open_ones.pop()
        yield from dict(inside.get("/Font", {})).values()
        for drawn in dict(inside.get("/XObject", {})).values():
            if drawn.get("/Subtype") == "/Form" and "/Resources" in drawn and drawn.objgen not in seen:
                seen.add(drawn.objgen)
                open_ones.append(drawn["/Resources"])


def _is_embedded(font: Object) -> bool:
    """Tell whether the glyphs lie in the file; those of a Type 3 font always do."""
    if font.get("/Subtype") == "/Type3":
        return True
    inner = font.get("/DescendantFonts", [font])[0]
    if "/FontDescriptor" not in inner:
        return False
    descriptor = inner["/FontDescriptor"]
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
