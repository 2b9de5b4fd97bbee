"""An invoice line that several shipments share: what the last of them takes closes it to the cent.

3 chairs for 1,000.00, one of them in each of three shipments: 333.33 and 333.33, and 333.34 for the last claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.services.claims import company_claims
from exporter_desk.services.claims.company_claims import claims_of, month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 6, 1)
DESK = Desk()
CHAIRS: JsonObject = {
    "id": "i1", "number": "10", "day": "2026-02-01", "supplier": "pt3", "goods": "g1", "name_zh": "餐椅",
    "unit": "007", "qty": "3", "amount": "1000.00", "rate": "0.13", "voucher": "vat_special",
}  # fmt: skip


def chair(at: int, month: str | None = "202604", qty: int = 1, **invoice: str | None) -> Case:
    """Shipment `at` with chairs of the invoice, claimed in `month`."""
    number = f"40042026000012345{at}"
    declared: JsonObject = {"id": "d1", "number": number, "export_date": "2026-03-12", "lines": ["g1"]}
    claim = {"claim_period": month, "claim_batch": month and "001", "claim_date": None}
    case = claim_cases.trader(declarations=[declared], purchase_invoices=[{**CHAIRS, **invoice}], **claim)
    goods = (replace(case.goods[0], qty=D(qty)),)
    return replace(case, id=f"{at:016d}", number=f"2026-10{at}", goods=goods)


def bases(cases: Sequence[Case], month: str) -> list[str]:
    rows = month_claim(cases, month, DESK, DAY).sheets.purchases
    return [str(row["base"].value) for row in rows]


def test_within_a_month_the_last_shipment_takes_the_remainder() -> None:
    cases = [chair(3), chair(1), chair(2)]
    assert bases(cases, "202604") == ["333.33", "333.33", "333.34"]


def test_over_months_the_claims_count_in_their_order() -> None:
    cases = [chair(1, "202605"), chair(2, "202604"), chair(3, "202604")]
    assert (bases(cases, "202604"), bases(cases, "202605")) == (["333.33", "333.33"], ["333.34"])


def test_what_is_not_claimed_yet_takes_nothing_from_a_claim() -> None:
    """Two of three are claimed: what the third takes belongs to the month in which it will be claimed."""
    assert bases([chair(1, None), chair(2), chair(3)], "202604") == ["333.33", "333.33"]


def test_the_formula_of_the_last_one_shows_the_remainder() -> None:
    view = month_claim([chair(1), chair(2), chair(3)], "202604", DESK, DAY).view
    formulas = [one.base.formula for shipment in view.shipments for one in shipment.member.result.portions]
    assert formulas == ["1,000.00 ÷ 3 × 1", "1,000.00 ÷ 3 × 1", "1,000.00 − 666.66"]


def test_what_others_left_of_an_invoice_is_left_over() -> None:
    view = month_claim([chair(1), chair(2)], "202604", DESK, DAY).view
    rests = [(one.qty, one.amount) for shipment in view.shipments for one in shipment.member.result.rests]
    assert rests == [(D(2), D("666.67")), (D(1), D("333.34"))]


@pytest.mark.parametrize(
    ("other", "last"),
    [
        (chair(1, name_zh="椅"), "333.34"),  # the same line with half of its name
        (chair(1, qty=2), "333.33"),  # four of three: claimed twice, which T71 tells
        (chair(1, number="11"), "333.33"),  # another invoice
        (chair(1, unit="035"), "333.33"),  # three pieces or three kilograms, nobody knows
        (chair(1, amount="999.00"), "333.33"),
    ],
)
def test_only_what_is_surely_the_same_line_closes(other: Case, last: str) -> None:
    assert bases([other, chair(2), chair(3, "202605")], "202605") == [last]


def test_a_shipment_that_has_the_line_twice_closes_nothing() -> None:
    twice = chair(1)
    doubled = tuple(replace(one, id=name) for one in twice.tax.purchase_invoices for name in ("i1", "i2"))
    twice = replace(twice, tax=replace(twice.tax, purchase_invoices=doubled))
    assert bases([twice, chair(2), chair(3, "202605")], "202605") == ["333.33"]


def alone(case: Case, *others: Case) -> list[str]:
    result = claim_cases.file_beside(case, others, DESK, DAY)
    return [str(one.base.value) for one in result.portions]


def test_one_shipment_looked_at_alone_says_the_same() -> None:
    cases = [chair(1), chair(2), chair(3, "202605")]
    assert [alone(case, *cases) for case in cases] == [["333.33"], ["333.33"], ["333.34"]]


def test_shipments_that_share_an_invoice_are_assessed_once_for_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six are looked at one after the other: six assessments, not 6 × 6; an edited one is in its turn alone."""
    cases = [chair(at, qty=1) for at in range(6)]
    asked: list[str] = []

    def counted(*given: object, **more: object) -> RefundResult:
        asked.append("")
        return assess(*given, **more)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(company_claims, "assess", counted)
    claims = claims_of(cases, DESK, DAY)
    assert [claims.beside(case, DAY).used.keys() for case in cases] == [set(), {"i1"}, {"i1"}, {"i1"}, {"i1"}, {"i1"}]
    assert len(asked) == 6
    edited = replace(cases[1], title="x")
    assert claims.beside(edited, DAY).used["i1"].amount == D("333.33")
    assert len(asked) == 6
