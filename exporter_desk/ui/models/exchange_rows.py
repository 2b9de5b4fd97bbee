"""Rows of the receipts of exchange: what each declaration sold for, what came for it, and what is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import money_text, trimmed
from exporter_desk.refund.receipt_balance import balance
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
    """What is open of a declaration, or that it is not known."""
    found, blank = balance(rows), CellState("")
    name = CellState(translate("Refund", "Balance"), bold=True)
    if found.sale is None:
        unknown = CellState(translate("Refund", "the sale is not known yet"), "unknown")
        return (name, blank, blank, blank, unknown, blank)
    sold = CellState(_amount(found.currency, found.sale), alignment="right", bold=True)
    if found.came is not None and found.rest is None:
        came = [(found.currency, found.came)] if found.came else []
        words = " + ".join(_amount(currency, amount) for currency, amount in (*came, *found.others))
        elsewhere = CellState(translate("Refund", "other currency: see the findings"), mark="warn", bold=True)
        return (name, sold, blank, CellState(words, alignment="right", bold=True, note=words), elsewhere, blank)
    if found.came is None or found.rest is None:
        open_cell = CellState(translate("Refund", "not known"), "unknown")
        return (name, sold, blank, replace(open_cell, alignment="right"), open_cell, blank)
    whole = CellState(_amount(found.currency, found.came), alignment="right", bold=True)
    return (name, sold, blank, whole, _verdict(found.rest, _amount(found.currency, abs(found.rest))), blank)


def _amount(currency: str | None, amount: Decimal) -> str:
    return f"{currency or ''} {money_text(amount, currency)}".strip()


def _verdict(rest: Decimal, amount: str) -> CellState:
    if rest == 0:
        return CellState(translate("Refund", "all received"), mark="ok", bold=True)
    words = translate("Refund", "open: {amount}") if rest > 0 else translate("Refund", "too much: {amount}")
    return CellState(words.format(amount=amount), mark="warn", bold=True)


def _money(currency: Value, amount: Value) -> CellState:
    if not isinstance(amount.value, Decimal):
        return CellState(translate("Refund", "not known"), "unknown", "right")
    state: ValueState = "estimated" if amount.estimated else "typed"
    return CellState(_amount(str(currency.value or ""), amount.value), state, "right")


def _cell(value: Value) -> CellState:
    held = value.value
    if held is None:
        return CellState(translate("Refund", "not filled in"), "unknown")
    if isinstance(held, Decimal):
        return CellState(trimmed(held))
    return CellState(held.isoformat() if isinstance(held, date) else held)
