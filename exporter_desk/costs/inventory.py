"""Day simulation of a warehouse in whole units: stock and its age, what is sold, lost, returned, decayed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DAYS = 1461  # four years: a plan that has not settled by then is reported as unsettled


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Units that reach the shelf on `day`; `rejected` of them are thrown away at the door."""

    day: date
    units: int
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPlan:
    """Everything that one article's simulation needs.

    `per_day` is the base demand, multiplied by `factors` of the month (absent month: 1). `return_rate`, `resale` and
    `decay_per_day` are fractions. With `restock` resaleable returns go back on the shelf as a new lot of age 1,
    without they are kept aside. `last_day` None means: until everything is sold and every return has come.
    """

    arrivals: tuple[Arrival, ...]
    per_day: Fraction
    first_day: date
    factors: Mapping[int, Decimal] = field(default_factory=dict)
    last_day: date | None = None
    return_rate: Decimal = Decimal(0)
    return_delay: int = 0
    resale: Decimal = Decimal(0)
    restock: bool = True
    decay_per_day: Decimal = Decimal(0)
    backorder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDay:
    """One day: movements in units, and stock by days since inbound (0 = the inbound day) before and after them."""

    day: date
    inbound: int
    rejected: int
    put_back: int
    returned: int
    sold: int
    lost: int
    decayed: int
    on_hand: int
    opening_ages: Mapping[int, int]
    ages: Mapping[int, int]

    @property
    def active(self) -> bool:
        """Tell whether anything lay in the warehouse that day."""
        return bool(self.opening_ages)


@dataclass(frozen=True, slots=True)
class StockHistory:
    """All days of one article; `settled` is false when the days ran out before the stock or the returns did."""

    days: tuple[StockDay, ...]
    settled: bool
    returns_open: int

    def total(self, movement: str) -> int:
        """Return the sum of one movement (`sold`, `lost`, `returned`, `decayed`, `rejected` …) over all days."""
        return sum(getattr(day, movement) for day in self.days)

    def stock_out(self) -> date | None:
        """Return the first day that ends without stock and after which none comes; None when stock is left."""
        holding = [index for index, day in enumerate(self.days) if day.on_hand]
        if not self.days or (holding and holding[-1] == len(self.days) - 1):
            return None
        return self.days[holding[-1] + 1 if holding else 0].day


class _WholeUnits:
    """Turns a running sum of fractions into whole units by cumulative floor, so that none is lost or invented."""

    __slots__ = ("_given", "_sum")

    def __init__(self) -> None:
        self._sum, self._given = Fraction(0), 0

    def add(self, amount: Fraction) -> int:
        self._sum += amount
        return self.upto(self._sum)

    def upto(self, running: Fraction) -> int:
        units = running.__floor__() - self._given
        self._given += units
        return units


class _Warehouse:
    """State of one article during the simulation."""

    def __init__(self, plan: StockPlan) -> None:
        self._plan = plan
        self._lots: deque[list[int]] = deque()
        self._demand, self._decay, self._returns, self._resale = (_WholeUnits() for _ in range(4))
        self._sold = [0]  # running total, by number of days
        self._backlog = 0
        self.returned = 0

    def day(self, today: date, number: int) -> StockDay:
        """Run one day in the fixed order: inbound, returns, demand, decay, snapshot."""
        inbound, rejected = self._receive(today, number)
        returned, put_back = self._take_back(number)
        opening = self._ages(number)
        sold, lost = self._serve(today)
        decayed = self._rot()
        return StockDay(
            day=today,
            inbound=inbound,
            rejected=rejected,
            put_back=put_back,
            returned=returned,
            sold=sold,
            lost=lost,
            decayed=decayed,
            on_hand=self.on_hand,
            opening_ages=opening,
            ages=self._ages(number),
        )

    @property
    def on_hand(self) -> int:
        return sum(units for _, units in self._lots)

    @property
    def returns_open(self) -> int:
        """Units that were sold and will still come back."""
        return (Fraction(self._plan.return_rate) * self._sold[-1]).__floor__() - self.returned

    def _receive(self, today: date, number: int) -> tuple[int, int]:
        due = [arrival for arrival in self._plan.arrivals if arrival.day == today]
        for arrival in due:
            self._put(number, arrival.units - arrival.rejected)
        return sum(arrival.units for arrival in due), sum(arrival.rejected for arrival in due)

    def _take_back(self, number: int) -> tuple[int, int]:
        plan = self._plan
        until = max(0, min(number, number - plan.return_delay + 1))
        returned = self._returns.upto(Fraction(plan.return_rate) * self._sold[until])
        self.returned += returned
        put_back = self._resale.upto(Fraction(plan.resale) * self.returned) if plan.restock else 0
        self._put(number, put_back)
        return returned, put_back

    def _put(self, number: int, units: int) -> None:
        if units:
            self._lots.append([number, units])

    def _serve(self, today: date) -> tuple[int, int]:
        wanted = self._backlog + self._wanted(today)
        sold = self._take(wanted)
        self._sold.append(self._sold[-1] + sold)
        missing = wanted - sold
        self._backlog = missing if self._plan.backorder else 0
        return sold, 0 if self._plan.backorder else missing

    def _wanted(self, today: date) -> int:
        plan = self._plan
        if today < plan.first_day or (plan.last_day is None and self._nothing_left(today)):
            return 0
        return self._demand.add(plan.per_day * Fraction(plan.factors.get(today.month, Decimal(1))))

    def _nothing_left(self, today: date) -> bool:
        plan = self._plan
        restocked = plan.restock and plan.resale and self.returns_open
        return not (self.on_hand or _coming(plan, today) or restocked)

    def _rot(self) -> int:
        return self._take(self._decay.add(Fraction(self._plan.decay_per_day) * self.on_hand))

    def _take(self, units: int) -> int:
        left = units
        while left and self._lots:
            part = min(left, self._lots[0][1])
            self._lots[0][1] -= part
            left -= part
            if not self._lots[0][1]:
                self._lots.popleft()
        return units - left

    def _ages(self, number: int) -> Mapping[int, int]:
        ages: Counter[int] = Counter()
        for since, units in self._lots:
            ages[number - since] += units
        return dict(ages)


def simulate(plan: StockPlan) -> StockHistory:
    """Run `plan` from the first arrival or the first demand day on; without arrivals there are no days."""
    if not plan.arrivals:
        return StockHistory((), settled=True, returns_open=0)
    start = min(plan.first_day, *(arrival.day for arrival in plan.arrivals))
    warehouse, days, settled = _Warehouse(plan), list[StockDay](), False
    for number in range(MAX_DAYS):
        today = start + timedelta(days=number)
        if plan.last_day is not None and today > plan.last_day:
            break
        days.append(warehouse.day(today, number))
        settled = not (warehouse.on_hand or warehouse.returns_open or _coming(plan, today))
        if settled and plan.last_day is None:
            break
    return StockHistory(tuple(days), settled, warehouse.returns_open)


def _coming(plan: StockPlan, today: date) -> bool:
    return any(arrival.day > today for arrival in plan.arrivals)


def months_of(days: Iterable[StockDay]) -> tuple[tuple[int, int], ...]:
    """Return the calendar months (year, month) in which anything lay in the warehouse, in order."""
    return tuple(sorted({(day.day.year, day.day.month) for day in days if day.active}))
