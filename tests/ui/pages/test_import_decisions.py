"""The deal form asks what only the files to import need, by the export mode, and jumps land there."""

from __future__ import annotations

import pytest

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.goods.goods import DEAL, GoodsPage
from tests.ui.pages.company import Company


def asked(page: GoodsPage) -> set[str]:
    return {field.path.removeprefix("choices.") for field in page.deal.files.fields}


@pytest.mark.parametrize(
    ("sample", "there", "not_there"),
    [("furniture", "platform_code", "hs"), ("navel-orange", "dec_version", "platform_code")],
)
def test_fields_follow_the_mode(company: Company, sample: str, there: str, not_there: str) -> None:
    company.open(sample, Step.GOODS)
    page = company.pages[Step.GOODS]
    assert isinstance(page, GoodsPage)
    page.choose_view(DEAL)
    assert there in asked(page)
    assert not_there not in asked(page)
    company.session.type_text("choices.declare_customs", "4003")
    assert company.session.case.choice("declare_customs") == "4003"
    assert page.deal.reveal_path("choices.declare_customs")
