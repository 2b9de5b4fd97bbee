"""本年累计 of a producer's summary, and a month whose two VAT returns differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import MonthClaim, month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()
# Of one shipment: FOB 2,000 USD or 14,200, BDM 568, MDT 1,278, refund 932, exempt credit 346.
ONE = {
    "fob_usd_goods": "2000.00",
    "fob_cny": "14200.00",
    "bdm_goods": "568.00",
    "bdm": "568.00",
    "mdt_goods": "1278.00",
    "refund": "932.00",
    "exempt_credit": "346.00",
}


def declared(number: int) -> list[dict[str, object]]:
    """Each shipment has a declaration of its own."""
    return [{"id": "d1", "number": f"40042026000012345{number}", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]


def claimed(*months: str, period: str) -> MonthClaim:
    cases = [
        claim_cases.producer(f"2026-20{number}", claim_period=month, claim_date=None, declarations=declared(number))
        for number, month in enumerate(months)
    ]
    return month_claim(cases, period, DESK, DAY)


def column(claim: MonthClaim, name: str) -> dict[str, object]:
    return {str(row["key"].value): row[name].value for row in claim.sheets.summary}


def test_in_january_the_year_is_the_month() -> None:
    found = column(claimed("202601", period="202601"), "year")
    assert {key: found[key] for key in ONE} == {key: D(text) for key, text in ONE.items()}
    assert all(found[key] == "" for key in found.keys() - ONE.keys())


def test_the_year_adds_up_every_month_to_this_one() -> None:
    claim = claimed("202601", "202602", "202603", period="202602")
    found = column(claim, "year")
    assert {key: found[key] for key in ONE} == {key: 2 * D(text) for key, text in ONE.items()}
    assert column(claim, "current")["refund"] == D("932.00")


def test_a_month_without_a_claim_leaves_the_year_open() -> None:
    found = column(claimed("202601", "202603", period="202603"), "year")
    assert set(found.values()) == {""}


def test_an_unknown_month_makes_the_year_unknown() -> None:
    vat = {"period": "202602", "filed": True, "output_tax": "0", "previous_credit": "0"}
    january = claim_cases.producer("2026-201", claim_period="202601", claim_date=None)
    february = claim_cases.producer(
        "2026-202", claim_period="202602", claim_date=None, vat=vat, declarations=declared(2)
    )
    claim = month_claim([january, february], "202602", DESK, DAY)
    row = next(row for row in claim.sheets.summary if row["key"].value == "refund")
    assert (row["year"].value, row["current"].value) == (None, None)
    assert column(claim, "year")["fob_cny"] == D("28400.00")


def test_two_returns_of_one_month_leave_bounds() -> None:
    vat = {"period": "202604", "output_tax": "1.00", "input_tax": "2000.00", "previous_credit": "0.00"}
    cases = [claim_cases.producer("2026-201"), claim_cases.producer("2026-202", vat=vat)]
    claim = month_claim(cases, "202604", DESK, DAY)
    assert claim.view.producer is not None
    refund = find(claim.view.producer.quantities, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, D("0.00"), D("2556.00"))  # MDT 2 × 1,278 at the most
    assert "T72" in {one.code for one in claim.view.findings}
