"""Answers that are codes are taken by name too; what no table knows is refused by name."""

from __future__ import annotations

import pytest

from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.domain.tax import PaperState, TaxFile
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.typed_codes import coded_facts, normalise_codes, unknown_codes
from exporter_desk.system.resources import read_tree

CODES = CodeTables.load(read_tree("codes"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("德国", "DE"),
        ("Germany", "DE"),
        ("us", "US"),
        ("USA", "US"),
        ("304", "DE"),
        ("ＤＥ", "DE"),
        ("DE 德国", "DE"),
        ("de  Germany", "DE"),
        ("DE 法国", "DE 法国"),
        ("US FR", "US FR"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_a_destination_is_taken_by_name(typed: str, code: str) -> None:
    assert coded_facts({"dest": typed}, CODES) == {"dest": code}
    assert normalise_codes(Case(facts={"dest": typed}), CODES).facts["dest"] == code


@pytest.mark.parametrize(
    ("typed", "code"), [("0805.10.00 00", "0805100000"), ("９４０３", "9403"), ("94.x", "94.x"), ("3.2", "3.2")]
)
def test_a_commodity_code_is_taken_with_dots(typed: str, code: str) -> None:
    assert coded_facts({"hs": typed}, CODES) == {"hs": code}


@pytest.mark.parametrize(("typed", "code"), [("赣州海关", "4003"), ("4003", "4003"), ("南昌海关", "南昌海关")])
def test_a_customs_office_is_taken_by_name(typed: str, code: str) -> None:
    assert coded_facts({"return_customs": typed}, CODES) == {"return_customs": code}


def test_other_answers_stay_as_they_are() -> None:
    facts = {"licence": True, "buyer": "business", "asked_for": ("safe_directory",), "dest": None}
    assert coded_facts(facts, CODES) == facts


def test_an_unknown_country_is_named() -> None:
    (found,) = unknown_codes({"dest": "Atlantis", "buyer": "x"}, CODES)
    assert (found.code, found.places, found.values["found"]) == ("D31", ("facts.dest",), "Atlantis")
    assert unknown_codes({"dest": "DE"}, CODES) == ()
    assert unknown_codes({}, CODES) == ()


def test_listed_words_are_taken_by_their_names_wherever_a_case_has_them() -> None:
    case = Case(
        parties=(Party(id="pt1", taxpayer="一般纳税人", kind="生产企业", tax_refund_method="免抵退税"),),
        goods=(GoodsLine(id="g1", panel_type="中密度纤维板", origin_criterion="完全获得"),),
        tax=TaxFile(papers=(PaperState(id="contract", state="已有", kept_as="纸质"),)),
        choices=(Choice(what="order_price_basis", value="成交价"), Choice(what="entry_type", value="别的")),
    )
    coded = normalise_codes(case, CODES)
    [party], [line], [paper] = coded.parties, coded.goods, coded.tax.papers
    assert (party.taxpayer, party.kind, party.tax_refund_method) == ("general", "producer", "P")
    assert (line.panel_type, line.origin_criterion) == ("MDF", "WO")
    assert (paper.state, paper.kept_as) == ("have", "paper")
    assert [choice.value for choice in coded.choices] == ["deal", "别的"]
