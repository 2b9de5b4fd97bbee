"""Finishes a PDF for keeping: PDF/A-2b metadata, sRGB output intent, language and title; the bytes stay repeatable."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from exporter_desk.documents.archival import all_own_pictures, kept_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pikepdf import Object, Pdf

_ICC_DATE = slice(24, 36)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; `day` is the day of the case, so that no clock enters the bytes."""

    title: str
    author: str
    day: date
    language: str = "zh-CN"
    producer: str = "Exporter Desk"


@cache
def srgb_profile() -> bytes:
    """Return a small sRGB profile whose own creation date is taken out."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_ICC_DATE] = (2000).to_bytes(2, "big") + (1).to_bytes(2, "big") * 2 + bytes(6)
    return bytes(profile)


def finished(
    data: bytes, metadata: Metadata, scans: Sequence[tuple[str, bytes]] = (), *, foreign: bool = False
) -> bytes:
    """Return `data` as PDF/A-2b with the given metadata; equal input gives equal bytes.

    `scans` are titles and PDF files to append. Pages of a foreign PDF in them become pictures, unless `foreign` pages
    are wanted as they are, with their searchable text: then the file does not claim to be PDF/A.
    """
    import pikepdf

    archival = not foreign or all(all_own_pictures(scan) for _, scan in scans)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _append(pdf, scans, redrawing=archival)
        return _saved(pdf, metadata, archival=archival)


def described(data: bytes, metadata: Metadata, *, archival: bool) -> bytes:
    """Return a part of a finished file with metadata of its own; `archival` tells whether the whole was PDF/A."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _saved(pdf, metadata, archival=archival)


def _saved(pdf: Pdf, metadata: Metadata, *, archival: bool) -> bytes:
    import pikepdf

    root = pdf.Root
    root.Lang = pikepdf.String(metadata.language)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
    for page in pdf.pages:
        with suppress(KeyError):
            del page["/Trans"]
    _describe(pdf, metadata, archival=archival)
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, min_version="1.4")
    return buffer.getvalue()


def finished_scan(data: bytes, metadata: Metadata, *, foreign: bool = False) -> bytes:
    """Return a scan alone, described and finished as `finished` does it."""
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.new() as empty:
        empty.save(buffer, min_version="1.4")
    return finished(buffer.getvalue(), metadata, [(metadata.title, data)], foreign=foreign)


def is_archival(data: bytes) -> bool:
    """Tell whether a file that we made says that it is PDF/A."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        return "pdfaid:part" in xmp


def _output_intent(pdf: Pdf) -> Object:
    import pikepdf

    profile = pikepdf.Stream(pdf, srgb_profile())
    profile.N = 3
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB"),
            DestOutputProfile=pdf.make_indirect(profile),
        )
    )


def _append(pdf: Pdf, scans: Sequence[tuple[str, bytes]], *, redrawing: bool) -> None:
    import pikepdf

    for title, data in scans:
        first = len(pdf.pages)
        with pikepdf.open(io.BytesIO(data)) as scan:
            pdf.pages.extend(kept_pages(scan, data) if redrawing else scan.pages)
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(title, first))


def _describe(pdf: Pdf, metadata: Metadata, *, archival: bool) -> None:
    import pikepdf

    stamp = f"{metadata.day:%Y-%m-%d}T00:00:00+00:00"
    info = f"D:{metadata.day:%Y%m%d}000000+00'00'"
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    entries = {"/Title": metadata.title, "/Author": metadata.author, "/Producer": metadata.producer}
    for key, value in (entries | {"/CreationDate": info, "/ModDate": info}).items():
        pdf.docinfo[key] = pikepdf.String(value)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = metadata.title
        xmp["dc:creator"] = [metadata.author]
        xmp["pdf:Producer"] = metadata.producer
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = stamp
        if archival:
            xmp["pdfaid:part"] = "2"
            xmp["pdfaid:conformance"] = "B"
