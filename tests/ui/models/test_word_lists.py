"""Words of the window that are strung together: a formula is read in the language of the window."""

from __future__ import annotations

from exporter_desk.ui.i18n import Language
from exporter_desk.ui.models.word_lists import formula_words


def test_a_formula_has_words_for_the_lesser_and_the_larger(language: Language) -> None:
    formula = "max(0, min(4,981.20, 5,518.80)) − 1.00"
    assert formula_words(formula) == "取大(0, 取小(4,981.20, 5,518.80)) − 1.00"
    language.set("en")
    assert formula_words(formula) == formula
