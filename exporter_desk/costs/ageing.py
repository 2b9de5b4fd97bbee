"""When stored goods reach the next step of a storage price: how many units, at which age, on which day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.sizes import of_sizes
from exporter_desk.costs.storage import age_edges
from exporter_desk.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.costs.charge import Item, Tier
    from exporter_desk.costs.inventory import LotRun, StockHistory
    from exporter_desk.costs.sheet import Sheet

_AGED = frozenset({"cbm_day", "cuft_snapshot"})
_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReached:
    """`units` begin to cost `rate` on `day`, at `age` days; `rate` is None where the card has no price for that age."""

    charge_id: str
    day: date
    units: int
    age: int
    rate: Decimal | None
    before: Decimal | None
    currency: str
    basis: str


def steps_reached(sheet: Sheet, items: Iterable[Item]) -> tuple[StepReached, ...]:
    """Return every day on which units of the plan come into a dearer step of a storage price, in order of days."""
    aged = (item for item in items if item.basis in _AGED and item.terms.tiers)
    found = [step for item in aged for step in _of_item(sheet, item)]
    return tuple(sorted(found, key=lambda step: (step.day, step.age, step.charge_id)))


def _of_item(sheet: Sheet, item: Item) -> Iterator[StepReached]:
    edges, tiers = age_edges(item.terms), item.terms.tiers
    for number in range(1, len(tiers)):
        if not _is_dearer(tiers[number - 1], tiers[number]):
            continue
        units: dict[date, int] = defaultdict(int)
        for history in _histories(sheet, item):
            for run in history.runs:
                until = edges[number + 1] if number + 1 < len(edges) else history.length
                for day, count in _reached(item, history, run, range(run.start + edges[number], run.start + until)):
                    units[day] += count
        for day, count in units.items():
            yield StepReached(
                charge_id=item.charge_id,
                day=day,
                units=count,
                age=item.terms.first_day_age + edges[number],
                rate=tiers[number].rate,
                before=tiers[number - 1].rate,
                currency=item.currency,
                basis=item.basis,
            )


def _histories(sheet: Sheet, item: Item) -> list[StockHistory]:
    """Return the histories of the articles that the charge is for."""
    skus = of_sizes(item, sheet.scenario.skus)
    if isinstance(skus, Finding):
        return []
    return [sheet.stock.histories[sku.id] for sku in skus if sku.id in sheet.stock.histories]


def _is_dearer(before: Tier, after: Tier) -> bool:
    if before.rate is None or after.rate is None:
        return after.rate is None and before.rate is not None
    return after.rate > before.rate


def _reached(item: Item, history: StockHistory, run: LotRun, days: range) -> Iterator[tuple[date, int]]:
    """Yield the first charged day of one lot in a step, with the units that lie there then; none once it is sold."""
    snapshot = item.basis == "cuft_snapshot"
    for number in days[: _MONTH if snapshot else 1]:
        day = history.start + timedelta(days=number)
        if number >= history.length or (snapshot and day.day != item.terms.snapshot_day):
            continue
        count = run.unit_days if item.terms.snapshot == "end_of_day" else run.opening_unit_days
        units = count(number, number + 1)
        if units:
            yield day, units
        return
