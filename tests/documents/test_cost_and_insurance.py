"""C&I (成交方式 4): the price holds insurance and no freight, on every paper, in the message and for the refund."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from exporter_desk.documents.bind import bind
from exporter_desk.documents.render import compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.shipment import Fee
from exporter_desk.refund.fob import Exchange, fob_value
from exporter_desk.refund.for_case import from_case
from tests.documents import sample
from tests.documents.messages import message_sample
from tests.documents.messages.message_rules import texts
from tests.support.refund_book import checklists

PREMIUM = Fee(amount=Decimal("15.50"), currency="USD")
BY_RATE = Fee(amount=Decimal("0.3"), mark="1")


def deal(insurance: Fee = PREMIUM, other: Fee | None = None, side: str | None = None) -> Case:
    """Goods of 120 × 24.50 + 30 × 72.3333 = 5,110.00."""
    base = message_sample.case(incoterm="C&I")
    facts = base.facts if side is None else {**base.facts, "other_charges_side": side}
    return replace(base, facts=facts, terms=replace(base.terms, freight=None, insurance=insurance, other_charges=other))


def test_the_declaration_has_insurance_and_no_freight() -> None:
    data = message_sample.xml("decmessage", deal())
    found = [texts(data, name) for name in ("TransMode", "InsurRate", "InsurCurr", "InsurMark", "FeeRate", "FeeMark")]
    assert found == [["4"], ["15.5"], ["USD"], ["3"], [], []]
    dossier = sample.dossier(case=deal())
    assert [bind(dossier, f"customs.{name}").value for name in ("price_term", "insurance")] == ["C&I", "USD/15.5/3"]
    assert bind(dossier, "customs.freight").blank


def test_the_fob_value_is_the_amount_less_insurance() -> None:
    assert bind(sample.dossier(case=deal()), "total.fob").value == Decimal("5094.50")


def test_a_rate_has_no_base_while_the_freight_is_not_in_the_price() -> None:
    fob = bind(sample.dossier(case=deal(BY_RATE)), "total.fob")
    assert (fob.value, fob.missing) == (None, ("terms.insurance.mark",))
    assert texts(message_sample.xml("decmessage", deal(BY_RATE)), "InsurRate") == ["0.3"]


def test_other_charges_are_asked_for_and_come_off_where_they_lie_in_the_price() -> None:
    other = Fee(amount=Decimal("4.50"), currency="USD")
    found = [bind(sample.dossier(case=deal(other=other, side=side)), "total.fob").value
             for side in (None, "included", "on_top")]  # fmt: skip
    assert found == [None, Decimal("5090.00"), Decimal("5094.50")]


def test_papers_name_the_term_without_incoterms_and_the_parts_of_the_price() -> None:
    dossier = sample.dossier(case=deal())
    rule = str(bind(dossier, "terms.rule").value)
    assert rule.startswith("C&I ")
    assert "Incoterms" not in rule
    paper = compose(sample.forms()["commercial_invoice"], dossier, sample.fonts())
    text = [text for _, text, _ in paper.prints]
    assert {"15.50", "5,094.50"} <= set(text)
    assert not [line for line in text if "Freight included" in line]


def test_the_refund_takes_off_what_papers_take_off() -> None:
    source, terms = from_case(deal()), checklists().terms
    amounts = Exchange(rates=(), wanted=None)
    fob = fob_value(source.terms, source.lines, terms["C&I"].deducts, amounts)
    assert fob.total.value == Decimal("5094.50")
