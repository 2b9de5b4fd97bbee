"""Every step of the policy: what meets it, what it gives, and what stays open while facts are missing."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from exporter_desk.refund.policy import Law, Policy, decide
from exporter_desk.rules.rulebook import Datum
from tests.support.refund_book import checklists

DAY = date(2026, 6, 1)
TRADER: dict[str, Datum] = {"taxpayer": "general", "kind": "trader", "rate_zero": False, "voucher": ("vat_special",)}
PRODUCER: dict[str, Datum] = {"taxpayer": "general", "kind": "producer", "rate_zero": False}
GROWER: dict[str, Datum] = {
    "taxpayer": "general", "kind": "grower", "rate_zero": False, "made": "own", "produce": True,
}  # fmt: skip


def policy(base: dict[str, Datum], **facts: Datum) -> Policy:
    known = {**base, **facts}
    return decide({"1": known}, known, Law(checklists(), checklists().at(DAY)))


GOES_ON = {"R03U", "R03V"}  # whether it lapsed is open: what it would be else, the later steps tell


def met(found: Policy) -> list[str]:
    return [reason.id for reason in found.reasons if reason.outcome == "met"]


STEPS: list[tuple[str, dict[str, Datum], dict[str, Datum], str]] = [
    ("R00", TRADER, {"export_date": date(2019, 12, 31)}, "to_confirm"),
    ("R01", TRADER, {"own_name": False}, "to_confirm"),
    ("R01", TRADER, {"departed": False}, "to_confirm"),
    ("R01L", TRADER, {"entry": "list", "mode": "9610"}, "exempt"),
    ("R01M", TRADER, {"entry": "list", "mode": "9710"}, "to_confirm"),
    ("R02", TRADER, {"false_papers": True}, "taxed"),
    ("R03", TRADER, {"lapsed": True, "declared": False}, "taxed"),
    ("R03U", TRADER, {"lapsed": True}, "to_confirm"),
    ("R04", TRADER, {"rate_zero": True, "zero_flag": "1"}, "taxed"),
    ("R05", TRADER, {"rate_zero": True, "zero_flag": "2"}, "exempt"),
    ("R06", TRADER, {"rate_zero": True}, "to_confirm"),
    ("R07", TRADER, {"taxpayer": "small_scale"}, "exempt"),
    ("R03G", GROWER, {"lapsed": True, "declared": False, "made": "bought_in"}, "taxed"),
    ("R03G", GROWER, {"lapsed": True, "declared": False, "produce": False}, "taxed"),
    ("R03H", GROWER, {"lapsed": True, "declared": False, "voucher": ("vat_special",)}, "to_confirm"),
    ("R03V", GROWER, {"lapsed": True, "made": "bought_in"}, "to_confirm"),
    ("R08", GROWER, {}, "exempt"),
    ("R08", GROWER, {"voucher": ("none",)}, "exempt"),
    ("R08A", GROWER, {"made": "bought_in"}, "to_confirm"),
    ("R08A", GROWER, {"made": "deemed_own", "voucher": ("vat_special",)}, "to_confirm"),
    ("R08B", GROWER, {"produce": False}, "to_confirm"),
    ("R08C", GROWER, {"voucher": ("vat_special",)}, "to_confirm"),
    ("R09", TRADER, {"voucher": ("ordinary",)}, "exempt"),
    ("R09F", TRADER, {"voucher": ("farm_purchase",)}, "exempt"),
    ("R09Z", TRADER, {"channel": "service_company"}, "to_confirm"),
    ("R09A", TRADER, {"voucher": ("agency_refund",)}, "to_confirm"),
    ("R10", TRADER, {"voucher": ("none",)}, "taxed"),
    ("R10P", PRODUCER, {"made": "bought_in", "voucher": ("none",)}, "taxed"),
    ("R10N", PRODUCER, {"industry": "orange", "voucher": ("none",)}, "taxed"),
    ("R10N", PRODUCER, {"produce": True, "voucher": ("none",)}, "taxed"),
    ("R11", PRODUCER, {"made": "bought_in"}, "exempt"),
    ("R12", TRADER, {"booked_as_sale": False}, "exempt"),
    ("R12", TRADER, {"booked_as_sale": False, "mode": "9810", "sold_out": True}, "exempt"),
    ("R13", TRADER, {"exchange": "not_collectable"}, "exempt"),
    ("R13D", TRADER, {"exchange": "not_collectable", "deemed_reason": "质量"}, "to_confirm"),
    ("R13E", TRADER, {"exchange": "deemed", "deemed_reason": "refused"}, "to_confirm"),
    ("R14", TRADER, {"archive_kept": False}, "to_confirm"),
    ("R16", TRADER, {"mode": "1039"}, "exempt"),
]


SMALL: dict[str, Datum] = {**TRADER, "taxpayer": "small_scale"}


@pytest.mark.parametrize(
    ("base", "facts", "could_be"),
    [
        (TRADER, {}, {"refund", "taxed"}),
        (TRADER, {"voucher": ("ordinary",)}, {"exempt", "taxed"}),
        (TRADER, {"archive_kept": False}, {"refund", "exempt", "taxed"}),
        (SMALL, {}, {"exempt", "taxed"}),
        (TRADER, {"rate_zero": True, "zero_flag": "1"}, {"taxed"}),
        (SMALL, {"rate_zero": True, "zero_flag": "1"}, {"taxed"}),
        (TRADER, {"rate_zero": True, "zero_flag": "2"}, {"exempt", "taxed"}),
        ({**GROWER, "taxpayer": "small_scale"}, {"made": "bought_in"}, {"exempt", "taxed"}),
    ],
)
def test_a_lapse_that_nobody_is_sure_of_adds_tax_to_what_the_export_was(
    base: dict[str, Datum], facts: dict[str, Datum], could_be: set[str]
) -> None:
    """Declared in time it stays what it was, else it is taxed (1.2 row 3)."""
    [one] = policy(base, lapsed=True, **facts).decisions
    assert set(one.could_be) == could_be
    assert one.result == ("taxed" if could_be == {"taxed"} else "to_confirm")
    assert ("declared" in one.missing) is (could_be != {"taxed"})


@pytest.mark.parametrize(("step", "base", "facts", "result"), STEPS)
def test_each_step(step: str, base: dict[str, Datum], facts: dict[str, Datum], result: str) -> None:
    found = policy(base, **facts)
    assert met(found)[0] == step
    assert len(met(found)) == 1 or step in GOES_ON
    assert found.result == result


def test_unsold_warehouse_goods_need_not_be_booked_as_a_sale() -> None:
    assert policy(TRADER, booked_as_sale=False, mode="9810", sold_out=False).result == "refund"
    assert policy(TRADER, booked_as_sale=False, mode="0110", sold_out=False).result == "exempt"


def test_every_step_has_a_case() -> None:
    assert {step.id for step in checklists().steps} == {step for step, *_ in STEPS}


SINGLE = [(step, facts) for step, base, facts, _ in STEPS if base is TRADER]
# A service company stands on the declaration by agreement.
UNDONE = {("R01", "R09Z")}
PAIRS = [
    (first, second)
    for first, second in combinations(SINGLE, 2)
    if not first[1].keys() & second[1].keys() and (first[0], second[0]) not in UNDONE
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_first_step_wins(first: tuple[str, dict[str, Datum]], second: tuple[str, dict[str, Datum]]) -> None:
    found = policy(TRADER, **second[1], **first[1])
    assert met(found)[0] == first[0]
    assert len(met(found)) == 1 or first[0] in GOES_ON


@pytest.mark.parametrize(("base", "method"), [(TRADER, "W"), (PRODUCER, "P")])
def test_method(base: dict[str, Datum], method: str) -> None:
    found = policy(base)
    assert found.method is not None
    assert (found.result, found.method.id) == ("refund", method)


def test_service_company_claims_for_a_producer() -> None:
    found = policy(PRODUCER, channel="service_company")
    assert found.method is not None
    assert found.method.id == "Z"


@pytest.mark.parametrize("fact", ["taxpayer", "kind", "voucher", "rate_zero"])
def test_a_missing_answer_leaves_the_result_open(fact: str) -> None:
    found = policy({key: value for key, value in TRADER.items() if key != fact})
    assert found.result == "to_confirm"
    assert fact in found.missing
    assert "refund" in found.decisions[0].could_be


def test_nothing_known_is_open() -> None:
    found = decide({}, {}, Law(checklists(), checklists().at(DAY)))
    assert (found.result, found.method) == ("to_confirm", None)


@pytest.mark.parametrize("kind", ["coop", "individual_business"])
def test_kinds_without_a_method_are_not_guessed(kind: str) -> None:
    found = policy(TRADER, kind=kind)
    assert (found.result, found.method) == ("to_confirm", None)


def test_a_lawful_voucher_beside_others_keeps_the_refund() -> None:
    assert policy(TRADER, voucher=("ordinary", "vat_special")).result == "refund"


def test_a_grower_is_exempt_even_after_the_last_day() -> None:
    assert policy(GROWER, lapsed=True, declared=False).result == "exempt"
    assert policy(GROWER, lapsed=True).result == "exempt"


@pytest.mark.parametrize("unknown", ["made", "produce"])
@pytest.mark.parametrize(
    ("facts", "could_be"),
    [
        ({}, {"exempt", "refund"}),
        ({"lapsed": True, "declared": False}, {"exempt", "taxed"}),
        ({"lapsed": True}, {"exempt", "refund", "taxed"}),
    ],
)
def test_goods_of_a_grower_that_may_be_its_own_produce_stay_open(
    unknown: str, facts: dict[str, Datum], could_be: set[str]
) -> None:
    known = {name: value for name, value in GROWER.items() if name != unknown}
    found = policy(known, **facts)
    assert (found.result, set(found.decisions[0].could_be)) == ("to_confirm", could_be)
    assert unknown in found.missing


def test_where_goods_come_from_is_no_question_while_the_kind_of_firm_is_not_known() -> None:
    assert not {"made", "produce"} & set(policy({"taxpayer": "general", "rate_zero": False}).missing)


@pytest.mark.parametrize("channel", ["agent", "service_company"])
def test_an_agent_on_the_declaration_does_not_end_the_refund(channel: str) -> None:
    assert policy(PRODUCER, own_name=False, channel=channel).result == "refund"
    assert policy(PRODUCER, own_name=False, channel=channel, departed=False).result == "to_confirm"


def test_another_name_without_an_agency_is_open() -> None:
    assert policy(TRADER, own_name=False, channel="own").result == "to_confirm"


def test_unstated_exceptions_are_preconditions() -> None:
    opened = {reason.id for reason in policy(TRADER).reasons if reason.precondition}
    assert {"R01", "R02", "R12", "R13", "R14"} <= opened


def test_lines_may_differ() -> None:
    lines = {"1": TRADER, "2": {**TRADER, "rate_zero": True, "zero_flag": "1"}}
    found = decide(lines, {"taxpayer": "general", "kind": "trader"}, Law(checklists(), checklists().at(DAY)))
    assert (found.result, found.mixed) == ("refund", True)
    assert [decision.result for decision in found.decisions] == ["refund", "taxed"]


def test_the_label_is_the_weakest_of_what_decided() -> None:
    assert policy(TRADER, taxpayer="small_scale").confidence == "official"
    assert policy(TRADER, voucher=("farm_purchase",)).confidence == "unconfirmed"


ORANGES = [
    (PRODUCER, ("farm_purchase",), ["N01", "N02"]),
    (PRODUCER, ("ordinary",), ["N01", "N03"]),
    (TRADER, ("farm_purchase",), ["N01", "N04", "N11"]),
    (TRADER, ("ordinary",), ["N01", "N04", "N11"]),
    (TRADER, ("vat_special",), ["N01", "N05"]),
    (PRODUCER, ("vat_special",), ["N01", "N10"]),
]


@pytest.mark.parametrize(("base", "voucher", "notes"), ORANGES)
def test_where_the_input_of_oranges_comes_from(
    base: dict[str, Datum], voucher: tuple[str, ...], notes: list[str]
) -> None:
    assert [note.id for note in policy(base, industry="orange", voucher=voucher).notes] == notes


def test_an_agent_export_is_warned_about() -> None:
    assert [note.id for note in policy(TRADER, channel="agent").notes] == ["N07", "N15"]


@pytest.mark.parametrize("base", [TRADER, PRODUCER])
def test_goods_that_entered_a_zone_count_as_departed(base: dict[str, Datum]) -> None:
    assert policy(base, mode="1210", departed=False).result == "refund"
    assert policy(base, mode="0110", departed=False).result == "to_confirm"


def test_somebody_else_on_the_declaration_is_asked_about() -> None:
    found = policy(PRODUCER, through_other=True)
    assert (found.result, found.method, found.missing) == ("to_confirm", None, ("channel",))
    assert policy(TRADER, through_other=True).result == "refund"


@pytest.mark.parametrize(("facts", "note"), [({"voucher": ("none",)}, "N08"), ({"declared": True}, "N09")])
def test_remarks_on_missing_invoices_and_review_days(facts: dict[str, Datum], note: str) -> None:
    assert note in [one.id for one in policy(TRADER, **facts).notes]
