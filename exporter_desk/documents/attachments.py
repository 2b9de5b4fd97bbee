"""Checks files for the customs upload (X22): size per file and page, name, PDF version, encryption, embedded fonts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.text import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pikepdf import Pdf

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


def loose_fonts(pdf: Pdf) -> list[str]:
    """Return the names of fonts that are not embedded."""
    names: dict[str, None] = {}
    for page in pdf.pages:
        for font in dict(page.resources.get("/Font", {})).values():
            if not _is_embedded(font):
                names[str(font.get("/BaseFont", "?"))] = None
    return list(names)


def _is_embedded(font: object) -> bool:
    inner = font.get("/DescendantFonts", [font])[0]  # type: ignore[attr-defined]  # a pikepdf dictionary
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
