"""Fruit on its way through the packhouse (X60): the order of the days, and what its own report found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency.context import Context, confirm, error
from exporter_desk.rules.facts import answered_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.domain.finding import Finding

_DAYS = {
    "picked_on": ("采收日期", "day of picking"),
    "packed_on": ("包装日期", "day of packing"),
    "inspection_date": ("检验日期", "day of inspection"),
}
# What comes first, what comes then; a report of the time before packing is only odd.
_ORDER = (
    ("picked_on", "packed_on", error),
    ("picked_on", "inspection_date", error),
    ("packed_on", "inspection_date", confirm),
)
_FAILED = re.compile(r"(?<![未无])(?<!没有)(?<!未发现)(?:不合格|不符合|检出)")


def fruit_is_picked_packed_and_inspected_in_order(case: Case, _: Context) -> Iterator[Finding]:
    """X60: nothing is packed or inspected before it is picked; whether it may be inspected before packing is asked."""
    days = {name: day for name in _DAYS if (day := answered_day(case.facts.get(name))) is not None}
    for first, then, make in _ORDER:
        if first in days and then in days and days[then] < days[first]:
            values = {"first_day": days[first].isoformat(), "then_day": days[then].isoformat()}
            values |= {"first_zh": _DAYS[first][0], "first_en": _DAYS[first][1]}
            values |= {"then_zh": _DAYS[then][0], "then_en": _DAYS[then][1]}
            yield make("X60", f"facts.{then}", f"facts.{first}", variant="days", **values)


def inspected_goods_have_passed(case: Case, _: Context) -> Iterator[Finding]:
    """X60: the packhouse's own report lets no goods leave that it found wanting."""
    items = case.facts.get("inspection_items")
    told = [("facts.inspection_result", case.facts.get("inspection_result"))]
    if isinstance(items, (list, tuple)):
        told += [("facts.inspection_items", str(item).rpartition("|")[2]) for item in items]
    for place, words in told:
        found = _FAILED.search(words) if isinstance(words, str) else None
        if found is not None:
            yield error("X60", place, variant="not_passed", found=str(words), word=found[0])
