"""Scans for tests: pictures, photos on their side, PDFs with things in them that no packet may hold."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

RIGHT_SIDE_UP, ON_ITS_SIDE = 1, 6  # EXIF orientation


def picture(words: str = "BILL OF LADING", size: tuple[int, int] = (840, 1188)) -> Image.Image:
    """Return a white page with some words at its top left."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((60, 60), words, fill="black")
    return image


def jpeg(words: str = "BILL OF LADING", orientation: int = RIGHT_SIDE_UP) -> bytes:
    """Return a photo, with what the camera noted of how it was held."""
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    picture(words).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def tiff(pages: int) -> bytes:
    """Return a scan of several pages."""
    buffer = io.BytesIO()
    first, *others = (picture(f"PAGE {number}") for number in range(1, pages + 1))
    first.save(buffer, "TIFF", save_all=True, append_images=others)
    return buffer.getvalue()


def armed_pdf() -> bytes:
    """Return one letter-size page with a script, a link, and a file inside."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(612, 792))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.Root.OpenAction = script
        pdf.attachments["run.exe"] = b"MZ" * 20
        pdf.save(buffer)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that only its owner may change."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="x", user=""))
    return buffer.getvalue()


def put(path: Path, data: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(data)
    return path
