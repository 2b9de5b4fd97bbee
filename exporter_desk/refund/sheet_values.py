"""Values of the refund worksheets: what stands in a cell, where it came from, or what it waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Datum: TypeAlias = str | Decimal | date
Value: TypeAlias = Trace[Datum]
SheetRow: TypeAlias = dict[str, Value]

PERCENT = 100


def typed(value: Datum | None, path: str) -> Value:
    """Return what was typed at `path`; what nobody typed waits for it."""
    if value is None or value == "":
        return Trace(None, inputs=(path,), missing=(path,))
    return Trace(value, inputs=(path,))


def empty(path: str) -> Value:
    """Return a cell that is rightly empty."""
    return Trace("", inputs=(path,))


def if_typed(value: Datum | None, path: str) -> Value:
    """Return what was typed at `path`, an empty cell where nothing has to stand."""
    return empty(path) if value is None else Trace(value, inputs=(path,))


def computed(trace: Trace[Decimal] | None, missing: str = "tax") -> Value:
    """Return a computed figure with everything that its trace tells; none at all waits for `missing`."""
    if trace is None:
        return Trace(None, inputs=(missing,), missing=(missing,))
    return Trace(trace.value, trace.formula, trace.inputs, trace.sources, trace.estimated, trace.missing)


def percent(trace: Trace[Decimal]) -> Value:
    """Return a rate in percent, as the forms print it: 0.13 is 13."""
    value = None if trace.value is None else trace.value * PERCENT
    return Trace(value, trace.formula, trace.inputs, trace.sources, trace.estimated, trace.missing)


def guessed(row: SheetRow, is_estimated: Callable[[str], bool]) -> SheetRow:
    """Return a row with the cells marked whose value is an estimate, or comes from a place that holds one."""
    return {name: _marked(value, is_estimated) for name, value in row.items()}


def _marked(value: Value, is_estimated: Callable[[str], bool]) -> Value:
    touched = value.value not in {None, ""} and any(is_estimated(path) for path in value.inputs)
    return replace(value, estimated=value.estimated or touched)


def added(values: Iterable[Value], *, nothing: Decimal | None = None) -> Trace[Decimal]:
    """Return the sum of a column; unknown when one of its cells is, `nothing` for a column without cells."""
    listed = list(values)
    numbers = [one.value for one in listed if isinstance(one.value, Decimal)]
    missing = tuple(dict.fromkeys(path for one in listed for path in one.missing))
    inputs = tuple(dict.fromkeys(path for one in listed for path in one.inputs))
    if not listed:
        return Trace(nothing, "Σ")
    whole = sum(numbers, Decimal(0)) if len(numbers) == len(listed) else None
    return Trace(whole, "Σ", inputs, estimated=any(one.estimated for one in listed), missing=missing)
