"""What would change the conclusion, and what is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.domain.case import FactValue
from exporter_desk.modes.advice import Verdict
from exporter_desk.modes.changes import Change, changes
from exporter_desk.modes.questions import questions
from exporter_desk.modes.wording import effect_sentence
from tests.modes.case_files import ModeCase, book, cases


def case(name: str, **more: FactValue) -> ModeCase:
    found = next(one for one in cases() if one.id == name)
    return ModeCase(id=name, why="", day=found.day, facts={**found.facts, **more}, usual=found.usual, ranked=[])


def turned(name: str, fact: str, **more: FactValue) -> list[Change]:
    return [change for change in changes(case(name, **more).advice(), book()) if change.spec.path == fact]


def test_a_consumer_would_close_9710() -> None:
    change = next(one for one in turned("EX-1", "buyer") if one.answer_to == "consumer")
    effects = {effect.mode: effect for effect in change.effects}
    assert (effects["9710"].verdict_from, effects["9710"].verdict_to) == (Verdict.RECOMMENDED, Verdict.NOT_APPLICABLE)
    zh, en = effect_sentence(change)
    assert zh.startswith("如果「境外买方」改为「消费者」：9710 变为不适用")
    assert en.startswith('If "Overseas buyer" were "Consumer": 9710 becomes not applicable')


def test_one_cent_turns_the_channel() -> None:
    change = turned("D2 at the limit", "ticket_cny")[0]
    assert str(change.answer_to) == "5000.01"
    effect = next(effect for effect in change.effects if effect.mode == "9710")
    assert (effect.channel_from, effect.channel_to) == ("list", "declaration")
    assert "9710 的申报通道变为报关单" in effect_sentence(change)[0]


def test_above_the_limit_the_limit_itself_turns_it_back() -> None:
    assert turned("D2 a cent above the limit", "ticket_cny")[0].answer_to == Decimal(5000)


def test_an_earlier_export_day_meets_the_older_law() -> None:
    change = next(one for one in turned("EX-1", "export_date") if one.answer_to == date(2021, 6, 30))
    assert next(effect for effect in change.effects if effect.mode == "9710").verdict_to is Verdict.NOT_APPLICABLE


def test_a_later_export_day_meets_the_newer_law() -> None:
    assert turned("2021-06-30", "export_date")[0].answer_to == date(2021, 7, 1)


def test_a_mode_that_the_rules_do_not_have() -> None:
    with pytest.raises(KeyError):
        case("EX-1").advice().mode("7777")


def test_what_turns_nothing_is_not_told() -> None:
    assert turned("EX-1", "fx_directory") == []


def test_the_first_questions_decide_modes() -> None:
    asked = questions(ModeCase(id="", why="", day=date(2026, 11, 22), facts={}, ranked=[]).advice(), book())
    assert [one.spec.path for one in asked][:5] == ["transaction", "buyer", "deal_channel", "sale_state", "route"]
    weights = ["ranking" in one.would_decide or bool(set(one.would_decide) & set(book().modes)) for one in asked]
    assert weights == sorted(weights, reverse=True)


def test_a_warning_asks_for_what_it_waits_for() -> None:
    asked = {one.spec.path: one.would_decide for one in questions(case("EX-3").advice(), book())}
    assert "W46" in asked["cotton"]
    assert "W47" in asked["children_wear"]


def test_questions_of_another_industry_are_not_asked() -> None:
    asked = {one.spec.path for one in questions(case("EX-3").advice(), book())}
    assert not asked & {"orchard_registered", "use", "upholstered"}
