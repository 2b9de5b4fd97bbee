"""Rows of one record that get in each other's way: two rows for the same thing, or one that is never reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.rules.schema import FactSpec, Industry, Mode, Place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from exporter_desk.rules.schema import Branch, Record


def overlaps(record: Record) -> Iterator[tuple[str, str]]:
    """Yield place and words of every row that another row of the same record hides."""
    if isinstance(record, Mode):
        yield from _never_reached("channel", record.channel)
        yield from _never_reached("refund", record.refund)
        yield from _twice("note", (note.id for note in record.note))
        yield from _twice("feature", (row.key for row in record.feature))
    elif isinstance(record, Industry):
        rows = [(index, dest, row.since) for index, row in enumerate(record.access) for dest in row.dest]
        seen: set[tuple[str, object]] = set()
        for index, dest, since in rows:
            if (dest, since) in seen:
                yield f"access[{index}].dest", f"speaks of {dest} a second time"
            seen.add((dest, since))
        yield from _twice("paper", (paper.id for paper in record.paper))
    elif isinstance(record, Place):
        yield from _twice("row", (row.id for row in record.row))
    elif isinstance(record, FactSpec):
        yield from _twice("allowed", (entry.value for entry in record.allowed))


def _never_reached(place: str, rows: Iterable[Branch]) -> Iterator[tuple[str, str]]:
    rest: int | None = None
    for index, row in enumerate(rows):
        if rest is not None:
            yield f"{place}[{index}]", f"is never reached: row {rest} before it takes everything"
        elif row.when is None:
            rest = index


def _twice(place: str, keys: Iterable[Hashable]) -> Iterator[tuple[str, str]]:
    seen: set[Hashable] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield f"{place}[{index}]", f"is {key} a second time"
        seen.add(key)
