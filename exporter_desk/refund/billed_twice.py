"""Lines of purchase invoices from which several shipments together take more than they hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.refund.quantity import ZERO, cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.refund.sheet_parts import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrawn:
    """One line of an invoice: what it holds, what all shipments take of it, and the refund of what is too much."""

    number: str
    unit: str | None
    held: Decimal
    taken: Decimal
    refund: Decimal


def overdrawn(members: Iterable[Member]) -> Iterator[Overdrawn]:
    """Yield every invoice line that is used up beyond its quantity; the shipments that come first use it first."""
    taken: dict[tuple[str, str | None, Decimal, Decimal | None], Decimal] = defaultdict(Decimal)
    too_much: dict[tuple[str, str | None, Decimal, Decimal | None], Decimal] = defaultdict(Decimal)
    units: dict[str, str | None] = {}
    for member in members:
        for one in member.result.portions:
            paper, qty = one.portion.invoice, one.portion.qty
            if paper.number is None or paper.qty is None or qty is None or qty <= 0:
                continue
            key = (paper.number, paper.name_zh, paper.qty, paper.amount)
            units.setdefault(paper.number, paper.unit)
            over = min(qty, max(ZERO, taken[key] + qty - paper.qty))
            taken[key] += qty
            too_much[key] += cents((one.refund.value or ZERO) * over / qty)
    for key, used in taken.items():
        number, _, held, _ = key
        if used > held:
            yield Overdrawn(number=number, unit=units[number], held=held, taken=used, refund=too_much[key])
