"""Weights in the packing table: the decimals of a column are alike, what is edited stays as it was typed."""

from __future__ import annotations

import pytest

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.goods.goods import GoodsPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company


@pytest.fixture
def page(company: Company) -> GoodsPage:
    company.open("furniture", Step.GOODS)
    found = company.pages[Step.GOODS]
    assert isinstance(found, GoodsPage)
    return found


def column(page: GoodsPage, field: str) -> int:
    return next(at for at, one in enumerate(page.packing.model.columns) if one.field == field)


def weights(page: GoodsPage, field: str) -> list[str]:
    model, at = page.packing.model, column(page, field)
    return [model.index(row, at).data(CELL_ROLE).text for row in range(model.rowCount())]


def test_weights_of_a_column_have_the_same_decimals(page: GoodsPage) -> None:
    """Typed are 38, 14.6 and 13.5 kg gross, 34, 12.8 and 12 kg net."""
    assert weights(page, "gross_kg") == ["38.0", "14.6", "13.5"]
    assert weights(page, "net_kg") == ["34.0", "12.8", "12.0"]
    assert page.packing.model.index(0, column(page, "gross_kg")).data() == "38"


def test_the_most_exact_weight_sets_the_decimals(page: GoodsPage, company: Company) -> None:
    company.session.type_text("packages.p1.gross_kg", "38.125")
    company.settle(Step.GOODS)
    assert weights(page, "gross_kg") == ["38.125", "14.600", "13.500"]


def test_what_is_no_weight_stays_as_typed(page: GoodsPage, company: Company) -> None:
    company.session.type_text("packages.p1.gross_kg", "many")
    company.settle(Step.GOODS)
    assert weights(page, "gross_kg") == ["many", "14.6", "13.5"]
