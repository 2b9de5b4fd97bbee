"""Which export line takes what from which purchase invoice: oldest first, to the cent, for thousands of lines."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from exporter_desk.domain.watched import still_wanted
from exporter_desk.refund.inputs import Invoice
from exporter_desk.refund.quantity import ZERO, cents
from exporter_desk.refund.used_up import Used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exporter_desk.refund.inputs import Line

OLDEST_FIRST = "oldest_first"
LOOK_EVERY = 100

# Told how many lines are done, and how many there are; False stops the work.
Watch: TypeAlias = Callable[[int, int], bool]


class MatchingStoppedError(Exception):
    """The watch asked to stop: nothing was matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What one export line takes from one purchase invoice; `qty` is None where quantities were not compared.

    `doubt` names the places that contradict each other about the invoice: what it earns is then left open. `waits` is
    what has to be known before quantities can be compared; `estimated` that the share hangs on an estimated quantity.
    """

    line: str
    invoice: Invoice
    qty: Decimal | None
    amount: Decimal | None
    doubt: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    estimated: bool = False


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Which line takes what from which invoice, which quantity found no invoice, and which pools lack quantities.

    `reversed` is what lines give back that reverse a claim, `taken_back` the invoices that serve those alone, `among`
    those between which nobody can tell for a line that gives back, `used` what earlier shipments took, by invoice id.
    """

    portions: tuple[Portion, ...]
    uncovered: dict[str, Decimal]
    without_quantity: tuple[str, ...]
    reversed: dict[str, tuple[Portion, ...]] = field(default_factory=dict)
    taken_back: frozenset[str] = frozenset()
    among: dict[str, tuple[Invoice, ...]] = field(default_factory=dict)
    used: Mapping[str, Used] = field(default_factory=dict)

    def of(self, line: str) -> tuple[Portion, ...]:
        """Return the portions of one export line, below zero where it gives back."""
        return self.reversed[line] if line in self.reversed else tuple(self._by_line.get(line, ()))

    @cached_property
    def _by_line(self) -> dict[str, list[Portion]]:
        found: dict[str, list[Portion]] = defaultdict(list)
        for portion in self.portions:
            found[portion.line].append(portion)
        return found

    def left_of(self, invoices: Iterable[Invoice]) -> tuple[Portion, ...]:
        """Return what no line took of measured invoices; it waits for later exports. `line` is empty there."""
        taken: dict[str, list[Portion]] = defaultdict(list)
        for portion in self.portions:
            taken[portion.invoice.id].append(portion)
        mine = (one for one in invoices if _measured(one) and one.id not in self.taken_back)
        rests = (_rest(one, taken.get(one.id, []), used_of(one, self.used)) for one in mine)
        return tuple(rest for rest in rests if rest is not None)


def used_of(invoice: Invoice, used: Mapping[str, Used]) -> tuple[Decimal, Decimal]:
    """Return quantity and amount that earlier shipments took of an invoice, nothing of one that reads otherwise."""
    found = used.get(invoice.id)
    if found is None or (found.of_qty, found.of_amount) != (invoice.qty, invoice.amount):
        return ZERO, ZERO
    return found.qty, found.amount


def _rest(invoice: Invoice, taken: Sequence[Portion], used: tuple[Decimal, Decimal]) -> Portion | None:
    if any(portion.qty is None for portion in taken):
        return None
    qty = (invoice.qty or ZERO) - sum((portion.qty or ZERO for portion in taken), used[0])
    amount = (invoice.amount or ZERO) - sum((portion.amount or ZERO for portion in taken), used[1])
    return Portion(line="", invoice=invoice, qty=qty, amount=amount) if qty > 0 else None


@dataclass(slots=True)
class _Stock:
    """How much of one invoice is left while lines are served; `used` is what earlier shipments took of it."""

    invoice: Invoice
    qty: Decimal
    amount: Decimal
    used: tuple[Decimal, Decimal] = (ZERO, ZERO)

    def take(self, wanted: Decimal) -> tuple[Decimal, Decimal]:
        """Take up to `wanted`; what empties the invoice gets the remaining cents, nothing takes more than is left.

        What takes more than earlier shipments left of it is claimed twice: it is told, and counted by its share.
        """
        qty = min(wanted, self.qty)
        share = cents((self.invoice.amount or ZERO) * qty / (self.invoice.qty or Decimal(1)))
        left_qty, left = self.qty - self.used[0], self.amount - self.used[1]
        if qty > left_qty:
            left_qty, left = self.qty, self.amount
        amount = left if qty == left_qty else min(share, left)
        self.qty -= qty
        self.amount -= amount
        return qty, amount


