"""What two shipments claim that can be claimed once: not certain in any sum, open on the sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Severity
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.claims.watch import RefundWatch, Standing
from exporter_desk.services.desk import Desk
from exporter_desk.storage.summary import CaseSummary, Summary
from tests.services.claims.test_claims import month, renamed
from tests.support import claim_cases

DESK = Desk()
DAY = date(2026, 6, 1)


def redeclared(case: Case, number: str) -> Case:
    """The same goods on the same invoices, left on a declaration of their own."""
    [declared] = case.tax.declarations
    tax = replace(case.tax, declarations=(replace(declared, number="400420260000654321"),))
    return replace(renamed(case, number), tax=tax)


def test_the_same_item_or_invoice_in_two_shipments_is_told() -> None:
    found = month(claim_cases.trader(), renamed(claim_cases.trader(), "2026-102")).view.findings
    assert [one.code for one in found] == ["T70", "T70", "T71", "T71", "T71"]
    assert found[0].places == ("2026-102:goods.g1", "2026-101:goods.g1")


def test_an_invoice_line_that_is_used_up_twice_is_not_certain_in_the_sum() -> None:
    """2 x 1,326.00; of invoice 10 (60 pieces) 60 are too many, 390.00; of 30 (50 pieces) 50, 650.00; 80 of 80 of 20."""
    view = month(claim_cases.trader(), redeclared(claim_cases.trader(), "2026-102")).view
    bills = {one.values["number"]: one for one in view.findings if one.code == "T71"}
    assert {number: one.variant for number, one in bills.items()} == {"10": "beyond", "20": "", "30": "beyond"}
    assert (bills["10"].values["qty_zh"], bills["10"].values["held_zh"]) == ("120 个", "60 个")
    assert bills["10"].severity is Severity.ERROR
    assert (view.claimed.low, view.claimed.high, view.claimed.exact) == (D("1612.00"), D("2652.00"), False)


def own_papers(case: Case, number: str) -> Case:
    """The same declaration, on invoices of its own."""
    papers = tuple(replace(one, number=f"9{one.number}") for one in case.tax.purchase_invoices)
    return replace(renamed(case, number), tax=replace(case.tax, purchase_invoices=papers))


def test_a_declaration_claimed_twice_is_not_certain_in_the_sum_of_the_month() -> None:
    """2 x 1,326.00, of which one counts: 1,326.00 to 2,652.00, with invoices of its own or the same ones."""
    for second in (own_papers, renamed):
        view = month(claim_cases.trader(), second(claim_cases.trader(), "2026-102")).view
        assert (view.claimed.low, view.claimed.high) == (D("1326.00"), D("2652.00"))


def test_its_sheets_are_drafts_and_name_no_firm_refund() -> None:
    claim = month(claim_cases.trader(), own_papers(claim_cases.trader(), "2026-102"))
    assert claim.sheets.refund.value is None
    assert {row["declaration"].value for row in claim.sheets.exports} == {None}
    status = {one.id: one.status for one in claim_files(claim.sheets, "202604", DAY)}
    assert (status["trader_exports"], status["trader_purchases"]) == ("draft", "draft")


def standing_of(*cases: Case) -> Standing:
    watch = RefundWatch(DESK)
    for case in cases:
        assert case.id is not None
        summary = CaseSummary(case.id, case.number, None, "", None, Summary())
        watch.take([watch.look(summary, case, DAY)])
    return watch.standing()


def test_the_first_page_does_not_expect_it_twice_and_says_why() -> None:
    standing = standing_of(claim_cases.trader(), own_papers(claim_cases.trader(), "2026-102"))
    assert (standing.expected.low, standing.expected.high) == (D("1326.00"), D("2652.00"))
    assert standing.twice == ("2026-101", "2026-102")


def test_two_that_use_an_invoice_beyond_what_it_holds_are_named_apart_from_those_that_declare_the_same() -> None:
    other = [{"id": "d1", "number": "400420260000123457", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
    second = renamed(claim_cases.trader(declarations=other), "2026-102")
    standing = standing_of(claim_cases.trader(), second)
    assert (standing.twice, standing.beyond) == ((), ("2026-101", "2026-102"))


def test_where_nothing_is_claimed_twice_nobody_is_named() -> None:
    standing = standing_of(claim_cases.trader())
    assert (standing.twice, standing.beyond) == ((), ())


@pytest.mark.parametrize("number", ["2026-100", "2026-103"])
def test_whichever_of_two_gives_a_line_up_the_least_is_told(number: str) -> None:
    """3 x 1,326.00, of which 101 and `number` declare the same: 1,326.00 off.

    If 101 stays, it and 102 use up the same invoices: of 10 60 pieces, of 30 50 are too many, 390.00 + 650.00 off.
    """
    cases = (
        claim_cases.trader(),
        redeclared(claim_cases.trader(), "2026-102"),
        own_papers(claim_cases.trader(), number),
    )
    view, standing = month(*cases).view, standing_of(*cases)
    assert (view.claimed.low, view.claimed.high) == (D("1612.00"), D("3978.00"))
    assert (standing.expected.low, standing.expected.high) == (D("1612.00"), D("3978.00"))
    assert standing.twice == tuple(sorted(("2026-101", number)))
    assert standing.beyond == ("2026-101", "2026-102")


OTHER = [{"id": "d1", "number": "400420260000123457", "export_date": "2026-03-12", "lines": ["g1", "g2"]}]


@pytest.mark.parametrize(
    ("second", "low", "high", "twice"),
    [
        # BDM 1,136, LD 2,000 - 1,136 - 500 = 364.00 of MDT 2,556.00: not 2 x 932.00
        ({"declarations": OTHER}, "364.00", "364.00", ()),
        ({}, "0.00", "364.00", ("2026-201", "2026-202")),
        # of another month: two computations of 932.00
        ({"declarations": OTHER, "claim_period": "202605", "claim_date": None}, "1864.00", "1864.00", ()),
    ],
)
def test_the_shipments_of_a_producers_month_are_one_refund_on_the_first_page(
    second: dict[str, object], low: str, high: str, twice: tuple[str, ...]
) -> None:
    standing = standing_of(claim_cases.producer("2026-201"), claim_cases.producer("2026-202", **second))
    assert (standing.expected.low, standing.expected.high, standing.twice) == (D(low), D(high), twice)
