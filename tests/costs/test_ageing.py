"""When stock comes into a dearer step of the storage price, counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exporter_desk.costs.prices import Prices
from exporter_desk.costs.scenario import read_scenario
from exporter_desk.costs.study import study

if TYPE_CHECKING:
    from exporter_desk.costs.ageing import StepReached
    from exporter_desk.domain.json_value import Json, JsonObject

STEPS: list[Json] = [{"to": "30", "rate": "0"}, {"to": "60", "rate": "0.5"}, {"rate": "1"}]


def plan(lots: list[Json], per_day: str = "1", **storage: Json) -> JsonObject:
    """One article; sold from the day after it arrives; steps at 31 and 61 days."""
    charge: JsonObject = {"id": "st", "stage": "storage", "basis": "cbm_day", "tier_by": "age_days", "tiers": STEPS}
    head: JsonObject = {"card_id": "X", "currency": "USD", "as_of": "2026-11-20", "source": "offer"}
    card: JsonObject = {"card": head, "charge": [charge | storage]}
    return {"reporting": "USD", "skus": [{"id": "a", "cbm": "0.1"}], "lots": lots,
            "demand": {"per_day": per_day, "from": "2027-01-02"}, "cards": [card], "horizon": 200}  # fmt: skip


def reached(data: JsonObject) -> tuple[StepReached, ...]:
    scenario = read_scenario(data).scenario
    assert scenario is not None
    return study(scenario, day=date(2026, 11, 22), prices=Prices()).ageing


def test_the_next_steps_of_one_lot() -> None:
    """100 come in on 1 January (age 1); age 31 is 31 January, 30 are sold by its end; age 61 is 2 March, 60 sold."""
    found = reached(plan([{"arrive": "2027-01-01", "units": 100}]))
    assert [(one.day.isoformat(), one.units, one.age, one.rate) for one in found] == [
        ("2027-01-31", 70, 31, Decimal("0.5")),
        ("2027-03-02", 40, 61, Decimal(1)),
    ]


def test_in_the_morning_nothing_is_sold_yet() -> None:
    found = reached(plan([{"arrive": "2027-01-01", "units": 100}], snapshot="start_of_day"))
    assert [one.units for one in found] == [71, 41]


def test_a_lot_that_is_sold_in_time_reaches_no_step() -> None:
    assert reached(plan([{"arrive": "2027-01-01", "units": 100}], per_day="4")) == ()


def test_lots_of_one_day_are_counted_together_and_a_later_one_waits_for_the_first() -> None:
    """First in, first out: the second lot is untouched when it is 31 days old."""
    found = reached(plan([{"arrive": "2027-01-01", "units": 60}, {"arrive": "2027-01-11", "units": 50}]))
    assert [(one.day.isoformat(), one.units, one.age) for one in found] == [
        ("2027-01-31", 30, 31),
        ("2027-02-10", 50, 31),
        ("2027-03-12", 40, 61),
    ]


def test_a_step_that_costs_no_more_is_none() -> None:
    same: list[Json] = [{"to": "30", "rate": "0.5"}, {"to": "60", "rate": "0.5"}, {}]
    found = reached(plan([{"arrive": "2027-01-01", "units": 100}], tiers=same))
    assert [(one.age, one.rate) for one in found] == [(61, None)]


def test_a_card_that_looks_once_a_month_charges_on_that_day() -> None:
    """The step begins on 31 January, but only what lies there on 15 February is charged: 45 are sold by then."""
    found = reached(plan([{"arrive": "2027-01-01", "units": 100}], basis="cuft_snapshot", snapshot_day=15))
    assert [(one.day.isoformat(), one.units) for one in found][:1] == [("2027-02-15", 55)]
