"""Answers of a case that the refund reads: unknown words, a borrowed name, suppliers that are no party."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, checklists, told_of

DAY = date(2026, 11, 22)
WHOLE = D("1326.00")  # chairs 676.00, tables 650.00: see the case


def of(case: Case) -> RefundResult:
    return assess(from_case(case), book(), DAY)


def bounds(one: RefundResult) -> tuple[D | None, D | None, D | None]:
    found = find(one.quantities, "REFUND")
    assert found is not None
    return found.value, found.low, found.high


def with_facts(case: Case, **facts: str) -> Case:
    return replace(case, facts={**case.facts, **facts})


@pytest.mark.parametrize("fact", ["declarant", "proposed_channel", "proposed_mode", "voucher"])
def test_a_word_that_nobody_knows_is_told_at_its_fact(fact: str) -> None:
    (finding,) = told_of(of(with_facts(claim_cases.trader(), **{fact: "nonsense"})), "T01")
    assert (finding.severity.value, finding.places) == ("error", (f"facts.{fact}",))
    assert finding.values["found"] == "nonsense"
    for value in checklists().case_facts[fact].allowed:
        assert value.value in finding.values["allowed_zh"]


def test_in_whose_name_nobody_knows_leaves_the_refund_open() -> None:
    one = of(with_facts(claim_cases.trader(), declarant="nonsense"))
    assert (one.policy.result, bounds(one)) == ("to_confirm", (None, D("0.00"), WHOLE))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # FOB 7,100.00 + 7,100.00 at 13 % are 923.00 twice; the input tax typed is more than that
        ("own", ("refund", D("1846.00"), None, None)),
        (None, ("to_confirm", None, D("0.00"), D("1846.00"))),
    ],
)
def test_where_goods_come_from_is_not_assumed_once_it_was_answered_as_unknown(
    made: str | None, expected: tuple[object, ...]
) -> None:
    """§2.8: whether a firm makes the goods is asked; 不清楚 leaves refund (own) or exemption (bought in)."""
    data: dict[str, Any] = json.loads(json.dumps(claim_cases.TRADER))
    data["parties"][0]["kind"] = "producer"
    data["goods"] = [{**one, "supplier": None} for one in data["goods"]]
    data["tax"]["lines"] = [
        {"id": one, "vat_rate": "0.13", "refund_rate": "0.13", "made": made} for one in ("g1", "g2")
    ]
    data["tax"]["vat"] = {"period": "202603", "filed": True, "output_tax": "0", "input_tax": "9000",
                          "previous_credit": "0", "carried_mdt": "0", "carried_bdm_deduction": "0"}  # fmt: skip
    one = of(case_json.load(json.dumps(data)))
    assert (one.policy.result, *bounds(one)) == expected
    assert one.policy.missing == (() if made else ("made",))


@pytest.mark.parametrize("word", ["own_name", "real_agent"])
def test_a_known_word_is_not_told(word: str) -> None:
    assert told_of(of(with_facts(claim_cases.trader(), declarant=word)), "T01") == []


@pytest.mark.parametrize("channel", ["agent", "service_company"])
def test_a_borrowed_name_is_no_agency(channel: str) -> None:
    one = of(with_facts(claim_cases.trader(channel=channel), declarant="other_name"))
    (finding,) = told_of(one, "T49")
    assert (finding.variant, finding.places) == ("agency", ("facts.declarant", "tax.channel"))
    assert one.policy.result == "to_confirm"
    assert bounds(one)[0] in (None, D("0.00"))


def test_a_real_agent_is_no_borrowed_name() -> None:
    one = of(with_facts(claim_cases.trader(channel="agent"), declarant="real_agent"))
    assert (told_of(one, "T49"), bounds(one)[0]) == ([], WHOLE)


def test_a_supplier_that_is_no_party_leaves_its_invoice_open() -> None:
    data = json.loads(case_json.dump(claim_cases.trader()))
    data["tax"]["purchase_invoices"][2]["supplier"] = "pt9"
    one = of(case_json.load(json.dumps(data)))
    (finding,) = told_of(one, "T118")
    assert finding.places == ("tax.purchase_invoices.i3.supplier", "parties")
    assert (finding.values["found"], bounds(one)) == ("pt9", (None, D("676.00"), WHOLE))


@pytest.mark.parametrize(
    ("fact", "value", "name", "words"),
    [
        ("seller_taxpayer", "small_scale", "taxpayer", ("小规模纳税人", "一般纳税人")),
        ("seller_kind", "producer", "kind", ("生产企业", "外贸企业")),
    ],
)
def test_an_answer_beside_another_record_of_the_seller_is_told_and_neither_is_used(
    fact: str, value: str, name: str, words: tuple[str, str]
) -> None:
    case = claim_cases.trader()
    seller = case.party("seller")
    assert seller is not None
    one = of(with_facts(case, **{fact: value}))
    (finding,) = told_of(one, "T113")
    assert finding.places == (f"facts.{fact}", f"parties.{seller.id}.{name}")
    assert (finding.severity.value, finding.values["typed_zh"], finding.values["found_zh"]) == ("confirm", *words)
    assert (one.policy.result, one.policy.method, bounds(one)) == ("to_confirm", None, (None, None, None))


@pytest.mark.parametrize(("fact", "value"), [("seller_taxpayer", "general"), ("seller_kind", "trader")])
def test_an_answer_that_says_the_same_as_the_parties_is_no_contradiction(fact: str, value: str) -> None:
    one = of(with_facts(claim_cases.trader(), **{fact: value}))
    assert (told_of(one, "T113"), bounds(one)[0]) == ([], WHOLE)


def test_a_mode_in_mind_that_is_none_leaves_the_refund_open_until_one_is_chosen() -> None:
    chosen = with_facts(claim_cases.trader(), proposed_mode="nonsense")
    assert bounds(of(chosen))[0] == WHOLE
    assert bounds(of(replace(chosen, choices=()))) == (None, D("0.00"), WHOLE)
