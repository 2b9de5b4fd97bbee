"""The receipts of exchange on the page: what is not known is said so in the row and in the balance below it."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.desk import Desk
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.models.exchange_rows import exchange_rows
from exporter_desk.ui.widgets import CellState
from tests.support import claim_cases

DESK = Desk()
UNKNOWN = ("not known", "unknown")
# 100 chairs at 10.00 and 50 tables at 20.00 are sold for USD 2,000.00 FOB.
SALE = "USD 2,000.00"


@pytest.fixture(autouse=True)
def _english(language: Language) -> None:
    language.set("en")


def rows(*receipts: dict[str, str]) -> list[tuple[CellState, ...]]:
    case = claim_cases.trader(receipts=[{"id": f"r{at}", **one} for at, one in enumerate(receipts)])
    sheets = month_claim([case], "202604", DESK, date(2026, 11, 22)).view.sheets
    return exchange_rows(sheets.receipts)


def usd(amount: str, **more: str) -> dict[str, str]:
    return {"day": "2026-04-05", "amount": amount, "currency": "USD", "payer": "B", "reference": "R", **more}


@pytest.mark.parametrize(
    "receipts",
    [
        (),
        (usd("2000", goods_amount="2100"),),  # more than the voucher holds: refused
        (usd("1000"), usd("500", day="2026-12-24", reference="S")),  # the second has not come
    ],
)
def test_what_is_not_known_is_no_zero(receipts: tuple[dict[str, str], ...]) -> None:
    *_, receipt, balance = rows(*receipts)
    assert (receipt[3].text, receipt[3].state) == UNKNOWN
    assert (balance[1].text, balance[3].text, balance[3].state) == (SALE, *UNKNOWN)
    assert (balance[4].text, balance[4].state) == UNKNOWN


def test_what_came_is_taken_off_the_sale() -> None:
    *_, balance = rows(usd("1500"))
    assert [cell.text for cell in balance[1:5]] == [SALE, "", "USD 1,500.00", "open: USD 500.00"]


def test_what_came_in_another_currency_is_no_zero() -> None:
    *_, balance = rows({**usd("14200"), "currency": "CNY"})
    assert [cell.text for cell in balance[3:5]] == ["CNY 14,200.00", "other currency: see the findings"]
    *_, balance = rows(usd("1500"), {**usd("3550", reference="S"), "currency": "CNY"})
    assert balance[3].text == "USD 1,500.00 + CNY 3,550.00"
