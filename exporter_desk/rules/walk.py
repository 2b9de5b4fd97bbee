"""Walks through a rule record and names every record inside it by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.rules.schema import Record, T

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.rules.schema import Confidence


def records_in(record: Record, place: str = "") -> Iterator[tuple[str, Record]]:
    """Yield `record` and every record below it with its place, such as `gate.when.all[1]`."""
    yield place, record
    for name in record.__struct_fields__:
        where = f"{place}.{name.rstrip('_')}".lstrip(".")
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from records_in(value, where)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    yield from records_in(item, f"{where}[{index}]")


def all_of(kind: type[T], record: Record) -> Iterator[tuple[str, T]]:
    """Yield every record of `kind` inside `record`, itself included, with its place."""
    for place, found in records_in(record):
        if isinstance(found, kind):
            yield place, found


def weakest(labels: Iterable[Confidence | None]) -> Confidence | None:
    """Return the weakest label, None when there is none."""
    return max((label for label in labels if label is not None), key=lambda label: label.rank, default=None)
