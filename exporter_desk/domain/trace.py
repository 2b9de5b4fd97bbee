"""Traces: a computed value together with the formula, the inputs and the sources that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trace(Generic[T]):
    """A value and where it came from; `value` is None when an input is unknown.

    `formula` is readable text with the numbers in it, `inputs` are fact paths, `sources` ids of cited sources,
    `missing` the paths whose absence makes the value unknown. `estimated` is true when any input was an estimate:
    a value computed from an estimate is itself an estimate.
    """

    value: T | None
    formula: str = ""
    inputs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    estimated: bool = False
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Tell whether there is a value."""
        return self.value is not None


def unknown(*missing: str) -> Trace[Decimal]:
    """Return a trace without value that names the paths it waits for."""
    return Trace(None, inputs=missing, missing=missing)


def combine(
    parts: Iterable[Trace[Decimal]], operation: Callable[[list[Decimal]], Decimal], formula: str
) -> Trace[Decimal]:
    """Compute from several traces: unknown if any part is, estimated if any part is."""
    traces = list(parts)
    values = [part.value for part in traces if part.value is not None]
    result = operation(values) if len(values) == len(traces) else None
    return Trace(
        result,
        formula,
        inputs=_unique(path for part in traces for path in part.inputs),
        sources=_unique(source for part in traces for source in part.sources),
        estimated=any(part.estimated for part in traces),
        missing=_unique(path for part in traces for path in part.missing),
    )


def total(parts: Iterable[Trace[Decimal]], formula: str = "Σ") -> Trace[Decimal]:
    """Add several traces up; a sum without parts is unknown, not zero."""
    traces = list(parts)
    if not traces:
        return Trace(None, formula)
    return combine(traces, lambda values: sum(values, Decimal(0)), formula)


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
