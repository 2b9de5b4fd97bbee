"""The further inputs of an estimate, typed as a person does: groups that open, entries, refusals, answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exporter_desk.services.workflow import Step
from exporter_desk.ui.i18n import Language
from exporter_desk.ui.pages.costs.costs import INPUTS, LINES
from tests.ui.pages.company import Company
from tests.ui.pages.plan_typing import (
    answers,
    choose,
    computed,
    costs_page,
    entries,
    estimate,
    field,
    line_at,
    opened,
    type_all,
    type_into,
    typed,
)


def test_groups_are_closed_and_say_what_they_answer(company: Company) -> None:
    page = costs_page(company, "furniture")
    heads = page.inputs.groups.heads
    assert not any(head.is_open or head.part.isVisible() for head in heads.values())
    assert heads["lot_size"].words.text() == "一批发多少件，每件最便宜？填几个想比较的批量。"
    assert heads["cash"].count.text() == "已填 1 项"
    assert heads["direct"].count.text() == ""


def test_best_lot_is_answered_once_candidates_are_typed(company: Company) -> None:
    page = costs_page(company, "furniture")
    assert answers(company, page)["best_lot"] == "没有填，不知道"
    page.choose_view(INPUTS)
    opened(page, "lot_size")
    typed(page, "lot_size.candidates", "48 96 144")
    estimate(company, page)
    assert company.session.case.estimate["lot_size"] == {"candidates": [48, 96, 144]}
    assert page.views.selected() == LINES
    assert answers(company, page)["best_lot"] in {"48", "96", "144"}


def test_break_even_against_direct_sale(company: Company) -> None:
    """A piece earns 300 − 180 = 120 by the warehouse and 200 − 150 = 50 directly: 7,050 ÷ 70 is 100.7, so 101."""
    page = costs_page(company, "furniture")
    texts = {
        "price": "200 CNY", "cost": "150", "fixed": "7050 CNY", "warehouse_price": "300", "warehouse_cost": "180 cny",
    }  # fmt: skip
    type_all(page, "direct", texts, "direct.")
    estimate(company, page)
    assert answers(company, page)["break_even_units"] == "101"


def test_blank_takes_the_value_out_again(company: Company) -> None:
    page = costs_page(company, "furniture")
    opened(page, "cash")
    typed(page, "receivable_days", "")
    typed(page, "refund_after_days", "60")
    estimate(company, page)
    assert "receivable_days" not in company.session.case.estimate
    assert company.session.case.estimate["refund_after_days"] == 60
    page.choose_view(INPUTS)
    typed(page, "refund_after_days", "")
    estimate(company, page)
    assert "refund_after_days" not in company.session.case.estimate


def test_typing_is_one_step_that_can_be_undone(company: Company) -> None:
    page = costs_page(company, "furniture")
    before = dict(company.session.case.estimate)
    opened(page, "cash")
    typed(page, "refund_after_days", "60")
    typed(page, "receivable_days", "30")
    estimate(company, page)
    company.session.undo()
    assert dict(company.session.case.estimate) == before


@pytest.mark.parametrize(
    ("group", "place", "text", "told"),
    [
        ("cash", "refund_after_days", "两个月", "请填整数，例如 90。"),
        ("lot_size", "lot_size.candidates", "240;x", "请填整数，中间用空格或逗号分开，例如 240 300 360。"),
        ("direct", "direct.price", "95 DOLLARS", "请填金额和币种，例如 62 USD；不写币种就是结果的币种。"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field(
    company: Company, group: str, place: str, text: str, told: str
) -> None:
    page = costs_page(company, "furniture")
    before = dict(company.session.case.estimate)
    opened(page, group)
    wrong = field(page, place)
    assert wrong.line is not None
    wrong.line.setText(text)
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    assert wrong.message() == told
    assert wrong.line.text() == text
    assert wrong.line.hasFocus()
    assert page.views.selected() == INPUTS
    assert dict(company.session.case.estimate) == before


def test_what_the_plan_refuses_is_told_at_the_field(company: Company) -> None:
    """The pace of sales stands in the sample already: days to sell out beside it say the same twice."""
    page = costs_page(company, "furniture")
    before = dict(company.session.case.estimate)
    type_into(page.inputs.editors["demand.sell_out_days"], "90")
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    assert page.inputs.fields["demand.sell_out_days"].is_wrong()
    assert page.inputs.fields["demand.sell_out_days"].message()
    assert dict(company.session.case.estimate) == before


def test_a_refusal_is_told_where_one_can_see_it(company: Company) -> None:
    """With the group open too: the first entry's days to sell out stand among the first inputs, not in the group."""
    page = costs_page(company, "furniture")
    opened(page, "demand")
    type_into(page.inputs.editors["demand.sell_out_days"], "90")
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    assert page.inputs.fields["demand.sell_out_days"].is_wrong()
    opened(page, "lots")
    type_into(page.inputs.editors["demand.sell_out_days"], "")
    type_into(page.inputs.editors["lots.0.arrive"], "2026-12-01")
    QTest.mouseClick(page.inputs.run, Qt.MouseButton.LeftButton)
    told = [one for one in page.inputs.fields.values() if one.is_wrong()]
    assert told == [page.inputs.fields["lots.0.depart"]]


