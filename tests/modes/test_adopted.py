"""What a decision on the mode remembers, and when it should be looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec

from exporter_desk.domain.case import Case, Choice, FactValue
from exporter_desk.domain.case_json import from_object, to_object
from exporter_desk.modes.adopted import Recheck, basis, recheck
from exporter_desk.modes.advice import Advice, Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.modes.explain_adopted import recheck_sentences
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.rulebook import RuleBook
from tests.modes.case_files import book
from tests.modes.random_facts import TODAY
from tests.modes.test_compare import PLATFORM


def judged(facts: dict[str, FactValue], law: RuleBook, day: date = TODAY) -> Advice:
    return assess(read_facts(facts, law, day), law, day)


def adopted(code: str | None, law: RuleBook | None = None) -> Choice:
    rules = law or book()
    found = basis(judged(PLATFORM, rules), rules)
    choice = Choice(what="mode", value=code, rules=rules.version, at="2026-11-22T09:30:00+00:00")
    return replace(choice, day=found.day, facts=found.facts, found=found.found)


def again(choice: Choice, facts: dict[str, FactValue], law: RuleBook | None = None) -> Recheck:
    rules = law or book()
    found = recheck(Case(facts=facts, choices=(choice,)), judged(facts, rules), rules)
    assert found is not None
    return found


def test_a_decision_remembers_day_answers_and_verdicts() -> None:
    choice = adopted("9710")
    assert choice.day == TODAY
    assert (choice.facts["buyer"], choice.facts["can_send_data"]) == ("business", "true")
    assert (choice.found["9710"], choice.found["9710.G10"], choice.found["9810"]) == (
        "recommended",
        "met",
        "not_applicable",
    )


def test_it_survives_the_file() -> None:
    case = Case(id="0" * 16, choices=(adopted("9710"),))
    assert from_object(to_object(case)) == case


def test_answers_on_which_nothing_rests_are_not_remembered() -> None:
    assert "fx_directory" not in adopted("9710").facts


def test_nothing_changed_nothing_to_look_at() -> None:
    found = again(adopted("9710"), PLATFORM)
    assert not found.is_due
    assert recheck_sentences(found) == (
        ("采用的是9710，现在仍是「推荐」。", '9710 was adopted and is still "recommended".'),
    )


def test_nobody_decided() -> None:
    assert recheck(Case(facts=PLATFORM), judged(PLATFORM, book()), book()) is None


def test_another_answer_names_the_rule_that_turned() -> None:
    found = again(adopted("9710"), {**PLATFORM, "deal_channel": "offline"})
    assert found.is_due
    assert (found.verdict_was, found.verdict_now) == (Verdict.RECOMMENDED, Verdict.NOT_APPLICABLE)
    assert [(one.spec.path, one.was, one.now) for one in found.facts] == [("deal_channel", "platform_own", "offline")]
    assert [(one.id, one.was, one.now) for one in found.rules] == [("G11", "met", "failed")]
    told = "".join(zh for zh, _ in recheck_sentences(found))
    assert told == (
        "采用9710时是「推荐」，现在是「不适用」。「成交渠道」当时是「自建电商平台（能在线下单的自有网站）」，"
        "现在是「线下（展会、邮件、微信等）」。规则G11当时是「符合」，现在是「不符合」：线下成交的，不属于9710。"
    )


def test_an_answer_taken_back_is_told() -> None:
    facts = {path: value for path, value in PLATFORM.items() if path != "can_send_data"}
    found = again(adopted("9710"), facts)
    assert [(one.spec.path, one.was, one.now) for one in found.facts] == [("can_send_data", True, None)]
    assert [(one.id, one.was, one.now) for one in found.rules] == [("G13", "met", "unknown")]


def test_newer_rules_are_told_even_if_nothing_turned() -> None:
    newer = replace(book(), version="base@2027.1.1")
    found = again(adopted("9710"), PLATFORM, newer)
    assert (found.is_due, found.newer_rules, found.rules) == (True, True, ())
    assert (f"当时的规则是{book().version}，现在是base@2027.1.1。") in [zh for zh, _ in recheck_sentences(found)]


def test_a_rule_that_was_not_there_is_told() -> None:
    gates = {key: gate for key, gate in book().gates.items() if key != "G14"}
    modes = {
        code: msgspec.structs.replace(mode, gates=tuple(gate for gate in mode.gates if gate != "G14"))
        for code, mode in book().modes.items()
    }
    older = replace(book(), version="base@2020.1.1", gates=gates, modes=modes)
    found = again(adopted("9710", older), PLATFORM)
    assert [(one.id, one.was, one.now) for one in found.rules] == [("G14", None, "met")]


def test_a_decision_from_elsewhere_is_compared_by_its_rules_alone() -> None:
    found = again(Choice(what="mode", value="9710", rules=book().version), {**PLATFORM, "deal_channel": "offline"})
    assert (found.remembered, found.is_due, found.facts) == (False, False, ())


def test_none_of_the_modes_is_a_decision_too() -> None:
    found = again(adopted(None), PLATFORM)
    assert (found.code, found.is_due) == (None, False)
    assert recheck_sentences(found)[0][0] == "这几种方式都不采用，问报关行。"
    assert again(adopted(None), {**PLATFORM, "buyer": "consumer"}).is_due


def test_the_latest_decision_counts() -> None:
    case = Case(facts=PLATFORM, choices=(adopted(None), adopted("0110")))
    found = recheck(case, judged(PLATFORM, book()), book())
    assert found is not None
    assert found.code == "0110"
