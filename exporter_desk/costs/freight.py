"""History of an ocean freight index (Drewry WCI), USD per 40 ft by lane; a spot index, not a quotation."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class FreightPoint:
    """The index of one lane on one day (ISO; a month alone where the week was not told)."""

    day: str
    lane: str
    usd_per_40ft: Decimal
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FreightIndex:
    """All points, oldest first."""

    points: tuple[FreightPoint, ...] = ()

    def of(self, lane: str) -> tuple[FreightPoint, ...]:
        """Return the points of one lane, oldest first."""
        return tuple(point for point in self.points if point.lane == lane)


def read_index(text: str) -> FreightIndex:
    """Read `freight_index.csv`; raises ValueError naming the line that cannot be read."""
    points = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            rate = Decimal(row["usd_per_40ft"])
            points.append(FreightPoint(row["day"], row["lane"], rate, row["source"], row["confidence"]))
        except (InvalidOperation, KeyError) as error:
            raise ValueError(f"line {number}: {error}") from error
    return FreightIndex(tuple(sorted(points, key=lambda point: point.day)))
