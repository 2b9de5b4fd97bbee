"""Dated values: the latest from a day on, both sides of every boundary, announced and ended ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.rules.schema import Cite, Condition, Confidence, Gate
from tests.rules.book_files import small_book


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), Decimal(5000)),
        (date(2023, 12, 31), Decimal(5000)),
        (date(2024, 1, 1), Decimal("6000.50")),
        (date(2025, 1, 1), Decimal("6000.50")),
        (date(2026, 12, 31), Decimal("6000.50")),
        (date(2027, 1, 1), None),
    ],
)
def test_value_at_both_sides_of_every_boundary(day: date, expected: Decimal | None) -> None:
    assert small_book().at(day).number("limit") == expected


def test_found_value_carries_label_and_sources() -> None:
    found = small_book().at(date(2024, 1, 1)).find("limit")
    assert found is not None
    assert (found.sources, found.unit, found.since) == (("L1", "L2"), "CNY", date(2024, 1, 1))
    assert found.confidence is Confidence.UNCONFIRMED


def test_a_single_official_source_stays_official() -> None:
    found = small_book().at(date(2020, 1, 1)).find("limit")
    assert found is not None
    assert found.confidence is Confidence.OFFICIAL


def test_announced_values_are_told_but_never_used() -> None:
    assert [dated.value for dated in small_book().at(date(2024, 6, 1)).announced("limit")] == [Decimal(7000)]
    assert small_book().at(date(2025, 1, 1)).announced("limit") == ()


def gate(identifier: str, when: Condition, *sources: str) -> Gate:
    cited = tuple(Cite(source=source) for source in sources)
    return Gate(id=identifier, fails="X", when=when, zh="", en="", failed_zh="", failed_en="", cite=cited)


def test_the_sources_about_a_fact_are_those_of_every_rule_that_looks_at_it() -> None:
    sold, licence = Condition(fact="sold", is_=True), Condition(not_=Condition(fact="licence", known=True))
    gates = {
        one.id: one for one in (gate("G1", sold, "L2", "L1"), gate("G2", Condition(all=(sold, licence)), "L1", "L3"))
    }
    book = replace(small_book(), gates=gates, cautions=())
    assert book.cited_about("sold") == ("L2", "L1", "L3")
    assert book.cited_about("licence") == ("L1", "L3")
    assert book.cited_about("never") == ()
    assert replace(book, gates={}).cited_about("sold") == ()


def test_no_such_value() -> None:
    rules = small_book().at(date(2026, 1, 1))
    assert rules.find("never") is None
    assert rules.announced("never") == ()
    assert rules.date_of("limit") is None
    assert rules.codes("limit") is None


def test_stale_after_a_year() -> None:
    assert small_book().stale(date(2027, 1, 2)) == ()
    assert small_book().stale(date(2027, 1, 3)) == ("limit",)


def test_nothing_cited_is_unconfirmed() -> None:
    assert small_book().confidence_of(()) is Confidence.UNCONFIRMED


def test_source() -> None:
    assert small_book().source("L1").title_en == "A"
    assert small_book().version == "test@2026.1.1"
