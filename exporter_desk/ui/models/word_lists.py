"""How words are strung together in the language of the window, what fields are called, what words of a list mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.domain.text import folded
from exporter_desk.ui.i18n import language, pick, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

YES, NO = "true", "false"


def comma() -> str:
    """Between the parts of an enumeration."""
    return "、" if language() == "zh" else ", "


def formula_words(formula: str) -> str:
    """A formula as it is read: Chinese has words for the lesser and the larger of two figures."""
    if language() != "zh":
        return formula
    return formula.replace("min(", "取小(").replace("max(", "取大(")


def field_name(record: str, field: str) -> str:
    """What the case calls a field of a record, or a list of the tax file (`record` is tax)."""
    from exporter_desk.services.names import labels  # the shape of a case stands behind it; commas do without

    return pick(labels()[record][field])


def listed_word(words: Mapping[str, str], text: str) -> str:
    """What is kept for text typed into a field with a closed list: by its words, or by the start of one alone."""
    wanted = folded(text)
    exact = [kept for kept, shown in words.items() if wanted in (folded(kept), folded(shown))]
    starting = [kept for kept, shown in words.items() if wanted and folded(shown).startswith(wanted)]
    return next(iter(exact or (starting if len(starting) == 1 else [])), text)


def truths() -> dict[str, str]:
    """Yes and no as they are kept, with their words."""
    return {YES: translate("Tax", "yes"), NO: translate("Tax", "no")}
