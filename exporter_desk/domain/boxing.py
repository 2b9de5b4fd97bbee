"""Splits quantities into equal boxes (按商品自动分箱): full ones, and one box with the rest; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain import totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.goods import GoodsLine

MOST_BOXES = 1_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """How a goods line (id) is to be boxed: the quantity that is not packed yet, and how much goes into one box."""

    line: str
    quantity: Decimal
    each: Decimal


@dataclass(frozen=True, slots=True)
class Run:
    """Boxes `first` to `last` with `each` of one goods line inside; `full` is False for the box with the rest."""

    line: str
    first: int
    last: int
    each: Decimal
    full: bool

    @property
    def count(self) -> int:
        """Return how many boxes this is."""
        return self.last - self.first + 1


def unpacked(case: Case, line: GoodsLine) -> Decimal | None:
    """Return how much of a line lies in no box yet, in its deal unit; None while that cannot be told."""
    if line.qty is None:
        return None
    if not any(line.id in package.contents for package in case.packages):
        return line.qty
    packed = totals.packed_quantity(case, line).value
    return None if packed is None else line.qty - packed


def last_box(case: Case) -> int:
    """Return the highest box number that is given away, 0 when none is."""
    return max((package.last or package.first or 0 for package in case.packages), default=0)


def runs(wishes: Sequence[Wish], after: int) -> tuple[Run, ...]:
    """Return the boxes for these wishes, numbered on from box `after`; what makes no sense gives no box.

    No sense make a quantity or a content that is not above zero, and more than a million boxes of one line.
    """
    found: list[Run] = []
    for wish in wishes:
        for each, count, full in _boxes(wish):
            found.append(Run(wish.line, after + 1, after + count, each, full))
            after += count
    return tuple(found)


def _boxes(wish: Wish) -> tuple[tuple[Decimal, int, bool], ...]:
    if wish.quantity <= 0 or wish.each <= 0 or wish.quantity / wish.each > MOST_BOXES:
        return ()
    count = int(wish.quantity // wish.each)
    rest = wish.quantity - count * wish.each
    parts = ((wish.each, count, True), (rest, 1, False))
    return tuple(part for part in parts if part[0] > 0 and part[1] > 0)
