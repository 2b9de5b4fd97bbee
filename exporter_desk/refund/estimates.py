"""Which figures of a refund are estimates (估算): those computed from a value that is one, however deep it lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from exporter_desk.refund.places import EACH, used_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporter_desk.domain.trace import Trace
    from exporter_desk.refund.inputs import Line, RefundInput
    from exporter_desk.refund.line_rates import LineRate
    from exporter_desk.refund.matching import Matching, Portion
    from exporter_desk.refund.trader import PortionRefund
    from exporter_desk.refund.warehouse import Split

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Estimates:
    """The places whose values are estimates; `rate_day` are those that say which day's exchange rate counts.

    What rests on a place is an estimate when that place is one, lies in one, or has one inside.
    """

    paths: tuple[str, ...] = ()
    rate_day: tuple[str, ...] = ()

    @classmethod
    def within(cls, source: RefundInput) -> Estimates:
        """Return the estimates of an input."""
        sold = source.dates.sale is not None
        return cls(source.estimated, ("dates.sale",) if sold else ("dates.export", "lines.*.exported"))

    def hold(self, path: str) -> bool:
        """Tell whether what the refund input calls `path` is an estimate."""
        if not self.paths:
            return False
        asked = (path, *self.rate_day) if path.startswith("rates.") else (path,)
        places = {place for one in asked for place in (one, *used_places(one))}
        return any(_overlap(place, one) for place in places for one in self.paths)

    def of(self, trace: Trace[T]) -> Trace[T]:
        """Return the trace, marked when a value that went into it is an estimate; what it waits for did not."""
        if trace.estimated or not self.paths:
            return trace
        touched = any(self.hold(path) for path in trace.inputs if path not in trace.missing)
        return replace(trace, estimated=True) if touched else trace

    def of_rate(self, rate: LineRate) -> LineRate:
        """Return the rates of a line, marked where they are estimates."""
        return replace(rate, refund=self.of(rate.refund), vat=self.of(rate.vat))

    def of_portion(self, one: PortionRefund) -> PortionRefund:
        """Return what a portion earns, every figure marked that is an estimate."""
        base, rate, refund, gap = (self.of(trace) for trace in (one.base, one.rate, one.refund, one.gap))
        return replace(one, base=base, rate=rate, refund=refund, gap=gap)

    def of_split(self, one: Split) -> Split:
        """Return a split, both of its parts marked where they are estimates."""
        return replace(one, sold_refund=self.of(one.sold_refund), unsold_refund=self.of(one.unsold_refund))


def _overlap(place: str, estimated: str) -> bool:
    pairs = zip(place.split("."), estimated.split("."), strict=False)
    return all(one in (other, EACH) for one, other in pairs)


def counted_from(declared: RefundInput, billed: RefundInput) -> RefundInput:
    """Return the billed input with the quantity of a line an estimate where it was counted from one in another unit."""
    marks = Estimates.within(declared)
    pairs = zip(declared.lines, billed.lines, strict=True)
    more = [f"lines.{line.id}.qty" for line, counted in pairs if marks.hold(f"lines.{line.id}.{_taken(line, counted)}")]
    return replace(billed, estimated=(*billed.estimated, *more)) if more else billed


def _taken(line: Line, counted: Line) -> str:
    """Return which quantity of a line is compared with its invoices."""
    if counted.unit == line.unit:
        return "qty"
    return "qty1" if counted.unit == line.unit1 else "qty2"


def with_estimates(matching: Matching, source: RefundInput) -> Matching:
    """Return the matching with the portions marked whose share hangs on a quantity that is an estimate.

    What a line takes from an invoice leaves less for every line after it, so all that follow in a pool are marked too.
    """
    marks = Estimates.within(source)
    if not marks.paths:
        return matching
    pools, touched = {line.id: line.pool for line in source.lines}, set[str]()

    def marked(portions: Iterable[Portion]) -> Iterable[Portion]:
        for one in portions:
            pool = pools.get(one.line, "")
            if one.qty is not None and (pool in touched or any(marks.hold(path) for path in _measures(one))):
                touched.add(pool)
                yield replace(one, estimated=True)
            else:
                yield one

    back = {line: tuple(marked(portions)) for line, portions in matching.reversed.items()}
    return replace(matching, portions=tuple(marked(matching.portions)), reversed=back)


def _measures(one: Portion) -> tuple[str, ...]:
    return (f"lines.{one.line}.qty", f"lines.{one.line}.sold_qty", f"invoices.{one.invoice.id}.qty")
