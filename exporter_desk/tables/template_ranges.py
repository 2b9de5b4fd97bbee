"""Moves what a foreign workbook says of its own rows: formulas, lists, filters and tables reach over every line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import unescape
from xml.sax.saxutils import escape

NO_FOOT = 2**20 + 1  # one row more than a sheet has
_CORNER = r"(\$?[A-Z]{1,3}\$?)([1-9]\d{0,6})"
_QUALIFIER = r"(?:(?<![\w.\]'])((?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)|(?<![\w.$!\]]))"
# A text in quotes is passed over; else perhaps a sheet, a cell, and perhaps the other corner of a range.
_REFERENCE = re.compile(rf'"[^"]*"|{_QUALIFIER}{_CORNER}(?::{_CORNER})?(?![\w(!])')
_AREA = re.compile(rf"{_CORNER}(?::{_CORNER})?")
_FORMULAS = re.compile(r"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName)\b[^>]*(?<!/)>)([^<]+)(?=</)")
_COMPUTES = re.compile(r"<(?!xm:)(?:\w+:)?f\b")  # conditions of looks and lists speak of one line at a time
_AREAS = re.compile(r'(\s(?:ref|sqref)=")([^"]+)(?=")|(<(?:\w+:)?sqref>)([^<]+)(?=</)')


class UnsureFormulaError(Exception):
    """A formula that names some lines one by one: with more lines it would leave out the others."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How a sheet grows: lines from row `first` now reach to `last`; what stood from `foot` on goes `by` rows down."""

    sheet: str
    first: int
    last: int
    foot: int = NO_FOOT

    @property
    def by(self) -> int:
        """Return by how many rows the foot goes down."""
        return max(self.last + 1 - self.foot, 0)

    def row(self, number: int) -> int:
        """Return where a row of the template stands now."""
        return number + self.by if number >= self.foot else number

    def among_lines(self, number: int) -> bool:
        """Tell whether a row of the template is one of goods lines."""
        return self.first <= number < self.foot

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """Return the rows of a range now: one that holds the first line holds all of them."""
        if start <= self.first and self.among_lines(end):
            return start, max(end, self.last)
        return self.row(start), self.row(end)


def moved(content: bytes, growth: Growth, *, own: bool) -> bytes:
    """Return a part of the workbook as it is after the sheet has grown; `own` for what stands in the sheet itself.

    Raises UnsureFormulaError.
    """
    text = content.decode("utf-8")
    text = _FORMULAS.sub(lambda found: found[1] + _formula(found, growth, own=own), text)
    if own:
        text = _AREAS.sub(lambda found: (found[1] or found[3]) + _areas(found[2] or found[4], growth), text)
    return text.encode("utf-8")


def names_rows_above(content: bytes, row: int, first: int) -> bool:
    """Tell whether a formula in `row` takes in more than one row between `first` and itself, as totals do."""
    formulas = _FORMULAS.findall(content.decode("utf-8"))
    ranges = [found for _, formula in formulas for found in _REFERENCE.finditer(unescape(formula)) if found[5]]
    return any(first <= int(one[3]) < int(one[5]) < row for one in ranges)


def _formula(found: re.Match[str], growth: Growth, *, own: bool) -> str:
    plain = unescape(found[2])
    singles: set[int] = set()
    written = _REFERENCE.sub(partial(_reference, growth=growth, own=own, singles=singles), plain)
    if len(singles) > 1 and _COMPUTES.match(found[1]):
        raise UnsureFormulaError
    return escape(written)


def _reference(found: re.Match[str], growth: Growth, singles: set[int], *, own: bool) -> str:
    sheet, head, row, other, end = (found[number] for number in range(1, 6))
    named = own if sheet is None else sheet[:-1].strip("'").replace("''", "'") == growth.sheet
    if row is None or not named:
        return found[0]
    start, stop = int(row), int(end or row)
    if end is None:
        singles |= {start} if growth.among_lines(start) else set()
        return f"{sheet or ''}{head}{growth.row(start)}"
    if growth.first < start and growth.among_lines(start) and start != stop:
        raise UnsureFormulaError
    first, last = growth.reach(start, stop)
    return f"{sheet or ''}{head}{first}:{other}{last}"


def _areas(text: str, growth: Growth) -> str:
    """Return the places of a list or a filter; those that a place before them covers now are left out."""
    kept: list[tuple[str, str, int, int]] = []
    for token in text.split():
        found = _AREA.fullmatch(token)
        if found is None:
            return text
        start, end = growth.reach(int(found[2]), int(found[4] or found[2]))
        area = (found[1], found[3] or found[1], start, end)
        covered = any(one[:2] == area[:2] and one[2] <= start and end <= one[3] for one in kept)
        kept += [] if covered else [area]
    return " ".join(
        f"{left}{start}" if (left, start) == (right, end) else f"{left}{start}:{right}{end}"
        for left, right, start, end in kept
    )
