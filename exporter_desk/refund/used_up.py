"""What earlier shipments took of a line of a purchase invoice, so that the last one takes what remains of its cents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.refund.claimed_twice import Claimed, Paper, paper_of, same_lines
from exporter_desk.refund.quantity import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What shipments that were claimed before took of an invoice line that held `of_qty` and `of_amount` (CNY)."""

    of_qty: Decimal
    of_amount: Decimal
    qty: Decimal = Decimal(0)
    amount: Decimal = ZERO


class Ledger:
    """What the shipments of a company take of invoice lines that several of them have, one claim after the other.

    Only lines that all of them have alike in quantity, amount and unit are counted: what contradicts itself, or is in
    one shipment more than once, closes to no cent.
    """

    def __init__(self, shipments: Iterable[Sequence[Invoice]]) -> None:
        self._line_of = _shared(list(shipments))
        self._used: dict[Paper, Used] = {}

    def before(self, invoices: Iterable[Invoice]) -> dict[str, Used]:
        """Return what was taken so far of these invoices, by their ids."""
        if not self._used:
            return {}
        papers = ((one.id, paper_of(one)) for one in invoices)
        lines = ((name, self._line_of.get(paper)) for name, paper in papers if paper is not None)
        return {name: self._used[line] for name, line in lines if line in self._used}

    def add(self, result: RefundResult) -> None:
        """Count what a claim takes, or gives back."""
        if not self._line_of:
            return
        for one in (refund.portion for refund in result.portions):
            paper = paper_of(one.invoice)
            line = None if paper is None else self._line_of.get(paper)
            if line is None or one.qty is None or one.amount is None:
                continue
            so_far = self._used.get(line, Used(of_qty=line.qty, of_amount=line.amount))
            self._used[line] = Used(
                of_qty=line.qty, of_amount=line.amount, qty=so_far.qty + one.qty, amount=so_far.amount + one.amount
            )


def _shared(shipments: Sequence[Sequence[Invoice]]) -> dict[Paper, Paper]:
    """Return the line that an entry stands for, of the lines that several shipments have alike."""
    listed = [[(paper, one.unit) for one in own if (paper := paper_of(one)) is not None] for own in shipments]
    same = same_lines([Claimed(papers=tuple(paper for paper, _ in own)) for own in listed])
    found: dict[Paper, list[tuple[int, Paper, str | None]]] = defaultdict(list)
    for at, own in enumerate(listed):
        for paper, unit in own:
            if paper in same:
                found[same[paper]].append((at, paper, unit))
    return {paper: line for line, uses in found.items() if _alike(uses) for _, paper, _ in uses}


def _alike(uses: Sequence[tuple[int, Paper, str | None]]) -> bool:
    once = len({at for at, _, _ in uses}) == len(uses) > 1
    units = {unit for _, _, unit in uses if unit is not None}
    return once and len(units) < 2 and len({(paper.qty, paper.amount) for _, paper, _ in uses}) == 1
