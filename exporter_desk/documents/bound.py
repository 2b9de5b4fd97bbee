"""A value bound to its origin: every printed figure is one of these, never bare text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.text import Bilingual

if TYPE_CHECKING:
    from decimal import Decimal

    from exporter_desk.domain.trace import Trace


# Stands in a value that is known in part for what is not known of it; the paper prints 待确认 in its place.
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
# Stands before each figure of several in one value that is an estimate; the paper prints ≈ in its place.
GUESS = "\N{WORD JOINER}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A value and where it comes from; `value` None means unknown, `blank` means known to be empty.

    `paths` are fact paths, `formula` the readable computation, `sources` ids of cited sources, `missing` the paths
    that somebody has to fill, `estimated` whether any input was an estimate. A filled place that cannot be used says
    why as its `gap`: the variant of the finding about it, whose wording is filled with `words`. Of an amount or a price
    `currency` is the code of its money, which decides how many decimals it is written with.
    """

    value: object = None
    paths: tuple[str, ...] = ()
    formula: str = ""
    sources: tuple[str, ...] = ()
    estimated: bool = False
    missing: tuple[str, ...] = ()
    blank: bool = False
    gap: str = ""
    words: tuple[tuple[str, str], ...] = ()
    currency: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a value to print."""
        return self.value not in (None, "")

    def with_value(self, value: object) -> Bound:
        """Return another value with the same origin."""
        origin = (self.paths, self.formula, self.sources, self.estimated, self.missing, self.blank)
        return Bound(value, *origin, currency=self.currency)

    def in_currency(self, code: str | None) -> Bound:
        """Return the amount as one of the money `code`."""
        return replace(self, currency=code or "")


def from_trace(trace: Trace[Decimal]) -> Bound:
    """Return a computed figure with the origin that its trace tells."""
    return Bound(trace.value, trace.inputs, trace.formula, trace.sources, trace.estimated, trace.missing)


def needed(*paths: str, gap: str = "", **words: str) -> Bound:
    """Return an unknown that waits for `paths`; `gap` tells what is wrong with what stands there."""
    return Bound(None, paths, missing=paths, gap=gap, words=tuple(words.items()))


def nothing(*paths: str) -> Bound:
    """Return a value that is known to be empty: it prints nothing and is not missing."""
    return Bound(None, paths, blank=True)


def wording(text: str, *paths: str, sources: tuple[str, ...] = ()) -> Bound:
    """Return a text that follows from `paths`."""
    return Bound(text, paths, sources=sources)


def optional(text: str | Bilingual, path: str) -> Bound:
    """Return a text that follows from `path`; an empty one is known to be empty."""
    return Bound(text, (path,)) if (text.zh if isinstance(text, Bilingual) else text) else nothing(path)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by name.

    `kind` sets rows apart: `total`, `part` of the row above, `noted` by the row below, and those that run across
    all columns with one cell `text`: `group`, `sheet` (a group that starts a page) and `note`.
    """

    cells: Mapping[str, Bound] = field(default_factory=dict)
    kind: str = ""


Rows: TypeAlias = tuple[Row, ...]
