"""Rate cards in the window: a shipped card is kept under another name with typed prices, every version stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

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


def at(page: RateCardsPage, key: str, number: int) -> int:
    """The row of a step of a charge."""
    steps = [n for n, one in enumerate(page.model.rows) if (one["id"], one["kind"]) == (key, "tier")]
    return steps[number]


def keep(page: RateCardsPage) -> None:
    page.source.setText("某仓报价 2026-11-20")
    page.save.click()


def kept_steps(card: str, key: str) -> list[tuple[str, str]]:
    [charge] = [one for one in Desk().prices.cards[card].charge if one.id == key]
    return [(str(tier.to), str(tier.rate)) for tier in charge.tiers]


def put(page: RateCardsPage, key: str, column: str, text: str) -> None:
    row = next(n for n, one in enumerate(page.model.rows) if (one["id"], one["kind"]) == (key, "charge"))
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


def test_steps_are_seen_and_typed(page: RateCardsPage) -> None:
    """The example card: free to 30 days, 0.55 to 90, 0.80 to 180, then 1.60."""
    row = at(page, "storage", 1)
    assert (page.model.text(row, "to"), page.model.text(row, "rate")) == ("90", "0.55")
    page.model.fill([(row, 2, "75"), (row, 3, "0.60")])
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "storage") == [
        ("30", "0"),
        ("75", "0.60"),
        ("180", "0.80"),
        ("None", "1.60"),
    ]


def test_a_step_is_added_and_taken_away(page: RateCardsPage) -> None:
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 1), 2))
    page.add_step.click()
    added = page.grid.view.currentIndex().row()
    page.model.fill([(added, 2, "120"), (added, 3, "0.7")])
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 0), 2))
    page.remove.click()
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "storage") == [
        ("90", "0.55"),
        ("120", "0.7"),
        ("180", "0.80"),
        ("None", "1.60"),
    ]


def test_a_plain_price_becomes_steps(page: RateCardsPage) -> None:
    row = next(n for n, one in enumerate(page.model.rows) if one["id"] == "put_away")
    page.grid.view.setCurrentIndex(page.model.index(row, 3))
    page.add_step.click()
    page.model.fill([(at(page, "put_away", 0), 2, "100"), (at(page, "put_away", 1), 3, "0.5")])
    keep(page)
    assert kept_steps("DE-EXAMPLE-2026-OWN", "put_away") == [("100", "0.60"), ("None", "0.5")]


def test_a_step_that_does_not_grow_is_refused(page: RateCardsPage) -> None:
    page.model.fill([(at(page, "storage", 1), 2, "20")])
    keep(page)
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_a_least_charge_behind_a_step_is_told(page: RateCardsPage) -> None:
    page.model.fill([(at(page, "storage", 1), 4, "5")])
    keep(page)
    assert "DE-EXAMPLE-2026-OWN" not in Desk().prices.cards


def test_a_charge_that_is_taken_away_is_not_kept(page: RateCardsPage) -> None:
    page.grid.view.setCurrentIndex(page.model.index(at(page, "storage", 0) - 1, 2))
    page.remove.click()
    keep(page)
    assert "storage" not in {one.id for one in Desk().prices.cards["DE-EXAMPLE-2026-OWN"].charge}


def test_carrier_prices_and_surcharges_are_typed(page: RateCardsPage) -> None:
    page.show_cards("US-FBA-2026")
    row = next(n for n, one in enumerate(page.model.rows) if one["path"].endswith("table.0.rate"))
    page.model.fill([(row, 3, "9.99")])
    keep(page)
    card = Desk().prices.cards["US-FBA-2026-OWN"]
    key = page.model.rows[row]["id"]
    [charge] = [one for one in card.charge if one.id == key]
    assert str(charge.fees[0].table[0].rate) == "9.99"


def test_older_versions_can_be_looked_at(page: RateCardsPage) -> None:
    key = first_priced(page)
    for price in ("1.11", "2.22"):
        put(page, key, "rate", price)
        keep(page)
    assert page.version.count() == 2
    page.version.setCurrentIndex(1)
    page.version.activated.emit(1)
    row = next(one for one in page.model.rows if one["id"] == key)
    assert row["rate"] == "1.11"


def test_source_confidence_and_warnings_are_in_view(page: RateCardsPage) -> None:
    page.show_cards("US-CN3PL-2024")
    assert "可信度中" in page.about.facts.text()
    assert "euengery.com" in page.about.facts.text()
    assert "天" in page.about.warnings.text()


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_a_card_file_is_taken_in_the_window(page: RateCardsPage, company: Company, suffix: str, tmp_path: Path) -> None:
    head = {"card_id": "MY-1", "currency": "EUR", "as_of": "2026-11-20", "source": "offer"}
    charge = {"id": "u", "stage": "receiving", "basis": "unit", "rate": "2"}
    text = json.dumps({"card": head, "charge": [charge]})
    if suffix == ".toml":
        pairs = [[f'{name} = "{value}"' for name, value in part.items()] for part in (head, charge)]
        text = "\n".join(["[card]", *pairs[0], "[[charge]]", *pairs[1]]).replace('"2026-11-20"', "2026-11-20")
    file = tmp_path / f"card{suffix}"
    file.write_text(text, encoding="utf-8")
    page.import_from(file)
    company.bot.waitUntil(lambda: "MY-1" in company.session.desk.prices.cards, timeout=20_000)
    company.bot.waitUntil(lambda: str(page.choice.currentData()) == "MY-1", timeout=20_000)
