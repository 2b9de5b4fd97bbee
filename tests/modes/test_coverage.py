"""Every gate, scenario, demotion, warning, note and row of the rules is tried both ways by some case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from exporter_desk.modes.assess import known
from exporter_desk.rules.conditions import evaluate
from exporter_desk.rules.facts import read_facts
from tests.modes.case_files import USUAL, ModeCase, book, cases

# Rules that no case tries in that way; the list may only shrink.
NOT_TRIED: dict[str, set[object]] = {}


@cache
def tried() -> dict[str, set[object]]:
    found: dict[str, set[object]] = defaultdict(set)
    for case in cases():
        for name, way in (*conditions(case), *results(case)):
            found[name].add(way)
    return found


def conditions(case: ModeCase) -> Iterator[tuple[str, object]]:
    sheet = read_facts({**(USUAL if case.usual else {}), **case.facts}, book(), case.day)
    knowledge = known(sheet, book(), case.day)
    for rule in (*book().gates.values(), *book().scenarios, *book().demotions):
        yield rule.id, evaluate(rule.when, knowledge).outcome


def results(case: ModeCase) -> Iterator[tuple[str, object]]:
    advice = case.advice()
    raised = {one.caution.code for one in advice.cautions}
    yield from ((caution.code, caution.code in raised) for caution in book().cautions)
    yield from ((paper.paper.id, paper.needed) for paper in advice.papers)
    yield from ((one.registration.id, one.state) for one in advice.registrations)
    for one in advice.modes:
        for reason in (*one.notes, *one.channel.reasons[-1:], *one.refund.reasons[-1:]):
            yield f"{one.mode.code} {reason.id}", reason.outcome


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


def test_papers() -> None:
    papers = [paper for industry in book().industries.values() for paper in industry.paper]
    assert untried([paper.id for paper in papers], {True}) == []


def test_registrations() -> None:
    names = [entry.id for entry in book().registrations]
    assert [name for name in names if not tried()[name]] == []
    cancelled = [entry.id for entry in book().registrations if entry.cancelled]
    assert untried(cancelled, {"cancelled"}) == []
    done = [entry.id for entry in book().registrations if entry.done and not entry.cancelled]
    assert untried(done, {"done"}) == []


def test_the_list_of_exceptions_is_used() -> None:
    assert {name for name, ways in NOT_TRIED.items() if ways <= tried()[name]} == set()
