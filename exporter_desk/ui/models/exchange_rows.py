"""Rows of the receipts of exchange: what each declaration sold for, what came for it, and what is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.refund.receipt_sheet import is_of_a_declaration
from exporter_desk.ui.i18n import translate
from exporter_desk.ui.widgets import CellState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter_desk.refund.sheet_values import SheetRow, Value
    from exporter_desk.ui.widgets import ValueState


def exchange_rows(rows: Sequence[SheetRow]) -> list[tuple[CellState, ...]]:
    """Declaration, sale, received on, amount, payer and voucher of every receipt; a total for each declaration."""
    shown: list[tuple[CellState, ...]] = []
    for at, row in enumerate(rows):
        shown.append(_receipt(row))
        last = at + 1 == len(rows) or rows[at + 1]["declaration"] != row["declaration"]
        if last and is_of_a_declaration(row):
            shown.append(_balance([one for one in rows if one["declaration"] == row["declaration"]]))
    return shown


def _receipt(row: SheetRow) -> tuple[CellState, ...]:
    return (
        _cell(row["declaration"]),
        _money(row["currency"], row["sales"]),
        _cell(row["day"]),
        _money(row["received_currency"], row["received"]),
        _cell(row["payer"]),
        _cell(row["reference"]),
    )


def _balance(rows: Sequence[SheetRow]) -> tuple[CellState, ...]:
    """What is open of a declaration in its currency; receipts in another one are not counted.

    While what came is not known, nothing entered or a part in doubt, what is open is not known either.
    """
    sale, currency = rows[0]["sales"].value, rows[0]["currency"].value
    same = [row["received"].value for row in rows if row["received_currency"].value in (currency, None)]
    known = [one for one in same if isinstance(one, Decimal)]
    blank, name = CellState(""), CellState(translate("Refund", "Balance"), bold=True)
    if not isinstance(sale, Decimal) or not currency:
        unknown = CellState(translate("Refund", "the sale is not known yet"), "unknown")
        return (name, blank, blank, blank, unknown, blank)
    sold = CellState(f"{currency} {grouped(sale, 2)}", alignment="right", bold=True)
    if len(known) < len(same):
        open_cell = CellState(translate("Refund", "not known"), "unknown")
        return (name, sold, blank, replace(open_cell, alignment="right"), open_cell, blank)
    came = sum(known, Decimal(0))
    rest = sale - came if came < sale else _too_much(rows[0], came)
    amount = f"{currency} {grouped(abs(rest), 2)}"
    if rest == 0:
        verdict = CellState(translate("Refund", "all received"), mark="ok", bold=True)
    else:
        words = translate("Refund", "open: {amount}") if rest > 0 else translate("Refund", "too much: {amount}")
        verdict = CellState(words.format(amount=amount), mark="warn", bold=True)
    whole = CellState(f"{currency} {grouped(came, 2)}", alignment="right", bold=True)
    return (
        name,
        sold,
        blank,
        whole,
        verdict,
        blank,
    )


def _too_much(row: SheetRow, came: Decimal) -> Decimal:
    """What came beyond the FOB value may be freight and insurance: only what goes beyond the invoice is too much."""
    deal = row["deal"].value
    return min(deal - came, Decimal(0)) if isinstance(deal, Decimal) else Decimal(0)


def _money(currency: Value, amount: Value) -> CellState:
    if not isinstance(amount.value, Decimal):
        return CellState(translate("Refund", "not known"), "unknown", "right")
    state: ValueState = "estimated" if amount.estimated else "typed"
    return CellState(f"{currency.value or ''} {grouped(amount.value, 2)}".strip(), state, "right")


def _cell(value: Value) -> CellState:
    held = value.value
    if held is None:
        return CellState(translate("Refund", "not filled in"), "unknown")
    if isinstance(held, Decimal):
        return CellState(trimmed(held))
    return CellState(held.isoformat() if isinstance(held, date) else held)
