"""A carton of several goods rows stays on one page of the packing list; one that no page holds is named again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.ink import Page
from exporter_desk.documents.pieces import Piece, flow, page_count
from exporter_desk.documents.render import compose
from exporter_desk.domain.goods import Package
from tests.documents import sample, views_sample

AREA = (20.0, 20.0, 170.0, 100.0)
LOW = (20.0, 80.0, 170.0, 40.0)
HEAD = Piece(10.0, keep=True)
AGAIN = Piece(10.0)


def bound(count: int, height: float = 10.0) -> list[Piece]:
    """So many pieces that stay together, with a header that comes again."""
    whole = [Piece(height, keep=True, header=AGAIN)] * count
    return [*whole[:-1], replace(whole[-1], keep=False)]


def pages(first: int, inside: int, languages: tuple[str, ...] = ("zh", "en")) -> list[list[str]]:
    """The texts of each page of a packing list of so many plain cartons and one with so many goods rows."""
    goods = tuple(sample.line(row) for row in range(1, first + inside + 1))
    whole = Package(id="p", kind="22", gross_kg=Decimal(20), net_kg=Decimal(18))
    plain = tuple(
        replace(whole, id=f"p{row}", first=row, last=row, contents={f"g{row}": Decimal(1)})
        for row in range(1, first + 1)
    )
    mixed = {line.id: Decimal(1) for line in goods[first:]}
    packed = (*plain, replace(whole, id="px", first=first + 1, last=first + 1, contents=mixed))
    dossier = views_sample.full(case=sample.case(goods=goods, packages=packed), languages=languages)
    paper = compose(sample.forms()["packing_list"], dossier, sample.fonts())
    return [[run.text for run in page.texts()] for page in paper.pages]


def models(page: list[str]) -> list[int]:
    return [int(text.rpartition("YK-")[2]) - 100 for text in page if text.startswith("HS ")]


@pytest.mark.parametrize("first", range(6, 12))
def test_a_mixed_carton_that_a_page_holds_is_not_torn(first: int) -> None:
    inside = set(range(first + 1, first + 7))
    shown = [set(models(page)) & inside for page in pages(first, 6)]
    assert [found for found in shown if found] == [inside]


def test_a_carton_that_no_page_holds_is_named_again_on_each_further_page() -> None:
    listed = pages(0, 60)
    goods = [page for page in listed if models(page)]
    assert len(goods) > 2
    assert [model for page in goods for model in models(page)] == list(range(1, 61))
    assert ["1（续 / cont.）" in page for page in goods] == [False, *[True] * (len(goods) - 1)]


@pytest.mark.parametrize(("language", "again"), [("zh", "1（续）"), ("en", "1 (cont.)")])
def test_a_paper_in_one_language_says_it_in_that(language: str, again: str) -> None:
    assert again in pages(0, 60, (language,))[1]


def test_plain_cartons_are_not_named_again() -> None:
    assert not any("cont." in text for page in pages(40, 2) for text in page)


def test_what_is_bound_together_goes_to_the_next_page() -> None:
    plain = Piece(10.0, header=AGAIN)
    assert page_count([HEAD, *[plain] * 7, *bound(2)], AREA, AREA) == 1  # 100 mm in all
    made = flow([HEAD, *[plain] * 7, *bound(3)], lambda _number: Page.empty((210.0, 297.0)), AREA, AREA)
    assert len(made) == 2


def test_what_no_page_holds_is_broken_where_the_page_ends() -> None:
    # 10 of the header and nine rows of 10 on each page of 100: 20 rows are 9 + 9 + 2.
    assert page_count([HEAD, *bound(20)], AREA, AREA) == 3


def test_a_first_page_is_not_left_empty_for_the_sake_of_a_later_one() -> None:
    # The first page has room for three rows, the later one for nine: 3 + 5.
    assert page_count([HEAD, *bound(8)], LOW, AREA) == 2
    assert page_count([HEAD, *bound(13)], LOW, AREA) == 3
