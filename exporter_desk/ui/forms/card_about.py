"""What to know of a rate card, in a few lines: source, confidence, days, and what to mind before relying on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from exporter_desk.services.estimates.card_view import card_facts
from exporter_desk.ui import theme
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import MarkLabel, Paragraph

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.card_view import CardFacts

_MOST = 3


class CardAbout(QWidget):
    """Two kinds of lines: the facts of the card, then its warnings below a sign; no warning, no sign."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = Paragraph("", "table", "ink2")
        self.valid = MarkLabel("ok", "", "table")
        self.warnings = Paragraph("", "table", "warn")
        column = QVBoxLayout(self)
        theme.set_spacing(column, 4, (0, 0, 0, 0))
        for widget in (self.facts, self.valid, self.warnings):
            column.addWidget(widget)

    def show_card(self, card: Card, desk: Desk, day: date) -> None:
        """Say it of one card as of a day."""
        facts = card_facts(card, desk, day)
        self.facts.set_text(source_sentence(facts, card.card.currency))
        self.valid.setVisible(facts.valid_to is not None)
        self.valid.set_state("warn" if facts.is_pressing else "ok", validity_words(facts))
        told = [one.text(language()) for one in facts.warnings]
        self.warnings.set_text("\n".join(f"▲ {one}" for one in told[:_MOST]))
        self.warnings.setVisible(bool(told))

    def retranslate(self) -> None:
        """The words come anew with the next card."""


def source_sentence(facts: CardFacts, currency: str | None) -> str:
    """Whose prices they are, how far they can be relied on, of which day, in which currency."""
    words = translate("RateCards", "Source: {source} · {confidence} · {age} · in {currency}")
    label = translate("RateCards", "example") if facts.example else pick(facts.confidence)
    return words.format(
        source=pick(facts.source) or "–", confidence=label, age=pick(facts.prices_of), currency=currency or "–"
    )


def validity_words(facts: CardFacts) -> str:
    """Until when the prices hold, and how many days are left of that; empty when the card does not say."""
    if facts.valid_to is None or facts.days_left is None:
        return ""
    if facts.days_left < 0:
        return translate("RateCards", "expired on {day}").format(day=facts.valid_to)
    return translate("RateCards", "valid to {day}, {days} days left").format(day=facts.valid_to, days=facts.days_left)
