"""Invoices entered again with other figures, or without a day: what the goods earn by each way to use them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

from exporter_desk.refund.doubts import OF_VERSIONS
from exporter_desk.refund.matching import Matching, only_pool
from exporter_desk.refund.quantity import ZERO, Quantity, find, shown, waiting
from exporter_desk.refund.undated import UNDATED, in_every_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.refund.doubts import Doubt
    from exporter_desk.refund.inputs import Invoice, Line, RefundInput
    from exporter_desk.refund.red import Reduced

# More ways to choose than this are not tried out one by one: the figure is then refused.
MOST_WAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Lines whose invoices come in several versions, the places that disagree, and the matching by each way to choose.

    `ways` is empty where there are too many of them.
    """

    lines: tuple[str, ...]
    places: tuple[str, ...]
    ways: tuple[Matching, ...]


def choices(less: Reduced, found: Sequence[Doubt], matched: Callable[[RefundInput], Matching]) -> dict[str, Choice]:
    """Return the choice of every line whose invoices come in several versions; `matched` matches an input.

    A red invoice that may take back one of several makes versions of them, too, and so does one without a day, which
    may be used up before the others or after them.
    """
    source, groups = less.bare, versions(found)
    places = {one.invoice.id: one.places for one in found if one.kind in OF_VERSIONS and one.before is not None}
    undated = {one.invoice.id: one.places for one in found if one.kind == UNDATED}
    red = {tuple(one.id for one in red.blues): red.places for red in less.unclear}
    lefts = [{one.id: one for one in way.invoices} for way in less.ways] if less.reds else []
    taken_off = {blue.id for one in less.reds for blue in one.blues}
    result: dict[str, Choice] = {}
    for lines, invoices in _together(source, [*groups, *red]) if groups or red or undated else ():
        listed = {one.id for one in invoices}
        own = [group for group in groups if not listed.isdisjoint(group)]
        colours = [names for names in red if not listed.isdisjoint(names)]
        loose = [undated[name] for name in listed if name in undated]
        if (own or colours or loose) and lines:
            part = replace(source, lines=tuple(lines), invoices=tuple(invoices))
            named = [place for group in own for name in group for place in places.get(name, ())]
            named += [place for names in [*(red[one] for one in colours), *sorted(loose)] for place in names]
            parts = [part] if listed.isdisjoint(taken_off) else [_of_way(part, left) for left in lefts]
            tried = [list(_ways(each, own)) for each in dict.fromkeys(parts)]
            choice = Choice(
                lines=tuple(line.id for line in lines),
                places=tuple(dict.fromkeys(named)),
                ways=tuple(matched(one) for each in tried for one in each) if all(tried) else (),
            )
            result |= dict.fromkeys(choice.lines, choice)
    return result


def versions(found: Sequence[Doubt]) -> list[tuple[str, ...]]:
    """Return the invoices that may be one invoice entered several times, with other figures; the first one leads."""
    groups: dict[str, list[str]] = {}
    for one in found:
        if one.kind in OF_VERSIONS and one.before is not None:
            groups.setdefault(one.before.id, [one.before.id]).append(one.invoice.id)
    return [tuple(group) for group in groups.values()]


def _together(source: RefundInput, groups: Sequence[Sequence[str]]) -> Iterator[tuple[list[Line], list[Invoice]]]:
    """Yield lines with the invoices that belong to them: pools that share the versions of an invoice together."""
    pools: dict[str, list[Line]] = defaultdict(list)
    for line in source.lines:
        pools[line.pool].append(line)
    only = only_pool(source.lines)
    papers: dict[str | None, list[Invoice]] = defaultdict(list)
    for one in source.invoices:
        papers[one.goods or only].append(one)
    parts = [({pool}, {one.id for one in papers[pool]}) for pool in pools]
    for group in groups:
        touched = [part for part in parts if not part[1].isdisjoint(group)]
        if len(touched) > 1:
            joined: tuple[set[str], set[str]] = (set(), set())
            for part in touched:
                parts.remove(part)
                joined = (joined[0] | part[0], joined[1] | part[1])
            parts.append(joined)
    for names, _ in parts:
        own = [pool for pool in pools if pool in names]
        yield (
            [line for pool in own for line in pools[pool]],
            [replace(one, goods=pool) for pool in own for one in papers[pool]],
        )


def _ways(source: RefundInput, groups: Sequence[Sequence[str]]) -> Iterator[RefundInput]:
    """Yield the input by every way to keep at least one version of each invoice line, and to use those up that stay.

    Nothing is yielded for too many ways.
    """
    if prod(2 ** len(group) - 1 for group in groups) > MOST_WAYS:
        return
    whole = {name for group in groups for name in group}
    found: list[list[RefundInput]] = []
    for kept in product(*(_subsets(group) for group in groups)):
        out = whole - {name for some in kept for name in some}
        part = replace(source, invoices=tuple(one for one in source.invoices if one.id not in out))
        found.append(list(in_every_order(part)))
    if all(found) and sum(map(len, found)) <= MOST_WAYS:
        yield from (one for each in found for one in each)


def _of_way(part: RefundInput, left: Mapping[str, Invoice]) -> RefundInput:
    """Return a part of the input with its invoices as one way to take the red ones off leaves them."""
    kept = (one for one in part.invoices if one.id in left)
    return replace(part, invoices=tuple(replace(one, qty=left[one.id].qty, amount=left[one.id].amount) for one in kept))


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
    same = {value for pair in known for value in pair}
    if len(same) == 1 and not uncovered:
        value = same.pop()
        settled = replace(open_trace, value=value, formula=open_trace.formula or shown(value), missing=())
        return replace(quantity, trace=settled, low=None, high=None)
    high = None if uncovered else max(high for _, high in known)
    return replace(quantity, trace=open_trace, low=min(low for low, _ in known), high=high)


def in_all(figures: Sequence[Quantity], ways: Sequence[Sequence[Quantity]], symbol: str) -> Quantity:
    """Return what the lines of a choice come to together: no number of its own, but the bounds over all ways."""
    own = [one for one in figures if one.symbol == symbol]
    sums = [[_bounds(one) for one in way if one.symbol == symbol] for way in ways]
    lows = [sum((low for low, _ in way if low is not None), ZERO) for way in sums]
    highs = [sum((high for _, high in way if high is not None), ZERO) for way in sums]
    whole = Quantity(symbol=symbol, trace=waiting(*(place for one in own for place in one.trace.missing)))
    if not lows or any(low is None or high is None for way in sums for low, high in way):
        return whole
    uncovered = any(one.value is None and one.low is not None and one.high is None for one in own)
    return replace(whole, low=min(lows), high=None if uncovered else max(highs))


def _bounds(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds of a figure; what has no invoice earns nothing yet."""
    if quantity.value is not None:
        return quantity.value, quantity.value
    return quantity.low, quantity.low if quantity.high is None else quantity.high
