"""Long names on customs papers: goods names of up to 85 Hanzi and legal names of buyers stand there, never refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from exporter_desk.documents.ink import Text
from exporter_desk.documents.render import Paper, compose
from exporter_desk.domain.goods import GoodsLine
from tests.documents import sample

# A Hanzi is as wide as its size: 3.175 mm at 9 points, 25 on the 80.5 mm of the column; 2.54 mm at 7.2 points, 31.
RAIN = "双肩背包（户外登山徒步旅行通勤多功能大容量防泼水可扩展带雨罩䶮堃垚㐂）"  # 35 signs
LONG = "".join(chr(0x4E00 + number) for number in range(85))  # 255 bytes, the most that a declaration takes
SLOT_TOP = 101.7
FIRST, SECOND, THIRD = 3.3, 6.9, 10.4
BUYER = "HANOI BAGS AND LUGGAGE TRADING (SAMPLE) COMPANY LIMITED"
LONGER = "HANOI BAGS AND LUGGAGE IMPORT EXPORT TRADING AND SERVICES (SAMPLE) JOINT STOCK COMPANY LIMITED"


def paper(form: str, *goods: GoodsLine, buyer: str = "") -> Paper:
    case = sample.case(goods=goods or (sample.line(1),))
    if buyer:
        case = replace(case, parties=(sample.SELLER, replace(sample.BUYER, name_en=buyer), sample.BROKER))
    return compose(sample.forms()[form], sample.dossier(case=case), sample.fonts())


def printed(made: Paper, path: str, page: int = 0) -> list[Text]:
    """Return what was printed of a value, top down."""
    return [one for one in made.pages[page].texts() if one.origin is not None and path in one.origin.paths]


def in_slot(made: Paper, path: str) -> list[tuple[float, str]]:
    return [(round(one.y - SLOT_TOP, 1), one.text) for one in printed(made, path)]


def annex(made: Paper) -> str:
    return "".join(one.text for one in made.pages[-1].texts())


def test_a_name_of_two_lines_moves_the_specification_to_the_third() -> None:
    made = paper("declaration_check", sample.line(1, name_zh=RAIN))
    assert in_slot(made, "goods.g1.name_zh") == [(FIRST, RAIN[:25]), (SECOND, RAIN[25:])]
    assert in_slot(made, "goods.g1.elements") == [(THIRD, "0|0|餐用|橡胶木|无品牌|YK-101")]
    assert (len(made.pages), made.findings) == (1, ())


def test_a_name_of_sixty_hanzi_is_set_in_two_smaller_lines_of_one_size() -> None:
    made = paper("declaration_check", sample.line(1, name_zh=LONG[:60]))
    assert in_slot(made, "goods.g1.name_zh") == [(FIRST, LONG[:31]), (SECOND, LONG[31:60])]
    assert len({one.size for one in printed(made, "goods.g1.name_zh")}) == 1
    assert (len(made.pages), made.findings) == (1, ())


def test_the_longest_name_begins_in_its_place_and_is_named_on_the_annex() -> None:
    made = paper("declaration_check", sample.line(1, name_zh=LONG))
    (_, first), (_, second) = in_slot(made, "goods.g1.name_zh")
    begun = second.removesuffix("…全文见附页")
    assert LONG.startswith(first + begun)
    assert len(first + begun) > 50
    assert begun != second
    assert in_slot(made, "goods.g1.elements") == [(THIRD, "0|0|餐用|橡胶木|无品牌|YK-101")]
    assert f"商品名称：{LONG}" in annex(made)
    assert "规格型号附页" not in annex(made)
    assert [(one.code, one.severity.value) for one in made.findings] == [("X53", "hint")]


def test_an_annex_of_names_and_specifications_says_which_is_which() -> None:
    elements = ("0", "0", *(f"很长的申报要素说明文字第{number}项" for number in range(12)))
    made = paper("declaration_check", sample.line(1, name_zh=LONG, elements=elements))
    assert f"商品名称：{LONG}" in annex(made)
    assert f"规格型号：{'|'.join(elements)}" in annex(made)
    [(_, shown)] = in_slot(made, "goods.g1.elements")
    assert shown.startswith("0|0|很长的申报要素")
    assert shown.endswith("…全文见附页")


def test_the_annex_of_specifications_alone_is_headed_as_customs_head_it() -> None:
    elements = ("0", "0", *(f"很长的申报要素说明文字第{number}项" for number in range(12)))
    made = paper("declaration_check", sample.line(1, elements=elements))
    texts = [one.text for one in made.pages[-1].texts()]
    assert {"规格型号附页", "1"} <= set(texts)
    assert "|".join(elements) in "".join(texts)
    assert "规格型号：" not in "".join(texts)
    assert made.findings == ()


@pytest.mark.parametrize(("name", "lines"), [(BUYER, 1), (LONGER, 2)])
def test_the_legal_name_of_a_buyer_stands_in_its_box(name: str, lines: int) -> None:
    """The box is 39.7 to 47.7 mm high with a caption down to 42.7 mm, and 74.6 mm wide inside."""
    made = paper("declaration_check", buyer=name)
    found = printed(made, "parties.pt2.name_en")
    assert " ".join(one.text for one in found) == name
    assert (len(found), made.findings) == (lines, ())
    for one in found:
        capital = 0.73 * one.size * 25.4 / 72
        assert one.y - capital > 42.7
        assert one.y + 0.1 * one.size * 25.4 / 72 < 47.7
        assert sample.fonts().width(one.text, one.size) <= 74.6
    assert all(low.y - high.y >= low.size * 25.4 / 72 * 0.99 for high, low in pairwise(found))


def test_a_buyer_too_long_for_any_box_stands_on_the_annex() -> None:
    name = f"{LONGER} {LONGER} {LONGER}"
    made = paper("declaration_check", buyer=name)
    assert [one.text for one in printed(made, "parties.pt2.name_en")] == ["见附页"]
    assert name in " ".join(one.text for one in printed(made, "parties.pt2.name_en", page=-1))
    assert not [one for one in made.findings if one.severity.value == "error"]


def test_the_power_of_attorney_takes_every_goods_name() -> None:
    """62 mm hold 24 Hanzi at 7.2 points, and two lines of them stand in 7 mm."""
    made = paper("broker_power", sample.line(1, name_zh=RAIN))
    assert "".join(one.text for one in printed(made, "goods.g1.name_zh")) == RAIN
    made = paper("broker_power", sample.line(1, name_zh=LONG * 2))
    assert "".join(one.text for one in printed(made, "goods.g1.name_zh", page=-1)) == LONG * 2
    assert not [one for one in made.findings if one.code == "X53"]
