"""Pieces of a running text and how they fill pages: what belongs together stays together, headers come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exporter_desk.documents.ink import Page
    from exporter_desk.documents.schema import Mm4


_NEAR = 0.01


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbreakable strip of a page: height in mm and ink relative to its top left corner.

    `keep` binds it to the next piece; `header` is set again above it when it starts a page. `breaks` starts a page.
    A `spare` piece may be left out where room is short; `rest` then stands for it and all spare ones behind it.
    """

    height: float
    inks: tuple[Ink, ...] = ()
    keep: bool = False
    header: Piece | None = None
    breaks: bool = False
    spare: bool = False
    rest: Piece | None = None


def flow(pieces: Sequence[Piece], new_page: Callable[[int], Page], first: Mm4, later: Mm4) -> list[Page]:
    """Fill pages with `pieces` top down; `new_page` makes page number n (from 0), `first` and `later` are the areas."""
    pages = [new_page(0)]
    for piece, number, x, y in _placed(pieces, first, later):
        while len(pages) <= number:
            pages.append(new_page(len(pages)))
        pages[-1].add(piece.inks, x, y)
    return pages


def page_count(pieces: Sequence[Piece], first: Mm4, later: Mm4) -> int:
    """Return how many pages `flow` would fill."""
    return max((number for _, number, _, _ in _placed(pieces, first, later)), default=0) + 1


def _placed(pieces: Sequence[Piece], first: Mm4, later: Mm4) -> Iterator[tuple[Piece, int, float, float]]:
    """Give each piece, and each header that comes again, its page and its top left corner."""
    number, loose = 0, 0
    x, top, _, height = first
    y = top
    for place, piece in enumerate(pieces):
        head = piece.header.height if piece.header else 0.0
        end, needed = _together(pieces, place, later[3] - head, loose)
        full = y + needed > top + height + _NEAR
        if full and not piece.breaks and top < y <= top + head + _NEAR:
            # Nothing but the header stands above: another page would leave this one empty.
            loose, full = end, False
        if y > top and (full or piece.breaks):
            number += 1
            x, top, _, height = later
            y = top
            if piece.header:
                yield piece.header, number, x, y
                y += piece.header.height
        yield piece, number, x, y
        y += piece.height


def _together(pieces: Sequence[Piece], place: int, most: float, loose: int) -> tuple[int, float]:
    """Return where the pieces end that are bound to the one at `place`, and the height that must fit with it.

    What is higher than a page (`most`) in all, or stands before `loose`, is bound to its neighbour alone.
    """
    height, at = pieces[place].height, place
    pair = height + (pieces[place + 1].height if pieces[place].keep and place + 1 < len(pieces) else 0.0)
    while pieces[at].keep and at + 1 < len(pieces) and height <= most:
        at += 1
        height += pieces[at].height
    return at + 1, pair if height > most or place < loose else height
