"""Storage by age and day: the published table of one 450-piece lot, two lots, pallets, months and cubic feet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.costs.charge import Tier
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import amounts, line, priced, prices

AT_END: JsonObject = {"when": "end"}


def tiers() -> list[Json]:
    card = prices().cards["US-CN3PL-2024"]
    storage = next(charge for charge in card.charge if charge.id == "storage")
    return [_tier(tier) for tier in storage.tiers]


def _tier(tier: Tier) -> JsonObject:
    rate: JsonObject = {"rate": str(tier.rate)}
    return rate if tier.to is None else rate | {"to": str(tier.to)}


def by_age(**more: Json) -> JsonObject:
    rates: JsonObject = {"tiers": tiers(), "tier_by": "age_days", "round": AT_END}
    return line("storage", "cbm_day", None, "USD", **(rates | more))


def plan(lines: list[JsonObject], **more: Json) -> JsonObject:
    base: JsonObject = {
        "reporting": "USD",
        "skus": [{"id": "t", "cbm": "0.1452", "units_per_pallet": 20}],
        "lots": [{"arrive": "2027-01-01", "units": 450}],
        "demand": {"per_day": "4"},
        "lines": list(lines),
    }
    return base | more


@pytest.mark.parametrize(
    ("per_day", "expected"), [("4", "1439.22"), ("3", "2812.89"), ("2", "6455.59"), ("1.5", "11915.84")]
)
def test_exact_storage_of_one_lot(per_day: str, expected: str) -> None:
    result = priced(plan([by_age()], demand={"per_day": per_day}))
    assert result.by_stage["storage"].value == Decimal(expected)


def test_two_half_lots_eight_weeks_apart() -> None:
    lots: list[Json] = [{"arrive": "2027-01-01", "units": 225}, {"arrive": "2027-02-26", "units": 225}]
    assert priced(plan([by_age()], lots=lots)).by_stage["storage"].value == Decimal("194.42")


def test_days_to_sell_out_spread_the_units_evenly() -> None:
    even = priced(plan([by_age()], demand={"sell_out_days": 225}))
    assert even.by_stage["storage"].value == Decimal("6455.59")


def test_the_day_of_arrival_counts_at_the_start_of_the_day() -> None:
    end = priced(plan([line("storage", "cbm_day", "1", "USD", round=AT_END)], demand={"per_day": "450"}))
    start = priced(
        plan([line("storage", "cbm_day", "1", "USD", round=AT_END, snapshot="start_of_day")], demand={"per_day": 450})
    )
    assert (end.total.value, start.total.value) == (Decimal("0.00"), Decimal("65.34"))


def test_a_volume_below_the_minimum_counts_as_the_minimum() -> None:
    flat = line("storage", "cbm_day", "1.25", "USD", qty_min="1", round=AT_END)
    result = priced(plan([flat], lots=[{"arrive": "2027-01-01", "units": 2}], demand={"per_day": 1}))
    assert result.total.value == Decimal("2.50")  # two days with stock in the morning, 1 m³ each


def test_pallets_are_started_ones() -> None:
    result = priced(plan([line("storage", "pallet_day", "3.50", "USD")], demand={"per_day": 200}))
    assert result.total.value == Decimal("56.00")  # 250 pieces are 13 pallets, 50 are 3: 16 × 3.50


def test_pallet_days_need_the_pieces_of_a_pallet() -> None:
    result = priced(plan([line("storage", "pallet_day", "3.50", "USD")], skus=[{"id": "t"}]))
    assert result.total.value is None


def test_cubic_feet_are_averaged_over_the_month() -> None:
    # 10 pieces of 1 cubic foot stay all January: 10 × 0.78, and half of February: 10 × 14/28 × 0.78.
    skus: list[Json] = [{"id": "t", "cbm": "0.028316846592"}]
    stay: JsonObject = {"per_day": 0}
    lots: list[Json] = [{"arrive": "2027-01-01", "units": 10}]
    result = priced(
        plan([line("storage", "cuft_month", "0.78", "USD")], skus=skus, demand=stay, lots=lots, horizon="2027-02-14")
    )
    assert amounts(result, "storage") == ["7.80 USD", "3.90 USD"]


def test_a_season_charges_only_its_months() -> None:
    season = line("storage", "cuft_month", "1", "USD", season={"months": [10, 11, 12]})
    result = priced(plan([season], demand={"per_day": 0}, horizon="2027-02-14"))
    assert result.total.value == Decimal(0)


def test_storage_needs_a_volume() -> None:
    for basis in ("cbm_day", "cuft_month"):
        result = priced(plan([line("storage", basis, "1", "USD")], skus=[{"id": "t"}]))
        assert result.lines[0].unknown is not None


def test_an_age_without_price_must_be_asked() -> None:
    short = by_age(tiers=[{"to": 30, "rate": "0"}, {}])
    result = priced(plan([short]))
    assert [entry.unknown.code for entry in result.lines if entry.unknown] == ["C23"]


def test_a_monthly_minimum_tops_up_what_the_month_reached() -> None:
    # January by hand: 450 × 0.10 of receiving, and 326 pieces of age 31 on its last night: 326 × 0.1452 × 0.50 = 23.67.
    floor = line("fixed", "month", None, "USD", minimum_spend="70.00", counts=["storage", "fulfilment", "receiving"])
    lines = [by_age(round={"when": "month"}), floor, line("receiving", "unit", "0.10", "USD")]
    result = priced(plan(lines, demand={"per_day": "4", "units_per_order": 1}))
    assert amounts(result, "fixed") == ["1.33 USD", "0.00 USD", "0.00 USD", "0.00 USD"]


def test_a_monthly_fee_counts_months_with_stock() -> None:
    assert priced(plan([line("fixed", "month", "50", "USD")])).total.value == Decimal(200)
