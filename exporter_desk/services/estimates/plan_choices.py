"""What can be chosen in the inputs of a plan: its articles, the goods of the shipment, factors, rate cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporter_desk.costs.charge import STAGES
from exporter_desk.costs.questions import FACTORS
from exporter_desk.domain.text import Bilingual
from exporter_desk.services.estimates.asked import FACTS, condition_words, told_apart
from exporter_desk.services.estimates.card_view import card_name
from exporter_desk.services.estimates.charts import CostWords
from exporter_desk.services.estimates.plan_inputs import PlanChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exporter_desk.domain.case import Case
    from exporter_desk.services.desk import Desk
    from exporter_desk.services.estimates.plan_inputs import PlanField

_CONDITIONS = "conditions"


def choices_of(asked: PlanField, case: Case, desk: Desk) -> tuple[PlanChoice, ...]:
    """Return what a field offers, in the order of the list."""
    if not asked.source:
        return asked.options
    if asked.source == _CONDITIONS:
        return tuple(_conditions(asked.key.removeprefix(FACTS), case, desk))
    return tuple(_SOURCES[asked.source](case, desk))


def _conditions(fact: str, case: Case, desk: Desk) -> Iterator[PlanChoice]:
    """Yield what the prices of the plan tell apart; while nothing does, what the shipped ones do."""
    texts, known = desk.cost_texts, told_apart(case, desk.prices.cards).get(fact)
    lead = f"fact_value.{fact}."
    for value in known or [key.removeprefix(lead) for key in texts if key.startswith(lead)]:
        yield PlanChoice(value, condition_words(fact, value, texts))


def _plain(text: str) -> Bilingual:
    return Bilingual(text, text)


def _goods(case: Case, desk: Desk) -> Iterator[PlanChoice]:
    for line in case.goods:
        zh, en = line.name_zh or line.name_en or "", line.name_en or line.name_zh or ""
        yield PlanChoice(str(line.id), Bilingual(f"{line.id} {zh}".strip(), f"{line.id} {en}".strip()))


def _articles(case: Case, desk: Desk) -> Iterator[PlanChoice]:
    """Yield the articles of the plan itself, then the goods that it does not name."""
    listed = case.estimate.get("skus")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    own = {str(one["id"]): one for one in entries if "id" in one}
    for key, one in own.items():
        yield PlanChoice(key, _plain(f"{key} {one.get('name') or ''}".strip()))
    goods = list(_goods(case, desk))
    if not own or any(choice.value in own for choice in goods):
        yield from (choice for choice in goods if choice.value not in own)


def _factors(case: Case, desk: Desk) -> Iterator[PlanChoice]:
    """Yield the factors, each currency of the plan alone, and the stages of the chain that are no factor themselves."""
    rates = case.estimate.get("fx")
    currencies = [f"fx.{code}" for code in rates] if isinstance(rates, dict) else []
    yield from _worded((*FACTORS, *currencies, *(stage for stage in STAGES if stage not in FACTORS)), desk)


def _worded(names: Iterable[str], desk: Desk) -> Iterator[PlanChoice]:
    zh, en = CostWords(desk.cost_texts, "zh"), CostWords(desk.cost_texts, "en")
    for name in names:
        yield PlanChoice(name, Bilingual(zh.factor(name), en.factor(name)))


def _cards(case: Case, desk: Desk) -> Iterator[PlanChoice]:
    for key, card in desk.prices.cards.items():
        yield PlanChoice(key, Bilingual(*(card_name(card, desk.foreign_texts, end) for end in ("zh", "en"))))


_SOURCES: dict[str, Callable[[Case, Desk], Iterator[PlanChoice]]] = {
    "goods": _goods, "articles": _articles, "factors": _factors, "cards": _cards,
}  # fmt: skip
