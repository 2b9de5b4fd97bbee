"""The days on which a price holds: from one day to another, and in some months of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """Both ends are inclusive and may be open; without `months` every month counts."""

    first: date | None = None
    last: date | None = None
    months: tuple[int, ...] = ()

    @property
    def always(self) -> bool:
        """Tell whether there is no day on which the price does not hold."""
        return self == ALWAYS

    @property
    def turns(self) -> tuple[date, ...]:
        """Return the days inside a month on which it may begin or no longer hold."""
        after = None if self.last is None or self.last == date.max else self.last + timedelta(days=1)
        return tuple(day for day in (self.first, after) if day is not None)

    def holds(self, day: date) -> bool:
        """Tell whether the price holds on `day`."""
        inside = (self.first is None or day >= self.first) and (self.last is None or day <= self.last)
        return inside and (not self.months or day.month in self.months)


ALWAYS = Window()
