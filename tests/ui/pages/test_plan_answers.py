"""Plans typed in the window give the figures of the worked examples; what waits offers the field it waits for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.ui.pages.costs.costs import ANSWERS, COMPARE, INPUTS, LINES, CostsPage
from tests.costs.support import scenario_json
from tests.ui.pages.company import Company
from tests.ui.pages.plan_typing import (
    answers,
    choose,
    computed,
    costs_page,
    entries,
    estimate,
    field,
    named,
    opened,
    type_all,
    type_into,
    typed,
)


def plain(page: CostsPage, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        type_into(page.inputs.editors[name], text)


def choose_card(page: CostsPage, key: str) -> None:
    """The first card is chosen from the list of the form; further wishes stand in its group."""
    box = page.inputs.card
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def rate(page: CostsPage, code: str, text: str) -> None:
    editor = page.inputs.rates[code].editor
    editor.setFocus()
    QTest.keyClicks(editor, text)


LOT_PRICES = {
    "240": "13.5651",
    "300": "12.1884",
    "360": "11.7192",
    "420": "11.8410",
    "450": "12.0790",
    "600": "14.3282",
}


def test_lot_sizes_of_the_paper(company: Company) -> None:
    """Fixed 2,600 USD, 104 USD a piece, 12 % a year, 35 days on the way, 4 a day, 0.1452 m³: 360 is the cheapest."""
    page = costs_page(company)
    choose_card(page, "US-CN3PL-2024")
    plain(page, {"reporting": "USD", "capital_pct": "12", "lots.0.depart": "2026-12-14", "lots.0.arrive": "2027-01-18"})
    opened(page, "skus")
    field(page, "skus.0.id").box.setEditText("table")
    type_all(page, "skus", {"cbm": "0.1452", "units": "450"}, "skus.0.")
    type_all(page, "demand", {"per_day": "4"}, "demand.0.")
    texts = {"candidates": " ".join(LOT_PRICES), "fixed": "2600 USD", "unit_cost": "104 USD", "transit_days": "35"}
    type_all(page, "lot_size", texts, "lot_size.")
    estimate(company, page)
    assert answers(company, page)["best_lot"] == "360"
    assert named(page, "lot_of") == {f"每批 {size} 件，每件摊到": price for size, price in LOT_PRICES.items()}


@pytest.fixture
def tables(company: Company) -> CostsPage:
    """Worked example B: its charges stand there, everything else is typed."""
    page = costs_page(company)
    lines = scenario_json("tables_us")["lines"]
    company.session.set_value("estimate.lines", lines)
    computed(company, page)
    page.choose_view(INPUTS)
    first = {
        "reporting": "CNY", "lots.0.depart": "2026-12-20", "lots.0.arrive": "2027-01-18", "returns.rate": "6",
        "returns.delay_days": "14", "capital_pct": "8", "price.amount": "199", "price.currency": "USD",
    }  # fmt: skip
    plain(page, first)
    rate(page, "USD", "7.10")
    opened(page, "skus")
    field(page, "skus.0.id").box.setEditText("table")
    article = {
        "units": "450", "size_cm": "110×60×22", "gross_kg": "24", "cost": "474.60 CNY", "vat_pct": "13",
        "refund_pct": "13", "declared": "62 USD", "units_per_carton": "1",
    }  # fmt: skip
    type_all(page, "skus", article, "skus.0.")
    type_all(page, "lots", {"units": "450"}, "lots.0.")
    months = {"1": "0.8", "2": "0.8", "3": "1", "4": "1.1", "5": "1.2", "6": "1"}
    sales = {"per_day": "4", "units_per_order": "1", **{f"factors.{month}": text for month, text in months.items()}}
    type_all(page, "demand", sales, "demand.0.")
    type_all(page, "returns", {"returns.resale": "0"})
    type_all(page, "cash", {"receivable_days": "14"})
    type_all(page, "counts", {"counts.container": "1", "facts.container": "40", "facts.loading": "floor"})
    entry = {"destination": "us", "hs": "9403609990", "day": "2027-01-14", "currency": "USD"}
    type_all(page, "duty", entry, "duty.")
    opened(page, "cards")
    choose(field(page, "cards.0.card_id").box, "US-CN3PL-2024")
    typed(page, "cards.0.only", "storage unload_40ft")
    estimate(company, page)
    return page


def test_example_b_typed_in_the_window_gives_its_totals(company: Company, tables: CostsPage) -> None:
    """602,521.95 of costs, 780.2452 landed to shelf, a loss of 4,865.25, sold out on 13 May 2027."""
    answer_duty(company, tables)
    found = answers(company, tables)
    assert found["total"] == "602,521.95"
    assert found["landed_per_unit"] == "780.2452"
    assert found["profit"] == "-4,865.25"
    assert found["stock_out"] == "2027-05-13"


def answer_duty(company: Company, page: CostsPage) -> None:
    """Kitchen cabinets: no; by sea: yes."""
    for name, wanted in (("kitchen_cabinet", False), ("ocean", True)):
        page.choose_view(INPUTS)
        if name in page.inputs.questions:
            box = page.inputs.questions[name].editor
            choose(box, wanted)  # type: ignore[arg-type]  # questions have a list each
            estimate(company, page)


def test_refund_day_moves_the_cash_curve(company: Company) -> None:
    """19,930.56 are back 60 days after 18 December: money is back no later, and the note that it is unknown is gone."""
    page = costs_page(company, "furniture")
    before = answers(company, page)
    assert before["peak"].endswith("不含退税 19,930.56")
    offered = page.answers.offers.buttons["refund_after_days"]
    assert offered.isVisible()
    QTest.mouseClick(offered, Qt.MouseButton.LeftButton)
    assert page.views.selected() == INPUTS
    line = field(page, "refund_after_days").line
    assert line is not None
    assert line.hasFocus()
    QTest.keyClicks(line, "60")
    estimate(company, page)
    after = answers(company, page)
    assert "退税" not in after["peak"]
    assert after["back_on"] <= before["back_on"][:10]
    assert not page.answers.offers.buttons["refund_after_days"].isVisible()


def test_the_field_is_offered_beside_the_headline(company: Company) -> None:
    page = costs_page(company, "furniture")
    answers(company, page)
    page.choose_view(LINES)
    assert page.offers.buttons["refund_after_days"].isVisible()
    QTest.mouseClick(page.offers.buttons["refund_after_days"], Qt.MouseButton.LeftButton)
    assert page.inputs.groups.heads["cash"].is_open


def test_reorder_point_refund_benefit_and_shocks(company: Company) -> None:
    """0.8 a day × 60 days + 1.65 × 2 × √60 (7.746) = 48 + 25.56, so 74; 19,930.56 × 6 % × 90 ÷ 365 = 294.86."""
    page = costs_page(company, "furniture")
    type_all(page, "reorder", {"lead_days": "60", "sigma_per_day": "2", "z": "1.65"}, "reorder.")
    type_all(page, "cash", {"refund_advanced_days": "90"})
    estimate(company, page)
    found = answers(company, page)
    assert found["reorder_point"] == "74（其中备用 26）"
    assert found["refund_benefit"] == "294.86"
    assert "汇率 −10 %，利润" in named(page, "shock")
    assert page.views.selected() == ANSWERS


def test_a_shock_of_ones_own_stands_in_the_tornado(company: Company) -> None:
    page = costs_page(company, "furniture")
    opened(page, "swings")
    choose(field(page, "swings.0.factor").box, "fx.EUR")
    type_all(page, "swings", {"low_pct": "-20", "high_pct": "20"}, "swings.0.")
    estimate(company, page)
    assert company.session.case.estimate["swings"] == [{"factor": "fx.EUR", "low_pct": "-20", "high_pct": "20"}]
    answers(company, page)
    studied = page.answers.studied
    assert studied is not None
    tornado = studied.study.tornado
    assert isinstance(tornado, tuple)
    assert any(one.swing.factor == "fx.EUR" and not one.usual for one in tornado)


def test_an_event_takes_a_name_and_is_taken_away_again(company: Company) -> None:
    page = costs_page(company, "furniture")
    events = entries(page, "events")
    type_all(page, "events", {"id": "exam", "probability": "5", "cost": "900 USD"}, "events.0.")
    estimate(company, page)
    exam = {"id": "exam", "probability": "0.05", "cost": {"amount": "900", "currency": "USD"}}
    assert company.session.case.estimate["events"] == [exam]
    page.choose_view(INPUTS)
    QTest.mouseClick(events.cards[0].remove, Qt.MouseButton.LeftButton)
    estimate(company, page)
    assert "events" not in company.session.case.estimate


def test_scenarios_are_priced_side_by_side(company: Company) -> None:
    """A scenario with a lower price earns what the plan itself earns at that price."""
    page = costs_page(company, "furniture")
    page.choose_view(COMPARE)
    assert page.compare.scenarios.offers.buttons["variants"].isVisible()
    QTest.mouseClick(page.compare.scenarios.offers.buttons["variants"], Qt.MouseButton.LeftButton)
    type_all(page, "variants", {"id": "cheap", "changes.price.amount": "799"}, "variants.0.")
    estimate(company, page)
    low = {"id": "cheap", "changes": {"price.amount": "799"}}
    assert company.session.case.estimate["variants"] == [low]
    page.choose_view(COMPARE)
    company.bot.waitUntil(lambda: page.compare.scenarios.model.rowCount() == 2, timeout=20_000)
    rows = [[page.compare.scenarios.model.index(row, at).data() for at in range(3)] for row in range(2)]
    assert [row[0] for row in rows] == ["原计划", "cheap"]
    assert rows[0][1] == "179,441.49"
    company.session.set_value("estimate.price.amount", "799")
    computed(company, page)
    assert answers(company, page)["profit"] == rows[1][1]


def test_scenarios_that_cannot_be_priced_say_why(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise UserFacingError("S20", "磁盘满了。", "The disk is full.")

    monkeypatch.setattr("exporter_desk.ui.pages.costs.cost_scenarios.scenario_table", refused)
    page = costs_page(company, "furniture")
    page.choose_view(COMPARE)
    QTest.mouseClick(page.compare.scenarios.offers.buttons["variants"], Qt.MouseButton.LeftButton)
    type_all(page, "variants", {"id": "cheap", "changes.price.amount": "799"}, "variants.0.")
    estimate(company, page)
    page.choose_view(COMPARE)
    banner = company.window.messages._banner
    company.bot.waitUntil(lambda: banner.text.text() == "磁盘满了。", timeout=20_000)
    assert not page.compare.scenarios.table.isVisible()


def test_a_scenario_that_cannot_be_is_refused_at_its_field(company: Company) -> None:
    page = costs_page(company, "furniture")
    texts = {"id": "low", "changes.returns.rate": "12", "changes.demand.sell_out_days": "90"}
    type_all(page, "variants", texts, "variants.0.")
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    assert "variants" not in company.session.case.estimate
    assert field(page, "variants.0.changes.demand.sell_out_days").is_wrong()


def test_draws_and_seed_are_typed(company: Company) -> None:
    page = costs_page(company, "furniture")
    answers(company, page)
    form = page.answers.draws
    type_into(form.runs, "10")
    QTest.mouseClick(page.answers.simulate, Qt.MouseButton.LeftButton)
    assert form.wrong.text() == "模拟次数请填 100 到 200000 的整数。"
    assert form.runs.text() == "10"
    type_into(form.runs, "200")
    type_into(form.seed, "7")
    QTest.mouseClick(page.answers.simulate, Qt.MouseButton.LeftButton)
    company.bot.waitUntil(lambda: page.answers.is_current() and "p50" in _keys(page), timeout=20_000)
    assert page.answers.studied is not None
    risks = page.answers.studied.study.risks
    assert (risks.runs, risks.seed) == (200, 7)  # type: ignore[union-attr]  # the figure P50 is there, so they are


def _keys(page: CostsPage) -> set[str]:
    return set() if page.answers.shown is None else {one.figure for one in page.answers.shown.figures}
