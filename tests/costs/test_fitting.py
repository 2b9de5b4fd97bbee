"""Entries of a price that its basis does not know are refused with their place; nothing is passed over."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.costs.scenario import read_scenario
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import amounts, line, priced

D = Decimal
STEPS: list[Json] = [{"to": 5, "rate": "0"}, {"rate": "1"}]
FUEL: JsonObject = {"id": "fuel", "pct": "10", "on": ["parcel"]}


def refused(entry: JsonObject) -> list[tuple[str, str]]:
    """Return code and place (below the line) of everything for which a line is refused."""
    reading = read_scenario({"reporting": "USD", "lines": [entry]})
    assert reading.scenario is None
    return [(one.code, one.places[0].removeprefix("estimate.lines.0").removeprefix(".")) for one in reading.findings]


@pytest.mark.parametrize(
    ("basis", "more", "expected"),
    [
        ("order", {"rate": "1", "per_sku": True}, [("C80", "per_sku")]),
        ("shipment", {"rate": "1", "surcharges": [FUEL]}, [("C80", "surcharges")]),
        ("kg", {"rate": "1", "fixed": "30"}, [("C80", "fixed")]),
        ("cuft_month", {"tiers": STEPS}, [("C80", "tiers")]),
        ("pct_of_goods", {"tiers": STEPS}, [("C80", "tiers")]),
        ("pct_of_sale", {"rate": "3", "qty_min": "1"}, [("C80", "qty_min")]),
        ("unit", {"rate": "1", "rate_times": "0.9"}, [("C80", "rate_times")]),
        ("unit", {"rate": "1", "recovered_after_days": 30}, [("C80", "recovered_after_days")]),
        ("unit", {"rate": "1", "kept": {"pct": "20"}}, [("C80", "kept")]),
        ("unit", {"rate": "1", "counts": ["storage"]}, [("C80", "counts")]),
        ("unit", {"tiers": [{"to": 5, "rate": "1", "per_unit": "2"}, {"rate": "1"}]}, [("C80", "tiers")]),
        ("parcel", {"table": [{"rate": "5"}], "quantity": "7"}, [("C80", "quantity")]),
        ("parcel", {"table": [{"rate": "5"}], "qty_min": "7"}, [("C80", "qty_min")]),
        ("month", {"minimum_spend": "50", "counts": ["storage"], "rate": "50"}, [("C17", "")]),
        ("unit", {"rate": "1", "tiers": STEPS}, [("C17", "")]),
        ("pct_of_stage", {"rate": "5"}, [("C13", "of")]),
        ("month", {"minimum_spend": "50"}, [("C13", "counts")]),
        ("shipment", {"tiers": STEPS, "tier_by": "unit_kg"}, [("C11", "tier_by")]),
        ("cbm_day", {"tiers": STEPS, "tier_by": "quantity"}, [("C11", "tier_by")]),
        ("pallet_day", {"tiers": STEPS, "tier_by": "unit_kg"}, [("C11", "tier_by")]),
        ("unit", {"tiers": STEPS, "tier_by": "age_days"}, [("C11", "tier_by")]),
        ("unit", {"tiers": STEPS, "tier_by": "unit_kg", "mode": "slab"}, [("C11", "mode")]),
        ("cbm", {"rate": "1", "density_kg_per_cbm": "333"}, [("C80", "density_kg_per_cbm")]),
        ("cbm", {"rate": "1", "divisor_cm_kg": "5000"}, [("C80", "divisor_cm_kg")]),
        ("cbm", {"rate": "1", "each": "piece"}, [("C80", "each")]),
        ("unit", {"rate": "1", "weight": {"step_kg": "1"}}, [("C80", "weight")]),
        ("parcel", {"rate": "1", "weight": {"step_kg": "1"}}, [("C80", "weight")]),
        ("unit", {"rate": "1", "zone": "A"}, [("C80", "zone")]),
        ("unit", {"rate": "1", "mode": "slab"}, [("C80", "mode")]),
        ("order", {"rate": "1", "tier_by": "quantity"}, [("C80", "tier_by")]),
        ("unit", {"rate": "1", "snapshot": "start_of_day"}, [("C80", "snapshot")]),
        ("unit", {"rate": "1", "first_day_age": 0}, [("C80", "first_day_age")]),
        ("cbm_day", {"rate": "1", "snapshot_day": 20}, [("C80", "snapshot_day")]),
        ("unit", {"rate": "1", "in_tax_base": True}, [("C80", "in_tax_base")]),
    ],
)
def test_an_entry_without_use_is_refused(basis: str, more: JsonObject, expected: list[tuple[str, str]]) -> None:
    head: JsonObject = {"stage": "fixed", "basis": basis, "currency": "USD"}
    assert refused(head | more) == expected


def test_a_premium_on_the_insured_value_adds_nothing_fixed() -> None:
    assert refused(line("insurance", "pct_of_cif", "0.1", "USD", fixed="5")) == [("C80", "fixed")]


@pytest.mark.parametrize(
    ("surcharges", "expected"),
    [
        ([{"id": "fuel", "pct": "10", "on": ["base"]}], [("C15", "surcharges.fuel.on")]),
        ([{"id": "fuel", "pct": "10", "on": ["fuel"]}], [("C15", "surcharges.fuel.on")]),
        (
            [{"id": "a", "pct": "1", "on": ["b"]}, {"id": "b", "pct": "1", "on": ["a"]}],
            [("C15", "surcharges.a.on"), ("C15", "surcharges.b.on")],
        ),
        ([{"id": "fuel", "pct": "10"}], [("C13", "surcharges.fuel.on")]),
        ([{"id": "fuel"}], [("C13", "surcharges.fuel.flat")]),
        ([{"id": "fuel", "flat": "-3"}], [("C12", "surcharges.fuel.flat")]),
    ],
)
def test_a_surcharge_of_something_that_is_not_there_is_refused(
    surcharges: list[Json], expected: list[tuple[str, str]]
) -> None:
    assert refused(line("last_mile", "parcel", None, "USD", table=[{"rate": "5"}], surcharges=surcharges)) == expected


GOODS: JsonObject = {
    "reporting": "USD",
    "skus": [{"id": "a", "units": 10, "cbm": "0.1", "units_per_pallet": 4, "price": "20"}],
    "lots": [{"arrive": "2027-01-01", "units": 10}],
    "demand": {"per_day": 1, "units_per_order": 1},
    "returns": {"rate": 0},
}


def test_a_plain_parcel_price_takes_its_surcharges() -> None:
    """5.00, house 2.00, fuel 10 % of both 0.70, peak 50 % of fuel 0.35 (named before fuel): 8.05 × 10."""
    listed: list[Json] = [
        {"id": "peak", "pct": "50", "on": ["fuel"]},
        {"id": "fuel", "pct": "10", "on": ["parcel", "house"]},
        {"id": "house", "flat": "2.00"},
    ]
    result = priced(GOODS | {"lines": [line("last_mile", "parcel", "5", "USD", surcharges=listed)]})
    assert amounts(result, "last_mile") == ["80.50 USD"]


def test_pallet_days_by_age() -> None:
    """9 8 7 … 1 0 left: pallets 3 2 2 2 2 | 1 1 1 1 0; free up to age 5, then 1.00: 4.00."""
    aged = line("storage", "pallet_day", None, "USD", tier_by="age_days", tiers=STEPS)
    assert amounts(priced(GOODS | {"lines": [aged]}), "storage") == ["4.00 USD"]


def test_the_older_of_two_ages_on_a_pallet_counts() -> None:
    """5 on the 1st, 5 on the 4th, 1 a day; free to age 2, then 1.00 a pallet of 4.

    Evenings of the old lot from age 3: 2 1 (3rd, 4th), of the new one from age 3 (6th): 4 3 2 1 0 → 2 + 4 pallets.
    """
    lots: list[Json] = [{"arrive": "2027-01-01", "units": 5}, {"arrive": "2027-01-04", "units": 5}]
    aged = line("storage", "pallet_day", None, "USD", tier_by="age_days", tiers=[{"to": 2, "rate": "0"}, {"rate": "1"}])
    assert amounts(priced(GOODS | {"lots": lots, "lines": [aged]}), "storage") == ["6.00 USD"]


def test_a_smallest_number_of_pallets_holds_each_day() -> None:
    """Pallets 3 2 2 2 2 1 1 1 1 and none on the last evening, at least 2 a day: 3 + 2 × 9 = 21."""
    least = line("storage", "pallet_day", "1", "USD", qty_min="2")
    assert amounts(priced(GOODS | {"lines": [least]}), "storage") == ["21.00 USD"]


def test_typed_cubic_metre_days_are_taken_as_they_are() -> None:
    assert amounts(
        priced(GOODS | {"lines": [line("storage", "cbm_day", "0.5", "USD", quantity="123")]}), "storage"
    ) == ["61.50 USD"]


def test_a_truck_counts_volume_by_density() -> None:
    """10 × 0.1 m³ at 333 kg = 333 kg against 50 kg actual: 333 × 2 = 666."""
    goods: JsonObject = {"skus": [{"id": "a", "units": 10, "cbm": "0.1", "gross_kg": "5"}]}
    charge = line("headhaul", "chargeable_kg", "2", "USD", density_kg_per_cbm="333")
    assert amounts(priced(GOODS | goods | {"lines": [charge]}), "headhaul") == ["666.00 USD"]


def test_a_fee_on_sales_by_steps_takes_the_whole_price_at_its_step() -> None:
    """A price of 20: step 10 % of all of it is 2.00, in slices 15 × 5 % + 5 × 10 % = 1.25; ten sold."""
    steps: list[Json] = [{"to": 15, "rate": "5"}, {"rate": "10"}]
    found = [
        amounts(
            priced(GOODS | {"lines": [line("platform", "pct_of_sale", None, "USD", tiers=steps, **mode)]}), "platform"
        )
        for mode in ({"mode": "step"}, {"mode": "slab"}, {})
    ]
    assert found == [["20.00 USD"], ["12.50 USD"], ["12.50 USD"]]
