"""The JSON answer: its schema, its day, its sources, the findings, and that it is a pure function."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.case_json import from_object
from exporter_desk.domain.json_value import Json, JsonObject
from exporter_desk.modes.explain import advise
from exporter_desk.rules.texts import load_texts
from exporter_desk.system.resources import read_text, read_tree
from tests.modes.case_files import USUAL, ModeCase, book, cases

TODAY = date(2026, 11, 22)
TEXTS = load_texts(read_tree("text/findings"), strict=True)
SCHEMA = json.loads(read_text("schemas/advise.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def answer(**case: Json) -> JsonObject:
    return advise(from_object({**case}), book(), TEXTS, TODAY)


def part(data: Json, *keys: str | int) -> Json:
    for key in keys:
        data = data[key]  # type: ignore[index,call-overload]  # a path into known JSON
    return data


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_answers_by_the_schema(case: ModeCase) -> None:
    whole = Case(day=case.day, facts={**(USUAL if case.usual else {}), **case.facts})
    VALIDATOR.validate(advise(whole, book(), TEXTS, TODAY))


def test_an_empty_case_is_answered_with_questions() -> None:
    empty = answer()
    VALIDATOR.validate(empty)
    assert {part(mode, "verdict") for mode in part(empty, "modes")} == {"to_confirm"}  # type: ignore[union-attr]
    assert part(empty, "questions", 0, "fact") == "transaction"
    assert part(empty, "changes") == []


def test_the_same_question_has_the_same_answer() -> None:
    facts: JsonObject = {"buyer": "business", "sale_state": "sold"}
    assert json.dumps(answer(facts=facts)) == json.dumps(answer(facts=facts))


@pytest.mark.parametrize(
    ("case", "day", "day_is"),
    [
        ({"facts": {"export_date": "2026-12-01"}, "day": "2026-01-01"}, "2026-12-01", "export_date"),
        ({"day": "2024-12-14"}, "2024-12-14", "given"),
        ({}, "2026-11-22", "today"),
        ({"facts": {"export_date": "soon"}}, "2026-11-22", "today"),
    ],
)
def test_day(case: JsonObject, day: str, day_is: str) -> None:
    told = answer(**case)
    assert (told["day"], told["day_is"]) == (day, day_is)


def test_findings_come_in_words() -> None:
    told = answer(facts={"buyer": "government"})
    VALIDATOR.validate(told)
    assert part(told, "findings", 0, "code") == "D23"
    assert "government" in str(part(told, "findings", 0, "zh"))


def test_whole_numbers_are_taken_and_points_need_text() -> None:
    facts: JsonObject = {"ticket_cny": 4000}
    assert "ticket_cny" not in json.dumps(part(answer(facts=facts), "questions"))


def test_a_limit_that_was_not_law_yet_is_a_finding() -> None:
    told = answer(facts={"export_date": "2018-12-31", "buyer": "consumer", "want_refund": False, "ticket_cny": 100})
    assert "D24" in [part(finding, "code") for finding in part(told, "findings")]  # type: ignore[union-attr]
    retail = next(mode for mode in part(told, "modes") if part(mode, "code") == "9610")  # type: ignore[union-attr]
    assert part(retail, "channel") is None
    assert "汇总统计（待确认）元以内" in json.dumps(retail, ensure_ascii=False)


def test_figures_of_law_stand_in_the_sentences() -> None:
    told = json.dumps(answer(facts={"buyer": "business"}), ensure_ascii=False)
    assert "清单5,000元以内" in told
    assert "USD 150,000 per declaration" in told
    assert "{list." not in told


def test_what_was_typed_is_told_as_it_was_typed() -> None:
    told = answer(facts={"buyer": "{list.ticket_limit_cny}"})
    assert "{list.ticket_limit_cny}" in str(part(told, "findings", 0, "zh"))


def test_an_answer_not_known_is_asked_again_and_marked() -> None:
    asked = {part(one, "fact"): part(one, "not_known") for one in part(answer(facts={"buyer": None}), "questions")}  # type: ignore[union-attr]
    assert (asked["buyer"], asked["route"]) == (True, False)


def test_only_facts_that_can_be_answered_are_named() -> None:
    told = answer(facts={"pack": "orange", "dest": "BR", "proposed_mode": "9810"})
    named = {fact for one in part(told, "warnings") for fact in (*part(one, "facts"), *part(one, "missing"))}  # type: ignore[misc,union-attr]
    assert not named & {path for path, spec in book().facts.items() if spec.reserved}


@pytest.mark.parametrize(
    ("dest", "outcome", "confidence"),
    [("MY", "met", "secondary"), ("TH", "unknown", "secondary"), ("JP", "failed", "unconfirmed")],
)
def test_access_of_oranges_is_told_with_its_label(dest: str, outcome: str, confidence: str) -> None:
    told = part(answer(facts={"pack": "orange", "dest": dest}), "remarks", 0)
    assert (part(told, "id"), part(told, "outcome")) == (f"access.{dest}", outcome)
    assert part(told, "confidence") == confidence


def test_a_destination_without_a_row_is_to_be_confirmed() -> None:
    told = answer(facts={"pack": "orange", "dest": "BR"})
    warning = next(one for one in part(told, "warnings") if part(one, "code") == "W31")  # type: ignore[union-attr]
    assert (part(warning, "severity"), part(warning, "to_confirm")) == ("block", True)


def test_every_reason_of_a_ranked_mode_is_cited() -> None:
    for case in cases():
        told = advise(Case(day=case.day, facts=case.facts), book(), TEXTS, TODAY)
        for mode in told["modes"]:  # type: ignore[union-attr]
            assert part(mode, "sources")
            assert all(part(reason, "sources") for reason in part(mode, "reasons"))  # type: ignore[union-attr]


def test_a_recalled_rule_is_marked() -> None:
    told = answer(facts={"transaction": "sale", "buyer": "business"})
    general = next(mode for mode in part(told, "modes") if part(mode, "code") == "0110")  # type: ignore[union-attr]
    labels = {part(reason, "id"): part(reason, "confidence") for reason in part(general, "reasons")}  # type: ignore[union-attr]
    assert (labels["G60"], labels["G02"]) == ("unconfirmed", "secondary")
    assert part(general, "confidence") == "unconfirmed"


def test_a_mode_ruled_out_by_a_seen_rule_is_not_marked() -> None:
    told = answer(facts={"buyer": "consumer", "export_date": "2026-11-25"})
    direct = next(mode for mode in part(told, "modes") if part(mode, "code") == "9710")  # type: ignore[union-attr]
    assert (part(direct, "verdict"), part(direct, "confidence")) == ("not_applicable", "secondary")


def test_listed_timber_without_a_permit_is_a_contradiction() -> None:
    facts: JsonObject = {"pack": "furniture", "endangered_species": True, "licence": False, "transaction": "sale"}
    told = answer(
        facts={**facts, "buyer": "business", "deal_channel": "offline", "sale_state": "sold", "route": "direct"}
    )
    assert [part(one, "code") for one in part(told, "findings")] == ["D21", "W91"]  # type: ignore[union-attr]
    assert {part(mode, "verdict") for mode in part(told, "modes")} == {"to_confirm", "not_applicable"}  # type: ignore[union-attr]
