"""Rate cards in the window: a shipped card is kept under another name with typed prices, every version stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.own_cards import own_cards_folder, read_shelf
from exporter_desk.ui.pages.rate_cards import RateCardsPage
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> Iterator[RateCardsPage]:
    company.session.desk.forget_cards()
    company.window.navigate("rates", None)
    page = company.window.findChild(RateCardsPage)
    assert page is not None
    page.show_cards("DE-EXAMPLE-2026")
    yield page
    company.session.desk.forget_cards()


def put(page: RateCardsPage, key: str, column: str, text: str) -> None:
    row = next(n for n, one in enumerate(page.model.rows) if one["id"] == key)
    place = [one.key for one in page.model.columns].index(column)
    page.model.fill([(row, place, text)])


def first_priced(page: RateCardsPage) -> str:
    return next(row["id"] for row in page.model.rows if row.get("rate") and "/" not in row["rate"])


def test_typed_prices_are_kept_as_an_own_card(page: RateCardsPage) -> None:
    key = first_priced(page)
    put(page, key, "rate", "7.77")
    page.source.setText("某仓报价 2026-11-20")
    page.until.setText("2027-03-31")
    page.save.click()
    page.save.click()
    card = Desk().prices.cards["DE-EXAMPLE-2026-OWN"]
    [charge] = [one for one in card.charge if one.id == key]
    assert charge.rate is not None
    assert str(charge.rate.likely) == "7.77"
    assert (card.card.example, str(card.card.valid_to), card.card.confidence) == (False, "2027-03-31", "user")
    assert len(read_shelf(own_cards_folder()).versions("DE-EXAMPLE-2026-OWN")) == 2
    assert str(page.choice.currentData()) == "DE-EXAMPLE-2026-OWN"


@pytest.mark.parametrize("text", ["abc", "-1", "1 / 2"])
def test_what_is_no_price_is_told_and_nothing_kept(page: RateCardsPage, text: str) -> None:
    put(page, first_priced(page), "rate", text)
    page.source.setText("x")
    page.save.click()
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_nobody_is_named_as_the_source(page: RateCardsPage) -> None:
    page.save.click()
    assert not own_cards_folder().exists()
