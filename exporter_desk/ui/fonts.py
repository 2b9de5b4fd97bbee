"""The two bundled fonts and the font of each text role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QFont, QFontDatabase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Role = Literal["figure", "question", "title", "section", "body", "table", "note"]
ROLES: tuple[Role, ...] = ("figure", "question", "title", "section", "body", "table", "note")
SMALLEST_PX = 12


class FontError(RuntimeError):
    """A bundled font file could not be loaded; without it Chinese text would be empty boxes."""


def load(paths: Iterable[Path]) -> tuple[str, ...]:
    """Register font files with Qt and return their family names, each once."""
    families: dict[str, None] = {}
    for path in paths:
        handle = QFontDatabase.addApplicationFont(str(path))
        if handle < 0:
            raise FontError(f"font file cannot be loaded: {path.name}")
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(handle)))
    return tuple(families)


def scaled_px(px: int, scale: float) -> int:
    """Font size at a text scale, never under the smallest readable Hanzi."""
    return max(SMALLEST_PX, int(px * scale + 0.5))


def make(families: Iterable[str], px: int, *, bold: bool = False, italic: bool = False, western: bool = False) -> QFont:
    """A font in pixels with the hinting that keeps Hanzi strokes where they are drawn.

    With `western` quotation marks and the ellipsis are as narrow as English wants them: in a Chinese font the same
    signs are by themselves as wide as a Hanzi.
    """
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(px)
    font.setBold(bold)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    font.clearFeatures()  # a new font begins as a copy of the application's
    if western:
        font.setFeature(QFont.Tag("pwid"), 1)
    return font
