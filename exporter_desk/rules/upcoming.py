"""What of the law changes soon after a day and touches a case: pure over the rule book and the known facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from exporter_desk.domain.numbers import grouped, trimmed
from exporter_desk.domain.text import Bilingual
from exporter_desk.rules.conditions import conjunction, evaluate
from exporter_desk.rules.figures import filled, quoted_figures
from exporter_desk.rules.schema import Condition, Confidence, Gate, Paper, Registration, ValueRef
from exporter_desk.rules.walk import all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exporter_desk.rules.conditions import Evaluation, Knowledge
    from exporter_desk.rules.rulebook import RuleBook
    from exporter_desk.rules.schema import Cite, DatedValue, Record, Source, Value, Watch

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One change: the first day it counts, what changes in both languages, and where it says so.

    `counted` tells that a day of the case lies behind it, so that the conclusion has it in already; `to_confirm` that
    an answer is missing on which it depends whether it touches the case.
    """

    day: date
    id: str
    kind: Literal["rule", "value", "source", "notice"]
    zh: str
    en: str
    sources: tuple[str, ...]
    confidence: Confidence
    counted: bool = False
    to_confirm: bool = False


def upcoming(
    knowledge: Knowledge, rules: Iterable[Record], cited: Iterable[str], more: Iterable[Watch] = ()
) -> tuple[Upcoming, ...]:
    """Return the changes between the day of `knowledge` and the end of the window, earliest first.

    `rules` are those that may speak about the case, `cited` the ids of the sources of its conclusion, `more` days to
    be told beside those of the book.
    """
    listed = tuple(rules)
    applying = [rule for rule in listed if evaluate(getattr(rule, "applies", None), knowledge).outcome]
    found = [change for rule in listed for change in _turns(rule, knowledge)]
    found += [change for key in _values_of(applying, knowledge) for change in _value_changes(key, knowledge)]
    found += [change for key in dict.fromkeys(cited) for change in _source_changes(key, knowledge)]
    watches = (*knowledge.rules.book.watches, *more)
    found += [change for watch in watches for change in _notices(watch, knowledge)]
    unique = {(change.day, change.id): change for change in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda change: (change.day, change.kind, change.id)))


def _in_window(day: date | None, knowledge: Knowledge) -> bool:
    return day is not None and 0 < (day - knowledge.rules.day).days <= knowledge.rules.book.upcoming_days


def _turns(rule: Record, knowledge: Knowledge) -> Iterator[Upcoming]:
    """Yield the days in the window on which the outcome of a rule turns, all other answers being as they are."""
    for fact, day in sorted(set(_edges(rule, knowledge))):
        before, after = (_judged(rule, knowledge.with_facts(**{fact: edge})) for edge in (day - _DAY, day))
        if before.outcome == after.outcome or _is_for_others((*before.missing, *after.missing), knowledge.rules.book):
            continue
        begins = after.outcome is not False and before.outcome is not True
        known = knowledge.facts.get(fact)
        cites, own = _cites(rule), getattr(rule, "confidence", None)
        zh, en = _wording(rule, begins=begins, knowledge=knowledge)
        yield Upcoming(
            day,
            _name(rule),
            "rule",
            f"{day} 起{'' if begins else '不再适用'}：{zh}",
            f"From {day}{'' if begins else ' no longer'}: {en}",
            tuple(dict.fromkeys(cite.source for cite in cites)),
            knowledge.rules.book.confidence_of(cites, own),
            counted=isinstance(known, date) and known >= day,
            to_confirm=None in (before.outcome, after.outcome),
        )


def _is_for_others(missing: Iterable[str], book: RuleBook) -> bool:
    """Tell whether it is not even known for whom the rule is: then it is not told ahead."""
    return any(book.facts[fact].scope for fact in missing)


def _judged(rule: Record, knowledge: Knowledge) -> Evaluation:
    parts = (getattr(rule, name, None) for name in ("applies", "when", "need", "needed"))
    return conjunction(evaluate(part, knowledge) for part in parts if part is not None)


def _edges(rule: Record, knowledge: Knowledge) -> Iterator[tuple[str, date]]:
    """Yield each fact that is a day and the first day on the far side of a bound that the rule sets it."""
    for condition in _conditions(rule, knowledge.rules.book):
        for bound, shift in ((condition.before, 0), (condition.after, 1)):
            edge = knowledge.rules.date_of(bound.value_of) if isinstance(bound, ValueRef) else bound
            first = None if edge is None else edge + shift * _DAY
            if first is not None and condition.fact is not None and _in_window(first, knowledge):
                yield condition.fact, first


