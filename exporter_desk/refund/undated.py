"""Purchase invoices without a day (开票日期): in which orders the invoices of goods may have been used up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, combinations, permutations, product
from math import perm, prod
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.inputs import Invoice
from exporter_desk.refund.matching import OLDEST_FIRST, by_pool, ordered
from exporter_desk.refund.quantity import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.refund.examined import Examined
    from exporter_desk.refund.inputs import Line, RefundInput

# More orders than this are not tried out one by one.
MOST_ORDERS: Final = 100
# Of more invoices without a day than these the first ones are named.
MOST_UNDATED: Final = 5
UNDATED: Final = "undated"
# What an invoice earns hangs on these, beside its price.
_TERMS: Final = ("rate", "voucher", "supplier_taxpayer", "simple_method")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Goods with their invoices, some of them without a day; in which order they are used up makes a difference.

    `whole` tells that one claim takes what it needs of them all at once.
    """

    name: str
    wanted: Decimal
    papers: tuple[Invoice, ...]
    whole: bool

    @property
    def loose(self) -> tuple[Invoice, ...]:
        """Return the invoices without a day."""
        return tuple(one for one in self.papers if one.day is None)


def undated_pools(source: RefundInput) -> Iterator[Pool]:
    """Yield the goods for which it matters when an invoice without a day was made out.

    It does not where the user chose the order, where a claim uses them all up, and where all cost the same.
    """
    if source.match not in {None, OLDEST_FIRST} or all(one.day is not None for one in source.invoices):
        return
    papers = by_pool(source.invoices, source.lines)
    claimed = {line.pool for line in source.lines if not line.reversal}
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in source.lines:
        if not line.reversal or line.pool not in claimed:
            lines[line.pool].append(line)
    split = bool(source.pre_refunds)
    for name, own in lines.items():
        pool = _pool(name, own, papers.get(name, []), split=split)
        if pool is not None:
            yield pool


def _pool(name: str, lines: Sequence[Line], papers: Sequence[Invoice], *, split: bool) -> Pool | None:
    """Return the goods where the order matters; where quantities are not compared, nothing is used up in an order."""
    counted = [abs(line.qty) for line in lines if line.qty is not None]
    if all(one.day is not None for one in papers) or len(counted) < len(lines):
        return None
    if any(not one.qty or one.amount is None for one in papers) or _alike(papers):
        return None
    whole = len(lines) == 1 and not split and not lines[0].sold_qty
    wanted = sum(counted, ZERO)
    used_up = whole and wanted >= sum(map(_held, papers), ZERO)
    return None if used_up else Pool(name=name, wanted=wanted, papers=tuple(papers), whole=whole)


def _held(invoice: Invoice) -> Decimal:
    """Return the quantity of an invoice; that of one which is taken back may stand there below zero."""
    return abs(invoice.qty or ZERO)


def _alike(papers: Sequence[Invoice]) -> bool:
    """Tell whether one unit earns the same whichever invoice it is of."""
    if len({_terms(one) for one in papers}) > 1:
        return False
    return len({(one.amount or ZERO) / (one.qty or Decimal(1)) for one in papers}) == 1


def _terms(invoice: Invoice) -> tuple[object, ...]:
    return tuple(getattr(invoice, name) for name in _TERMS)


def in_every_order(source: RefundInput) -> Iterator[RefundInput]:
    """Yield an input by every order of its invoices that makes a difference; nothing where there are too many."""
    pools = list(undated_pools(source))
    if not pools:
        yield source
        return
    found = [orders(pool) for pool in pools]
    touched = {one.id for pool in pools for one in pool.papers}
    others = ordered([one for one in source.invoices if one.id not in touched], source.match)
    if 0 < prod(len(each) for each in found) <= MOST_ORDERS:
        for way in product(*found):
            listed = (*others, *(one for each in way for one in each))
            yield replace(source, match="as_listed", invoices=listed)


def orders(pool: Pool) -> list[tuple[Invoice, ...]]:
    """Return the orders that make a difference, the dated invoices in theirs.

    Where they are too many, cheapest first and dearest first bound them all, if one claim takes from invoices that
    differ in nothing but their price; else nothing is returned.
    """
    dated = ordered([one for one in pool.papers if one.day is not None], OLDEST_FIRST)
    loose = pool.loose
    first, last = _always_and_never(pool, dated)
    head, middle, tail = dated[:first], dated[first:last], dated[last:]
    if perm(len(middle) + len(loose), len(loose)) <= MOST_ORDERS:
        return [(*head, *way, *tail) for way in _mixed(middle, loose)]
    moved = sorted((*middle, *loose), key=lambda one: (one.amount or ZERO) / (one.qty or Decimal(1)))
    if not pool.whole or len({_terms(one) for one in moved}) > 1:
        return []
    return [(*head, *moved, *tail), (*head, *reversed(moved), *tail)]


def _always_and_never(pool: Pool, dated: Sequence[Invoice]) -> tuple[int, int]:
    """Return how many dated invoices are used up in any order, and behind how many none is used in any.

    Which of them a line of several takes is open even where all of them are used up.
    """
    held = list(accumulate(map(_held, dated), initial=ZERO))
    sure = pool.wanted - sum(map(_held, pool.loose), ZERO)
    first = sum(end <= sure for end in held[1:]) if pool.whole else 0
    return first, max(first, sum(start < pool.wanted for start in held[:-1]))


def _mixed(dated: Sequence[Invoice], loose: Sequence[Invoice]) -> Iterator[tuple[Invoice, ...]]:
    size = len(dated) + len(loose)
    for places in combinations(range(size), len(loose)):
        for chosen in permutations(loose):
            own, others = dict(zip(places, chosen, strict=True)), iter(dated)
            yield tuple(own[at] if at in own else next(others) for at in range(size))


def undated_findings(file: Examined) -> Iterator[Finding]:
    """Say which invoices need their day before anybody can tell which is used up first."""
    hopeful = {one.line for one in file.basis.policy.decisions if one.may_refund}
    papers = {one.id: one for one in file.basis.source.invoices}
    for doubt in (one for one in file.basis.doubts if one.kind == UNDATED):
        lines = [one for one in file.declared.lines if one.pool == doubt.goods and one.id in hopeful]
        if lines:
            named = [papers[place.split(".")[1]] for place in doubt.places]
            values = {**file.goods(lines), "count": str(len(doubt.beside)), **file.each_paper(named)}
            yield Finding("T109", Severity.CONFIRM, doubt.places, values)
