"""Where the bytes of attachments are read from when a page of them is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn


def _no_shelf(digest: str) -> NoReturn:
    raise LookupError(digest)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the bytes of attachments are read from; `held` are the digests of those that are there."""

    held: frozenset[str] = frozenset()
    read: Callable[[str], bytes] = _no_shelf


EMPTY = Shelf()
