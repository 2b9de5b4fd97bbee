"""The export day of every line: that of its own declaration, else the one typed for the export as a whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.refund.inputs import Line, RefundInput


def with_line_days(source: RefundInput) -> RefundInput:
    """Return the input with the export day on every line, and the earliest of them as that of the export.

    What a declaration says of its own lines goes before the day of the export as a whole; one that says none does not
    take the day of another one. Lines that take an earlier
    claim back keep the day of that export, and decide nothing for the others.
    """
    if all(line.exported is None for line in source.lines):
        return source
    typed, blank = source.dates.export, _of_blank(source)
    whole = {True: source.dates.noted, False: typed}
    lines = tuple(line if line.exported else replace(line, exported=whole[line.id in blank]) for line in source.lines)
    days = [line.exported for line in _leading(lines) if line.exported is not None]
    return replace(source, lines=lines, dates=replace(source.dates, export=min(days, default=typed)))


def _of_blank(source: RefundInput) -> frozenset[str]:
    """Return the lines on declarations without an export day."""
    return frozenset(line for one in source.declarations if one.export_date is None for line in one.lines)


def undated_lines(source: RefundInput) -> frozenset[str]:
    """Return the lines without an export day, of an input that has one on others: theirs nobody knows."""
    bare = frozenset(line.id for line in source.lines if line.exported is None)
    return frozenset() if len(bare) == len(source.lines) else bare


def lines_by_day(source: RefundInput) -> dict[date | None, tuple[str, ...]]:
    """Return the lines of every export day, the earliest day first; without lines the day of the export alone."""
    found: dict[date | None, list[str]] = defaultdict(list)
    undated = undated_lines(source)
    for line in _leading(source.lines):
        found[None if line.id in undated else line.exported or source.dates.export].append(line.id)
    if not found:
        return {source.dates.export: ()}
    known = sorted(day for day in found if day is not None)
    ordered: list[date | None] = [*known, *([None] if None in found else [])]
    return {day: tuple(found[day]) for day in ordered}


def _leading(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that are claimed; where all take something back, all of them."""
    return [line for line in lines if not line.reversal] or lines


def last_export(source: RefundInput) -> date | None:
    """Return the latest export day of the lines, else that of the export."""
    return max((day for day in lines_by_day(source) if day is not None), default=None)


def believed(day: date | None, source: RefundInput) -> date | None:
    """Return the day of something that can only follow the export; None where it lies before that."""
    export = source.dates.export
    return None if day is not None and export is not None and day < export else day


def is_of_earlier_month(source: RefundInput) -> bool:
    """Tell whether the VAT return is of a month in which the goods had not left yet."""
    last, period = last_export(source), source.vat.period
    return last is not None and period is not None and period < f"{last:%Y%m}"
