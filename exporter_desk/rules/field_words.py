"""Words that a field of a case takes, and no others: panel types, states of a paper, kinds of declaration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.text import Bilingual, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.rules.codes import CodeTables, Row

TABLE = "field_words"
_LETTERS = re.compile(r"[A-Za-z]+")


def fields_with_words(codes: CodeTables) -> tuple[str, ...]:
    """Return the places whose words are listed; `*` stands for every row of a list."""
    return tuple(dict.fromkeys(row["field"] for row in codes.rows(TABLE).values()))


def words_of(codes: CodeTables, field: str) -> tuple[Row, ...]:
    """Return what may stand at a place: `word` with its names; nothing where its words are not listed."""
    return tuple(row for row in codes.rows(TABLE).values() if row["field"] == field)


def is_open(words: Iterable[Row]) -> bool:
    """Tell whether a list is known to be incomplete: another word may be right."""
    return any(row["open"] for row in words)


def pattern_of(path: str) -> str:
    """Return the field that a path is one of: `goods.g1.panel_type` is one of `goods.*.panel_type`."""
    rows, _, field = path.rpartition(".")
    group = rows.rpartition(".")[0]
    return f"{group}.*.{field}" if group else path


def word_for(words: Sequence[Row], typed: str) -> str:
    """Return the one listed word that a text means by its spelling or a name; the text itself for none or several."""
    if any(row["word"] == typed for row in words):
        return typed
    wanted = folded(typed).strip()
    meant = {row["word"] for row in words if wanted in {folded(row["word"]), *map(folded, _names(row))}}
    return meant.pop() if len(meant) == 1 else typed


def _names(row: Row) -> list[str]:
    return [*row["zh"].split("/"), row["en"]]


def takes(words: tuple[Row, ...], text: str) -> bool:
    """Tell whether a text is a listed word; an open list also takes several with a figure: `CTH`, `RVC 45%`."""
    known = {row["word"] for row in words}
    if not is_open(words):
        return text in known
    parts = _LETTERS.findall(text.upper())
    return bool(parts) and known.issuperset(parts)


def named(words: Iterable[Row]) -> Bilingual:
    """Return the words with their names, for a sentence that says what may be filled in."""
    rows = tuple(words)
    return Bilingual(
        "、".join(f"{row['word']}（{row['zh'].split('/')[0]}）" for row in rows),
        ", ".join(f"{row['word']} ({row['en']})" for row in rows),
    )
