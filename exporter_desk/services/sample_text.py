"""The texts that samples come with, in both languages: a case holds one of them, as a person would type it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from exporter_desk.services.wording import Wording

GROUP = "sample."


def sample_text(text: str, wording: Wording) -> Bilingual:
    """Return both wordings of a title or note that a sample was shipped with; any other text stands for itself."""
    shipped = (pair for key, pair in wording.texts.items() if key.startswith(GROUP) and text == pair.zh)
    return next(shipped, Bilingual(text, text))
