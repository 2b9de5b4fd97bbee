"""Fibres of a garment in both languages: by falling share, and nothing said where a name is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter_desk.documents.bound import Bound
from exporter_desk.documents.fibres import fibres_of
from exporter_desk.documents.render import compose
from exporter_desk.domain.text import Bilingual
from tests.documents import sample


def fibres(material: str | None, *, in_eu: bool = False) -> Bound:
    bound = Bound(material, ("goods.g1.material",)) if material is not None else Bound(missing=("goods.g1.material",))
    return fibres_of(sample.dossier(facts={"dest_in_eu": in_eu}), bound)


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


@pytest.mark.parametrize(
    ("material", "zh", "en"),
    [
        ("80% Cotton, 20% Hemp", "80%棉、20%大麻", "80% Cotton, 20% Hemp"),
        ("20% COTTON, 80% POLYESTER", "80%涤纶、20%棉", "80% POLYESTER, 20% COTTON"),
        ("spandex 4% and cotton 96%", "96%棉、4%氨纶", "96% cotton, 4% spandex"),
        ("70%羊毛和30%兔毛", "70%羊毛、30%兔毛", "70% wool, 30% angora"),
    ],
)
def test_english_names_stay_as_typed_by_falling_share(material: str, zh: str, en: str) -> None:
    assert fibres(material).value == Bilingual(zh, en)


@pytest.mark.parametrize(
    ("material", "gap", "words"),
    [
        ("翻领:100%棉", "fibre_heads", {"names": "翻领"}),
        ("面料:100%棉 夹克里子:100%涤纶", "fibre_heads", {"names": "夹克里子"}),
        ("100%棉;里料:100%涤纶", "fibre_shares", {}),  # the first has no name
        ("面料:100%棉;面布:100%涤纶", "fibre_shares", {}),  # both are the shell
        ("棉", "fibre_shares", {}),
        ("Cotton blend", "fibre_shares", {}),
        ("50%棉50%全棉", "fibre_shares", {}),
        ("60%涤纶30%棉", "fibre_sum", {"total": "90"}),
        ("50%棉50%涤纶10%氨纶", "fibre_sum", {"total": "110"}),
        ("60% COTTON, 80% POLYESTER", "fibre_sum", {"total": "140"}),
        ("95%棉5%莱卡", "fibre_names", {"names": "莱卡"}),
        ("95% cotton, 5% Lycra", "fibre_names", {"names": "Lycra"}),
    ],
)
def test_what_is_not_understood_is_asked_for_and_says_what_is_wrong(
    material: str, gap: str, words: dict[str, str]
) -> None:
    found = fibres(material)
    assert not found.known
    assert (found.missing, found.gap) == (("goods.g1.material",), gap)
    assert dict(found.words) == {"words": material, **words}


@pytest.mark.parametrize(
    "material",
    [
        "面料：40%棉60%涤纶；里料：100%涤纶",
        "面料:60%涤纶40%棉 里料:100%涤纶",
        "面布 涤纶60% 棉40%，里布 聚酯纤维100%",
        "面料60%涤纶40%棉里料100%涤纶",
    ],
)
def test_shell_and_lining_are_told_apart_each_by_falling_share(material: str) -> None:
    zh, en = "面料：60%涤纶、40%棉\n里料：100%涤纶", "Shell: 60% polyester, 40% cotton\nLining: 100% polyester"
    assert fibres(material).value == Bilingual(zh, en)


def test_english_names_of_parts_are_understood() -> None:
    found = fibres("OUTER SHELL: 100% NYLON; Lining 100% polyester; fill: 100% Polyester").value
    en = "Shell: 100% NYLON\nLining: 100% polyester\nFilling: 100% Polyester"
    assert found == Bilingual("面料：100%锦纶\n里料：100%涤纶\n填充物：100%涤纶", en)


@pytest.mark.parametrize(
    ("material", "gap", "words"),
    [
        ("面料：100%棉；里料：90%涤纶", "fibre_sum", {"words": "里料:90%涤纶", "total": "90"}),
        ("面料：95%棉5%莱卡；里料：100%涤纶", "fibre_names", {"words": "面料:95%棉5%莱卡", "names": "莱卡"}),
        ("面料：棉；里料：100%涤纶", "fibre_shares", {"words": "面料:棉"}),
    ],
)
def test_each_part_adds_up_to_a_hundred_and_the_finding_names_the_part(
    material: str, gap: str, words: dict[str, str]
) -> None:
    found = fibres(material)
    assert (found.known, found.gap, dict(found.words)) == (False, gap, words)


@pytest.mark.parametrize(
    ("material", "en"),
    [
        ("96% cotton 4% spandex", "96% cotton, 4% elastane"),
        ("100% RAYON", "100% viscose"),
        ("55%大麻45%棉", "55% true hemp, 45% cotton"),
    ],
)
def test_in_the_eu_the_names_of_its_regulation_are_written(material: str, en: str) -> None:
    found = fibres(material, in_eu=True).value
    assert isinstance(found, Bilingual)
    assert found.en == en


def test_nothing_stays_nothing() -> None:
    assert not fibres(None).known
    assert fibres(None).gap == ""
    assert replace(fibres("100%棉"), value=None).paths == ("goods.g1.material",)


def test_the_statement_stays_a_draft_and_tells_what_the_shares_add_up_to() -> None:
    """16 CFR 303.16: percentages of all fibres, in descending order; more than a hundred of them cannot be."""
    case = sample.case()
    line = replace(case.goods[0], material="60% COTTON, 80% POLYESTER")
    dossier = sample.dossier(case=replace(case, goods=(line,)), facts={**sample.dossier().facts, "pack": "apparel"})
    paper = compose(sample.forms()["fibre_statement"], dossier, sample.fonts())
    told = [one for one in paper.findings if one.places == ("goods.g1.material",)]
    assert paper.status == "open"
    assert [(one.code, one.variant, one.values["total"]) for one in told] == [("X51", "fibre_sum", "140")]
    assert not any("POLYESTER" in text for _, text, _ in paper.prints)
