"""The input tax of a producer's month by its vouchers: bounded, and less what stands twice, as for one shipment.

Two shipments of oranges for CNY 14,200.00 at 9 %: 1,278.00 each, 2,556.00 together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.json_value import JsonObject
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.desk import Desk
from tests.support import claim_cases

DAY = date(2026, 6, 1)
DESK = Desk()
VAT: JsonObject = {
    "period": "202604", "filed": True, "output_tax": "0.00", "input_from_invoices": True, "previous_credit": "0.00",
    "carried_mdt": "0", "carried_bdm_deduction": "0",
}  # fmt: skip
RATES = [{"id": one, "refund_rate": "0.09", "vat_rate": "0.09", "made": "own"} for one in ("g1", "g2")]


def bought(number: str, amount: str, rate: str = "0.01", name: str = "i1") -> JsonObject:
    return {
        "id": name, "number": number, "goods": "g1", "name_zh": "脐橙", "unit": "007", "qty": "100", "amount": amount,
        "rate": rate, "voucher": "vat_special", "supplier": "pt3",
    }  # fmt: skip


def shipment(at: int, *invoices: JsonObject, seller: str = "small_scale") -> Case:
    declared = {"id": "d1", "number": f"40042026000012345{at}", "export_date": "2026-03-12", "lines": ["g1", "g2"]}
    tax = {"vat": VAT, "lines": RATES, "purchase_invoices": list(invoices), "declarations": [declared]}
    case = claim_cases.producer(f"2026-20{at}", **tax)
    parties = [replace(one, taxpayer=seller, kind="trader") if one.id == "pt3" else one for one in case.parties]
    goods = tuple(replace(one, hs="0805100000") for one in case.goods)
    return replace(case, goods=goods, parties=tuple(parties))


def refund(*cases: Case) -> tuple[D | None, D | None, D | None]:
    producer = month_claim(cases, "202604", DESK, DAY).view.producer
    found = None if producer is None else find(producer.quantities, "REFUND")
    assert found is not None
    return found.value, found.low, found.high


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # as invoiced 1 % of 10,000 in each of two, or 9 %
        ("10000.00", (None, D("200.00"), D("1800.00"))),
        # 1 % of 1,000,000 is more than can be refunded: it does not matter which
        ("1000000.00", (D("2556.00"), None, None)),
    ],
)
def test_invoices_at_a_reduced_levy_leave_what_they_leave_one_shipment(
    amount: str, expected: tuple[D | None, ...]
) -> None:
    assert refund(shipment(1, bought("1", amount)), shipment(2, bought("2", amount))) == expected


def test_one_of_full_levy_beside_one_of_a_reduced_one() -> None:
    """1 % or 9 % of 10,000.00, and 9 % of another 10,000.00 (the full levy of 3 % counts like farm produce)."""
    cases = shipment(1, bought("1", "10000.00")), shipment(2, bought("2", "10000.00", "0.03"))
    assert refund(*cases) == (None, D("1000.00"), D("1800.00"))


def test_a_voucher_that_stands_twice_in_a_shipment_may_count_once() -> None:
    """9 % of 1,000.00 three times, one of them the same invoice again."""
    again = shipment(1, bought("1", "1000.00", "0.09"), bought("1", "1000.00", "0.09", "i9"), seller="general")
    cases = again, shipment(2, bought("2", "1000.00", "0.09"), seller="general")
    assert refund(*cases) == (None, D("180.00"), D("270.00"))


def test_a_voucher_that_two_shipments_list_brings_in_its_tax_at_least_once() -> None:
    """9 % of 1,000.00 in each of two, and it is one invoice: 90.00 to 180.00."""
    cases = [shipment(at, bought("1", "1000.00", "0.09"), seller="general") for at in (1, 2)]
    assert refund(*cases) == (None, D("90.00"), D("180.00"))
