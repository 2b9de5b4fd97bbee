"""What the owner's page says beyond the lines: dearer storage, how old prices are, what nobody typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study
from exporter_desk.documents.dossier import AnswersView
from exporter_desk.services.desk import Desk
from exporter_desk.services.estimates.answers import answers_view

DESK = Desk()
DAY = date(2026, 11, 22)


def answers(**more: Any) -> AnswersView:  # noqa: ANN401  # the blocks of a plan are any JSON
    """100 pieces of 0.1 cbm arrive on 1 January and sell one a day; a card that charges storage from 31 days on."""
    tiers = [{"to": "30", "rate": "0"}, {"rate": "0.5"}]
    charge = {"id": "st", "stage": "storage", "basis": "cbm_day", "tier_by": "age_days", "tiers": tiers}
    head = {"card_id": "X", "provider": "某仓", "version": "1", "currency": "CNY", "as_of": "2026-11-20", "source": "o"}
    data: dict[str, Any] = {
        "reporting": "CNY", "skus": [{"id": "a", "cbm": "0.1", "units": 100}],
        "lots": [{"arrive": "2027-01-01", "units": 100}], "demand": {"per_day": "1", "from": "2027-01-02"},
        "cards": [{"card": head, "charge": [charge]}], "horizon": 200,
    } | more  # fmt: skip
    scenario = read_scenario(data).scenario
    assert scenario is not None
    return answers_view(
        scenario, study(scenario, day=DAY, prices=DESK.prices), DESK.cost_texts, "zh", DESK.foreign_texts
    )


def figure(found: AnswersView, key: str) -> list[tuple[str, str]]:
    return [(one.name.zh, one.text.zh) for one in found.figures if one.figure == key]


def test_the_next_dearer_step_is_named_with_day_and_pieces() -> None:
    """Thirty are sold by the end of 31 January, the 31st day."""
    assert figure(answers(), "step") == [
        ("库龄到 31 天，仓储单价", "2027-01-31 起 70 件，0 → 0.5 CNY/立方米·天"),
    ]


def test_what_nobody_typed_is_not_known() -> None:
    found = answers()
    assert figure(found, "best_lot") == [("每批发多少最省", "没有填，不知道")]
    assert figure(found, "break_even_units") == [("多少件起海外仓比直发划算", "没有填，不知道")]
    assert {"step", "best_lot", "break_even_units", "storage_share", "lost"} <= {
        one.figure for one in found.figures if one.main
    }


def test_cards_typed_prices_and_exchange_rates_say_how_old_they_are() -> None:
    lines = [
        {
            "stage": "fixed",
            "charge_id": "a",
            "basis": "shipment",
            "rate": "5",
            "currency": "CNY",
            "as_of": "2026-11-01",
        },
        {
            "stage": "fixed",
            "charge_id": "b",
            "basis": "shipment",
            "rate": "5",
            "currency": "USD",
            "as_of": "2026-11-20",
        },
        {"stage": "fixed", "charge_id": "c", "basis": "shipment", "rate": "5", "currency": "CNY"},
    ]
    told = [one.zh for one in answers(lines=lines, fx={"USD": "7"}).prices]
    assert told == [
        "某仓 1，价格日期 2026-11-20",
        "自己填的价格，日期 2026-11-01 … 2026-11-20",
        "自己填的价格，1 项未写报价日期",
        "汇率：自己填的",
    ]


def test_without_typed_rates_the_source_of_the_exchange_rates_is_named_in_chinese() -> None:
    line = {
        "stage": "fixed",
        "charge_id": "b",
        "basis": "shipment",
        "rate": "5",
        "currency": "USD",
        "as_of": "2026-11-20",
    }
    assert any(one.zh.startswith("汇率：欧洲央行") for one in answers(lines=[line]).prices)


def test_movers_are_sorted_by_how_far_the_total_goes() -> None:
    """Freight of 1,000 may move by half, duty does not: 500 is the farthest."""
    line = {"stage": "headhaul", "charge_id": "sea", "basis": "shipment", "rate": "1000", "currency": "CNY"}
    found = answers(lines=[line], swings=[{"factor": "freight", "low_pct": "-50", "high_pct": "20"}])
    assert [(one.name.zh, str(one.amount), one.usual) for one in found.movers][:1] == [
        ("头程运费 −50 % … +20 %", "500.00", False)
    ]


def test_a_refund_without_a_day_stands_beside_the_cash_and_the_day() -> None:
    """500.00 out on the first day, nothing sold for money: the refund of 65.00 would come on a day nobody typed."""
    lines = [{"stage": "headhaul", "charge_id": "s", "basis": "shipment", "rate": "500", "currency": "CNY"}]
    found = answers(lines=lines, cards=[], refund={"amount": "65", "currency": "CNY"})
    assert [text for _, text in figure(found, "peak")] == ["500.00；不含退税 65.00"]
    assert [text for _, text in figure(found, "back_on")] == ["不知道，没填退税到账日"]


def test_amounts_in_yen_have_no_decimals() -> None:
    """100 x 901 are sold for 90,100; 100 x 333 less the refund of 4,201 are 29,099."""
    found = answers(
        reporting="JPY",
        skus=[{"id": "a", "units": 100, "cost": {"amount": "333", "currency": "JPY"}}],
        refund={"amount": "4201", "currency": "JPY"},
        returns={"rate": 0},
        price="901",
        cards=[],
    )
    shown = {one.figure: one.text.zh for one in found.figures}
    assert (shown["revenue"], shown["total"], shown["profit"]) == ("90,100", "29,099", "61,001")
    assert (shown["margin_pct"], shown["peak"]) == ("67.70", "33,300；不含退税 4,201")
