"""The order of the claims on the sheets of a month, and what a line claimed twice leaves of a producer's summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.services.claims.company_claims import MonthClaim, month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()


def shipment(number: str, batch: str | None, claimed: str | None = None, **tax: object) -> Case:
    """A shipment with a declaration of its own, so that nothing is claimed twice."""
    declaration = f"4004202600001{number[-3:]}99"
    entry = {"id": "d1", "number": declaration, "export_date": "2026-03-12", "lines": ["g1", "g2"]}
    case = claim_cases.trader(claim_batch=batch, claim_date=claimed, declarations=[entry], **tax)
    return replace(case, number=number, id=number[-1] * 16)


def month(*cases: Case) -> MonthClaim:
    return month_claim(cases, "202604", DESK, DAY)


def shipments(claim: MonthClaim) -> list[tuple[object, object]]:
    return list(dict.fromkeys((row["shipment"].value, row["batch"].value) for row in claim.sheets.exports))


def test_batches_follow_one_another_however_the_list_is_sorted() -> None:
    # newest first, as the list of shipments has them
    cases = [shipment("2026-607", "001"), shipment("2026-602", "002"), shipment("2026-601", "001")]
    claim = month(*cases)
    assert shipments(claim) == [("2026-601", "001"), ("2026-607", "001"), ("2026-602", "002")]
    links = [row["link"].value for row in claim.sheets.exports]
    assert links == [f"202604001{at:08d}" for at in (1, 2, 3, 4)] + [f"202604002{at:08d}" for at in (1, 2)]
    assert [row["link"].value for row in claim.sheets.purchases] == sorted(
        str(row["link"].value) for row in claim.sheets.purchases
    )


@pytest.mark.parametrize("first", ["2026-9", "2026-607"])
def test_a_new_shipment_moves_no_number_of_one_that_was_claimed(first: str) -> None:
    claimed, new = shipment("2026-700", "001", "2026-04-10"), shipment(first, "001")
    assert shipments(month(new, claimed)) == [("2026-700", "001"), (first, "001")]


def test_numbers_are_compared_as_numbers() -> None:
    cases = [shipment("2026-1000", "001"), shipment("2026-999", "001")]
    assert [name for name, _ in shipments(month(*cases))] == ["2026-999", "2026-1000"]


def test_what_has_no_batch_comes_last() -> None:
    cases = [shipment("2026-601", None), shipment("2026-602", "002")]
    assert shipments(month(*cases)) == [("2026-602", "002"), ("2026-601", None)]


def test_the_list_of_papers_names_batch_and_serial_of_the_claim() -> None:
    """§8.7: 批次/申报序号; the first claim of batch 002 is 1, though it is the fifth row of the month."""
    catalogue = month(shipment("2026-602", "002"), shipment("2026-601", "001")).sheets.catalogue
    found = list(dict.fromkeys((row["batch"].value, row["link"].value) for row in catalogue))
    assert found == [("001/1", "20260400100000001"), ("002/1", "20260400200000001")]


def test_the_summary_of_a_producer_is_open_where_a_line_is_claimed_twice() -> None:
    # the second shipment is the first again: nobody can say what the month comes to, but for the VAT return itself
    claim = month(claim_cases.producer("2026-201"), claim_cases.producer("2026-202"))
    assert "T70" in {one.code for one in claim.view.findings}
    rows = {str(row["key"].value): row for row in claim.sheets.summary}
    for key in ("fob_usd_goods", "fob_cny", "bdm", "mdt", "credit", "refund", "exempt_credit", "mdt_carried"):
        assert rows[key]["current"].value is None, key
        assert rows[key]["year"].value in (None, ""), key  # no sum of the year either
        assert "tax.declarations" in rows[key]["current"].missing
    assert rows["mdt_brought"]["current"].value is not None
