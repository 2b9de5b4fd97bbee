"""Fibres of a garment in both languages: by falling share, and nothing said where a name is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.fibres import fibres_of
from exporter_desk.domain.text import Bilingual
from tests.documents import sample


def fibres(material: str | None) -> Bound:
    bound = Bound(material, ("goods.g1.material",)) if material is not None else Bound(missing=("goods.g1.material",))
    return fibres_of(sample.dossier(), bound)


@pytest.mark.parametrize(
    ("material", "zh", "en"),
    [
        ("100%棉", "100%棉", "100% cotton"),
        ("40%棉60%涤纶", "60%涤纶、40%棉", "60% polyester, 40% cotton"),
        ("棉95％，氨纶5％", "95%棉、5%氨纶", "95% cotton, 5% elastane"),
        ("62.5% 聚酯纤维 / 37.5% 粘纤", "62.5%涤纶、37.5%粘胶", "62.5% polyester, 37.5% viscose"),
    ],
)
def test_chinese_fibres_are_named_in_both_languages_by_falling_share(material: str, zh: str, en: str) -> None:
    assert fibres(material).value == Bilingual(zh, en)


@pytest.mark.parametrize("material", ["面料:100%棉 里料:100%涤纶", "棉", "60%涤纶30%棉", "95%棉5%莱卡", "棉涤混纺"])
def test_what_is_not_understood_is_asked_for(material: str) -> None:
    found = fibres(material)
    assert not found.known
    assert found.missing == ("goods.g1.material",)


def test_english_stands_as_typed_and_nothing_stays_nothing() -> None:
    assert fibres("80% Cotton, 20% Hemp").value == "80% Cotton, 20% Hemp"
    assert not fibres(None).known
    assert replace(fibres("100%棉"), value=None).paths == ("goods.g1.material",)
