"""A second day simulation written as plainly as can be, to check the real one: a list of single units, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor


@dataclass
class PlainPlan:
    """One article of a plan: lots as (day, units), demand a day, and what comes back or rots."""

    lots: list[tuple[date, int]]
    per_day: Fraction
    factors: dict[int, Fraction] = field(default_factory=dict)
    days: int = 365
    return_rate: Fraction = Fraction(0)
    delay: int = 0
    resale: Fraction = Fraction(0)
    decay: Fraction = Fraction(0)
    oldest_first: bool = True


@dataclass
class PlainDay:
    """What happened on one day; `born` are the inbound days of the units left in the evening."""

    day: date
    sold: int
    lost: int
    returned: int
    decayed: int
    born: list[date]


def run(plan: PlainPlan) -> list[PlainDay]:
    """Follow every single unit: inbound, returns, demand, decay, evening."""
    start = min(day for day, _ in plan.lots)
    shelf: list[date] = []
    sold_until = [0]
    wanted = decayed = Fraction(0)
    returned = resold = given = gone = 0
    days = []
    for number in range(plan.days):
        today = start + timedelta(days=number)
        for day, units in plan.lots:
            shelf += [today] * units if day == today else []
        due = floor(plan.return_rate * sold_until[max(0, min(number, number - plan.delay + 1))]) - returned
        returned += due
        back = floor(plan.resale * returned) - resold
        resold += back
        shelf += [today] * back
        wanted += plan.per_day * plan.factors.get(today.month, Fraction(1))
        demand = floor(wanted) - given
        given += demand
        sold = min(demand, len(shelf))
        shelf = _without(shelf, sold, plan.oldest_first)
        sold_until.append(sold_until[-1] + sold)
        decayed += plan.decay * len(shelf)
        rot = min(floor(decayed) - gone, len(shelf))
        gone = floor(decayed)
        shelf = _without(shelf, rot, plan.oldest_first)
        days.append(PlainDay(today, sold, demand - sold, due, rot, list(shelf)))
    return days


def _without(shelf: list[date], units: int, oldest_first: bool) -> list[date]:
    return shelf[units:] if oldest_first else shelf[: len(shelf) - units]


def storage(days: list[PlainDay], volume: Decimal, tiers: list[tuple[int | None, Decimal]]) -> dict[str, Decimal]:
    """Return the storage charge of each month, unrounded, by the age of each unit in the evening."""
    months: dict[str, Decimal] = {}
    for day in days:
        for born in day.born:
            age = (day.day - born).days + 1
            rate = next(rate for to, rate in tiers if to is None or age <= to)
            month = f"{day.day:%Y-%m}"
            months[month] = months.get(month, Decimal(0)) + volume * rate
    return months
