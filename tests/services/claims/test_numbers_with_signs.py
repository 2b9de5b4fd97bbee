"""What a claim rests on and is not there as it must be: an invoice number with a letter, an agent's certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.claims.sums import sum_words
from exporter_desk.services.claims.view import headline
from exporter_desk.services.desk import Desk
from tests.support import claim_cases
from tests.support.claim_cases import file_beside

DAY = date(2026, 11, 22)
DESK = Desk()
DIGITS = "26362000000000000011"


def numbered(number: str) -> Case:
    case = claim_cases.trader()
    papers = tuple(replace(one, number=number) if one.id == "i3" else one for one in case.tax.purchase_invoices)
    return replace(case, tax=replace(case.tax, purchase_invoices=papers))


@pytest.mark.parametrize(
    ("number", "variants", "status"),
    [
        ("2636200000000000001A", ["signs"], "draft"),
        ("36002231-30", ["signs"], "draft"),
        (DIGITS, [], "sheet"),
        ("２６３６２０００００００００００００１１", [], "sheet"),
    ],
)
def test_a_number_of_more_than_digits_stands_on_no_sheet(number: str, variants: list[str], status: str) -> None:
    case = numbered(number)
    found = [one for one in file_beside(case, [case], DESK, DAY).findings if one.code == "T68"]
    DESK.render(found)
    assert [one.variant for one in found if one.places == ("tax.purchase_invoices.i3.number",)] == variants
    sheets = month_claim([case], "202604", DESK, DAY).sheets
    assert {one.id: one.status for one in claim_files(sheets, "202604", DAY)}["trader_purchases"] == status


@pytest.mark.parametrize(("certificate", "marked"), [(None, True), ("3607-1", False)])
def test_without_the_certificate_of_the_agent_the_refund_is_to_be_confirmed(
    certificate: str | None, marked: bool
) -> None:
    case = claim_cases.trader(channel="agent")
    declared = tuple(replace(one, agent_certificate=certificate) for one in case.tax.declarations)
    case = replace(case, tax=replace(case.tax, declarations=declared))
    result = file_beside(case, [case], DESK, DAY)
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert (refund.value, bool(refund.assumed)) == (D("1326.00"), marked)
    assert headline(result)[1].zh.endswith("（待确认）") is marked
    view = month_claim([case], "202604", DESK, DAY).view
    assert view.claimed.estimated is marked
    assert (sum_words(view.claimed).zh == "退税 1,326.00") is not marked
