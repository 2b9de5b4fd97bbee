"""A later day of payment in the contract counts with evidence of the contract, and is told where there is none."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from exporter_desk.refund import scenario
from exporter_desk.refund.assess import RefundResult, assess
from tests.support.refund_book import book, checklists, texts

TODAY, LATE = date(2026, 11, 25), date(2027, 6, 1)
CODES = {"T58", "T77", "T123"}


def case(
    terms: dict[str, Any],
    papers: list[dict[str, Any]],
    files: list[dict[str, Any]],
    final: str = "2027-10-15",
    exchange: str = "pending",
) -> RefundResult:
    given = {"exchange": exchange, "contract_final": final, "papers": papers}
    data = {"schema": "exporter-desk/case", "terms": terms, "facts": {"export_date": "2026-09-10"}, "tax": given}
    return assess(scenario.load(json.dumps({**data, "attachments": files})).source, book(), TODAY)


def plain(today: date = LATE, export: str = "2026-09-10", final: str = "2027-10-15", **more: object) -> RefundResult:
    data = {"dates": {"export": export, "contract_final": final}, "state": {"exchange": "pending"}, **more}
    return assess(scenario.load(json.dumps(data)).source, book(), today)


def end(result: RefundResult) -> str:
    (found,) = [one.date for one in result.deadlines if one.id == "fx_deadline"]
    return str(found)


def told(result: RefundResult) -> list[tuple[str, str]]:
    found = [one for one in result.findings if one.code in CODES]
    for one in found:
        texts().render(one, checklists().book.sources)
    return [(one.code, one.variant) for one in found]


# §6.1: 30 April of the next year; a later contract day counts with contract evidence.
@pytest.mark.parametrize(
    ("terms", "papers", "files", "expected"),
    [
        ({}, [], [], "2027-04-30"),
        ({"contract_no": "HT-101"}, [], [], "2027-10-15"),
        ({}, [{"id": "BA-1", "state": "have"}], [], "2027-10-15"),
        ({}, [{"id": "BA-1", "file": "contract.pdf"}], [], "2027-10-15"),
        ({}, [], [{"id": "a1", "paper": "contract"}], "2027-10-15"),
        ({}, [], [{"id": "a1", "paper": "transport"}], "2027-04-30"),
        ({}, [{"id": "BA-2", "state": "have"}], [], "2027-04-30"),
        ({"contract_no": "HT-101"}, [{"id": "BA-1", "state": "missing"}], [], "2027-04-30"),
        ({"contract_no": "HT-101"}, [{"id": "BA-1", "state": "waiting"}], [], "2027-04-30"),
    ],
)
def test_the_contract_moves_the_day_only_with_evidence(
    terms: dict[str, Any], papers: list[dict[str, Any]], files: list[dict[str, Any]], expected: str
) -> None:
    found = case(terms, papers, files)
    assert end(found) == expected
    assert told(found) == ([] if expected == "2027-10-15" else [("T123", "")])


def test_both_days_and_the_places_of_the_evidence_are_named() -> None:
    (found,) = [one for one in case({}, [], [], "2035-01-01").findings if one.code == "T123"]
    assert found.values == {"agreed": "2035-01-01", "end": "2027-04-30", "later": "2029-09-10"}  # 36 months at most
    assert found.places == ("tax.contract_final", "terms.contract_no")


@pytest.mark.parametrize(
    ("final", "exchange"), [("2027-04-30", "pending"), ("2027-10-15", "collected"), ("2027-10-15", "deemed")]
)
def test_nothing_is_asked_where_the_day_does_not_matter(final: str, exchange: str) -> None:
    found = case({}, [], [], final, exchange)
    assert ("T123", "") not in told(found)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 4, 30), [("T123", "")]),
        (date(2027, 5, 1), [("T77", "agreed")]),
        (date(2027, 10, 15), [("T77", "agreed")]),
        (date(2027, 10, 16), [("T77", "")]),
    ],
)
def test_past_april_the_refund_is_not_simply_lost_while_the_contract_is_open(
    today: date, expected: list[tuple[str, str]]
) -> None:
    assert told(plain(today)) == expected
    assert told(plain(today, held=["BA-1"])) == ([("T77", "")] if today > date(2027, 10, 15) else [])


# Exports to 2025-12-31 follow measures whose text was not read.
@pytest.mark.parametrize("more", [{}, {"held": ["BA-1"]}])
def test_of_the_older_law_neither_day_nor_loss_is_said_to_be_known(more: dict[str, Any]) -> None:
    early = plain(date(2026, 4, 30), "2025-12-31", "2026-10-15", **more)
    assert (end(early), told(early)) == ("2026-04-30", [("T123", "older")])
    late = plain(date(2026, 6, 20), "2025-12-31", "2026-10-15", **more)
    assert told(late) == [("T77", "older")]
    receipts = [{"id": "r1", "day": "2026-05-04", "amount": "1", "currency": "USD"}]
    assert ("T58", "older") in told(plain(date(2026, 6, 20), "2025-12-31", "2026-10-15", receipts=receipts))


def test_an_agreed_day_before_april_changes_nothing_of_the_loss() -> None:
    assert told(plain(final="2027-01-01")) == [("T77", "")]
