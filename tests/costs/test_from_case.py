"""A scenario from a case: the block wins, the rest comes from goods, packages, terms, route and invoices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.costs.estimate import estimate
from exporter_desk.costs.from_case import scenario_from_case
from exporter_desk.costs.questions import Amount
from exporter_desk.costs.scenario import Scenario
from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object, load
from exporter_desk.domain.json_value import Json, JsonObject
from tests.costs.support import DAY, ROOT, prices, scenario_json

GOODS: JsonObject = {
    "id": "g1",
    "qty": "60",
    "unit": "011",
    "unit_price": "72.00",
    "hs": "9403609990",
    "name_zh": "餐桌",
}
PACKAGE: JsonObject = {
    "id": "p1", "from": 1, "to": 60, "contents": {"g1": "1"}, "gross_kg": "20.1", "size_cm": ["150", "90", "20"],
}  # fmt: skip
TERMS: JsonObject = {"incoterm": "FOB", "currency": "USD"}
INVOICE: JsonObject = {"id": "i1", "goods": "g1", "unit": "011", "qty": "60", "amount": "20000.00", "rate": "0.13"}


def case(**more: Json) -> Case:
    data: JsonObject = {
        "goods": [GOODS],
        "packages": [PACKAGE],
        "terms": TERMS,
        "route": {"dest": "US", "transport": "2"},
    }
    return from_object(data | more)


def built(subject: Case, **more: Amount) -> Scenario:
    reading = scenario_from_case(subject, **more)
    assert reading.findings == ()
    assert reading.scenario is not None
    return reading.scenario


def furniture() -> Case:
    sample = load((ROOT / "resources" / "samples" / "furniture.json").read_bytes())
    return replace(sample, estimate=scenario_json("furniture_de_estimate"))


def test_goods_and_packages_become_articles() -> None:
    (sku,) = built(case()).skus
    assert (sku.id, sku.units, sku.cbm, sku.gross_kg, sku.units_per_carton) == (
        "g1", 60, Decimal("0.27"), Decimal("20.1"), 1,
    )  # fmt: skip
    assert [int(side) for side in sku.size_cm] == [150, 90, 20]
    assert sku.declared is not None
    assert (sku.declared.amount, sku.declared.currency) == (Decimal(72), "USD")


def test_route_and_containers_answer_for_duty_and_cards() -> None:
    route: JsonObject = {"dest": "US", "transport": "2", "entry_date": "2027-01-14", "containers": [{"kind": "40HQ"}]}
    scenario = built(case(route=route))
    assert scenario.duty is not None
    assert (scenario.duty.destination, str(scenario.duty.day), scenario.duty.conditions) == (
        "US",
        "2027-01-14",
        {"ocean": True},
    )
    assert (scenario.facts, scenario.counts) == ({"container": "40"}, {"carton": Decimal(60), "container": Decimal(1)})


def test_the_block_of_the_case_wins() -> None:
    block: JsonObject = {
        "reporting": "USD",
        "skus": [{"id": "g1", "cbm": "0.3"}],
        "duty": {"destination": "DE", "conditions": {"ocean": False}},
        "counts": {"carton": 30},
        "refund": "5",
    }
    scenario = built(case(estimate=block), refund=Amount(amount=Decimal(7)))
    assert (scenario.reporting, scenario.skus[0].cbm, scenario.skus[0].units) == ("USD", Decimal("0.3"), 60)
    assert scenario.duty is not None
    assert (scenario.duty.destination, scenario.duty.conditions) == ("DE", {"ocean": False})
    assert (scenario.counts["carton"], scenario.refund) == (Decimal(30), Amount(amount=Decimal(5)))


def test_a_complete_scenario_inside_the_case_keeps_its_own_articles() -> None:
    scenario = built(case(estimate=scenario_json("tables_us")))
    assert [sku.id for sku in scenario.skus] == ["table"]
    assert estimate(scenario, day=DAY, prices=prices()).total.value == Decimal("602521.95")


def test_the_refund_of_the_refund_part_is_taken() -> None:
    assert built(case(), refund=Amount(amount=Decimal(7))).refund == Amount(amount=Decimal(7))


def test_purchase_invoices_give_the_cost_with_tax() -> None:
    (sku,) = built(case(tax={"purchase_invoices": [INVOICE]})).skus
    assert sku.cost is not None
    assert sku.cost.amount is not None
    assert (round(sku.cost.amount * 60, 2), sku.cost.currency, sku.vat_pct) == (Decimal("22600.00"), "CNY", Decimal(13))


@pytest.mark.parametrize("change", [{"qty": "59"}, {"unit": "007"}, {"amount": None}, {"goods": "g2"}])
def test_an_invoice_that_does_not_cover_the_line_gives_no_cost(change: JsonObject) -> None:
    assert built(case(tax={"purchase_invoices": [INVOICE | change]})).skus[0].cost is None


@pytest.mark.parametrize(
    "packages",
    [
        [],
        [PACKAGE | {"contents": {"g1": "1", "g2": "1"}}],
        [{key: value for key, value in PACKAGE.items() if key not in {"size_cm", "gross_kg"}}],
        [PACKAGE | {"from": 9, "to": 1}],
    ],
)
def test_sizes_that_cannot_be_told_apart_stay_unknown(packages: list[Json]) -> None:
    (sku,) = built(case(packages=packages)).skus
    assert (sku.cbm, sku.gross_kg) == (None, None)


def test_estimated_sizes_make_estimated_articles() -> None:
    origins: JsonObject = {"packages.p1.gross_kg": {"kind": "estimated"}}
    assert built(case(origins=origins)).skus[0].estimated


def test_a_price_with_unknown_terms_declares_nothing() -> None:
    assert built(case(terms={"currency": "USD"})).skus[0].declared is None


def test_without_destination_there_is_no_duty_block() -> None:
    assert built(case(route={})).duty is None


def test_problems_of_the_block_are_reported() -> None:
    reading = scenario_from_case(case(estimate={"colour": "red"}))
    assert (reading.scenario, [finding.code for finding in reading.findings]) == (None, ["C02"])


def test_lots_may_name_goods_of_the_case() -> None:
    block: JsonObject = {"lots": [{"sku": "g1", "arrive": "2027-01-01"}]}
    assert built(case(estimate=block)).lots[0].sku == "g1"
    assert scenario_from_case(case(estimate={"lots": [{"sku": "g9", "arrive": "2027-01-01"}]})).scenario is None


def test_the_sample_of_furniture_to_germany_by_hand() -> None:
    # Volume: 96 × 0.27 + 384 × 0.0744 + 96 × 0.08094 = 62.25984 m³; × 95 / 110 / 130 USD.
    result = estimate(built(furniture()), day=DAY, prices=prices())
    ocean = next(line for line in result.lines if line.charge_id == "ocean")
    assert (ocean.quantity, ocean.estimated) == (Decimal("62.25984"), True)
    assert (ocean.low, ocean.amount, ocean.high) == (Decimal("5914.68"), Decimal("6848.58"), Decimal("8093.78"))
    goods = [line.amount for line in result.lines if line.stage == "goods"]
    assert goods == [Decimal("82444.80"), Decimal("68559.36"), Decimal("22238.40")]
    assert {"local_tax", "platform", "import_tax"} <= {step.id for step in result.not_included}


def test_other_packing_changes_the_estimate() -> None:
    subject = furniture()
    taller = replace(subject.packages[0], size_cm=(Decimal(150), Decimal(90), Decimal(25)))
    other = replace(subject, packages=(taller, *subject.packages[1:]))
    totals = [estimate(built(one), day=DAY, prices=prices()).total.value for one in (subject, other)]
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[0] < totals[1]
