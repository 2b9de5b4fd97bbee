"""What is claimed in two months, and an invoice line that several shipments do not have alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.claimed_twice import Claimed, Paper, Use, drawn
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import MonthClaim, month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.desk import Desk
from tests.services.claims.test_claimed_twice import own_papers, redeclared
from tests.support import claim_cases
from tests.support.claim_cases import file_beside

DAY = date(2026, 6, 1)
DESK = Desk()


def in_may(case: Case) -> Case:
    return replace(case, tax=replace(case.tax, claim_period="202605", claim_date=None))


def told(claim: MonthClaim, code: str) -> list[Finding]:
    DESK.render(claim.view.findings)
    return [one for one in claim.view.findings if one.code == code]


@pytest.mark.parametrize(("month", "other"), [("202604", "202605"), ("202605", "202604")])
def test_a_declaration_of_another_month_leaves_nothing_certain_in_either(month: str, other: str) -> None:
    cases = [claim_cases.trader(), in_may(own_papers(claim_cases.trader(), "2026-102"))]
    claim = month_claim(cases, month, DESK, DAY)
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("1326.00"))
    found = told(claim, "T70")
    assert [(one.variant, one.values["month"], one.severity) for one in found] == [
        ("other_month", other, Severity.ERROR)
    ] * 2
    assert {row["declaration"].value for row in claim.sheets.exports} == {None}


@pytest.mark.parametrize(("month", "low"), [("202604", "286.00"), ("202605", "286.00")])
def test_an_invoice_used_up_in_another_month_is_beyond_what_it_holds(month: str, low: str) -> None:
    """Of 1,326.00 the 60 of invoice 10 (390.00) and the 50 of 30 (650.00) may come off; of 20, 40 + 40 of 80."""
    cases = [claim_cases.trader(), in_may(redeclared(claim_cases.trader(), "2026-102"))]
    claim = month_claim(cases, month, DESK, DAY)
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D(low), D("1326.00"))
    bills = {one.values["number"]: one for one in told(claim, "T71")}
    assert {number: one.variant for number, one in bills.items()} == {"10": "beyond", "30": "beyond"}
    named = {"202604": "2026-101、2026-102（202605）", "202605": "2026-102、2026-101（202604）"}
    assert (bills["10"].values["shipments_zh"], bills["10"].values["qty_zh"]) == (named[month], "120 个")
    status = {one.id: one.status for one in claim_files(claim.sheets, month, DAY)}
    assert status["trader_purchases"] == "draft"


def test_what_another_month_left_of_an_invoice_is_in_order() -> None:
    """April takes 60 of 120 chairs and 50 of 100 tables, May the other ones."""
    cases = []
    for case in (claim_cases.trader(), in_may(redeclared(claim_cases.trader(), "2026-102"))):
        papers = [one for one in case.tax.purchase_invoices if one.number != "20"]
        whole = tuple(replace(one, qty=D(200), amount=D(10000)) for one in papers)
        cases.append(replace(case, tax=replace(case.tax, purchase_invoices=whole)))
    for month in ("202604", "202605"):
        claim = month_claim(cases, month, DESK, DAY)
        assert (claim.view.claimed.exact, told(claim, "T71"), told(claim, "T70")) == (True, [], [])


def test_a_producer_that_claims_a_declaration_in_two_months_may_have_nothing_of_it() -> None:
    nothing = {"carried_mdt": "0", "carried_bdm_deduction": "0"}
    vat = {"filed": True, "output_tax": "500.00", "input_tax": "2000.00", "previous_credit": "0.00", **nothing}
    cases = [
        claim_cases.producer("2026-201", vat={**vat, "period": "202604"}),
        claim_cases.producer("2026-202", claim_period="202605", claim_date=None, vat={**vat, "period": "202605"}),
    ]
    claim = month_claim(cases, "202605", DESK, DAY)
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("932.00"))
    assert {row["current"].value for row in claim.sheets.summary if row["key"].value == "refund"} == {None}


def with_invoice(case: Case, **changes: object) -> Case:
    """The shipment with one field of invoice 30 (50 tables, 5,000.00) entered otherwise."""
    papers = [replace(one, **changes) if one.number == "30" else one for one in case.tax.purchase_invoices]  # type: ignore[arg-type] # fields of an invoice
    return replace(case, tax=replace(case.tax, purchase_invoices=tuple(papers)))


@pytest.mark.parametrize(
    ("changes", "variant"),
    [
        ({"name_zh": "木制餐桌"}, "unlike"),
        ({"name_zh": None}, "unlike"),
        ({"unit": None}, "beyond"),
        ({"number": " 3 0 "}, "beyond"),
        ({"amount": D("5000.01")}, "amount"),
    ],
)
def test_an_invoice_line_entered_a_little_differently_is_still_one(changes: dict[str, object], variant: str) -> None:
    """Invoices 10 and 30 are used twice: 390.00 and 650.00 of 2 x 1,326.00 may come off."""
    second = with_invoice(redeclared(claim_cases.trader(), "2026-102"), **changes)
    claim = month_claim([claim_cases.trader(), second], "202604", DESK, DAY)
    found = [one for one in told(claim, "T71") if one.values["number"].replace(" ", "") == "30"]
    assert [(one.variant, one.severity) for one in found] == [(variant, Severity.ERROR)]
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("1612.00"), D("2652.00"))


def test_another_line_of_the_same_invoice_is_none_of_it() -> None:
    second = with_invoice(redeclared(claim_cases.trader(), "2026-102"), name_zh="茶几")
    claim = month_claim([claim_cases.trader(), second], "202604", DESK, DAY)
    (found,) = (one for one in told(claim, "T71") if one.values["number"] == "30")
    assert (found.variant, found.severity) == ("apart", Severity.CONFIRM)
    assert claim.view.claimed.low == D("2262.00")  # only 390.00 of invoice 10 may come off


def test_what_several_shipments_take_of_an_invoice_is_told_with_what_it_holds() -> None:
    claim = month_claim([claim_cases.trader(), redeclared(claim_cases.trader(), "2026-102")], "202604", DESK, DAY)
    (found,) = (one for one in told(claim, "T71") if one.values["number"] == "20")
    (text,) = DESK.render([found])
    assert text.zh == "进项发票 20 用在几票业务里：2026-101、2026-102，一共用了 80 个，发票上有 80 个。"


RED, BLUE = Paper("7", "红T恤", D(100), D(5000)), Paper("7", "蓝T恤", D(100), D(5000))


def used(shipment: str, paper: Paper, qty: str, *listed: Paper) -> Claimed:
    use = Use(shipment=shipment, line="g1", paper=paper, unit="011", qty=D(qty), refund=D("650.00"))
    return Claimed(uses=(use,), papers=listed or (paper,))


@pytest.mark.parametrize(
    ("claims", "lost"),
    [
        ((used("1", RED, "100"), used("2", BLUE, "100")), "0"),
        ((used("1", RED, "100"), used("2", replace(RED, name="T恤"), "100")), "650.00"),
        # beyond the first one's 100 all of 50; beyond 75 + 25 of 100 two thirds of the other 75
        ((used("1", RED, "100"), used("2", replace(RED, name=None), "50")), "650.00"),
        ((used("1", RED, "75"), used("2", replace(RED, name=None), "75")), "433.33"),
        # in kilograms: 40 of 40 for 100 of 100
        ((used("1", RED, "100"), used("2", replace(RED, qty=D(40)), "40")), "650.00"),
        # who lists both lines says that there are two of them
        (
            (used("1", RED, "100", RED, replace(RED, amount=D(6000))), used("2", replace(RED, amount=D(6000)), "100")),
            "0",
        ),
        ((used("1", RED, "100"),), "0"),
    ],
)
def test_what_is_too_much_of_a_line(claims: tuple[Claimed, ...], lost: str) -> None:
    assert sum(one.refund for one in drawn(claims)) == D(lost)


def linked(case: Case, line: str) -> Case:
    lines = (replace(one, link="20260400100000002") if one.id == line else one for one in case.tax.lines)
    return replace(case, tax=replace(case.tax, lines=tuple(lines)))


def test_a_link_number_typed_in_two_shipments_stands_on_no_sheet() -> None:
    second = own_papers(redeclared(claim_cases.trader(), "2026-102"), "2026-102")
    cases = [linked(claim_cases.trader(), "g1"), linked(second, "g2")]
    claim = month_claim(cases, "202604", DESK, DAY)
    (found,) = told(claim, "T37")
    assert found.places == ("2026-101:tax.lines.g1.link", "2026-102:tax.lines.g2.link")
    links = [row["link"].value for row in claim.sheets.exports]
    assert sorted(link for link in links if link) == ["20260400100000003", "20260400100000004"]
    assert links.count(None) == 2
    status = {one.id: one.status for one in claim_files(claim.sheets, "202604", DAY)}
    assert (status["trader_exports"], status["trader_purchases"]) == ("draft", "draft")


@pytest.mark.parametrize("month", ["202604", "202605"])
def test_the_file_of_one_shipment_tells_what_another_one_claims_too(month: str) -> None:
    first, second = claim_cases.trader(), own_papers(claim_cases.trader(), "2026-102")
    second = replace(second, tax=replace(second.tax, claim_period=month, claim_date=None))
    company = [first, with_invoice(second, number="30")]
    result = file_beside(first, company, DESK, DAY)
    found = [one for one in result.findings if one.code in {"T70", "T71"}]
    DESK.render(found)
    assert [(one.code, one.variant, one.places[0]) for one in found] == [
        ("T70", "other_month", "goods.g1"),
        ("T70", "other_month", "goods.g2"),
    ]
    assert found[0].places[1] == "2026-102:goods.g1"
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, D("0.00"), D("1326.00"))
