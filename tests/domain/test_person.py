"""A person in a case: every place that names them is found, and afterwards none does."""

from __future__ import annotations

import pytest

from exporter_desk.domain import person
from exporter_desk.domain.case import Case, Choice
from exporter_desk.domain.goods import GoodsLine
from exporter_desk.domain.parties import Party

CASE = Case(
    id="9f00000000000000",
    number="2026-014",
    note="请联系李敏，下午在。",
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


def test_afterwards_nothing_names_the_person_and_the_rest_stays() -> None:
    left = person.without(CASE, "李敏")
    assert person.mentions(left, "李敏") == ()
    assert left.note == "请联系（已删），下午在。"
    assert (left.parties[0].contact, left.parties[0].phone, left.parties[0].name_zh) == (None, None, "赣州家具")
    assert left.parties[1] == CASE.parties[1]
    assert (left.choices[0].value, left.goods[0].name_zh) == ("9710", "餐桌")


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Ann Li", "ann", True),
        ("planned", "Ann", False),
        ("ANN-MARIE", "ann", True),
        ("李敏芝", "李敏", True),
        ("a.b", "a+b", False),
    ],
)
def test_latin_names_are_whole_words(text: str, name: str, found: bool) -> None:
    assert (person.pattern_of(name).search(text) is not None) is found


def test_codes_and_ids_are_no_texts_about_a_person() -> None:
    case = Case(id="9f00000000000000", goods=(GoodsLine(id="g1", hs="9403609990", unit="011"),))
    assert person.mentions(case, "011") == ()
    assert person.without(case, "011") == case
