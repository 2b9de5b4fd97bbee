"""Every single test of every rule is met and failed by some declarative case; what nobody tries is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from exporter_desk.modes.assess import known
from exporter_desk.rules.conditions import Knowledge, evaluate
from exporter_desk.rules.facts import read_facts
from exporter_desk.rules.lint import named_records
from exporter_desk.rules.schema import Condition
from exporter_desk.rules.walk import all_of
from tests.modes.case_files import USUAL, ModeCase, book, cases

Key = tuple[str, str, str]
# What no case can try, and why.
CANNOT = {
    "Caution W30 when.all[0]: dest_registration is never failed": "no destination is known that leaves it to the seller"
}


@cache
def leaves() -> dict[Key, Condition]:
    """Every test of one fact: by kind of rule, rule and place."""
    found = {}
    for name, record in named_records(book()):
        for place, condition in all_of(Condition, record):
            if condition.fact is not None:
                found[type(record).__name__, name, place] = condition
    return found


def told(case: ModeCase) -> Knowledge:
    """What rules are judged by in the end: the answers, and what the advice itself sets."""
    sheet = read_facts({**(USUAL if case.usual else {}), **case.facts}, book(), case.day)
    return known(sheet, book(), case.day).with_facts(**case.advice().result)


@cache
def outcomes() -> dict[Key, set[bool | None]]:
    found: dict[Key, set[bool | None]] = defaultdict(set)
    for case in cases():
        knowledge = told(case)
        for key, condition in leaves().items():
            found[key].add(evaluate(condition, knowledge).outcome)
    return found


def untried() -> Iterator[str]:
    for key, condition in leaves().items():
        for way in (True, False):
            if way not in outcomes()[key]:
                yield f"{' '.join(key)}: {condition.fact} is never {'met' if way else 'failed'}"


def test_every_test_of_a_rule_is_met_and_failed_by_a_case() -> None:
    assert [line for line in untried() if line not in CANNOT] == []


def test_what_cannot_be_tried_is_still_untried() -> None:
    assert set(CANNOT) <= set(untried())
