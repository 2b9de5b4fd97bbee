"""Brings export lines and purchase invoices together before they are matched: the unit they share, the 关联号."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from exporter_desk.refund.matching import by_pool
from exporter_desk.refund.quantity import ZERO, cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from exporter_desk.refund.basis import Basis
    from exporter_desk.refund.inputs import Invoice, Line, RefundInput
    from exporter_desk.refund.matching import Portion

# The method by which a service company claims for a producer (代办退税).
BY_SERVICE_COMPANY: Final = "Z"


def joined(source: RefundInput) -> RefundInput:
    """Return the input with invoices joined to lines by 关联号, and lines counted as their suppliers billed them.

    One of the two customs units, or the unit of the claim, must equal that of the invoices. A line for which none
    does loses its quantity: two units cannot be compared, and `units_disagree` names it.
    """
    linked = _linked(source)
    units = _units(linked)
    lines = tuple(_billed(line, units.get(line.pool, frozenset())) for line in linked.lines)
    return replace(linked, lines=lines)


def units_disagree(line: Line, units: Iterable[str]) -> bool:
    """Tell whether invoices in `units` cannot be compared with a line in any of the units that it was declared in."""
    own = {unit for unit in (line.unit, line.unit1, line.unit2) if unit is not None}
    return bool(own) and any({unit} - own for unit in units)


def odd_units(lines: Iterable[Line], source: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return by line which units of its invoices to correct: none of the line's, else not the one it was sold in."""
    papers = by_pool((one for one in source.invoices if one.unit), source.lines)
    seen: dict[tuple[str | None, ...], tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        key = (line.pool, line.unit, line.unit1, line.unit2)
        if key not in seen:
            seen[key] = tuple(f"invoices.{one.id}.unit" for one in _odd(line, papers.get(line.pool, [])))
        found[line.id] = seen[key]
    return found


def _odd(line: Line, papers: Sequence[Invoice]) -> list[Invoice]:
    alien = [one for one in papers if units_disagree(line, {one.unit or ""})]
    return alien or [one for one in papers if one.unit != line.unit]


def billed_unlike_fob(line: Line, taken: Sequence[Portion], basis: Basis) -> tuple[Decimal, Decimal] | None:
    """Return amount billed and FOB value in CNY of a line whose agency invoices (代办退税专用发票) are not at FOB.

    None where they are, where one of both is not known, and where the firm claims for itself.
    """
    fob = basis.value.cny[line.id].value
    amounts = [None if one.invoice.voucher is None else one.amount for one in taken]
    known = [amount for amount in amounts if amount is not None]
    method = basis.policy.method
    if method is None or method.id != BY_SERVICE_COMPANY or fob is None or not known or len(known) < len(amounts):
        return None
    billed = sum(known, ZERO)
    return None if billed == fob else (billed, fob)


def _linked(source: RefundInput) -> RefundInput:
    named = [(line.link, line.pool) for line in source.lines if line.link is not None]
    doubled = doubled_links(source)
    links = {link: pool for link, pool in named if link not in doubled}
    if not links:
        return source
    found = tuple(
        replace(one, goods=links[one.link]) if one.goods is None and one.link in links else one
        for one in source.invoices
    )
    return replace(source, invoices=found)


def doubled_links(source: RefundInput) -> dict[str, tuple[str, ...]]:
    """Return every 关联号 on more than one line, with those lines; a line that takes back may repeat one."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in source.lines:
        if line.link is not None and not line.reversal:
            found[line.link].append(line.id)
    return {link: tuple(lines) for link, lines in found.items() if len(lines) > 1}


def _units(source: RefundInput) -> dict[str, frozenset[str]]:
    """Return the units of the invoices of every pool."""
    papers = by_pool(source.invoices, source.lines)
    return {pool: frozenset(one.unit for one in own if one.unit is not None) for pool, own in papers.items()}


def _billed(line: Line, units: frozenset[str]) -> Line:
    if not units or units == {line.unit} or line.unit is None:
        return line
    pairs = ((line.unit1, line.qty1), (line.unit2, line.qty2))
    unit, qty = next(((unit, qty) for unit, qty in pairs if units == {unit}), (None, None))
    if unit is None:
        return replace(line, qty=None, sold_qty=None)
    sold = None
    if line.sold_qty is not None and qty is not None and line.qty:
        sold = line.sold_qty * qty / line.qty
    return replace(line, unit=unit, qty=qty, sold_qty=sold)


def sliced(portions: Sequence[Portion], wanted: Decimal) -> tuple[tuple[Portion, ...], tuple[Portion, ...]]:
    """Cut a line's portions after `wanted` units: what was used first, and the remainder, amounts closing.

    Portions without quantity cannot be cut: all of them come as the remainder.
    """
    first: list[Portion] = []
    rest: list[Portion] = []
    for portion in portions:
        if portion.qty is None or portion.amount is None:
            return (), tuple(portions)
        taken = min(max(wanted, ZERO), portion.qty)
        wanted -= portion.qty
        if taken:
            amount = portion.amount if taken == portion.qty else cents(portion.amount * taken / portion.qty)
            first.append(replace(portion, qty=taken, amount=amount))
        else:
            amount = ZERO
        if taken != portion.qty:
            rest.append(replace(portion, qty=portion.qty - taken, amount=portion.amount - amount))
    return tuple(first), tuple(rest)
