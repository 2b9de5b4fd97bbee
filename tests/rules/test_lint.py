"""The lint says what is old, repealed, unused or half translated, and is silent about the rest."""

from __future__ import annotations

from datetime import date

import pytest

from exporter_desk.rules.lint import Beside, Kind, lint
from exporter_desk.rules.loader import load
from exporter_desk.system.resources import read_tree
from tests.rules.book_files import FACTS, SOURCE, VALUE, tree

DAY = date(2026, 6, 1)
GATE = b"""
[[gate]]
id = "G1"
fails = "X"
zh = "g"
en = "g"
failed_zh = "g"
failed_en = "g"
cite = [{ source = "L1" }]
when = { fact = "sold", is = true }
"""


def told(day: date = DAY, also_used: frozenset[str] = frozenset(), **changed: bytes) -> list[tuple[Kind, str]]:
    messages = lint(load(tree(**changed)), day, Beside(used=also_used))
    return [(message.kind, message.record) for message in messages]


def test_unused_facts_and_gates() -> None:
    assert {record for kind, record in told(more=GATE) if kind == "unused"} == {"kind", "day", "papers", "small", "G1"}


def test_used_elsewhere_is_not_unused() -> None:
    assert ("unused", "kind") not in told(also_used=frozenset({"kind"}))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 6, 1), ("gap", "limit")),
        (date(2024, 6, 1), ("announced", "limit")),
        (date(2027, 2, 1), ("stale", "limit")),
        (date(2027, 2, 1), ("stale", "L1")),
    ],
)
def test_days(day: date, expected: tuple[Kind, str]) -> None:
    assert expected in told(day)


def test_a_value_that_was_ended_is_no_gap() -> None:
    assert ("gap", "limit") not in told(date(2027, 2, 1))


def test_repealed_but_cited() -> None:
    gone = SOURCE + b'[[effect]]\nkind = "repealed"\nfrom = 2026-05-01\nzh = "z"\nen = "z"\n'
    assert ("repealed", "limit") in told(source=gone)
    assert ("repealed", "limit") not in told(date(2026, 4, 30), source=gone)


def test_a_missing_language() -> None:
    assert ("language", "limit") in told(value=VALUE.replace(b'en = "Limit"', b'en = ""'))
    assert ("language", "sold") in told(facts=FACTS.replace(b'path = "sold"', b'path = "sold"\nwhy_zh = "w"'))
    assert "language" not in {kind for kind, _ in told()}


def test_the_shipped_book_has_only_unused_remarks() -> None:
    assert [m for m in lint(load(read_tree("rules")), date(2026, 11, 22)) if m.kind != "unused"] == []
