"""A source is shown with both languages, what changed it, and 待确认 wherever nobody compared it."""

from __future__ import annotations

from unicodedata import name

import pytest

from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.schema import Confidence
from exporter_desk.services.desk import Desk
from exporter_desk.services.source_view import marked, source_view

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
