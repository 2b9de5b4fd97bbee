"""The ground for receipts in another currency is asked for where there are such, and the check jumps to it."""

from __future__ import annotations

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from tests.ui.pages.company import Company

GROUND = "choices.receipt_currency"


def receipt(company: Company, currency: str) -> None:
    key = company.session.add_item("tax.receipts")
    company.session.type_text(f"tax.receipts.{key}.amount", "500")
    company.session.type_text(f"tax.receipts.{key}.currency", currency)


def test_the_field_comes_with_the_receipt_and_stays_with_its_answer(company: Company) -> None:
    company.open("apparel", Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    page.choose_view(DEAL)
    assert not page.deal.reveal_path(GROUND)
    receipt(company, "EUR")
    company.bot.waitUntil(lambda: page.deal.reveal_path(GROUND), timeout=20_000)
    told = [one for one in company.session.analysis().findings if one.code == "X3"]
    assert [(str(one.severity), GROUND in one.places) for one in told] == [("error", True)]
    company.session.type_text(GROUND, "2026-11-01 补充协议")
    company.settle(Step.GOODS)
    assert "X3" not in {one.code for one in company.session.analysis().findings}
    assert page.deal.reveal_path(GROUND)
