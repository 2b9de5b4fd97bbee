"""The stock of one article followed day by day through many draws at once, in the order of the exact simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exporter_desk.costs.inventory import MAX_DAYS, StockPlan, calendar
from exporter_desk.costs.simulation.draws import Floats

ROUGH = 1e-9  # keeps a running sum of floats from falling just below a whole unit
Drawn = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Aged:
    """A storage charge by age: from each number of days since inbound on, by how much a unit-day is dearer."""

    steps: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its plan in days from the common start, price, and storage charges."""

    plan: StockPlan
    start: date
    waits: bool
    net: float
    gross_currency: str
    aged: tuple[Aged, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Running totals of one article, one row a day: sold, returned, decayed, storage; and what is left at the end."""

    sold: Floats
    returned: Floats
    rotten: Floats
    stored: Floats
    lost: Floats
    disposed: Floats
    unit_days: Floats
    active: Floats


def followed(article: Article, drawn: Drawn, draws: int) -> Path:
    """Follow the stock of one article through all draws, in the order of the exact simulation."""
    import numpy as np

    plan, start = article.plan, article.start
    late = drawn["transit"].round() if "transit" in drawn else np.zeros(draws)
    pace = drawn.get("demand", np.ones(draws))
    rate = np.minimum(1.0, drawn["returns"]) if "returns" in drawn else np.full(draws, float(plan.return_rate))
    decay = drawn["decay"] if "decay" in drawn else np.full(draws, float(plan.decay_per_day))
    arrivals = [((one.day - start).days, one.units - one.rejected) for one in plan.arrivals]
    last = max(day for day, _ in arrivals)
    opens = (plan.first_day - start).days + late * article.waits
    by_month = [float(plan.per_day) * float(plan.factors.get(month, 1)) for month in range(13)]
    end = MAX_DAYS if plan.last_day is None else min(MAX_DAYS, (plan.last_day - start).days + 1)
    walk = _Walk(draws, plan)
    for number, today in enumerate(calendar(start)[: max(end, 1)]):
        due = sum((np.where(day + late == number, units, 0) for day, units in arrivals), np.zeros(draws))
        still = (number < last + late) | (walk.on_hand + due > 0)
        open_today = (number >= opens) & (still if plan.last_day is None else True)
        missed = np.where(number < last + late, 1.0, 0.0) if plan.last_day is None else np.ones(draws)
        walk.step(due, np.where(open_today, by_month[today.month] * pace, 0.0), rate, decay, missed)
        walk.store(article.aged)
        walk.count_months(today.day == 1)
        if plan.last_day is None and walk.settled(number, last + late, rate):
            break
    return walk.path()


class _Walk:
    """Running state of one article in all draws."""

    def __init__(self, draws: int, plan: StockPlan) -> None:
        import numpy as np

        self._resale, self._delay, self._backorder = float(plan.resale), plan.return_delay, plan.backorder
        self._restock = plan.restock
        zero = np.zeros(draws)
        self.on_hand = zero
        self._demand, self._wanted, self._backlog, self._rot, self._rotten = zero, zero, zero, zero, zero
        self._lost, self._days, self._active, self._storage = zero, zero, zero, zero
        self._this_month, self._open = zero, zero > 0
        self._in, self._out = [zero], zero
        self._sold, self._returned, self._stored, self._rot_by_day = [zero], [zero], [zero], [zero]

    def step(self, due: Floats, pace: Floats, rate: Floats, decay: Floats, missed: Floats) -> None:
        """Run one day: inbound, returns, demand, decay; `missed` tells where unserved demand is a lost sale.

        In a plan without an end nothing is missed once the last lot has come: selling out is what it is for.
        """
        import numpy as np

        count = len(self._sold)
        until = max(0, min(count - 1, count - self._delay))
        returned = np.floor(rate * self._sold[until] + ROUGH)
        back = np.floor(self._resale * returned + ROUGH) - np.floor(self._resale * self._returned[-1] + ROUGH)
        self._in.append(self._in[-1] + due + back * self._restock)
        self._returned.append(returned)
        opening = self._in[-1] - self._out
        self._demand = self._demand + pace
        whole = np.floor(self._demand + ROUGH)
        wanted = self._backlog + whole - self._wanted
        self._wanted = whole
        sold = np.minimum(wanted, opening)
        self._backlog = wanted - sold if self._backorder else self._backlog
        self._lost = self._lost + (wanted - sold) * missed
        self._rot = self._rot + decay * (opening - sold)
        rotten = np.minimum(np.floor(self._rot + ROUGH) - self._rotten, opening - sold)
        self._rotten = np.floor(self._rot + ROUGH)
        self._out = self._out + sold + rotten
        self._rot_by_day.append(self._rot_by_day[-1] + rotten)
        self._sold.append(self._sold[-1] + sold)
        self.on_hand = self._in[-1] - self._out
        self._days = self._days + self.on_hand
        self._open = opening > 0

    def count_months(self, begins: bool) -> None:
        """Count a month once, on the first day of it on which anything lies there."""
        import numpy as np

        before = np.zeros_like(self._active) if begins else self._this_month
        self._this_month = np.maximum(before, np.where(self._open, 1.0, 0.0))
        self._active = self._active + self._this_month - before

    def store(self, aged: Sequence[Aged]) -> None:
        """Add a day of storage: units by age follow from what had come in that many days ago (first in, first out)."""
        import numpy as np

        for charge in aged:
            for edge, dearer in charge.steps:
                index = len(self._in) - 1 - edge
                if index > 0 and dearer:
                    self._storage = self._storage + np.maximum(0.0, self._in[index] - self._out) * dearer
        self._stored.append(self._storage)

    def settled(self, number: int, arrived: Floats, rate: Floats) -> bool:
        """Tell whether in every draw all goods have come, are gone, and every return is back."""
        import numpy as np

        if np.any(self.on_hand > 0) or np.any(number < arrived):
            return False
        return bool(np.all(np.floor(rate * self._sold[-1] + ROUGH) <= self._returned[-1]))

    def path(self) -> Path:
        """Return the running totals."""
        import numpy as np

        returned = self._returned[-1]
        return Path(
            np.array(self._sold[1:]),
            np.array(self._returned[1:]),
            np.array(self._rot_by_day[1:]),
            np.array(self._stored[1:]),
            self._lost,
            self._rotten + returned - np.floor(self._resale * returned + ROUGH),
            self._days,
            self._active,
        )