def _conditions(rule: Record, book: RuleBook) -> Iterator[Condition]:
    """Yield the conditions of a rule, and those that define the facts it looks at."""
    for _, condition in all_of(Condition, rule):
        yield condition
        spec = None if condition.fact is None else book.facts[condition.fact]
        if spec is not None and spec.means is not None:
            yield from _conditions(spec.means, book)


def _name(rule: Record) -> str:
    return str(next(getattr(rule, name) for name in ("id", "code", "value") if hasattr(rule, name)))


def _cites(rule: Record) -> tuple[Cite, ...]:
    found: tuple[Cite, ...] = getattr(rule, "cite", ())
    return found


def _wording(rule: Record, *, begins: bool, knowledge: Knowledge) -> tuple[str, str]:
    zh, en = str(getattr(rule, "zh", "")), str(getattr(rule, "en", ""))
    if isinstance(rule, Gate) and not begins:
        zh, en = rule.failed_zh, rule.failed_en
    if isinstance(rule, Paper | Registration):
        zh, en = (f"要有“{zh}”。", f"{en} is needed.") if begins else (f"{zh}。", f"{en}.")
    return filled(zh, knowledge.rules, "zh"), filled(en, knowledge.rules, "en")


def _values_of(rules: Iterable[Record], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the dated values that rules compare with, and of those that a rule which holds quotes."""
    found: list[str] = []
    for rule in rules:
        found += [reference.value_of for _, reference in all_of(ValueRef, rule)]
        if _judged(rule, knowledge).outcome is not False:
            found += quoted_figures(rule)
    return tuple(dict.fromkeys(found))


def _value_changes(key: str, knowledge: Knowledge) -> Iterator[Upcoming]:
    spec = knowledge.rules.book.values[key]
    for before, after in zip((None, *spec.value), spec.value, strict=False):
        if not _in_window(after.from_, knowledge):
            continue
        old, new = _shown(before, spec), _shown(after, spec)
        announced = after.status == "announced"
        zh = f"{after.from_} 起，{spec.zh}由 {old.zh} 改为 {new.zh}{'（已公布，还没施行）' if announced else ''}。"
        en = f"From {after.from_} {spec.en} changes from {old.en} to {new.en}{' (announced)' if announced else ''}."
        sources = tuple(dict.fromkeys(cite.source for cite in after.cite))
        label = knowledge.rules.book.confidence_of(after.cite, after.confidence)
        yield Upcoming(after.from_, key, "value", zh, en, sources, label)


def _shown(dated: DatedValue | None, spec: Value) -> Bilingual:
    if dated is None or dated.none:
        return Bilingual("没有规定", "none")
    if isinstance(dated.value, Decimal):
        text = grouped(dated.value, len(trimmed(dated.value).partition(".")[2]))
        return Bilingual(f"{text} {spec.unit}".strip(), f"{text} {spec.unit}".strip())
    if isinstance(dated.value, tuple):
        return Bilingual(f"{len(dated.value)} 项的清单", f"a list of {len(dated.value)}")
    return Bilingual(str(dated.value), str(dated.value))


def _source_changes(key: str, knowledge: Knowledge) -> Iterator[Upcoming]:
    source = knowledge.rules.book.sources[key]
    name_zh, name_en = source.number or source.title_zh, source.title_en
    if source.effective is not None and _in_window(source.effective, knowledge):
        day = source.effective
        texts = (f"{day} 起施行：{name_zh}。{source.about_zh}", f"In force from {day}: {name_en}. {source.about_en}")
        yield Upcoming(day, key, "source", *texts, (key,), _label(source, source.effective_confidence))
    for effect in source.effect:
        if effect.from_ is not None and _in_window(effect.from_, knowledge):
            by = (effect.by,) if effect.by else ()
            zh, en = f"{effect.from_} 起，{name_zh}：{effect.zh}", f"From {effect.from_}, {name_en}: {effect.en}"
            yield Upcoming(effect.from_, key, "source", zh, en, (key, *by), _label(source, effect.confidence))


def _label(source: Source, own: Confidence | None) -> Confidence:
    return max((source.confidence, own or source.confidence), key=lambda label: label.rank)


def _notices(watch: Watch, knowledge: Knowledge) -> Iterator[Upcoming]:
    judged = evaluate(watch.applies, knowledge)
    if _in_window(watch.from_, knowledge) and judged.outcome:
        day, sources = watch.from_, tuple(cite.source for cite in watch.cite)
        label = knowledge.rules.book.confidence_of(watch.cite, watch.confidence)
        zh, en = f"{day} 起：{watch.zh}", f"From {day}: {watch.en}"
        yield Upcoming(day, watch.id, "notice", zh, en, sources, label)
