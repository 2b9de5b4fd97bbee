"""The only place that reads the clock; everything else is told the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time: this module itself, or a `FixedClock` in tests and lessons."""

    def now(self) -> datetime:
        """Return this moment with its time zone."""

    def today(self) -> date:
        """Return the day of this moment where the user is."""


def now() -> datetime:
    """Return this moment in the user's own time zone."""
    return datetime.now().astimezone()


def today() -> date:
    """Return the user's own day; a case uses its own day and asks for this one only when it has none."""
    return now().date()


class FixedClock:
    """A clock that stands still at one moment."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def today(self) -> date:
        """Return the day of the moment."""
        return self.moment.date()
