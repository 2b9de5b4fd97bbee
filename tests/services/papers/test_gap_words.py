"""What a file to import waits for, in words: box numbers that stand there are not asked for once more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from exporter_desk.documents.messages.build import MISSING, Gap
from exporter_desk.domain.case import Case
from exporter_desk.domain.goods import Package
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.papers.gap_words import to_mend, whom_to_ask

COUNT = Gap(Bilingual("件数", "packages"), MISSING, ("packages.p2.from", "packages.p2.to"))
FIRST = Package(id="p1", first=1, last=1, contents={"g1": Decimal(4)})


def packed(first: int | None, last: int | None) -> Case:
    return replace(Case(), packages=(FIRST, Package(id="p2", first=first, last=last)))


def asked(case: Case) -> Bilingual:
    return whom_to_ask(
        [COUNT, COUNT], case, lambda _place: Bilingual("装箱 第2行 · 起始箱号", "Packing line 2 · From box")
    )


@pytest.mark.parametrize(
    ("first", "last", "zh"),
    [
        (50, 50, "你自己改：装箱第 2 行（箱号 50）里的商品分在两份报关单里，一箱只能归一份，要重新装箱或调整商品顺序"),
        (
            50,
            52,
            "你自己改：装箱第 2 行（箱号 50-52）里的商品分在两份报关单里，一箱只能归一份，要重新装箱或调整商品顺序",
        ),
        (9, 6, "你自己改：装箱第 2 行的箱号 9-6 要从小到大写"),
        (None, 6, "你自己填：起始箱号"),
    ],
)
def test_box_numbers_are_asked_for_only_where_none_stand(first: int | None, last: int | None, zh: str) -> None:
    case = packed(first, last)
    assert asked(case).zh == zh
    assert to_mend(COUNT, case) is (first is not None)


def test_the_same_is_said_in_english() -> None:
    assert asked(packed(9, 6)).en == (
        "put right yourself: the box numbers 9-6 of packing row 2 have to run upwards"
    )  # fmt: skip


def test_weights_are_asked_for_as_before() -> None:
    weight = Gap(Bilingual("毛重", "gross weight"), MISSING, ("packages.p2.gross_kg",))
    assert not to_mend(weight, packed(50, 50))
