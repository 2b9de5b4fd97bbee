"""A source is shown with both languages, what changed it, and 待确认 wherever nobody compared it."""

from __future__ import annotations

from unicodedata import name

import pytest

from exporter_desk.domain.case import Case
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.schema import Confidence
from exporter_desk.services.desk import Desk
from exporter_desk.services.guided import QuestionPlan
from exporter_desk.services.source_view import confirmed_first, marked, source_view
from exporter_desk.system import resources

RULES = Desk().rules


@pytest.mark.parametrize("identifier", RULES.sources)
def test_a_source_speaks_both_languages(identifier: str) -> None:
    view = source_view(RULES.sources[identifier])
    for text in (view.title, view.summary, *view.effects):
        assert text.zh
        assert text.en
        assert not any("CJK" in name(letter, "") for letter in text.en)


def test_what_a_later_instrument_did_stands_with_its_day() -> None:
    effects = [effect.zh for effect in source_view(RULES.sources["L08"]).effects]
    assert "2024-12-15 起：“企业管理”第二段（海外仓业务模式备案）不再执行。" in effects
    assert "2021-07-01 起：扩大到全国海关（待确认）。" in effects


def test_a_recalled_starting_day_lowers_the_label() -> None:
    assert (RULES.sources["L15"].confidence, source_view(RULES.sources["L15"]).confidence) == (
        "official",
        "unconfirmed",
    )


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        (
            Bilingual("免税。", "Exempt."),
            Confidence.UNCONFIRMED,
            Bilingual("免税（待确认）。", "Exempt (to be confirmed)."),
        ),
        (Bilingual("免税", "Exempt"), Confidence.UNCONFIRMED, Bilingual("免税（待确认）", "Exempt (to be confirmed)")),
        (Bilingual("", ""), Confidence.UNCONFIRMED, Bilingual("待确认", "to be confirmed")),
        (Bilingual("免税。", "Exempt."), Confidence.SECONDARY, Bilingual("免税。", "Exempt.")),
        (Bilingual("3年（待确认）", "3 years (…)"), Confidence.UNCONFIRMED, Bilingual("3年（待确认）", "3 years (…)")),
    ],
)
def test_unconfirmed_is_said_once(text: Bilingual, label: Confidence, expected: Bilingual) -> None:
    assert marked(text, label) == expected


def test_confirmed_sources_come_first_and_those_without_a_number_last() -> None:
    # uf1 a report without a number, efile1 one with it, ad3 official, L27 of a recalled label; L15 lowered by its day.
    mixed = ("uf1", "L15", "efile1", "L27", "ad3", "uf2", "no such")
    assert confirmed_first(mixed, RULES) == ("ad3", "efile1", "uf1", "uf2", "L15", "L27")


def test_a_guided_question_shows_confirmed_sources_first() -> None:
    plan = QuestionPlan.load(resources.read_bytes("text/questions.toml"))
    sources = plan.question("pack", Case(id="0" * 16), RULES).sources
    labels = [Confidence(source_view(RULES.sources[key]).confidence) for key in sources]
    assert labels[:3] == [Confidence.OFFICIAL] * 3
    assert labels == sorted(labels, key=lambda label: label.rank)