def test_lots_are_added_and_taken_away(company: Company) -> None:
    page = costs_page(company, "furniture")
    lots = entries(page, "lots")
    typed(page, "lots.0.units", "48")
    QTest.mouseClick(lots.add, Qt.MouseButton.LeftButton)
    choose(field(page, "lots.1.sku").box, "set")
    for key, text in {"depart": "2027-02-01", "arrive": "2027-03-15", "units": "48"}.items():
        typed(page, f"lots.1.{key}", text)
    estimate(company, page)
    first = {"sku": "set", "depart": "2026-12-18", "arrive": "2027-01-30", "units": 48}
    second = {"sku": "set", "depart": "2027-02-01", "arrive": "2027-03-15", "units": 48}
    assert company.session.case.estimate["lots"] == [first, second]
    page.choose_view(INPUTS)
    assert page.inputs.groups.heads["lots"].count.text() == "已填 2 项"
    QTest.mouseClick(lots.cards[1].remove, Qt.MouseButton.LeftButton)
    estimate(company, page)
    assert company.session.case.estimate["lots"] == [first]


def test_months_and_unmet_demand(company: Company) -> None:
    page = costs_page(company, "furniture")
    opened(page, "demand")
    assert line_at(page, "demand.0.factors.4").text() == "1.1"
    typed(page, "demand.0.factors.7", "1.3")
    typed(page, "demand.0.factors.2", "")
    choose(field(page, "demand.0.unmet").box, "backorder")
    estimate(company, page)
    demand = company.session.case.estimate["demand"]
    assert isinstance(demand, dict)
    assert demand["unmet"] == "backorder"
    assert demand["factors"] == {"3": "1", "4": "1.1", "5": "1.1", "6": "0.9", "7": "1.3"}


def test_fields_that_make_no_sense_with_a_choice_are_not_shown(company: Company) -> None:
    page = costs_page(company, "furniture")
    opened(page, "risks")
    assert field(page, "risks.0.sigma").isHidden()
    choose(field(page, "risks.0.shape").box, "lognormal")
    assert field(page, "risks.0.sigma").isVisible()
    assert field(page, "risks.0.low").isHidden()


def test_groups_speak_the_language_of_the_window(company: Company, language: Language) -> None:
    page = costs_page(company, "furniture")
    opened(page, "lots")
    language.set("en")
    company.settle(Step.COSTS)
    for head in page.inputs.groups.heads.values():
        said = f"{head.button.text()} {head.words.text()} {head.count.text()}"
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in said)
    assert field(page, "lots.0.units").label.text() == "Pieces"


def test_what_was_typed_stays_until_it_is_taken_and_leaves_with_the_shipment(company: Company) -> None:
    page = costs_page(company, "furniture")
    opened(page, "cash")
    typed(page, "refund_after_days", "60")
    company.session.set_value("estimate.capital_pct", "7")
    computed(company, page)
    assert field(page, "refund_after_days").is_changed()
    page = costs_page(company, "apparel")
    assert not field(page, "refund_after_days").is_changed()
    assert not company.session.case.estimate


def test_shares_are_shown_in_percent_and_kept_as_fractions(company: Company) -> None:
    """0.6 is shown as 60 and 75 is kept as 0.75."""
    page = costs_page(company, "furniture")
    opened(page, "returns")
    assert line_at(page, "returns.resale").text() == "60"
    typed(page, "returns.resale", "75")
    estimate(company, page)
    returns = company.session.case.estimate["returns"]
    assert isinstance(returns, dict)
    assert Decimal(str(returns["resale"])) == Decimal("0.75")
