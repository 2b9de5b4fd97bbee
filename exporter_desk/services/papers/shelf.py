"""Where the bytes of attachments are read from when a page of them is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from exporter_desk.domain.attachment import digests

if TYPE_CHECKING:
    from exporter_desk.domain.case import Case


def _no_shelf(digest: str) -> NoReturn:
    raise LookupError(digest)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the bytes of attachments are read from; `held` are the digests of those that are there."""

    held: frozenset[str] = frozenset()
    read: Callable[[str], bytes] = _no_shelf


EMPTY = Shelf()


def full_shelf(case: Case) -> Shelf:
    """Return a shelf that is taken to hold everything, for a look at a case that draws no page."""
    return Shelf(digests(case))
