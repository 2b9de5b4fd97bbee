"""Shares of something else, carrier tables, refunds and the other charges that need a second look."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporter_desk.costs.estimate import Estimate
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import amounts, charge, codes, line, priced, scenario_json

GOODS: JsonObject = {
    "reporting": "USD",
    "skus": [
        {"id": "a", "units": 10, "cost": "50", "declared": "40", "size_cm": ["100", "50", "20"], "gross_kg": "12"}
    ],
    "lots": [{"arrive": "2027-01-01", "depart": "2026-12-01"}],
    "demand": {"per_day": 10, "units_per_order": 1},
    "returns": {"rate": "0.2", "delay_days": 2},
    "price": "250",
}


def sale(*lines: Json, **more: Json) -> Estimate:
    return priced(GOODS | {"lines": list(lines)} | more)


def test_a_share_of_goods_and_of_stages_takes_the_rounded_base() -> None:
    # goods 10 × 50 = 500; 1.5 % = 7.50; stage: 7.50 × 33 % = 2.475 → 2.48
    result = sale(
        line("value_added", "pct_of_goods", "1.5", "USD"),
        line("fixed", "pct_of_stage", "33", "USD", of=["value_added"]),
    )
    assert (charge(result, "pct_of_goods"), charge(result, "pct_of_stage")) == (Decimal("7.50"), Decimal("2.48"))


def test_a_share_of_cif_other_than_insurance_includes_the_premium() -> None:
    freight, premium = line("headhaul", "shipment", "100", "USD"), line("insurance", "shipment", "5", "USD")
    assert charge(sale(freight, premium, line("fixed", "pct_of_cif", "10", "USD")), "pct_of_cif") == Decimal("50.50")


def test_a_share_of_the_customs_value() -> None:
    duty: JsonObject = {"basis": "FOB", "layers": [{"id": "x", "rate_pct": "0"}]}
    assert (
        charge(
            sale(line("destination", "pct_of_customs_value", "1", "USD", min="9"), duty=duty), "pct_of_customs_value"
        )
        == 9
    )


@pytest.mark.parametrize("basis", ["pct_of_goods", "pct_of_cif", "pct_of_customs_value", "pct_of_tax_base"])
def test_a_share_of_the_unknown_is_unknown(basis: str) -> None:
    stage = "insurance" if basis == "pct_of_cif" else "import_tax" if basis == "pct_of_tax_base" else "fixed"
    result = priced({"reporting": "USD", "lines": [line(stage, basis, "1", "USD")]})
    assert result.total.value is None


def test_graduated_commission_and_fixed_fee_per_order() -> None:
    # 15 % of 200 + 10 % of 50 = 35.00 a sale; 2.9 % of 250 + 0.30 = 7.55 a sale
    tiers: list[Json] = [{"to": 200, "rate": "15"}, {"rate": "10"}]
    result = sale(
        line("platform", "pct_of_sale", None, "USD", tiers=tiers, mode="slab"),
        line("payment", "pct_of_sale", "2.9", "USD", fixed="0.30"),
    )
    assert (amounts(result, "platform"), amounts(result, "payment")) == (["350.00 USD"], ["75.50 USD"])


def test_a_commission_kept_without_upper_limit() -> None:
    result = sale(line("platform", "pct_of_sale", "10", "USD", kept={"pct": "20"}))
    assert amounts(result, "platform") == ["210.00 USD"]  # 10 × 25 − 2 × (25 − 5)


def test_a_commission_whose_slabs_end_must_be_asked() -> None:
    result = sale(line("platform", "pct_of_sale", None, "USD", tiers=[{"to": 200, "rate": "15"}, {}]))
    assert amounts(result, "platform") == ["None USD"]


@pytest.mark.parametrize("gone", ["price", "demand"])
def test_sales_that_are_not_known(gone: str) -> None:
    data = {key: value for key, value in GOODS.items() if key != gone}
    assert priced(data | {"lines": [line("platform", "pct_of_sale", "10", "USD")]}).total.value is None


def test_sales_in_a_currency_without_rate() -> None:
    result = sale(line("platform", "pct_of_sale", "10", "USD"), price={"amount": "9", "currency": "VND"})
    assert amounts(result, "platform") == ["None USD"]
    assert result.decisions.revenue.value is None


def table(**more: Json) -> JsonObject:
    weight: JsonObject = {"divisor_cm_kg": 5000, "step_kg": "0.5"}
    bands: list[Json] = [{"to_kg": "10", "zone": {"A": "4"}}, {"to_kg": "30", "zone": {"A": "9", "B": "11"}}]
    return line("last_mile", "parcel", None, "USD", weight=weight, table=bands) | more


def test_a_carrier_table_by_zone_and_volume_weight() -> None:
    assert amounts(sale(table(zone="A")), "last_mile") == ["90.00 USD"]  # 100×50×20÷5000 = 20 kg
    assert amounts(sale(table(zone="B")), "last_mile") == ["110.00 USD"]


def test_actual_weight_when_the_table_says_so() -> None:
    assert amounts(sale(table(zone="A", weight={"mode": "actual", "divisor_cm_kg": 1})), "last_mile") == ["90.00 USD"]


@pytest.mark.parametrize(("zone", "code"), [(None, "C43"), ("C", "C23")])
def test_a_zone_without_price_must_be_asked(zone: Json, code: str) -> None:
    result = sale(table(zone=zone))
    assert [found.unknown.code for found in result.lines if found.unknown] == [code]


def test_the_zone_may_be_a_fact_of_the_plan() -> None:
    assert amounts(sale(table(), facts={"zone": "B"}), "last_mile") == ["110.00 USD"]


def test_a_weight_between_the_table_and_the_price_above_it_must_be_asked() -> None:
    gap = table(zone="A", weight={"divisor_cm_kg": 2500, "step_kg": 1}, over={"above_kg": 50, "per_kg": "0.5"})
    assert amounts(sale(gap), "last_mile") == ["None USD"]


def test_above_the_table_each_kilogram_costs_extra_or_must_be_asked() -> None:
    heavy: JsonObject = {"divisor_cm_kg": 2500, "step_kg": 1}  # 40 kg
    assert amounts(sale(table(zone="A", weight=heavy, over={"above_kg": 30, "per_kg": "0.5"})), "last_mile") == [
        "140.00 USD"
    ]
    assert amounts(sale(table(zone="A", weight=heavy)), "last_mile") == ["None USD"]
    assert amounts(sale(table(zone="A", weight=heavy, over={"above_lb": 30})), "last_mile") == ["None USD"]


def test_a_surcharge_for_large_pieces_is_not_due_on_small_ones() -> None:
    big: JsonObject = {"id": "big", "flat": "7", "if": {"longest_cm_gt": 120}}
    assert amounts(sale(table(zone="A", surcharges=[big])), "last_mile") == ["90.00 USD"]


def test_a_parcel_needs_size_weight_and_sales() -> None:
    small: list[Json] = [{"id": "a", "units": 10}]
    assert amounts(sale(table(zone="A"), skus=small), "last_mile") == ["None USD"]
    assert amounts(priced({"reporting": "USD", "skus": small, "lines": [table()]}), "last_mile") == ["None USD"]


def test_a_refund_that_was_stated_wins_over_the_formula() -> None:
    result = priced(scenario_json("tables_us") | {"refund": {"amount": "20000", "currency": "CNY"}})
    assert amounts(result, "refund") == ["-20000.00 CNY"]


def test_a_traders_refund_needs_cost_and_tax_rate() -> None:
    skus: list[Json] = [{"id": "a", "units": 1, "refund_pct": "13"}, {"id": "b", "refund_pct": "13"}]
    assert amounts(priced({"reporting": "CNY", "skus": skus}), "refund") == ["None CNY", "None CNY"]


@pytest.mark.parametrize(("gone", "amount"), [("receivable_days", "2.55 USD"), ("depart", "0.58 USD")])
def test_financing_leaves_out_time_that_nobody_stated_and_says_so(gone: str, amount: str) -> None:
    # 50 × 10 × 31 × 6 % ÷ 365 = 2.55 in transit alone; 50 × 7 × 10 × 6 % ÷ 365 = 0.58 waiting alone
    data = GOODS | {"capital_pct": "6", "receivable_days": 7}
    if gone == "depart":
        data["lots"] = [{"arrive": "2027-01-01"}]
    else:
        del data[gone]
    result = priced(data)
    assert amounts(result, "capital") == [amount]
    assert "C59" in codes(result)
    assert next(entry for entry in result.lines if entry.stage == "capital").estimated


def test_financing_of_goods_in_transit_and_waiting_for_money() -> None:
    # 500 ÷ 10 = 50 a piece; transit 10 × 31, none on hand at night, 7 × 10 waiting: 50 × 380 × 6 % ÷ 365 = 3.12
    assert amounts(sale(capital_pct="6", receivable_days=7), "capital") == ["3.12 USD"]


def test_goods_without_units_are_unknown() -> None:
    result = priced({"reporting": "USD", "skus": [{"id": "a", "cost": "5"}], "capital_pct": "6"})
    assert amounts(result, "goods") == ["None USD"]
    assert result.landed.value is None


def test_stock_left_and_returns_open_are_said() -> None:
    result = priced(GOODS | {"demand": {"per_day": 1, "units_per_order": 1}, "horizon": 5})
    found = next(finding for finding in result.findings if finding.code == "C50")
    assert (found.values["units"], found.variant) == ("5", "")


def test_stock_that_is_never_sold_has_no_storage_and_no_total() -> None:
    storage = line("storage", "cbm_day", "1", "USD")
    result = priced(GOODS | {"demand": {"per_day": 0}, "lines": [storage]})
    assert [finding.variant for finding in result.findings if finding.code == "C50"] == ["endless"]
    assert result.total.value is None


def test_nothing_sold_earns_nothing() -> None:
    result = priced(GOODS | {"demand": {"per_day": 0}, "horizon": 5, "price": "9"})
    assert (result.decisions.revenue.value, result.decisions.profit.value) == (0, -(result.total.value or 0))
    assert result.decisions.margin_pct.value is None


def test_units_that_do_not_match_their_lots_and_returns_not_stated() -> None:
    data = {key: value for key, value in GOODS.items() if key != "returns"}
    found = {finding.code for finding in priced(data | {"lots": [{"arrive": "2027-01-01", "units": 9}]}).findings}
    assert {"C54", "C55"} <= found


def test_one_piece_an_order_is_an_assumption_that_is_asked() -> None:
    result = sale(line("fulfilment", "order", "1", "USD"), demand={"per_day": 10})
    assert "C52" in {finding.code for finding in result.findings}
