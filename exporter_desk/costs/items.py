"""Which charges of a scenario count: typed lines, and the card charges whose conditions, dates and picks hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card, CardGap
from exporter_desk.costs.charge import Item
from exporter_desk.costs.storage import STORAGE_BASES
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exporter_desk.costs.charge import ChargeTerms
    from exporter_desk.costs.scenario import CardUse, Scenario


CARD_STALE_DAYS, FREIGHT_STALE_DAYS = 180, 30


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items to be priced, the cards they come from, and what must be known about those."""

    items: tuple[Item, ...]
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]


def choose(scenario: Scenario, cards: Mapping[str, Card], day: date) -> Chosen:
    """Collect typed lines and card charges that count on `day`; what does not count for want of a fact is a finding."""
    items, used, findings = list(_typed(scenario)), [], []
    for index, use in enumerate(scenario.cards):
        place = f"estimate.cards.{index}"
        card = use.inline or cards.get(use.card_id or "")
        if card is None:
            values = {"found": use.card_id or "", "allowed": " / ".join(sorted(cards))}
            findings.append(Finding("C15", Severity.ERROR, (place,), values, variant="card"))
            continue
        used.append(card)
        findings += [*_about(card, day, place), *_picks(card, use, place)]
        for item in card.items(place, only=use.only, skip=use.skip):
            verdict = _counts(item.terms, scenario, day)
            if verdict is True:
                items.append(item)
            elif isinstance(verdict, str):
                values = {"charge": item.charge_id, "fact": verdict}
                findings.append(_open_question(verdict, values))
    findings += [finding for item in items for finding in _age_of(item, day)]
    return Chosen(tuple(items), tuple(used), tuple(findings))


WORDED_FACTS = frozenset({"loading", "container", "zone", "lane", "region", "programme"})


def _open_question(fact: str, values: Mapping[str, str]) -> Finding:
    variant = fact if fact in WORDED_FACTS else ""
    return Finding("C43", Severity.CONFIRM, (f"estimate.facts.{fact}",), values, variant=variant)


def _typed(scenario: Scenario) -> Iterator[Item]:
    for index, line in enumerate(scenario.lines):
        yield Item(
            terms=line,
            charge_id=line.charge_id or line.basis or "",
            currency=line.currency or "",
            min_charge=line.min,
            source=line.source or "",
            as_of=line.as_of,
            confidence=line.confidence,
            card_id="",
            place=f"estimate.lines.{index}",
        )


def _counts(terms: ChargeTerms, scenario: Scenario, day: date) -> bool | str:
    """Tell whether a card charge counts; the name of a fact means that nobody answered it."""
    if (terms.valid_from and day < terms.valid_from) or (terms.valid_to and day > terms.valid_to):
        return False
    if terms.season is not None and terms.basis not in STORAGE_BASES and day.month not in terms.season.months:
        return False
    if any(scenario.facts.get(name, value) != value for name, value in terms.applies_if.items()):
        return False
    return next((name for name in terms.applies_if if name not in scenario.facts), True)


_WAREHOUSE = {"receiving", "storage", "fulfilment"}
_UNDATED = {"charge": "", "as_of": "", "days": "", "limit": ""}


def _about(card: Card, day: date, place: str) -> Iterator[Finding]:
    head = card.card
    values = {"card": head.card_id or "", "day": day.isoformat(), "provider": head.provider or ""}
    if head.valid_from and day < head.valid_from:
        yield Finding(
            "C40", Severity.CONFIRM, (place,), values | {"limit": head.valid_from.isoformat()}, variant="early"
        )
    if head.valid_to and day > head.valid_to:
        yield Finding("C40", Severity.CONFIRM, (place,), values | {"limit": head.valid_to.isoformat()})
    if head.example:
        yield Finding("C44", Severity.CONFIRM, (place,), values)
    if head.undated:
        yield Finding("C41", Severity.CONFIRM, (place,), values | _UNDATED, variant="undated")
    yield from _gaps(card, day, place, values)


def _gaps(card: Card, day: date, place: str, values: dict[str, str]) -> Iterator[Finding]:
    """Tell what the card says itself that it lacks, and which usual charges of a warehouse it has not."""
    for gap in card.gap:
        if (gap.valid_to or day) >= day:
            yield Finding("C45", Severity.CONFIRM, (place,), values | _named(gap))
    stages = {charge.stage for charge in card.charge}
    for stage in ("storage", "returns") if stages & _WAREHOUSE else ():
        if stage not in stages:
            yield Finding("C42", Severity.HINT, (place,), values, variant=stage)


def _named(gap: CardGap) -> dict[str, str]:
    return {"gap_zh": gap.zh or gap.id, "gap_en": gap.en or gap.id}


def _picks(card: Card, use: CardUse, place: str) -> Iterator[Finding]:
    known = {charge.id for charge in card.charge}
    for name in (*use.only, *use.skip):
        if name not in known:
            values = {"found": name, "allowed": " / ".join(sorted(known))}
            yield Finding("C15", Severity.ERROR, (place,), values, variant="charge")


def _age_of(item: Item, day: date) -> Iterator[Finding]:
    limit = FREIGHT_STALE_DAYS if item.stage == "headhaul" else CARD_STALE_DAYS
    if item.as_of is not None and (day - item.as_of).days > limit:
        values = {
            "charge": item.charge_id,
            "as_of": item.as_of.isoformat(),
            "days": str((day - item.as_of).days),
            "limit": str(limit),
        }
        yield Finding("C41", Severity.CONFIRM, (item.place,), values)
