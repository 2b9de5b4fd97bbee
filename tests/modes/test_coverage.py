"""Every gate, scenario, demotion, warning, note and row of the rules is tried both ways by some case."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from exporter_desk.modes.assess import known
from exporter_desk.rules.conditions import evaluate
from exporter_desk.rules.facts import read_facts
from tests.modes.case_files import USUAL, book, cases

# Rules that no case tries in that way; the list may only shrink.
NOT_TRIED: dict[str, set[object]] = {}


@cache
def tried() -> dict[str, set[object]]:
    found: dict[str, set[object]] = defaultdict(set)
    for case in cases():
        advice = case.advice()
        sheet = read_facts({**(USUAL if case.usual else {}), **case.facts}, book(), case.day)
        knowledge = known(sheet, book(), case.day)
        for gate in book().gates.values():
            found[gate.id].add(evaluate(gate.when, knowledge).outcome)
        for rule in (*book().scenarios, *book().demotions):
            found[rule.id].add(evaluate(rule.when, knowledge).outcome)
        raised = {one.caution.code for one in advice.cautions}
        for caution in book().cautions:
            found[caution.code].add(caution.code in raised)
        for one in advice.modes:
            for reason in (*one.notes, *one.channel.reasons[-1:], *one.refund.reasons[-1:]):
                found[f"{one.mode.code} {reason.id}"].add(reason.outcome)
    return found


def untried(names: list[str], wanted: set[object]) -> list[str]:
    return [name for name in names if not wanted - NOT_TRIED.get(name, set()) <= tried()[name]]


def test_gates() -> None:
    assert untried(list(book().gates), {True, False}) == []


def test_scenarios_and_demotions() -> None:
    names = [rule.id for rule in (*book().scenarios, *book().demotions)]
    assert untried(names, {True, False}) == []


def test_warnings() -> None:
    assert untried([caution.code for caution in book().cautions], {True, False}) == []


def test_notes_and_deciding_rows() -> None:
    names = [f"{mode.code} {note.id}" for mode in book().modes.values() for note in mode.note]
    for mode in book().modes.values():
        names += [
            f"{mode.code} {row.value}.{index}" for rows in (mode.channel, mode.refund) for index, row in enumerate(rows)
        ]
    assert untried(names, {True}) == []


def test_the_list_of_exceptions_is_used() -> None:
    assert {name for name, ways in NOT_TRIED.items() if ways <= tried()[name]} == set()
