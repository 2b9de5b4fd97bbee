"""Goods and declarations: what stands on two, on none, or is no goods of the shipment, leaves the refund open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.finding import Finding
from exporter_desk.refund.assess import RefundResult, assess
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.quantity import find
from tests.support import claim_cases
from tests.support.refund_book import book, told_of

DAY = date(2026, 11, 22)
FIRST, OTHER = claim_cases.NUMBER, "400420260000123457"
# Trader: g1 3,000.00 of invoice 10 (60) and 2,200.00 of invoice 20 (40 of 80) -> 676.00; g2 5,000.00 -> 650.00.
CHAIRS, TABLES = D("676.00"), D("650.00")


def declared(*listed: tuple[str, str, list[str]]) -> list[dict[str, object]]:
    return [
        {"id": f"d{at}", "number": number, "export_date": day, "lines": lines}
        for at, (number, day, lines) in enumerate(listed, start=1)
    ]


def of(case: Case) -> RefundResult:
    return assess(from_case(case), book(), DAY)


def bounds(one: RefundResult, symbol: str = "REFUND", line: str = "") -> tuple[D | None, D | None, D | None]:
    found = find(one.quantities, symbol, line)
    assert found is not None
    return found.value, found.low, found.high


def told(one: RefundResult) -> list[Finding]:
    return told_of(one, "T119")


MARCH, APRIL = "2026-03-12", "2026-04-02"
WHOLE = CHAIRS + TABLES
CASES = [
    # on two declarations of one day: the chairs earn 0 to 676.00
    ([(FIRST, MARCH, ["g1", "g2"]), (OTHER, MARCH, ["g1"])], (None, TABLES, WHOLE), ""),
    # of two days: law and rates of which one count is not known, so there is no upper bound
    ([(FIRST, MARCH, ["g1", "g2"]), (OTHER, APRIL, ["g1"])], (None, TABLES, None), ""),
    ([(FIRST, MARCH, ["g1", "g1", "g2"])], (None, TABLES, WHOLE), "same"),
    ([(FIRST, MARCH, ["g1"])], (None, CHAIRS, WHOLE), "nowhere"),
    # goods that nobody knows may earn anything
    ([(FIRST, MARCH, ["g1", "g2", "g9"])], (None, WHOLE, None), "goods"),
]


@pytest.mark.parametrize(("listed", "refund", "variant"), CASES)
def test_a_traders_refund_is_no_firm_number(
    listed: list[tuple[str, str, list[str]]], refund: tuple[D | None, D | None, D | None], variant: str
) -> None:
    one = of(claim_cases.trader(declarations=declared(*listed), claim_date=None))
    (finding,) = told(one)
    assert (bounds(one), finding.variant, len(finding.places)) == (refund, variant, 2)


def test_the_places_are_both_entries() -> None:
    one = of(claim_cases.trader(declarations=declared(*CASES[0][0])))
    assert told(one)[0].places == ("tax.declarations.d2.lines.0", "tax.declarations.d1.lines.0")
    assert (told(one)[0].values["first"], told(one)[0].values["second"]) == (FIRST, OTHER)


def test_goods_on_no_declaration_name_goods_and_declarations() -> None:
    one = of(claim_cases.trader(declarations=declared((FIRST, MARCH, ["g1"]))))
    assert told(one)[0].places == ("tax.declarations.d1.lines", "goods.g2")


@pytest.mark.parametrize("listed", [[(FIRST, MARCH, [])], [(FIRST, MARCH, ["g1"]), (OTHER, MARCH, [])]])
def test_a_declaration_that_lists_nothing_leaves_open_no_refund(listed: list[tuple[str, str, list[str]]]) -> None:
    one = of(claim_cases.trader(declarations=declared(*listed)))
    assert (told(one), bounds(one)[0]) == ([], WHOLE)


def test_without_any_declaration_nothing_is_compared() -> None:
    assert told(of(claim_cases.trader(declarations=[]))) == []


def test_the_one_declaration_of_each_line_leaves_the_refund_as_it_is() -> None:
    one = of(claim_cases.trader(declarations=declared((FIRST, MARCH, ["g1"]), (OTHER, APRIL, ["g2"]))))
    assert (bounds(one), told(one)) == ((WHOLE, None, None), [])


def test_a_line_on_two_declarations_has_the_number_of_neither() -> None:
    one = of(claim_cases.trader(declarations=declared(*CASES[0][0])))
    assert [line.declaration for line in one.source.lines] == [None, FIRST]


@pytest.mark.parametrize(
    ("listed", "refund"),
    [
        # BDM 568, LD = 2,000 - 568 - 500 = 932.00, MDT 1,278.00: 932.00; of the chairs nothing is certain
        (CASES[0][0], (None, D("0.00"), D("932.00"))),
        # another export day means another exchange rate, and further goods change the deduction too
        (CASES[1][0], (None, None, None)),
        (CASES[4][0], (None, None, None)),
    ],
)
def test_a_producers_refund_is_no_firm_number(
    listed: list[tuple[str, str, list[str]]], refund: tuple[D | None, D | None, D | None]
) -> None:
    assert bounds(of(claim_cases.producer(declarations=declared(*listed), claim_date=None))) == refund
