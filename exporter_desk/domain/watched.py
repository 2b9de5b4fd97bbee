"""Long work tells how far it is to whoever waits for it, and stops when that one wants no more of it.

What is computed does not hang on it: with nobody watching the same calls do nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Told = Callable[[int, int], object]

_watcher: ContextVar[Told | None] = ContextVar("watcher", default=None)
_reached: ContextVar[tuple[int, int]] = ContextVar("reached", default=(0, 0))


@contextmanager
def watched_by(told: Told) -> Iterator[None]:
    """Let `told` hear what is done and of how much, inside this block; what it raises ends the work."""
    watcher, reached = _watcher.set(told), _reached.set((0, 0))
    try:
        yield
    finally:
        _watcher.reset(watcher)
        _reached.reset(reached)


def progressed(done: int, total: int) -> None:
    """Tell that `done` of `total` steps are behind us."""
    _reached.set((done, total))
    still_wanted()


def still_wanted() -> None:
    """Let the watcher stop the work here; it hears the steps told last."""
    told = _watcher.get()
    if told is not None:
        told(*_reached.get())
