"""What several shipments claim that can be claimed once: a line of a declaration, a line of a purchase invoice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exporter_desk.refund.quantity import ZERO, cents, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exporter_desk.refund.assess import RefundResult
    from exporter_desk.refund.inputs import Line

NUMBER_DIGITS: Final = 18
_EARNED = ("REFUND_LINE", "MDT_LINE")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """A line of a declaration as one shipment claims it; `refund` is the most that it earns there, in CNY."""

    shipment: str
    line: str
    number: str
    item: int | None
    refund: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a line of a shipment takes from a line of a purchase invoice that holds `held`, and the refund of it."""

    shipment: str
    line: str
    paper: tuple[str, str | None, Decimal, Decimal | None]
    unit: str | None
    qty: Decimal
    refund: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The lines of declarations that a shipment claims, and what they take from purchase invoices."""

    lines: tuple[DeclaredLine, ...] = ()
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrawn:
    """One line of an invoice: what it holds, what all shipments take of it, and the refund of what is too much."""

    number: str
    unit: str | None
    held: Decimal
    taken: Decimal
    refund: Decimal


def claimed(shipment: str, result: RefundResult) -> Claimed:
    """Return what a shipment claims; a line that takes back is no second claim."""
    lines = (line for line in result.source.lines if line.declaration is not None and not line.reversal)
    uses = [
        Use(
            shipment=shipment,
            line=one.portion.line,
            paper=(paper.number, paper.name_zh, paper.qty, paper.amount),
            unit=paper.unit,
            qty=qty,
            refund=one.refund.value or ZERO,
        )
        for one in result.portions
        for paper, qty in [(one.portion.invoice, one.portion.qty)]
        if paper.number is not None and paper.qty is not None and qty is not None and qty > 0
    ]
    return Claimed(lines=tuple(_declared(shipment, line, result) for line in lines), uses=tuple(uses))


def _declared(shipment: str, line: Line, result: RefundResult) -> DeclaredLine:
    """A number of 21 digits holds its item."""
    number, item = line.declaration or "", line.item
    if item is None and number[NUMBER_DIGITS:].isdecimal():
        item = int(number[NUMBER_DIGITS:])
    figures = (find(result.quantities, symbol, line.id) for symbol in _EARNED)
    known = next((one for one in figures if one is not None), None)
    most = ZERO if known is None else known.value if known.value is not None else known.high
    return DeclaredLine(
        shipment=shipment, line=line.id, number=number[:NUMBER_DIGITS], item=item, refund=max(ZERO, most or ZERO)
    )


def twice_declared(shipments: Iterable[Claimed]) -> list[tuple[DeclaredLine, DeclaredLine]]:
    """Return every line of a declaration that a second shipment claims too, behind the first one."""
    seen: dict[tuple[str, int | None], DeclaredLine] = {}
    found: list[tuple[DeclaredLine, DeclaredLine]] = []
    for one in (line for shipment in shipments for line in shipment.lines):
        first = seen.setdefault((one.number, one.item), one)
        if first is not one:
            found.append((first, one))
    return found


def overdrawn(shipments: Iterable[Claimed], without: Iterable[DeclaredLine] = ()) -> list[Overdrawn]:
    """Return every invoice line that is used up beyond its quantity; the shipments that come first use it first.

    What the lines `without` take is not counted.
    """
    out = {(one.shipment, one.line) for one in without}
    taken: defaultdict[tuple[str, str | None, Decimal, Decimal | None], Decimal] = defaultdict(Decimal)
    too_much: defaultdict[tuple[str, str | None, Decimal, Decimal | None], Decimal] = defaultdict(Decimal)
    units: dict[str, str | None] = {}
    for use in (use for shipment in shipments for use in shipment.uses):
        if (use.shipment, use.line) in out:
            continue
        number, _, held, _ = use.paper
        units.setdefault(number, use.unit)
        over = min(use.qty, max(ZERO, taken[use.paper] + use.qty - held))
        taken[use.paper] += use.qty
        too_much[use.paper] += cents(use.refund * over / use.qty)
    return [
        Overdrawn(number=paper[0], unit=units[paper[0]], held=paper[2], taken=used, refund=too_much[paper])
        for paper, used in taken.items()
        if used > paper[2]
    ]


def not_certain(shipments: Sequence[Claimed]) -> Decimal:
    """Return how much of the refunds may come off: of lines claimed twice the smaller, of invoices what is too much.

    Which of two shipments gives a line up is open, and with it what the other one takes from an invoice: the most that
    comes off whether the first ones stay or the last ones.
    """
    return max(_comes_off(shipments), _comes_off(shipments[::-1]))


def _comes_off(shipments: Sequence[Claimed]) -> Decimal:
    """Return what comes off where the shipments that come first keep what several claim."""
    pairs = twice_declared(shipments)
    lines = sum((min(first.refund, second.refund) for first, second in pairs), ZERO)
    return lines + sum((one.refund for one in overdrawn(shipments, [second for _, second in pairs])), ZERO)
