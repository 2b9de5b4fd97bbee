"""Words that a field takes: by spelling or name, several of an open list, those of the refund rules the same."""

import pytest

from exporter_desk.refund.allowed import ALLOWED
from exporter_desk.rules.codes import CodeTables
from exporter_desk.rules.field_words import is_open, named, pattern_of, takes, word_for, words_of
from exporter_desk.system import resources

PANELS, CRITERIA = "goods.*.panel_type", "goods.*.origin_criterion"


@pytest.fixture(scope="module")
def codes() -> CodeTables:
    return CodeTables.load({name: resources.read_bytes(f"codes/{name}") for name in ("tables.toml", "field_words.csv")})


# 40 CFR 770.3: hardwood plywood, medium-density fibreboard, particleboard.
@pytest.mark.parametrize(
    ("typed", "word"),
    [("MDF", "MDF"), (" mdf ", "MDF"), ("刨花板", "PB"), ("particleboard", "PB"), ("None", "none"), ("OSB", "OSB")],
)
def test_a_word_is_known_by_its_spelling_or_its_name(codes: CodeTables, typed: str, word: str) -> None:
    assert word_for(words_of(codes, PANELS), typed) == word


def test_a_name_of_several_words_means_none() -> None:
    words = ({"word": "a", "zh": "甲/丙", "en": "one"}, {"word": "b", "zh": "乙/丙", "en": "two"})
    assert [word_for(words, typed) for typed in ("甲", "TWO", "丙", "b")] == ["a", "b", "丙", "b"]


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("goods.g1.panel_type", PANELS),
        ("tax.papers.contract.state", "tax.papers.*.state"),
        ("choices.message_codes", "choices.message_codes"),
    ],
)
def test_a_path_is_one_of_a_field(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


@pytest.mark.parametrize("typed", ["WO", "wo", "CTH", "RVC 45%", "CTC+ACU"])
def test_an_open_list_takes_its_words_together_and_with_a_figure(codes: CodeTables, typed: str) -> None:
    assert takes(words_of(codes, CRITERIA), typed)


@pytest.mark.parametrize("typed", ["XY", "WO or XY", "45%", ""])
def test_other_words_are_not_taken(codes: CodeTables, typed: str) -> None:
    assert not takes(words_of(codes, CRITERIA), typed)
    assert not takes(words_of(codes, PANELS), typed)


def test_only_lists_that_are_incomplete_are_open(codes: CodeTables) -> None:
    assert (is_open(words_of(codes, CRITERIA)), is_open(words_of(codes, PANELS))) == (True, False)


def test_a_sentence_can_say_what_may_be_filled_in(codes: CodeTables) -> None:
    said = named(words_of(codes, "choices.message_codes"))
    assert (said.zh, said.en) == ("old（旧三位数字）、iso（字母）", "old (old three digits), iso (letters)")


@pytest.mark.parametrize("field", ["taxpayer", "kind"])
def test_a_party_is_what_the_refund_rules_know(codes: CodeTables, field: str) -> None:
    assert {row["word"] for row in words_of(codes, f"parties.*.{field}")} == set(ALLOWED[field])
