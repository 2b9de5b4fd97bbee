"""The mode in mind counts while none is chosen, and is told; beside another that was chosen both places are named."""

from __future__ import annotations

import json
from datetime import date

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.questions import refund_questions
from tests.support.refund_book import book, checklists, told_of


def result(proposed: str | None, chosen: str | None) -> RefundResult:
    case: dict[str, object] = {
        "schema": "exporter-desk/case",
        "schema_version": 1,
        "id": "9f00000000000001",
        "facts": {"seller_kind": "trader", "seller_taxpayer": "general"}
        | ({} if proposed is None else {"proposed_mode": proposed}),
        "goods": [{"id": "g1", "hs": "9403609990", "qty": "10", "unit": "011"}],
        "choices": [] if chosen is None else [{"what": "mode", "value": chosen}],
    }
    return assess(scenario.load(json.dumps(case)).source, book(), date(2026, 11, 25))


def told(one: RefundResult) -> list[Finding]:
    return told_of(one, "T112")


def asked(one: RefundResult) -> set[str]:
    return {question.path for question in refund_questions(one, checklists())}


MODE = "facts.proposed_mode"


def test_while_nobody_said_anything_the_mode_is_asked() -> None:
    one = result(None, None)
    assert (MODE in asked(one), told(one)) == (True, [])


# Market purchase (1039) is exempt, general trade is not: step R16.
@pytest.mark.parametrize(("proposed", "exempt"), [("1039", True), ("0110", False)])
def test_the_mode_in_mind_counts_is_told_and_not_asked_again(proposed: str, *, exempt: bool) -> None:
    one = result(proposed, None)
    [found] = told(one)
    assert (found.severity, found.variant, found.places) == (Severity.CONFIRM, "intended", (MODE, "choices.mode"))
    assert found.values["typed_zh"].startswith(proposed)
    assert (one.source.mode, MODE in asked(one)) == (proposed, False)
    met = {reason.id for reason in one.policy.reasons if reason.outcome == "met"}
    assert ("R16" in met) is exempt


@pytest.mark.parametrize("chosen", ["0110", "1039"])
def test_the_chosen_mode_counts_and_another_in_mind_is_told_with_both_places(chosen: str) -> None:
    one = result("9710", chosen)
    [found] = told(one)
    assert (found.severity, found.variant, found.places) == (Severity.CONFIRM, "", ("choices.mode", MODE))
    assert (found.values["typed_zh"][:4], found.values["chosen_zh"][:4]) == ("9710", chosen)
    assert (one.source.mode, MODE in asked(one)) == (chosen, False)


@pytest.mark.parametrize(("proposed", "chosen"), [(None, "0110"), ("0110", "0110"), ("", "0110")])
def test_what_agrees_is_not_told(proposed: str | None, chosen: str) -> None:
    assert not told(result(proposed, chosen))


def test_a_word_that_is_no_mode_is_not_used() -> None:
    one = result("nonsense", None)
    assert (one.source.mode, told(one)) == (None, [])
