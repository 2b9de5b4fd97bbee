"""Hand-overs: a change makes the next version and is named; the record itself changes no paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from exporter_desk.domain import case_json, handover
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package

CASE = Case(number="2026-014", goods=(GoodsLine(id="g1", name_zh="餐桌", qty=Decimal(96)),))


def handed(case: Case, to: str = "李某", receiver: str = "broker") -> Case:
    facts, found = handover.basis(case, to)
    choice = Choice(
        what=handover.WHAT, value=receiver, at="2026-11-22T01:00:00Z", day=date(2026, 11, 22), facts=facts, found=found
    )
    return replace(case, choices=(*case.choices, choice))


def test_first_version_stays_until_something_changes() -> None:
    assert (handover.version(CASE), handover.hand_overs(CASE), handover.changed_parts(CASE)) == (1, (), ())
    done = handed(CASE)
    (one,) = handover.hand_overs(done)
    assert (one.receiver, one.to, one.version, one.day) == ("broker", "李某", 1, date(2026, 11, 22))
    assert (handover.version(done), handover.changed_parts(done)) == (1, ())
    assert handover.version(handed(done, "王某", "tax")) == 1


def test_change_after_a_hand_over_is_the_next_version_and_is_named() -> None:
    changed = replace(handed(CASE), packages=(Package(id="p1", first=1, last=2),), note="问过货代")
    assert (handover.version(changed), handover.changed_parts(changed)) == (2, ("packages",))
    again = handed(changed)
    assert [one.version for one in handover.hand_overs(again)] == [1, 2]
    assert handover.version(again) == 2
    back = replace(again, packages=())
    assert (handover.version(back), handover.changed_parts(back)) == (3, ("packages",))


def test_version_stands_until_something_changes_and_again_when_it_is_taken_back() -> None:
    assert handover.standing(CASE) == 0
    done = handed(CASE)
    assert handover.standing(done) == 1
    changed = replace(done, packages=(Package(id="p1", first=1, last=2),))
    assert handover.standing(changed) == 0
    assert handover.standing(replace(changed, packages=())) == 1
    assert handover.standing(handed(changed)) == 2


def test_noting_a_hand_over_changes_no_paper() -> None:
    assert handover.without(handed(CASE)) == CASE
    assert handover.check_sums(handed(CASE)) == handover.check_sums(CASE)
    assert handover.version(replace(handed(CASE), note="x")) == 1


def test_another_decision_is_a_change() -> None:
    decided = replace(handed(CASE), choices=(*handed(CASE).choices, Choice(what="mode", value="9810")))
    assert handover.changed_parts(decided) == ("choices",)


def test_record_survives_the_file() -> None:
    done = handed(CASE)
    assert handover.hand_overs(case_json.load(case_json.dump(done))) == handover.hand_overs(done)


def test_record_from_elsewhere_without_a_version_counts_as_the_first() -> None:
    strange = replace(CASE, choices=(Choice(what=handover.WHAT, value="broker", facts={"version": "９９x"}),))
    assert handover.hand_overs(strange)[0].version == 1
    assert handover.version(strange) == 2
