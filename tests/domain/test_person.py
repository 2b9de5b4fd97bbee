"""A person in a case: every place that names them is found, somebody else's name is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.domain import person
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party
from exporter_desk.domain.person import Mention, Sought
from exporter_desk.domain.shipment import Route

CASE = Case(
    id="9f00000000000000",
    number="2026-014",
    note="请联系：李敏，下午在。",
    parties=(
        Party(id="pt1", name_zh="赣州家具", contact="李敏", phone="0797-1", email="li@x.example"),
        Party(id="pt2", name_zh="别家", contact="王强", phone="0797-2"),
    ),
    goods=(GoodsLine(id="g1", name_zh="餐桌", hs_confirmed_by="李敏"),),
    choices=(Choice(what="mode", value="9710", by="李敏", at="2026-11-22"),),
    drafts={"route.bl_no": "问 李敏"},
)


def test_every_place_is_found_with_telephone_and_mail_beside() -> None:
    assert {one.path for one in person.mentions(CASE, "李敏")} == {
        "note",
        "parties.pt1.contact",
        "parties.pt1.phone",
        "parties.pt1.email",
        "goods.g1.hs_confirmed_by",
        "choices.0.by",
        "drafts.route.bl_no",
    }
    assert all(one.whole for one in person.mentions(CASE, "李敏"))


def test_afterwards_nothing_names_the_person_and_the_rest_stays() -> None:
    left = person.without(CASE, "李敏")
    assert person.mentions(left, "李敏") == ()
    assert left.note == "请联系：（已删），下午在。"
    assert (left.parties[0].contact, left.parties[0].phone, left.parties[0].name_zh) == (None, None, "赣州家具")
    assert left.parties[1] == CASE.parties[1]
    assert (left.choices[0].value, left.goods[0].name_zh) == ("9710", "餐桌")


@pytest.mark.parametrize(
    ("name", "key", "text", "standing"),
    [
        ("李敏", "contact", "李敏", "whole"),
        ("李敏", "contact", " 李 敏 ", "whole"),
        ("李　敏", "contact", "李敏", "whole"),
        ("欧阳晓萌", "contact", "欧阳 晓萌", "whole"),
        ("欧阳 晓萌", "note", "电话0797欧阳晓萌（下午）", "whole"),
        ("李敏", "contact", "李敏、王强", "whole"),
        ("李敏", "contact", "李敏敏", "part"),
        ("李敏", "contact", "李 敏敏", "part"),
        ("李敏", "note", "请联系李敏", "part"),
        ("李敏", "contact", "王强", None),
        ("赣州", "address_zh", "江西省赣州市章贡区", "part"),
        ("赣州", "from_place", "赣州", "part"),
        ("赣州", "name_zh", "赣州家具", "part"),
        ("李敏", "name_zh", "李敏", "whole"),
        ("李敏", "name_zh", "家具（李敏）", "part"),
        ("Li Min", "contact", "LI  MIN", "whole"),
        ("Li Min", "contact", "Ｌｉ Ｍｉｎ", "whole"),
        ("Ｌｉ Ｍｉｎ", "contact", "Li Min 0797-1", "whole"),
        ("Li Min", "note", "Attn: Li Min, sales", "whole"),
        ("Li Min", "contact", "Li Min Hua", "part"),
        ("Li Min", "contact", "Zhang Li Min", "part"),
        ("Li Min", "contact", "Li Minhua", None),
        ("Ganzhou", "address_en", "Ganzhou, Jiangxi", "part"),
        ("Ann", "note", "planned", None),
        ("ann", "note", "ANN-MARIE", "whole"),
        ("a+b", "note", "a.b", None),
        ("李敏", "hs", "李敏", None),
    ],
)
def test_a_whole_name_is_told_from_a_part(name: str, key: str, text: str, standing: str | None) -> None:
    assert Sought(name).stands(key, text) == standing


def test_the_others_keep_their_names_telephones_and_towns() -> None:
    others = (
        Party(id="pt1", name_zh="赣州李敏家具", address_zh="赣州市李敏路", contact="李敏敏", phone="1"),
        Party(id="pt2", contact="王强、李敏", phone="2"),
    )
    case = Case(id="9f00000000000000", parties=others, route=Route(from_place="李敏"))
    left = person.without(case, "李敏")
    assert left.parties == (others[0], replace(others[1], contact="王强、（已删）"))
    assert left.route == case.route
    doubtful = [one for one in person.mentions(case, "李敏") if not one.whole]
    assert Mention("parties.pt1.contact", "李敏敏", whole=False) in doubtful
    assert {one.path for one in doubtful} == {
        "parties.pt1.name_zh", "parties.pt1.address_zh", "parties.pt1.contact", "route.from_place",
    }  # fmt: skip


def test_parts_are_removed_where_they_are_asked_for() -> None:
    case = Case(id="9f00000000000000", note="请联系李敏。", parties=(Party(id="pt1", contact="李敏敏", phone="1"),))
    left = person.without(case, "李敏", parts=True)
    assert (left.note, left.parties[0].contact, left.parties[0].phone) == ("请联系（已删）。", "（已删）敏", "1")
    assert person.mentions(left, "李敏") == ()


def test_codes_and_ids_are_no_texts_about_a_person() -> None:
    case = Case(id="9f00000000000000", goods=(GoodsLine(id="g1", hs="9403609990", unit="011"),))
    assert person.mentions(case, "011") == ()
    assert person.without(case, "011") == case
