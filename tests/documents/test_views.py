"""Views of a case: what customs print, what waits for an answer, what a trace carries along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exporter_desk.documents.bind import bind, bind_rows
from exporter_desk.documents.bound import GAP, Bound
from exporter_desk.documents.dossier import AdviceView, ClashView, ModeView
from exporter_desk.documents.formats import FORMATS, written
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine, Package
from exporter_desk.domain.parties import Party
from exporter_desk.domain.shipment import Container, Fee
from exporter_desk.domain.text import Bilingual
from tests.documents import sample, views_sample


def view(name: str, case: Case | None = None, **changes: object) -> Bound:
    return bind(sample.dossier(case=case or sample.case(), **changes), name)


def terms(**changes: object) -> Case:
    return sample.case(terms=replace(sample.TERMS, **changes))


def route(**changes: object) -> Case:
    return sample.case(route=replace(sample.ROUTE, **changes))


@pytest.mark.parametrize(
    ("case", "name", "value"),
    [
        (terms(), "customs.freight", "USD/1850/3"),
        (terms(), "customs.insurance", "USD/136.08/3"),
        (terms(freight=Fee(amount=Decimal(5), mark="1")), "customs.freight", "5/1"),
        (terms(other_charges=Fee(amount=Decimal("-3.50"), currency="USD")), "customs.other_charges", "USD/-3.5/3"),
        (
            terms(incoterm="DDP", other_charges=Fee(amount=Decimal(90), currency="USD")),
            "customs.other_charges",
            "USD/-90/3",
        ),
        (terms(), "customs.price_term", "CIF"),
        (terms(incoterm="FCA"), "customs.price_term_code", "(3)"),
        (terms(incoterm="CPT"), "customs.price_term", "C&F"),
        (terms(), "customs.trade_country", "德国"),
        (route(trade_country="HK"), "customs.trade_country_code", "(HKG)"),
        (terms(), "customs.dest_port", "汉堡（德国）"),
        (route(dest_port="DEU999"), "customs.dest_port", "DEU999"),
        (terms(), "customs.package_kind", "纸制或纤维板制盒/箱"),
        (terms(), "packages.other_kinds", "无"),
        (terms(), "customs.mode", "跨境电商B2B直接出口"),
        (sample.case(choices=(Choice(what="mode", value="7777"),)), "customs.mode", "7777"),
        (
            sample.case(parties=(sample.SELLER,)),
            "customs.declarant",
            f"({sample.SELLER.uscc}){sample.SELLER.name_zh}",
        ),
        (terms(), "customs.main_goods", "实木餐椅等"),
        (sample.case(1), "customs.main_goods", "实木餐椅"),
        (terms(), "customs.main_hs", "9401690099"),
        (terms(), "customs.total_text", "USD 5110.00"),
        (terms(), "customs.remark", "备注:\nR.H. YK-2026-014 HAMBURG C/NO. 1-90 MADE IN CHINA"),
    ],
)
def test_what_the_declaration_prints(case: Case, name: str, value: str) -> None:
    assert view(name, case).value == value


TRADER = Party(id="pt1", roles=("seller",), name_zh="赣州某贸易有限公司", uscc="91360700MA35TEST2Z")
FACTORY = Party(id="pt9", roles=("supplier", "producer"), name_zh="南康某家具厂", uscc="91360703MA35TEST3A")


@pytest.mark.parametrize("term", ["DAP", "DPU", "DDP"])
def test_a_price_with_costs_abroad_has_no_fob_value_until_they_are_told(term: str) -> None:
    charges = {
        "freight": Fee(amount=Decimal(100), currency="USD"),
        "insurance": Fee(amount=Decimal(10), currency="USD"),
    }
    asked = terms(incoterm=term, other_charges=None, **charges)
    for name in ("total.fob", "total.other_charges", "customs.other_charges"):
        assert (view(name, asked).value, view(name, asked).missing) == (None, ("terms.other_charges",))
    none = terms(incoterm=term, other_charges=Fee(amount=Decimal(0), currency="USD"), **charges)
    some = terms(incoterm=term, other_charges=Fee(amount=Decimal(1000), currency="USD"), **charges)
    # 5110.00 less 100 freight, 10 insurance and what is paid abroad.
    assert (view("total.fob", none).value, view("customs.other_charges", none).blank) == (Decimal(5000), True)
    assert view("total.fob", some).value == Decimal(4000)


def test_cif_has_no_costs_abroad_to_ask_for() -> None:
    assert view("terms.abroad_in_price", terms(incoterm="CIF")).value is False
    assert view("customs.other_charges", terms(incoterm="CIF", other_charges=None)).blank
    assert view("terms.other_in_price", terms(incoterm="CIF", other_charges=None)).value is False


def test_what_is_taken_off_a_cif_price_is_declared_as_a_deduction_and_named_on_the_invoice() -> None:
    case = terms(incoterm="CIF", other_charges=Fee(amount=Decimal(5), currency="USD"))
    assert view("customs.other_charges", case).value == "USD/-5/3"
    assert view("terms.other_in_price", case).value is True


@pytest.mark.parametrize("missing", ["name_en", "address_en"])
@pytest.mark.parametrize(("name", "party"), [("exporter", "pt1"), ("producer", "pt1"), ("consignee", "pt2")])
def test_certificates_name_firms_in_english_or_ask(name: str, party: str, missing: str) -> None:
    firms = [replace(one, **{missing: None}) if one.id == party else one for one in sample.case().parties]
    bound = view(f"origin.{name}", sample.case(parties=tuple(firms)))
    other = {"name_en": "address_en", "address_en": "name_en"}[missing]
    assert (getattr(bound.value, missing), bound.missing) == (GAP, (f"parties.{party}.{missing}",))
    assert getattr(bound.value, other), "what is known of the firm is printed"
    assert view(f"origin.{name}").value == next(one for one in sample.case().parties if one.id == party)


@pytest.mark.parametrize(("declarant", "party"), [("own_name", TRADER), ("real_agent", FACTORY)])
def test_an_own_export_names_the_exporter_and_not_the_factory(declarant: str, party: Party) -> None:
    case = sample.case(parties=(TRADER, FACTORY), facts={"declarant": declarant})
    assert view("customs.producer", case).value == party.name_zh
    assert view("customs.producer_code", case).value == f"({party.uscc})"


@pytest.mark.parametrize(
    ("parties", "facts", "missing"),
    [
        ((TRADER, FACTORY), {}, ("facts.declarant",)),
        ((TRADER,), {}, ("facts.declarant",)),
        ((TRADER,), {"declarant": "real_agent"}, ("parties.producer",)),
    ],
)
def test_nobody_is_named_as_producer_unasked(
    parties: tuple[Party, ...], facts: dict[str, str], missing: tuple[str, ...]
) -> None:
    bound = view("customs.producer", sample.case(parties=parties, facts=facts))
    assert (bound.value, bound.missing) == (None, missing)


def test_a_maker_that_exports_itself_is_the_producer_under_any_name() -> None:
    maker = replace(TRADER, roles=("seller", "producer"))
    assert view("customs.producer", sample.case(parties=(maker,), facts={})).value == maker.name_zh


@pytest.mark.parametrize(
    ("case", "name"),
    [
        (terms(incoterm="FOB"), "customs.freight"),
        (terms(incoterm="CFR"), "customs.insurance"),
        (terms(), "customs.other_charges"),
        (terms(), "party.notify_line"),
        (terms(), "customs.later"),
    ],
)
def test_what_is_known_to_stay_empty(case: Case, name: str) -> None:
    bound = view(name, case)
    assert (bound.value, bound.blank, bound.missing) == (None, True, ())


NO_KIND = replace(sample.PACKAGES[0], kind=None)
WOOD = replace(sample.PACKAGES[1], kind="23")
UNSOLD = {"sale_state": "unsold"}


@pytest.mark.parametrize(
    ("case", "name", "missing"),
    [
        (terms(freight=None), "customs.freight", ("terms.freight",)),
        (terms(freight=Fee(amount=Decimal(1))), "customs.freight", ("terms.freight",)),
        (terms(incoterm=None), "customs.insurance", ("terms.incoterm",)),
        (terms(incoterm=None), "customs.price_term", ("terms.incoterm",)),
        (sample.case(facts=UNSOLD), "customs.trade_country", ("route.trade_country",)),
        (sample.case(packages=(NO_KIND,)), "customs.package_kind", ("packages.p1.kind",)),
        (sample.case(packages=()), "customs.package_kind", ("packages",)),
        (sample.case(packages=(sample.PACKAGES[0], WOOD)), "customs.package_kind", ("choices.package_kind",)),
        (sample.case(packages=(sample.PACKAGES[0], WOOD)), "packages.other_kinds", ("choices.package_kind",)),
        (sample.case(goods=()), "customs.main_hs", ("goods",)),
        (sample.case(goods=()), "goods.origins", ("goods",)),
        (sample.case(goods=()), "total.amount", ("goods",)),
        (sample.case(packages=()), "total.gross_kg", ("packages",)),
        (sample.case(packages=()), "total.packages_words", ("packages",)),
        (sample.case(goods=(sample.line(1, origin=None),)), "goods.origins", ("goods.g1.origin",)),
        (terms(currency=None), "total.words_en", ("terms.currency",)),
        (terms(currency=None), "customs.total_text", ("terms.currency",)),
        (terms(currency="XXX"), "total.words_en", ("terms.currency",)),
        (terms(place=None), "terms.rule", ("terms.place",)),
        (sample.case(parties=()), "customs.declarant", ("parties.seller",)),
        (route(marks=()), "customs.remark", ("route.marks",)),
        (sample.case(goods=(sample.line(1, qty=None),)), "customs.total_text", ("goods.g1.qty",)),
    ],
)
def test_what_waits_for_an_answer(case: Case, name: str, missing: tuple[str, ...]) -> None:
    bound = view(name, case)
    assert bound.value is None
    assert set(missing) <= set(bound.missing)


@pytest.mark.parametrize(("licence", "missing"), [(True, ("choices.licence_no",)), (False, ()), (None, ())])
def test_a_licence_number_is_needed_where_goods_are_under_licence(
    licence: bool | None,
    missing: tuple[str, ...],
) -> None:
    facts: dict[str, str | bool] = {} if licence is None else {"licence": licence}
    assert bind(sample.dossier(facts=facts), "customs.licence_no").missing == missing
    typed = sample.case(choices=(Choice(what="licence_no", value="26-AA-100001"),))
    assert bind(sample.dossier(case=typed, facts=facts), "customs.licence_no").value == "26-AA-100001"


def test_a_chosen_kind_of_package_decides_between_several() -> None:
    case = sample.case(packages=(sample.PACKAGES[0], WOOD), choices=(Choice(what="package_kind", value="23"),))
    assert view("customs.package_kind_code", case).value == "(23)"
    assert view("total.packages_words", case).value == "SAY TOTAL NINETY (90) PACKAGES ONLY."
    assert view("packages.other_kinds", case).value == "(22) 纸制或纤维板制盒/箱 60 件"


PALLET = Package(id="p1", first=1, last=10, kind="93", contents={"g1": Decimal(12)}, gross_kg=Decimal(300))


@pytest.mark.parametrize(
    ("typed", "printed", "missing"),
    [
        ("纸箱 120", "(22) 纸制或纤维板制盒/箱 120 件", ()),
        ("纸箱 120；袋 3", "(22) 纸制或纤维板制盒/箱 120 件；(06) 包/袋 3 件", ()),
        ("若干", None, ("choices.other_packing",)),
    ],
)
def test_what_lies_on_a_pallet_is_listed_as_typed(typed: str, printed: str | None, missing: tuple[str, ...]) -> None:
    choice = Choice(what="other_packing", value=typed)
    case = sample.case(1, packages=(PALLET,), choices=(choice,))
    bound = view("packages.other_kinds", case)
    assert (bound.value, bound.missing) == (printed, missing)
    assert view("customs.package_kind_code", case).value == "(93)"


def test_goods_of_several_countries_tell_the_origin_of_each_line() -> None:
    goods = (sample.line(1, origin="VN"), sample.line(2))
    cells = [row.cells["described"] for row in bind_rows(sample.dossier(case=sample.case(goods=goods)), "goods")]
    assert [str(cell.value).splitlines()[-1] for cell in cells] == [
        "Origin: VIET NAM  原产国：越南",
        "Origin: CHINA  原产国：中国",
    ]
    assert "goods.g1.origin" in cells[0].paths
    open_one = (sample.line(1, origin=None), sample.line(2))
    asked = bind_rows(sample.dossier(case=sample.case(goods=open_one)), "goods")[0].cells["described"]
    assert asked.missing == ("goods.g1.origin",)


def test_goods_of_one_country_leave_the_origin_to_its_box() -> None:
    for row in bind_rows(sample.dossier(), "goods"):
        assert row.cells["described"].value == row.cells["description"].value


@pytest.mark.parametrize(
    ("hs", "printed", "missing"),
    [
        ("0808100000", None, ("facts.packhouse_no", "facts.orchard_no")),  # apples: a fruit of no industry pack
        ("0805100000", None, ("facts.packhouse_no", "facts.orchard_no")),
        ("9401690099", "***", ()),
        (None, None, ("goods.g1.hs",)),
    ],
)
def test_the_registration_of_the_maker_is_asked_of_fruit(
    hs: str | None, printed: str | None, missing: tuple[str, ...]
) -> None:
    bound = view("inspection.unit_no", sample.case(goods=(sample.line(1, hs=hs),)))
    assert (bound.value, bound.missing) == (printed, missing)


def test_a_light_shipment_is_declared_as_one_kilogram() -> None:
    light = replace(sample.PACKAGES[0], first=1, last=1, gross_kg=Decimal("0.4"), net_kg=Decimal("0.3"))
    case = sample.case(packages=(light,))
    assert (view("customs.gross_kg", case).value, view("customs.net_kg", case).value) == (1, 1)
    assert view("total.gross_kg", case).value == Decimal("0.4")


def test_stock_goes_to_its_consignee_under_the_order_number() -> None:
    warehouse = replace(sample.BUYER, id="pt9", roles=("warehouse",), name_en="LAGER GMBH")
    case = sample.case(
        facts=UNSOLD, parties=(sample.SELLER, sample.BUYER, warehouse), terms=replace(sample.TERMS, contract_no=None)
    )
    assert view("customs.consignee", case).value == "LAGER GMBH"
    assert view("customs.contract_no", case).value == "PO 4711"
    assert view("customs.consignee").value == "REINHOLD HOLZ GMBH"


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ([("40HQ", "TEST1234567")], "集装箱标箱数及号码:2;TEST1234567;"),  # 40 feet are two boxes of 20
        ([("20GP", "TEST1234567"), ("40RF", "TEST7654321")], "集装箱标箱数及号码:3;TEST1234567;TEST7654321;"),
        ([("20GP", "TEST1234567"), ("40GP", None)], "集装箱标箱数及号码:1;TEST1234567;"),
        ([("20GP", "TEST1234567"), (None, "TEST7654321")], "集装箱号码:TEST1234567;TEST7654321;"),
    ],
)
def test_containers_stand_in_the_remark(boxes: list[tuple[str | None, str | None]], told: str) -> None:
    case = route(containers=tuple(Container(kind=kind, number=number) for kind, number in boxes), remark="拼")
    assert str(view("customs.remark", case).value).startswith(f"备注:拼\n{told}")


def test_a_deal_in_yuan_is_worded_in_both_languages() -> None:
    case = terms(currency="CNY", freight=None)
    assert view("total.words_cny", case).value == "人民币伍仟壹佰壹拾元整"
    assert view("total.words_en", case).value == "SAY RMB YUAN FIVE THOUSAND ONE HUNDRED AND TEN ONLY."


def test_lines_without_anything_ask_for_everything() -> None:
    dossier = sample.dossier(case=Case(goods=(GoodsLine(id="g1"),), packages=(Package(id="p1"),)))
    [row] = bind_rows(dossier, "customs.lines")
    wanted = {"hs", "name_zh", "spec", "qty1", "qty", "unit_price", "origin", "source", "levy", "currency", "dest"}
    assert {name for name, cell in row.cells.items() if cell.missing} >= wanted
    [goods] = bind_rows(dossier, "goods")
    assert goods.cells["description"].missing == ("goods.g1.name_en", "goods.g1.name_zh", "goods.g1.hs")
    assert goods.cells["name"].missing == ("goods.g1.name_zh", "goods.g1.name_en")
    [package] = bind_rows(dossier, "packages")
    assert package.cells["qty"].missing == ("packages.p1.contents",)
    assert package.cells["size"].missing == ("packages.p1.size_cm",)


def test_a_single_box_has_one_number() -> None:
    case = sample.case(packages=(replace(sample.PACKAGES[0], first=7, last=7),))
    [row] = bind_rows(sample.dossier(case=case), "packages")
    assert row.cells["numbers"].value == "7"


def test_the_supplier_of_a_line_is_named() -> None:
    case = sample.case(goods=(sample.line(1, supplier="pt3"),))
    [row] = bind_rows(sample.dossier(case=case), "goods")
    assert row.cells["supplier"].value == sample.BROKER


def test_the_note_is_about_the_chosen_mode_else_the_recommended_one() -> None:
    chosen = views_sample.full(case=sample.case(choices=(Choice(what="mode", value="0110"),)))
    assert str(bind(chosen, "mode.headline").value.zh).startswith("0110")  # type: ignore[attr-defined]  # bilingual
    free = views_sample.full(case=sample.case(choices=()))
    assert str(bind(free, "mode.headline").value.zh).startswith("9710")  # type: ignore[attr-defined]  # bilingual


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("money", Decimal("12345.6"), "12,345.60"),
        ("price", Decimal("72.3333"), "72.3333"),
        ("price", Decimal("24.5"), "24.50"),
        ("bare4", Decimal("66.65"), "66.6500"),
        ("bare2", Decimal("1199.7"), "1199.70"),
        ("bare", Decimal("1104.50"), "1104.5"),
        ("bare", Decimal("0.1234567"), "0.12346"),
        ("qty", Decimal("1200"), "1,200"),
        ("qty", Decimal("0.5"), "0.5"),
        ("qty", Decimal("0.00001"), "0.00001"),
        ("whole", Decimal("90"), "90"),
        ("cbm3", Decimal("24.3"), "24.300"),
        ("cbm3", Decimal("0.000001"), "0.000001"),
        ("cbm3", Decimal(0), "0.000"),
        ("kg2", Decimal(5093), "5,093.00"),
        ("kg2", Decimal("232.591"), "232.591"),
        ("kg2", Decimal("0.001"), "0.001"),
        ("date_iso", date(2026, 11, 5), "2026-11-05"),
        ("date_zh", date(2026, 11, 5), "2026年11月5日"),
        ("date_en", date(2026, 11, 5), "5 Nov 2026"),
        ("date", date(2026, 11, 5), "2026年11月5日"),
        ("date", "soon", "soon"),
        ("date_iso", "soon", "soon"),
        ("money", "n/a", "n/a"),
        ("words_cny", Decimal("1.5"), "人民币壹元伍角"),
        ("text", True, "是\nYes"),
        ("text", ("a", "b"), "a\nb"),
        ("text", Decimal("1E+3"), "1000"),
        ("text", date(2026, 1, 2), "2026-01-02"),
        ("zh", Bilingual("赣州", "Ganzhou"), "赣州"),
        ("en", Bilingual("赣州", "Ganzhou"), "Ganzhou"),
        ("first", Bilingual("赣州", "Ganzhou"), "赣州"),
        ("party_english", "X", "X"),
        ("party_block", "X", "X"),
        ("party_name", sample.BUYER, "REINHOLD HOLZ GMBH"),
        ("party_english", sample.BROKER, "赣州示范报关有限公司"),
    ],
)
def test_formats(name: str, value: object, text: str) -> None:
    assert written(name, value, ("zh", "en")) == text


def test_every_format_takes_any_text() -> None:
    assert {name for name in FORMATS if written(name, "甲", ("zh",)) != "甲"} == set()


def test_a_packing_total_waits_for_unpacked_goods() -> None:
    [total] = bind_rows(sample.dossier(case=sample.case(packages=(Package(id="p1"),))), "packages.total")
    assert total.cells["qty"].value is None
    assert total.cells["qty"].missing


def test_a_total_without_a_unit_waits_for_it() -> None:
    [total] = bind_rows(sample.dossier(case=sample.case(goods=(sample.line(1, unit=None),))), "goods.total")
    assert total.cells["unit"].missing == ("goods.g1.unit",)


@pytest.mark.parametrize(
    ("verdicts", "clashes", "said"),
    [
        (("to_confirm", "to_confirm", "not_applicable"), (), "还不能推荐：2种方式待确认"),
        (("not_applicable",), (), "按现在的回答，这些方式都不适用"),
        (("to_confirm",), ("买方与合同",), "有回答互相矛盾，先不排序"),
    ],
)
def test_the_note_names_no_mode_while_nothing_can_be_recommended(
    verdicts: tuple[str, ...], clashes: tuple[str, ...], said: str
) -> None:
    modes = tuple(
        ModeView(code=f"{number:04}", name=Bilingual("方式", "Mode"), verdict=verdict)
        for number, verdict in enumerate(verdicts)
    )
    told = tuple(ClashView(text=Bilingual(text, text), paths=("facts.buyer",)) for text in clashes)
    dossier = views_sample.full(case=sample.case(choices=()), advice=AdviceView(modes=modes, clashes=told))
    assert bind(dossier, "mode.headline").value.zh == said  # type: ignore[union-attr]  # bilingual
    assert [row.cells["text"].value.zh for row in bind_rows(dossier, "mode.reasons")] == list(clashes)  # type: ignore[union-attr]
    assert len(bind_rows(dossier, "mode.others")) == len(verdicts)
