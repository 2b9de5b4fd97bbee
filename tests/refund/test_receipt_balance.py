"""What is open of a declaration: beyond FOB only what goes beyond the invoice is too much."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from exporter_desk.domain.trace import Trace
from exporter_desk.refund.receipt_balance import Balance, balance
from exporter_desk.refund.sheet_values import SheetRow


def row(received: D | None, currency: str | None = "USD") -> SheetRow:
    """A sale of FOB 8,760 within an invoice of CIF 9,100."""
    sold: SheetRow = {"sales": Trace(D(8760)), "currency": Trace("USD"), "deal": Trace(D(9100))}
    return {**sold, "received": Trace(received), "received_currency": Trace(currency)}


CASES = [
    ([row(D(100))], D(100), D(8660)),
    ([row(D(5000)), row(D(3760))], D(8760), D(0)),
    ([row(D(9000))], D(9000), D(0)),  # freight and insurance came along
    ([row(D(9150))], D(9150), D(-50)),
    ([row(D(8760)), row(D(760), "EUR")], D(8760), D(0)),
]


@pytest.mark.parametrize(("rows", "came", "rest"), CASES)
def test_what_came_is_held_against_the_sale(rows: list[SheetRow], came: D, rest: D) -> None:
    assert balance(rows) == Balance(currency="USD", sale=D(8760), came=came, rest=rest)


def test_what_came_in_another_currency_leaves_open_what_lacks() -> None:
    rows = [row(D(8000)), row(D(700), "EUR"), row(D(60), "EUR")]
    assert balance(rows) == Balance(currency="USD", sale=D(8760), came=D(8000), others=(("EUR", D(760)),))


def test_while_a_part_is_not_known_nothing_is_open_or_settled() -> None:
    assert balance([row(D(100)), row(None)]) == Balance(currency="USD", sale=D(8760))
    assert balance([row(None, None)]) == Balance(currency="USD", sale=D(8760))
