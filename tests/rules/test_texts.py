"""Findings in words: placeholders, variants, both languages, and what happens when a wording is missing."""

from __future__ import annotations

from string import Formatter

import pytest

from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.rules.problems import RuleDataErrors
from exporter_desk.rules.schema import Confidence, Source
from exporter_desk.rules.texts import MissingTextError, load_texts
from exporter_desk.system.resources import read_tree

TEXT = b"""
zh = "{place} {found}"
en = "{found} found"
remedy_zh = "r"
remedy_en = "r"
[variant.late]
zh = "late zh"
en = "late en"
remedy_zh = "x"
remedy_en = "x"
"""
SOURCES = {"L1": Source(id="L1", title_zh="甲", title_en="A", confidence=Confidence.SECONDARY)}


def finding(**values: str) -> Finding:
    return Finding("X1", Severity.HINT, ("goods.g1.hs",), values, ("L1",))


def test_placeholders_are_filled_in_both_languages() -> None:
    rendered = load_texts({"X1.toml": TEXT}, strict=True).render(finding(found_zh="四", found_en="four"), SOURCES)
    assert (rendered.text("zh"), rendered.text("en")) == ("goods.g1.hs 四", "four found")
    assert rendered.remedy("zh") == rendered.remedy("en") == "r"
    assert rendered.sources == (SOURCES["L1"],)


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert load_texts({"X1.toml": TEXT}).render(finding(found="{place}"), SOURCES).en == "{place} found"


def test_variant() -> None:
    late = Finding("X1", Severity.HINT, variant="late")
    assert load_texts({"X1.toml": TEXT}, strict=True).render(late, {}).zh == "late zh"


@pytest.mark.parametrize(
    "bad",
    [
        Finding("X2", Severity.HINT),
        Finding("X1", Severity.HINT, variant="never"),
        Finding("X1", Severity.HINT),
        Finding("X1", Severity.HINT, values={"found": "1"}, sources=("L9",)),
    ],
)
def test_gaps_are_loud_in_tests(bad: Finding) -> None:
    with pytest.raises(MissingTextError):
        load_texts({"X1.toml": TEXT}, strict=True).render(bad, SOURCES)


def test_a_user_sees_the_code_and_the_places_rather_than_nothing() -> None:
    rendered = load_texts({}).render(Finding("X2", Severity.ERROR, ("a.b",), sources=("L9",)), SOURCES)
    assert (rendered.zh, rendered.en, rendered.sources) == ("X2 a.b", "X2 a.b", ())
    assert load_texts({"X1.toml": TEXT}).render(finding(), SOURCES).en == "{found} found"


def test_all_broken_files_are_named_together() -> None:
    files = {"X1.toml": TEXT + b'[more]\nzh = "?"', "X2.toml": b"zh =", "X3.toml": b'zh = "a"\xff'}
    with pytest.raises(RuleDataErrors) as caught:
        load_texts(files)
    assert [problem.file for problem in caught.value.problems] == ["X1.toml", "X2.toml", "X3.toml"]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_shipped_texts_use_the_same_placeholders_in_both_languages() -> None:
    for code, file in load_texts(read_tree("text/findings")).texts.items():
        for text in (file, *file.variant.values()):
            zh = {name.removesuffix("_zh") for name in names_in(text.zh)}
            assert zh == {name.removesuffix("_en") for name in names_in(text.en)}, code
