"""What the engines say together: no doubt about an invoice or a declaration number is told twice."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exporter_desk.domain.case_json import load
from exporter_desk.refund.quantity import find
from exporter_desk.services.advice.conclusions import conclude
from exporter_desk.services.desk import Desk
from exporter_desk.system import resources
from tests.support import claim_cases

TODAY = date(2026, 11, 25)
WRONG_NUMBER = [{"id": "d1", "number": "53162026123", "export_date": "2026-12-12", "lines": ["g1"]}]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("change", "said", "silent"),
    [
        ({"name_zh": "*服装*男式T恤"}, "X20", "T32"),
        ({"unit": "015"}, "X20", "T32"),
        ({"declarations": WRONG_NUMBER}, "X20", "T45"),
    ],
)
def test_the_check_of_the_papers_speaks_for_both(desk: Desk, change: dict[str, Any], said: str, silent: str) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    target = data["tax"] if "declarations" in change else data["tax"]["purchase_invoices"][0]
    target.update(change)
    codes = {finding.code for finding in conclude(load(json.dumps(data)), desk, TODAY).findings}
    assert said in codes
    assert silent not in codes


def test_a_line_that_loses_its_refund_is_told(desk: Desk) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    data["tax"]["purchase_invoices"][0]["voucher"] = "farm_purchase"
    told = [one for one in conclude(load(json.dumps(data)), desk, TODAY).findings if one.code == "T53"]
    assert [(one.variant, one.places) for one in told] == [("exempt", ("goods.g1",))]


@pytest.mark.parametrize(
    ("terms", "receipts", "said", "silent"),
    [
        ({"incoterm": "CIF", "freight": {"amount": "99999999", "currency": "USD"},
          "insurance": {"amount": "1", "currency": "USD"}}, [], "X9", "T12"),
        ({"incoterm": "CIF", "freight": None, "insurance": None}, [], "X8", "T13"),
        ({"incoterm": "FOB", "freight": {"amount": "9", "currency": "USD"}}, [], "X8", "T80"),
        ({"incoterm": "C&I", "insurance": {"amount": "0.45", "currency": "USD", "mark": "1"}}, [], "X8", "T13"),
        ({"incoterm": "XYZ"}, [], "X8", "T16"),
    ],
)  # fmt: skip
def test_one_of_both_speaks(
    desk: Desk, terms: dict[str, Any], receipts: list[dict[str, str]], said: str, silent: str
) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    data["terms"].update(terms)
    data["tax"]["receipts"] = receipts
    codes = {finding.code for finding in conclude(load(json.dumps(data)), desk, TODAY).findings}
    assert said in codes
    assert silent not in codes


def test_a_receipt_in_another_currency_is_an_error_until_somebody_says_on_what_ground(desk: Desk) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    data["tax"]["receipts"] = [{"id": "r1", "amount": "5", "currency": "EUR", "day": "2026-11-01"}]

    def told() -> dict[str, str]:
        found = conclude(load(json.dumps(data)), desk, TODAY).findings
        return {finding.code: str(finding.severity) for finding in found if finding.code in {"X3", "T73"}}

    assert told() == {"X3": "error", "T73": "confirm"}
    data["choices"].append({"what": "receipt_currency", "value": "2026-11-01 补充协议"})
    assert told() == {"T73": "confirm"}, "how much came in which currency says it all"


@pytest.mark.parametrize(("fact", "answer"), [("seller_taxpayer", "small_scale"), ("seller_kind", "producer")])
def test_an_answer_that_the_parties_contradict_is_told_once_and_as_the_refund_takes_it(
    desk: Desk, fact: str, answer: str
) -> None:
    case = claim_cases.trader()
    found = conclude(replace(case, facts={**case.facts, fact: answer}), desk, TODAY)
    place = f"facts.{fact}"
    assert [one.code for one in found.findings if one.code in {"D21", "T113"} and place in one.places] == ["T113"]
    refund = find(found.refund.quantities, "REFUND")
    assert refund is not None
    assert refund.value is None  # neither counts


@pytest.mark.parametrize(("choices", "told"), [([{"what": "mode", "value": "0110"}], ["D21"]), ([], ["T112"])])
def test_a_mode_in_mind_beside_the_chosen_one_is_told_once(
    desk: Desk, choices: list[dict[str, str]], told: list[str]
) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    data["facts"]["proposed_mode"], data["choices"] = "9710", choices
    findings = conclude(load(json.dumps(data)), desk, TODAY).findings
    about = [one.code for one in findings if one.code in {"D21", "T112"} and "facts.proposed_mode" in one.places]
    assert about == told


@pytest.mark.parametrize(("cny", "known"), [("7.11", True), ("711", False)])
def test_a_rate_beyond_belief_makes_no_value_of_the_shipment(desk: Desk, cny: str, known: bool) -> None:
    data: dict[str, Any] = json.loads(resources.read_text("samples/apparel.json"))
    data["tax"]["rates"] = [{"day": "2026-11-02", "currency": data["terms"]["currency"], "cny": cny}]
    found = conclude(load(json.dumps(data)), desk, TODAY)
    assert ("T107" in {one.code for one in found.findings}) is not known
    assert ("ticket_cny" in found.sheet.values) is known
