"""Which charges of a scenario count: typed lines, and the card charges whose conditions, dates and picks hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exporter_desk.costs.cards import Card, CardGap
from exporter_desk.costs.charge import Item
from exporter_desk.costs.charged_days import within
from exporter_desk.domain.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exporter_desk.costs.charge import ChargeTerms, TypedCharge
    from exporter_desk.costs.scenario import CardUse, Scenario
    from exporter_desk.costs.stock import Stock


CARD_STALE_DAYS, FREIGHT_STALE_DAYS = 180, 30


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items to be priced, the cards they come from, and what must be known about those."""

    items: tuple[Item, ...]
    cards: tuple[Card, ...]
    findings: tuple[Finding, ...]


def choose(stock: Stock, cards: Mapping[str, Card], day: date) -> Chosen:
    """Collect the typed lines and card charges of a plan; what does not count for want of a fact is a finding.

    A price that holds on some days only is chosen whatever the day; how much of the plan lies within is found later.
    """
    scenario, used = stock.scenario, list[Card]()
    items, findings = _typed(stock, day)
    for index, use in enumerate(scenario.cards):
        place = f"estimate.cards.{index}"
        card = use.inline or cards.get(use.card_id or "")
        if card is None:
            values = {"found": use.card_id or "", "allowed": " / ".join(sorted(cards))}
            findings.append(Finding("C15", Severity.ERROR, (place,), values, variant="card"))
            continue
        used.append(card)
        findings += [*_about(card, stock, day, place), *_picks(card, use, place)]
        for item in card.items(place, only=use.only, skip=use.skip):
            verdict = _counts(item.terms, scenario)
            if verdict is True:
                items.append(item)
            elif isinstance(verdict, str) and within(stock, item, day) is not None:
                values = {**item.words, "fact": verdict}
                findings.append(_open_question(verdict, values))
    findings += [finding for item in items for finding in _age_of(item, day) if within(stock, item, day) is not None]
    return Chosen(tuple(items), tuple(used), tuple(findings))


WORDED_FACTS = frozenset({"loading", "container", "zone", "lane", "region", "programme"})


def _open_question(fact: str, values: Mapping[str, str]) -> Finding:
    variant = fact if fact in WORDED_FACTS else ""
    return Finding("C43", Severity.CONFIRM, (f"estimate.facts.{fact}",), values, variant=variant)


def _typed(stock: Stock, day: date) -> tuple[list[Item], list[Finding]]:
    """Return the typed lines; one that does not count, by its own condition or days, is told."""
    items, findings = list[Item](), list[Finding]()
    for index, line in enumerate(stock.scenario.lines):
        item = _item_of(line, f"estimate.lines.{index}")
        verdict = _counts(line, stock.scenario)
        values = item.words
        if verdict is False:
            findings.append(Finding("C75", Severity.HINT, (f"{item.place}.applies_if",), values, variant="condition"))
        elif within(stock, item, day) is None:
            findings.append(Finding("C75", Severity.HINT, (item.place,), values))
        asks = None
        if isinstance(verdict, str):
            places = (f"estimate.facts.{verdict}",)
            asks = Finding("C43", Severity.CONFIRM, places, values | {"fact": verdict}, variant="line")
        items.append(replace(item, due=verdict is not False, asks=asks))
    return items, findings


def _item_of(line: TypedCharge, place: str) -> Item:
    return Item(
        terms=line,
        charge_id=line.charge_id or line.basis or "",
        currency=line.currency or "",
        min_charge=line.min,
        source=line.source or "",
        as_of=line.as_of,
        confidence=line.confidence,
        card_id="",
        place=place,
    )


def _counts(terms: ChargeTerms, scenario: Scenario) -> bool | str:
    """Tell whether the conditions of a charge hold; the name of a fact means that nobody answered it."""
    if any(scenario.facts.get(name, value) != value for name, value in terms.applies_if.items()):
        return False
    return next((name for name in terms.applies_if if name not in scenario.facts), True)


_WAREHOUSE = {"receiving", "storage", "fulfilment"}
_UNDATED = {"charge": "", "as_of": "", "days": "", "limit": ""}


def _about(card: Card, stock: Stock, day: date, place: str) -> Iterator[Finding]:
    head, last = card.card, stock.last_day or day
    values = {"card": head.card_id or "", "day": day.isoformat(), "provider": head.provider or ""}
    if head.valid_from and day < head.valid_from:
        yield Finding(
            "C40", Severity.CONFIRM, (place,), values | {"limit": head.valid_from.isoformat()}, variant="early"
        )
    if head.valid_to and day > head.valid_to:
        yield Finding("C40", Severity.CONFIRM, (place,), values | {"limit": head.valid_to.isoformat()})
    elif head.valid_to and last > head.valid_to:
        dates = {"limit": head.valid_to.isoformat(), "last": last.isoformat()}
        yield Finding("C40", Severity.HINT, (place,), values | dates, variant="during")
    if head.example:
        yield Finding("C44", Severity.CONFIRM, (place,), values)
    if head.undated:
        yield Finding("C41", Severity.CONFIRM, (place,), values | _UNDATED, variant="undated")
    yield from _gaps(card, (stock.first_day or day, last), place, values)


def _gaps(card: Card, days: tuple[date, date], place: str, values: dict[str, str]) -> Iterator[Finding]:
    """Tell what the card says itself that it lacks in these days, and which usual charges of a warehouse it has not."""
    for gap in card.gap:
        if (gap.valid_from or days[1]) <= days[1] and (gap.valid_to or days[0]) >= days[0]:
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
            **item.words,
            "as_of": item.as_of.isoformat(),
            "days": str((day - item.as_of).days),
            "limit": str(limit),
        }
        yield Finding("C41", Severity.CONFIRM, (item.place,), values)
