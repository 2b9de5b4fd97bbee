"""Exempt material bought in the period (免税购进原材料): of the month of a producer, whichever shipment lists it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.refund.quantity import Quantity, find
from exporter_desk.services.claims.company_claims import MonthClaim, month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()
OTHER_DECLARATION = [{"id": "d1", "number": "400420260000123457", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]


def bought(amount: str) -> list[dict[str, str]]:
    return [{"id": "m1", "amount": amount, "vat_rate": "0.13", "refund_rate": "0.09"}]


def april(first: dict[str, object], second: dict[str, object]) -> MonthClaim:
    """Two shipments: gross BDM 1,136.00, MDT 2,556.00, output 500.00, input 2,000.00."""
    cases = [
        claim_cases.producer("2026-201", **first),
        claim_cases.producer("2026-202", declarations=OTHER_DECLARATION, **second),
    ]
    return month_claim(cases, "202604", DESK, DAY)


def of(claim: MonthClaim, symbol: str) -> Quantity:
    assert claim.view.producer is not None
    found = find(claim.view.producer.quantities, symbol)
    assert found is not None
    return found


MATERIAL: dict[str, object] = {"exempt_material": bought("10000.00")}


@pytest.mark.parametrize(
    ("first", "second"),
    [(MATERIAL, {}), ({}, MATERIAL), ({}, {"vat": None, **MATERIAL}), ({"vat": None, **MATERIAL}, {}),
     (MATERIAL, MATERIAL)],
)  # fmt: skip
def test_it_counts_once_in_whichever_shipment_it_stands(first: dict[str, object], second: dict[str, object]) -> None:
    """Deductions 400.00 and 900.00 (§2.1): BDM 736.00, MDT 1,656.00, LD = 2,000 - 736 - 500 = 764.00, refunded."""
    claim = april(first, second)
    assert [of(claim, one).value for one in ("BDM", "MDT", "REFUND")] == [D("736.00"), D("1656.00"), D("764.00")]
    assert not [one for one in claim.view.findings if one.code == "T72"]


def test_two_lists_that_differ_give_bounds_and_are_told_as_what_they_are() -> None:
    """BDM less 400.00 at the least, 400 + 480 at the most; MDT less 900.00 to 900 + 1,080.

    LD 764.00 to 2,000 - 256 - 500 = 1,244.00; MDT 576.00 to 1,656.00.
    """
    claim = april(MATERIAL, {"exempt_material": bought("12000.00")})
    refund, gap = of(claim, "REFUND"), of(claim, "BDM")
    assert (refund.value, refund.low, refund.high) == (None, D("576.00"), D("1244.00"))
    assert (gap.value, of(claim, "MDT").value, of(claim, "OUTPUT").value) == (None, None, D("500.00"))
    (finding,) = (one for one in claim.view.findings if one.code == "T72")
    assert finding.variant == "material"
    assert finding.places == ("2026-202:tax.exempt_material", "2026-201:tax.exempt_material")
    (told,) = DESK.render([finding])
    assert "免税购进原材料不一样" in told.zh


def test_a_rate_that_is_not_known_leaves_the_upper_end_of_the_deduction_open() -> None:
    """Of the second list nobody knows the rate: BDM may be nothing, so LD is 1,500.00 at the most, of MDT 2,556.00."""
    claim = april(MATERIAL, {"exempt_material": [{"id": "m1", "amount": "12000.00", "vat_rate": "0.13"}]})
    refund = of(claim, "REFUND")
    assert (refund.value, refund.low, refund.high) == (None, D("0"), D("1500.00"))


def test_two_returns_that_differ_leave_open_what_their_deduction_leaves_of_the_gap() -> None:
    other = {"period": "202604", "output_tax": "1.00", "input_tax": "2000.00", "previous_credit": "0.00"}
    claim = april(MATERIAL, {"vat": other})
    (finding,) = (one for one in claim.view.findings if one.code == "T72")
    assert (finding.variant, finding.places) == ("", ("2026-202:tax.vat", "2026-201:tax.vat"))
    assert (of(claim, "BDM_GROSS").value, of(claim, "BDM").value) == (D("1136.00"), None)
