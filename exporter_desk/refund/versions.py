"""Invoice lines entered again with another amount: what the goods earn if the one is real, the other, or both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

from exporter_desk.refund.matching import Matching
from exporter_desk.refund.quantity import Quantity, find, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from exporter_desk.refund.doubts import Doubt
    from exporter_desk.refund.inputs import Invoice, Line, RefundInput

# More ways to choose than this are not tried out one by one: the figure is then refused.
MOST_WAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The places that disagree for the lines of a pool, and the matching by each way to choose among the versions.

    `ways` is empty where there are too many of them.
    """

    places: tuple[str, ...]
    ways: tuple[Matching, ...]


def choices(
    source: RefundInput, found: Sequence[Doubt], matched: Callable[[RefundInput], Matching]
) -> dict[str, Choice]:
    """Return the choice of every line whose invoices come in several versions; `matched` matches an input."""
    groups = versions(found)
    places = {one.invoice.id: one.places for one in found if one.kind == "amount"}
    result: dict[str, Choice] = {}
    for lines, invoices in _pools(source) if groups else ():
        listed = {one.id for one in invoices}
        own = [group for group in groups if group[0] in listed]
        if own:
            part = replace(source, lines=tuple(lines), invoices=tuple(invoices))
            named = (place for group in own for name in group for place in places.get(name, ()))
            choice = Choice(places=tuple(dict.fromkeys(named)), ways=tuple(matched(one) for one in _ways(part, own)))
            result |= {line.id: choice for line in lines}
    return result


def versions(found: Sequence[Doubt]) -> list[tuple[str, ...]]:
    """Return the invoices that may be one invoice line entered with several amounts, the first one leading."""
    groups: dict[str, list[str]] = {}
    for one in found:
        if one.kind == "amount" and one.before is not None:
            groups.setdefault(one.before.id, [one.before.id]).append(one.invoice.id)
    return [tuple(group) for group in groups.values()]


def _pools(source: RefundInput) -> Iterator[tuple[list[Line], list[Invoice]]]:
    """Yield the lines of every pool with the invoices that belong to them."""
    pools: dict[str, list[Line]] = defaultdict(list)
    for line in source.lines:
        pools[line.pool].append(line)
    only = next(iter(pools)) if len(pools) == 1 else None
    papers: dict[str | None, list[Invoice]] = defaultdict(list)
    for one in source.invoices:
        papers[one.goods or only].append(one)
    yield from ((lines, papers[pool]) for pool, lines in pools.items())


def _ways(source: RefundInput, groups: Sequence[Sequence[str]]) -> Iterator[RefundInput]:
    """Yield the input by every way to keep at least one version of each invoice line; nothing for too many ways."""
    if prod(2 ** len(group) - 1 for group in groups) > MOST_WAYS:
        return
    whole = {name for group in groups for name in group}
    for kept in product(*(_subsets(group) for group in groups)):
        out = whole - {name for some in kept for name in some}
        yield replace(source, invoices=tuple(one for one in source.invoices if one.id not in out))


def _subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    return [some for size in range(1, len(names) + 1) for some in combinations(names, size)]


def between(quantity: Quantity, ways: Sequence[Sequence[Quantity]], places: tuple[str, ...]) -> Quantity:
    """Return a figure of a line with the bounds of all `ways`; one that comes out the same by each stays as it is."""
    found = [find(tuple(figures), quantity.symbol, quantity.line) for figures in ways]
    listed = [_bounds(one) for one in found if one is not None]
    known = [(low, high) for low, high in listed if low is not None and high is not None]
    if quantity.value is not None and known and set(known) == {(quantity.value, quantity.value)}:
        return quantity
    open_trace = replace(quantity.trace, value=None, missing=tuple(dict.fromkeys((*quantity.trace.missing, *places))))
    if not known or len(known) < len(ways):
        return replace(quantity, trace=waiting(*open_trace.missing), low=None, high=None)
    uncovered = quantity.value is None and quantity.low is not None and quantity.high is None
    high = None if uncovered else max(high for _, high in known)
    return replace(quantity, trace=open_trace, low=min(low for low, _ in known), high=high)


def _bounds(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds of a figure; what has no invoice earns nothing yet."""
    if quantity.value is not None:
        return quantity.value, quantity.value
    return quantity.low, quantity.low if quantity.high is None else quantity.high
