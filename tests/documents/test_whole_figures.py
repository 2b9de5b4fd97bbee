"""Figures on paper stand on one line: set smaller where the column is narrow, refused where even that is not enough."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.boxes import SMALLEST, whole_figures
from exporter_desk.documents.dossier import Dossier
from exporter_desk.documents.render import Paper, compose
from exporter_desk.documents.sheet import Setting, Sheet
from exporter_desk.documents.wrap import breaks_figure
from exporter_desk.domain.text import Bilingual
from tests.documents import sample

NAME = Bilingual("金额", "Amount")


def dear(price: str, quantity: int = 1200) -> Dossier:
    """Return a sale of one line in rupiah, which has prices of many digits."""
    line = sample.line(1, qty=Decimal(quantity), qty1=Decimal(quantity), unit_price=Decimal(price))
    case = sample.case(lines=1)
    return sample.dossier(case=replace(case, goods=(line,), terms=replace(case.terms, currency="IDR")))


def paper(form: str, dossier: Dossier) -> Paper:
    return compose(sample.forms()[form], dossier, sample.fonts())


def set_in(text: str, width: float, size: float = 8.0) -> tuple[list[str], Setting, Sheet]:
    sheet = Sheet(sample.forms()["commercial_invoice"], sample.dossier(), sample.fonts())
    lines, setting = whole_figures(sheet, Bound(text, ("goods.g1.qty",)), NAME, Setting(size, width=width), size)
    return lines, setting, sheet


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ("commercial_invoice", {"2,850,000.00", "3,420,000,000.00"}),
        ("sales_contract", {"2,850,000.00", "3,420,000,000.00"}),
        ("declaration_data", {"2850000.0000", "3420000000.00"}),
        ("declaration_check", {"2850000.0000", "3420000000.00"}),
        ("warehouse_order", {"3,420,000,000.00"}),
    ],
)
def test_prices_of_many_digits_stand_on_one_line(form: str, texts: set[str]) -> None:
    """1,200 pieces at IDR 2,850,000 are IDR 3,420,000,000."""
    made = paper(form, dear("2850000"))
    assert texts <= {text for _, text, _ in made.prints}
    assert not [one for one in made.findings if one.code == "X53"]


def test_a_figure_without_room_is_refused_and_not_broken() -> None:
    """99,999,999 pieces at IDR 100,000,000: twenty-two signs of an amount are more than 28 mm hold."""
    made = paper("commercial_invoice", dear("100000000", 99999999))
    told = {(one.values["box_zh"], one.values["words"]) for one in made.findings if one.code == "X53"}
    assert made.status == "open"
    assert ("金额", "9,999,999,900,000,000.00") in told
    assert not any(text.startswith("9,999,999,9") for _, text, _ in made.prints)


def test_a_number_is_set_smaller_until_it_fits() -> None:
    """Twenty digits of 0.554 em are 31.3 mm at 8 points: 28 mm take them at 90 %, 24 mm not even at 80 %."""
    number = "26362000000012345678"
    assert set_in(number, 32)[:2] == ([number], Setting(8.0, width=32))
    lines, setting, sheet = set_in(number, 27)
    assert (lines, sheet.findings) == ([number], [])
    assert SMALLEST * 8 <= setting.size < 8
    lines, _, sheet = set_in(number, 24)
    assert number not in "".join(lines)
    assert [one.code for one in sheet.findings] == ["X53"]


def test_what_is_unknown_keeps_its_words_whole_where_a_smaller_size_does_that() -> None:
    """CONFIRM is 12.4 mm wide at 8 points: 11 mm take it at 85 %, 9 mm not even at 80 %, and no finding says more."""
    lines, setting, sheet = set_in("待确认 TO CONFIRM", 11)
    assert "CONFIRM" in lines
    assert SMALLEST * 8 <= setting.size < 8
    lines, setting, sheet = set_in("待确认 TO CONFIRM", 9)
    assert (setting.size, sheet.findings) == (8.0, [])


def test_no_column_of_a_packing_list_breaks_the_words_of_an_unknown() -> None:
    case = sample.case()
    line, box = replace(case.goods[0], unit=None), replace(case.packages[0], size_cm=())
    made = paper("packing_list", sample.dossier(case=replace(case, goods=(line, *case.goods[1:]), packages=(box,))))
    texts = [text for _, text, _ in made.prints]
    assert sum("CONFIRM" in text for text in texts) >= 2
    assert not [text for text in texts if text.endswith(("CON", "CONF", "CONFI", "CONFIR"))]


def test_a_long_word_with_digits_is_still_broken() -> None:
    lines, setting, sheet = set_in("SN26362000000012345678ABCD", 20)
    assert "".join(lines) == "SN26362000000012345678ABCD"
    assert (setting.size, sheet.findings) == (8.0, [])


@pytest.mark.parametrize(
    ("text", "lines", "broken"),
    [
        ("107000.5300", ["107000.530", "0"], True),
        ("222,000,000.00", ["222,000,000.", "00"], True),
        ("2026-11-25", ["2026-11-", "25"], True),
        ("总价 -12.50 元", ["总价 -12.", "50 元"], True),
        ("9403609990", ["9403609990"], False),
        ("1200件 2400件", ["1200件", "2400件"], False),
        ("ABC1234567", ["ABC1234", "567"], False),
        ("1400×800×750 mm", ["1400×800×", "750 mm"], False),
    ],
)
def test_a_broken_figure_is_seen(text: str, lines: list[str], broken: object) -> None:
    assert breaks_figure(text, lines) is broken
