"""The invoice of stock for a warehouse abroad: what is not said is asked, never taken for a sale."""

from __future__ import annotations

from dataclasses import replace

from exporter_desk.documents.bind import bind
from exporter_desk.documents.plan import DocumentPlan, plan
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.parties import Party
from tests.documents import sample
from tests.documents.test_packet import library

WAREHOUSE = Party(id="pt5", roles=("warehouse",), name_en="RHEIN LAGER GMBH", country="DE", address_en="HAMBURG")
OWN_FIRM = Party(id="pt6", roles=("buyer",), name_en="YAOKUN EUROPE GMBH", country="DE", address_en="BREMEN")
STOCK_MODE = (Choice(what="mode", value="9810"), Choice(what="levy_nature", value="101"))
UNSOLD = {"sale_state": "unsold", "value_basis": "cost_plus"}


def stock(facts: dict[str, str | bool | None], *parties: Party, **terms: object) -> Case:
    known = {name: value for name, value in facts.items() if value is not None}
    asked = frozenset(f"facts.{name}" for name, value in facts.items() if value is None)
    case = sample.case(
        facts=known, not_known=asked, choices=STOCK_MODE, parties=(sample.SELLER, *(parties or (WAREHOUSE,)))
    )
    return replace(case, terms=replace(case.terms, order_no="HWC-21", **terms))


def invoice(case: Case) -> Paper:
    return compose(sample.forms()["commercial_invoice"], sample.dossier(case=case), sample.fonts())


def text_of(paper: Paper) -> str:
    return "\n".join(text for _, text, _ in paper.prints)


def asked(paper: Paper) -> set[str]:
    return {place for finding in paper.findings if finding.code == "X51" for place in finding.places}


def test_stock_that_may_be_sold_or_not_has_no_buyer_and_its_invoice_waits() -> None:
    # What nobody answered is asked, and a warehouse takes the goods in: it is a consignee, never a buyer.
    for facts in ({}, {"sale_state": None}):
        paper = invoice(stock(facts))
        assert paper.status == "open"
        assert "facts.sale_state" in asked(paper)
        captions = [text for _, text, _ in paper.prints if "Buyer" in text]
        assert captions == ["买方或收货人 Buyer or consignee"]
        assert "待确认" in text_of(paper)


def test_all_packets_with_that_invoice_are_drafts() -> None:
    found: DocumentPlan = plan(sample.dossier(case=stock({})), ["broker", "buyer", "tax", "bank"], library())
    papers = [one.paper for entry in found.receivers for one in entry.papers]
    assert {one.status for one in papers if one.form.id == "commercial_invoice"} == {"open"}


def test_who_stands_on_the_declaration_waits_only_where_the_answer_changes_the_firm() -> None:
    one_firm = sample.dossier(case=stock({}))
    assert bind(one_firm, "customs.consignee").value == "RHEIN LAGER GMBH"
    two_firms = sample.dossier(case=stock({}, WAREHOUSE, OWN_FIRM))
    assert bind(two_firms, "customs.consignee").missing == ("facts.sale_state",)


def test_a_sale_under_another_mode_keeps_its_buyer_without_that_answer() -> None:
    paper = invoice(sample.case(facts={}))
    assert "REINHOLD HOLZ GMBH" in text_of(paper)
    assert "facts.sale_state" not in asked(paper)


def test_a_firm_that_only_takes_goods_in_is_no_buyer_under_any_mode() -> None:
    case = sample.case(facts={}, parties=(sample.SELLER, WAREHOUSE))
    assert "facts.sale_state" in asked(invoice(case))


def test_sold_goods_without_a_named_buyer_ask_for_him_and_do_not_take_the_consignee() -> None:
    consignee = replace(OWN_FIRM, roles=("consignee",))
    paper = invoice(sample.case(facts={"sale_state": "sold"}, parties=(sample.SELLER, consignee)))
    assert paper.status == "open"
    assert "parties.buyer" in asked(paper)
    assert "YAOKUN EUROPE GMBH" not in text_of(paper)


