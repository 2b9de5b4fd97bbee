"""Duty layers by day and destination, the antidumping stop, and rates that must be asked or confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.costs.charge import CONFIDENCES
from exporter_desk.costs.duties import DutyTable, read_table
from exporter_desk.costs.estimate import Estimate
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import amounts, charge, codes, line, priced, prices

SEA: JsonObject = {"ocean": True, "kitchen_cabinet": False, "informal_entry": False}


def entry(hs: str, destination: str = "US", day: str = "2026-11-22", value: str = "10000", **more: Json) -> Estimate:
    currency = {"US": "USD", "JP": "JPY"}.get(destination, "EUR")
    duty: JsonObject = {"value": value, "currency": currency, "hs": hs, "destination": destination, "day": day}
    return priced({"reporting": currency, "duty": duty | {"conditions": SEA} | more})


def layers(result: Estimate) -> dict[str, Decimal | None]:
    return {found.charge_id: found.amount for found in result.lines if found.stage == "duty" and not found.limit}


def rate(result: Estimate) -> Decimal:
    """Return the duty layers without entry fees, as a percentage of 10 000."""
    fees = {"mpf", "hmf"}
    return sum((amount or Decimal(0) for name, amount in layers(result).items() if name not in fees), Decimal(0)) / 100


def test_a_real_entry_layer_by_layer() -> None:
    stack: list[Json] = [
        {"id": "301", "rate_pct": "25"},
        {"id": "9903.05.90", "rate_pct": "0"},
        {"id": "232", "rate_pct": "50"},
        {"id": "7326.90.8688", "rate_pct": "2.9"},
    ]
    duty: JsonObject = {"value": "14172.00", "layers": stack}
    result = priced({"reporting": "USD", "duty": duty})
    assert amounts(result, "duty") == ["3543.00 USD", "0.00 USD", "7086.00 USD", "410.99 USD"]
    assert result.total.value == Decimal("11039.99")


@pytest.mark.parametrize(
    ("value", "mpf", "limit"),
    [
        ("9981.00", "34.58", "min"),
        ("9982.68", "34.58", ""),
        ("193666.28", "670.86", ""),
        ("193700", "670.86", "max"),
    ],
)
def test_merchandise_processing_fee(value: str, mpf: str, limit: str) -> None:
    found = next(one for one in entry("9403609990", value=value).lines if one.charge_id == "mpf")
    assert (found.amount, found.limit) == (Decimal(mpf), limit)


def test_harbor_fee_is_rounded_half_up() -> None:
    assert charge(entry("9403609990", value="9981"), "hmf") == Decimal("12.48")


def test_fee_of_the_fiscal_year_before() -> None:
    found = next(one for one in entry("9403609990", day="2026-09-30", value="1000").lines if one.charge_id == "mpf")
    assert found.amount == Decimal("33.58")


@pytest.mark.parametrize(
    ("hs", "day", "expected"),
    [
        ("9403609990", "2026-11-22", "37.5"),
        ("6109100000", "2026-11-22", "36.5"),
        ("9401614011", "2026-11-22", "50"),
        ("9401614011", "2027-01-01", "55"),
        ("9403609990", "2026-07-23", "35"),
        ("9403609990", "2026-07-24", "37.5"),
        ("6109100000", "2026-02-24", "34"),
    ],
)
def test_layers_of_the_united_states_by_day(hs: str, day: str, expected: str) -> None:
    assert rate(entry(hs, day=day)) == Decimal(expected)


@pytest.mark.parametrize(("day", "expected"), [("2026-12-31", "50"), ("2027-01-01", "75")])
def test_kitchen_cabinets_pay_another_layer(day: str, expected: str) -> None:
    result = entry("9403608093", day=day, conditions={"kitchen_cabinet": True, "ocean": True})
    assert rate(result) == Decimal(expected)
    assert ("C34" in codes(result)) is (day >= "2027")


def test_an_open_question_is_asked_and_no_answer_is_taken_for_granted() -> None:
    result = entry("9403609990", conditions={})
    assert {finding.variant for finding in result.findings if finding.code == "C33"} == {"kitchen_cabinet", "ocean"}
    waiting = {one.charge_id: (str(one.low), str(one.high)) for one in result.lines if one.amount is None}
    assert waiting == {
        "s301_forced_labour": ("0.00", "1250.00"),
        "s232_wood": ("0.00", "2500.00"),
        "hmf": ("0.00", "12.50"),
    }
    assert layers(result)["s301_list3"] == Decimal("2500.00")
    total = result.total
    # 37.5 % + MPF 34.64 without HMF, and 50 % + 34.64 + 12.50 with it
    assert (total.value, total.low, total.high) == (None, Decimal("3784.64"), Decimal("5047.14"))
    assert total.reason is not None
    assert total.reason.code == "C33"


def test_a_range_of_prices_widens_the_range_of_answers() -> None:
    freight = line("drayage", "shipment", {"low": "10", "likely": "20", "high": "40"}, "USD")
    duty: JsonObject = {"value": "10000", "currency": "USD", "hs": "9403609990", "destination": "US"}
    conditions: JsonObject = {"ocean": False}
    data: JsonObject = {"reporting": "USD", "duty": duty | {"conditions": conditions}, "lines": [freight]}
    total = priced(data).total
    assert (total.value, total.low, total.high) == (None, Decimal("3794.64"), Decimal("5074.64"))


def test_bedroom_furniture_stops_until_the_exporters_rate_is_known() -> None:
    result = entry("9403501000")
    stop = next(finding for finding in result.findings if finding.code == "C30")
    assert (stop.severity, stop.values["rate"], stop.values["order"]) == ("error", "216.01", "A-570-890")
    assert result.total.value is None
    assert amounts(result, "duty")[0] == "None USD"


def test_typed_layers_do_not_get_around_the_antidumping_stop() -> None:
    result = entry("9403501000", layers=[{"id": "base", "rate_pct": "0"}])
    assert "C30" in codes(result)
    assert result.total.value is None


def test_with_the_exporters_own_rate_the_estimate_goes_on() -> None:
    result = entry("9403501000", antidumping_pct="41.75")
    assert layers(result)["antidumping"] == Decimal("4175.00")
    assert rate(result) == Decimal("79.25")


def test_before_the_table_begins_there_is_no_rate() -> None:
    result = entry("9403609990", day="2026-02-23")
    assert (result.total.value, "C32" in codes(result)) == (None, True)


@pytest.mark.parametrize(("hs", "destination"), [("9999999999", "US"), ("9403609990", "XX"), ("94", "US"), ("", "US")])
def test_an_unknown_lane_has_no_rate(hs: str, destination: str) -> None:
    assert entry(hs, destination).total.value is None


def test_a_rate_to_be_asked_is_not_nought() -> None:
    result = entry("9403609990", "RU")
    found = next(finding for finding in result.findings if finding.code == "C32")
    assert (found.variant, result.total.value) == ("ask", None)


def test_a_preference_needs_its_certificate() -> None:
    assert entry("0805100000", "MY").total.value is None
    assert layers(entry("0805100000", "MY", preference="ACFTA")) == {"preference": Decimal("0.00")}


def test_a_preference_that_the_table_lacks_changes_nothing_and_is_told() -> None:
    result = entry("9403609990", "AE", preference="ACFTA")
    assert (rate(result), "C78" in codes(result)) == (Decimal(5), True)
    assert "C78" not in codes(entry("9403609990", "VN", preference="ACFTA"))


@pytest.mark.parametrize("slip", [{"without": ["s301_forced_labor"]}, {"conditions": {"kitchen_cabinets": True}}])
def test_a_name_that_the_table_does_not_know_is_an_error(slip: JsonObject) -> None:
    found = [one for one in entry("6109100000", **slip).findings if one.code == "C15"]
    assert [one.severity for one in found] == ["error"]


def test_rates_without_source_ask_for_confirmation() -> None:
    assert "C31" in codes(entry("9403609990", "SA"))
    recalled = entry("6109100000", "DE")  # 12 % is recalled, no source was opened: the label of the row is not enough
    assert "C31" in codes(recalled)
    assert all(found.confidence == "low" and found.estimated for found in recalled.lines)
    assert "C31" not in codes(entry("9403609990"))


@pytest.mark.parametrize(("day", "old"), [("2027-05-27", False), ("2027-05-28", True)])
def test_a_check_is_old_after_180_days(day: str, old: bool) -> None:
    # checked in 2026-11, which is the 28th: 2 + 31 + 31 + 28 + 31 + 30 + 27 days to 27 May
    assert ("C36" in codes(entry("9403609990", "JP", day))) is old


def ahead(result: Estimate) -> list[tuple[str, str, str, str]]:
    told = [found.values for found in result.findings if found.code == "C72"]
    return [(one["layer_en"].split()[0], one["from"], one["old_en"], one["new_en"]) for one in told]


def test_a_change_is_told_half_a_year_ahead() -> None:
    fee = ("Merchandise", "2026-10-01", "0.3464% (33.58–651.50)", "0.3464% (34.58–670.86)")
    wood = ("Section", "2027-01-01", "25%", "30%")
    assert ahead(entry("9401614011", day="2026-07-04")) == [fee]
    assert ahead(entry("9401614011", day="2026-07-05")) == [fee, wood]
    assert ahead(entry("9401614011", day="2027-01-01")) == []


def test_a_change_says_what_ends_what_begins_and_what_nobody_knows() -> None:
    ends = ("Section", "2026-07-24", "10%", "not due")
    begins = ("Section", "2026-07-24", "not due", "12.5%")
    assert {ends, begins} <= set(ahead(entry("6109100000", day="2026-07-20")))
    unknown = ("Merchandise", "2027-10-01", "0.3464% (34.58–670.86)", "not known yet")
    assert unknown in ahead(entry("6109100000", day="2027-05-01"))


def test_a_change_of_what_was_answered_away_is_not_told() -> None:
    assert ahead(entry("9403609990", day="2026-12-31")) == []
    cabinet: JsonObject = {"kitchen_cabinet": True, "ocean": True}
    assert [one[2:] for one in ahead(entry("9403609990", day="2026-12-31", conditions=cabinet))] == [("25%", "50%")]
    assert ahead(entry("9401614011", day="2026-12-31", without=["s232_wood"])) == []
    assert ahead(entry("9401614011", day="2026-12-31", layers=[{"id": "x", "rate_pct": "1"}])) == []


@pytest.mark.parametrize(
    ("day", "duty"), [("2026-11-30", "160000"), ("2026-12-01", "320000"), ("2027-05-31", "320000")]
)
def test_japanese_season_and_truncation(day: str, duty: str) -> None:
    result = entry("0805100000", "JP", day, "1000999")
    assert charge(result, "mfn") == Decimal(duty)


def test_japanese_consumption_tax_is_cut_in_two_steps() -> None:
    # (1 000 999 + 320 000) cut to 1 320 000; × 6.24 % = 82 368 cut to 82 300; × 22/78 = 23 212.8 cut to 23 200.
    result = entry("0805100000", "JP", "2026-12-01", "1000999")
    assert (charge(result, "consumption_national"), charge(result, "consumption_local")) == (
        Decimal(82300),
        Decimal(23200),
    )


@pytest.mark.parametrize(("day", "tax"), [("2026-12-31", "800.00"), ("2027-01-01", "1000.00")])
def test_import_tax_changes_with_the_year(day: str, tax: str) -> None:
    assert charge(entry("9403609990", "VN", day, preference="ACFTA"), "import_tax") == Decimal(tax)


def test_import_tax_that_is_got_back_costs_only_its_financing() -> None:
    # VAT 19 % of (10 000 + 1 200) = 2 128.00; × 60/365 × 6 % = 20.988… → 20.99
    duty: JsonObject = {"value": "10000", "currency": "EUR", "hs": "610910", "destination": "DE", "day": "2026-11-22"}
    data: JsonObject = {"reporting": "EUR", "duty": duty | {"tax_recovered_after_days": 60}, "capital_pct": "6"}
    assert charge(priced(data), "import_tax") == Decimal("20.99")
    del data["capital_pct"]
    assert priced(data).total.value is None


def test_import_tax_in_full_asks_whether_it_is_got_back() -> None:
    result = entry("6109100000", "DE")
    assert (charge(result, "import_tax"), "C35" in codes(result)) == (Decimal("2128.00"), True)


def test_a_typed_tax_line_wins_over_the_table() -> None:
    duty: JsonObject = {"value": "100", "currency": "EUR", "hs": "610910", "destination": "DE", "day": "2026-11-22"}
    result = priced({"reporting": "EUR", "duty": duty, "lines": [line("import_tax", "pct_of_tax_base", "7", "EUR")]})
    assert amounts(result, "import_tax") == ["7.84 EUR"]


def test_compound_duty_takes_the_greater_and_needs_a_weight() -> None:
    layer: JsonObject = {"id": "c", "rate_pct": "5", "per_kg": "0.02", "mode": "max"}
    duty: JsonObject = {"value": "1000", "layers": [layer], "kg": "10000"}
    assert amounts(priced({"reporting": "EUR", "duty": duty}), "duty") == ["200.00 EUR"]
    assert amounts(priced({"reporting": "EUR", "duty": duty | {"layers": [layer | {"mode": "sum"}]}}), "duty") == [
        "250.00 EUR"
    ]
    del duty["kg"]
    assert priced({"reporting": "EUR", "duty": duty}).total.value is None


def test_a_typed_layer_without_rate_is_unknown_and_one_out_of_date_is_left_out() -> None:
    old: JsonObject = {"id": "old", "rate_pct": "10", "to": "2026-01-01"}
    result = priced({"reporting": "USD", "duty": {"value": "1", "layers": [old, {"id": "open"}]}})
    assert [(found.charge_id, found.amount) for found in result.lines] == [("open", None)]


def goods(name: str, hs: str, declared: str) -> JsonObject:
    return {"id": name, "units": 1, "hs": hs, "declared": {"amount": declared, "currency": "USD"}}


def test_articles_of_different_codes_pay_their_own_rates() -> None:
    skus: list[Json] = [goods("a", "9403609990", "600"), goods("b", "6109100000", "400")]
    duty: JsonObject = {"destination": "US", "day": "2026-11-22", "conditions": SEA}
    result = priced({"reporting": "USD", "skus": skus, "duty": duty})
    assert result.by_stage["duty"].value == Decimal("150.00") + 75 + 66 + 30 + 50 + Decimal("34.58") + Decimal("1.25")


def test_a_question_about_the_whole_entry_is_asked_once() -> None:
    skus: list[Json] = [goods("a", "6203429000", "6000"), goods("b", "6109100000", "4000")]
    result = priced({"reporting": "USD", "skus": skus, "duty": {"destination": "US", "day": "2026-11-22"}})
    assert [one.variant for one in result.findings if one.code == "C33"] == ["ocean"]


def test_freight_is_shared_over_the_codes_for_a_cif_value() -> None:
    skus: list[Json] = [goods("a", "9403609990", "600"), goods("b", "6109100000", "400")]
    duty: JsonObject = {"destination": "AE", "day": "2026-11-22"}
    freight = line("headhaul", "shipment", "100", "USD")
    result = priced({"reporting": "USD", "skus": skus, "duty": duty, "lines": [freight]})
    assert amounts(result, "duty") == ["33.00 USD", "22.00 USD"]


@pytest.mark.parametrize("missing", ["basis", "declared", "skus"])
def test_a_customs_value_that_cannot_be_found_is_unknown(missing: str) -> None:
    sku: JsonObject = {"id": "a", "units": 1} | ({} if missing == "declared" else {"declared": "5"})
    duty: JsonObject = {"layers": [{"id": "x", "rate_pct": "1"}]} | ({} if missing == "basis" else {"basis": "CIF"})
    skus: list[Json] = [] if missing == "skus" else [sku]
    assert priced({"reporting": "USD", "skus": skus, "duty": duty}).total.value is None


def test_every_shipped_row_says_where_it_comes_from() -> None:
    rows = prices().duties.rows
    assert len(rows) > 200
    assert all(row.source and row.as_of and row.confidence in CONFIDENCES and row.zh and row.en for row in rows)
    assert {row.destination for row in rows} >= {"US", "DE", "GB", "JP", "RU", "KZ", "MY", "VN", "TH", "AE", "SA"}


def test_shipped_rows_of_one_layer_do_not_overlap() -> None:
    rows = prices().duties.rows
    for day in (date(2026, 2, 24), date(2026, 7, 24), date(2026, 12, 31), date(2027, 1, 1)):
        held = [(row.hs, row.destination, row.layer, row.only_if, row.preference) for row in rows if row.holds_on(day)]
        assert len(held) == len(set(held))


@pytest.mark.parametrize("change", [{"kind": "gift"}, {"rate_pct": "x"}, {"from": "soon"}, {"months": "May"}])
def test_a_broken_row_is_named_by_its_line(change: Mapping[str, str]) -> None:
    header = "hs,destination,layer,kind,rate_pct,per_kg,mode,min,max,of,cut_base,cut_amount,from,to,months,only_if"
    header += ",preference,status,value_basis,zh,en,as_of,source,confidence,seen,note"
    row = dict.fromkeys(header.split(","), "") | {"kind": "duty"} | dict(change)
    with pytest.raises(ValueError, match="line 2"):
        read_table(f"{header}\n{','.join(row.values())}\n")


def test_an_empty_table_knows_nothing() -> None:
    assert read_table("hs,kind\n") == DutyTable()
