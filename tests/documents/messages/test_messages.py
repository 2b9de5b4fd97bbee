"""Order, list and declaration messages against the published field tables, read back by other code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter_desk.documents.dossier import UploadView
from exporter_desk.documents.messages.build import build, parts
from exporter_desk.documents.messages.xml_text import to_xml
from exporter_desk.domain.case import Case
from exporter_desk.domain.origin import Origin, OriginKind
from exporter_desk.domain.shipment import Container, Fee
from exporter_desk.domain.text import Bilingual
from tests.documents import sample
from tests.documents.messages.message_rules import ceb_faults, decimals, declaration_fields, leaf_faults, texts
from tests.documents.messages.message_sample import case, dossier, filled, gaps, specs, xml


@pytest.mark.parametrize("name", ["ceb303", "ceb603"])
def test_a_whole_case_gives_a_message_that_keeps_every_rule_of_the_table(name: str) -> None:
    assert gaps(name) == {}
    assert ceb_faults(xml(name)) == []


@pytest.mark.parametrize(("mode", "letter"), [("9710", "B"), ("9810", "W")])
def test_the_order_type_is_that_of_the_mode(mode: str, letter: str) -> None:
    assert texts(xml("ceb303", case(mode)), "orderType") == [letter]


def test_values_that_a_reader_of_the_list_looks_for() -> None:
    data = xml("ceb603")
    wanted = {
        "ieFlag": "E", "customsCode": "4003", "portCode": "5316", "ieDate": "20261207", "tradeMode": "9710",
        "trafMode": "2", "trafName": "COSCO STAR", "voyageNo": "025W", "country": "304", "fCurrency": "502",
        "freight": "0", "fFlag": "3", "wrapType": "2", "packNo": "90", "grossWeight": "1962",
        "appTime": "20261125000000", "logisticsName": "赣州示范货运代理有限公司", "barCode": "无",
    }  # fmt: skip
    assert {name: texts(data, name)[0] for name in wanted} == wanted


def test_fob_lines_are_those_of_the_invoice_and_add_up() -> None:
    data = xml("ceb303")
    assert decimals(data, "price") == [Decimal("24.5"), Decimal("72.3333")]
    # 120 × 24.50 and 30 × 72.3333 rounded to cents.
    assert decimals(data, "totalPrice") == [Decimal(2940), Decimal("2170.00")]
    assert decimals(data, "goodsValue") == [Decimal(5110)]
    assert decimals(data, "freight") == [0]
    assert texts(data, "gnum") == ["1", "2"]


def test_under_cif_orders_state_fob_amounts_in_cents_that_add_up() -> None:
    data = xml("ceb303", case(incoterm="CIF", order_price_basis="fob"))
    # 5110.00 less 1850.00 freight and 136.08 insurance is 3123.92; 2940 / 5110 of it, and the rest on the last line.
    assert decimals(data, "goodsValue") + decimals(data, "freight") == [Decimal("3123.92"), Decimal("1986.08")]
    assert decimals(data, "totalPrice") == [Decimal("1797.32"), Decimal("1326.60")]
    assert decimals(data, "price") == [Decimal("14.97767"), Decimal("44.22")]


def test_under_cif_amounts_wait_until_their_basis_is_said() -> None:
    open_ones = {"goodsValue", "freight", "price", "totalPrice"}
    assert gaps("ceb303", case(incoterm="CIF")) == dict.fromkeys(open_ones, "missing")
    assert not any(decimals(xml("ceb303", case(incoterm="CIF")), name) for name in open_ones)


def test_under_cif_a_broker_who_wants_deal_prices_gets_them() -> None:
    data = xml("ceb303", case(incoterm="CIF", order_price_basis="deal"))
    assert (decimals(data, "goodsValue"), decimals(data, "freight")) == ([Decimal(5110)], [Decimal(0)])


def test_codes_turn_to_letters_when_the_platform_wants_them() -> None:
    data = xml("ceb603", case(message_codes="iso"))
    assert (set(texts(data, "country")), set(texts(data, "currency"))) == ({"DEU"}, {"USD"})


def test_what_nobody_has_said_is_left_out_and_named() -> None:
    silent = case(platform_code=None, dxp_id=None, sender_code=None, list_port=None)
    assert gaps("ceb303", silent) == dict.fromkeys(["ebpCode", "copCode", "dxpId"], "missing")
    assert set(gaps("ceb603", silent)) == {"ebpCode", "copCode", "dxpId", "POD"}
    absent = [fault.rsplit("/", 1)[1] for fault in ceb_faults(xml("ceb603", silent))]
    assert sorted(absent) == ["POD: 0 times", "copCode: 0 times", "dxpId: 0 times", "ebpCode: 0 times"]


def test_a_gap_names_the_place_to_fill() -> None:
    [gap] = filled("ceb303", case(platform_code=None)).gaps
    assert gap.places == ("choices.platform_code",)


def test_the_warehouse_is_the_platform_of_its_order() -> None:
    warehouse = replace(sample.BUYER, id="pt9", roles=("warehouse",), name_en="RHEIN LAGER GMBH")
    stock = case("9810", platform_name=None)
    assert texts(xml("ceb303", replace(stock, parties=(*stock.parties, warehouse))), "ebpName") == ["RHEIN LAGER GMBH"]


@pytest.mark.parametrize(
    ("changed", "element", "reason"),
    [
        ({"sku": "S" * 31}, "itemNo", "length"),
        ({"qty": Decimal("0.000001")}, "qty", "digits"),
        ({"qty": Decimal("123456789012345")}, "qty", "digits"),
        ({"qty": Decimal(-1)}, "qty", "number"),
        ({"unit": "999"}, "unit", "code"),
        ({"name_zh": "椅\ufffe子"}, "itemName", "sign"),
        ({"name_zh": "椅" * 200}, "itemName", "bytes"),
        ({"name_zh": "椅" * 251}, "itemName", "length"),
    ],
)
def test_what_does_not_fit_is_named_and_never_cut(changed: dict[str, object], element: str, reason: str) -> None:
    whole = case()
    odd = replace(whole, goods=(replace(whole.goods[0], **changed), *whole.goods[1:]))  # type: ignore[arg-type]
    assert gaps("ceb303", odd)[element] == reason


@pytest.mark.parametrize(("lines", "told"), [(100, {}), (101, {"Cross-border order message (CEB303)": "too_many"})])
def test_an_order_holds_a_hundred_lines(lines: int, told: dict[str, str]) -> None:
    assert gaps("ceb303", case(lines=lines)) == told


def test_a_second_quantity_needs_its_unit_and_the_other_way_round() -> None:
    whole = case()
    for lost, element in (("qty2", "qty2"), ("unit2", "unit2")):
        odd = replace(whole, goods=(replace(whole.goods[0], **{lost: None}), whole.goods[1]))  # type: ignore[arg-type]
        assert gaps("ceb603", odd) == {element: "missing"}


def test_a_light_parcel_keeps_its_weight_on_a_list_and_counts_a_kilogram_on_a_declaration() -> None:
    whole = case()
    [box] = (replace(sample.PACKAGES[0], last=1, gross_kg=Decimal("0.45"), net_kg=Decimal("0.4")),)
    light = replace(whole, packages=(box,))
    assert (texts(xml("ceb603", light), "grossWeight"), texts(xml("ceb603", light), "netWeight")) == (["0.45"], ["0.4"])
    assert (texts(xml("decmessage", light), "GrossWet"), texts(xml("decmessage", light), "NetWt")) == (["1"], ["1"])


def test_texts_are_escaped_and_stand_on_one_line() -> None:
    whole = case()
    odd = replace(whole, goods=(replace(whole.goods[0], name_zh='<椅>&"\n子'), whole.goods[1]))
    assert texts(xml("ceb303", odd), "itemName")[0] == '<椅>&" 子'


def test_the_same_case_gives_the_same_bytes_and_another_one_other_numbers() -> None:
    assert xml("ceb303") == xml("ceb303")
    other = replace(case(), number="2026-015")
    assert set(texts(xml("ceb303"), "guid")).isdisjoint(texts(xml("ceb303", other), "guid"))


def test_a_remark_cannot_break_out_of_its_comment() -> None:
    data = to_xml(filled("ceb303"), "ceb", ["a --> <x> --", ""])
    assert ceb_faults(data) == []


# The declaration message.


def in_dec(data: bytes, path: str) -> list[ET.Element]:
    return ET.fromstring(re.sub(rb' xmlns="[^"]*"', b"", data)).findall(path)  # noqa: S314 - our own bytes


def test_the_declaration_keeps_types_lengths_and_what_must_be_there() -> None:
    assert gaps("decmessage") == {}
    data, faults = xml("decmessage"), []
    for path, node in (("DecHead", "DecHead"), ("DecLists/DecList", "DecList"), ("EdocRealation", "EdocRealation")):
        for parent in in_dec(data, path):
            names = [child.tag for child in parent]
            rows = {name: declaration_fields()[node, name] for name in names}
            faults += [one for child in parent for one in leaf_faults(path, rows[child.tag], child)]
            needed = {e for (n, e), row in declaration_fields().items() if n == node and row["declare"] == "是"}
            faults += sorted(needed - set(names) - {"DespPortCode", "SecondQty"})
    assert faults == []


def test_root_name_space_and_version_are_those_that_were_said() -> None:
    assert b'<DecMessage xmlns="http://example.cn/dec" Version="9.9.9">' in xml("decmessage")
    silent = case(dec_namespace=None, dec_version=None)
    assert b"<DecMessage>" in xml("decmessage", silent)
    assert gaps("decmessage", silent) == {"xmlns": "missing", "Version": "missing"}


def test_a_version_has_five_characters_at_most() -> None:
    long = case(dec_version="3.1.234")
    assert gaps("decmessage", long) == {"Version": "length"}
    assert b'<DecMessage xmlns="http://example.cn/dec">' in xml("decmessage", long)


def fruit(hs: str | None = "0808100000", **facts: str) -> Case:
    """Two lines of apples: whose makers are registered is told by the code, not by the industry."""
    whole = case()
    goods = tuple(replace(line, hs=hs) for line in whole.goods)
    return replace(whole, goods=goods, facts={**whole.facts, **facts})


ORCHARD = {"orchard_no": "GY000000", "orchard_name": "某某果园"}
PACKHOUSE = {"packhouse_no": "BZC00000", "packhouse_name": "某某包装厂"}


@pytest.mark.parametrize(
    ("facts", "number", "name"),
    [
        ({**ORCHARD, **PACKHOUSE}, "BZC00000", "某某包装厂"),
        (PACKHOUSE, "BZC00000", "某某包装厂"),
        (ORCHARD, "GY000000", "某某果园"),
    ],
)
def test_fruit_names_its_registered_maker_on_each_line(facts: dict[str, str], number: str, name: str) -> None:
    data = xml("decmessage", fruit(**facts))
    assert [texts(data, f"MnufctrReg{key}") for key in ("No", "Name")] == [[number] * 2, [name] * 2]
    assert gaps("decmessage", fruit(**facts)) == {"MnufctrRegNo": "unconfirmed"}


def test_a_maker_whose_registration_nobody_said_is_told() -> None:
    assert gaps("decmessage", fruit()) == {"MnufctrRegNo": "missing", "MnufctrRegName": "missing"}
    assert gaps("decmessage", fruit(packhouse_no="BZC00000"))["MnufctrRegName"] == "missing"
    assert texts(xml("decmessage"), "MnufctrRegNo") == []


def test_goods_without_a_code_are_not_asked_for_their_maker_yet() -> None:
    assert not [name for name in gaps("decmessage", fruit(hs=None)) if name.startswith("Mnufctr")]


def test_a_maker_s_number_that_is_too_long_is_never_cut() -> None:
    assert gaps("decmessage", fruit(**{**PACKHOUSE, "packhouse_no": "B" * 21}))["MnufctrRegNo"] == "length"


def test_the_promise_is_that_of_exports() -> None:
    assert [node.tag for node in in_dec(xml("decmessage"), "DecCopPromises/DecCopPromise/*")] == [
        "DeclaratioMaterialCode"
    ]
    assert texts(xml("decmessage"), "DeclaratioMaterialCode") == ["102053"]


def packed(*runs: tuple[int, int, str], declared: str | None) -> Case:
    whole = case(package_kind=declared)
    like = whole.packages[0]
    packages = [replace(like, id=f"p{first}", first=first, last=last, kind=kind) for first, last, kind in runs]
    return replace(whole, packages=tuple(packages))


@pytest.mark.parametrize(
    ("runs", "declared", "others"),
    [
        ([(1, 60, "22")], None, []),
        ([(1, 60, "22"), (61, 63, "93"), (64, 64, "06"), (65, 66, "93")], "22", [("5", "93"), ("1", "06")]),
        ([(1, 60, "22")], "93", [("60", "22")]),  # cartons on pallets: the pallet is declared
        ([(1, 60, "22"), (61, 63, "93")], None, []),  # nobody said which kind is declared: that is asked
    ],
)
def test_packages_of_another_kind_than_the_declared_one_are_other_packing(
    runs: list[tuple[int, int, str]], declared: str | None, others: list[tuple[str, str]]
) -> None:
    data = xml("decmessage", packed(*runs, declared=declared))
    assert list(zip(texts(data, "PackQty"), texts(data, "PackType"), strict=True)) == others


def test_what_stands_below_the_lines_keeps_the_order_that_was_seen() -> None:
    whole = packed((1, 60, "22"), (61, 63, "93"), declared="22")
    boxed = replace(whole, route=replace(whole.route, containers=(Container(kind="40HQ", number="CSQU3054383"),)))
    names = [child.tag for child in in_dec(xml("decmessage", boxed), "*")]
    assert list(dict.fromkeys(names)) == [
        "DecHead", "DecLists", "DecContainers", "DecOtherPacks", "DecFreeTxt", "DecCopPromises", "EdocRealation",
    ]  # fmt: skip


def test_origin_and_destination_stand_crosswise_on_an_export() -> None:
    data = xml("decmessage")
    assert (texts(data, "OriginCountry")[0], texts(data, "DestinationCountry")[0]) == ("DEU", "CHN")
    assert texts(data, "TradeAreaCode") == ["DEU"]


def test_head_of_the_declaration_begins_in_the_order_that_was_seen() -> None:
    names = [child.tag for child in in_dec(xml("decmessage"), "DecHead")[0]]
    seen = "IEFlag Type AgentCode AgentName ContrNo CustomMaster CutMode DistinatePort GrossWet IEPort NetWt"
    assert " ".join(names).startswith(seen)


def test_a_licence_that_is_needed_has_its_number() -> None:
    asked = replace(dossier(case("0110")), facts={"licence": True})
    [gap] = [gap for gap in build(specs()["decmessage"], asked).gaps if gap.name.en == "LicenseNo"]
    assert (gap.reason, gap.places) == ("missing", ("choices.licence_no",))
    numbered = replace(dossier(case("0110", licence_no="26-AA-1")), facts={"licence": True})
    assert texts(to_xml(build(specs()["decmessage"], numbered), ""), "LicenseNo") == ["26-AA-1"]
    free = replace(dossier(case("0110")), facts={"licence": False})
    assert "LicenseNo" not in {gap.name.en for gap in build(specs()["decmessage"], free).gaps}


def test_a_list_is_dated_by_the_day_the_carrier_left() -> None:
    left = case()
    planned = replace(left, route=replace(left.route, departed=None))
    assert planned.facts["export_date"] == "2026-12-05"
    assert (texts(xml("ceb603", planned), "ieDate"), texts(xml("ceb603", left), "ieDate")) == ([], ["20261207"])
    [gap] = [gap for gap in filled("ceb603", planned).gaps if gap.places == ("route.departed",)]
    assert (gap.reason, gap.name.zh) == ("missing", "出口日期（ieDate）")


def test_fees_follow_the_price_term() -> None:
    assert texts(xml("decmessage"), "FeeRate") == []
    data = xml("decmessage", case(incoterm="CIF"))
    assert [texts(data, name) for name in ("FeeRate", "FeeCurr", "FeeMark", "InsurRate")] == [
        ["1850"], ["USD"], ["3"], ["136.08"],
    ]  # fmt: skip
    whole = case(incoterm="CIF")
    rate = replace(whole, terms=replace(whole.terms, freight=Fee(amount=Decimal(5), mark="1")))
    assert [texts(xml("decmessage", rate), name) for name in ("FeeRate", "FeeCurr", "FeeMark")] == [["5"], [], ["1"]]


def test_the_order_is_referred_to_by_number_under_its_kind_of_paper() -> None:
    data = xml("decmessage", case("9810"))
    assert [texts(data, name) for name in ("EdocID", "EdocCode", "EdocFomatType")] == [["PO 4711"], ["10000004"], ["S"]]
    assert texts(xml("decmessage", case("0110")), "EdocCode") == []


def test_each_upload_stands_in_the_message_by_its_file_name() -> None:
    names = ["YK-2026-014_发票_20261125.pdf", "YK-2026-014_装箱单_20261125.pdf"]
    coded = (("00000001", names[0]), ("00000002", names[1]), ("", "order.pdf"))
    uploads = tuple(UploadView(kind=name, name=Bilingual("", ""), code=code, files=(name,)) for code, name in coded)
    data = to_xml(build(specs()["decmessage"], replace(dossier(case("9810")), uploads=uploads)), "")
    assert texts(data, "EdocID") == [*names, "PO 4711"]
    assert texts(data, "EdocCode") == ["00000001", "00000002", "10000004"]
    assert texts(data, "EdocFomatType") == ["US", "US", "S"]


def test_stock_for_a_warehouse_says_so_among_the_business_items() -> None:
    assert texts(xml("decmessage", case("9810")), "BusinessItems") == ["00100"]
    assert texts(xml("decmessage", case("9710")), "BusinessItems") == []


@pytest.mark.parametrize(("lines", "files"), [(1, [1]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])])
def test_fifty_lines_a_declaration(lines: int, files: list[int]) -> None:
    spec = specs()["decmessage"]
    made = [to_xml(build(spec, part), "") for part in parts(spec, dossier(case(lines=lines)))]
    assert [len(texts(data, "GNo")) for data in made] == files
    assert all(texts(data, "GNo")[0] == "1" for data in made)


def test_each_part_has_its_own_packages_weights_and_share_of_the_freight() -> None:
    spec, whole = specs()["decmessage"], case(lines=51, incoterm="CIF")
    first, last = (build(spec, part) for part in parts(spec, dossier(whole)))
    assert [gap.name.en for gap in first.gaps] == []
    assert {"GrossWet", "NetWt", "PackNo"} <= {gap.name.en for gap in last.gaps}, "nothing says how g51 is packed"
    charges = [decimals(to_xml(one, ""), "FeeRate")[0] for one in (first, last)]
    assert sum(charges) == Decimal(1850)


@pytest.mark.parametrize(
    ("kind", "code"), [("40HQ", ["11"]), ("20GP", ["21"]), ("40RF", ["12"]), ("20TK", ["23"]), ("53HQ", []), (None, [])]
)
def test_a_container_has_the_customs_code_of_its_kind(kind: str | None, code: list[str]) -> None:
    whole = case()
    boxed = replace(whole, route=replace(whole.route, containers=(Container(kind=kind, number="CSQU3054383"),)))
    assert gaps("decmessage", boxed) == ({} if code else {"ContainerMd": "missing"})
    assert texts(xml("decmessage", boxed), "ContainerMd") == code
    assert texts(xml("decmessage", boxed), "ContainerId") == ["CSQU3054383"]
    assert texts(xml("decmessage", boxed), "GoodsNo") == ["1,2"]


# Any case at all.

AMOUNT = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False) | st.none()
TEXT = st.text(max_size=40) | st.sampled_from(["", "椅" * 300, "]]>", "\x00"]) | st.none()


@st.composite
def odd_cases(draw: st.DrawFn) -> Case:
    whole = case(draw(st.sampled_from(["9710", "9810"])), draw(st.sampled_from(["FOB", "CIF", "CFR", "EXW"])))
    goods = tuple(
        replace(line, qty=draw(AMOUNT), unit_price=draw(AMOUNT), name_zh=draw(TEXT), sku=draw(TEXT), hs=draw(TEXT))
        for line in whole.goods
    )
    return replace(
        whole,
        goods=goods[: draw(st.integers(0, 2))],
        terms=replace(whole.terms, order_no=draw(TEXT), freight=Fee(amount=draw(AMOUNT), currency="USD")),
    )


@given(odd_cases())
def test_whatever_stands_in_a_case_what_is_written_fits_and_what_is_missing_is_named(odd: Case) -> None:
    for name in ("ceb303", "ceb603"):
        told = gaps(name, odd)
        for fault in ceb_faults(xml(name, odd)):
            element, _, count = fault.rsplit("/", 1)[1].partition(": ")
            assert count == "0 times", fault
            assert element in told or element.endswith("List"), fault


@given(odd_cases())
def test_whatever_is_priced_adds_up(odd: Case) -> None:
    data = xml("ceb303", odd)
    if gaps("ceb303", odd) == {} and odd.terms.incoterm != "CFR":
        assert sum(decimals(data, "totalPrice")) == decimals(data, "goodsValue")[0]


@pytest.mark.parametrize(("name", "element"), [("ceb603", "ownerCode"), ("ceb603", "ownerName")])
def test_a_factory_does_not_stand_as_exporter_while_nobody_said_in_whose_name(name: str, element: str) -> None:
    own = case()
    trader = replace(own.parties[0], roles=("seller",))
    maker = replace(sample.SELLER, id="pt9", roles=("supplier", "producer"), name_zh="南康某家具厂")
    parties = (trader, *own.parties[1:], maker)
    asked = xml(name, replace(own, parties=parties))
    said = xml(name, replace(own, parties=parties, facts={**own.facts, "declarant": "own_name"}))
    wanted = {"ownerCode": trader.uscc, "ownerName": trader.name_zh}
    assert (texts(asked, element), texts(said, element)) == ([], [wanted[element]])


@pytest.mark.parametrize(
    ("name", "elements"),
    [("ceb303", {"price", "totalPrice", "goodsValue"}), ("decmessage", {"DeclPrice", "DeclTotal"})],
)
def test_an_estimate_keeps_a_message_from_being_final(name: str, elements: set[str]) -> None:
    guessed = replace(case(), origins={"goods.g2.unit_price": Origin(kind=OriginKind.ESTIMATED)})
    assert {element for element, reason in gaps(name, guessed).items() if reason == "estimated"} >= elements
    assert "estimated" not in gaps(name).values()
