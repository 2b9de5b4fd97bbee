"""What is still open of a declaration: its sale less what came for it, from the rows of 出口业务收汇情况表."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.sheet_values import SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Sale, what came and what is open, all in `currency`; None is not known.

    `rest` is above zero while exchange is open and below it where more came than the invoice says. `others` is what
    came in other currencies, which no row can set against the sale: while it could make up for what lacks, `rest` is
    not known.
    """

    currency: str | None = None
    sale: Decimal | None = None
    came: Decimal | None = None
    rest: Decimal | None = None
    others: tuple[tuple[str, Decimal], ...] = ()


def balance(rows: Sequence[SheetRow]) -> Balance:
    """Return the balance of the rows of one declaration.

    While what came is not known, nothing entered or a part in doubt, what is open is not known either.
    """
    sale, currency = rows[0]["sales"].value, rows[0]["currency"].value
    if not isinstance(sale, Decimal) or not isinstance(currency, str) or not currency:
        return Balance()
    same = [row["received"].value for row in rows if row["received_currency"].value in (currency, None)]
    known = [one for one in same if isinstance(one, Decimal)]
    if len(known) < len(same):
        return Balance(currency=currency, sale=sale)
    came = sum(known, Decimal(0))
    others = _others(rows, currency)
    if others and came < sale:
        return Balance(currency=currency, sale=sale, came=came, others=others)
    rest = sale - came if came < sale else _too_much(rows[0], came)
    return Balance(currency=currency, sale=sale, came=came, rest=rest)


def _others(rows: Sequence[SheetRow], currency: str) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        code, amount = row["received_currency"].value, row["received"].value
        if isinstance(code, str) and isinstance(amount, Decimal) and code != currency:
            sums[code] = sums.get(code, Decimal(0)) + amount
    return tuple(sums.items())


def _too_much(row: SheetRow, came: Decimal) -> Decimal:
    """What came beyond the FOB value may be freight and insurance: only what goes beyond the invoice is too much."""
    deal = row["deal"].value
    return min(deal - came, Decimal(0)) if isinstance(deal, Decimal) else Decimal(0)
