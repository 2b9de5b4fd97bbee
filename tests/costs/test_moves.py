"""One factor moved at a time: spans of the example of the paper, and moves against a plan typed that way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.costs.decisions import profit_of
from exporter_desk.costs.estimate import prepare
from exporter_desk.costs.moves import Move, moved, swing_moves
from exporter_desk.costs.scenario import Scenario
from exporter_desk.costs.sheet import Sheet
from exporter_desk.domain.finding import Finding
from exporter_desk.domain.json_value import JsonObject
from tests.costs.support import DAY, line, priced, prices, scenario_json, scenario_of

# Goods 420 CNY, 450 units, 199 USD, declared 62 USD, freight 5,500, duty 37.5 %, last mile 45.88, returns 6 %,
# referral 15 % of all sales, 7.10 CNY to the dollar, nothing else.
SIMPLE: JsonObject = {
    "reporting": "CNY",
    "fx": {"USD": "7.10"},
    "skus": [{"id": "t", "units": 450, "cost": "420", "declared": {"amount": "62", "currency": "USD"}}],
    "lots": [{"depart": "2026-12-20", "arrive": "2027-01-18"}],
    "demand": {"per_day": 4},
    "returns": {"rate": "0.06", "delay_days": 14},
    "lines": [
        line("headhaul", "shipment", "5500", "USD"),
        line("last_mile", "unit", "45.88", "USD"),
        line("platform", "pct_of_sale", "15", "USD"),
    ],
    "duty": {"currency": "USD", "basis": "FOB", "total_pct": "37.5"},
    "price": {"amount": "199", "currency": "USD"},
}


def profit(data: JsonObject, move: Move) -> Decimal:
    scenario = scenario_of(data)
    run, _ = prepare(scenario, day=DAY, prices=prices())
    sheet = moved(run, run.sheet(scenario), move)
    assert isinstance(sheet, Sheet)
    found = profit_of(sheet)
    assert isinstance(found, Decimal)
    return found


def test_the_plan_without_a_move() -> None:
    assert priced(SIMPLE).decisions.profit.value == Decimal("53365.60")


@pytest.mark.parametrize(
    ("factor", "ends", "span"),
    [
        ("price", ("-10", "10"), "100457.19"),
        ("freight", ("-50", "50"), "39050.00"),
        ("goods", ("-10", "10"), "37800.00"),
        ("last_mile", ("-10", "10"), "29317.32"),
        ("fx", ("-5", "5"), "24236.55"),  # the example adds 24,236.56 before rounding each line
        ("fx.USD", ("-5", "5"), "24236.55"),
    ],
)
def test_spans_by_percent(factor: str, ends: tuple[str, str], span: str) -> None:
    low, high = swing_moves(factor, Decimal(ends[0]), Decimal(ends[1]), None, None)
    assert abs(profit(SIMPLE, high) - profit(SIMPLE, low)) == Decimal(span)


def test_the_span_of_duty() -> None:
    low, high = swing_moves("duty", None, None, Decimal(25), Decimal(50))
    assert profit(SIMPLE, low) - profit(SIMPLE, high) == Decimal("49522.50")


def test_the_span_of_returns_counts_whole_units() -> None:
    # 3 % of 450 are 13 units, 12 % are 54: 41 × 199 × 7.10
    low, high = swing_moves("returns", None, None, Decimal("0.03"), Decimal("0.12"))
    assert profit(SIMPLE, low) - profit(SIMPLE, high) == Decimal("57928.90")


@pytest.mark.parametrize(
    ("move", "typed"),
    [
        (Move("price", by_pct=Decimal(10)), {"price": {"amount": "218.90", "currency": "USD"}}),
        (Move("returns", to=Decimal("0.1")), {"returns": {"rate": "0.1", "delay_days": 14}}),
        (Move("demand", by_pct=Decimal(-50)), {"demand": {"per_day": 2}}),
        (Move("transit", to=Decimal(10)), {"lots": [{"depart": "2026-12-20", "arrive": "2027-01-28"}]}),
        (Move("decay", to=Decimal("0.001")), {"decay_per_day": "0.001"}),
        (Move("fx", by_pct=Decimal(10)), {"fx": {"USD": "7.81"}}),
    ],
)
def test_a_move_is_the_plan_typed_that_way(move: Move, typed: JsonObject) -> None:
    assert profit(SIMPLE, move) == priced(SIMPLE | typed).decisions.profit.value


def test_freight_enters_the_value_by_cif() -> None:
    data = scenario_json("shirts_de")
    lines = data["lines"]
    assert isinstance(lines, list)
    dearer = [
        entry | {"rate": str(Decimal(str(entry["rate"])) * 2)}
        if isinstance(entry, dict) and entry["stage"] == "headhaul"
        else entry
        for entry in lines
    ]
    by_hand = priced(data | {"lines": dearer}).decisions.profit.value
    assert profit(data, Move("freight", by_pct=Decimal(100))) == by_hand


def test_a_factor_that_the_plan_has_not_says_what_is_missing() -> None:
    scenario: Scenario = replace(scenario_of(SIMPLE), price=None)
    run, _ = prepare(scenario, day=DAY, prices=prices())
    found = moved(run, run.sheet(scenario), Move("price", by_pct=Decimal(10)))
    assert isinstance(found, Finding)
    assert found.places == ("estimate.price",)
