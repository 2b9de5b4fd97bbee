"""Which rate card an estimate uses: chosen here, with what it is, until when it holds and how many days are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exporter_desk.services.estimates.card_view import card_facts, card_name
from exporter_desk.ui import theme
from exporter_desk.ui.forms.card_about import source_sentence, validity_words
from exporter_desk.ui.i18n import language, pick, translate
from exporter_desk.ui.widgets import Chip, ComboBox, Label, MarkLabel

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.costs.cards import Card
    from exporter_desk.services.estimates.card_view import CardFacts
    from exporter_desk.services.session import Session

_SEVERAL = "\n"


class CostCard(QWidget):
    """`chosen(card_id)` when a person picks another card; empty for none."""

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._day: date | None = None
        self.label, self.choice = Label("", "table", "ink2"), ComboBox()
        self.chip, self.valid = Chip("", "plain"), MarkLabel("ok", "", "table")
        row = QHBoxLayout(self)
        theme.set_spacing(row, 8, (0, 0, 0, 0))
        for widget in (self.label, self.choice, self.chip, self.valid):
            row.addWidget(widget)
        theme.set_control_size(self.choice, 240)
        self.choice.activated.connect(self._choose)

    def show_case(self, day: date) -> None:
        """Show which card the open estimate uses, as of a day."""
        self._day = day
        used = self._session.case.estimate.get("cards")
        listed = used if isinstance(used, list) else []
        cards = self._session.desk.prices.cards
        entries = [(translate("Costs", "No rate card: own lines"), "")]
        if len(listed) > 1 or (listed and not isinstance(listed[0], str)):
            entries.append((translate("Costs", "{count} rate cards").format(count=len(listed)), _SEVERAL))
        words, spoken = self._session.desk.foreign_texts, language()
        named = [(card_name(card, words, spoken), key) for key, card in sorted(cards.items())]
        self.choice.set_entries([*entries, *named])
        first = listed[0] if len(listed) == 1 and isinstance(listed[0], str) else _SEVERAL if listed else ""
        self.choice.set_value(first)
        self._show(cards.get(str(first)))

    def _show(self, card: Card | None) -> None:
        facts = None if card is None or self._day is None else card_facts(card, self._session.desk, self._day)
        self.chip.setVisible(facts is not None)
        self.valid.setVisible(facts is not None and bool(facts.warnings or facts.valid_to))
        if facts is None:
            return
        self.chip.set_text(translate("RateCards", "example") if facts.example else pick(facts.confidence))
        worrying = facts.is_pressing or (facts.valid_to is None and bool(facts.warnings))
        self.valid.set_state("warn" if worrying else "ok", validity_words(facts) or _age(facts))
        source = source_sentence(facts, None if card is None else card.card.currency)
        told = "\n".join((source, *(one.text(language()) for one in facts.warnings)))
        self.choice.setToolTip(told)
        self.choice.setAccessibleDescription(told)

    def _choose(self, _index: int) -> None:
        key = str(self.choice.currentData() or "")
        if key != _SEVERAL:
            self.chosen.emit(key)

    def retranslate(self) -> None:
        self.label.setText(translate("Costs", "Rate card"))
        self.choice.setAccessibleName(translate("Costs", "Rate card"))


def _age(facts: CardFacts) -> str:
    """Of when prices without an end are, in few words: the whole sentences stand among what is open and in the tip."""
    count = translate("Costs", "{count} to check").format(count=len(facts.warnings))
    return f"{pick(facts.prices_of)} · {count}" if facts.warnings else ""
