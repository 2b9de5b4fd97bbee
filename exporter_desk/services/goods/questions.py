"""The guided questions about one line of goods, from resources/text/goods_questions.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from exporter_desk.domain.text import Bilingual
from exporter_desk.system import resources

_KEYS = {"id", "zh", "en", "why_zh", "why_en", "fields"}


@dataclass(frozen=True, slots=True)
class GoodsQuestion:
    """One page: what is asked, why, and the fields of the line that answer it."""

    id: str
    text: Bilingual
    why: Bilingual
    fields: tuple[str, ...]

    def asked(self, line: int) -> Bilingual:
        """Return the question about the line with this number."""
        return self.text.filled(line=line)


@cache
def goods_questions() -> tuple[GoodsQuestion, ...]:
    """Return the questions in their order; a file with other keys raises ValueError."""
    return read(resources.read_text("text/goods_questions.toml"))


def read(text: str) -> tuple[GoodsQuestion, ...]:
    """Read the file; every entry has exactly the known keys."""
    found: list[GoodsQuestion] = []
    for entry in tomllib.loads(text)["question"]:
        if entry.keys() != _KEYS or not entry["fields"]:
            raise ValueError(f"a question needs {sorted(_KEYS)} and at least one field: {entry}")
        why = Bilingual(entry["why_zh"], entry["why_en"])
        found.append(GoodsQuestion(entry["id"], Bilingual(entry["zh"], entry["en"]), why, tuple(entry["fields"])))
    return tuple(found)


def question_of(field: str) -> int:
    """Return the index of the question with a field, 0 for a field that none asks about."""
    return next((at for at, question in enumerate(goods_questions()) if field in question.fields), 0)
