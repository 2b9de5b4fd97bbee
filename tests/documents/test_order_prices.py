"""A list, a warehouse order and their messages state the same amounts, by the price that was agreed for orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.render import Paper, compose
from exporter_desk.documents.views.order import unlike_declared
from tests.documents import sample
from tests.documents.messages.message_rules import texts
from tests.documents.messages.message_sample import case, dossier, xml

# 120 × 24.50 and 30 × 72.3333 under CIF are 2,940.00 and 2,170.00, so 5,110.00; less 1,850.00 freight and 136.08
# insurance 3,123.92 FOB. The first line has 2,940 ÷ 5,110 of it, 1,797.32 (14.97766… each), the last one the rest.
FOB_PRICES, FOB_LINES, FOB_TOTAL = ["14.97767", "44.22"], ["1797.32", "1326.60"], "3123.92"
LINES, TOTAL = ["2940.00", "2170.00"], "5110.00"


def shipment(mode: str = "9710", channel: str = "list", **choices: str) -> Dossier:
    return replace(dossier(case(mode, "CIF", **choices)), facts={"channel": channel})


def printed(form: str, shown: Dossier) -> list[str]:
    paper = composed(form, shown)
    return [text for _, text, _ in paper.prints]


def composed(form: str, shown: Dossier) -> Paper:
    return compose(sample.forms()[form], shown, sample.fonts())


def test_the_list_prints_what_its_message_says() -> None:
    words = printed("declaration_list", shipment(order_price_basis="fob"))
    assert {*FOB_PRICES, *FOB_LINES, f"USD {FOB_TOTAL}"} <= set(words)
    assert not {"24.5", *LINES, f"USD {TOTAL}"} & set(words)
    message = xml("ceb603", case("9710", "CIF", order_price_basis="fob"))
    assert texts(message, "price") == FOB_PRICES
    assert [Decimal(text) for text in texts(message, "totalPrice")] == [Decimal(text) for text in FOB_LINES]


def test_at_the_price_of_the_deal_it_prints_that() -> None:
    words = printed("declaration_list", shipment(order_price_basis="deal"))
    assert {"24.5", "72.3333", *LINES, f"USD {TOTAL}"} <= set(words)


def test_while_nobody_has_said_the_basis_the_list_stays_open() -> None:
    paper = composed("declaration_list", shipment())
    assert paper.status == "open"
    assert {place for one in paper.findings for place in one.places} >= {"choices.order_price_basis"}


@pytest.mark.parametrize(("channel", "lines", "total"), [("list", FOB_LINES, FOB_TOTAL), ("declaration", LINES, TOTAL)])
def test_a_warehouse_order_states_what_is_declared(channel: str, lines: list[str], total: str) -> None:
    shown = shipment("9810", channel, order_price_basis="fob")
    assert [row.cells["amount"].value for row in bind_rows(shown, "order.lines")] == [*map(Decimal, lines)]
    assert bind(shown, "order.declared_total").value == Decimal(total)


def test_an_order_at_fob_is_unlike_a_declaration_under_cif() -> None:
    assert unlike_declared(shipment(order_price_basis="fob")) == (Decimal(FOB_TOTAL), Decimal(TOTAL))
    assert unlike_declared(shipment(order_price_basis="deal")) is None
    assert unlike_declared(shipment()) is None, "the basis is asked for first"
    assert unlike_declared(dossier()) is None, "under FOB both are the same"
