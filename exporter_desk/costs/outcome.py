"""A figure of an estimate as it is handed out: a value with its range, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.sheet import Sheet
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from exporter_desk.costs.sheet import Figure


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, with `low` and `high` when some rate is a range; without a value `reason` says what is missing.

    A range without a value is that of all answers to a question which is still open: the reason asks it.
    """

    value: Decimal | None = None
    reason: Finding | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """A plan priced as it is likely, and the sheets that span its range: of its rates, or of an open `question`."""

    likely: Sheet
    ends: tuple[Sheet, ...]
    question: Finding | None = None

    def outcome(self, figure: Callable[[Sheet], Figure]) -> Outcome:
        """Return one figure of all cases; equal cases are no range."""
        likely, ends = figure(self.likely), [figure(sheet) for sheet in self.ends]
        known = [end for end in ends if isinstance(end, Decimal)]
        whole = len(known) == len(ends)
        if isinstance(likely, Finding):
            if self.question is None or not whole:
                return Outcome(reason=likely)
            return Outcome(reason=self.question, low=min(known), high=max(known))
        if not whole or min(known) == max(known):
            return Outcome(likely)
        return Outcome(likely, low=min(known), high=max(known))
