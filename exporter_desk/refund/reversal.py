"""Lines of a trader that take back what was claimed (冲减): the same purchase vouchers with negative figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from exporter_desk.refund.matching import Portion, by_pool, match
from exporter_desk.refund.quantity import cents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from exporter_desk.refund.inputs import Invoice, Line, RefundInput
    from exporter_desk.refund.matching import Matching
    from exporter_desk.refund.used_up import Used


def matched(source: RefundInput, used: Mapping[str, Used] | None = None) -> Matching:
    """Match what is claimed and what is taken back, each line with its invoices.

    Invoices that belong to such lines alone are what was claimed for them, written negative or not. Of an invoice that
    serves other lines too its price counts, if it is the only one: which of several is taken back nobody can tell.
    `used` is what earlier shipments took of invoices, by their ids.
    """
    forward = [line for line in source.lines if not line.reversal]
    if len(forward) == len(source.lines):
        return match(forward, source.invoices, source.match, used=used)
    shared = {line.pool for line in forward}
    known = {line.pool for line in source.lines}
    papers = {pool: listed for pool, listed in by_pool(source.invoices, source.lines).items() if pool in known}
    own = {one.id for pool, listed in papers.items() if pool not in shared for one in listed}
    found = match(forward, [one for one in source.invoices if one.id not in own], source.match, used=used)
    portions: dict[str, tuple[Portion, ...]] = {}
    for pool, lines in _back_by_pool(source).items():
        listed = papers.get(pool, [])
        if pool in shared:
            portions |= {line.id: _of_shared(line, listed) for line in lines}
        else:
            portions |= _of_own(lines, listed, source.match)
    unclear = (line for line in source.lines if line.reversal and not portions[line.id])
    among = {line.id: tuple(papers.get(line.pool, ())) for line in unclear}
    return replace(found, reversed=portions, taken_back=frozenset(own), among=among)


def _back_by_pool(source: RefundInput) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in source.lines:
        if line.reversal:
            found[line.pool].append(line)
    return found


def bounds_of(line: Line, papers: Sequence[Invoice], library: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Return what a line can take back at the most and at the least, both below zero, by the prices of its invoices.

    None where they hold less than it takes back: what else it takes back has no price.
    """
    prices = [
        one.amount / one.qty * min(library, one.rate)
        for one in papers
        if library is not None and one.amount and one.qty and one.rate is not None
    ]
    held = sum(abs(one.qty) for one in papers if one.qty is not None)
    if not prices or line.qty is None or held < abs(line.qty):
        return None
    return cents(line.qty * max(prices)), cents(line.qty * min(prices))


def _of_own(lines: Sequence[Line], papers: Sequence[Invoice], order: str | None) -> dict[str, tuple[Portion, ...]]:
    """Use up the invoices of the pool line after line, as the claim used them up, and turn the figures round."""
    turned = [replace(one, qty=None if one.qty is None else abs(one.qty)) for one in lines]
    found = match(turned, [_positive(one) for one in papers], order)
    originals = {one.id: one for one in papers}
    return {
        line.id: tuple(
            _negative(one, originals[one.invoice.id]) for one in found.of(line.id) if line.id not in found.uncovered
        )
        for line in lines
    }


def _of_shared(line: Line, papers: Sequence[Invoice]) -> tuple[Portion, ...]:
    if len(papers) != 1 or line.qty is None:
        return ()
    (paper,) = papers
    if paper.amount is None or not paper.qty or abs(line.qty) > paper.qty:
        return ()
    return (Portion(line=line.id, invoice=paper, qty=line.qty, amount=cents(paper.amount * line.qty / paper.qty)),)


def _positive(invoice: Invoice) -> Invoice:
    qty, amount = invoice.qty, invoice.amount
    return replace(invoice, qty=None if qty is None else abs(qty), amount=None if amount is None else abs(amount))


def _negative(portion: Portion, invoice: Invoice) -> Portion:
    qty, amount = portion.qty, portion.amount
    return replace(
        portion,
        invoice=invoice,
        qty=None if qty is None else -qty,
        amount=None if amount is None else -amount,
    )
