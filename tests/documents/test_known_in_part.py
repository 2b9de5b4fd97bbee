"""Values that are known in part: what is known is printed, 待确认 stands for the rest, and the paper waits for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.documents.bound import GAP
from exporter_desk.documents.plan import plan, worst_status
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case
from tests.documents import sample
from tests.documents.test_packet import library

TRADE_PAPERS = ("commercial_invoice", "packing_list", "sales_contract", "proforma_invoice", "warehouse_order")


def seller_without(*keys: str) -> Case:
    first, *others = sample.case().parties
    return sample.case(parties=(replace(first, **dict.fromkeys(keys)), *others))  # type: ignore[arg-type]  # keys of texts


def composed(form: str, case: Case) -> Paper:
    return compose(sample.forms()[form], sample.dossier(case=case), sample.fonts())


def words_of(paper: Paper) -> str:
    return "\n".join(text for _, text, _ in paper.prints)


@pytest.mark.parametrize("form", TRADE_PAPERS)
def test_a_trade_paper_waits_for_the_credit_code_of_the_seller(form: str) -> None:
    paper, whole = composed(form, seller_without("uscc")), composed(form, sample.case())
    places = {place for one in paper.findings if one.code == "X51" for place in one.places}
    assert ("parties.pt1.uscc" in places, paper.status) == (True, "open")
    assert "USCC: 待确认" in words_of(paper)
    assert "parties.pt1.uscc" not in {place for one in whole.findings for place in one.places}


@pytest.mark.parametrize(("form", "key"), [("commercial_invoice", "address_en"), ("origin_data_co", "address_en")])
def test_a_firm_without_an_english_address_keeps_its_name(form: str, key: str) -> None:
    paper = composed(form, seller_without(key))
    text = words_of(paper)
    assert str(sample.SELLER.name_en)[:20] in text
    assert "TO CONFIRM" in text
    assert f"parties.pt1.{key}" in {place for one in paper.findings for place in one.places}
    assert GAP not in text


@pytest.mark.parametrize("form", ["declaration_check", "declaration_data"])
def test_customs_sheets_ask_for_the_credit_code_of_the_consignor(form: str) -> None:
    paper = composed(form, seller_without("uscc"))
    asked = [one for one in paper.findings if one.places == ("parties.pt1.uscc",)]
    assert ([one.code for one in asked], paper.status) == (["X51"], "open")


def test_the_packet_of_the_buyer_is_a_draft_while_the_sheet_for_his_market_has_gaps() -> None:
    base = sample.case()
    facts = {**base.facts, "dest_in_eu": True, "pack": "furniture"}
    answered = {"eu_responsible": "Muster GmbH", "eu_responsible_address": "Hamburg", "gpsr_warnings": "Vorsicht"}
    known = {**answered, "gpsr_risk_file": "RA-1", "harvest_period": "2026-03", "legality_papers": "permit 7"}
    lines = tuple(replace(line, botanical="Hevea brasiliensis", harvest_country="TH") for line in base.goods)
    first, *others = base.parties
    parties = (replace(first, email="export@example.com"), *others)
    whole = replace(base, parties=parties, goods=lines, facts={**facts, **known, "plots": "1|TH|7.0 N 100.4 E"})
    for case, status in ((whole, "final"), (replace(whole, facts={**whole.facts, "plots": ""}), "draft")):
        dossier = sample.dossier(case=case, facts=case.facts)
        planned = plan(dossier, ["buyer"], library())
        assert {"gpsr_sheet", "eudr_sheet"} <= {one.paper.form.id for one in planned.receivers[0].papers}
        assert worst_status(planned.receivers[0], dossier) == status
        asked = {place for one in planned.findings if one.code == "X51" for place in one.places}
        assert ("facts.plots" in asked) == (status == "draft")
