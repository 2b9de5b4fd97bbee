"""Months of a producer one after the other: what one leaves over is what the next brings in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding
from exporter_desk.refund.assess import RefundResult
from exporter_desk.refund.quantity import Quantity, find
from exporter_desk.services.claims.company_claims import MonthClaim, beside_all, month_claim
from exporter_desk.services.claims.neighbours import ALONE
from exporter_desk.services.desk import Desk
from tests.services.claims.test_claimed_twice import standing_of
from tests.support import claim_cases
from tests.support.claim_cases import file_beside

DAY = date(2026, 11, 22)
DESK = Desk()
NOTHING = {"carried_mdt": "0", "carried_bdm_deduction": "0"}


def shipment(number: str, month: str, vat: dict[str, str], *, back: bool = False) -> Case:
    """FOB 2,000 USD at 7.10 = 14,200.00: BDM 568.00, MDT 1,278.00, both below zero where it takes back."""
    whole = {"period": month, "filed": True, "output_tax": "500.00", "input_tax": "2000.00", "previous_credit": "0.00"}
    lines = [
        {"id": one, "refund_rate": "0.09", "vat_rate": "0.13", "made": "own", **({"reversal": True} if back else {})}
        for one in ("g1", "g2")
    ]
    declared = [
        {"id": "d1", "number": f"40042026000012346{number[-1]}", "export_date": "2026-03-12", "lines": ["g1", "g2"]}
    ]
    return claim_cases.producer(
        number, claim_period=month, claim_date=None, vat={**whole, **vat}, lines=lines, declarations=declared
    )


def may(**vat: str) -> MonthClaim:
    """April takes back 1,278.00 and has LD 2,000 + 568 - 500 = 2,068.00, refund 0; then May."""
    april = shipment("2026-201", "202604", NOTHING, back=True)
    return month_claim([april, shipment("2026-202", "202605", vat)], "202605", DESK, DAY)


def refund(claim: MonthClaim) -> Quantity:
    assert claim.view.producer is not None
    found = find(claim.view.producer.quantities, "REFUND")
    assert found is not None
    return found


def told(claim: MonthClaim) -> list[Finding]:
    DESK.render(claim.view.findings)
    return [one for one in claim.view.findings if one.code == "T102"]


def test_what_the_month_before_left_is_brought_in() -> None:
    # MDT 1,278 - 1,278 = 0 -> refund 0.00
    claim = may(carried_mdt="-1278.00", carried_bdm_deduction="0", previous_credit="2068.00")
    assert (refund(claim).value, told(claim)) == (D("0.00"), [])


@pytest.mark.parametrize(("vat", "variant"), [({"carried_mdt": "0"}, ""), ({}, "mdt_silent")])
def test_a_return_that_forgets_it_gives_bounds_and_names_both_months(vat: dict[str, str], variant: str) -> None:
    # LD = 2,000 - 568 + 2,068 - 500 = 3,000.00; MDT 0.00 with what April left, 1,278.00 without it (§2.1)
    claim = may(carried_bdm_deduction="0", previous_credit="2068.00", **vat)
    assert (refund(claim).value, refund(claim).low, refund(claim).high) == (None, D("0.00"), D("1278.00"))
    (finding,) = told(claim)
    assert finding.places == ("2026-202:tax.vat.carried_mdt", "2026-201:tax.vat")
    assert (finding.variant, finding.values["own"], finding.values["month"]) == (variant, "-1,278.00", "202604")
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("1278.00"))
    row = next(row for row in claim.sheets.summary if row["key"].value == "refund")
    assert row["current"].value is None


def test_the_list_of_the_month_and_the_first_page_say_what_the_month_says() -> None:
    # April 0.00; May 0.00 to 1,278.00, not the 1,278.00 of a return that brings nothing in
    vat = {"carried_mdt": "0", "carried_bdm_deduction": "0", "previous_credit": "2068.00"}
    april, may_own = (one.outlook.money for one in may(**vat).view.shipments)
    assert (april.value, may_own.value, may_own.low, may_own.high) == (D("0.00"), None, D("0.00"), D("1278.00"))
    company = [shipment("2026-201", "202604", NOTHING, back=True), shipment("2026-202", "202605", vat)]
    standing = standing_of(*company)
    assert (standing.expected.low, standing.expected.high) == (D("0.00"), D("1278.00"))


def file_of_may(**vat: str) -> RefundResult:
    """The shipment of May alone, beside that of April."""
    company = [shipment("2026-201", "202604", NOTHING, back=True), shipment("2026-202", "202605", vat)]
    return file_beside(company[1], company, DESK, DAY)


def test_the_file_of_one_shipment_knows_what_its_month_before_left() -> None:
    result = file_of_may(carried_mdt="0", carried_bdm_deduction="0", previous_credit="2068.00")
    figure = find(result.quantities, "REFUND")
    assert figure is not None
    assert (figure.value, figure.low, figure.high) == (None, D("0.00"), D("1278.00"))
    (finding,) = (one for one in result.findings if one.code == "T102")
    assert finding.places == ("tax.vat.carried_mdt", "2026-201:tax.vat")


def test_a_file_that_brings_it_in_is_firm() -> None:
    result = file_of_may(carried_mdt="-1278.00", carried_bdm_deduction="0", previous_credit="2068.00")
    figure = find(result.quantities, "REFUND")
    assert figure is not None
    assert figure.value == D("0.00")
    assert not [one for one in result.findings if one.code == "T102"]


def test_no_other_shipment_is_read_for_what_is_claimed_in_no_month() -> None:
    def others() -> list[Case]:
        raise AssertionError

    unclaimed = claim_cases.producer("2026-202", claim_period=None, claim_date=None)
    assert beside_all(others, DESK)(unclaimed, DAY) is ALONE


def test_another_credit_is_asked_and_changes_no_figure() -> None:
    claim = may(carried_mdt="-1278.00", carried_bdm_deduction="0", previous_credit="2000.00")
    (finding,) = told(claim)
    assert (finding.variant, finding.severity.value, finding.values["own"]) == ("credit", "confirm", "2,068.00")
    assert refund(claim).value == D("0.00")


def test_a_month_whose_month_before_is_not_here_is_not_compared() -> None:
    claim = month_claim([shipment("2026-202", "202605", NOTHING)], "202605", DESK, DAY)
    assert (refund(claim).value, told(claim)) == (D("932.00"), [])


def of_one_month(*numbers: str, twice: bool = False) -> MonthClaim:
    """Two shipments with one return: BDM 1,136, LD = 2,000 - 1,136 - 500 = 364.00, MDT 2,556.00 -> 364.00."""
    cases = []
    for at, number in enumerate(numbers, start=1):
        declared = [{"id": "d1", "number": number, "export_date": "2026-03-12", "lines": ["g1", "g2"]}]
        declared += [{**declared[0], "id": "d2", "number": "400420260000123459", "lines": ["g1"]}] if twice else []
        case, other = shipment(f"2026-20{at}", "202605", NOTHING), claim_cases.trader(declarations=declared)
        cases.append(replace(case, tax=replace(case.tax, declarations=other.tax.declarations)))
    return month_claim(cases, "202605", DESK, DAY)


def test_the_shipments_of_a_producer_are_not_added_up() -> None:
    claim = of_one_month("400420260000123456", "400420260000123457")
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("364.00"), D("364.00"))  # not 2 x 932.00


def test_a_declaration_claimed_twice_takes_a_producer_to_nothing_at_the_least() -> None:
    # the second shipment is the first again: without its MDT 1,278.00 the 364.00 may be gone, but nothing is paid back
    claim = of_one_month("400420260000123456", "400420260000123456")
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("364.00"))


def test_a_month_is_as_open_as_the_declarations_of_its_shipments() -> None:
    # 364.00 together; of the chairs, listed on two declarations of one day, nothing is certain
    claim = of_one_month("400420260000123456", "400420260000123457", twice=True)
    assert (refund(claim).value, refund(claim).low, refund(claim).high) == (None, D("0.00"), D("364.00"))
    assert (claim.view.claimed.low, claim.view.claimed.high) == (D("0.00"), D("364.00"))


def later(month: str, **vat: str) -> MonthClaim:
    """April takes back 1,278.00; the next claim that is here is that of `month`."""
    april = shipment("2026-201", "202604", NOTHING, back=True)
    return month_claim([april, shipment("2026-202", month, vat)], month, DESK, DAY)


@pytest.mark.parametrize("month", ["202606", "202612", "202701", "202804"])
@pytest.mark.parametrize("typed", ["0", None])
def test_months_without_a_claim_do_not_use_up_what_was_carried_on(month: str, typed: str | None) -> None:
    # LD = 2,000 - 568 - 500 = 932.00; MDT 1,278.00, or nothing with what April left
    vat = {} if typed is None else {"carried_mdt": typed}
    claim = later(month, carried_bdm_deduction="0", **vat)
    (finding,) = told(claim)
    assert (finding.variant, finding.severity.value, finding.values["month"]) == ("mdt_gap", "confirm", "202604")
    assert finding.places == ("2026-202:tax.vat.carried_mdt", "2026-201:tax.vat")
    assert (refund(claim).value, refund(claim).low, refund(claim).high) == (None, D("0.00"), D("932.00"))


def test_over_a_gap_what_agrees_and_what_is_the_credit_is_not_told() -> None:
    # the credit of June is that of the return of May, which is not here
    claim = later("202606", carried_mdt="-1278.00", carried_bdm_deduction="0", previous_credit="17.00")
    assert (refund(claim).value, told(claim)) == (D("0.00"), [])


def test_nothing_left_over_says_nothing_over_a_gap() -> None:
    # March claims 932.00 and carries nothing on; -500.00 in June may come from a month that is not here
    cases = [
        shipment("2026-201", "202603", NOTHING),
        shipment("2026-202", "202606", {**NOTHING, "carried_mdt": "-500"}),
    ]
    claim = month_claim(cases, "202606", DESK, DAY)
    assert (refund(claim).value, told(claim)) == (D("778.00"), [])  # min(932.00, 1,278.00 - 500.00)


def test_from_december_to_january() -> None:
    cases = [shipment("2026-201", "202612", NOTHING, back=True), shipment("2026-202", "202701", NOTHING)]
    (finding, *_) = told(month_claim(cases, "202701", DESK, DAY))
    assert (finding.variant, finding.severity.value, finding.values["month"]) == ("", "error", "202612")


def test_the_claim_of_another_firm_carries_nothing_on() -> None:
    """Shipments of two exporters in one database: what one left over is none of the other's."""
    april = shipment("2026-201", "202604", NOTHING, back=True)
    sellers = tuple(replace(one, uscc="91360703MA00000001") if "seller" in one.roles else one for one in april.parties)
    cases = [replace(april, parties=sellers), shipment("2026-202", "202605", NOTHING)]
    claim = month_claim(cases, "202605", DESK, DAY)
    assert (refund(claim).value, told(claim)) == (D("932.00"), [])
