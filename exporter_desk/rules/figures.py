"""Figures of law inside sentences: `{list.ticket_limit_cny}` stands for the dated value of the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.rules.walk import records_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from exporter_desk.domain.text import Language
    from exporter_desk.rules.rulebook import RulesAt
    from exporter_desk.rules.schema import Record

_FIGURE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_NOT_THERE = {"zh": "（待确认）", "en": "(to be confirmed)"}


def figures_in(text: str) -> tuple[str, ...]:
    """Return the ids of the dated values that `text` quotes."""
    return tuple(_FIGURE.findall(text))


def quoted_figures(record: Record) -> Iterator[str]:
    """Yield the ids of the dated values that the texts of a rule quote, those of its parts included."""
    for _, part in records_in(record):
        texts = (getattr(part, name) for name in part.__struct_fields__)
        yield from (key for text in texts if isinstance(text, str) for key in figures_in(text))


def filled(text: str, rules: RulesAt, language: Language) -> str:
    """Return `text` with the figures that are in force on the day; one that is not there yet is to be confirmed."""

    def figure(match: re.Match[str]) -> str:
        found = rules.number(match[1])
        return _NOT_THERE[language] if found is None else _shown(found)

    return _FIGURE.sub(figure, text)


def _shown(number: Decimal) -> str:
    places = len(trimmed(number).partition(".")[2])
    return grouped(number, places)
