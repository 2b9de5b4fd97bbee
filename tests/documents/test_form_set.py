"""The whole set of forms: which paper goes to whom and when, and what stands in which box, read back by position."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pypdfium2
import pytest

from exporter_desk.documents.packet import metadata_of
from exporter_desk.documents.paths import at
from exporter_desk.documents.registry import VIEWS
from exporter_desk.documents.render import Paper, to_pdf
from exporter_desk.documents.schema import Form
from exporter_desk.domain import case_json
from exporter_desk.domain.case import Case, Choice
from exporter_desk.services.analysis import Analysis, analyse
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.system import resources
from tests.documents import sample

TODAY = date(2026, 11, 22)
MM = 72 / 25.4


@cache
def desk() -> Desk:
    return Desk()


def analysed(case: Case) -> Analysis:
    return analyse(case, desk(), TODAY, QuestionPlan.load(resources.read_bytes("text/questions.toml")))


def shipped(name: str) -> Case:
    return desk().sample(name)


def changed(name: str, data: Mapping[str, object]) -> Case:
    """A sample with facts, route or choices replaced: {"facts": {…}, "route": {…}, "goods": {…}, "choices": {…}}."""
    case = json.loads(resources.read_text(f"samples/{name}.json"))
    for part in ("facts", "route", "terms"):
        case[part].update(data.get(part, {}))
    for line in case["goods"]:
        line.update(data.get("goods", {}))
    case["tax"].update(data.get("tax", {}))
    read = case_json.from_object(case)
    more = tuple(Choice(what=what, value=str(value)) for what, value in dict(data.get("choices", ())).items())  # type: ignore[call-overload]
    return replace(read, choices=(*read.choices, *more))


def papers(case: Case, receiver: str) -> list[Paper]:
    plan = analysed(case).plan
    return [one.paper for found in plan.receivers if found.receiver.id == receiver for one in found.papers]


TRADE = ["commercial_invoice", "packing_list"]
CUSTOMS = ["declaration_data", "declaration_check", "declaration_elements", *TRADE]
RECEIVED = {
    ("navel-orange", "broker"): [
        *CUSTOMS, "sales_contract", "broker_power", "inspection_application", "factory_inspection", "fruit_supply",
        "phytosanitary_data", "no_wood_statement", "origin_data_form_e",
    ],
    ("navel-orange", "buyer"): ["sales_contract", *TRADE, "no_wood_statement"],
    ("navel-orange", "forwarder"): [*TRADE, "no_wood_statement"],
    ("furniture", "broker"): [
        *CUSTOMS, "warehouse_order", "broker_power", "inspection_application", "question_slip", "no_wood_statement",
    ],
    ("furniture", "buyer"): [*TRADE, "no_wood_statement", "gpsr_sheet", "eudr_sheet"],
    ("furniture", "forwarder"): [*TRADE, "warehouse_order", "no_wood_statement"],
    ("apparel", "broker"): [*CUSTOMS, "sales_contract", "broker_power", "no_wood_statement"],
    ("apparel", "buyer"): ["sales_contract", *TRADE, "no_wood_statement"],
    ("apparel", "bank"): ["commercial_invoice", "sales_contract"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "receiver"), RECEIVED)
def test_each_receiver_of_a_sample_gets_exactly_his_papers(name: str, receiver: str) -> None:
    assert [paper.form.id for paper in papers(shipped(name), receiver)] == RECEIVED[name, receiver]


US = {"facts": {"dest": "US"}, "route": {"dest": "US", "dest_port": "USA264"}}
EU = {"facts": {"dest": "DE"}, "route": {"dest": "DE", "dest_port": "DEU063"}}
WANTED = {
    "proforma_invoice": ("apparel", "buyer", {"facts": {"want_proforma": True}}),
    "declaration_list": ("apparel", "broker", {"facts": {"want_refund": False, "ticket_cny": "4000"}}),
    "origin_data_co": ("navel-orange", "broker", {"choices": {"origin_certificate": "co"}}),
    "origin_data_rcep": ("navel-orange", "broker", {"choices": {"origin_certificate": "RCEP"}}),
    "ippc_statement": ("furniture", "forwarder", {"facts": {"wood_packing": "marked"}}),
    "lacey_ppq505": ("furniture", "buyer", US),
    "tsca_statement": ("furniture", "buyer", {**US, "goods": {"panel_type": "MDF"}}),
    "fibre_statement": ("apparel", "buyer", EU),
    "uflpa_supply_chain": ("apparel", "buyer", US),
    "gpsr_sheet": ("apparel", "buyer", EU),
    "eu_declaration": ("apparel", "buyer", {**EU, "facts": {"dest": "DE", "want_eu_declaration": True}}),
    "receipt_declaration": ("apparel", "bank", {"tax": {"receipts": [{"id": "r1", "amount": "100.00"}]}}),
    "explanation_letter": ("apparel", "tax", {"facts": {"want_explanation": True}}),
    "power_of_attorney": ("apparel", "broker", {"facts": {"want_power_of_attorney": True}}),
    "payment_agency": ("apparel", "bank", {"facts": {"want_payment_agency": True}}),
    "third_party_payment": ("apparel", "bank", {"facts": {"want_third_party_letter": True}}),
    "brand_authorisation": ("apparel", "broker", {"facts": {"want_brand_letter": True}}),
    "no_brand_statement": ("apparel", "broker", {"facts": {"want_no_brand_statement": True}}),
    "elements_confirmation": ("apparel", "broker", {"facts": {"want_elements_letter": True}}),
    "fruit_label": ("navel-orange", "archive", {}),
}


@pytest.mark.parametrize("form", WANTED)
def test_a_paper_comes_when_its_condition_holds_and_not_before(form: str) -> None:
    name, receiver, data = WANTED[form]
    assert form in [paper.form.id for paper in papers(changed(name, data), receiver)]
    if data:
        assert form not in [paper.form.id for paper in papers(shipped(name), receiver)]


def test_without_panels_nobody_states_anything_about_them() -> None:
    bare = papers(changed("furniture", {**US, "goods": {"panel_type": "none"}}), "buyer")
    assert "tsca_statement" not in [paper.form.id for paper in bare]


@dataclass(frozen=True)
class Read:
    """One paper as PDF, read back by place in mm from the top left corner."""

    document: pypdfium2.PdfDocument
    paper: Paper

    def at(self, box: str) -> str:
        x, y, w, h = next(one.at_mm for one in self.paper.form.boxes if one.id == box)
        return self.within(x, y, w, h)

    def within(self, x: float, y: float, w: float, h: float, page: int = 0) -> str:
        text = self.document[page].get_textpage()
        top = self.document[page].get_height()
        found: str = text.get_text_bounded(x * MM, top - (y + h) * MM, (x + w) * MM, top - y * MM)
        return " ".join(found.split())


def read(case: Case, receiver: str, form: str) -> Read:
    analysis = analysed(case)
    paper = next(paper for paper in papers(case, receiver) if paper.form.id == form)
    return read_back(analysis, paper)


def read_back(analysis: Analysis, paper: Paper) -> Read:
    data = to_pdf([paper], desk().library.fonts, metadata_of(analysis.plan.dossier, "x"))
    return Read(pypdfium2.PdfDocument(data), paper)


BOXES = {
    ("navel-orange", "origin_data_form_e"): {
        "exporter": "GANZHOU YAOKUN (SAMPLE) FRUIT CO., LTD.",
        "consignee": "KLANG FRESH (SAMPLE) SDN. BHD.",
        "transport": "***",
        "vessel": "BY SEA",
        "discharge": "PORT KLANG",
    },
    ("navel-orange", "inspection_application"): {
        "applicant": "赣州垚堃示例果业有限公司",
        "register": "91360700MA00000158",
        "receiver_zh": "***",
        "receiver_en": "KLANG FRESH (SAMPLE) SDN. BHD.",
        "office_no": "***",
        "day": "***",
        "ledger": "***",
    },
}


@pytest.mark.parametrize(("name", "form"), BOXES)
def test_each_box_holds_its_text(name: str, form: str) -> None:
    paper = read(shipped(name), "broker", form)
    assert {box: words in paper.at(box) for box, words in BOXES[name, form].items()} == dict.fromkeys(
        BOXES[name, form], True
    )


GRID = ("navel-orange", "furniture", "apparel")


@pytest.mark.parametrize("name", GRID)
def test_every_box_bound_to_a_stored_text_holds_it(name: str) -> None:
    case, seen = shipped(name), 0
    for paper in papers(case, "archive"):
        drawn = read_back(analysed(case), paper)
        for box in paper.form.boxes:
            stored = at(case, box.value) if box.value and box.value not in VIEWS and box.on == "first" else None
            if stored is None or not isinstance(stored.value, str) or box.format != "text":
                continue
            seen += 1
            assert stored.value.replace(" ", "") in drawn.at(box.id).replace(" ", ""), f"{paper.form.id}.{box.id}"
    assert seen > 10


def test_the_boxes_of_ppq_505_hold_their_text() -> None:
    more = {"us_mid": "CNGANKUN1GAN", "us_arrival": "2027-01-05", "dest": "US"}
    goods = {"hts": "9403608081", "plant_qty": "1.25", "plant_unit": "m3", "recycled_pct": "0"}
    case = changed("furniture", {**US, "facts": more, "goods": goods, "terms": {"incoterm": "CIF"}})
    paper = read(case, "buyer", "lacey_ppq505")
    assert "01/05/2027" in paper.at("arrival")
    assert "CNGANKUN1GAN" in paper.at("mid")
    assert "RHEIN LAGER (SAMPLE) GMBH" in paper.at("consignee")
    assert "TO CONFIRM" in paper.at("bill")
    line = paper.within(15, 74, 267, 25)
    for words in ("9403608081", "16,128.00", "Hevea brasiliensis", "Thailand", "1.25 m3"):
        assert words in line


def test_ppq_505_lists_goods_of_wood_and_no_others() -> None:
    case = changed("furniture", {**US, "terms": {"incoterm": "FOB"}})
    shirt = replace(case.goods[0], id="g9", hs="6109100000", name_en="COTTON T-SHIRT", botanical=None,
                    harvest_country=None, plant_qty=None, plant_unit=None, recycled_pct=None)  # fmt: skip
    paper = read(replace(case, goods=(*case.goods, shirt)), "buyer", "lacey_ppq505")
    whole = paper.within(15, 20, 267, 170)
    assert "USD 16,128.00" in whole
    assert "COTTON T-SHIRT" not in whole
    assert "CIF" not in whole


def test_a_price_with_freight_is_not_passed_off_as_the_entered_value() -> None:
    paper = read(changed("furniture", {**US, "terms": {"incoterm": "CIF"}}), "buyer", "lacey_ppq505")
    assert paper.within(54, 82, 35, 14).split()[:5] == ["USD", "16,128.00", "CIF", "TO", "CONFIRM"]


def test_the_goods_of_a_long_shipment_stand_on_an_annex_of_ppq_505() -> None:
    case = changed("furniture", {**US, "terms": {"incoterm": "FOB"}})
    names = [f"DINING CHAIR OF RUBBERWOOD, MODEL {number}" for number in range(60)]
    goods = tuple(replace(case.goods[0], id=f"g{place}", name_en=name) for place, name in enumerate(names, start=1))
    [paper] = [one for one in papers(replace(case, goods=goods), "buyer") if one.form.id == "lacey_ppq505"]
    assert not [one for one in paper.findings if one.code == "X53"]
    annex = " ".join(text.text for text in paper.pages[-1].texts())
    assert [name for name in names if name not in annex] == []
    assert annex.count("MODEL") == len(names)


def test_packages_stand_in_words_beside_the_goods() -> None:
    paper = read(shipped("navel-orange"), "broker", "origin_data_form_e")
    table = paper.within(15, 118, 180, 60)
    for words in ("FOUR HUNDRED (400) CARTONS OF FRESH NAVEL ORANGES", "G.W. 6,480.00 KGS", "080510", "WO"):
        assert words in table
    assert table.count("YK-INV-2026-012 NOV. 25, 2026") == 1


def test_mixed_cartons_are_counted_once_on_a_certificate() -> None:
    case = changed("apparel", {"choices": {"origin_certificate": "co"}})
    mixed = any(len(package.contents) > 1 for package in case.packages)
    paper = read(case, "broker", "origin_data_co")
    table = paper.within(15, 106, 180, 170)
    assert mixed
    assert table.count("ONE HUNDRED AND THIRTY (130) CARTONS IN ALL MEN'S KNITTED COTTON T-SHIRT") == 1
    assert "CARTONS OF" not in table
    assert "G.W." not in table, "the weight of a line in mixed boxes is not known: then no line names one"


def test_foreign_goods_do_not_stand_on_a_certificate_of_chinese_origin() -> None:
    case = shipped("furniture")
    lines = tuple(replace(line, origin="VN" if line.id == "g2" else "CN") for line in case.goods)
    choices = (*case.choices, Choice(what="origin_certificate", value="co"))
    mixed = replace(case, goods=lines, choices=choices)
    found = next(one for one in papers(mixed, "broker") if one.form.id == "origin_data_co")
    table = read(mixed, "broker", "origin_data_co").within(15, 106, 180, 170)
    asked, kept = (str(line.name_en).upper() for line in (lines[1], lines[2]))
    assert (found.status, asked in table, kept in table, "TO CONFIRM" in table) == ("open", False, True, True)
    assert "goods.g2.origin" in {place for finding in found.findings for place in finding.places}


@pytest.mark.parametrize("first", [True, False])
def test_a_count_of_mixed_boxes_that_hold_foreign_goods_waits(first: bool) -> None:
    case = changed("apparel", {"choices": {"origin_certificate": "co"}})
    foreign = case.goods[0 if first else -1].id
    goods = tuple(replace(line, origin="VN") if line.id == foreign else line for line in case.goods)
    table = read(replace(case, goods=goods), "broker", "origin_data_co").within(15, 106, 180, 170)
    assert "CARTONS IN ALL" not in table
    assert "TO CONFIRM" in table


@pytest.mark.parametrize(
    ("name", "receiver", "form", "fact", "row", "data"),
    [
        ("apparel", "buyer", "uflpa_supply_chain", "supply_chain", "纺纱|某厂|某地|发票 1", US),
        ("navel-orange", "broker", "factory_inspection", "inspection_items", "外观|无伤|符合", {}),
    ],
)
def test_a_statement_about_rows_that_nobody_filled_in_stays_a_draft(
    name: str, receiver: str, form: str, fact: str, row: str, data: Mapping[str, Mapping[str, object]]
) -> None:
    def status(rows: list[str]) -> str:
        facts = {**data.get("facts", {}), fact: rows}
        listed = papers(changed(name, {**data, "facts": facts}), receiver)
        return next(paper.status for paper in listed if paper.form.id == form)

    assert (status([]), status([row])) == ("open", "ready")


def test_a_certificate_of_more_than_twenty_lines_is_split() -> None:
    case = shipped("navel-orange")
    goods = tuple(replace(case.goods[0], id=f"g{number}") for number in range(1, 42))
    found = papers(replace(case, goods=goods, packages=()), "broker")
    assert [paper.title.en for paper in found if paper.form.id == "origin_data_form_e"] == [
        f"FORM E – DATA SHEET {number}/3" for number in (1, 2, 3)
    ]


def test_the_value_stands_on_a_certificate_only_where_it_decides_the_origin() -> None:
    by_value = changed("apparel", {"choices": {"origin_certificate": "rcep"}, "goods": {"origin_criterion": "RVC 40%"}})
    whole = changed("apparel", {"choices": {"origin_certificate": "rcep"}, "goods": {"origin_criterion": "CTC"}})
    assert "USD 1,920.00" in read(by_value, "broker", "origin_data_rcep").within(15, 140, 180, 100)
    assert "1,920.00" not in read(whole, "broker", "origin_data_rcep").within(15, 140, 180, 100)


@pytest.mark.parametrize(("kind", "form"), [("rcep", "origin_data_rcep"), ("form_e", "origin_data_form_e")])
def test_an_unknown_criterion_leaves_the_value_open(kind: str, form: str) -> None:
    name = "navel-orange" if kind == "form_e" else "apparel"
    asked = changed(name, {"choices": {"origin_certificate": kind}, "goods": {"origin_criterion": None}})
    printed = read(asked, "broker", form).within(15, 130, 180, 110)
    assert printed.count("CONFIRM") > len(asked.goods), "beside the criterion the value too"
    assert f"{asked.terms.currency} " not in printed


def test_the_value_of_a_price_with_freight_is_the_line_s_share_of_the_fob_value() -> None:
    charged = {"incoterm": "CFR", "freight": {"amount": "856", "currency": "USD"}}
    goods = {"origin_criterion": "RVC 40%"}
    case = changed("apparel", {"choices": {"origin_certificate": "rcep"}, "terms": charged, "goods": goods})
    printed = read(case, "broker", "origin_data_rcep").within(15, 140, 180, 100)
    # The goods come to 23,856.00, so 23,000.00 are FOB: 1,920.00 × 23,000 / 23,856 = 1,851.1066.
    assert "USD 1,851.11" in printed


def test_a_carton_label_has_the_size_of_a_label_and_one_line_of_goods() -> None:
    labels = [paper for paper in papers(shipped("navel-orange"), "archive") if paper.form.id == "fruit_label"]
    assert [(paper.pages[0].width, paper.pages[0].height) for paper in labels] == [(100.0, 70.0)] * 3
    printed = {text for _, text, _ in labels[0].prints}
    assert {"PRODUCT OF CHINA", "3600GY00000", "3600BZC00000", "EXPORTED TO MALAYSIA", "15"} <= printed


def values_named(form: Form) -> list[str]:
    found = [box.value for box in form.boxes]
    for block in form.blocks:
        found += [one.value for one in (*block.fields, *block.columns)] + [value.value for _, value in block.values]
    return [name.removeprefix("starred.") for name in found]


def test_every_fact_that_a_form_prints_is_declared() -> None:
    named = {name for form in desk().library.forms.values() for name in values_named(form)}
    facts = {name.removeprefix("facts.") for name in named if name.startswith("facts.")}
    assert facts - set(desk().rules.facts) == set()


def test_every_caption_fits_its_box() -> None:
    long = []
    for form in desk().library.forms.values():
        languages = {"zh": "zh", "en": "en"}.get(form.captions, "zh en").split()
        for box in (one for one in form.boxes if one.caption == "above"):
            words = " ".join(filter(None, (getattr(box.label, language) for language in languages)))
            room = box.at_mm[2] - 2 * form.style.inset_mm
            width = sample.fonts().width(words, form.style.caption_pt, bold=form.style.caption_bold)
            long += [f"{form.id}.{box.id}"] if width > room + 0.1 else []
    assert long == []


def test_drafts_of_forms_that_nobody_saw_say_so_at_the_foot() -> None:
    shapes = [form for form in desk().library.forms.values() if form.recalled.zh]
    assert len(shapes) >= 13
    assert [form.id for form in shapes if form.status == "final"] == []
    [foot] = [
        text for _, text, _ in papers(shipped("navel-orange"), "broker")[-1].prints if "recalled after the form" in text
    ]
    assert foot == desk().library.forms["origin_data_form_e"].recalled.en


def test_what_decides_about_a_paper_is_asked_for() -> None:
    told = {one.places: one.zh for one in analysed(changed("furniture", US)).findings if one.code == "X56"}
    assert "《TSCA 第六章人造板供应商声明》" in told["goods.g1.panel_type",]
    assert "FormE" not in told["goods.g1.panel_type",]
    assert {place for (place,) in told} >= {"choices.origin_certificate", "goods.g1.panel_type"}
    answered = changed("furniture", {**US, "goods": {"panel_type": "none"}, "choices": {"origin_certificate": "none"}})
    left = {one.places for one in analysed(answered).findings if one.code == "X56"}
    assert left & {("goods.g1.panel_type",), ("choices.origin_certificate",)} == set()
