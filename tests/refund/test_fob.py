"""FOB from every term of delivery, with charges as amounts, rates and unit prices in several currencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from exporter_desk.domain.shipment import Fee
from exporter_desk.domain.tax import Rate
from exporter_desk.refund.fob import Exchange, Fob, fob_value
from exporter_desk.refund.inputs import Deal, Line, RefundInput
from exporter_desk.refund.values import export_value
from tests.support.refund_book import book, checklists

DAY = date(2026, 3, 2)
RATES = (
    Rate(day=DAY, currency="USD", cny=D("7.10")),
    Rate(day=DAY, currency="EUR", cny=D("8.00")),
    Rate(day=DAY, currency="JPY", cny=D("4.6"), per=D(100)),
)


def fee(amount: str, currency: str | None = None, mark: str = "3") -> Fee:
    return Fee(amount=D(amount), currency=currency, mark=mark)


def fob(term: str, amounts: list[str], currency: str = "USD", **charges: object) -> Fob:
    deal = Deal(incoterm=term, currency=currency, **charges)  # type: ignore[arg-type] # mixed test values
    lines = [Line(id=str(n), amount=D(amount)) for n, amount in enumerate(amounts)]
    rule = checklists().terms.get(term)
    return fob_value(deal, lines, None if rule is None else rule.deducts, Exchange(rates=RATES, wanted=DAY))


@pytest.mark.parametrize(
    ("term", "expected"),
    [("FOB", "1000"), ("EXW", "1000"), ("CFR", "900"), ("C&I", "980"), ("CIF", "880"), ("DAP", "880"), ("FCA", "1000")],
)
def test_terms_take_off_their_charges(term: str, expected: str) -> None:
    found = fob(term, ["1000.00"], freight=fee("100", "USD"), insurance=fee("20", "USD"))
    assert found.total.value == D(expected)


def test_other_charges_of_cif_are_taken_off() -> None:
    found = fob("CIF", ["1000"], freight=fee("100", "USD"), insurance=fee("20", "USD"), other_charges=fee("5", "USD"))
    assert found.total.value == D(875)


def test_charges_in_other_currencies_go_through_cny() -> None:
    found = fob("CIF", ["1000"], freight=fee("100", "EUR"), insurance=fee("10000", "JPY"))
    assert found.charges["freight"].value == D("112.68")  # 100 × 8.00 / 7.10
    assert found.charges["insurance"].value == D("64.79")  # 10,000 × 0.046 / 7.10
    assert found.total.value == D("822.53")


def test_rate_of_freight_and_insurance() -> None:
    found = fob("CIF", ["1234.56"], freight=fee("5", mark="1"), insurance=fee("0.3", mark="1"))
    assert found.charges["freight"].value == D("61.73")  # 61.728
    assert found.charges["insurance"].value == D("3.70")  # 3.70368


def test_unit_price_is_per_gross_tonne() -> None:
    found = fob("CFR", ["1000"], freight=fee("60", "USD", "2"), gross_kg=D("2500"))
    assert found.total.value == D(850)


def test_insurance_rate_of_c_and_i_is_taken_on_the_cif_total() -> None:
    found = fob("C&I", ["900"], freight=fee("100", "USD"), insurance=fee("1", mark="1"))
    assert found.total.value == D(890)


@pytest.mark.parametrize(
    ("term", "charges", "missing"),
    [
        ("CIF", {}, ("terms.freight", "terms.insurance")),
        ("CFR", {"freight": fee("60", "USD", "2")}, ("terms.gross_kg",)),
        ("CFR", {"freight": fee("60")}, ("terms.freight.currency",)),
        ("XYZ", {}, ("terms.incoterm",)),
        ("C&I", {"insurance": fee("1", mark="1")}, ("terms.freight",)),
    ],
)
def test_what_is_missing_is_named(term: str, charges: dict[str, object], missing: tuple[str, ...]) -> None:
    found = fob(term, ["1000"], **charges)
    assert (found.total.value, found.total.missing) == (None, missing)
    assert found.lines[0].value is None


def test_yen_has_no_minor_unit() -> None:
    found = fob("CFR", ["100000"], currency="JPY", freight=fee("100", "USD"))
    assert found.total.value == D(84565)  # 100 × 7.10 / 0.046 = 15,434.78


@given_by(
    st.lists(st.decimals(min_value=1, max_value=100_000, places=2), min_size=1, max_size=9),
    st.decimals(min_value=0, max_value=1000, places=2),
)
def test_lines_sum_to_the_total(amounts: list[D], freight: D) -> None:
    found = fob("CFR", [str(amount) for amount in amounts], freight=fee(str(freight), "USD"))
    left = sum(amounts) - freight
    known = None if left <= 0 else left
    assert found.total.value == known
    assert sum((part.value for part in found.lines if part.value is not None), D(0)) == (known or 0)
    assert found.refused == (left if known is None else None)


def test_a_line_names_its_own_amount_and_what_was_taken_off() -> None:
    """Naming every other line would make the answer grow with the square of the lines."""
    found = fob("CFR", ["1000", "500", "500"], freight=fee("100", "USD"))
    assert [line.value for line in found.lines] == [D("950.00"), D("475.00"), D("475.00")]
    assert found.lines[1].inputs == ("lines.1.amount", "terms.freight.amount")


@pytest.mark.parametrize("term", ["DAP", "DPU", "DDP"])
def test_costs_abroad_are_asked_and_never_taken_for_none(term: str) -> None:
    """29,160 − 2,600 − 88.88 − 4,100 = 22,371.12; none is an answer too: 26,471.12."""
    deal = Deal(incoterm=term, currency="USD", freight=fee("2600", "USD"), insurance=fee("88.88", "USD"))
    source = RefundInput(terms=deal, lines=(Line(id="1", amount=D("29160")),))
    unknown = export_value(source, book()).fob.total
    assert (unknown.value, unknown.missing) == (None, ("terms.other_charges",))
    for told, expected in (("4100", "22371.12"), ("0", "26471.12")):
        known = replace(source, terms=replace(deal, other_charges=fee(told, "USD")))
        assert export_value(known, book()).fob.total.value == D(expected)


@pytest.mark.parametrize(("side", "expected"), [(None, "884.50"), ("included", "884.50"), ("on_top", "890")])
def test_other_charges_of_a_cif_price_come_off_it_unless_they_are_said_to_be_on_top(
    side: str | None, expected: str
) -> None:
    """1,000 less 100 freight, 10 insurance and, where they lie in the price, 5.50."""
    charges = {"freight": fee("100", "USD"), "insurance": fee("10", "USD"), "other_charges": fee("5.50", "USD")}
    assert fob("CIF", ["1000"], other_charges_side=side, **charges).total.value == D(expected)


def test_a_rate_of_insurance_under_the_d_rules_is_one_of_the_cif_value() -> None:
    """10 % of 983.90 is 98.39; 1,000 − 100 − 98.39 − 16.10 = 785.51."""
    charges = {
        "freight": fee("100", "USD"),
        "insurance": fee("10", None, "1"),
        "other_charges": fee("16.10", "USD"),
    }
    assert fob("DAP", ["1000"], **charges).total.value == D("785.51")


@pytest.mark.parametrize(
    ("term", "side", "expected"),
    [("FOB", "included", "994.50"), ("FOB", "on_top", "1000"), ("CFR", "included", "894.50"), ("CFR", "on_top", "900")],
)
def test_other_charges_of_a_term_that_does_not_tell_go_by_what_was_said(term: str, side: str, expected: str) -> None:
    """1,000 less 100 freight under CFR; less 5.50 where they lie in the price."""
    charges = {"freight": fee("100", "USD"), "other_charges": fee("5.50", "USD")}
    assert fob(term, ["1000"], other_charges_side=side, **charges).total.value == D(expected)
    asked = fob(term, ["1000"], **charges).total
    assert (asked.value, asked.missing) == (None, ("terms.other_charges_side",))
