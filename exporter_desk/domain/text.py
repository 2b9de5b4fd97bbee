"""Bilingual text, and the cleaning of what people type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

# Embeddings, overrides and isolates of the bidirectional algorithm.
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_SHORT_NAME = re.compile(r"^\*[^*]*\*")
_FULL_WIDTH = {ord("。"): ".", ord("￥"): "¥", ord("＄"): "$", ord("，"): ",", ord("　"): " "}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Chinese and English; the Chinese wording is the fact, the English its translation."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.zh if language == "zh" else self.en

    def filled(self, **values: object) -> Bilingual:
        """Return both wordings with their placeholders filled; a bilingual value goes into each in its language.

        Raises KeyError where a placeholder has no value.
        """
        zh = {key: value.zh if isinstance(value, Bilingual) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Bilingual) else value for key, value in values.items()}
        return Bilingual(self.zh.format_map(zh), self.en.format_map(en))


def entries(text: str) -> tuple[str, ...]:
    """Return the entries of a list that was typed as one text: parted by lines or semicolons, empty ones left out."""
    parts = text.replace("；", "\n").replace(";", "\n").splitlines()
    return tuple(part.strip() for part in parts if part.strip())


def half_width(text: str) -> str:
    """Return `text` with full-width digits, letters, signs and blanks made half-width, without outer blanks."""
    return unicodedata.normalize("NFKC", text.translate(_FULL_WIDTH)).strip()


def plain_number(text: str) -> str:
    """Return the number of a paper in half width and without the blanks that people type into long numbers."""
    return "".join(half_width(text).split())


def folded(text: str) -> str:
    """Return text as it is compared: half-width and without case."""
    return half_width(text).casefold()


def display_width(text: str) -> int:
    """Return the width in half-width cells: a Hanzi or full-width sign counts 2 (as customs count file names)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def invoiced_name(text: str) -> str:
    """Return the goods name of an invoice without the class name in stars before it: *家具*实木餐椅 → 实木餐椅."""
    return _SHORT_NAME.sub("", text.strip()).strip()


def has_control_character(text: str) -> bool:
    """Tell whether `text` holds a control character other than tab and line ends.

    NUL and escape, halves of characters, and the signs that turn the direction of reading, which let a name look on
    the screen like another one (Unicode Technical Report 36, 3.2).
    """
    return any(
        (unicodedata.category(char) in {"Cc", "Cs"} and char not in "\t\n\r") or char in TURNING for char in text
    )
