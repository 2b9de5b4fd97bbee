"""The export day of every line: that of its own declaration, else the one typed for the export as a whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exporter_desk.domain.tax import Declaration
    from exporter_desk.refund.inputs import Line, RefundInput


def with_line_days(source: RefundInput) -> RefundInput:
    """Return the input with the export day on every line, and the earliest of them as that of the export.

    What a declaration says of its own lines goes before the day of the export as a whole; one that says none does not
    take the day of another one, and a line of which several days are possible takes none of them. Lines that take an
    earlier claim back keep the day of that export, and decide nothing for the others.
    """
    typed, unsure, may = source.dates.export, open_days(source), _may_be_on(source)
    days = {
        line.id: None if line.id in unsure else line.exported or _day_on(may.get(line.id, ()), source)
        for line in source.lines
    }
    if all(line.exported is None and days[line.id] == typed for line in source.lines):
        return source
    lines = tuple(replace(line, exported=days[line.id]) for line in source.lines)
    known = [line.exported for line in _leading(lines) if line.exported is not None]
    known += [day for found in unsure.values() for day in found if day is not None]
    return replace(source, lines=lines, dates=replace(source.dates, export=min(known, default=typed)))


def open_days(source: RefundInput) -> dict[str, tuple[date | None, ...]]:
    """Return the lines of which nobody knows the declaration, with the days on which they may have left.

    Of declarations that all have one day it does not matter which one it is.
    """
    found: dict[str, tuple[date | None, ...]] = {}
    for line, listed in (_may_be_on(source) if len(source.declarations) > 1 else {}).items():
        if len(listed) > 1:
            days = tuple(dict.fromkeys(one.export_date or source.dates.noted for one in listed))
            found |= {line: days} if len(days) > 1 else {}
    return found


def blank_declarations(source: RefundInput) -> tuple[Declaration, ...]:
    """Return the declarations that list no goods, without those of which nothing is typed yet."""
    return tuple(one for one in source.declarations if not one.lines and (one.number or one.export_date))


def _may_be_on(source: RefundInput) -> dict[str, tuple[Declaration, ...]]:
    """Return the declarations that each line may stand on: those that list it, else those that list nothing.

    Where every line is listed, one that lists nothing has some of them too, and nobody knows which.
    """
    listed: dict[str, list[Declaration]] = defaultdict(list)
    for one in source.declarations:
        for goods in one.lines:
            listed[goods].append(one)
    blank = blank_declarations(source)
    loose = any(line.id not in listed and not line.reversal for line in source.lines)
    found: dict[str, tuple[Declaration, ...]] = {}
    for line in source.lines:
        own = listed.get(line.id, [])
        typed = line.exported is not None and all(one.export_date != line.exported for one in own)
        told = typed or line.reversal or (loose and bool(own))
        found[line.id] = tuple(own) if told else (*own, *blank)
    return found


def _day_on(listed: Sequence[Declaration], source: RefundInput) -> date | None:
    """Return the day of the declaration of a line, of a line without one that of the export as a whole."""
    return listed[0].export_date or source.dates.noted if listed else source.dates.export


def undated_lines(source: RefundInput) -> frozenset[str]:
    """Return the lines without an export day, of an input that has one on others: theirs nobody knows."""
    bare = frozenset(line.id for line in source.lines if line.exported is None)
    return frozenset() if len(bare) == len(source.lines) and not open_days(source) else bare


def lines_by_day(source: RefundInput) -> dict[date | None, tuple[str, ...]]:
    """Return the lines of every export day, the earliest day first; without lines the day of the export alone.

    A line of which several days are possible stands at each of them.
    """
    found: dict[date | None, list[str]] = defaultdict(list)
    undated, unsure = undated_lines(source), open_days(source)
    for line in _leading(source.lines):
        own = None if line.id in undated else line.exported or source.dates.export
        for day in unsure.get(line.id, (own,)):
            found[day].append(line.id)
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
