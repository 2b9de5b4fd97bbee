"""Finds rows of a code table by code, Chinese or English name, and by the reading of the Chinese name."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

PINYIN = "pinyin"
_MORE = "/"
_WHOLE_CODE, _CODE, _WHOLE_NAME, _START, _INSIDE = range(5)
# Two letters are the fewest that say anything as first letters of syllables.
_LEAST_INITIALS = 2


class _Entry(NamedTuple):
    """One row ready to be searched: names and readings in one case; `sounds` are readings joined from each syllable."""

    code: str
    names: tuple[str, ...]
    sounds: tuple[str, ...]
    initials: tuple[str, ...]


class SearchIndex:
    """The rows of one table, made ready once."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        self._rows = [(code, _entry(code, names, reading)) for code, names, reading in rows]

    def search(self, text: str, limit: int) -> tuple[str, ...]:
        """Return up to `limit` codes that hold every word of `text`, best first, in file order among equals."""
        words = folded(text).split()
        if not words or limit <= 0:
            return ()
        ranked = ((_rank(words, entry), place, code) for place, (code, entry) in enumerate(self._rows))
        best = heapq.nsmallest(limit, ((rank, place, code) for rank, place, code in ranked if rank is not None))
        return tuple(code for _, _, code in best)


def _entry(code: str, names: tuple[str, ...], reading: str) -> _Entry:
    parts = [part.split() for part in reading.split(_MORE) if part.strip()]
    joined = ["".join(syllables[start:]) for syllables in parts for start in range(len(syllables))]
    initials = tuple("".join(syllable[0] for syllable in syllables) for syllables in parts)
    return _Entry(folded(code), tuple(folded(name) for name in names), tuple(joined), initials)


def _rank(words: list[str], entry: _Entry) -> int | None:
    """Return how well the words fit, None when one of them stands nowhere."""
    if any(not _holds(word, entry) for word in words):
        return None
    whole = " ".join(words)
    if entry.code == whole:
        return _WHOLE_CODE
    if entry.code.startswith(whole):
        return _CODE
    said, first = whole.replace(" ", ""), entry.sounds[:1]
    if whole in entry.names or said in first or said in entry.initials[:1]:
        return _WHOLE_NAME
    starts = any(name.startswith(whole) for name in entry.names)
    return _START if starts or any(one.startswith(said) for one in (*first, *entry.initials[:1])) else _INSIDE


def _holds(word: str, entry: _Entry) -> bool:
    if word in entry.code or any(word in name for name in entry.names):
        return True
    if not (word.isascii() and word.isalnum()):
        return False
    if any(sound.startswith(word) for sound in entry.sounds):
        return True
    return len(word) >= _LEAST_INITIALS and any(word in letters for letters in entry.initials)
