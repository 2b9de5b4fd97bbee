"""Red invoices (红字发票): lines below zero that take back, wholly or in part, an invoice that was entered before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.record import shown as foreign
from exporter_desk.refund.inputs import Invoice, RefundInput
from exporter_desk.refund.matching import only_pool
from exporter_desk.refund.quantity import ZERO, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exporter_desk.refund.examined import Examined

# More ways to tell what was taken back from what are not tried out one by one.
MOST_WAYS: Final = 100
_SAME = ("supplier", "rate", "voucher", "unit", "name_zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Red:
    """A red line, the entered lines it can have taken back, and the same red line entered before, where it was."""

    invoice: Invoice
    blues: tuple[Invoice, ...] = ()
    before: Invoice | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Return the places that have to agree: the red line and what it may take back."""
        others = (self.before,) if self.before is not None else self.blues
        return tuple(f"invoices.{one.id}.number" for one in (self.invoice, *others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """The input without its red lines: `bare` as the others were entered, `ways` by each way to take the red ones off.

    A red line for which no way is left stays in all of them as a line nobody knows quantity and amount of.
    """

    bare: RefundInput
    ways: tuple[RefundInput, ...]
    reds: tuple[Red, ...] = ()

    @property
    def unclear(self) -> tuple[Red, ...]:
        """Return the red lines that may have taken back one of several."""
        return tuple(one for one in self.reds if len(one.blues) > 1)


def is_red(invoice: Invoice) -> bool:
    """Tell whether a line is below zero as a red one is: in its amount, and in its quantity where it names one."""
    return invoice.amount is not None and invoice.amount < 0 and (invoice.qty is None or invoice.qty < 0)


def reduced(source: RefundInput) -> Reduced:
    """Take the red lines off what they take back: the invoice of the same number, else one of supplier and goods.

    Invoices of lines that take a claim back (冲减) may be below zero on their own account: they are left alone.
    """
    back = {line.pool for line in source.lines if line.reversal}
    if not any(is_red(one) for one in source.invoices):
        return Reduced(bare=source, ways=(source,))
    only = only_pool(source.lines)
    lines = [one for one in source.invoices if is_red(one) and (one.goods or only) not in back]
    names = {one.id for one in lines}
    reds = _joined(lines, [one for one in source.invoices if one.id not in names])
    bare, ways = _taken_off(source, reds, names)
    if not ways:  # together they take back more than there is
        reds = tuple(replace(one, blues=()) for one in reds)
        bare, ways = _taken_off(source, reds, names)
    return Reduced(bare=bare, ways=ways, reds=reds)


def _joined(lines: Sequence[Invoice], others: Sequence[Invoice]) -> tuple[Red, ...]:
    found: list[Red] = []
    for one in lines:
        copy = next((red.invoice for red in found if one.number and replace(red.invoice, id=one.id) == one), None)
        found.append(Red(invoice=one, before=copy) if copy else Red(invoice=one, blues=_blues(one, others)))
    return tuple(found)


def _blues(red: Invoice, others: Sequence[Invoice]) -> tuple[Invoice, ...]:
    named = [one for one in others if red.number is not None and one.number == red.number]
    return tuple(one for one in named or others if _fits(red, one))


def _fits(red: Invoice, blue: Invoice) -> bool:
    """Tell whether `blue` can be what a red line took back: all that both name agrees, and it holds that much."""
    if red.goods is not None and blue.goods not in (None, red.goods):
        return False
    pairs = ((getattr(red, name), getattr(blue, name)) for name in _SAME)
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return False
    early = red.day is None or blue.day is None or blue.day <= red.day
    return early and _less(blue, red) is not None


def _less(blue: Invoice, red: Invoice) -> Invoice | None:
    """Return what is left of an invoice after a red line, None where it does not hold that much."""
    if blue.amount is None or red.amount is None or (blue.qty is None and red.qty is not None):
        return None
    amount = blue.amount + red.amount
    qty = None if blue.qty is None else blue.qty + (red.qty or 0)
    empty = amount == 0
    if amount < 0 or (qty is not None and (qty < 0 or (qty == 0) != empty)):
        return None
    return replace(blue, qty=qty, amount=amount)


def _taken_off(
    source: RefundInput, reds: Sequence[Red], names: set[str]
) -> tuple[RefundInput, tuple[RefundInput, ...]]:
    alone = {one.invoice.id for one in reds if not one.blues and one.before is None}
    rest = [
        replace(one, qty=None, amount=None) if one.id in alone else one
        for one in source.invoices
        if one.id not in names or one.id in alone
    ]
    bare = replace(source, invoices=tuple(rest))
    joined = [one for one in reds if one.blues]
    combined = product(*(red.blues for red in joined))
    tried = (_one_way(bare, list(zip(joined, blues, strict=True))) for blues in islice(combined, MOST_WAYS + 1))
    ways = tuple(one for one in tried if one is not None)
    return bare, ways if len(ways) <= MOST_WAYS else ()


def _one_way(bare: RefundInput, pairs: Sequence[tuple[Red, Invoice]]) -> RefundInput | None:
    held = {one.id: one for one in bare.invoices}
    for red, blue in pairs:
        left = _less(held[blue.id], red.invoice)
        if left is None:
            return None
        held[blue.id] = left
    emptied = {blue.id for _, blue in pairs if held[blue.id].amount == ZERO}
    return replace(bare, invoices=tuple(held[one.id] for one in bare.invoices if one.id not in emptied))


def red_findings(file: Examined) -> Iterator[Finding]:
    """Say of every red line what it was taken off, or why nobody can say."""
    for red in file.basis.reds:
        values = {**file.paper(red.invoice), "amount": shown(red.invoice.amount)}
        if red.before is not None:
            yield Finding("T111", Severity.ERROR, red.places, values, ("TAX-K",), variant="twice")
        elif not red.blues:
            yield Finding("T111", Severity.ERROR, (*red.places, "invoices"), values, ("TAX-K",), variant="alone")
        else:
            named = file.listed("blue", (foreign(one.number or "?") for one in red.blues))
            variant = "several" if len(red.blues) > 1 else ""
            yield Finding("T111", Severity.CONFIRM, red.places, values | named, ("TAX-K",), variant=variant)
