"""What several firms claim in one database: each is computed apart, and the claim of a month is that of one firm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.refund.claim_months import by_firm
from exporter_desk.services.claims.company_claims import member_of, month_claim
from exporter_desk.services.desk import Desk
from tests.services.claims.test_claimed_twice import standing_of
from tests.support import claim_cases

DAY = date(2026, 11, 22)
DESK = Desk()
OTHER_DECLARATION = [{"id": "d1", "number": "400420260000123457", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]


def sold_by(case: Case, **seller: str | None) -> Case:
    own, *others = case.parties
    return replace(case, parties=(replace(own, **seller), *others))  # type: ignore[arg-type] # fields of a party


def producers() -> tuple[Case, Case]:
    """Each has FOB 14,200.00, BDM 568.00, LD = 2,000 - 568 - 500 = 932.00, MDT 1,278.00: refund 932.00."""
    second = claim_cases.producer("2026-202", declarations=OTHER_DECLARATION)
    return claim_cases.producer("2026-201"), sold_by(second, uscc="91360700MA0000226P", name_zh="赣州另一家具厂")


def test_two_sellers_of_a_month_are_two_computations() -> None:
    # together they would be LD 2,000 - 1,136 - 500 = 364.00 of one return
    view = month_claim(producers(), "202604", DESK, DAY).view
    assert (view.claimed.low, view.claimed.high) == (D("1864.00"), D("1864.00"))
    assert [one.outlook.money.value for one in view.shipments] == [D("932.00"), D("932.00")]
    standing = standing_of(*producers())
    assert (standing.expected.low, standing.expected.high) == (D("1864.00"), D("1864.00"))


def test_the_worksheets_are_of_one_firm_and_the_other_is_told() -> None:
    claim = month_claim(producers(), "202604", DESK, DAY)
    assert {row["shipment"].value for row in claim.sheets.producer} == {"2026-201"}
    assert claim.sheets.taxpayer.value == "赣州某贸易有限公司"
    (finding,) = (one for one in claim.view.findings if one.code == "T120")
    assert finding.places == ("2026-202:parties", "2026-201:parties")
    (told,) = (one for one in DESK.render([finding]))
    assert "2026-202 的卖方是赣州另一家具厂，本月其余各票的卖方是赣州某贸易有限公司" in told.zh


def test_two_sellers_with_other_returns_do_not_disagree() -> None:
    first, second = producers()
    assert second.tax.vat is not None
    other = replace(second, tax=replace(second.tax, vat=replace(second.tax.vat, input_tax=D("3000.00"))))
    found = month_claim([first, other], "202604", DESK, DAY).view
    assert "T72" not in {one.code for one in found.findings}
    # LD 3,000 - 568 - 500 = 1,932.00, MDT 1,278.00: the refund of the second is 1,278.00
    assert found.claimed.low == D("2210.00")


@pytest.mark.parametrize(
    ("seller", "groups"),
    [
        ({}, [["2026-101", "2026-102"]]),
        ({"uscc": " 91360700ma0000218w "}, [["2026-101", "2026-102"]]),
        ({"uscc": None}, [["2026-101", "2026-102"]]),
        ({"uscc": None, "name_zh": None}, [["2026-101", "2026-102"]]),
        ({"name_zh": "改名以后的公司"}, [["2026-101", "2026-102"]]),
        ({"uscc": None, "name_zh": "另一家"}, [["2026-101"], ["2026-102"]]),
        ({"uscc": "91360700MA0000226P"}, [["2026-101"], ["2026-102"]]),
    ],
)
def test_a_firm_is_known_by_its_code_else_by_its_name(seller: dict[str, str | None], groups: list[list[str]]) -> None:
    second = sold_by(replace(claim_cases.trader(), number="2026-102"), **seller)
    found = by_firm([member_of(case, DESK, DAY) for case in (claim_cases.trader(), second)])
    assert [[member.name for member in group] for group in found] == groups
