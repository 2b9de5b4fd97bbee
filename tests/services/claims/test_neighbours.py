"""One shipment beside those of its company: its month, what was claimed before it, and what nobody looked at yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.costs.questions import Amount
from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from exporter_desk.services.advice.conclusions import earned_of
from exporter_desk.services.answers import same
from exporter_desk.services.claims.company_claims import CompanyClaims, beside_all, month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.claims.neighbours import NOT_LOOKED, assess_beside
from exporter_desk.services.claims.sheets import case_worksheets
from exporter_desk.services.claims.view import headline, refund_view
from exporter_desk.services.desk import Desk
from tests.services.claims.test_carried import NOTHING, shipment
from tests.services.claims.test_claimed_twice import own_papers, redeclared
from tests.support import claim_cases
from tests.support.claim_cases import file_beside

DAY = date(2026, 11, 22)
DESK = Desk()


def of_may() -> list[Case]:
    """Each alone: LD 2,000 - 568 - 500 = 932.00, MDT 1,278.00. Both: LD 2,000 - 1,136 - 500 = 364.00, MDT 2,556.00."""
    return [shipment(number, "202605", NOTHING) for number in ("2026-201", "2026-202")]


def told(case: Case, company: Sequence[Case], code: str) -> list[Finding]:
    found = [one for one in file_beside(case, company, DESK, DAY).findings if one.code == code]
    DESK.render(found)
    return found


def test_the_return_of_a_month_with_several_shipments_is_said_with_what_the_month_comes_to() -> None:
    company = of_may()
    (finding,) = told(company[0], company, "T124")
    assert (finding.values["period"], finding.values["shipments_zh"], finding.values["amount_zh"]) == (
        "2026-05", "2026-202", "364.00",
    )  # fmt: skip
    assert month_claim(company, "202605", DESK, DAY).view.claimed.low == D("364.00")
    _, amount = headline(file_beside(company[0], company, DESK, DAY))
    assert amount.zh == "应退税额 932.00 元（只算本票，不是整月的申报数）"
    assert amount.en == "Refund CNY 932.00 (of this shipment alone, not the claim of its month)"
    shown = refund_view(file_beside(company[0], company, DESK, DAY), (), DESK.checklists, same)
    labels = [one.label.zh for one in shown.figures if one.label.zh.startswith("应退税额")]
    assert labels == ["应退税额（只算本票，不是整月的申报数）"]


def test_two_returns_of_a_month_that_differ_are_told_in_the_file_of_each() -> None:
    company = [of_may()[0], shipment("2026-202", "202605", {**NOTHING, "output_tax": "600.00"})]
    for case, places in zip(company, (("2026-202:tax.vat", "tax.vat"), ("tax.vat", "2026-201:tax.vat")), strict=True):
        (finding,) = told(case, company, "T72")
        assert finding.places == places
        assert finding in [
            replace(one, places=places)
            for one in month_claim(company, "202605", DESK, DAY).view.findings
            if one.code == "T72"
        ]


def sharing(digit: int, month: str, qty: int) -> Case:
    """One line bought on the invoice line that the others share: 100 for 1,000.05."""
    case = claim_cases.trader()
    papers = (replace(case.tax.purchase_invoices[0], qty=D(100), amount=D("1000.05")),)
    declared = tuple(replace(one, number=f"40042026000012345{digit}", lines=("g1",)) for one in case.tax.declarations)
    tax = replace(case.tax, purchase_invoices=papers, declarations=declared, claim_period=month, claim_date=None)
    goods = (replace(case.goods[0], qty=D(qty)),)
    return replace(case, id=str(digit) * 16, number=f"2026-10{digit}", goods=goods, tax=tax)


def test_the_last_claim_of_an_invoice_line_takes_what_the_earlier_ones_left() -> None:
    # 33 of 100: 330.0165 -> 330.02, twice; the last 34 close 1,000.05 with 340.01 (by themselves 340.02)
    company = [sharing(1, "202604", 33), sharing(2, "202604", 33), sharing(3, "202605", 34)]
    bases = [[one.base.value for one in file_beside(case, company, DESK, DAY).portions] for case in company]
    assert bases == [[D("330.02")], [D("330.02")], [D("340.01")]]
    alone = file_beside(company[2], company[2:], DESK, DAY)
    assert [one.base.value for one in alone.portions] == [D("340.02")]


def test_a_month_of_one_shipment_is_its_own_claim() -> None:
    april, may = shipment("2026-201", "202604", NOTHING), shipment("2026-202", "202605", NOTHING)
    assert told(may, [april, may], "T124") == []
    assert headline(file_beside(may, [april, may], DESK, DAY))[1].zh == "应退税额 932.00 元"


def statuses(case: Case, company: Sequence[Case]) -> dict[str, str]:
    beside = beside_all(lambda: company, DESK)(case, DAY)
    result = assess_beside(from_case(case), case, DESK, DAY, beside)
    sheets = case_worksheets(case, result, (), DESK.sheet_words, beside)
    return {one.id: one.status for one in claim_files(sheets, case.number, DAY)}


def test_the_summary_of_one_of_several_shipments_of_a_month_is_a_draft() -> None:
    company = of_may()
    assert statuses(company[0], company)["producer_summary"] == "draft"
    assert statuses(company[0], company[:1]) == statuses(company[0], ())


@pytest.mark.parametrize("month", ["202604", "202605"])
def test_the_sheets_of_what_another_shipment_claims_too_are_drafts(month: str) -> None:
    first, second = claim_cases.trader(), own_papers(claim_cases.trader(), "2026-102")
    second = replace(second, tax=replace(second.tax, claim_period=month, claim_date=None))
    alone = statuses(first, [first])
    both = statuses(first, [first, second])
    assert (alone["trader_exports"], alone["trader_purchases"]) == ("sheet", "sheet")
    assert (both["trader_exports"], both["trader_purchases"]) == ("draft", "draft")


def test_an_invoice_used_up_by_another_shipment_makes_drafts_of_the_purchases_alone() -> None:
    first = claim_cases.trader()
    both = statuses(first, [first, redeclared(claim_cases.trader(), "2026-102")])
    assert (both["trader_exports"], both["trader_purchases"]) == ("sheet", "draft")


@pytest.mark.parametrize("shared", [True, False])
def test_what_nobody_looked_at_yet_leaves_the_refund_to_be_confirmed(shared: bool) -> None:
    case = of_may()[0] if shared else claim_cases.trader()
    known, open_ = (assess_beside(from_case(case), case, DESK, DAY, one)
                    for one in (beside_all(tuple, DESK)(case, DAY), NOT_LOOKED))  # fmt: skip
    marked = [find(result.quantities, "REFUND") for result in (known, open_)]
    assert [one.assumed for one in marked if one is not None] == [(), ("tax.claim_period",)]
    assert marked[0] is not None
    assert marked[1] is not None
    assert marked[0].value == marked[1].value
    assert headline(open_)[1].zh.endswith("（待确认）")
    assert earned_of(open_) is None
    assert earned_of(known) == Amount(amount=marked[0].value, currency="CNY")


def test_only_changed_shipments_are_read_again() -> None:
    read: list[str] = []
    stored = {one.id or "": one for one in (shipment("2026-201", "202604", NOTHING, back=True), of_may()[1])}
    first, second = stored
    claims = CompanyClaims(DESK)

    def reading(key: str) -> Case | None:
        read.append(key)
        return stored[key]

    def brought_in() -> D | None:
        found = claims.beside(stored[second], DAY).earlier
        return None if found is None else found.mdt

    claims.learn({first: "1", second: "1"}, reading, DAY)
    assert (sorted(read), brought_in()) == (sorted(stored), D("-1278.00"))
    stored[first] = shipment("2026-201", "202604", NOTHING)
    claims.learn({first: "2", second: "1"}, reading, DAY)
    assert (read[2:], brought_in()) == ([first], D("0.00"))
    claims.learn({second: "1"}, reading, DAY)
    assert (read[3:], brought_in()) == ([], None)
