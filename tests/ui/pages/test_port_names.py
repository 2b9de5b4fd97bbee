"""The English name of a port is asked for where a paper waits for it, goes with its port, and can be typed."""

from __future__ import annotations

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from tests.ui.pages.company import Company

NAME = "choices.dest_port_en"


def test_the_field_comes_with_a_port_that_has_no_english_name(company: Company) -> None:
    company.open("apparel", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    page.choose_view(DEAL)
    assert not page.deal.reveal_path(NAME)
    company.session.type_text("route.dest_port", "JPN072")  # 博多, of which the table has no English name
    company.bot.waitUntil(lambda: page.deal.reveal_path(NAME), timeout=20_000)
    company.session.type_text(NAME, "HAKATA")
    company.settle(Step.GOODS)
    assert page.deal.reveal_path(NAME)
    assert page.deal.reveal_path("route.dest_port")  # where the cursor is when another port is typed
    company.session.type_text("route.dest_port", "USA264")
    assert company.session.case.choice("dest_port_en") is None
    company.bot.waitUntil(lambda: not page.deal.reveal_path(NAME), timeout=20_000)
