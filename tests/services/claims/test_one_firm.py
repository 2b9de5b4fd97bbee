"""What shipments of one firm say differently of it: the day of its rates, and what kind of firm it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import MonthClaim, month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.desk import Desk
from tests.services.claims.test_claimed_twice import own_papers, redeclared
from tests.services.claims.test_firms import sold_by
from tests.support import claim_cases
from tests.support.claim_cases import file_beside

DAY = date(2026, 11, 22)
DESK = Desk()


def second(month: str = "202604", day: date = date(2026, 3, 12), rule: str = "first_of_month") -> Case:
    """A shipment with its own declaration and invoices, by itself in order."""
    case = own_papers(redeclared(claim_cases.trader(), "2026-102"), "2026-102")
    declared = tuple(replace(one, export_date=day) for one in case.tax.declarations)
    rates = (replace(case.tax.rates[0], day=date(2026, 1, 1)),)
    tax = replace(case.tax, declarations=declared, rates=rates, rate_rule=rule)
    return replace(case, tax=replace(tax, claim_period=month, claim_date=None, sale_date=day))


def told(found: Sequence[Finding], code: str) -> list[Finding]:
    DESK.render(found)
    return [one for one in found if one.code == code]


def statuses(claim: MonthClaim) -> set[str]:
    files = claim_files(claim.sheets, "202604", DAY)
    return {one.status for one in files if one.id.startswith(("trader", "producer"))}


def test_two_rules_for_the_day_of_the_rate_are_asked_about() -> None:
    company = [claim_cases.trader(), second(rule="day")]
    claim = month_claim(company, "202604", DESK, DAY)
    (found,) = told(claim.view.findings, "T125")
    assert (found.severity, found.places) == (Severity.CONFIRM, ("2026-101:tax.rate_rule", "2026-102:tax.rate_rule"))
    assert (found.values["first_zh"], found.values["day_zh"], found.values["months"]) == ("2026-101", "2026-102", "12")
    (alone,) = told(file_beside(company[1], company, DESK, DAY).findings, "T125")
    assert alone.places == ("tax.rate_rule", "2026-101:tax.rate_rule")


@pytest.mark.parametrize(("day", "asked"), [(date(2027, 3, 11), True), (date(2027, 3, 12), False)])
def test_a_rule_may_change_after_its_months(day: date, asked: bool) -> None:
    """The one of 2026-03-12 stays to 2027-03-11."""
    later = second("202704", day, "day")
    claim = month_claim([claim_cases.trader(), later], "202704", DESK, date(2027, 4, 20))
    assert bool(told(claim.view.findings, "T125")) is asked


@pytest.mark.parametrize(("field", "word"), [("taxpayer", "small_scale"), ("kind", "producer")])
def test_a_firm_is_of_one_kind_in_a_month(field: str, word: str) -> None:
    company = [claim_cases.trader(), sold_by(second(), **{field: word})]
    claim = month_claim(company, "202604", DESK, DAY)
    (found,) = told(claim.view.findings, "T126")
    assert found.severity is Severity.ERROR
    assert found.places == (f"2026-101:parties.pt1.{field}", f"2026-102:parties.pt1.{field}")
    assert (claim.view.claimed.low, claim.view.claimed.high) == (None, None)
    assert statuses(claim) == {"draft"}


def test_the_file_of_each_tells_it_and_has_no_firm_refund() -> None:
    company = [claim_cases.trader(), sold_by(second(), taxpayer="small_scale")]
    result = file_beside(company[0], company, DESK, DAY)
    (found,) = told(result.findings, "T126")
    assert found.places == ("parties.pt1.taxpayer", "2026-102:parties.pt1.taxpayer")
    (text,) = DESK.render([found])
    assert "2026-101 填的是一般纳税人，2026-102 填的是小规模纳税人" in text.zh
    refund = find(result.quantities, "REFUND")
    assert refund is not None
    assert (refund.value, refund.low, refund.high) == (None, None, None)


def test_the_figures_of_the_producers_among_them_are_open_too() -> None:
    company = [claim_cases.trader(), sold_by(claim_cases.producer(), kind="producer")]
    claim = month_claim(company, "202604", DESK, DAY)
    assert told(claim.view.findings, "T126")
    whole = claim.view.producer
    assert whole is not None
    for symbol in ("REFUND", "EXEMPT_CREDIT", "MDT"):
        figure = find(whole.quantities, symbol)
        assert figure is not None
        assert (figure.value, figure.low, figure.high, figure.trace.missing) == (None, None, None, ("parties",))


def test_a_change_between_two_months_is_asked_about_and_changes_no_figure() -> None:
    company = [claim_cases.trader(), sold_by(second("202605", date(2026, 4, 12)), taxpayer="small_scale")]
    claim = month_claim(company, "202604", DESK, DAY)
    (found,) = told(claim.view.findings, "T126")
    assert (found.severity, found.variant) == (Severity.CONFIRM, "changed")
    # 3,000 + 40 of 80 of 4,400 + 5,000 = 10,200 at 13 %
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("1326.00"), D("1326.00"))


def test_another_firm_may_be_of_another_kind() -> None:
    other = sold_by(second(rule="day"), taxpayer="small_scale", uscc="91360700MA0000226P", name_zh="另一家")
    claim = month_claim([claim_cases.trader(), other], "202604", DESK, DAY)
    assert not told(claim.view.findings, "T125") + told(claim.view.findings, "T126")
