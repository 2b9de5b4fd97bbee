"""杂费: what lies in the price is deducted everywhere, what comes on top is added; invoice, declaration, XML agree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.bind import bind
from exporter_desk.documents.messages.build import MISSING
from exporter_desk.documents.render import compose
from exporter_desk.domain.case import Case
from exporter_desk.domain.shipment import Fee
from tests.documents import sample
from tests.documents.messages import message_sample
from tests.documents.messages.message_rules import texts

OTHER = Fee(amount=Decimal("5.5"), currency="USD")
FREIGHT, INSURANCE = (Fee(amount=Decimal(amount), currency="USD") for amount in (100, 10))
NONE = {"freight": None, "insurance": None}
WITH_FREIGHT = {"freight": FREIGHT, "insurance": None}
WITH_BOTH = {"freight": FREIGHT, "insurance": INSURANCE}


def deal(incoterm: str, side: str | None, fees: dict[str, Fee | None]) -> Case:
    base = message_sample.case(incoterm=incoterm)
    facts = base.facts if side is None else {**base.facts, "other_charges_side": side}
    return replace(base, facts=facts, terms=replace(base.terms, other_charges=OTHER, **fees))


# The goods come to 120 × 24.50 + 30 × 72.3333 = 5,110.00. 填制规范: 杂费 are added positive, deducted negative.
AGREED = [
    ("DAP", None, WITH_BOTH, "-5.5", "4994.50"),  # 5110 − 100 − 10 − 5.50
    ("CIF", None, WITH_BOTH, "-5.5", "4994.50"),
    ("CIF", "on_top", WITH_BOTH, "5.5", "5000.00"),
    ("CIP", "on_top", WITH_BOTH, "5.5", "5000.00"),
    ("DAP", "on_top", WITH_BOTH, "-5.5", "4994.50"),  # paid abroad, and in the price by the rule itself
    ("CFR", "included", WITH_FREIGHT, "-5.5", "5004.50"),  # 5110 − 100 − 5.50
    ("CFR", "on_top", WITH_FREIGHT, "5.5", "5010.00"),
    ("FOB", "included", NONE, "-5.5", "5104.50"),
    ("FOB", "on_top", NONE, "5.5", "5110.00"),
    ("EXW", "included", NONE, "-5.5", "5104.50"),
]


@pytest.mark.parametrize(("term", "side", "fees", "declared", "fob"), AGREED)
def test_the_sign_follows_from_where_the_charges_lie(
    term: str, side: str | None, fees: dict[str, Fee | None], declared: str, fob: str
) -> None:
    case = deal(term, side, fees)
    dossier = sample.dossier(case=case)
    assert bind(dossier, "customs.other_charges").value == f"USD/{declared}/3"
    assert bind(dossier, "total.fob").value == Decimal(fob)
    data = message_sample.xml("decmessage", case)
    assert [texts(data, f"Other{name}") for name in ("Curr", "Rate", "Mark")] == [["USD"], [declared], ["3"]]
    # FeeRate, InsurRate and OtherRate are all Decimal 19,5; only what is deducted has a sign.
    assert not [name for name in message_sample.gaps("decmessage", case) if name.startswith("Other")]


@pytest.mark.parametrize(("term", "fees"), [("FOB", NONE), ("FCA", NONE), ("CFR", WITH_FREIGHT), ("EXW", NONE)])
def test_charges_of_which_nobody_said_where_they_lie_are_asked(term: str, fees: dict[str, Fee | None]) -> None:
    case = deal(term, None, fees)
    dossier = sample.dossier(case=case)
    for name in ("customs.other_charges", "total.fob"):
        bound = bind(dossier, name)
        assert (bound.value, bound.missing) == (None, ("facts.other_charges_side",))
    message = message_sample.filled("decmessage", case)
    gaps = {gap.name.en: (gap.reason, gap.places) for gap in message.gaps if gap.name.en.startswith("Other")}
    asked = (MISSING, ("facts.other_charges_side",))
    assert gaps == {"OtherMark": asked, "OtherRate": asked}
    for form in ("commercial_invoice", "declaration_check"):
        paper = compose(sample.forms()[form], dossier, sample.fonts())
        assert "facts.other_charges_side" in {place for one in paper.findings for place in one.places}


def test_a_charge_typed_with_a_sign_takes_nothing_off() -> None:
    # Less −5.50 would be 5.50 more than the price; the sign is the declaration's own.
    base = deal("CIF", None, WITH_BOTH)
    case = replace(base, terms=replace(base.terms, other_charges=replace(OTHER, amount=Decimal("-5.5"))))
    assert bind(sample.dossier(case=case), "total.fob").missing == ("terms.other_charges.amount",)


def test_only_what_can_be_deducted_may_have_a_sign_in_the_message() -> None:
    base = deal("CIF", None, WITH_BOTH)
    wrong = replace(base, terms=replace(base.terms, freight=replace(FREIGHT, amount=Decimal(-100))))
    assert message_sample.gaps("decmessage", wrong)["FeeRate"] == "number"


def test_the_invoice_names_charges_in_a_price_without_freight() -> None:
    paper = compose(
        sample.forms()["commercial_invoice"], sample.dossier(case=deal("FOB", "included", NONE)), sample.fonts()
    )
    text = [text for _, text, _ in paper.prints]
    assert {"5.50", "5,104.50"} <= set(text)
    assert not [line for line in text if "Freight included" in line]


def test_a_rate_of_insurance_is_one_of_the_cif_value_also_where_the_price_holds_costs_abroad() -> None:
    # DAP 5,110.00 with 16.10 paid abroad: 10 % of 5,093.90 is 509.39; FOB = 5,110.00 − 100.00 − 509.39 − 16.10.
    fees = {"freight": FREIGHT, "insurance": Fee(amount=Decimal(10), mark="1")}
    case = deal("DAP", None, fees)
    case = replace(case, terms=replace(case.terms, other_charges=Fee(amount=Decimal("16.10"), currency="USD")))
    assert bind(sample.dossier(case=case), "total.fob").value == Decimal("4484.51")
