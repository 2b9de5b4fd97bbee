"""One word for one thing: what the window says agrees with the glossary."""

import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from exporter_desk.system import resources

TERMS = tomllib.loads(resources.read_text("text/glossary.toml"))["term"]


def window_texts() -> Iterator[tuple[str, str]]:
    tree = ET.fromstring(resources.read_text("i18n/exporter_desk_zh_CN.ts"))  # noqa: S314 - our own file
    for message in tree.iter("message"):
        yield message.findtext("source") or "", message.findtext("translation") or ""


def resource_texts() -> str:
    return "\n".join(content.decode("utf-8") for content in resources.read_tree("text").values())


def test_every_term_is_whole_and_stands_once() -> None:
    assert all({"zh", "en", "meaning_zh", "meaning_en"} <= term.keys() <= {*term, "not"} for term in TERMS)
    for language in ("zh", "en"):
        words = [term[language] for term in TERMS]
        assert len(words) == len(set(words))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_an_english_term_alone_is_translated_by_its_chinese_word(term: dict[str, str]) -> None:
    shown = {chinese for english, chinese in window_texts() if english == term["en"]}
    assert all(term["zh"] in chinese or chinese in term["zh"] for chinese in shown)


@pytest.mark.parametrize("term", [term for term in TERMS if "not" in term], ids=lambda term: term["en"])
def test_words_that_must_not_stand_for_a_term_are_used_nowhere(term: dict[str, list[str]]) -> None:
    said = "\n".join(chinese for _, chinese in window_texts())
    said += resource_texts().replace(resources.read_text("text/glossary.toml"), "")
    assert not [word for word in term["not"] if word in said]
