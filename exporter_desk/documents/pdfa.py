"""Finishes a PDF for keeping: PDF/A-2b metadata, sRGB output intent, language and title; the bytes stay repeatable."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache

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


def finished(data: bytes, metadata: Metadata) -> bytes:
    """Return `data` as PDF/A-2b with the given metadata; equal input gives equal bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        root.Lang = pikepdf.String(metadata.language)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        root.OutputIntents = pikepdf.Array([_output_intent(pdf)])
        for page in pdf.pages:
            if "/Trans" in page:
                del page["/Trans"]
        _describe(pdf, metadata)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, min_version="1.4")
        return buffer.getvalue()


def _output_intent(pdf: object) -> object:
    import pikepdf

    assert isinstance(pdf, pikepdf.Pdf)  # noqa: S101 - tells the type checker; pikepdf is imported late
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


def _describe(pdf: object, metadata: Metadata) -> None:
    import pikepdf

    assert isinstance(pdf, pikepdf.Pdf)  # noqa: S101 - tells the type checker; pikepdf is imported late
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
        xmp["pdfaid:part"] = "2"
        xmp["pdfaid:conformance"] = "B"