def test_a_consignee_who_is_not_the_buyer_stands_under_him_on_invoice_and_packing_list() -> None:
    # The box is that of "买方、收货人 Buyer, Consignee", and the buyer stands on both papers.
    assert receivers("commercial_invoice") == [
        "RHEIN LAGER GMBH", "HAMBURG", "CONSIGNEE: YAOKUN EUROPE GMBH", "BREMEN",
        "NOTIFY PARTY: NORDIC AGENTS ApS", "AARHUS",
    ]  # fmt: skip
    assert receivers("packing_list") == ["RHEIN LAGER GMBH", "HAMBURG", "CONSIGNEE: YAOKUN EUROPE GMBH", "BREMEN"]


def test_a_notify_party_who_is_the_consignee_stands_once() -> None:
    both = replace(OWN_FIRM, roles=("consignee", "notify"))
    assert receivers("commercial_invoice", both)[2:] == ["CONSIGNEE: YAOKUN EUROPE GMBH", "BREMEN"]


def test_long_addresses_of_buyer_consignee_and_notify_party_stay_on_the_face() -> None:
    address = "Unit 1208, 12/F, Sample Commercial Centre, 88 Sample Road East, Tsim Sha Tsui, Kowloon, HONG KONG"
    longer = [
        replace(one, name_en=f"{one.name_en} INTERNATIONAL TRADING (SAMPLE) COMPANY LIMITED", address_en=address)
        for one in (
            replace(WAREHOUSE, roles=("buyer",), phone="00852 0000 0000"),
            replace(OWN_FIRM, roles=("consignee",)),
        )
    ]
    dossier = sample.dossier(case=sample.case(facts={"sale_state": "sold"}, parties=(sample.SELLER, *longer)))
    for form in ("commercial_invoice", "packing_list"):
        assert "ANNEX" not in text_of(compose(sample.forms()[form], dossier, sample.fonts()))


def receivers(form: str, *others: Party) -> list[str]:
    """What stands in the box of the buyer, with another consignee and another notify party beside him."""
    consignee = replace(OWN_FIRM, roles=("consignee",))
    notify = Party(id="pt7", roles=("notify",), name_en="NORDIC AGENTS ApS", country="DK", address_en="AARHUS")
    parties = (sample.SELLER, replace(WAREHOUSE, roles=("buyer",)), *(others or (consignee, notify)))
    dossier = sample.dossier(case=sample.case(facts={"sale_state": "sold"}, parties=parties))
    prints = [text for _, text, _ in compose(sample.forms()[form], dossier, sample.fonts()).prints]
    first = prints.index("买方、收货人 Buyer, Consignee") + 1
    end = next(at for at, text in enumerate(prints[first:], first) if any("一" <= sign <= "鿿" for sign in text))
    return prints[first:end]


def test_stock_states_the_basis_of_its_value_or_asks_for_it() -> None:
    # §4: "value basis stated".
    without = invoice(stock({"sale_state": "unsold"}))
    assert without.status == "open"
    assert asked(without) == {"facts.value_basis"}
    assert "计价依据：待确认" in text_of(without).replace(" TO CONFIRM", "")
    told = invoice(stock(UNSOLD))
    assert told.status == "ready"
    assert "计价依据：成本加合理利润。" in text_of(told)


def test_duty_paid_stock_names_who_imports_it() -> None:
    # §4: "importer of record must be named for DDP".
    without = invoice(stock(UNSOLD, incoterm="DDP", place="DUISBURG"))
    assert "facts.importer_of_record" in asked(without)
    assert without.status == "open"
    named = UNSOLD | {"importer_of_record": "YAOKUN EUROPE GMBH, EORI DE123456789012345"}
    paper = invoice(stock(named, incoterm="DDP", place="DUISBURG"))
    assert "YAOKUN EUROPE GMBH, EORI DE123456789012345" in text_of(paper)
    assert "facts.importer_of_record" not in asked(paper)


def test_stock_under_another_term_and_a_sale_duty_paid_print_no_importer() -> None:
    sale = sample.case()
    sold = replace(sale, terms=replace(sale.terms, incoterm="DDP", place="DUISBURG"))
    for case in (stock(UNSOLD), sold):
        paper = invoice(case)
        assert "Importer of record" not in text_of(paper)
        assert "facts.importer_of_record" not in asked(paper)
