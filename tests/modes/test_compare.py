"""Why a mode is not what was expected, and what other answers would make of a case that stays as it is."""

from __future__ import annotations

import pytest

from exporter_desk.domain.case import Case, FactValue
from exporter_desk.modes.advice import Advice, Verdict
from exporter_desk.modes.assess import assess
from exporter_desk.modes.changes import changes
from exporter_desk.modes.compare import Weight, what_if, why_not, with_answers
from exporter_desk.modes.wording import expected_sentence, weight_sentence, what_if_sentence
from exporter_desk.rules.facts import read_facts
from tests.modes.case_files import USUAL, book
from tests.modes.random_facts import TODAY

PLATFORM: dict[str, FactValue] = {
    **USUAL, "buyer": "business", "deal_channel": "platform_own", "sale_state": "sold", "route": "direct",
    "bought_in_market_cluster": False,
}  # fmt: skip
STOCK: dict[str, FactValue] = {
    **USUAL, "buyer": "unknown", "deal_channel": "platform_own", "sale_state": "unsold",
    "route": "overseas_warehouse", "warehouse_owner": "leased", "bought_in_market_cluster": False,
}  # fmt: skip


def judged(facts: dict[str, FactValue]) -> Advice:
    return assess(read_facts(facts, book(), TODAY), book(), TODAY)


def weighing(facts: dict[str, FactValue], code: str) -> list[Weight]:
    advice = judged(facts)
    return list(why_not(advice, code, changes(advice, book()), book()))


def test_the_one_answer_that_stands_in_the_way() -> None:
    first = weighing({**PLATFORM, "deal_channel": "offline"}, "9710")[0]
    assert (first.spec.path, first.answer) == ("deal_channel", "offline")
    assert [reason.id for reason in first.reasons] == ["G11"]
    helping = {entry.answer: entry.verdict for entry in first.instead}
    assert helping == {"platform_third_party": Verdict.RECOMMENDED, "platform_own": Verdict.RECOMMENDED}
    zh, en = weight_sentence(first, "9710")
    assert zh.startswith("「成交渠道」的回答是「线下（展会、邮件、微信等）」；")
    assert "如果是「第三方电商平台」，9710 就变为推荐" in zh
    assert en.startswith('The answer to "Where the deal is made" is "Offline (fair, e-mail, chat …)"; with')


def test_several_answers_that_none_of_them_lifts_alone() -> None:
    found = weighing(STOCK, "9710")
    assert {one.spec.path for one in found} == {"buyer", "sale_state", "route"}
    assert all(one.instead == () for one in found)
    assert weight_sentence(found[0], "9710")[0].endswith("；只改这一项还不够。")


def test_never_more_than_three() -> None:
    assert len(weighing({**STOCK, "can_send_data": False, "transaction": "gift"}, "9710")) == 3


def test_an_open_question_weighs_with_the_answer_that_would_lift() -> None:
    facts = {path: value for path, value in PLATFORM.items() if path != "can_send_data"}
    first = weighing(facts, "9710")[0]
    assert (first.spec.path, first.answer) == ("can_send_data", None)
    assert {entry.answer: entry.verdict for entry in first.instead} == {True: Verdict.RECOMMENDED}
    assert weight_sentence(first, "9710")[0] == "「能传输电子数据」还不知道；如果是「是」，9710 就变为推荐。"


def test_a_possible_mode_waits_behind_the_scenario_that_decides() -> None:
    first = weighing(PLATFORM, "0110")[0]
    assert [reason.id for reason in first.reasons] == ["S6"]
    assert Verdict.RECOMMENDED in {entry.verdict for entry in first.instead}


def test_the_recommended_mode_has_nothing_against_it() -> None:
    advice = judged(PLATFORM)
    assert why_not(advice, "9710", changes(advice, book()), book()) == ()
    assert expected_sentence(advice.mode("9710")) == ("9710 就是现在推荐的方式。", "9710 is what is recommended now.")


def test_a_mode_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        weighing(PLATFORM, "7777")


def test_an_export_day_before_the_mode_weighs() -> None:
    found = weighing({**PLATFORM, "export_date": "2021-06-30"}, "9710")
    assert [(one.spec.path, [str(entry.answer) for entry in one.instead]) for one in found] == [
        ("export_date", ["2021-07-01"])
    ]


def test_contradictory_answers_weigh() -> None:
    found = weighing({**PLATFORM, "goods_in_area": True}, "9710")
    lifting = {one.spec.path: {entry.answer for entry in one.instead} for one in found}
    assert lifting["goods_in_area"] == {False}


def test_what_if_leaves_the_case_as_it_is() -> None:
    case = Case(facts=PLATFORM)
    found = what_if(case, {"sale_state": "unsold"}, judged(PLATFORM), book(), TODAY)
    assert case.facts["sale_state"] == "sold"
    turned = {before.mode.code: (before.verdict, after.verdict) for before, after in found.turned()}
    assert turned["9710"] == (Verdict.RECOMMENDED, Verdict.NOT_APPLICABLE)


def test_what_if_with_several_answers_at_once() -> None:
    settings: dict[str, FactValue | None] = {
        "sale_state": "unsold", "buyer": "unknown", "route": "overseas_warehouse", "warehouse_owner": "platform",
    }  # fmt: skip
    found = what_if(Case(facts=PLATFORM), settings, judged(PLATFORM), book(), TODAY)
    assert found.after.recommended is not None
    assert found.after.recommended.mode.code == "9810"
    assert "9710 由推荐变为不适用" in what_if_sentence(found)[0]
    assert "9810: not applicable → recommended" in what_if_sentence(found)[1]


def test_what_if_nothing_turns() -> None:
    found = what_if(Case(facts=PLATFORM), {"fx_directory": False}, judged(PLATFORM), book(), TODAY)
    assert what_if_sentence(found) == ("这样答，结论不变。", "With that the conclusion stays the same.")


def test_what_if_only_the_channel_turns() -> None:
    facts = {**PLATFORM, "ticket_cny": "5000", "declare_at_zone_customs": False}
    found = what_if(Case(facts=facts), {"ticket_cny": "5000.01"}, judged(facts), book(), TODAY)
    assert what_if_sentence(found)[0] == "这样答：9710 的申报通道变为报关单。"


def test_what_if_that_contradicts() -> None:
    found = what_if(Case(facts=PLATFORM), {"goods_in_area": True}, judged(PLATFORM), book(), TODAY)
    assert what_if_sentence(found)[0].startswith("这样答：与别的回答矛盾，先不排序")


def test_an_answer_can_be_taken_away() -> None:
    case = Case(facts={"buyer": "business", "route": "direct"}, not_known=frozenset({"facts.sale_state"}))
    other = with_answers(case, {"buyer": None, "sale_state": "sold"})
    assert (other.facts, other.not_known) == ({"route": "direct", "sale_state": "sold"}, frozenset({"facts.buyer"}))


def test_what_follows_from_the_industry_follows_the_other_industry() -> None:
    facts = {path: value for path, value in PLATFORM.items() if path != "inspection"}
    fruit = {**facts, "pack": "orange", "ticket_cny": "4000", "declare_at_zone_customs": False}
    advice = judged(fruit)
    assert advice.mode("9710").channel.value == "declaration"
    other = next(one for one in changes(advice, book()) if (one.spec.path, one.answer_to) == ("pack", "other"))
    assert {effect.mode: effect.channel_to for effect in other.effects}["9710"] is None
