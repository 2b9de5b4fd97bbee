"""A figure of an estimate as it is handed out: a value with its range, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from exporter_desk.costs.sheet import Figure


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, with `low` and `high` when some rate is a range; without a value `reason` says what is missing."""

    value: Decimal | None = None
    reason: Finding | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def outcome(low: Figure, likely: Figure, high: Figure) -> Outcome:
    """Join the three cases of a figure; equal cases are no range."""
    if isinstance(likely, Finding):
        return Outcome(reason=likely)
    if isinstance(low, Finding) or isinstance(high, Finding) or low == high:
        return Outcome(likely)
    return Outcome(likely, low=low, high=high)
