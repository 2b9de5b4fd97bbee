"""The FOB value of the papers and that of the refund are one: over all terms, charges, marks and currencies."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from exporter_desk.domain import totals
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.incoterms import INCOTERMS
from exporter_desk.domain.shipment import Fee, Terms
from exporter_desk.refund.fob import Fob
from exporter_desk.refund.for_case import from_case
from exporter_desk.refund.values import export_value
from tests.support.refund_book import book

PRICES = st.decimals(min_value=D("0.0001"), max_value=D(999), places=4)
AMOUNTS = st.decimals(min_value=0, max_value=D(400), places=2)
SIDES = st.sampled_from([None, "included", "on_top"])


@st.composite
def fees(draw: st.DrawFn, currency: str) -> Fee | None:
    """A charge as an amount, a rate or a price for the tonne; now and then there is none, or half of one."""
    mark = draw(st.sampled_from(["1", "2", "3"]))
    amount = draw(st.decimals(min_value=0, max_value=D(9), places=3) if mark == "1" else AMOUNTS)
    own = None if mark == "1" else draw(st.sampled_from([*[currency] * 8, "EUR", None]))
    whole = Fee(amount=amount, currency=own, mark=mark)
    return draw(st.sampled_from([*[whole] * 8, replace(whole, amount=None), None]))


@st.composite
def deals(draw: st.DrawFn) -> Case:
    """Up to three lines in one run of boxes, under any term, with any charges."""
    currency, side = draw(st.sampled_from(["USD", "JPY", "KWD"])), draw(SIDES)
    goods = tuple(
        GoodsLine(id=f"g{at}", name_zh="桌", qty=D(draw(st.integers(1, 500))), unit="011", unit_price=price)
        for at, price in enumerate(draw(st.lists(PRICES, min_size=1, max_size=3)))
    )
    box = Package(id="p1", first=1, last=draw(st.integers(1, 90)), gross_kg=D("20.1"))
    charges = {name: draw(fees(currency)) for name in ("freight", "insurance", "other_charges")}
    terms = Terms(incoterm=draw(st.sampled_from(sorted(INCOTERMS))), currency=currency, **charges)
    facts = {} if side is None else {"other_charges_side": side}
    return Case(facts=dict(facts), goods=goods, packages=(box,), terms=terms)


def of_refund(case: Case) -> Fob:
    return export_value(from_case(case), book()).fob


@settings(deadline=None)
@given(deals())
def test_both_are_the_same_and_known_together(case: Case) -> None:
    """Without a rate of exchange the refund knows no more than the papers; it refuses what is nothing or below.

    But for a rate of insurance under C&I: where a freight stands beside the price, the refund takes it on both.
    """
    papers, refund = totals.fob_value(case), of_refund(case)
    if "terms.insurance.mark" in papers.missing:
        event("a rate of insurance under C&I")
    elif papers.value is not None and papers.value <= 0:
        event("nothing or below")
        assert (refund.total.value, refund.refused) == (None, papers.value)
    else:
        event("unknown to both" if papers.value is None else "known to both")
        assert refund.total.value == papers.value
        assert (refund.refused is None) or papers.value is None


@pytest.mark.parametrize(
    ("term", "asked"),
    [("FOB", "terms.other_charges_side"), ("CFR", "terms.other_charges_side"), ("CIF", "terms.other_charges.amount")],
)
def test_other_charges_whose_amount_is_not_told_are_no_nothing(term: str, asked: str) -> None:
    usd = {name: Fee(amount=D(9), currency="USD") for name in ("freight", "insurance") if term != "FOB"}
    terms = Terms(incoterm=term, currency="USD", other_charges=Fee(currency="USD"), **usd)
    line = GoodsLine(id="g1", name_zh="桌", qty=D(10), unit="011", unit_price=D("72.00"))
    found = of_refund(Case(goods=(line,), terms=terms))
    assert (found.total.value, found.total.missing) == (None, (asked,))
    priced = of_refund(Case(goods=(line,), terms=replace(terms, other_charges=None)))
    assert priced.total.value == {"FOB": D("720.00"), "CFR": D("711.00"), "CIF": D("702.00")}[term]
