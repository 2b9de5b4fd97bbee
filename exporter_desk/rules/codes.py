"""Code tables of the declaration (countries, units, ports …): look up, search, and codes for typed names."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from exporter_desk.domain.text import Bilingual, Language, folded, half_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exporter_desk.domain.words import CurrencyWords
    from exporter_desk.rules.code_search import SearchIndex

Row = dict[str, str]

INDEX, KEY = "tables.toml", "code"


class TableInfo(NamedTuple):
    """What is known of one table: title, column and shape of its codes, source, day and confidence.

    `names` are the columns whose text stands for a code, `also` those that a search looks into besides; `free` tells
    that unlisted codes of the right shape exist.
    """

    id: str
    title: Bilingual
    key: str
    pattern: str
    names: tuple[str, ...]
    also: tuple[str, ...]
    free: bool
    source: str
    as_of: date
    confidence: str
    notes: Bilingual


class CodeTables:
    """All code tables from the files of `resources/codes`, by file name.

    Each table, and what the index says of them, is parsed when it is first asked for: the list of shipments needs the
    names of countries and nothing else.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._rows: dict[str, dict[str, Row]] = {}
        self._by_name: dict[str, dict[str, str]] = {}
        self._indexes: dict[str, SearchIndex] = {}

    @classmethod
    def load(cls, files: Mapping[str, bytes]) -> CodeTables:
        """Make tables whose index is read at once, as that of a pack has to be; raises KeyError without an index."""
        tables = cls(files)
        _ = tables.tables
        return tables

    @cached_property
    def _infos(self) -> Mapping[str, TableInfo]:
        import tomllib

        index = tomllib.loads(self._files[INDEX].decode("utf-8"))
        return {table: _info(table, entry) for table, entry in index.items()}

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the ids of all tables."""
        return tuple(self._infos)

    def info(self, table: str) -> TableInfo:
        """Return what is known of `table`; raises KeyError for an unknown one."""
        return self._infos[table]

    def rows(self, table: str) -> Mapping[str, Row]:
        """Return the rows of `table` by code, in file order; every value is text."""
        if table not in self._rows:
            text = self._files[f"{table}.csv"].decode("utf-8")
            self._rows[table] = {row[KEY]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        return self._rows[table]

    def row(self, table: str, code: str | None) -> Row | None:
        """Return the row of `code`, None when the table has none."""
        return self.rows(table).get(code or "")

    def has(self, table: str, code: str | None) -> bool:
        """Tell whether `code` stands in `table`."""
        return self.row(table, code) is not None

    def has_shape(self, table: str, code: str) -> bool:
        """Tell whether `code` looks like a code of `table`, listed or not."""
        return re.fullmatch(self._infos[table].pattern, code) is not None

    def name(self, table: str, code: str | None, language: Language) -> str | None:
        """Return the name of `code`; None when the code or its name in that language is not known."""
        row = self.row(table, code)
        return (row.get(language) or None) if row else None

    def label(self, table: str, code: str | None, language: Language) -> str:
        """Return the best that can be shown for `code`: its name, else its Chinese name, else the code itself."""
        return self.name(table, code, language) or self.name(table, code, "zh") or code or ""

    def code_of(self, table: str, name: str) -> str | None:
        """Return the code whose name (Chinese, English or other set) is exactly `name`; None if none or several."""
        if table not in self._by_name:
            self._by_name[table] = self._index_names(table)
        return self._by_name[table].get(folded(name)) or None

    def names_it(self, table: str, code: str, words: str) -> bool:
        """Tell whether `words` are a name that the table has for `code`, or what is shown for it."""
        row = self.rows(table)[code]
        return folded(words) in self._names(table, row) | _spellings(row.get("zh", "")) | _spellings(row.get("en", ""))

    def _index_names(self, table: str) -> dict[str, str]:
        index: dict[str, str] = {}
        for code, row in self.rows(table).items():
            for name in self._names(table, row):
                index[name] = "" if name in index else code
        return index

    def _names(self, table: str, row: Row) -> set[str]:
        return set().union(*(_spellings(row[column]) for column in self._infos[table].names))

    def search(self, table: str, text: str, limit: int = 20) -> tuple[Row, ...]:
        """Return up to `limit` rows that hold every word of `text`, best first: code, start of a name, inside.

        A word may stand for a Chinese name by its reading, whole (yantian) or by the first letters (yt).
        """
        from exporter_desk.rules.code_search import PINYIN, SearchIndex

        if table not in self._indexes:
            info = self._infos[table]
            columns = (*info.names, *info.also)
            rows = self.rows(table)
            self._indexes[table] = SearchIndex(
                (row[info.key], tuple(row[column] for column in columns), row.get(PINYIN, "")) for row in rows.values()
            )
        return tuple(self.rows(table)[code] for code in self._indexes[table].search(text, limit))

    def currency_words(self, currency: str | None) -> CurrencyWords | None:
        """Return how a currency is written in English words, None where the table does not say."""
        from exporter_desk.domain.words import CurrencyWords

        row = self.row("currencies", currency)
        if not row or not row["words"]:
            return None
        return CurrencyWords(row["code"], row["words"], row["minor_words"], row["minor_alone"])

    def alpha3(self, alpha2: str | None) -> str | None:
        """Return the three-letter code of a country, as the declaration prints it."""
        row = self.row("countries", alpha2)
        return row["alpha3"] if row else None

    def alpha2(self, code: str) -> str | None:
        """Return the two-letter code for a two-letter, three-letter or old three-digit country code."""
        plain = half_width(code).upper()
        return plain if self.has("countries", plain) else self.code_of("countries", plain)


def _info(table: str, entry: Mapping[str, object]) -> TableInfo:
    day, names, also = entry["as_of"], entry["names"], entry.get("also", [])
    if not isinstance(day, date) or not isinstance(names, list) or not isinstance(also, list):
        raise TypeError(f"{INDEX}: {table} needs a day in as_of and lists in names and also")
    if entry["key"] != KEY:
        raise ValueError(f"{INDEX}: {table} needs {KEY!r} as its key")
    return TableInfo(
        id=table,
        title=Bilingual(str(entry["zh"]), str(entry["en"])),
        key=KEY,
        pattern=str(entry["pattern"]),
        names=tuple(str(name) for name in names),
        also=tuple(str(name) for name in also),
        free=entry["free"] is True,
        source=str(entry["source"]),
        as_of=day,
        confidence=str(entry["confidence"]),
        notes=Bilingual(str(entry["notes_zh"]), str(entry["notes_en"])),
    )


def _spellings(cell: str) -> set[str]:
    """Return a name and, where a cell lists several with a slash, each of them."""
    return {folded(part) for part in (cell, *cell.split("/"))} - {""}
