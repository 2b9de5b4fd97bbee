"""Answers beyond the costs: tornado, shocks, cash, lot sizes, reorder point, direct sale, refund, the shortcut."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.costs.cash import CashCurve, last_day
from exporter_desk.costs.direct import DirectStudy
from exporter_desk.costs.estimate import prepare
from exporter_desk.costs.lot_sizes import LotStudy, ReorderPoint
from exporter_desk.costs.study import Study, study
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import DAY, line, prices, scenario_json, scenario_of
from tests.costs.test_moves import SIMPLE

LOTS: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "t", "units": 450, "cbm": "0.1452"}],
    "lots": [{"depart": "2026-12-01", "arrive": "2027-01-05"}],
    "demand": {"per_day": 4},
    "returns": {"rate": 0},
    "cards": [{"card_id": "US-CN3PL-2024", "only": ["storage"]}],
    "capital_pct": "12",
}
TINY: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 4, "cost": "10"}],
    "lots": [{"depart": "2026-12-22", "arrive": "2027-01-01"}],
    "demand": {"per_day": 2},
    "returns": {"rate": "0.25", "delay_days": 5},
    "lines": [line("drayage", "shipment", "8", "USD"), line("last_mile", "unit", "3", "USD")],
    "price": "30",
    "receivable_days": 10,
}


def studied(data: JsonObject, **more: Json) -> Study:
    return study(scenario_of(data | more), day=DAY, prices=prices())


def test_the_tornado_is_sorted_and_names_rules_of_thumb() -> None:
    found = studied(SIMPLE, swings=[{"factor": "duty", "low": "25", "high": "50"}]).tornado
    assert isinstance(found, tuple)
    assert [result.span for result in found] == sorted((result.span for result in found), reverse=True)
    by_factor = {result.swing.factor: result for result in found}
    assert by_factor["price"].span == Decimal("100457.19")
    assert (by_factor["duty"].span, by_factor["duty"].usual) == (Decimal("49522.50"), False)
    assert by_factor["price"].usual


def test_shocks_of_currency_and_freight() -> None:
    shocks = {(shock.factor, shock.by_pct): shock.change for shock in studied(SIMPLE).shocks}
    assert shocks["freight", Decimal(100)] == Decimal("-39050.00")
    # 657,422.37 − 189,000 − 42,955 − 81,712.13 − 161,245.26 − 104,907.83 − 53,365.60
    assert shocks["fx", Decimal(10)] == Decimal("24236.55")


def test_without_a_price_there_is_no_tornado() -> None:
    data = {key: value for key, value in SIMPLE.items() if key != "price"}
    found = studied(data)
    assert isinstance(found.tornado, Finding)
    assert found.shocks == ()


def test_a_month_ends_with_its_last_simulated_day_of_any_article() -> None:
    lots: list[Json] = [{"sku": "a", "arrive": "2027-01-20"}, {"sku": "b", "arrive": "2027-02-10"}]
    skus: list[Json] = [{"id": "a", "units": 4, "cost": "10"}, {"id": "b", "units": 4, "cost": "10"}]
    demand: list[Json] = [{"sku": "a", "per_day": 2}, {"sku": "b", "per_day": 2}]
    scenario = scenario_of(TINY | {"skus": skus, "lots": lots, "demand": demand, "horizon": 35})
    sheet = prepare(scenario, day=DAY, prices=prices())[0].sheet(scenario)
    assert last_day(sheet, "2027-01") == date(2027, 1, 31)
    assert last_day(sheet, "2027-02") == last_day(sheet) == date(2027, 2, 23)  # the thirty-fifth day


def test_cash_goes_out_first_and_comes_back_later() -> None:
    # −40 on leaving; −8 on arrival; −6 a day for two days; 2 × 30 each ten days later; −30 on the day of return
    curve = studied(TINY).cash
    assert isinstance(curve, CashCurve)
    rows = dict(zip(curve.days, curve.balances, strict=True))
    assert rows == {
        date(2026, 12, 22): Decimal(-40),
        date(2027, 1, 1): Decimal(-54),
        date(2027, 1, 2): Decimal(-60),
        date(2027, 1, 7): Decimal(-90),
        date(2027, 1, 11): Decimal(-30),
        date(2027, 1, 12): Decimal(30),
    }
    assert (curve.peak, curve.peak_day, curve.back_on) == (Decimal(90), date(2027, 1, 7), date(2027, 1, 12))


@pytest.mark.parametrize("name", ["tables_us", "oranges_my", "shirts_de"])
def test_cash_ends_with_the_profit_before_interest_and_open_refunds(name: str) -> None:
    found = studied(scenario_json(name))
    assert isinstance(found.cash, CashCurve)
    lines = found.estimate.lines
    left_out = [one for one in lines if one.stage in {"capital", "refund"} or one.recoverable]
    interest = sum((one.amount_reporting or Decimal(0) for one in left_out), Decimal(0))
    assert found.cash.balances[-1] - interest == found.estimate.decisions.profit.value


def test_a_refund_with_its_waiting_time_is_in_the_curve() -> None:
    curve = studied(scenario_json("tables_us"), refund_after_days=60).cash
    assert isinstance(curve, CashCurve)
    assert curve.without == ()
    assert date(2027, 2, 18) in curve.days  # sixty days after 20 December


def test_lot_sizes_of_the_paper() -> None:
    wanted: JsonObject = {
        "candidates": [240, 300, 360, 420, 450, 600], "fixed": "2600", "unit_cost": "104", "transit_days": 35,
    }  # fmt: skip
    found = studied(LOTS, lot_size=wanted).lots
    assert isinstance(found, LotStudy)
    expected = ["13.5651", "12.1884", "11.7192", "11.8410", "12.0790", "14.3282"]
    assert [str(cost.per_unit) for cost in found.costs] == expected
    assert found.best == 360


def test_lot_sizes_take_what_the_estimate_knows() -> None:
    found = studied(scenario_json("tables_us"), lot_size={"candidates": [225, 450]}).lots
    assert isinstance(found, LotStudy)
    # whole shipments and containers: 6200 + 600 + 1480 + 39050 + 4828 + 5538 + 450 × 7.10
    assert found.fixed == Decimal("60891.00")
    assert found.transit_days == 29


def test_two_smaller_lots_are_stored_cheaper() -> None:
    lots: list[Json] = [
        {"depart": "2026-12-01", "arrive": "2027-01-05", "units": 225},
        {"depart": "2027-01-26", "arrive": "2027-03-02", "units": 225},
    ]
    storage = studied(LOTS, lots=lots).shortcut
    assert storage is not None
    assert storage.exact == Decimal("194.43")  # 194.42 rounded once, not month by month


@pytest.mark.parametrize(
    ("per_day", "shortcut", "error"),
    [("4", "1355.81", "-5.8"), ("3", "1960.20", "-30.3"), ("2", "3185.33", "-50.7"), ("1.5", "4410.45", "-63.0")],
)
def test_the_average_inventory_shortcut_misses(per_day: str, shortcut: str, error: str) -> None:
    found = studied(LOTS, demand={"per_day": per_day}).shortcut
    assert found is not None
    assert (found.shortcut, found.error_pct) == (Decimal(shortcut), Decimal(error))


def test_the_reorder_point() -> None:
    # 4 × 45 = 180 and 1.65 × 1.5 × √45 = 16.6
    found = studied(LOTS, reorder={"lead_days": 45, "sigma_per_day": "1.5", "z": "1.65"}).reorder
    assert found == ReorderPoint(units=197, reserve=17)


@pytest.mark.parametrize(
    ("block", "units", "never"),
    [
        # (60 − 35) − (40 − 25) = 10; 1,005 ÷ 10 → 101
        ({"price": "40", "cost": "25", "fixed": "1005", "warehouse_price": "60", "warehouse_cost": "35"}, 101, False),
        ({"price": "40", "cost": "25", "fixed": "1000", "warehouse_price": "60", "warehouse_cost": "45"}, None, True),
    ],
)
def test_break_even_against_direct_sale(block: JsonObject, units: int | None, never: bool) -> None:
    found = studied(LOTS, direct=block).direct
    assert isinstance(found, DirectStudy)
    assert (found.units, found.never) == (units, never)


def test_waiting_for_the_money_costs_interest() -> None:
    block: JsonObject = {
        "price": "40", "cost": "25", "fixed": "1000", "warehouse_price": "60", "warehouse_cost": "35",
        "paid_after_days": 30, "warehouse_paid_after_days": 120,
    }  # fmt: skip
    found = studied(LOTS, direct=block).direct
    assert isinstance(found, DirectStudy)
    # 40 × 30/365 × 12 % = 0.3945; 60 × 120/365 × 12 % = 2.3671
    assert (found.direct, found.warehouse) == (Decimal("14.6055"), Decimal("22.6329"))


def test_refund_at_risk_and_the_gain_of_an_early_one() -> None:
    found = studied(scenario_json("oranges_my"), refund_advanced_days=90).refund
    assert found is not None
    # 25 spoiled, 25 rejected of 1,260; 8,505 × 6 % × 90/365
    assert (found.units_at_risk, found.at_risk, found.benefit) == (50, Decimal("337.50"), Decimal("125.83"))


def test_months_to_sell_out() -> None:
    assert studied(scenario_json("tables_us")).months_to_sell_out == Decimal("3.8")  # 116 days


def test_many_articles_are_swung_only_on_request() -> None:
    skus: list[Json] = [{"id": f"s{n}", "units": 1, "cost": "1"} for n in range(201)]
    demand: list[Json] = [{"sku": f"s{n}", "per_day": 1} for n in range(201)]
    data: JsonObject = {
        "reporting": "USD", "skus": skus, "demand": demand, "price": "2", "returns": {"rate": 0},
        "lots": [{"depart": "2026-12-01", "arrive": "2027-01-01"}],
    }  # fmt: skip
    found = studied(data).tornado
    assert isinstance(found, Finding)
    assert found.code == "C57"
    assert isinstance(studied(data, swings=[{"factor": "price", "low_pct": "-5", "high_pct": "5"}]).tornado, tuple)
