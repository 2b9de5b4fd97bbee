"""When the money of all draws goes out and comes back: the cash curve of a plan, followed for many draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from exporter_desk.costs.cash import ARRIVAL, LEAVING, LOST, RETURNS, SALES, PaidBy, last_day, lot_days
from exporter_desk.costs.charged_days import lots_without_departure
from exporter_desk.costs.simulation.draws import Floats
from exporter_desk.costs.window import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.costs.sheet import Sheet
    from exporter_desk.costs.window import Window

_NOTHING = 1e-9
Units = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots of a plan by day: those that leave on a day of their own, that count on arrival, and all arrivals.

    `ends` is the last simulated day of each month, and under an empty name of all.
    """

    leaving: Units
    unsaid: Units
    arriving: Units
    ends: Mapping[str, date]

    @property
    def first(self) -> date:
        """Return the first day on which a lot moves."""
        return min((*self.leaving, *self.arriving))

    @property
    def last(self) -> date:
        """Return the last day on which a lot moves."""
        return max((*self.leaving, *self.arriving))


def lots_of(sheet: Sheet) -> Lots:
    """Return the lots of a plan with a simulated stock."""
    unsaid = lots_without_departure(sheet.stock)
    every = lot_days(sheet, leaving=True)
    leaving = {day: units - unsaid.get(day, 0) for day, units in every.items() if units > unsaid.get(day, 0)}
    months = {line.month for line in sheet.lines} | {""}
    return Lots(leaving, unsaid, lot_days(sheet, leaving=False), {one: last_day(sheet, one) for one in months})


@dataclass(frozen=True, slots=True)
class Moves:
    """Running totals of all articles of a plan, one row a day from `first` on; `late` is the delay of each draw.

    `received` is the money of sales less refunds, `stored` the storage followed by age.
    """

    first: date
    late: Floats
    sold: Floats
    returned: Floats
    rotten: Floats
    received: Floats
    stored: Floats


@dataclass(frozen=True, slots=True)
class CashDays:
    """The days of a plan's cash, and which share of a payment is made by each of them."""

    lots: Lots
    moves: Moves
    rejected: Units
    monthly: bool

    def peak(self, payments: Iterable[tuple[PaidBy, Floats]], storage: Floats) -> Floats:
        """Return the most that is ever tied up in each draw."""
        import numpy as np

        cash = self._on_axis(self.moves.received)
        for paid_by, amount in payments:
            cash -= self._share(paid_by) * amount
        cash -= self._storage_share() * storage
        return np.asarray(np.maximum(0.0, -cash.min(axis=0)), dtype=np.float64)

    @property
    def _first(self) -> date:
        return min(self.lots.first, self.moves.first)

    @property
    def _length(self) -> int:
        simulated = (self.moves.first - self._first).days + len(self.moves.sold)
        arrived = (self.lots.last - self._first).days + int(self.moves.late.max()) + 1
        return max(simulated, arrived)

    def _on_axis(self, rows: Floats) -> Floats:
        """Return running totals over all days of the cash: nothing before they begin, and no more after they end."""
        import numpy as np

        before = (self.moves.first - self._first).days
        after = self._length - before - len(rows)
        parts = [np.zeros((before, rows.shape[1])), rows, np.repeat(rows[-1:], after, axis=0)]
        return np.vstack(parts)

    def _share(self, paid_by: PaidBy) -> Floats:
        """Return the share of a payment that is made by each day, in each draw."""
        import numpy as np

        if paid_by.event in {LEAVING, ARRIVAL}:
            return self._by_lots(paid_by)
        end = self._steps({self.lots.ends[paid_by.month]: 1})
        if paid_by.event not in {SALES, RETURNS, LOST}:
            return end
        total = self._within(self._moved(paid_by.event), paid_by.window)
        return np.where(total[-1] > _NOTHING, total / np.maximum(total[-1], _NOTHING), end)

    def _moved(self, event: str) -> Floats:
        if event == LOST:
            return self._on_axis(self.moves.rotten) + self._late_steps(self.rejected)
        return self._on_axis(self.moves.sold if event == SALES else self.moves.returned)

    def _within(self, totals: Floats, window: Window) -> Floats:
        """Return running totals of what happens on the days of a window only."""
        import numpy as np

        if window.always:
            return totals
        held = [window.holds(self._first + timedelta(days=number)) for number in range(len(totals))]
        daily = np.diff(totals, axis=0, prepend=np.zeros((1, totals.shape[1])))
        return np.asarray(np.cumsum(daily * np.array(held, dtype=np.float64)[:, None], axis=0))

    def _by_lots(self, paid_by: PaidBy) -> Floats:
        fixed, moving = (self.lots.leaving, self.lots.unsaid) if paid_by.event == LEAVING else ({}, self.lots.arriving)
        own, late = (_later(units, paid_by) for units in (fixed, moving))
        whole = sum((*own.values(), *late.values()))
        if not whole:
            return self._steps({self.lots.ends[""]: 1})
        return (self._steps(own) + self._late_steps(late)) / whole

    def _steps(self, units: Units) -> Floats:
        """Return the running total of units by day, the same in all draws; later days than the last are left out."""
        import numpy as np

        daily = np.zeros((self._length, 1))
        for day, count in units.items():
            if (day - self._first).days < len(daily):
                daily[(day - self._first).days] += count
        return np.cumsum(daily, axis=0)

    def _late_steps(self, units: Units) -> Floats:
        """Return the same for units whose day moves with the delay of each draw."""
        import numpy as np

        steps, late = self._steps(units)[:, 0], self.moves.late.astype(np.int64)
        if not units or not late.any():
            return steps[:, None]
        rows = np.arange(len(steps))[:, None] - late[None, :]
        return np.asarray(np.where(rows >= 0, steps[np.maximum(rows, 0)], 0.0))

    def _storage_share(self) -> Floats:
        """Return the share of the storage followed by age that is paid by each day: at the end of each month."""
        import numpy as np

        totals = self._on_axis(self.moves.stored)
        days = [self._first + timedelta(days=number + 1) for number in range(len(totals))]
        ends = [number for number, tomorrow in enumerate(days) if self.monthly and tomorrow.day == 1]
        last = (self.moves.first - self._first).days + len(self.moves.stored) - 1
        paid = np.full(len(totals), -1)
        for number in sorted({*ends, last}):
            paid[number:] = number
        settled = np.where((paid >= 0)[:, None], totals[np.maximum(paid, 0)], 0.0)
        return np.asarray(settled / np.maximum(totals[-1], _NOTHING))


def _later(units: Units, paid_by: PaidBy) -> dict[date, int]:
    shift = timedelta(days=paid_by.later)
    return {day + shift: count for day, count in units.items() if paid_by.window.holds(day)}


EVENT_PAID_BY = PaidBy(ARRIVAL, window=ALWAYS)  # an exam or a demurrage comes with the goods
