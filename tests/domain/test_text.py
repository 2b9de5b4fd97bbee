"""Placeholders of a text in two languages: filled in both, each with the words of its language."""

from __future__ import annotations

import pytest

from exporter_desk.domain.text import Bilingual


def test_a_bilingual_value_goes_into_each_language_in_its_own() -> None:
    said = Bilingual("{goods}缺 {count} 箱", "{count} boxes of {goods} are missing")
    chairs = Bilingual("椅子", "chairs")
    assert said.filled(goods=chairs, count=3) == Bilingual("椅子缺 3 箱", "3 boxes of chairs are missing")


def test_a_placeholder_of_one_language_may_stay_away_from_the_other() -> None:
    assert Bilingual("第 {row} 行", "a row").filled(row=2) == Bilingual("第 2 行", "a row")


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        Bilingual("{row}", "{row}").filled()
