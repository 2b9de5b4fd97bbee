"""What a person should know of a rate card before relying on it: whose it is, how old, until when, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exporter_desk.costs.estimate import prepare
from exporter_desk.costs.prices import Prices
from exporter_desk.costs.scenario import CardUse, Scenario
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.texts import RenderedFinding
from exporter_desk.services.estimates.foreign_texts import source_words
from exporter_desk.services.estimates.own_cards import own_cards_folder, read_shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exporter_desk.costs.cards import Card
    from exporter_desk.domain.finding import Finding
    from exporter_desk.domain.text import Language
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.foreign_texts import Foreign

SOON_DAYS = 60
_ABOUT_CARDS = frozenset({"C40", "C41", "C42", "C44", "C45"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """A card in words: source, confidence, days; what to mind, in findings; `days_left` is negative once expired."""

    name: str
    example: bool
    source: Bilingual
    confidence: Bilingual
    prices_of: Bilingual
    valid_to: date | None
    days_left: int | None
    warnings: tuple[RenderedFinding, ...]

    @property
    def is_pressing(self) -> bool:
        """Tell whether the card has expired or soon will."""
        return self.days_left is not None and self.days_left < SOON_DAYS


def card_facts(card: Card, desk: Desk, day: date) -> CardFacts:
    """Return what to know of a card on `day`."""
    head, texts = card.card, desk.cost_texts
    source, label = head.source or "", head.confidence
    plan = Scenario(reporting=head.currency, cards=(CardUse(inline=card),))
    found = _once(prepare(plan, day=day, prices=Prices())[1].findings)
    return CardFacts(
        name=card_name(card, desk.foreign_texts, "zh"),
        example=head.example,
        source=Bilingual(*(source_words(source, desk.foreign_texts, spoken) for spoken in ("zh", "en"))),
        confidence=texts.get(f"confidence.{label}", Bilingual(label, label)),
        prices_of=age_words(card, texts),
        valid_to=head.valid_to,
        days_left=None if head.valid_to is None else (head.valid_to - day).days,
        warnings=desk.render(found),
    )


def age_words(card: Card, texts: Mapping[str, Bilingual]) -> Bilingual:
    """Return of which day the prices are, or that nobody knows."""
    if card.card.as_of is None:
        return texts["card.undated"]
    words, day = texts["card.dated"], card.card.as_of.isoformat()
    return words.filled(day=day)


def card_name(card: Card, words: Foreign, spoken: Language) -> str:
    """Return how a card is called: by its provider and version, an undated one by its provider alone."""
    head = card.card
    version = "" if head.undated else head.version or ""
    return f"{source_words(head.provider or head.card_id or '', words, spoken)} {version}".strip()


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return what concerns the card; that prices are old is said once, not for each of its charges."""
    told: dict[tuple[str, str, str], Finding] = {}
    for one in findings:
        if one.code in _ABOUT_CARDS:
            which = "" if one.code == "C41" else one.values.get("gap_en", one.variant)
            told.setdefault((one.code, one.variant, which), one)
    return list(told.values())


def versions_of(card_id: str) -> tuple[Card, ...]:
    """Return every kept version of one of the user's own cards, the newest first; none for a shipped card."""
    return tuple(reversed(read_shelf(own_cards_folder()).versions(card_id)))
