"""Warehouse costs: the sample's figures, what is left out, an estimate begun on the page, routes that need none."""

from __future__ import annotations

import pytest

from exporter_desk.services.workflow import Step
from exporter_desk.ui.pages.costs import INPUTS, CostsPage
from exporter_desk.ui.widgets import CELL_ROLE
from tests.ui.pages.company import Company


def costs_page(company: Company, sample: str) -> CostsPage:
    company.open(sample, Step.COSTS)
    page = company.pages[Step.COSTS]
    assert isinstance(page, CostsPage)
    return page


def test_lines_end_in_the_sum_of_what_stands_above(company: Company) -> None:
    page = costs_page(company, "furniture")
    likely = [page.model.index(row, 3).data(CELL_ROLE).text for row in range(page.model.rowCount())]
    cents = [int(text.replace(",", "").replace(".", "")) for text in likely]
    assert sum(cents[:-1]) == cents[-1]
    assert page.total.range.text() == likely[-1]
    assert page.total.chip.text() == "估算"


def test_what_is_left_out_is_in_view(company: Company) -> None:
    page = costs_page(company, "furniture")
    assert "平台广告费" in page.left_out_text.text()
    assert page.left_out_card.isVisible()
    assert page.open_card.isVisible()
    assert "估算" in page.open_text.text()


def test_unknown_price_of_the_goods_leaves_no_total(company: Company) -> None:
    page = costs_page(company, "furniture")
    company.session.set_value("estimate.skus.0.cost", None)
    assert page.total.range.text() == "现在还不能算"
    last = page.model.index(page.model.rowCount() - 1, 3).data(CELL_ROLE)
    assert (last.text, last.state) == ("不能算", "unknown")
    assert page.open_text.text()


def test_route_without_warehouse_needs_no_estimate(company: Company) -> None:
    page = costs_page(company, "apparel")
    assert page.empty.isVisible()
    assert page.empty.paragraph.text() == "货物不经过海外仓，不用估算。"


def test_estimate_is_begun_with_a_card_and_a_few_inputs(company: Company) -> None:
    page = costs_page(company, "apparel")
    page.choose_view(INPUTS)
    page.inputs.card.setCurrentIndex(page.inputs.card.findData("DE-EXAMPLE-2026"))
    page.inputs.card.activated.emit(1)
    for name, text in {
        "lots.0.depart": "2026-12-12",
        "lots.0.arrive": "2027-01-20",
        "demand.sell_out_days": "90",
    }.items():
        page.inputs.editors[name].setText(text)
    page.inputs.editors["returns.rate"].setText("5")
    assert set(page.inputs.rates) == {"EUR", "USD"}
    page.inputs.rates["EUR"].editor.setProperty("text", "8.25")
    page.inputs.run.click()
    estimate = company.session.case.estimate
    assert estimate["cards"] == ["DE-EXAMPLE-2026"]
    assert estimate["lots"] == [{"depart": "2026-12-12", "arrive": "2027-01-20"}]
    assert estimate["demand"] == {"sell_out_days": 90}
    assert estimate["returns"] == {"rate": "0.05"}
    assert estimate["fx"] == {"EUR": "8.25"}
    assert page.result.isVisible()
    assert page.model.rowCount() > 1
    assert "EUR" not in page.total.range.text()


def test_unreadable_input_writes_nothing_and_says_why(company: Company) -> None:
    page = costs_page(company, "apparel")
    page.choose_view(INPUTS)
    page.inputs.editors["lots.0.arrive"].setText("明年")
    page.inputs.run.click()
    assert not company.session.case.estimate
    assert page.inputs.fields["lots.0.arrive"].message() == "请填日期，例如 2026-12-18。"


def test_chart_has_its_figures_in_words(company: Company) -> None:
    page = costs_page(company, "furniture")
    assert page.chart_card.isVisible()
    assert "27,335" in page.chart.accessibleDescription()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 560)])
def test_lines_are_not_cut_at_the_right(company: Company, size: tuple[int, int]) -> None:
    page = costs_page(company, "furniture")
    company.window.resize(*size)
    assert page.lines.mapTo(company.window, page.lines.rect().bottomRight()).x() < size[0]
