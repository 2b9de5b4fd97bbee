"""What stands on a page, as plain data in millimetres from the top left corner: texts, lines, areas.

They are named tuples, which are made faster than frozen dataclasses: a packet has some ten thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.documents.bound import Bound

PT_PER_MM = 72 / 25.4
INK, SOFT, FAINT, GHOST = 0.0, 0.35, 0.6, 0.945  # grey levels; no colour, no transparency: prints and archives the same
A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)


class Text(NamedTuple):
    """One run of text; `y` is the baseline, `x` the left end, `turn` degrees against the clock.

    `{page}` and `{pages}` in a `paged` text are filled when the paper is complete; a text with `{leaf}` and `{leaves}`
    counts the pages of a whole packet and is left out of a single paper. `origin` tells where a printed value comes
    from; None for the form's own wording.
    """

    x: float
    y: float
    text: str
    size: float = 9.0
    bold: bool = False
    grey: float = INK
    turn: float = 0.0
    paged: bool = False
    origin: Bound | None = None


class Line(NamedTuple):
    """A straight line, `width` in mm; `dash` in mm, empty for a full line."""

    x: float
    y: float
    x2: float
    y2: float
    width: float = 0.2
    dash: tuple[float, ...] = ()
    grey: float = INK


class Area(NamedTuple):
    """A filled rectangle, or with `width` an outlined one."""

    x: float
    y: float
    w: float
    h: float
    grey: float = GHOST
    width: float = 0.0


Ink: TypeAlias = Text | Line | Area


def moved(ink: Ink, dx: float, dy: float) -> Ink:
    """Return `ink` shifted by `dx`, `dy` mm."""
    if isinstance(ink, Text):  # written out: thousands move in a packet, `_replace` is slow
        x, y = ink.x + dx, ink.y + dy
        return Text(x, y, ink.text, ink.size, ink.bold, ink.grey, ink.turn, ink.paged, ink.origin)
    if isinstance(ink, Line):
        return Line(ink.x + dx, ink.y + dy, ink.x2 + dx, ink.y2 + dy, ink.width, ink.dash, ink.grey)
    return ink._replace(x=ink.x + dx, y=ink.y + dy)


@dataclass(slots=True)
class Page:
    """One page under construction: its size in mm and the ink on it in drawing order.

    The pages of an `annex` that is no part of the form itself are numbered on their own.
    """

    width: float
    height: float
    inks: list[Ink]
    annex: bool = False

    @classmethod
    def empty(cls, size: tuple[float, float]) -> Page:
        """Return a page without ink."""
        return cls(*size, inks=[])

    def add(self, inks: Iterable[Ink], dx: float = 0.0, dy: float = 0.0) -> None:
        """Put `inks` on the page, shifted by `dx`, `dy`."""
        self.inks.extend(moved(ink, dx, dy) if dx or dy else ink for ink in inks)

    def texts(self) -> tuple[Text, ...]:
        """Return the texts on the page in drawing order."""
        return tuple(ink for ink in self.inks if isinstance(ink, Text))


def frame(x: float, y: float, w: float, h: float, width: float = 0.2) -> Area:
    """Return an outlined rectangle."""
    return Area(x, y, w, h, INK, width)
