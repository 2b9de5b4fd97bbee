"""Exchange rates in the window: nothing is asked before the button is pressed; stopped and failed, nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exporter_desk.services.estimates.fx_rates import ADDRESS, fx_file
from exporter_desk.ui.pages.costs.exchange_rates import ExchangeRates
from exporter_desk.ui.pages.costs.rate_cards import EXCHANGE, RateCardsPage
from tests.support.rate_server import Bank, bank
from tests.ui.pages.company import Company

pytestmark = pytest.mark.localhost


@pytest.fixture
def rates(company: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExchangeRates]:
    monkeypatch.setenv("NO_PROXY", "*")
    company.session.desk.forget_cards()
    company.window.navigate("rates", None)
    page = company.window.findChild(RateCardsPage)
    assert page is not None
    page.choose_view(EXCHANGE)
    company.bot.waitUntil(page.exchange.isVisible, timeout=20_000)
    yield page.exchange
    company.session.desk.forget_cards()


def settled(company: Company) -> None:
    company.bot.waitUntil(lambda: not company.window.tasks.running(), timeout=20_000)


def test_the_address_stands_there_before_anything_is_asked(company: Company, rates: ExchangeRates) -> None:
    with bank() as address:
        assert rates.address.text() == ADDRESS
        rates.address.setText(f"{address}/good")
        rates.show_rates()
        company.window.navigate("rates", None)
        assert Bank.asked == []


def test_fetched_rates_are_shown_with_their_day(company: Company, rates: ExchangeRates) -> None:
    with bank() as address:
        rates.address.setText(f"{address}/good")
        rates.fetch.click()
        assert rates.stop.isVisible()
        assert not rates.fetch.isEnabled()
        settled(company)
        assert Bank.asked == ["good"]
    assert fx_file().exists()
    assert rates.fetch.isEnabled()
    assert not rates.stop.isVisible()


@pytest.mark.parametrize("kind", ["missing", "html", "moved"])
def test_a_failure_is_said_plainly_and_changes_nothing(company: Company, rates: ExchangeRates, kind: str) -> None:
    before = rates.intro.text()
    with bank() as address:
        rates.address.setText(f"{address}/{kind}")
        rates.fetch.click()
        settled(company)
    assert not fx_file().exists()
    assert "原来的汇率没有动" in company.window.banner.text.text()
    assert rates.intro.text() == before
    assert rates.fetch.isEnabled()


def test_who_stops_changes_nothing(company: Company, rates: ExchangeRates) -> None:
    with bank() as address:
        rates.address.setText(f"{address}/late")
        rates.fetch.click()
        company.bot.waitUntil(lambda: Bank.asked == ["late"], timeout=20_000)
        rates.stop.click()
        Bank.released.set()
        settled(company)
    assert not fx_file().exists()
    assert rates.state.text() == "已停下，原来的汇率没有动"


def test_an_address_that_is_not_allowed_is_not_asked(company: Company, rates: ExchangeRates) -> None:
    rates.address.setText("http://example.org/rates.xml")
    rates.fetch.click()
    settled(company)
    assert not fx_file().exists()
    assert "https" in company.window.banner.text.text()