def match(
    lines: Sequence[Line],
    invoices: Sequence[Invoice],
    order: str | None = None,
    watch: Watch | None = None,
    used: Mapping[str, Used] | None = None,
) -> Matching:
    """Match each line to the invoices of its pool: oldest 开票日期 first, then number, or `as_listed`.

    Invoices with the 关联号 of a line serve that line alone, and it takes from no others.
    Of an invoice only amount ÷ quantity × exported quantity is taken; the rest waits for later lines. A pool of one
    line whose invoices name no quantity is taken whole, and named in `without_quantity`: for certain only if the line
    names none either. `used` is what earlier shipments took, by invoice id: what empties an invoice with them takes its
    remaining cents. Raises MatchingStoppedError when `watch` says no.
    """
    pools = _grouped(lines)
    papers = by_pool(invoices, lines)
    done, portions, uncovered, unmeasured = 0, list[Portion](), dict[str, Decimal](), list[str]()
    parts = (part for pool, own in pools.items() for part in _by_link(own, papers.get(pool, [])))
    for own, found in parts:
        listed = ordered(found, order)
        if all(line.qty is not None for line in own) and all(_measured(one) for one in listed):
            stocks = (_Stock(one, one.qty or ZERO, one.amount or ZERO, used_of(one, used or {})) for one in listed)
            portions += _served(own, stocks, uncovered, _Progress(watch, done, len(lines)))
        else:
            unmeasured += [line.id for line in own]
            portions += _whole(own, listed)
        done += len(own)
    return Matching(portions=tuple(portions), uncovered=uncovered, without_quantity=tuple(unmeasured), used=used or {})


@dataclass(slots=True)
class _Progress:
    """Counts served lines and asks the watch now and then whether to go on."""

    watch: Watch | None
    done: int
    total: int

    def step(self) -> None:
        self.done += 1
        still_wanted()
        if self.watch and self.done % LOOK_EVERY == 0 and not self.watch(self.done, self.total):
            raise MatchingStoppedError


def _grouped(lines: Iterable[Line]) -> dict[str, list[Line]]:
    pools: dict[str, list[Line]] = {}
    for line in lines:
        pools.setdefault(line.pool, []).append(line)
    return pools


def _by_link(lines: list[Line], papers: list[Invoice]) -> Iterator[tuple[list[Line], list[Invoice]]]:
    """Yield the lines of a pool with their invoices: what shares a 关联号 together, then all the rest.

    A 关联号 that several lines have joins nothing, and no more does one that none of them has.
    """
    named = {one.link for one in papers if one.link is not None}
    counted = Counter(line.link for line in lines if line.link in named)
    joined: dict[str | None, tuple[list[Line], list[Invoice]]] = {
        **{link: ([], []) for link, count in counted.items() if count == 1},
        None: ([], []),
    }
    for line in lines:
        joined[line.link if line.link in joined else None][0].append(line)
    for one in papers:
        joined[one.link if one.link in joined else None][1].append(one)
    yield from (part for part in joined.values() if part[0])


def only_pool(lines: Iterable[Line]) -> str | None:
    """Return the pool of all lines, None where they have several: an invoice that names no goods belongs to it."""
    pools = {line.pool for line in lines}
    return next(iter(pools)) if len(pools) == 1 else None


def by_pool(invoices: Iterable[Invoice], lines: Iterable[Line]) -> dict[str, list[Invoice]]:
    """Group invoices by the pool that they belong to; what names no goods belongs to none where there are several."""
    only, found = only_pool(lines), dict[str, list[Invoice]]()
    for invoice in invoices:
        pool = invoice.goods or only
        if pool is not None:
            found.setdefault(pool, []).append(invoice)
    return found


def _measured(invoice: Invoice) -> bool:
    return invoice.qty is not None and invoice.qty > 0 and invoice.amount is not None


def ordered(invoices: Sequence[Invoice], order: str | None) -> list[Invoice]:
    """Return the invoices as they are used up: oldest 开票日期 first, then number, or as they are listed."""
    if order not in {None, OLDEST_FIRST}:
        return list(invoices)
    return sorted(invoices, key=lambda one: (one.day is None, one.day or date.min, one.number or "", one.id))


def _served(
    lines: Iterable[Line], papers: Iterable[_Stock], uncovered: dict[str, Decimal], counter: _Progress
) -> list[Portion]:
    stocks = deque(papers)
    portions = []
    for line in lines:
        wanted = line.qty or ZERO
        while wanted > 0 and stocks:
            qty, amount = stocks[0].take(wanted)
            wanted -= qty
            portions.append(Portion(line=line.id, invoice=stocks[0].invoice, qty=qty, amount=amount))
            if stocks[0].qty <= 0:
                stocks.popleft()
        if wanted > 0:
            uncovered[line.id] = wanted
        counter.step()
    return portions


def _whole(lines: Sequence[Line], papers: Sequence[Invoice]) -> list[Portion]:
    """Give whole invoices to the only line of a pool, when no invoice of the pool names a quantity.

    Where the line names one, nobody knows how much of them was exported: at the most the whole.
    """
    clear = len(lines) == 1 and all(one.qty is None for one in papers)
    waits = () if clear else _unmeasured(lines, papers)
    counted = clear and lines[0].qty is not None
    return [
        Portion(
            line=lines[0].id,
            invoice=one,
            qty=None,
            amount=one.amount if clear else None,
            doubt=(f"invoices.{one.id}.qty",) if counted else (),
            waits=waits,
        )
        for one in (papers if lines else [])
    ]


def _unmeasured(lines: Sequence[Line], papers: Sequence[Invoice]) -> tuple[str, ...]:
    """Return the first of a line and the first of an invoice that keeps quantities from being compared."""
    line = next((f"lines.{one.id}.qty" for one in lines if one.qty is None), None)
    paper = next((one for one in papers if not _measured(one)), None)
    field = "amount" if paper is not None and paper.qty is not None else "qty"
    of_paper = None if paper is None else f"invoices.{paper.id}.{field}"
    return tuple(path for path in (line, of_paper) if path is not None)
