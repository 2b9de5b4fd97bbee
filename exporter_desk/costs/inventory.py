"""Day simulation of a warehouse in whole units: stock and its age, what is sold, lost, returned, decayed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

MAX_DAYS = 1461  # four years: a plan that has not settled by then is reported as unsettled
LEAP_YEAR = 366


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


@dataclass(slots=True)
class LotRun:
    """One lot on the shelf, in days counted from the start of the simulation.

    `units` came in on day `start` and all lay there until day `first`, when the first of them was taken; from then on
    `balances` holds what is left at the end of each day. A lot that was never touched has no `first`.
    """

    start: int
    units: int
    first: int | None = None
    balances: list[int] = field(default_factory=list)
    left: int = 0

    def unit_days(self, since: int, until: int) -> int:
        """Return the sum of end-of-day units over the days `since` to `until`, the last one not counted."""
        touched = until if self.first is None else min(self.first, until)
        whole = max(0, touched - max(since, self.start)) * self.units
        if self.first is None or until <= self.first:
            return whole
        return whole + sum(self.balances[max(0, since - self.first) : until - self.first])

    def opening_unit_days(self, since: int, until: int) -> int:
        """Return the same before the movements of each day: the evening before, on the inbound day all units."""
        inbound = self.units if since <= self.start < until else 0
        return inbound + self.unit_days(max(since, self.start + 1) - 1, max(until - 1, self.start))

    def on(self, day: int) -> int:
        """Return the end-of-day units of one day."""
        return self.unit_days(day, day + 1)


MOVEMENTS = ("inbound", "rejected", "put_back", "returned", "sold", "lost", "decayed", "on_hand", "opening")


@dataclass(frozen=True, slots=True)
class StockHistory:
    """All days of one article from `start` on, a column of daily units for each movement, and every lot.

    `settled` is false when the days ran out before the stock or the returns did. `counted` keeps the unit-days by month
    and age step, `totals` the sums that were asked once: the search for a price goes over one history many times.
    """

    start: date
    columns: Mapping[str, Sequence[int]]
    runs: tuple[LotRun, ...]
    settled: bool
    returns_open: int
    counted: dict[Hashable, Mapping[tuple[str, int], int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    totals: dict[str, int] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def length(self) -> int:
        """Return the number of days."""
        return len(self.columns["sold"])

    @property
    def calendar(self) -> tuple[date, ...]:
        """Return the day of each row."""
        return calendar(self.start, self.length)

    @property
    def last_day(self) -> date:
        """Return the day of the last row; a history without days has none, and this is the day before its start."""
        return self.start + timedelta(days=self.length - 1)

    @property
    def left(self) -> int:
        """Return the units on the shelf at the end of the last day."""
        return self.columns["on_hand"][-1] if self.length else 0

    @property
    def days(self) -> tuple[StockDay, ...]:
        """Return every day as a record, with the age of each unit; for reading, not for sums."""
        return tuple(self._day(number, today) for number, today in enumerate(self.calendar))

    def _day(self, number: int, today: date) -> StockDay:
        column = self.columns
        opening: Counter[int] = Counter()
        closing: Counter[int] = Counter()
        for run in self.runs:
            opening[number - run.start] += run.opening_unit_days(number, number + 1)
            closing[number - run.start] += run.on(number)
        return StockDay(
            day=today,
            **{name: column[name][number] for name in MOVEMENTS if name != "opening"},
            opening_ages={age: units for age, units in opening.items() if units},
            ages={age: units for age, units in closing.items() if units},
        )

    def total(self, movement: str) -> int:
        """Return the sum of one movement (`sold`, `lost`, `returned`, `decayed`, `rejected` …) over all days."""
        if movement not in self.totals:
            self.totals[movement] = sum(self.columns[movement])
        return self.totals[movement]

    def stock_out(self) -> date | None:
        """Return the first day that ends without stock and after which none comes; None when stock is left."""
        if not self.length or self.left:
            return None
        on_hand = self.columns["on_hand"]
        holding = next((index for index in range(self.length - 1, -1, -1) if on_hand[index]), None)
        return self.start + timedelta(days=0 if holding is None else holding + 1)

    def active_months(self, counts: Callable[[date], bool] | None = None) -> set[tuple[int, int]]:
        """Return the calendar months (year, month) in which anything lay in the warehouse on a day that counts."""
        pairs = zip(self.calendar, self.columns["opening"], strict=True)
        return {(day.year, day.month) for day, units in pairs if units and (counts is None or counts(day))}


def calendar(start: date, length: int = MAX_DAYS) -> tuple[date, ...]:
    """Return the first `length` days of a simulation beginning on `start`, at most those that it can reach."""
    skipped = (start - start.replace(month=1, day=1)).days
    return _days_since(start.year)[skipped : skipped + min(length, MAX_DAYS)]


@lru_cache(maxsize=16)
def _days_since(year: int) -> tuple[date, ...]:
    """Return every day that a simulation beginning in `year` can reach: lots of many days share them."""
    first = date(year, 1, 1).toordinal()
    after = min(first + LEAP_YEAR + MAX_DAYS, date.max.toordinal() + 1)
    return tuple(map(date.fromordinal, range(first, after)))


class _WholeUnits:
    """Turns a running sum of fractions into whole units by cumulative floor, so that none is lost or invented.

    The sum is kept in whole numbers over one denominator: exact, and quick.
    """

    __slots__ = ("_given", "_over", "_sum", "_up")

    def __init__(self, share: Fraction) -> None:
        self._up, self._over, self._sum, self._given = share.numerator, share.denominator, 0, 0

    def add(self, count: int) -> int:
        """Return the whole units of the share of `count` more."""
        self._sum += count * self._up
        units = self._sum // self._over - self._given
        self._given += units
        return units

    def upto(self, running: int) -> int:
        """Return the whole units that the share of the running total adds."""
        units = running * self._up // self._over - self._given
        self._given += units
        return units


class _Demand:
    """Base demand by month as whole numbers over one denominator."""

    __slots__ = ("_by_month", "_units")

    def __init__(self, plan: StockPlan) -> None:
        months = [plan.per_day * Fraction(plan.factors.get(month, Decimal(1))) for month in range(1, 13)]
        over = lcm(*(month.denominator for month in months))
        self._by_month = [0, *(int(month * over) for month in months)]
        self._units = _WholeUnits(Fraction(1, over))

    def of(self, month: int) -> int:
        return self._units.add(self._by_month[month])


class _Warehouse:
    """State of one article during the simulation."""

    def __init__(self, plan: StockPlan, start: date) -> None:
        self._plan, self._start = plan, start
        self._lots: deque[LotRun] = deque()
        self._demand, self._decay = _Demand(plan), _WholeUnits(Fraction(plan.decay_per_day))
        self._returns, self._resale = _WholeUnits(Fraction(plan.return_rate)), _WholeUnits(Fraction(plan.resale))
        self._sold_by, self._backlog = [0], 0  # running total of sales by number of days
        self._due: dict[int, list[Arrival]] = {}
        for arrival in plan.arrivals:
            self._due.setdefault((arrival.day - start).days, []).append(arrival)
        self.last_arrival = max(self._due)
        self._first_demand = (plan.first_day - start).days
        self._rate, self._counted_back = Fraction(plan.return_rate), 0
        self._comes_back, self._decays = bool(plan.return_rate), bool(plan.decay_per_day)
        self.runs: list[LotRun] = []
        self.on_hand = self.returned = 0

    def day(self, number: int, month: int) -> tuple[int, ...]:
        """Run one day in the fixed order (inbound, returns, demand, decay, snapshot); return its movements."""
        inbound, rejected = self._receive(number) if number in self._due else (0, 0)
        returned, put_back = self._take_back(number) if self._comes_back else (0, 0)
        opening = self.on_hand
        wanted = self._backlog + (self._demand.of(month) if self._open(number) else 0)
        sold = self._take(number, wanted) if wanted else 0
        self._sold_by.append(self._sold_by[-1] + sold)
        self._backlog = wanted - sold if self._plan.backorder else 0
        lost = 0 if self._plan.backorder else wanted - sold
        decayed = self._take(number, self._decay.add(self.on_hand)) if self._decays else 0
        if self._lots and self._lots[0].first is not None:
            self._lots[0].balances.append(self._lots[0].left)
        return inbound, rejected, put_back, returned, sold, lost, decayed, self.on_hand, opening

    @property
    def returns_open(self) -> int:
        """Units that were sold and will still come back."""
        return self._sold_by[-1] * self._rate.numerator // self._rate.denominator - self.returned

    def settled_on(self, number: int) -> bool:
        """Tell whether on the evening of a day all has come, is sold, and has come back."""
        return number >= self.last_arrival and not (self.on_hand or self.returns_open)

    def _receive(self, number: int) -> tuple[int, int]:
        due = self._due[number]
        for arrival in due:
            self._put(number, arrival.units - arrival.rejected)
        return sum(arrival.units for arrival in due), sum(arrival.rejected for arrival in due)

    def _take_back(self, number: int) -> tuple[int, int]:
        until = max(0, min(number, number - self._plan.return_delay + 1))
        due = self._sold_by[until]
        if due == self._counted_back:  # on most days nothing that was sold becomes due
            return 0, 0
        self._counted_back = due
        returned = self._returns.upto(due)
        self.returned += returned
        put_back = self._resale.upto(self.returned) if self._plan.restock else 0
        self._put(number, put_back)
        return returned, put_back

    def _put(self, number: int, units: int) -> None:
        if units:
            run = LotRun(number, units, left=units)
            self._lots.append(run)
            self.runs.append(run)
            self.on_hand += units

    def _open(self, number: int) -> bool:
        """Tell whether there is demand: from its first day on, and without an end of the plan while goods may come."""
        if number < self._first_demand:
            return False
        plan = self._plan
        if plan.last_day is not None or self.on_hand or number < self.last_arrival:
            return True
        return bool(plan.restock and plan.resale and self.returns_open)

    def _take(self, number: int, units: int) -> int:
        left = units
        while left and self._lots:
            lot = self._lots[0]
            part = min(left, lot.left)
            lot.left -= part
            left -= part
            if lot.first is None:
                lot.first = number
            if not lot.left:
                self._lots.popleft()
        taken = units - left
        self.on_hand -= taken
        return taken


def simulate(plan: StockPlan) -> StockHistory:
    """Run `plan` from the first arrival or the first demand day on; without arrivals there are no days."""
    if not plan.arrivals:
        return StockHistory(plan.first_day, dict.fromkeys(MOVEMENTS, ()), (), settled=True, returns_open=0)
    start = min(plan.first_day, *(arrival.day for arrival in plan.arrivals))
    warehouse, rows = _Warehouse(plan, start), list[tuple[int, ...]]()
    count = MAX_DAYS if plan.last_day is None else min(MAX_DAYS, (plan.last_day - start).days + 1)
    for number, today in enumerate(calendar(start, max(0, count))):
        rows.append(warehouse.day(number, today.month))
        if plan.last_day is None and warehouse.settled_on(number):
            break
    columns = dict(zip(MOVEMENTS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(MOVEMENTS, ())
    settled = bool(rows) and warehouse.settled_on(len(rows) - 1)
    return StockHistory(start, columns, tuple(warehouse.runs), settled, warehouse.returns_open)
