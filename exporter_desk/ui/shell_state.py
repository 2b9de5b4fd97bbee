"""Plain facts about the frame: room in the window, where we are, what the status bar says."""

from __future__ import annotations

from typing import Literal, NamedTuple

WIDE_FROM = 1200
SHORT_UNDER = 640

StepStateName = Literal["done", "doing", "not_started", "problem", "blocked", "waiting"]
"""The five words of the to-do list, and `waiting` for what is still being worked out."""


class Room(NamedTuple):
    """Window size divided by text scale decides the arrangement (tokens [layout])."""

    width: int
    height: int
    scale: float

    @property
    def wide(self) -> bool:
        return self.width / self.scale >= WIDE_FROM

    @property
    def short(self) -> bool:
        return self.height / self.scale < SHORT_UNDER


class Place(NamedTuple):
    """A page, and the case it shows if it shows one."""

    key: str
    case_id: str | None = None


class History:
    """Where Alt+← leads back to."""

    def __init__(self) -> None:
        self._visited: list[Place] = []

    def visit(self, place: Place) -> None:
        if not self._visited or self._visited[-1] != place:
            self._visited.append(place)

    def back(self) -> Place | None:
        """Drop the present place and give the one before it; None at the first."""
        if len(self._visited) < 2:
            return None
        self._visited.pop()
        return self._visited[-1]


class Step(NamedTuple):
    """One of the eight steps of a case: `key` is the page it opens; `blocked` steps can still be opened."""

    key: str
    name: str
    state: StepStateName


class Crumb(NamedTuple):
    """One part of the way to a page; without a key it is plain text."""

    text: str
    key: str = ""
    case_id: str | None = None


class Status(NamedTuple):
    """What the status bar says, already in words; empty texts are not shown.

    `pack_stale` shows the pack text with ▲, `unsaved` the saved text as an error. `connection` is 离线 or 在线 and is
    set only by settings.
    """

    saved: str = ""
    backup: str = ""
    backup_stale: bool = False
    pack: str = ""
    pack_stale: bool = False
    connection: str = ""
    unsaved: bool = False
