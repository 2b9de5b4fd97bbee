"""The bundled Noto Sans SC for paper: registration, widths, and the check that every character can be drawn."""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from exporter_desk.documents.wrap import wrap

_BLOCK = 100  # the PDF rules allow at most 100 entries in one bfchar block
_WIDTHS_KEPT = 20_000
_MM_PER_POINT = 25.4 / 72


class Face(Hashable, Protocol):
    """What a registered font face gives: the width of a text at a size, in points."""

    def stringWidth(self, text: str, size: float) -> float:  # noqa: N802 - reportlab's name
        """Return the width of `text` in points."""
        ...

    def splitString(self, text: str, doc: object) -> list[tuple[int, bytes]]:  # noqa: N802 - reportlab's name
        """Return the pieces of `text` that one subset of the face in the file `doc` can show."""
        ...

    def getSubsetInternalName(self, subset: int, doc: object) -> str:  # noqa: N802 - reportlab's name
        """Return the name of a subset inside the file `doc`."""
        ...


@dataclass(frozen=True, slots=True)
class Fonts:
    """Two faces registered with reportlab: `regular` and `bold` are their names there."""

    regular: str
    bold: str
    drawable: frozenset[int]
    faces: Mapping[bool, Face]

    def name(self, *, bold: bool) -> str:
        """Return the registered name of the face."""
        return self.bold if bold else self.regular

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of `text` at `size` points in mm."""
        return _points(self.faces[bold], text, size) * _MM_PER_POINT

    def lines(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Return `text` broken to `width` mm at `size` points."""
        return list(_lines(self.faces[bold], text, width, size))

    def missing(self, text: str) -> str:
        """Return the characters of `text` that the font cannot draw, each once, in order."""
        if self.drawable.issuperset(map(ord, text)):  # as good as every text
            return ""
        return "".join(dict.fromkeys(char for char in text if ord(char) not in self.drawable and char != "\n"))


@lru_cache(maxsize=_WIDTHS_KEPT)
def _points(face: Face, text: str, size: float) -> float:
    """Return the width of a text; captions and amounts are measured again and again while a paper is fitted."""
    return face.stringWidth(text, size)


@lru_cache(maxsize=_WIDTHS_KEPT)
def _lines(face: Face, text: str, width: float, size: float) -> tuple[str, ...]:
    """Return a broken text; many papers list the same goods, and a paper is set again until it fits."""
    return tuple(wrap(text, width, lambda part: _points(face, part, size) * _MM_PER_POINT))


@lru_cache(maxsize=2)
def load_fonts(regular: bytes, bold: bytes) -> Fonts:
    """Register the two faces (TrueType outlines) and return them; the same bytes are registered once."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics, ttfonts

    rl_config.useA85 = 0  # pages written as ASCII text would only be turned back into bytes by pikepdf
    ttfonts.makeToUnicodeCMap = to_unicode_map
    faces = {}
    for is_bold, data in ((False, regular), (True, bold)):
        face = ttfonts.TTFont(f"ExporterDesk{'Bold' if is_bold else 'Regular'}", io.BytesIO(data))
        pdfmetrics.registerFont(face)
        faces[is_bold] = face
    drawable = frozenset(faces[False].face.charToGlyph) & frozenset(faces[True].face.charToGlyph)
    return Fonts(faces[False].fontName, faces[True].fontName, drawable, faces)


def to_unicode_map(name: str, subset: list[int]) -> str:
    """Return the ToUnicode table of one font subset, in UTF-16.

    It replaces reportlab's own, which writes five hexadecimal digits for a character beyond U+FFFF, so that such a
    character would be copied out of the PDF as another one.
    """
    entries = [f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    body = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({name})",
            f"/Ordering ({name})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *body,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
