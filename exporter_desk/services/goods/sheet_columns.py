"""Guesses what the columns of a foreign list mean: where its titles stand, and which field each title names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.numbers import parse_decimal
from exporter_desk.domain.text import Bilingual, half_width
from exporter_desk.system import resources

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["goods", "packages"]
KINDS: tuple[Kind, ...] = ("goods", "packages")
HEAD_ROWS, TITLES = 40, 60
LEAST_TITLES = 2
_TOTALS = ("合计", "总计", "小计", "total", "subtotal", "grandtotal")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_LANGUAGE = re.compile(r"[(（\[【]\s*(cn|en|zh|中文?|英文?|chinese|english)\s*[)）\]】]", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w/]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class ColumnField:
    """A field that a column may fill: its label, and the tidied names that titles have for it."""

    key: str
    label: Bilingual
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sheet seems to be: its kind, the row of its titles (from 0) and the field of each column that has one."""

    kind: Kind
    header: int
    fields: Mapping[int, str]


@cache
def column_fields(kind: Kind) -> tuple[ColumnField, ...]:
    """Return the fields of one kind of list, in the order they are offered in."""
    entries = tomllib.loads(resources.read_text("text/sheet_columns.toml"))[kind]
    return tuple(
        ColumnField(key, Bilingual(entry["zh"], entry["en"]), tuple(tidy(name) for name in entry["names"]))
        for key, entry in entries.items()
    )


def tidy(title: str) -> str:
    """Return a title as titles are compared: half-width, small, without brackets, blanks and signs but the slash.

    A language in brackets stays as a word: GOODS NAME (CN) and GOODS NAME (EN) are two columns.
    """
    plain = _LANGUAGE.sub(r" \1 ", half_width(title))
    bare = _BRACKETS.sub(" ", plain)
    return _SIGNS.sub("", (bare if bare.strip() else plain).casefold()).replace("_", "")


def guess(rows: Sequence[Sequence[str]]) -> Guess:
    """Return the best guess for a sheet; without a line of titles it is a goods list that nothing is known of."""
    found = [_guess(kind, number, row) for number, row in enumerate(rows[:HEAD_ROWS]) for kind in KINDS]
    best = max(found, key=lambda one: (len(one.fields), one.kind == "goods", -one.header), default=None)
    if best is None or len(best.fields) < LEAST_TITLES:
        return Guess("goods", 0, {})
    return best


def _guess(kind: Kind, number: int, row: Sequence[str]) -> Guess:
    return Guess(kind, number, fields_of(kind, row))


def titled(rows: Sequence[Sequence[str]]) -> Guess | None:
    """Return what pasted rows seem to be; None where no line of them holds titles: they are bare cells then.

    A line of titles holds no figure. Two of its titles are known word for word, or figures stand below the first line.
    """
    found = guess([row[:TITLES] for row in rows[:HEAD_ROWS]])  # one waits for it
    if not found.fields or any(parse_decimal(title) is not None for title in rows[found.header]):
        return None
    below = (row[column] for row in rows[1:] for column in found.fields if column < len(row))
    listed = found.header == 0 and any(parse_decimal(text) is not None for text in below)
    return found if listed or len(known_titles(found.kind, rows[found.header])) >= LEAST_TITLES else None


def known_titles(kind: Kind, titles: Sequence[str]) -> dict[int, str]:
    """Return the field of each column whose title is known word for word, but for what stands in brackets."""
    names = {field.key: field.names for field in column_fields(kind)}
    return {column: key for column, key in fields_of(kind, titles).items() if tidy(titles[column]) in names[key]}


def is_total(row: Sequence[str]) -> bool:
    """Tell whether a row adds up those above it."""
    first = next((text for text in row if text.strip()), "")
    return half_width(first).casefold().replace(" ", "").strip(":：.") in _TOTALS


def fields_of(kind: Kind, titles: Sequence[str]) -> dict[int, str]:
    """Return the field of each column by its title; each field once, the better fit wins, then the column before."""
    fits = sorted(
        (-quality, column, at, field.key)
        for column, title in enumerate([tidy(title) for title in titles])
        for at, field in enumerate(column_fields(kind))
        if title and (quality := _fit(title, field.names)) > 0
    )
    found: dict[int, str] = {}
    for _, column, _, key in fits:
        if column not in found and key not in found.values():
            found[column] = key
    return found


def _fit(title: str, names: Sequence[str]) -> int:
    """Return how well a title fits: 1000 for the same words, else the length of the longest name that is in it."""
    if title in names:
        return 1000
    return max(
        [len(name) for name in names if name in title and len(name) >= (2 if _has_hanzi(name) else 4)], default=0
    )


def _has_hanzi(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def signature(titles: Sequence[str]) -> str:
    """Return what two lists of the same sender have in common: their tidied titles."""
    return "|".join(tidy(title) for title in titles)
