"""Pieces of a running text and how they fill pages: what belongs together stays together, headers come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.documents.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exporter_desk.documents.ink import Page
    from exporter_desk.documents.schema import Mm4


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbreakable strip of a page: height in mm and ink relative to its top left corner.

    `keep` binds it to the next piece; `header` is set again above it when it starts a page.
    """

    height: float
    inks: tuple[Ink, ...] = ()
    keep: bool = False
    header: Piece | None = None


def flow(pieces: Sequence[Piece], new_page: Callable[[int], Page], first: Mm4, later: Mm4) -> list[Page]:
    """Fill pages with `pieces` top down; `new_page` makes page number n (from 0), `first` and `later` are the areas."""
    pages = [new_page(0)]
    x, top, _, height = first
    y = top
    for place, piece in enumerate(pieces):
        if y > top and y + _together(pieces, place) > top + height + 0.01:
            pages.append(new_page(len(pages)))
            x, top, _, height = later
            y = top
            if piece.header:
                pages[-1].add(piece.header.inks, x, y)
                y += piece.header.height
        pages[-1].add(piece.inks, x, y)
        y += piece.height
    return pages


def _together(pieces: Sequence[Piece], place: int) -> float:
    """Return the height that must fit with the piece at `place`: itself and what it is bound to."""
    height = pieces[place].height
    while pieces[place].keep and place + 1 < len(pieces):
        place += 1
        height += pieces[place].height
    return height
