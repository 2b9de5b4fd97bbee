"""A day has one middle rate: two shipments of a company that have another one each use neither of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.refund.quantity import find
from exporter_desk.services.claims.company_claims import CompanyClaims, month_claim
from exporter_desk.services.claims.files import claim_files
from exporter_desk.services.desk import Desk
from tests.services.claims.test_carried import NOTHING, shipment
from tests.support.claim_cases import file_beside

DAY = date(2026, 11, 22)
DESK = Desk()


def quoting(number: str, cny: str, month: str = "202605", per: int = 1) -> Case:
    """Each alone at 7.10: FOB 2,000 USD = 14,200.00 CNY. At 7.20 it is 14,400.00."""
    case = shipment(number, month, NOTHING)
    rates = (replace(case.tax.rates[0], cny=D(cny), per=D(per)), *case.tax.rates[1:])
    return replace(case, tax=replace(case.tax, rates=rates))


def clashes(found: Sequence[Finding]) -> list[Finding]:
    told = [one for one in found if one.code == "T08"]
    DESK.render(told)
    return told


def test_two_rates_of_one_day_in_a_month_are_an_error_that_names_both() -> None:
    claim = month_claim([quoting("2026-201", "7.10"), quoting("2026-202", "7.20")], "202605", DESK, DAY)
    (found,) = clashes(claim.view.findings)
    assert (found.severity, found.variant) == (Severity.ERROR, "shipments")
    assert found.places == ("2026-201:tax.rates.0.cny", "2026-202:tax.rates.0.cny")
    (told,) = DESK.render([found])
    assert "USD 在 2026-03-01 的中间价" in told.zh
    assert "2026-201 填 7.1、2026-202 填 7.2" in told.zh


def test_no_firm_figure_hangs_on_either_of_them() -> None:
    claim = month_claim([quoting("2026-201", "7.10"), quoting("2026-202", "7.20")], "202605", DESK, DAY)
    producer = claim.view.producer
    assert producer is not None
    for symbol in ("FOB_CNY", "MDT", "REFUND"):
        figure = find(producer.quantities, symbol)
        assert figure is not None
        assert figure.value is None
    assert not claim.view.claimed.exact
    status = {one.id: one.status for one in claim_files(claim.sheets, "202605", DAY)}
    assert {status[one] for one in ("producer", "producer_summary")} == {"draft"}


@pytest.mark.parametrize("month", ["202604", "202605"])
def test_the_file_of_one_shipment_tells_it_too_in_whichever_month_the_other_is(month: str) -> None:
    own, other = quoting("2026-201", "7.10"), quoting("2026-202", "7.20", month)
    result = file_beside(own, [own, other], DESK, DAY)
    (found,) = clashes(result.findings)
    assert found.places == ("tax.rates.0.cny", "2026-202:tax.rates.0.cny")
    fob = find(result.quantities, "FOB_CNY")
    assert fob is not None
    assert fob.value is None
    assert result.source.rates == own.tax.rates


@pytest.mark.parametrize(("cny", "per"), [("7.10", 1), ("710", 100)])
def test_the_same_rate_in_another_way_is_no_contradiction(cny: str, per: int) -> None:
    company = [quoting("2026-201", "7.10"), quoting("2026-202", cny, per=per)]
    # both: LD 2,000 - 1,136 - 500 = 364.00, below MDT 2,556.00
    claim = month_claim(company, "202605", DESK, DAY)
    assert (clashes(claim.view.findings), claim.view.claimed.low) == ([], D("364.00"))


def test_an_estimated_rate_contradicts_none() -> None:
    own, other = quoting("2026-201", "7.10"), quoting("2026-202", "7.20")
    other = replace(other, origins={"tax.rates.0.cny": Origin(kind=OriginKind.ESTIMATED)})
    assert clashes(file_beside(own, [own, other], DESK, DAY).findings) == []


def test_what_is_kept_of_others_is_assessed_anew_when_their_rates_come_to_contradict() -> None:
    stored = {one.id or "": one for one in (quoting("2026-201", "7.10"), quoting("2026-202", "7.10"))}
    first, second = stored
    own = quoting("2026-203", "7.10")
    claims = CompanyClaims(DESK)

    def of_first() -> D | None:
        member = next(one for one in claims.beside(own, DAY).month if one.case.id == first)
        figure = find(member.result.quantities, "FOB_CNY")
        return None if figure is None else figure.value

    claims.learn({first: "1", second: "1"}, stored.get, DAY)
    assert of_first() == D("14200.00")
    stored[second] = quoting("2026-202", "7.20")
    claims.learn({first: "1", second: "2"}, stored.get, DAY)
    assert of_first() is None


def test_a_rate_that_no_value_of_the_export_hangs_on_is_asked_about() -> None:
    """The one of the day of a receipt, 2026-04-05."""
    own, other = quoting("2026-201", "7.10"), quoting("2026-202", "7.10")
    rates = (other.tax.rates[0], replace(other.tax.rates[1], cny=D("7.00")))
    other = replace(other, tax=replace(other.tax, rates=rates))
    claim = month_claim([own, other], "202605", DESK, DAY)
    (found,) = clashes(claim.view.findings)
    assert (found.severity, found.places) == (
        Severity.CONFIRM,
        ("2026-201:tax.rates.1.cny", "2026-202:tax.rates.1.cny"),
    )
    assert claim.view.claimed.low == D("364.00")


def test_what_else_is_wrong_with_the_rate_of_another_shipment_is_told_there_alone() -> None:
    """71.1 yuan for a dollar cannot be (T107): the shipment beside keeps its own rate and is not blamed for it."""
    own, other = quoting("2026-201", "7.11"), quoting("2026-202", "71.1")
    beside = file_beside(own, [own, other], DESK, DAY)
    assert "T107" not in {one.code for one in beside.findings}
    assert [one.severity for one in clashes(beside.findings)] == [Severity.CONFIRM]
